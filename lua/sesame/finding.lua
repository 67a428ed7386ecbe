-- SPDX-License-Identifier: MIT
-- Findings: what a check may say is declared beside it (sesame.finding.declaration); this module holds the check to its
-- declaration, then sorts, counts and judges. It must not know DNS, any single check, or how a finding is shown.
local bounds = require "sesame.base.bounds"
local declaration = require "sesame.finding.declaration"
local grouped = require("sesame.base.counts").grouped
local shell = require "sesame.base.shell"

local finding = { severities = declaration.severities, declare = declaration.declare }

local RANK = {}
for i, name in ipairs(finding.severities) do RANK[name] = i end

-- A verdict calls what could not be learnt graver than a warning: it may hide an error.
local VERDICT = { "error", "unknown", "warning", "notice" }

-- {name}, {name:sh} within a command (one word of a shell, quoted where it must be), {name:count} for how many
-- addresses there are, or {name:few} for the first of a list.
local PLACEHOLDER = declaration.PLACEHOLDER
local FORMS = { [""] = tostring, sh = shell.quote, count = grouped, few = tostring }

local FEW <const> = 4 -- members of a list that all tell the same

local function set_of(list)
   local set = {}
   for _, item in ipairs(list) do set[item] = true end
   return set
end

-- VALUE within a sentence; of a list the first MOST (default bounds.LIST).
local function show(value, most)
   if type(value) ~= "table" then return bounds.word(tostring(value)) end
   local list, left = bounds.first(value, most or bounds.LIST)
   local shown = {}
   for i, item in ipairs(list) do shown[i] = bounds.word(tostring(item), bounds.WORD // 4) end
   if left > 0 then shown[#shown + 1] = ("%s more"):format(grouped(left)) end
   return table.concat(shown, ", ")
end

--- TEMPLATE with {name} replaced from FIELDS (strings, numbers, lists of strings) and {subject}; {name:sh} is quoted
-- for a shell where it is more than the name of a host can be, {name:count} as sesame.base.counts writes it; of a list
-- as {name:few} some members and how many others there are.
function finding.render(template, fields, subject)
   return (template:gsub(PLACEHOLDER, function(name, form)
      return FORMS[form](name == "subject" and subject or show(fields[name], form == "few" and FEW or nil))
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

local function check_records(code, sets)
   for _, set in ipairs(sets) do
      if type(set) ~= "table" or type(set.name) ~= "string" or type(set.type) ~= "string"
         or type(set.values) ~= "table" or #set.values == 0
         or set.ttl ~= nil and math.type(set.ttl) ~= "integer" then
         error(("finding '%s': records need name, type and values"):format(code), 4)
      end
   end
end

local DETAIL = { subject = true, type = true, fields = true, evidence = true, records = true, fix = true,
   because = true, rests = true, account = true, follows = true }

local function check_detail(code, detail)
   for key in pairs(detail) do
      if key == "publish" then
         error(("finding '%s': 'publish' is made by reports; give 'records' = { { name, type, ttl, values } }")
            :format(code), 4)
      elseif not DETAIL[key] then
         error(("finding '%s': unknown detail '%s'"):format(code, tostring(key)), 4)
      end
   end
   if type(detail.subject) ~= "string" then error(("finding '%s' needs a subject"):format(code), 4) end
end

-- What the finding follows from: all that is declared, or those of them that DETAIL names.
local function follows_of(code, declared, detail)
   if not detail.follows then return declared.follows end
   local known = set_of(declared.follows)
   for _, cause in ipairs(detail.follows) do
      if not known[cause] then error(("finding '%s': it does not follow from '%s'"):format(code, cause), 4) end
   end
   return detail.follows
end

-- The questions that a finding of what is unknown rests on, each once: those of DETAIL, else the one at its subject.
local function because_of(declared, detail)
   if declared.severity ~= "unknown" then return nil end
   local status = detail.type and (detail.fields or {}).status
   local own = status and { { name = detail.subject, type = detail.type, status = status } } or {}
   local list, seen, given = {}, {}, detail.because
   if given and given.name then given = { given } end
   for _, question in ipairs(given or own) do
      local key = ("%s %s %s"):format(question.name:lower(), question.type, question.status)
      if not seen[key] then seen[key], list[#list + 1] = true, question end
   end
   return list
end

-- TEMPLATE filled in, with the account it speaks of where there are several.
local function told(template, fields, subject, account)
   local words = finding.render(template, fields, subject)
   return account and ("%s: %s"):format(bounds.word(account), words) or words
end

--- A finding of CODE as DECLARATIONS (completed by finding.declare) allow it. DETAIL: subject (a name), type (a record
-- type, or nil), fields, evidence = { { name, type, value, range = { from, to } or nil } } (byte offsets from 0, end
-- not included), records = { { name, type, ttl or nil, values } } to publish (sesame.base.records), because = { {
-- name, type, status } } or one of these (the questions that failed, of what is unknown; nil: the one at its subject),
-- rests (of what is right: sesame.check.ground), follows (those of the declared ones that it follows from; default:
-- all), account (what the account is called, where one region has several), and fix = a fix of the finding's own in
-- place of the declared one (doc/fix.md). Its `wording` is the message with {subject} for the subject; of much
-- evidence the first bounds.EVIDENCE are kept, and `evidence_left` says how many are not. Raises for a code or field
-- that is not declared.
function finding.new(declarations, code, detail)
   local declared = declarations[code]
   if not declared then error(("finding '%s' is not declared"):format(tostring(code)), 3) end
   check_detail(code, detail)
   local fields, evidence, subject = detail.fields or {}, detail.evidence or {}, detail.subject
   check_fields(code, declared, fields)
   check_evidence(code, evidence)
   check_records(code, detail.records or {})
   local shown, left = bounds.first(evidence, bounds.EVIDENCE)
   return {
      code = code, severity = declared.severity, rank = declared.rank,
      follows = follows_of(code, declared, detail), may_follow = declared.follows,
      reveals = declared.reveals, subject = subject, type = detail.type,
      account = detail.account, message = told(declared.text, fields, subject, detail.account),
      wording = told(declared.text, fields, "{subject}", detail.account),
      fields = fields, evidence = shown, evidence_left = left > 0 and left or nil, reference = declared.reference,
      fix = declared.fix,
      why = finding.render(declared.why, fields, subject),
      advice = declared.advice and finding.render(declared.advice, fields, subject),
      command = declared.command and finding.render(declared.command, fields, subject),
      records = detail.records or {}, unfixable = declared.unfixable, remedy = detail.fix,
      because = because_of(declared, detail),
   }
end

--- A function(declarations, code, detail, made) that makes findings as finding.new does (or takes MADE) and puts them
-- into LIST: the first MOST (default bounds.FINDINGS) of one code, subject and type; the last of them has `more`, how
-- many others there are. It returns the finding, or that last one.
function finding.collector(list, most)
   most = most or bounds.FINDINGS
   local counts, last = {}, {}
   return function(declarations, code, detail, made)
      local key = ("%s\0%s\0%s"):format(code, detail.subject, detail.type)
      local count = (counts[key] or 0) + 1
      counts[key] = count
      if count > most then
         last[key].more = count - most
      else
         last[key] = made or finding.new(declarations, code, detail)
         list[#list + 1] = last[key]
      end
      return last[key]
   end
end

--- How many findings LIST stands for: its own, and those of the same kinds that were left out.
function finding.total(list)
   local count = 0
   for _, item in ipairs(list) do count = count + 1 + (item.more or 0) end
   return count
end

local function evidence_key(item)
   local range = item.range or {}
   return ("%s\0%s\0%s\0%09d"):format(item.name, item.type, bounds.word(item.value, bounds.VALUE), range[1] or 0)
end

local function sort_key(item, place)
   local where = ("%d%d%06d"):format(RANK[item.severity], place.rank, place.index)
   local parts = { where, item.subject, item.type or "", item.message }
   for _, evidence in ipairs(item.evidence) do parts[#parts + 1] = evidence_key(evidence) end
   return table.concat(parts, "\0")
end

-- Where each of CODES (code -> a finding, all of one severity) stands: by rank, then causes before what follows from
-- them, then by name. A cause ranks at least as high as what follows from it.
local function placed(codes)
   local places, order = {}, declaration.ordered(codes)
   for i = #order, 1, -1 do
      local item = codes[order[i]]
      local place = places[item.code] or { rank = item.rank }
      place.index, place.rank = i, math.min(place.rank, item.rank)
      places[item.code] = place
      for _, cause in ipairs(item.may_follow or item.follows) do
         local before = codes[cause] and (places[cause] or { rank = codes[cause].rank })
         if before then before.rank, places[cause] = math.min(before.rank, place.rank), before end
      end
   end
   return places
end

local function places_of(list)
   local by_severity, places = {}, {}
   for _, item in ipairs(list) do
      by_severity[item.severity] = by_severity[item.severity] or {}
      by_severity[item.severity][item.code] = item
   end
   for severity, codes in pairs(by_severity) do places[severity] = placed(codes) end
   return places
end

--- Sorts LIST in place by severity, rank (a cause has the highest of what follows from it), causes before what follows
-- from them, code, subject, type, message, evidence: never by order of arrival.
function finding.sort(list)
   local keys, places = {}, places_of(list)
   for _, item in ipairs(list) do keys[item] = sort_key(item, places[item.severity][item.code]) end
   table.sort(list, function(a, b) return keys[a] < keys[b] end)
   return list
end

--- { error =, warning =, notice =, unknown = } of LIST.
function finding.counts(list)
   local counts = { error = 0, warning = 0, notice = 0, unknown = 0 }
   for _, item in ipairs(list) do
      if counts[item.severity] then counts[item.severity] = counts[item.severity] + 1 + (item.more or 0) end
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
