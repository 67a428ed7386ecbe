-- SPDX-License-Identifier: MIT
-- Check of how the records are written that the owner's SPF record comes to at names of the owner's: the same faults as
-- in the record itself, each with its bytes. It must not look anything up; records of others are theirs to mend.
local causes = require "sesame.check.causes"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local included = require "sesame.spf.included"
local records = require "sesame.base.records"
local spf = require "sesame.spf"
local syntax = require "sesame.check.spf_syntax"

local check = { name = "spf-included" }

check.findings = finding.declare("spf-included", {
   ["spf-included-syntax"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "error", fields = { "text", "reason", "term", "path" }, reference = "RFC 7208 4.6 and 5.2",
      fix = "spf.included",
      text = "The SPF record of {subject} has a syntax error at \"{text}\": {reason}.",
      why = "It is your own record, and {term} leads there (by way of {path}): every sender that comes to that term "
         .. "gets permerror.",
      advice = "Correct the underlined bytes.",
   },
   ["spf-included-near-miss"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "error", fields = { "reason", "term", "path" }, reference = "RFC 7208 4.5 and 5.2",
      fix = "spf.included",
      text = "{subject} has no SPF record, only one that looks like it: {reason}.",
      why = "It is your own name, and {term} leads there (by way of {path}): where that finds no record, every sender "
         .. "that comes to the term gets permerror.",
      advice = "Correct the underlined bytes.",
   },
   ["spf-included-fault"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "warning", fields = { "text", "reason", "term", "path" }, reference = "RFC 7208 4.8 and 6",
      fix = "spf.included",
      text = "\"{text}\" in the SPF record of {subject} does not do what was meant: {reason}.",
      why = "It is your own record, and {term} leads there (by way of {path}). Receivers pass over what they do not "
         .. "know, so whoever is meant there is not allowed to send.",
      advice = "Write what was meant.",
   },
}, { needs = { "domain", "mail_from", "spf_tree" }, reveals = causes.spf_mended })

local function near_miss(entry, add)
   local mended = syntax.mended(entry.record)
   add("spf-included-near-miss", {
      subject = entry.owner, type = "TXT", records = mended and records.txt(entry.owner, mended) or nil,
      fields = { reason = entry.near.reason, term = entry.term, path = table.concat(entry.path, " > ") },
      evidence = { evidence.record(entry.owner, "TXT", entry.record, entry.near.range[1], entry.near.range[2]) },
   })
end

-- The findings of ENTRY (of sesame.spf.included), a record of the owner's.
local function judge(entry, add)
   if entry.near then return near_miss(entry, add) end
   local parsed = spf.parse(entry.record)
   for i, fault in ipairs(parsed and parsed.faults or {}) do
      local mended = i == 1 and syntax.mended(entry.record)
      add(fault.fatal and "spf-included-syntax" or "spf-included-fault", {
         subject = entry.owner, type = "TXT", records = mended and records.txt(entry.owner, mended) or nil,
         fields = {
            text = syntax.shown(parsed, entry.record, fault), reason = fault.reason, term = entry.term,
            path = table.concat(entry.path, " > "),
         },
         evidence = { evidence.record(entry.owner, "TXT", entry.record, fault.range[1], fault.range[2]) },
      })
   end
end

--- Findings of MODELS (spf_tree, mail_from, domain) through ADD(code, detail).
function check.run(models, add)
   local trees, told = { models.spf_tree }, {}
   for _, entry in ipairs(models.mail_from or {}) do
      told[entry.name] = true -- check/spf_syntax judges these
      trees[#trees + 1] = entry.tree
   end
   for _, tree in ipairs(trees) do
      for _, entry in ipairs(included.own(tree, models.domain and models.domain.zone)) do
         if not told[entry.owner] then judge(entry, add) end
         told[entry.owner] = true
      end
   end
end

return check
