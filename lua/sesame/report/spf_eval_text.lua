-- SPDX-License-Identifier: MIT
-- What check_host() concluded of one sender, as text: the verdict with its term and path, the steps and answers that
-- led there, and what several receivers conclude. Functions of verdicts (doc/spf.md); nothing is looked up.
local text = require "sesame.base.text"

local report = {}

local DEEP = 10 -- levels of a trace drawn by indentation

local MEANING = {
   pass = "may send", fail = "may not send (fail)", softfail = "should not send (softfail)",
   neutral = "is neither allowed nor denied (neutral)",
   none = "cannot be judged: no SPF policy (none)",
   temperror = "could not be judged now (temperror)",
   permerror = "is not judged: the policy is broken (permerror)",
}

local OUTCOME = {
   match = "matches", ["no-match"] = "does not match", enter = "leads to", skip = "is left out",
   error = "ends it with an error",
}

local function prose(lines, first, words)
   text.append(lines, text.wrap(text.escape(words), (" "):rep(#first), first))
end

local function steps(lines, trace)
   local domain, depth
   lines[#lines + 1] = ""
   lines[#lines + 1] = "Steps, with the lookups and void lookups used:"
   for _, event in ipairs(trace) do
      local indent = (" "):rep(2 + 2 * math.min(event.depth, DEEP))
      if event.domain ~= domain or event.depth ~= depth then prose(lines, indent, event.domain .. ":") end
      domain, depth = event.domain, event.depth
      prose(lines, indent .. "  ", ("%s %s (%d, %d void)"):format(event.term, OUTCOME[event.outcome] or event.outcome,
         event.lookups, event.void_lookups))
   end
end

local function answers(lines, list)
   lines[#lines + 1] = ""
   lines[#lines + 1] = "Answers used:"
   for _, answer in ipairs(list) do
      local texts = answer.type == "TXT" and answer.values or {}
      local words = #texts == 0 and #answer.values > 0 and table.concat(answer.values, ", ") or answer.status
      prose(lines, "  ", ("%s %s: %s"):format(answer.name, answer.type, words))
      for _, value in ipairs(texts) do
         for _, row in ipairs(text.underline(value, nil, { indent = "    ", quoted = true })) do
            lines[#lines + 1] = row.text
         end
      end
   end
end

-- What the verdict rests on though nobody said it.
local function assumed(lines, verdict)
   if not verdict.helo_assumed then return end
   prose(lines, "  Notice:   ", "%{h} is the HELO name, which was not given: it was evaluated as \"unknown\". Give "
      .. "--helo to judge as a receiver would.")
end

--- VERDICT on GIVEN { ip, domain } as text, with the steps and ANSWERS (a list of { name, type, status, values }) where
-- it has a trace.
function report.text(given, verdict, list)
   local lines = {}
   prose(lines, "", ("%s: %s %s for %s."):format(verdict.result, given.ip, MEANING[verdict.result], given.domain))
   if verdict.mechanism then
      local path = #verdict.path > 1 and (" by way of %s"):format(table.concat(verdict.path, " > ")) or ""
      prose(lines, "  Term:     ", verdict.mechanism .. path)
   end
   if verdict.reason then prose(lines, "  Reason:   ", verdict.reason .. ".") end
   prose(lines, "  Lookups:  ", ("%d, void lookups: %d"):format(verdict.lookups, verdict.void_lookups))
   if verdict.explanation then prose(lines, "  They say: ", verdict.explanation) end
   if verdict.record and verdict.range then
      for _, row in ipairs(text.underline(verdict.record, verdict.range, { indent = "    ", quoted = true })) do
         lines[#lines + 1] = row.text
         if row.marks then lines[#lines + 1] = row.marks end
      end
   end
   assumed(lines, verdict)
   if verdict.trace then
      steps(lines, verdict.trace)
      answers(lines, list)
   end
   return table.concat(lines, "\n") .. "\n"
end

--- What each of PROFILES (sesame.spf.profiles) concludes: VERDICTS in the same order, a line each.
function report.profiles(given, verdicts, profiles)
   local lines = { ("%s for %s"):format(text.escape(given.ip), given.domain), "" }
   local rows = {}
   for i, verdict in ipairs(verdicts) do
      local why = verdict.mechanism and " by " .. text.escape(verdict.mechanism) or ""
      rows[i] = { profiles[i].name, ("%s%s (%d lookups, %d void)"):format(verdict.result, why, verdict.lookups,
         verdict.void_lookups) }
   end
   text.append(lines, text.columns(rows, "  "))
   for _, verdict in ipairs(verdicts) do
      if verdict.helo_assumed then
         assumed(lines, verdict)
         break
      end
   end
   lines[#lines + 1] = ""
   for _, profile in ipairs(profiles) do prose(lines, "  ", profile.summary .. ".") end
   return table.concat(lines, "\n") .. "\n"
end

return report
