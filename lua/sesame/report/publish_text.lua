-- SPDX-License-Identifier: MIT
-- What `apply` says, for people. A function of what was done and seen; looks nothing up and writes nothing.
local places = require "sesame.report.publish_places_text"
local summary_of = require("sesame.report.glance_text").summary
local text = require "sesame.base.text"

local report = {}

local line, prose = places.line, places.prose

local function command_line(lines, words)
   if words then lines[#lines + 1] = "    " .. text.escape(words) end
end

local function diff(lines, list)
   for _, set in ipairs(list) do
      for _, record in ipairs(set.gone) do lines[#lines + 1] = "  - " .. line(set, record) end
      for _, record in ipairs(set.added) do lines[#lines + 1] = "  + " .. line(set, record, set.ttl) end
   end
end

local function count(list)
   return text.plural(#list, "record set")
end

-- What a plan holds that is not published: placeholders, and steps for consoles.
local function beside(lines, given)
   for _, change in ipairs(given.left_out) do
      prose(lines, ("Left out, for it holds a placeholder: %s %s."):format(change.name, change.type), "  ", "")
   end
   if (given.steps or 0) > 0 then
      prose(lines, ("%s outside of DNS: `sesame fix` says what."):format(text.plural(given.steps, "step")), "  ", "")
   end
end

local function survey(lines, given)
   local found = given.survey
   for _, set in ipairs(found.done) do
      prose(lines, ("%s %s is published there already."):format(set.name, set.type), "  ", "")
   end
   for _, entry in ipairs(found.unknown) do
      prose(lines, ("%s could not be asked what it holds of %s %s (%s).")
         :format(given.server, entry.set.name, entry.set.type, entry.status), "  ", "")
   end
   for _, entry in ipairs(found.differ) do
      prose(lines, ("%s %s is not what the plan was made for; %s has:"):format(entry.set.name, entry.set.type,
         given.server), "  ", "")
      for _, record in ipairs(entry.found) do lines[#lines + 1] = "    " .. line(entry.set, record) end
      if #entry.found == 0 then lines[#lines + 1] = "    nothing" end
   end
end

local function messages(lines, given)
   for _, entry in ipairs(given.messages) do
      prose(lines, ("Zone %s: %s in one update, all or nothing."):format(entry.zone, count(entry.sets)))
      diff(lines, entry.sets)
      lines[#lines + 1] = ""
   end
   if #given.messages > 1 then
      prose(lines, ("%d zones take as many updates, one after the other: when one is refused, those before it stand.")
         :format(#given.messages))
      lines[#lines + 1] = ""
   end
end

local SENT = {
   done = "done", ["not-sent"] = "not sent", refused = "NOT done", ["not-shown"] = "NOT SEEN", unknown = "not known",
}

local function sent(lines, given)
   for _, entry in ipairs(given.messages) do
      local words = ("Zone %s: %s"):format(entry.zone, SENT[entry.status])
      if entry.status == "done" or entry.status == "not-sent" then
         prose(lines, words .. ".")
      else
         prose(lines, ("%s: %s."):format(words, entry.message), "  ", "")
      end
   end
end

-- What the servers show after an update, one line for each server and state.
local function servers(lines, entries)
   local seen = {}
   for _, entry in ipairs(entries or {}) do
      for _, place in ipairs(entry.places) do
         if place.state ~= "published" then
            places.place_line(lines, place, entry.set)
            seen.behind = true
         end
      end
   end
   if not seen.behind and #(entries or {}) > 0 then prose(lines, "Every server that was asked has it.", "  ", "  ") end
   return seen.behind
end

local EARLIER = {
   there = "%s, the way back of an earlier run: %s shows all that it published. To take that back:",
   part = "%s, the way back of an earlier run: %s shows a part of what it was to publish. To take that back:",
   gone = "%s, the way back of an earlier run: %s shows nothing of what it was to publish, so it is of no more use:",
   other = "%s, the way back of an earlier run: %s shows other records than those before and after it. Look at them "
      .. "before you use it or remove it.",
   unknown = "%s, the way back of an earlier run: %s could not be asked about it. Keep it.",
   unreadable = "%s is no whole undo file: the run that wrote it had sent nothing yet.",
}

--- What there is to know of ENTRY, one of sesame.cli.earlier at SERVER, without its command or, IN_LINE, with it.
function report.earlier(entry, server, in_line)
   local words = EARLIER[entry.state]:format(entry.path, server)
   return in_line and entry.command and words .. " " .. entry.command or words
end

local function earlier(lines, given)
   for _, entry in ipairs(given.earlier) do
      prose(lines, report.earlier(entry, given.server), "  ", "")
      command_line(lines, entry.command)
   end
   if given.earlier.more > 0 then
      prose(lines, ("%s of earlier runs lie here too."):format(text.plural(given.earlier.more, "older undo file")))
   end
end

-- The commands that follow on an update.
local function follow(lines, given, behind)
   if not given.undo then return end
   if behind then
      prose(lines, "This watches until every server has it:")
      command_line(lines, given.watch)
   end
   prose(lines, given.done and "To take it back:" or "The way back is kept. To take back what was done of it:")
   command_line(lines, given.command)
end

--- The text of `apply`. GIVEN: domain, server, left_out (changes), steps (their number), survey, messages (of
-- sesame.publish.apply), sent (whether anything was to be sent), undo (path or nil), entries (of sesame.publish.watch,
-- after an update), before and after (counts of the audits, or nil), planned (those that the plan promises, or nil),
-- command (to take it back), watch (the one that waits), earlier (of sesame.cli.earlier), undoes (whether it takes
-- back).
function report.apply(given)
   local lines, behind = {}, false
   earlier(lines, given)
   survey(lines, given)
   beside(lines, given)
   if #given.survey.differ > 0 then
      prose(lines, "Nothing was sent. Make the plan anew.")
   elseif #given.survey.unknown > 0 then
      prose(lines, "Nothing was sent: first the server must say what it holds.")
   elseif #given.messages == 0 then
      prose(lines, ("%s: nothing to publish at %s."):format(given.domain, given.server))
      if given.undoes and #given.survey.done > 0 then
         prose(lines, "It shows what was there before. If it is a secondary that lags behind, run this again when it "
            .. "has caught up.")
      end
   else
      messages(lines, given)
      if not given.sent then
         lines[#lines + 1] = "What would be sent:"
         for _, entry in ipairs(given.messages) do
            for _, words in ipairs(entry.lines) do lines[#lines + 1] = "    " .. words end
            lines[#lines + 1] = "    send"
         end
         lines[#lines + 1] = ""
         if given.planned then
            prose(lines, ("The audit says %s now, and %s with these records.")
               :format(summary_of(given.before, given.looked), summary_of(given.planned, given.looked)))
         end
         prose(lines, "Dry run: nothing was sent. With --yes it is, and a file is written that takes it back.")
      else
         sent(lines, given)
         behind = servers(lines, given.entries)
      end
   end
   if given.after and given.planned and summary_of(given.after) ~= summary_of(given.planned) then
      prose(lines, ("The plan promised %s: what answers now is not all as it was when the plan was made.")
         :format(summary_of(given.planned, given.looked)))
   end
   if given.after then
      local before = given.before and (" (before: %s)"):format(summary_of(given.before, given.looked)) or ""
      prose(lines, ("The audit, asking %s for its zones: %s%s."):format(given.server,
         summary_of(given.after, given.looked), before), "  ", "")
   end
   follow(lines, given, behind)
   return table.concat(lines, "\n") .. "\n"
end

return report
