-- SPDX-License-Identifier: MIT
-- Accepted findings: what the owner knows and lives with, each with a reason and a day on which that ends.
-- It must not know where the list came from.
local codes_of = require "sesame.check.codes"
local finding = require "sesame.finding"
local names = require "sesame.base.names"

local acceptance = { name = "acceptance" }

acceptance.findings = finding.declare("acceptance", {
   ["acceptance-expired"] = {
      severity = "warning", rank = 5, fields = { "code", "expires", "reason" }, reference = "doc/checks.md",
      fix = "console.advice",
      text = "The acceptance of {code} at {subject} ended on {expires} (reason given: {reason}).",
      why = "An acceptance ends so that somebody looks again. The finding itself counts again.",
      advice = "Mend what was found, or accept it anew with a later day.",
   },
   ["acceptance-unused"] = {
      severity = "notice", fields = { "code", "reason" }, reference = "doc/checks.md",
      text = "Nothing at {subject} needs the acceptance of {code} any more (reason given: {reason}).",
      why = "A list of exceptions that only grows hides what is new.", advice = "Remove it from the expectations file.",
   },
}, { needs = {} })

local function fits(entry, item)
   return codes_of.fits(entry.code, item.code) and (not entry.subject or codes_of.glob(entry.subject, item.subject))
end

-- Whether the owner's entry speaks of the audited domain at all.
local function concerns(entry, domain)
   local subject = entry.subject
   return subject ~= nil and names.below(subject, domain)
end

-- Whether a run that can find only CODES (nil: all there are) might have found what ENTRY accepts.
local function could_be_found(entry, codes)
   if not codes then return true end
   for code in pairs(codes) do
      if codes_of.fits(entry.code, code) then return true end
   end
   return false
end

--- Splits LIST (findings of DOMAIN) by ENTRIES ({ code, subject or nil, reason, expires = "YYYY-MM-DD" }) on the day
-- TODAY. CODES, a set, is what this run could find (nil: everything). Returns the findings that count, with
-- acceptance-expired and acceptance-unused among them, and those that are accepted, each as { finding, reason, expires
-- }. Findings of severity ok are never accepted.
function acceptance.apply(list, entries, domain, today, codes)
   local kept, accepted = {}, {}
   local used = {}
   for _, item in ipairs(list) do
      local by
      for _, entry in ipairs(item.severity ~= "ok" and entries or {}) do
         if fits(entry, item) then
            used[entry] = true
            if today <= entry.expires then by = entry end
         end
      end
      if by then
         accepted[#accepted + 1] = { finding = item, reason = by.reason, expires = by.expires }
      else
         kept[#kept + 1] = item
      end
   end
   for _, entry in ipairs(entries) do
      local subject = entry.subject or domain
      if used[entry] and today > entry.expires then
         kept[#kept + 1] = finding.new(acceptance.findings, "acceptance-expired", {
            subject = subject, fields = { code = entry.code, expires = entry.expires, reason = entry.reason },
         })
      elseif not used[entry] and concerns(entry, domain) and could_be_found(entry, codes) then
         kept[#kept + 1] = finding.new(acceptance.findings, "acceptance-unused", {
            subject = subject, fields = { code = entry.code, reason = entry.reason },
         })
      end
   end
   return kept, accepted
end

return acceptance
