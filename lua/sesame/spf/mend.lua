-- SPDX-License-Identifier: MIT
-- An SPF record as its writer will have meant it. Every term that can be read stays, in its order; a damaged word is
-- corrected where one slip alone explains it, and is a doubt otherwise: then nothing is mended. No mend lets everybody
-- pass. It must not look anything up.
local core = require "sesame.core"
local meant = require "sesame.spf.meant"
local paste = require "sesame.base.paste"
local pair = require "sesame.spf.meant_pair"
local record_words = require "sesame.spf.meant_words"

local mend = {}

mend.CHOICES_MAX = 6    -- readings given for one doubt
local WORDS_MAX = 400   -- words of a record that is mended; a longer one is written anew
mend.DAMAGED_MAX = 40   -- and words of it that are damaged: with more of them it is no slip of the hand
mend.TRIED_MAX = 20000  -- readings tried for all of these; one address in a long form takes 2,000
local REMEMBERED_MAX = 32 -- texts whose mend is kept
local VERSION = "v=spf1"

-- ---- the pass over the words ----

-- The state of one pass: the words, which of them are right, what comes out.
local function pass_over(words)
   local pass = { words = words, fine = {}, out = {}, doubts = {}, room = { left = mend.TRIED_MAX },
      damaged = 0 }
   for i, word in ipairs(words) do
      pass.fine[i] = meant.is_right(word)
      pass.damaged = pass.damaged + (pass.fine[i] and 0 or 1)
   end
   pass.whole = table.move(pass.fine, 1, #words, 1, {})
   if words.stray then pass.fine[1] = false end
   return pass
end

-- LIST without the readings that leave the words from the first to the last of them as another one does.
local function each_once(pass, list)
   local from, to, kept, seen = math.huge, 0, {}, {}
   for _, reading in ipairs(list) do from, to = math.min(from, reading.from), math.max(to, reading.to) end
   for at = #list, 1, -1 do -- those of one word are last, and say most
      local reading = list[at]
      local words = table.move(pass.words, from, reading.from - 1, 1, {})
      table.move(reading.words, 1, #reading.words, #words + 1, words)
      table.move(pass.words, reading.to + 1, to, #words + 1, words)
      local key = meant.key(words)
      if not seen[key] then table.insert(kept, 1, reading) end
      seen[key] = true
   end
   return kept
end

-- The readings that concern the word at I: { from, to, words }, each once.
local function readings_at(pass, i)
   local words, fine = pass.words, pass.fine
   local list, alone = {}, pass.whole[i] and { guesses = {} } or meant.readings(words[i], pass.room)
   local following, before = words[i + 1], i > pass.taken and words[i - 1] or nil
   if following and not fine[i + 1] then
      local third = words[i + 2]
      for _, reading in ipairs(third and not fine[i + 2] and following:find "^%p$"
         and pair.readings(words[i] .. following, third) or {}) do
         if #reading == 1 then list[#list + 1] = { from = i, to = i + 2, words = reading } end
      end
      for _, reading in ipairs(#list == 0 and pair.readings(words[i], following) or {}) do
         list[#list + 1] = { from = i, to = i + 1, words = reading }
      end
      if #list > 0 then return list, alone end
   end
   if following and fine[i + 1] then
      for _, reading in ipairs(pair.readings(words[i], following)) do
         list[#list + 1] = { from = i, to = i + 1, words = reading, asks = not meant.is_open(following) }
      end
   end
   for _, reading in ipairs(before and pair.readings(before, words[i]) or {}) do
      list[#list + 1] = { from = i - 1, to = i, words = reading, asks = not pair.goes_on(before, words[i]) }
   end
   for _, reading in ipairs(alone) do list[#list + 1] = { from = i, to = i, words = reading } end
   if i == 1 and words.stray then
      list[#list + 1] = { from = 1, to = 1, words = {} }
      if meant.term(words[1]) then list[#list + 1] = { from = 1, to = 1, words = { words[1] } } end
   end
   return each_once(pass, list), alone
end

local ALL = { "-all", "~all", "?all" }

local function first_ones(list)
   return table.move(list, 1, math.min(#list, mend.CHOICES_MAX), 1, {})
end

local function choices_of(list)
   local choices = {}
   for _, reading in ipairs(list) do
      local vast = false
      for _, word in ipairs(reading.words) do vast = vast or meant.is_vast(word) end
      if not vast then choices[#choices + 1] = { from = reading.from, to = reading.to, words = reading.words } end
   end
   return first_ones(choices)
end

local function doubt(pass, from, to, choices)
   local shown = table.concat(pass.words, " ", from, to)
   pass.doubts[#pass.doubts + 1] = { text = shown, from = from, to = to, choices = choices }
end

-- A doubt about the word at I, whose ends are the ways a record can end where it seems to be an "all".
local function ask(pass, i, list, alone)
   for _, guess in ipairs(#list < 2 and alone.guesses or {}) do
      list[#list + 1] = { from = i, to = i, words = guess }
   end
   local choices = choices_of(list)
   if #choices == 0 and (alone.open or pass.words[i]:lower():find "^[-~?+]*all") then
      local head = pass.words[i]:lower():match "^(.*)all"
      local first = head and head ~= "" and meant.is_right(head) and head
      for _, word in ipairs(ALL) do
         choices[#choices + 1] = { from = i, to = i, words = first and { first, word } or { word } }
      end
   end
   doubt(pass, i, i, choices)
   pass.out[#pass.out + 1] = pass.words[i]
   pass.taken = i
   return i + 1
end

-- Whether the word behind the one at I would let everybody pass, if that one were taken by itself.
local function opens(pass, i)
   local following = pass.words[i + 1]
   return following ~= nil and meant.is_open(following) and not following:find "^%+"
end

-- Mends the word at I, or asks; where to go on.
local function settle(pass, i)
   local list, alone = readings_at(pass, i)
   if opens(pass, i) then
      local closing = {}
      for _, reading in ipairs(list) do
         if reading.to > i then closing[#closing + 1] = reading end
      end
      list = closing
      if #list == 0 then
         for _, word in ipairs(ALL) do list[#list + 1] = { from = i, to = i + 1, words = { word } } end
      end
   end
   if #list ~= 1 or list[1].asks then return ask(pass, i, list, alone) end
   local reading = list[1]
   if reading.from < i then pass.out[#pass.out] = nil end
   for _, word in ipairs(reading.words) do pass.out[#pass.out + 1] = word end
   pass.taken = reading.to
   return reading.to + 1
end

-- ---- the whole ----

-- Doubts about what may stand only once, and a record that was pasted into another.
local function ask_once(pass)
   local seen = {}
   for i, word in ipairs(pass.words) do
      local name = word:lower():match "^(%a+)="
      if word:lower() == VERSION then
         doubt(pass, i, i, {})
         pass.fine[i] = true
      elseif (name == "redirect" or name == "exp") and pass.fine[i] then
         local first = seen[name]
         if first then
            doubt(pass, i, i, { { from = first, to = first, words = {} }, { from = i, to = i, words = {} } })
         end
         seen[name] = first or i
      end
   end
end

local function render(words)
   return #words == 0 and VERSION or VERSION .. " " .. table.concat(words, " ")
end

-- Whether SAID, as core.spf.parse gives it, has nothing to mend.
local function is_right(said, text)
   return core.spf.is_record(text) and #said.faults == 0
end

-- The mend of TEXT, which SAID has faults of; returns as mend.text.
local function mended_of(text, said)
   local words = record_words.of(paste.latin(paste.data(text, true)))
   if not words or #words > WORDS_MAX then return nil, said, {} end
   local pass = pass_over(words)
   if pass.damaged > mend.DAMAGED_MAX then return nil, said, {} end
   pass.taken = 0
   ask_once(pass)
   local i = 1
   while i <= #words do
      if pass.fine[i] then
         pass.out[#pass.out + 1] = words[i]
         i = i + 1
      else
         i = settle(pass, i)
      end
   end
   if pass.room.left <= 0 then return nil, said, {} end
   if #pass.doubts > 0 then return nil, said, pass.doubts, words end
   local mended = render(pass.out)
   local better = core.spf.parse(mended)
   if not is_right(better, mended) then return nil, said, {}, words end
   return mended, better, {}
end

-- What was mended last: a plan asks for the mend of one text in every audit.
local remembered, count = {}, 0

--- TEXT mended, what the mended text says (as spf.parse gives it), and an empty list; or nil, what TEXT says, and the
-- doubts: { { text = the words in question, from, to = their numbers, choices = { { from, to, words = texts that take
-- the place of these words } }, at most mend.CHOICES_MAX } }. A text without fault comes back as it is. Nil and no
-- doubt where it is no record and not meant to be one. What is returned is read only.
function mend.text(text)
   local said, message = core.spf.parse(text)
   if not said then return nil, nil, {}, message end
   if is_right(said, text) then return text, said, {} end
   local known = remembered[text]
   if not known then
      if count == REMEMBERED_MAX then remembered, count = {}, 0 end
      known = table.pack(mended_of(text, said))
      remembered[text], count = known, count + 1
   end
   return table.unpack(known, 1, known.n)
end

--- The whole records of the choices of TEXT's one doubt: { { words, text } }; empty where there are several doubts,
-- or none, or where a choice leaves another fault.
function mend.choices(text)
   local mended, _, doubts, words = mend.text(text)
   local list = {}
   if mended or #doubts ~= 1 then return list end
   for _, choice in ipairs(doubts[1].choices) do
      local whole = table.move(words, 1, choice.from - 1, 1, {})
      table.move(choice.words, 1, #choice.words, #whole + 1, whole)
      table.move(words, choice.to + 1, #words, #whole + 1, whole)
      local record = mend.text(render(whole))
      if record then list[#list + 1] = { words = choice.words, text = record } end
   end
   return list
end

--- The records that were pasted into TEXT one behind the other, as texts.
function mend.pieces(text)
   local pieces, words = {}, { VERSION }
   for _, word in ipairs(record_words.of(text) or {}) do
      if word:lower() == VERSION then
         pieces[#pieces + 1] = table.concat(words, " ")
         words = {}
      end
      words[#words + 1] = word
   end
   pieces[#pieces + 1] = table.concat(words, " ")
   return pieces
end

--- Whether receivers that read MENDED refuse those it does not name, and do not on SAID (both as spf.parse gives them).
function mend.is_stricter(said, mended)
   local function refuses(record)
      local all = record.valid and core.spf.is_record(record.text) and record.all and record.terms[record.all]
      return all and all.qualifier == "-" or false
   end
   return refuses(mended) and not refuses(said)
end

--- The record MENDED (as spf.parse gives it), which ends in -all, with ~all in its place.
function mend.loose(mended)
   local at = mended.terms[mended.all].range[1]
   return mended.text:sub(1, at) .. "~" .. mended.text:sub(at + 2)
end

return mend
