-- SPDX-License-Identifier: MIT
-- Check of what a DMARC record says: every fault of its tags, values and addresses (RFC 9989 4.7, 4.8, 4.10.1). It must
-- not look anything up, nor judge where the record stands (check/dmarc) or whether its policy is wise
-- (check/dmarc_policy).
local causes = require "sesame.check.causes"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local mend = require "sesame.dmarc.mend"
local records = require "sesame.base.records"

local check = { name = "dmarc-record" }

check.findings = finding.declare("dmarc-record", {
   ["dmarc-policy-missing"] = {
      rank = 4, follows = { "dmarc-syntax", "dmarc-tag-misspelt", "dmarc-uri-invalid" },
      reveals = { "dmarc-monitoring" },
      severity = "error", fields = {}, reference = "RFC 9989 4.10.1", fix = "dmarc.mend",
      text = "The DMARC record at {subject} has neither a policy (p=) nor a valid report address (rua=).",
      why = "Receivers pass over such a record: it is as if there were none.",
      advice = "Add p=none, and rua= with an address of yours.",
   },
   ["dmarc-policy-assumed"] = {
      rank = 4, follows = { "dmarc-syntax", "dmarc-tag-misspelt" },
      reveals = { "dmarc-monitoring" },
      severity = "warning", fields = {}, reference = "RFC 9989 4.10.1", fix = "dmarc.mend",
      text = "The DMARC record at {subject} has no policy (p=).",
      why = "Receivers read it as p=none because it has a report address. Gmail still answers 4.7.31: the record "
         .. "\"doesn't specify a policy\".",
      advice = "Write p=none, or the policy you mean, right after v=DMARC1.",
   },
   ["dmarc-policy-invalid"] = {
      rank = 4,
      reveals = { "dmarc-lists", "dmarc-monitoring", "dmarc-reject-spf-only", "dmarc-spf-first",
         "dmarc-subdomains-open" },
      severity = "error", fields = { "tag", "value", "effect" }, reference = "RFC 9989 4.10.1", fix = "dmarc.mend",
      text = "\"{tag}={value}\" at {subject} is no policy, so {effect}.",
      why = "A bad p, sp or np spoils the whole record, the good ones of the three included.",
      advice = "Write none, quarantine or reject.",
   },
   ["dmarc-value-invalid"] = {
      severity = "warning", rank = 5, fields = { "tag", "value", "wanted", "default" }, reference = "RFC 9989 4.7",
      fix = "dmarc.mend",
      text = "\"{tag}={value}\" at {subject} is not one of {wanted}; receivers take the default, {default}.",
      why = "What was meant does not happen.", advice = "Correct it, or leave the tag out.",
   },
   ["dmarc-tag-unknown"] = {
      severity = "notice", fields = { "tag" }, reference = "RFC 9989 4.7",
      text = "The tag \"{tag}\" at {subject} is not part of DMARC.", why = "Receivers ignore it.",
      advice = "Remove it.",
   },
   ["dmarc-tag-misspelt"] = {
      rank = 4, reveals = causes.dmarc_record,
      severity = "warning", fields = { "tag", "meant" }, reference = "RFC 9989 4.7", fix = "dmarc.mend",
      text = "The tag \"{tag}\" at {subject} means nothing; \"{meant}\" will be meant.",
      why = "Receivers ignore tags they do not know, so what it says has no effect.", advice = "Write {meant}=.",
   },
   ["dmarc-tag-case"] = {
      severity = "notice", fields = { "tag", "meant" }, reference = "RFC 9989 4.7 and 4.8", fix = "dmarc.mend",
      text = "The tag \"{tag}\" at {subject} is read as \"{meant}\", but is better written so.",
      why = "The grammar of DMARC gives names of tags no case, and receivers read them so. Readers that hold by the "
         .. "rule of DKIM (RFC 6376 3.2) pass over it.",
      advice = "Write {meant}=.",
   },
   ["dmarc-tag-removed"] = {
      severity = "notice", fields = { "tag", "value" }, reference = "RFC 9989 9.3", fix = "dmarc.mend",
      text = "\"{tag}={value}\" at {subject} is a tag that RFC 9989 removed.", why = "It has no effect any more.",
      advice = "Remove it.",
   },
   ["dmarc-pct"] = {
      severity = "warning", rank = 5, fields = { "value" }, reference = "RFC 9989 A.6", fix = "dmarc.mend",
      reveals = { "dmarc-testing" },
      text = "\"pct={value}\" at {subject} limits nothing any more: RFC 9989 removed the tag.",
      why = "Receivers of today apply the policy to all mail, older ones to {value}% of it.",
      advice = "To go gently, publish t=y (the next weaker policy is applied) or a weaker policy, and remove pct.",
   },
   ["dmarc-tag-duplicate"] = {
      rank = 4, reveals = causes.dmarc_record,
      severity = "error", fields = { "tag" }, reference = "RFC 6376 3.2", fix = "dmarc.mend",
      text = "The tag \"{tag}\" stands twice in the record at {subject}.",
      why = "Some receivers discard the whole record, others take the first one, or the last.",
      advice = "Keep one of them.",
   },
   ["dmarc-empty-tag"] = {
      severity = "notice", fields = {}, reference = "RFC 9989 4.8", fix = "dmarc.mend",
      text = "A semicolon too many stands in the record at {subject}.", why = "Strict readers refuse the record.",
      advice = "Remove it.",
   },
   ["dmarc-syntax"] = {
      rank = 4, reveals = causes.dmarc_record,
      severity = "warning", fields = { "reason" }, reference = "RFC 9989 4.8", fix = "dmarc.mend",
      text = "The record at {subject} is malformed: {reason}.",
      why = "Receivers drop the malformed part; strict ones drop the record.",
      advice = "Correct the underlined bytes. Tags are separated by semicolons, addresses by commas.",
   },
   ["dmarc-uri-invalid"] = {
      rank = 5,
      severity = "warning", fields = { "tag", "value", "reason" }, reference = "RFC 9989 4.7", fix = "dmarc.mend",
      text = "\"{value}\" in {tag}= at {subject} is no report address: {reason}.", why = "No reports go there.",
      advice = "Write mailto: and a plain address, several separated by commas.",
   },
   ["dmarc-uri-size"] = {
      severity = "notice", fields = { "tag", "value" }, reference = "RFC 9989 4.8", fix = "dmarc.mend",
      text = "\"{value}\" in {tag}= at {subject} ends in a size limit, which is obsolete.",
      why = "Receivers ignore it.",
      advice = "Remove the \"!\" and what follows.",
   },
   ["dmarc-fo-unused"] = {
      follows = { "dmarc-tag-misspelt", "dmarc-uri-invalid" },
      severity = "notice", fields = {}, reference = "RFC 9989 4.7", fix = "dmarc.mend",
      text = "\"fo\" at {subject} is ignored: there is no valid ruf=.",
      why = "It says when failure reports are wanted, and there is no address for them.", advice = "Remove fo.",
   },
   ["dmarc-fo-exclusive"] = {
      severity = "notice", fields = { "value" }, reference = "RFC 9989 4.7", fix = "dmarc.mend",
      text = "\"fo={value}\" at {subject} asks for both 0 and 1, which exclude each other.",
      why = "0 asks for a report when everything failed, 1 when anything did.",
      advice = "Keep 1, which covers 0, or 0.",
   },
   ["dmarc-policy-order"] = {
      severity = "notice", fields = {}, reference = "RFC 7489 6.4", fix = "dmarc.mend",
      text = "The policy (p=) at {subject} does not stand right after v=DMARC1.",
      why = "RFC 9989 allows any order, but the older standard did not, and some receivers still read by it.",
      advice = "Put p= in second place.",
   },
}, { needs = { "dmarc" }, reveals = causes.dmarc_record })

