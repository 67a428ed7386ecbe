-- SPDX-License-Identifier: MIT
-- Check of how an SPF record is written: every fault with its place, what was probably meant, and the mended record
-- (RFC 7208 4.6.1 and 12). It must not look anything up nor judge whom the record lets send.
local causes = require "sesame.check.causes"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local records = require "sesame.base.records"
local spf = require "sesame.spf"

local check = { name = "spf-syntax" }

check.findings = finding.declare("spf-syntax", {
   ["spf-syntax"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "error", fields = { "reason", "text" }, reference = "RFC 7208 4.6",
      text = "The SPF record of {subject} has a syntax error at \"{text}\": {reason}.",
      why = "Receivers read the whole record before anything else; one error anywhere, and the result is permerror for "
         .. "every sender.",
      advice = "Correct the underlined bytes. From then on receivers act on what stands at the end of the record.",
      fix = "spf.mend",
   },
   ["spf-syntax-split"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "error", fields = { "text" }, reference = "RFC 7208 3.3",
      text = "The SPF record of {subject} is split into strings without a space between: \"{text}\".",
      why = "Receivers join the strings of a TXT record with nothing between them, so two terms become one.",
      advice = "Put a space at the end of the string before the border, or at the start of the one after it.",
      fix = "spf.mend",
   },
   ["spf-misread-term"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "error", fields = { "reason", "text" }, reference = "RFC 7208 6",
      text = "\"{text}\" in the SPF record of {subject} does nothing: {reason}.",
      why = "Receivers take it for a modifier they do not know and pass over it, so whoever it names is not allowed to "
         .. "send.",
      advice = "Write what was meant.", fix = "spf.mend",
   },
   ["spf-odd-name"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "warning", fields = { "reason", "text" }, reference = "RFC 7208 4.8",
      text = "\"{text}\" in the SPF record of {subject} can lead to no name: {reason}.",
      why = "Receivers look up what is written. An include or redirect that leads nowhere is permerror for every "
         .. "sender that comes to it; any other term matches nobody.",
      advice = "Write the name that was meant.", fix = "spf.mend",
   },
   ["spf-merged-records"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "warning", fields = {}, reference = "RFC 7208 6", fix = "spf.split",
      text = "The SPF record of {subject} has a second \"v=spf1\" inside.",
      why = "Two records were pasted together. The second version is ignored, and so is whatever stands behind the "
         .. "first \"all\".",
      advice = "Remove the second \"v=spf1\" and the \"all\" before it.",
   },
   ["spf-syntax-more"] = {
      rank = 2, follows = { "spf-misread-term", "spf-syntax", "spf-syntax-split" },
      severity = "error", fields = { "count" }, reference = "RFC 7208 4.6", fix = "spf.mend",
      text = "The SPF record of {subject} has {count} further faults, not listed.",
      why = "Permerror for every sender.", advice = "Write the record anew.",
   },
}, { needs = { "mail_from", "spf" }, reveals = causes.spf_mended })

local FAULTS_SHOWN = 10 -- of one record; more say nothing new

-- Where the strings of a TXT record meet: offset -> true.
local function borders_of(strings)
   local borders, at = {}, 0
   for i = 1, #(strings or {}) - 1 do
      at = at + #strings[i]
      borders[at] = true
   end
   return borders
end

-- Whether a border of strings lies in RANGE, its ends included, with no space at either side.
local function at_border(text, range, borders)
   for at = range[1], range[2] do
      if borders[at] and text:sub(at, at) ~= " " and text:sub(at + 1, at + 1) ~= " " then return true end
   end
   return false
end

local function term_at(record, offset)
   for _, term in ipairs(record.terms) do
      if term.range[1] <= offset and offset <= term.range[2] then return term.text end
   end
   return ""
end

local function code_of(fault, text, borders)
   if fault.code == "second-version" then return "spf-merged-records" end
   if fault.code == "odd-name" or fault.code == "empty-label" then return "spf-odd-name" end
   if not fault.fatal then return "spf-misread-term" end
   if at_border(text, fault.range, borders) then return "spf-syntax-split" end
   return "spf-syntax"
end

local FIELDS = {
   ["spf-syntax"] = { "reason", "text" }, ["spf-syntax-split"] = { "text" }, ["spf-misread-term"] = {
      "reason", "text" },
   ["spf-merged-records"] = {}, ["spf-odd-name"] = { "reason", "text" },
}

local function fields_of(code, values)
   local fields = {}
   for _, name in ipairs(FIELDS[code]) do fields[name] = values[name] end
   return fields
end

-- Whether RECORD ends in an "all" that lets everybody send.
local function is_open(record)
   local all = record and record.all and record.terms[record.all]
   return all ~= nil and all.qualifier == "+"
end

--- The record TEXT mended, when taking every suggestion makes it valid, and lets nobody in whom it did not; else nil.
function check.mended(text)
   local mended, valid = spf.mend(text)
   if not valid or mended == text then return nil end
   if is_open(spf.parse(mended)) and not is_open(spf.parse(text)) then return nil end
   return mended
end

--- What is shown of FAULT in TEXT (RECORD, parsed): its bytes where it is one of the grammar, else its term.
function check.shown(record, text, fault)
   local shown = text:sub(fault.range[1] + 1, fault.range[2])
   return (shown == "" or not fault.fatal) and term_at(record, fault.range[1]) or shown
end

--- Findings about the record TEXT of NAME, made of STRINGS (a list, or nil), through ADD(code, detail).
function check.judge(name, text, strings, add)
   local record = spf.parse(text)
   if not record or #record.faults == 0 then return end
   local borders, mended = borders_of(strings), check.mended(text)
   local whole = mended and records.txt(name, mended)
   for i, fault in ipairs(record.faults) do
      if i > FAULTS_SHOWN then break end
      local code = code_of(fault, text, borders)
      local shown = code == "spf-syntax" and check.shown(record, text, fault) or term_at(record, fault.range[1])
      add(code, {
         subject = name, type = "TXT", records = whole,
         fields = fields_of(code, { reason = fault.reason, text = shown }),
         evidence = { evidence.record(name, "TXT", text, fault.range[1], fault.range[2]) },
      })
      whole = nil -- once is enough
   end
   local left = record.fault_total - math.min(FAULTS_SHOWN, #record.faults)
   if left > 0 then add("spf-syntax-more", { subject = name, type = "TXT", fields = { count = left } }) end
end

--- Findings of MODELS (spf, mail_from) through ADD(code, detail): every name with exactly one record.
function check.run(models, add)
   local list = { models.spf }
   for _, entry in ipairs(models.mail_from or {}) do list[#list + 1] = entry.spf end
   for _, model in ipairs(list) do
      if model.known == "present" and #model.records == 1 then
         check.judge(model.name, model.records[1], model.strings, add)
      end
   end
end

return check
