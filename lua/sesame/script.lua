-- SPDX-License-Identifier: MIT
-- Scripts: one self-describing file each, bundled or a user's own. Loads, checks and lists them.
-- It must not know the command line, nor what any script does.
local finding = require "sesame.finding"
local options = require "sesame.base.options"

local script = {}

local FIELDS = {
   summary = "string", args = "table?", tags = "table?", codes = "table?", output = "string?", prepare = "function?",
   domains = "function?", run = "function",
}

local function fail(path, format, ...)
   return nil, ("%s: %s"):format(path, format:format(...)), "bad-script"
end

local function check_strings(path, field, list, keyed)
   for key, value in pairs(list) do
      if keyed and type(key) ~= "string" then
         return fail(path, "'%s' is a table of name = description", field)
      elseif not keyed and math.type(key) ~= "integer" then
         return fail(path, "'%s' is a list of strings", field)
      elseif type(value) ~= "string" then
         return fail(path, "'%s': %s is not a string", field, tostring(key))
      end
   end
   return true
end

local function check_types(path, loaded)
   local fault = options.fault(loaded, FIELDS, "field")
   if fault then return fail(path, "%s", fault) end
   return true
end

local function check_shape(path, loaded)
   if type(loaded) ~= "table" then return fail(path, "returns a %s; a script returns a table", type(loaded)) end
   local ok, message, code = check_types(path, loaded)
   if not ok then return nil, message, code end
   ok, message, code = check_strings(path, "args", loaded.args or {}, true)
   if not ok then return nil, message, code end
   ok, message, code = check_strings(path, "tags", loaded.tags or {}, false)
   if not ok then return nil, message, code end
   return true
end

-- Of errors and warnings that a script does not rank.
local RANKS = { error = 2, warning = 3 }

--- CODES, what the script at PATH declares it can find, completed as sesame.finding.declare does: one that is given no
-- rank has that of its severity. Raises on the first fault.
function script.codes(path, codes)
   return finding.declare(path, codes, { rank = RANKS })
end

-- "chunk:12: reason" and the like on one line, without a traceback.
local function one_line(message)
   return (tostring(message):gsub("%s*\n%s*", " "))
end

--- Loads the script at PATH: a table { path, name, summary, args, tags, codes, output, prepare, domains, run }, or
-- nil, message, "not-found" | "bad-script". Scripts share the globals of this process.
function script.load(path)
   local file, reason = io.open(path, "r")
   if not file then return nil, reason, "not-found" end
   file:close()
   local chunk, message = loadfile(path, "t")
   if not chunk then return nil, one_line(message), "bad-script" end
   local ok, loaded = pcall(chunk)
   if not ok then return nil, one_line(loaded), "bad-script" end
   local good, why, code = check_shape(path, loaded)
   if not good then return nil, why, code end
   local declared, codes = pcall(script.codes, path, loaded.codes or {})
   if not declared then return nil, codes, "bad-script" end
   return {
      path = path, name = path:match("([^/]+)%.lua$") or path:match("[^/]+$"), summary = loaded.summary,
      args = loaded.args or {}, tags = loaded.tags or {}, codes = codes,
      output = loaded.output, prepare = loaded.prepare, domains = loaded.domains, run = loaded.run,
   }
end

--- Whether NAME is a path (has a '/' or ends in .lua) rather than a bundled recipe's name.
function script.is_path(name)
   return name:find("/", 1, true) ~= nil or name:find("%.lua$") ~= nil
end

--- The path of NAME: itself when it is a path, else that of the recipe in FOLDER.
function script.path(name, folder)
   if script.is_path(name) then return name end
   return folder .. "/" .. name .. ".lua"
end

--- The bundled recipes of FOLDER in order of name: { { name, path, script = or nil, fault = or nil }, ... }.
function script.list(folder)
   local lfs = require "lfs"
   local found = {}
   if lfs.attributes(folder, "mode") ~= "directory" then
      return nil, folder .. ": no such folder", "not-found"
   end
   for entry in lfs.dir(folder) do
      local name = entry:match("^([%w_-]+)%.lua$")
      if name then
         local path = folder .. "/" .. entry
         local loaded, fault = script.load(path)
         found[#found + 1] = { name = name, path = path, script = loaded, fault = fault }
      end
   end
   table.sort(found, function(a, b) return a.name < b.name end)
   return found
end

--- Reads "name=value" words into a table by the script's declared args; the rest are domains.
-- Returns arguments, domains, or nil, message, "misuse".
function script.arguments(loaded, words)
   local given, domains = {}, {}
   for _, word in ipairs(words) do
      local key, value = word:match("^([%w_]+)=(.*)$")
      if not key then
         domains[#domains + 1] = word
      elseif not loaded.args[key] then
         return nil, ("%s: %s"):format(loaded.name, options.unknown("argument", key, loaded.args)), "misuse"
      else
         given[key] = value
      end
   end
   return given, domains
end

--- What LOADED's `prepare` and `domains` make of ARGUMENTS and DOMAINS, once, before the first domain. Returns the
-- domains, or nil and a message that names the script.
function script.prepare(loaded, arguments, domains, more)
   if loaded.prepare then
      local ok, message = loaded.prepare(arguments)
      if not ok then return nil, ("%s: %s"):format(loaded.name, message or "the arguments are wrong") end
   end
   if not loaded.domains or #domains > 0 or more then return domains end
   local found, message = loaded.domains(arguments)
   if not found then return nil, ("%s: %s"):format(loaded.name, message or "no domain given") end
   return found
end

return script
