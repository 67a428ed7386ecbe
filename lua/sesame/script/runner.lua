-- SPDX-License-Identifier: MIT
-- Runs a loaded script over one domain: what the script gets in its hands, and what it may give back.
-- It must not know the command line.
local audit = require "sesame.audit"
local bounds = require "sesame.base.bounds"
local checks = require "sesame.check.suite"
local copy = require "sesame.base.copy"
local finding = require "sesame.finding"
local offer = require "sesame.fix.offer"
local records = require "sesame.base.records"
local script = require "sesame.script"
local section = require "sesame.section"

local runner = {}

local Handle = {}

local SHAPE = "give 'records' = { { name, type, ttl, values } }"

-- DETAIL with its records in the one form of values, and with the lines of its `publish`, which scripts may give, read
-- into records: here and nowhere else.
local function with_records(code, detail)
   local made = {}
   for key, value in pairs(detail) do made[key] = value end
   local ok, sets, fault = pcall(records.checked, detail.records or {})
   if not ok or not sets then error(("finding '%s': %s; %s"):format(code, fault or "records", SHAPE), 3) end
   for i, line in ipairs(detail.publish or {}) do
      local set, reason = records.of_line(line)
      if not set then
         error(("finding '%s': line %d of 'publish' is no record (%s); %s"):format(code, i, reason, SHAPE), 3)
      end
      table.insert(sets, set)
   end
   made.publish, made.records = nil, sets
   return made
end

--- The answer for (NAME, RRTYPE); waits. OPTIONS as in facts:get.
function Handle:get(name, rrtype, options)
   return self.facts:get(name, rrtype, options)
end

--- The answers for a list of { name =, type = }, in the same order; one wait for all of them.
function Handle:get_all(questions)
   return self.facts:get_all(questions)
end

--- Adds a finding of CODE, which the script declares in `codes`; DETAIL as in sesame.finding.new, where the subject
-- defaults to the domain. Returns the finding; of many with one code, subject and type, that of the last that is kept
-- (bounds.SCRIPT), which counts the others.
function Handle:find(code, detail)
   detail = detail or {}
   detail.subject = detail.subject or self.domain
   if detail.fix then
      local ok, fault = pcall(offer.check, detail.fix, ("finding '%s': fix"):format(code))
      if not ok then error(fault, 2) end
   end
   if detail.publish or detail.records then detail = with_records(code, detail) end
   return self.collect(self.codes, code, detail, finding.new(self.codes, code, detail))
end

--- Runs the bundled checks of these NAMES (doc/checks.md; "*" for all) over the models of the domain and adds what they
-- find. A list in place of a name, { "spf-tree", "spf-*" }, keeps only findings whose code fits one of the globs
-- behind the name. Returns the findings.
function Handle:check(...)
   local added = {}
   for _, wanted in ipairs { ... } do
      local globs = type(wanted) == "table" and table.move(wanted, 2, #wanted, 1, {}) or { "*" }
      local found, codes, over = checks.only(type(wanted) == "table" and wanted[1] or wanted, self.models, globs)
      for code in pairs(codes) do self.possible[code] = true end
      for _, item in ipairs(over and self.over and {} or found) do
         self.found[#self.found + 1], added[#added + 1] = item, item
      end
      self.over = over
   end
   return added
end

--- Adds a section to the report: { title =, text =, columns =, rows =, lines = } as sesame.section takes it. Returns
-- it.
function Handle:section(detail)
   local made = section.new(detail)
   self.sections[#self.sections + 1] = made
   return made
end

--- Adds to what is known of the domain before its models are built: KNOWN has any of selectors, probes, mail_from and
-- identities (lists, as in sesame.audit). Raises once the models have been read.
function Handle:know(known)
   if rawget(self, "models") then error("audit:know comes before audit.models is read", 2) end
   audit.extend(self.context, known)
end

--- Keeps only the SES identities for which KEEP(identity) is true. Raises once the models have been read.
function Handle:keep_identities(keep)
   if rawget(self, "models") then error("audit:keep_identities comes before audit.models is read", 2) end
   audit.extend(self.context, {}, keep)
end

--- Adds MODEL, made by the script, to `audit.models` under NAME, for the checks that follow.
function Handle:add_model(name, model)
   rawset(self, "models", copy.with(self.models, { [name] = model }))
end

-- `audit.models` is built when first read: the bundled models of the domain. `audit.identities` is what is known of
-- SES.
function Handle.__index(self, key)
   if key == "models" then
      local models = audit.models(self.context)
      rawset(self, "models", models)
      return models
   elseif key == "identities" then
      local models = rawget(self, "models")
      return models and models.identities or self.context.identities
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

--- A function (context) -> findings, models, { sections, codes, own, by } for sesame.audit: runs LOADED with ARGUMENTS
-- (a table).
function runner.of(loaded, arguments)
   local declared = script.codes(loaded.name or "script", loaded.codes)
   return function(context)
      local handle = setmetatable({
         domain = context.domain, facts = context.facts, args = arguments or {}, codes = declared, found = {},
         context = context, sections = {}, possible = {},
      }, Handle)
      handle.collect = finding.collector(handle.found, bounds.SCRIPT)
      for code in pairs(loaded.codes) do handle.possible[code] = true end
      local returned = loaded.run(handle)
      return check_returned(loaded.name, handle.found, returned), rawget(handle, "models"),
         { sections = handle.sections, codes = handle.possible, own = declared, by = loaded.name }
   end
end

return runner
