-- SPDX-License-Identifier: MIT
-- Findings: what a check may say is declared beside it; this module holds the check to its declaration, then
-- sorts, counts and judges. It must not know DNS, any single check, or how a finding is shown.
local shell = require "sesame.base.shell"

local finding = {}

--- Severities, gravest first; findings are listed in this order.
finding.severities = { "error", "warning", "unknown", "notice", "ok" }

local RANK = {}
for i, name in ipairs(finding.severities) do RANK[name] = i end

-- A verdict calls what could not be learnt graver than a warning: it may hide an error.
local VERDICT = { "error", "unknown", "warning", "notice" }

local DECLARATION = {
   severity = "string", text = "string", fields = "table", reference = "string",
   why = "string", advice = "string", fix = "string", unfixable = "string",
}
local REQUIRED = { "severity", "text", "reference", "why" }

-- {name}, or {name:sh} within a command: one word of a shell, quoted where it must be.
local PLACEHOLDER = "{([%w_]+):?(%l*)}"
local FORMS = { [""] = tostring, sh = shell.quote }

local function set_of(list)
   local set = {}
   for _, item in ipairs(list) do set[item] = true end
   return set
end

local function check_declaration(owner, code, declared)
   local where = ("%s: finding '%s'"):format(owner, tostring(code))
   if type(code) ~= "string" or not code:match("^%l[%l%d]*[%l%d-]*$") then
      error(where .. ": a code is lower-case words joined by '-'", 0)
   end
   if type(declared) ~= "table" then error(where .. " is not a table", 0) end
   for key, value in pairs(declared) do
      local wanted = DECLARATION[key]
      if not wanted then error(("%s has an unknown key '%s'"):format(where, tostring(key)), 0) end
      if type(value) ~= wanted then error(("%s: '%s' is not a %s"):format(where, key, wanted), 0) end
   end
   for _, key in ipairs(REQUIRED) do
      if declared[key] == nil then error(("%s lacks '%s'"):format(where, key), 0) end
   end
   if not RANK[declared.severity] then
      error(("%s: '%s' is no severity"):format(where, declared.severity), 0)
   end
   local known = set_of(declared.fields or {})
   known.subject = true
   for _, key in ipairs { "text", "why", "advice" } do
      for name, form in (declared[key] or ""):gmatch(PLACEHOLDER) do
         if not FORMS[form] then error(("%s: {%s:%s} in '%s' is no form"):format(where, name, form, key), 0) end
         if not known[name] then error(("%s: {%s} in '%s' is no declared field"):format(where, name, key), 0) end
      end
   end
end

--- Checks a table code -> declaration (severity, text, fields, reference, why, advice, and fix, the
-- name of what mends it, or unfixable, why no record can) and returns it.
-- OWNER names the check in errors. Raises on the first fault.
function finding.declare(owner, declarations)
   for code, declared in pairs(declarations) do check_declaration(owner, code, declared) end
   return declarations
end

local function show(value)
   if type(value) == "table" then return table.concat(value, ", ") end
   return tostring(value)
end

--- TEMPLATE with {name} replaced from FIELDS (strings, numbers, lists of strings) and {subject}; {name:sh} is quoted
-- for a shell where it is more than the name of a host can be.
function finding.render(template, fields, subject)
   return (template:gsub(PLACEHOLDER, function(name, form)
      return FORMS[form](name == "subject" and subject or show(fields[name]))
   end))
end

--- TEMPLATE as people read it where nothing is filled in: {name} in every form.
function finding.template(template)
   return (template:gsub(PLACEHOLDER, "{%1}"))
end

local function check_fields(code, declared, fields)
   local wanted = set_of(declared.fields or {})
   for name in pairs(fields) do
      if not wanted[name] then error(("finding '%s': field '%s' is not declared"):format(code, tostring(name)), 4) end
   end
   for name in pairs(wanted) do
      if fields[name] == nil then error(("finding '%s': field '%s' is missing"):format(code, name), 4) end
   end
end

local function check_evidence(code, evidence)
   for _, item in ipairs(evidence) do
      if type(item.name) ~= "string" or type(item.type) ~= "string" or type(item.value) ~= "string" then
         error(("finding '%s': evidence needs name, type and value"):format(code), 4)
      end
      local range = item.range
      if range and not (0 <= range[1] and range[1] <= range[2] and range[2] <= #item.value) then
         error(("finding '%s': range %s-%s is outside the record"):format(code, range[1], range[2]), 4)
      end
   end
end

local DETAIL = { subject = true, type = true, fields = true, evidence = true, publish = true, fix = true }

--- A finding of CODE as DECLARATIONS allow it. DETAIL: subject (a name), type (a record type, or nil), fields,
-- evidence = { { name, type, value, range = { from, to } or nil } } with byte offsets from 0, end not included,
-- publish = { record lines to copy }, and fix = a fix of the finding's own in place of the declared one (doc/fix.md).
-- Raises for a code or field that is not declared.
function finding.new(declarations, code, detail)
   local declared = declarations[code]
   if not declared then error(("finding '%s' is not declared"):format(tostring(code)), 3) end
   for key in pairs(detail) do
      if not DETAIL[key] then error(("finding '%s': unknown detail '%s'"):format(code, tostring(key)), 3) end
   end
   if type(detail.subject) ~= "string" then error(("finding '%s' needs a subject"):format(code), 3) end
   local fields, evidence = detail.fields or {}, detail.evidence or {}
   check_fields(code, declared, fields)
   check_evidence(code, evidence)
   return {
      code = code, severity = declared.severity, subject = detail.subject, type = detail.type,
      message = finding.render(declared.text, fields, detail.subject),
      fields = fields, evidence = evidence, reference = declared.reference, fix = declared.fix,
      why = finding.render(declared.why, fields, detail.subject),
      advice = declared.advice and finding.render(declared.advice, fields, detail.subject),
      publish = detail.publish or {}, unfixable = declared.unfixable, remedy = detail.fix,
   }
end

local function evidence_key(item)
   local range = item.range or {}
   return ("%s\0%s\0%s\0%09d"):format(item.name, item.type, item.value, range[1] or 0)
end

local function sort_key(item)
   local parts = { ("%d"):format(RANK[item.severity]), item.code, item.subject, item.type or "", item.message }
   for _, evidence in ipairs(item.evidence) do parts[#parts + 1] = evidence_key(evidence) end
   return table.concat(parts, "\0")
end

--- Sorts LIST in place by severity, code, subject, type, message, evidence: never by order of arrival.
function finding.sort(list)
   local keys = {}
   for _, item in ipairs(list) do keys[item] = sort_key(item) end
   table.sort(list, function(a, b) return keys[a] < keys[b] end)
   return list
end

--- { error =, warning =, notice =, unknown = } of LIST.
function finding.counts(list)
   local counts = { error = 0, warning = 0, notice = 0, unknown = 0 }
   for _, item in ipairs(list) do
      if counts[item.severity] then counts[item.severity] = counts[item.severity] + 1 end
   end
   return counts
end

--- The worst of COUNTS: error, unknown, warning, notice, or ok.
function finding.verdict(counts)
   for _, severity in ipairs(VERDICT) do
      if counts[severity] > 0 then return severity end
   end
   return "ok"
end

--- Whether SEVERITY is at or above LIMIT (error, warning or notice); unknown and ok never are.
function finding.at_least(severity, limit)
   if severity == "unknown" or severity == "ok" then return false end
   return RANK[severity] <= RANK[limit]
end

return finding
