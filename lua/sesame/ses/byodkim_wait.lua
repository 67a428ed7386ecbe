-- SPDX-License-Identifier: MIT
-- What it means that Amazon SES does not count a key of one's own (BYODKIM) as verified although a good key is
-- published: by its status, and by when it last looked. It must not look anything up, nor judge keys.
local time = require "sesame.base.time"

local wait = {}

local STATE = { PENDING = "doubtful", FAILED = "stopped", NOT_STARTED = "stopped", TEMPORARY_FAILURE = "lost" }

-- The moments by which the record was there, or was to be looked for: { { by, at } }.
local function moments(identity, facts, answer)
   local list = {}
   if identity.requested then list[1] = { by = "requested", at = identity.requested } end
   if facts.situation and facts.situation.kind == "replay" then
      list[#list + 1] = { by = answer.server == "zone" and "zone-recording" or "recording",
         at = math.floor(facts:clock()) }
   end
   return list
end

--- For IDENTITY, whose published key can be used as ANSWER of FACTS shows it: nil where SES says nothing, or counts it
-- as verified; else { status, state = "doubtful" (SES has not looked since, or has another key), "unmatched" (it
-- looked, at `checked`, after the moment `at`, known `by` "requested", "recording" or "zone-recording" (that of a
-- master file, which may not have been published by then), and still does not take the key), "stopped" (it looks no
-- more) or "lost" (it had verified the key before) }. Times are seconds since 1970.
function wait.of(identity, facts, answer)
   local status = identity.dkim_status
   local state = STATE[status or ""]
   if not state then return nil end
   local checked = identity.last_checked and time.parse(identity.last_checked)
   for _, moment in ipairs(state == "doubtful" and checked and moments(identity, facts, answer) or {}) do
      if checked > moment.at then
         return { status = status, state = "unmatched", by = moment.by, at = moment.at, checked = checked }
      end
   end
   return { status = status, state = state }
end

return wait
