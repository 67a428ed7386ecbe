-- SPDX-License-Identifier: MIT
-- What became of updates, by what the servers show afterwards: an update that was taken may not be there (a secondary
-- that forwards and lags, one of several behind an address, a part that was lost), and one whose answer was lost may
-- be. It must not ask.
local settle = {}

local KINDS = { published = "all", former = "none", other = "part", unknown = "unknown" }

-- The places of the sets of MESSAGE at SERVER itself.
local function each_place(entries, message, server)
   local list = {}
   for _, entry in ipairs(entries) do
      for _, place in ipairs(entry.places) do
         local own = place.server == server and not place.host
         if own and entry.set.zone == message.zone then list[#list + 1] = place end
      end
   end
   return list
end

--- What SERVER shows of MESSAGE's sets by ENTRIES (of sesame.publish.watch): "all", "none", "part", or "unknown" where
-- it could not be asked for one of them, and then the status of the answer.
function settle.shown(entries, message, server)
   local shown
   for _, place in ipairs(each_place(entries, message, server)) do
      local kind = KINDS[place.state]
      if kind == "unknown" then return kind, place.status end
      shown = (shown == nil or shown == kind) and kind or "part"
   end
   return shown or "unknown"
end

--- Whether an update of MESSAGES that may have been done is not seen as a whole yet: to look again is worth it.
function settle.pending(messages, entries, server)
   for _, message in ipairs(messages) do
      local shown = settle.shown(entries, message, server)
      if (message.status == "done" or message.status == "unknown") and (shown == "none" or shown == "part") then
         return true
      end
   end
   return false
end

local SHOWS = { none = "shows none of it", part = "does not show all of it" }

-- The status of MESSAGE, and words where it is not what the server's answer said.
local function judge(message, shown, why, server)
   if shown == "all" then return "done" end
   if message.status == "refused" then return "refused", message.message end
   if message.status == "unknown" then
      if shown == "unknown" then return "unknown", message.message end
      return "not-shown", ("%s; %s %s"):format(message.message, server, SHOWS[shown])
   end
   if shown == "unknown" then
      return "unknown", ("%s took the update, but could not be asked what it shows (%s)"):format(server, why or "?")
   end
   return "not-shown", ("%s took the update but %s"):format(server, SHOWS[shown])
end

--- Gives each of MESSAGES its last status by ENTRIES: what SERVER shows decides over what it answered. "not-shown" is
-- new: the update was taken, or its answer lost, and the server does not show it. Returns the worst: "refused",
-- "unknown" or "done".
function settle.settle(messages, entries, server)
   local worst = "done"
   for _, message in ipairs(messages) do
      if message.status ~= "not-sent" then
         local shown, why = settle.shown(entries, message, server)
         message.shown = shown
         message.status, message.message = judge(message, shown, why, server)
      end
      if message.status == "unknown" and worst == "done" then worst = "unknown" end
      if message.status ~= "unknown" and message.status ~= "done" then worst = "refused" end
   end
   return worst
end

--- Whether nothing of MESSAGES, as settled, can have been done: every one that was sent was refused, and every server
-- that was asked shows the former records. The way back is needed in every other case.
function settle.unchanged(messages, entries)
   for _, message in ipairs(messages) do
      if message.status ~= "not-sent" and not (message.status == "refused" and message.shown == "none") then
         return false
      end
   end
   for _, entry in ipairs(entries) do
      for _, place in ipairs(entry.places) do
         if place.state == "published" or place.state == "other" then return false end
      end
   end
   return true
end

return settle
