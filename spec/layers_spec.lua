-- SPDX-License-Identifier: MIT
-- The tree against doc/layers.lua: one layer for every file, no arrow to a later one, no modules that load in a circle.
local layers = dofile("doc/layers.lua")

local function content(path)
   local file <close> = assert(io.open(path))
   return file:read("a")
end

local function output(command)
   local pipe <close> = assert(io.popen(command))
   return pipe:read("a")
end

local function files(command)
   local list = {}
   for path in output(command):gmatch("[^\n]+") do list[#list + 1] = path end
   return list
end

-- ---- Lua ----

-- What a file is called in the layers: a module without "sesame.", or a path.
local function name_of(path)
   local module = path:match("^lua/(.*)%.lua$")
   if not module then return path end
   return (module:gsub("/init$", ""):gsub("/", "."):gsub("^sesame%.", ""))
end

-- The number of the layer of NAME: one that names it, else the one with the longest pattern; and how many fit as well.
local function layer_of(name)
   local best, length, as_well = nil, -1, 0
   for i, layer in ipairs(layers.lua) do
      for _, pattern in ipairs(layer.modules) do
         local stem = pattern:match("^(.*)%*$")
         local fits = pattern == name or stem and name:sub(1, #stem) == stem
         local weight = stem and #stem or math.huge
         if fits and weight == length then as_well = as_well + 1 end
         if fits and weight > length then best, length, as_well = i, weight, 1 end
      end
   end
   return best, as_well
end

local paths = files("find lua scripts bin -name '*.lua' -o -path bin/sesame | LC_ALL=C sort")
local modules = {}
for _, path in ipairs(paths) do
   if path:find("^lua/") then modules[name_of(path)] = path end
end

-- The code of PATH without the lines that are comments.
local function code_of(path)
   return (("\n" .. content(path)):gsub("\n%s*%-%-[^\n]*", "\n"))
end

-- The modules that a text between quotes names: itself, or all that begin with it where more is put behind it
-- ("sesame.report.fix_" .. format, "sesame.cli.command.%s_%s"); an empty list for what is no module's name.
local function named(literal)
   local name = literal == "sesame" and "sesame" or literal:gsub("^sesame%.", "")
   if modules[name] then return { name } end
   local list, stem = {}, name:match("^([%w_.]+[._])%%") or name:match("^([%w_.]+[._])$")
   for module in pairs(stem and modules or {}) do
      if module:sub(1, #stem) == stem then list[#list + 1] = module end
   end
   return list
end

-- Requires whose argument is more than one literal, by file: each has its literals in the same file, or is no module of
-- ours. One that is added is to be looked at here.
local COMPUTED = {
   ["lua/sesame/cli.lua"] = 2, ["lua/sesame/fix.lua"] = 1, ["lua/sesame/cli/command/apply.lua"] = 1,
   ["lua/sesame/cli/command/spf_compare.lua"] = 1, ["lua/sesame/cli/command/spf_flatten.lua"] = 1,
}

describe("the layers of lua/sesame", function()
   it("has one for every file", function()
      for _, path in ipairs(paths) do
         local layer, as_well = layer_of(name_of(path))
         assert.truthy(layer, path .. " is in no layer of doc/layers.lua")
         assert.equal(1, as_well, path .. " is in several layers of doc/layers.lua")
      end
   end)

   it("names nothing that is not there", function()
      local planned = { test = true }
      for _, layer in ipairs(layers.lua) do
         for _, pattern in ipairs(layer.modules) do
            local stem, found = pattern:match("^(.*)%*$"), false
            for _, path in ipairs(paths) do
               local name = name_of(path)
               found = found or name == pattern or stem and name:sub(1, #stem) == stem
            end
            assert.truthy(found or planned[pattern], ("%s: there is no %s"):format(layer.name, pattern))
         end
      end
   end)

   it("no module names one of a later layer", function()
      local arrows = 0
      for _, path in ipairs(paths) do
         local own = layer_of(name_of(path))
         for literal in code_of(path):gmatch('"(sesame[%w_.%%]*)"') do
            for _, name in ipairs(named(literal)) do
               arrows = arrows + 1
               local other = layer_of(name)
               assert.is_true(other <= own, ("%s (%s) uses %s (%s)"):format(path, layers.lua[own].name, name,
                  layers.lua[other].name))
            end
         end
      end
      assert.is_true(arrows > 500)
   end)

   it("every require names a module that is there", function()
      for _, path in ipairs(paths) do
         for literal in code_of(path):gmatch('require%s*%(?%s*"(sesame[^"]*)"') do
            assert.is_true(literal == "sesame.core" or #named(literal) > 0, path .. " requires " .. literal)
         end
      end
   end)

   it("knows every require that is computed", function()
      local found = {}
      for _, path in ipairs(paths) do
         for argument in code_of(path):gmatch("[%s%(=]require%s*(%b())") do
            if not argument:find('^%(%s*"[^"]*"%s*%)$') then found[path] = (found[path] or 0) + 1 end
         end
         for before in code_of(path):gmatch("require%s+([%a_][%w_.]*)") do
            error(("%s: require %s"):format(path, before))
         end
      end
      assert.same(COMPUTED, found)
   end)

   it("no modules load one another in a circle", function()
      local kept, real, loading = {}, require, {}
      for name, value in pairs(package.loaded) do
         if name:find("^sesame") and name ~= "sesame.core" then kept[name], package.loaded[name] = value, nil end
      end
      local function loader(name)
         if package.loaded[name] then return package.loaded[name] end
         if loading[name] then error(name .. " loads itself again", 0) end
         loading[name] = true
         local value = real(name)
         loading[name] = nil
         return value
      end
      local faults = {}
      _G.require = loader -- luacheck: ignore 122
      for name in pairs(modules) do
         loading = {}
         local ok, fault = pcall(loader, name == "sesame" and name or "sesame." .. name)
         if not ok then faults[#faults + 1] = name .. ": " .. tostring(fault) end
      end
      _G.require = real -- luacheck: ignore 122
      for name in pairs(package.loaded) do
         if name:find("^sesame") and name ~= "sesame.core" then package.loaded[name] = kept[name] end
      end
      for name, value in pairs(kept) do package.loaded[name] = value end
      assert.same({}, faults)
   end)

   it("keeps the faces above what they join", function()
      assert.is_true(layer_of("fix") > layer_of("fix.plan"))
      assert.is_true(layer_of("dmarc") > layer_of("dmarc.record"))
      assert.is_true(layer_of("sesame") > layer_of("session"))
   end)
end)

-- ---- C ----

-- The layer of a file in C, by the longest beginning of its name that ends at "_" or ".".
local function c_layer(path)
   local name, best, length = path:match("[^/]+$"), nil, 0
   for i, layer in ipairs(layers.c) do
      for _, stem in ipairs(layer.files) do
         local folder = stem:match("^(.*)%*$")
         if folder and path:sub(1, #folder) == folder then return i end
         local fits = not folder and path:find("^core/") and name:sub(1, #stem) == stem
            and name:find("^[_.]", #stem + 1)
         if fits and #stem > length then best, length = i, #stem end
      end
   end
   return best
end

local function may_use(own, other)
   if own == other then return true end
   local uses = layers.c[own].uses
   if not uses then return other < own end
   for _, name in ipairs(uses) do
      if name == layers.c[other].name then return true end
   end
   return false
end

describe("the layers of core and bindings", function()
   local sources = files("find core bindings -name '*.[ch]' | LC_ALL=C sort")

   it("has one for every file", function()
      for _, path in ipairs(sources) do assert.truthy(c_layer(path), path .. " is in no layer of doc/layers.lua") end
   end)

   it("uses only layers that stand before it", function()
      local place = {}
      for i, layer in ipairs(layers.c) do
         for _, name in ipairs(layer.uses or {}) do assert.truthy(place[name], layer.name .. " uses " .. name) end
         place[layer.name] = i
      end
   end)

   it("no file includes one of a layer that it may not use", function()
      local arrows = 0
      for _, path in ipairs(sources) do
         for header in content(path):gmatch('#%s*include%s+"([^"]+)"') do
            local folder = path:match("^[^/]+/")
            local file = io.open(folder .. header)
            if file then file:close() end
            local target = (file and folder or "core/") .. header
            local own, other = c_layer(path), c_layer(target)
            arrows = arrows + 1
            assert.truthy(other, path .. " includes " .. header .. ", which is in no layer")
            assert.is_true(may_use(own, other), ("%s (%s) includes %s (%s)"):format(path, layers.c[own].name, header,
               layers.c[other].name))
         end
      end
      assert.is_true(arrows > 100)
   end)
end)

describe("doc/architecture.md", function()
   it("shows the layers as doc/layers.lua has them", function()
      local shown = content("doc/architecture.md"):match("<!%-%- layers %-%->\n(.*)<!%-%- /layers %-%->")
      assert.equal(output((os.getenv("LUA") or "lua5.4") .. " tools/layers"), shown)
   end)
end)
