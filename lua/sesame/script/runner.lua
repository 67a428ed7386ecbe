-- SPDX-License-Identifier: MIT
-- Runs a loaded script over one domain: what the script gets in its hands, and what it may give back.
-- It must not know the command line.
local audit = require "sesame.audit"
local finding = require "sesame.finding"

local runner = {}

local Handle = {}

--- The answer for (NAME, RRTYPE); waits. OPTIONS as in facts:get.
function Handle:get(name, rrtype, options)
   return self.facts:get(name, rrtype, options)
end

--- The answers for a list of { name =, type = }, in the same order; one wait for all of them.
function Handle:get_all(questions)
   return self.facts:get_all(questions)
end

--- Adds a finding of CODE, which the script declares in `codes`; DETAIL as in sesame.finding.new, where the subject
-- defaults to the domain. Returns the finding.
function Handle:find(code, detail)
   detail = detail or {}
   detail.subject = detail.subject or self.domain
   local item = finding.new(self.codes, code, detail)
   self.found[#self.found + 1] = item
   return item
end

-- `audit.models` is built when first read: the bundled models of the domain.
function Handle.__index(self, key)
   if key == "models" then
      local models = audit.models(self.context)
      rawset(self, "models", models)
      return models
   end
   return Handle[key]
end

-- Findings the script returns must be those it made, so that each is declared.
local function check_returned(name, found, returned)
   if returned == nil then return found end
   if type(returned) ~= "table" then error(("%s: run returns findings or nothing"):format(name), 0) end
   local made = {}
   for _, item in ipairs(found) do made[item] = true end
   for i, item in ipairs(returned) do
      if not made[item] then error(("%s: result %d was not made by audit:find"):format(name, i), 0) end
   end
   return returned
end

--- A function (context) -> findings, models for sesame.audit: runs LOADED with ARGUMENTS (a table).
function runner.of(loaded, arguments)
   return function(context)
      local handle = setmetatable({
         domain = context.domain, facts = context.facts, args = arguments or {}, codes = loaded.codes, found = {},
         context = context,
      }, Handle)
      local returned = loaded.run(handle)
      return check_returned(loaded.name, handle.found, returned), rawget(handle, "models")
   end
end

return runner
