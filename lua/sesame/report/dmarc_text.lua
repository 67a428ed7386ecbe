-- SPDX-License-Identifier: MIT
-- DMARC discovery, alignment and lint results as text. Functions of data (doc/dmarc.md); nothing is looked up.
local align_words = require "sesame.check.align_words"
local lint_text = require "sesame.report.lint_text"
local text = require "sesame.base.text"
local words = require "sesame.check.dmarc_words"

local report = {}

local NAMES = { error = "Error", warning = "Warning", notice = "Notice", unknown = "Unknown", ok = "Right" }

local function prose(lines, said, first)
   first = first or ""
   text.append(lines, text.wrap(text.escape(said), (" "):rep(#first), first))
end

local function show_record(lines, value, range, indent)
   for _, row in ipairs(text.underline(value, range, { indent = indent, quoted = true })) do
      lines[#lines + 1] = row.text
      if row.marks then lines[#lines + 1] = row.marks end
   end
end

local function row(lines, left, right)
   prose(lines, right, left .. (" "):rep(math.max(1, 24 - #left)))
end

-- ---- show ----

local function place_words(place)
   if place.known == "unknown" then return "could not be learnt: " .. place.status end
   if #place.records > 1 then return ("%d DMARC records: all discarded"):format(#place.records) end
   if place.record then
      local psd = place.record.psd ~= "u" and ", psd=" .. place.record.psd or ""
      return "a DMARC record" .. psd
   end
   local miss = place.near_misses[1]
   return miss and "no record, only what looks like one: " .. miss.reason or "none (" .. place.status .. ")"
end

local KIND = { own = "its own record", sub = "for names below", nonexistent = "for names that do not exist" }

local function verdict(found)
   if found.policy then
      local lowered = found.said.t == "y" and found.said[found.tag] ~= "none"
         and (", lowered from %s by t=y"):format(found.said[found.tag])
      return ("%s: the policy is %s (%s=, %s%s)"):format(found.domain, found.policy, found.tag, KIND[found.kind],
         lowered or "")
   elseif found.status == "unknown" then
      return ("%s: undetermined: %s"):format(found.domain, words.reason(found.reason))
   end
   return ("%s: DMARC does not apply: %s"):format(found.domain, words.reason(found.reason))
end

local REPORT = {
   internal = "in the same organization", authorized = "another organization, which agreed",
   redirected = "sent to %s instead, as its host says", dropped = "not sent: its host names %s, at another host",
   unauthorized = "not sent: its host does not agree (%s)",
   unknown = "whether its host agrees could not be learnt (%s)",
   ["name-too-long"] = "not sent: the name where its host would agree is too long", ["no-host"] = "no host",
}

local function report_words(entry)
   local said = REPORT[entry.status]:format(entry.override or entry.name or "")
   local mailbox = entry.mailbox
   if not mailbox or mailbox.status == "ok" then return said end
   if mailbox.because then return said .. "; whether it arrives: " .. words.unlearnt(mailbox.because) end
   return ("%s, and cannot be delivered: %s %s"):format(said, entry.host, words.mailbox(mailbox.status))
end

local function older(lines, found)
   local psl = found.psl
   lines[#lines + 1] = ""
   if #found.differences == 0 and psl.known then
      prose(lines, "Receivers of RFC 7489, with the public suffix list, come to the same.")
   elseif not psl.known then
      prose(lines, ("By RFC 7489: undetermined (%s: %s)."):format(psl.because.name, psl.because.status))
   else
      prose(lines, "Receivers of RFC 7489, with the public suffix list, differ:")
      for _, item in ipairs(found.differences) do prose(lines, words.difference(item), "  - ") end
   end
   if psl.pct and psl.policy and psl.policy ~= "none" then
      prose(lines, ("They may apply the policy to %d%% of the mail only (pct)."):format(psl.pct))
   end
end

local function faults_of(lines, findings)
   for _, item in ipairs(findings) do
      lines[#lines + 1] = ""
      prose(lines, ("%s: %s (%s)"):format(NAMES[item.severity], item.message, item.code))
      local shown = item.evidence[1]
      if shown then show_record(lines, shown.value, shown.range, "    ") end
      if item.advice then prose(lines, item.advice, "  Do: ") end
   end
end

--- SHOWN (sesame.dmarc.show) as text.
function report.show(shown)
   local found, lines = shown.policy, {}
   prose(lines, verdict(found))
   if found.place then
      lines[#lines + 1] = ""
      lines[#lines + 1] = "  " .. text.escape(found.place.name)
      show_record(lines, found.record, nil, "    ")
   end
   lines[#lines + 1] = ""
   row(lines, "Record of", found.policy_domain or found.status == "unknown" and "undetermined" or "nobody")
   row(lines, "Organizational domain", found.organizational_domain or "undetermined")
   if found.exists ~= nil then row(lines, "The domain", found.exists and "exists" or "does not exist (NXDOMAIN)") end
   if found.said then
      row(lines, "Alignment", ("SPF %s (aspf=%s), DKIM %s (adkim=%s)"):format(found.said.aspf == "s" and "strict"
         or "relaxed",
         found.said.aspf, found.said.adkim == "s" and "strict" or "relaxed", found.said.adkim))
   end
   lines[#lines + 1] = ""
   lines[#lines + 1] = "Tree walk (RFC 9989 4.10):"
   for i, place in ipairs(found.walk.places) do
      prose(lines, ("%s: %s"):format(place.name, place_words(place)), ("  %d. "):format(i))
   end
   if #shown.reports > 0 then
      lines[#lines + 1] = ""
      lines[#lines + 1] = "Reports:"
      for _, entry in ipairs(shown.reports) do
         prose(lines, ("%s %s: %s"):format(entry.tag, entry.uri, report_words(entry)), "  ")
      end
   end
   older(lines, found)
   faults_of(lines, shown.faults)
   return table.concat(lines, "\n") .. "\n"
end

-- ---- align ----

local RESULT = { pass = "PASS", fail = "FAIL", none = "NONE", unknown = "UNKNOWN" }

--- VERDICT (sesame.dmarc.align) as text.
function report.align(verdict_)
   local lines = {}
   prose(lines, ("%s: %s"):format(verdict_.from, RESULT[verdict_.result]))
   lines[#lines + 1] = ""
   for _, sentence in ipairs(align_words.sentences(verdict_)) do prose(lines, sentence, "  ") end
   return table.concat(lines, "\n") .. "\n"
end

-- ---- lint ----

local TOLD = { ["dmarc-near-miss"] = true } -- said first

--- RESULT (sesame.dmarc.lint) as text.
function report.lint(result)
   local lines, head = {}, {}
   lint_text.taken(head, result.pasted)
   if result.near_miss then
      prose(lines, ("Error: no DMARC record: %s."):format(result.near_miss.reason))
      show_record(lines, result.text, result.near_miss.range, "    ")
   elseif not result.is_record then
      prose(lines, "Error: no DMARC record: it does not begin with v=DMARC1.")
      show_record(lines, result.text, nil, "    ")
   elseif #result.findings == 0 then
      prose(lines, "right: " .. result.text)
   end
   lint_text.findings(lines, result.findings, result.text, TOLD)
   lint_text.doubts(lines, result.doubts)
   if not result.pasted or result.pasted.several < 2 then lint_text.publish(lines, result) end
   return table.concat(text.append(head, lines), "\n") .. "\n"
end

return report
