-- SPDX-License-Identifier: MIT
-- Tables nobody may write to: what engines and models return, for specs that hold everybody to it. Loaded by `lua -l
-- spec.support.freeze`, it freezes what every function of the engines and of the models returns, each from the moment
-- the module is loaded, in that whole process.
local freeze = {}

-- Module names whose functions return what is shared: engines and models. Parts of one engine (spf/flatten/, spf/plan/)
-- may build up among them what it returns.
local SHARED = { "^sesame%.model%.", "^sesame%.spf$", "^sesame%.spf%.[%w_]+$", "^sesame%.dkim", "^sesame%.dmarc",
   "^sesame%.easy_dkim%.", "^sesame%.ses%.", "^sesame%.mail" }

local sources = setmetatable({}, { __mode = "k" }) -- proxy -> table
local proxies = setmetatable({}, { __mode = "kv" }) -- table -> proxy

local meta = {}

function meta.__index(proxy, key)
   return freeze.value(sources[proxy][key])
end

-- Told of each write and its place, since an audit makes one line of what is raised within it.
local report

function meta.__newindex(_, key)
   local fault = ("a write to '%s' of what an engine or a model returned"):format(tostring(key))
   if report then report(debug.traceback(fault, 2)) end
   error(fault, 2)
end

function meta.__len(proxy)
   return #sources[proxy]
end

function meta.__pairs(proxy)
   local source = sources[proxy]
   return function(_, key)
      local at, value = next(source, key)
      return at, freeze.value(value)
   end, proxy, nil
end

--- VALUE, where it is a plain table as one that raises when written to, and so are the tables within; everything else
-- as it is. The same table gives the same proxy.
function freeze.value(value)
   if type(value) ~= "table" or sources[value] or getmetatable(value) then return value end
   local proxy = proxies[value]
   if not proxy then
      proxy = setmetatable({}, meta)
      sources[proxy], proxies[value] = value, proxy
   end
   return proxy
end

local function frozen(...)
   local list = table.pack(...)
   for i = 1, list.n do list[i] = freeze.value(list[i]) end
   return table.unpack(list, 1, list.n)
end

local function guard(call)
   return function(...) return frozen(call(...)) end
end

--- MODULE with its functions guarded: a table of functions, or one function.
function freeze.module(module)
   if type(module) == "function" then return guard(module) end
   if type(module) ~= "table" or getmetatable(module) then return module end
   for name, value in pairs(module) do
      if type(value) == "function" then module[name] = guard(value) end
   end
   return module
end

local function is_shared(name)
   for _, pattern in ipairs(SHARED) do
      if name:find(pattern) then return true end
   end
   return false
end

-- From now on: a module that is shared is loaded with its functions guarded; audit.models is among them.
local function install()
   report = function(text) io.stderr:write(text, "\n") end
   local plain = package.searchers[2]
   package.searchers[2] = function(name)
      local loader, where = plain(name)
      if type(loader) ~= "function" or not (is_shared(name) or name == "sesame.audit") then return loader, where end
      return function(...)
         local module = loader(...)
         if name ~= "sesame.audit" then return freeze.module(module) end
         module.models = guard(module.models)
         return module
      end, where
   end
end

if ... == "spec.support.freeze" and not package.loaded.busted then install() end

return freeze