local FIELDS = { -- how the fields of a fault become those of its finding, where they differ
   ["policy-invalid"] = function(fault, parsed)
      return {
         tag = fault.tag, value = fault.value,
         effect = parsed.applies and "receivers read the record as p=none" or "receivers pass over the record",
      }
   end,
   ["value-invalid"] = function(fault)
      return { tag = fault.tag, value = fault.value, wanted = fault.wanted, default = fault.default }
   end,
   syntax = function(fault) return { reason = fault.hint or fault.reason } end,
}

local SHOWN_MAX = 80 -- octets of a value that a sentence repeats

local function shorten(value)
   if type(value) ~= "string" or #value <= SHOWN_MAX then return value end
   return value:sub(1, SHOWN_MAX) .. "..."
end

local function fields_of(code, fault, parsed)
   local own = FIELDS[fault.code]
   local fields = own and own(fault, parsed) or {}
   if not own then
      for _, name in ipairs(check.findings[code].fields) do fields[name] = fault[name] end
   end
   for name, value in pairs(fields) do fields[name] = shorten(value) end
   return fields
end

-- The record mended, and the codes of faults it still has. Nil where receivers would be stricter for it than they are
-- today, or less strict: that is a choice, which a plan spells out.
local function mended(parsed)
   local text, said = mend.text(parsed.text)
   if not text or text == parsed.text or not said.applies then return nil end
   if mend.is_stricter(parsed, said) or mend.is_stricter(said, parsed) then return nil end
   local left = {}
   for _, fault in ipairs(said.faults) do left[fault.code] = true end
   return text, left
end

--- Findings of the faults of PARSED (dmarc_record.parse), a record at NAME, through ADD(code, detail).
function check.judge(parsed, name, add)
   local text, left
   if #parsed.faults > 0 then text, left = mended(parsed) end
   local whole = text and records.txt(name, text)
   for _, fault in ipairs(parsed.faults) do
      local code = "dmarc-" .. fault.code
      local declared = check.findings[code]
      add(code, {
         subject = name, type = "TXT", fields = fields_of(code, fault, parsed),
         evidence = { evidence.record(name, "TXT", parsed.text, fault.range[1], fault.range[2]) },
         records = declared.fix and whole and not left[fault.code] and whole or nil,
      })
   end
end

--- Findings of MODELS (dmarc) through ADD: of the domain's own record, or of the one its organization gives it, and of
-- those of names below that the source lists.
function check.run(models, add)
   local found = models.dmarc.policy
   for _, place in ipairs(models.dmarc.below or {}) do
      if place.record then check.judge(place.record, place.name, add) end
   end
   if not found.said or found.place == found.walk.psd then return end
   check.judge(found.said, found.place.name, add)
end

return check
