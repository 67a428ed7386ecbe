-- SPDX-License-Identifier: MIT
-- A plan for people: what to change in which order, what was proved of it, how long the old stays about, how to undo
-- it, and what is left. It must not judge.
local effects = require "sesame.report.fix_effects_text"
local looked_words = require "sesame.report.looked_text"
local plan = require "sesame.fix.plan"
local step_words = require("sesame.report.fix_words").step
local summary_of = require("sesame.report.glance_text").summary
local text = require "sesame.base.text"

local format = {}

local WORD = { add = "Add", remove = "Remove", replace = "Replace" }

local VERIFIED = {
   yes = "Verified: the zone with these changes was audited again.",
   partial = "Verified in part: what is known of these changes was audited; the rest waits (below).",
   no = "Not verified.",
}

local function prose(lines, words, indent, first)
   text.append(lines, text.wrap(text.escape(words), indent, first))
end

local function add_change(lines, item, number)
   local texts, indent = plan.texts(item), "   "
   prose(lines, ("%s %s %s%s"):format(WORD[item.action], item.name, item.type, item.waits
      and " (waits for a placeholder)" or ""), indent,
      ("%d. "):format(number))
   for _, data in ipairs(texts.before) do lines[#lines + 1] = "   - " .. data end
   for _, data in ipairs(texts.values) do lines[#lines + 1] = ("   + %s"):format(data) end
   prose(lines, item.why, "          ", "   Why:   ")
   prose(lines, table.concat(item.codes, ", "), "          ", "   Mends: ")
   if #texts.values > 0 then prose(lines, effects.ttl(item), "          ", "   TTL:   ") end
   lines[#lines + 1] = ""
end

local function add_changes(lines, made)
   if #made.changes == 0 then return end
   lines[#lines + 1] = #made.changes > 1 and "CHANGES, in the order to publish them" or "CHANGE"
   lines[#lines + 1] = ""
   for i, item in ipairs(made.changes) do add_change(lines, item, i) end
end

local function add_steps(lines, made)
   if #made.steps == 0 then return end
   lines[#lines + 1] = ("STEPS outside of the zone (%d)"):format(#made.steps)
   lines[#lines + 1] = ""
   for _, step in ipairs(made.steps) do
      prose(lines, step_words(step), "  ", "* ")
      if step.command then lines[#lines + 1] = "      " .. text.escape(step.command) end
      prose(lines, ("for %s at %s"):format(step.code or "-", step.subject or made.domain), "      ", "      ")
   end
   lines[#lines + 1] = ""
end

local function add_proof(lines, made)
   if #made.changes == 0 then return end
   lines[#lines + 1] = "PROOF"
   lines[#lines + 1] = ""
   prose(lines, VERIFIED[made.verified], "  ", "")
   for _, item in ipairs(made.fixed) do
      prose(lines, ("gone: %s at %s"):format(item.code, item.subject), "    ", "  ")
   end
   prose(lines, ("after it the audit says: %s, before it: %s%s"):format(summary_of(made.after, made.looked),
      summary_of(made.before, made.looked),
      #made.revealed == 0 and "; no error or warning is new" or ""), "    ", "  ")
   for _, effect in ipairs(made.spf) do effects.add_spf(lines, effect) end
   for _, item in ipairs(made.uncovered) do
      prose(lines, ("a wildcard gave %s for %s until now; it no longer does once the name exists (RFC 4592)")
         :format(item.type, item.name),
         "    ", "  ")
   end
   for _, words in ipairs(made.waits) do prose(lines, "waits: " .. words, "    ", "  ") end
   lines[#lines + 1] = ""
end

-- What a choice writes, as record data; the one that was taken stands among the changes.
local function add_writes(lines, writes)
   for _, set in ipairs(writes or {}) do
      prose(lines, ("%s %s"):format(set.name, set.type), "       ", "     ")
      for _, data in ipairs(set.gone) do lines[#lines + 1] = "     - " .. data end
      for _, data in ipairs(set.added) do lines[#lines + 1] = "     + " .. data end
   end
end

local function add_choices(lines, made)
   if #made.choices == 0 then return end
   lines[#lines + 1] = "CHOICES, the safest first"
   lines[#lines + 1] = ""
   local counts = {} -- of one code several findings may ask, each for itself
   for _, entry in ipairs(made.choices) do counts[entry.code] = (counts[entry.code] or 0) + 1 end
   for _, entry in ipairs(made.choices) do
      local at = counts[entry.code] > 1 and "@" .. entry.subject or ""
      prose(lines, ("%s at %s: --choose %s%s=N"):format(entry.code, entry.subject, entry.code, at), "  ", "* ")
      for i, words in ipairs(entry.choices) do
         prose(lines, words .. (i == entry.chosen and " (taken)" or ""), "     ", ("  %d. "):format(i))
         if i ~= entry.chosen then add_writes(lines, entry.writes and entry.writes[i]) end
      end
   end
   lines[#lines + 1] = ""
end

local function add_left(lines, made)
   if #made.left == 0 then return end
   lines[#lines + 1] = ("LEFT (%d): not mended by this plan"):format(#made.left)
   lines[#lines + 1] = ""
   for _, item in ipairs(made.left) do
      prose(lines, item.message, "  ", "* ")
      prose(lines, ("%s: %s"):format(item.code, item.reason), "      ", "      ")
      if item.advice then prose(lines, item.advice, "      ", "      ") end
   end
   lines[#lines + 1] = ""
end

--- PLAN for people, at most 80 columns wide but for records and commands, which are never broken.
function format.render(made)
   local lines = {}
   local now, after = summary_of(made.before, made.looked), summary_of(made.after, made.looked)
   local words = #made.changes > 0 and ("%s now; %s, then %s"):format(now, text.plural(#made.changes, "change"), after)
      or now == after and now .. "; no change" or ("%s now; no change, then %s"):format(now, after)
   prose(lines, ("%s: %s"):format(made.domain, words), "  ", "")
   for _, sentence in ipairs(looked_words.missing(made.looked)) do prose(lines, sentence, "  ", "") end
   lines[#lines + 1] = ""
   add_changes(lines, made)
   add_proof(lines, made)
   effects.add_times(lines, made)
   effects.add_undo(lines, made)
   add_steps(lines, made)
   add_choices(lines, made)
   add_left(lines, made)
   lines[#lines] = nil
   return table.concat(lines, "\n") .. "\n"
end

return format
