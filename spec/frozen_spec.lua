-- SPDX-License-Identifier: MIT
-- What an engine or a model returned is never written again: every fixture zone is audited, mended and shown, every
-- recipe and many commands are run, with all of it frozen (spec.support.freeze). A write raises there; and all is as
-- without.
local freeze = require "spec.support.freeze"

local LUA = os.getenv "LUA" or "lua5.4"

local function list(pattern)
   local pipe <close> = assert(io.popen("ls " .. pattern))
   local paths = {}
   for path in pipe:lines() do paths[#paths + 1] = path end
   return paths
end

-- The words for the zone at PATH, as its head has them: zones, options, domain.
local function words_of(path, beside)
   local words, args, domain, origin = { "--zone", path }, "", nil, nil
   for line in io.lines(path) do
      local key, value = line:match("^; (%l+): (.+)$")
      if key == "args" then args = value elseif key == "domain" then domain = value end
      origin = origin or line:match("^%$ORIGIN (.+)%.$")
   end
   args = args:gsub("%-%-domain (%S+)%s*", function(name) domain = name return "" end)
   for _, other in ipairs(beside) do words[#words + 1] = "--zone " .. other end
   words[#words + 1] = args
   words[#words + 1] = domain or origin or path:match("([^/]+)%.zone$")
   return table.concat(words, " ") .. " --offline"
end

local function zones()
   local lines, providers = {}, list "spec/zones/ses/providers/*.zone"
   local function add(words)
      lines[#lines + 1] = "check " .. words
      lines[#lines + 1] = "check --format json " .. words
      lines[#lines + 1] = "fix --format json " .. words
   end
   for _, path in ipairs(list "spec/zones/ses/*.zone") do add(words_of(path, providers)) end
   for _, path in ipairs(list "spec/zones/easy_dkim/*.zone") do add(words_of(path, {})) end
   add "--zone spec/zones/dmarc.test.zone --offline dmarc.test"
   add("--zone examples/acme.zone --expect examples/acme.expect.lua --offline --selector no --selectors known "
      .. "acme.example")
   return lines
end

-- WHERE is what they are asked of.
local COMMANDS = {
   "fix --format text WHERE acme.example", "spf tree WHERE acme.example", "spf plan WHERE acme.example",
   "spf flatten WHERE acme.example", "dmarc show WHERE acme.example",
   "dmarc align --from acme.example --spf bounce.acme.example WHERE",
   "dkim easy --ses us-east-1=examples/acme-ses-us-east-1.json WHERE acme.example",
   "dkim key WHERE no._domainkey.acme.example", "ses plan --ses eu-west-1 WHERE acme.example",
   "run return-path message=examples/acme-message.eml WHERE",
}

local WHERE = "--zone examples/acme.zone --offline"

local function commands()
   local lines = {}
   for i, words in ipairs(COMMANDS) do lines[i] = (words:gsub("WHERE", WHERE)) end
   for _, path in ipairs(list "scripts/*.lua") do
      local name = path:match("([^/]+)%.lua$")
      if name ~= "return-path" then -- which wants a message: above
         lines[#lines + 1] = ("run %s --expect examples/acme.expect.lua %s acme.example"):format(name, WHERE)
      end
   end
   return lines
end

-- What LINES write, the time of the clock left out; and what went to standard error.
local function run(lines, before)
   local path, faults = os.tmpname(), os.tmpname()
   local file <close> = assert(io.open(path, "w"))
   file:write(table.concat(lines, "\n"), "\n")
   file:close()
   local command = ("%s %s spec/support/commands.lua <%s 2>%s"):format(LUA, before, path, faults)
   local pipe <close> = assert(io.popen(command))
   local out = pipe:read("a"):gsub('("%l+"): 1[789]%d%d%d%d%d%d%d%d%f[%D]', "%1: CLOCK")
   out = out:gsub("%d%d%d%d%-%d%d%-%d%d %d%d:%d%d UTC", "CLOCK UTC")
   local said <close> = assert(io.open(faults))
   local text = said:read("a")
   os.remove(path)
   os.remove(faults)
   return out, text
end

local function holds(lines)
   local frozen, said = run(lines, "-l spec.support.freeze")
   assert.is_nil(said:match("a write to [^\n]*\n[^\n]*\n[^\n]*\n[^\n]*"))
   local plain = run(lines, "")
   assert.is_nil(plain:match "[^\n]*\nstatus 2\n")
   local _, ran = plain:gsub("\nstatus [013]\n", "")
   assert.equal(#lines, ran)
   for a, b in plain:gmatch("([^\n]*)\n()") do
      if frozen:sub(b - #a - 1, b - 2) ~= a then
         assert.equal(plain:sub(b - 300, b + 300), frozen:sub(b - 300, b + 300))
      end
   end
   assert.equal(#plain, #frozen)
end

describe("what engines and models return", function()
   it("is not written by audits, plans and reports of the fixture zones", function() holds(zones()) end)

   it("is not written by recipes and commands", function() holds(commands()) end)
end)

describe("a frozen table", function()
   local source, value
   before_each(function()
      source = { list = { "b", "a" }, text = "x" }
      value = freeze.value(source)
   end)

   local WRITES = {
      { "a field", function(made) made.text = "y" end }, { "a new field", function(made) made.more = 1 end },
      { "a field taken away", function(made) made.text = nil end },
      { "an item of a list within", function(made) made.list[1] = "c" end },
      { "one put in", function(made) table.insert(made.list, "c") end },
      { "one taken out", function(made) table.remove(made.list) end },
      { "a list sorted", function(made) table.sort(made.list) end },
   }
   for _, case in ipairs(WRITES) do
      it("raises for " .. case[1], function()
         local ok, fault = pcall(case[2], value)
         assert.is_false(ok)
         assert.matches("a write to", fault)
         assert.same({ list = { "b", "a" }, text = "x" }, source)
      end)
   end

   it("reads as before", function()
      local keys, items = {}, {}
      for key in pairs(value) do keys[#keys + 1] = key end
      for i, item in ipairs(value.list) do items[i] = item end
      table.sort(keys)
      assert.same({ { "list", "text" }, { "b", "a" }, 2, "b,a", value.list },
         { keys, items, #value.list, table.concat(value.list, ","), freeze.value(source.list) })
   end)

   it("is what a guarded function returns, and a module's", function()
      local module = freeze.module { make = function() return { n = 1 }, "text" end }
      local made, text = module.make()
      assert.same({ 1, "text" }, { made.n, text })
      assert.is_false(pcall(rawget(getmetatable(made), "__newindex"), made, "n", 2))
   end)
end)
