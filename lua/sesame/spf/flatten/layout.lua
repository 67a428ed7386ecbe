-- SPDX-License-Identifier: MIT
-- A record with some of its terms written as addresses, spread over further records where it would be too large. A
-- function of sets and texts; it must not look anything up nor choose what is flattened.
local blocks = require "sesame.spf.blocks"

local layout = {}

layout.OCTETS = 450      -- of a name and the texts of its TXT records together, RFC 7208 3.4
layout.RECORDS_MAX = 20  -- further records; each costs a lookup

local FRAME = #"v=spf1"
local ENDING = "-all" -- of a further record; it changes nothing for who includes it (RFC 7208 5.2)

local function size_of(words, sign)
   local size = 0
   for _, word in ipairs(words) do size = size + #word + #sign + 1 end
   return size
end

-- Parts in the order of evaluation: { text } stays, { sign, set } is to be written; neighbours of one sign become one,
-- and an empty set nothing.
local function parts_of(candidates, chosen)
   local parts, tail = {}, {}
   local function add(list, sign, set)
      local last = list[#list]
      if last and last.sign == sign then last.set = last.set | set
      elseif not set:is_empty() then list[#list + 1] = { sign = sign, set = set } end
   end
   for i, item in ipairs(candidates) do
      if not chosen[i] then
         parts[#parts + 1] = { text = item.text }
      elseif item.set then
         add(parts, blocks.sign(item.term.qualifier), item.set)
      else
         for _, part in ipairs(item.items) do add(tail, part.sign, part.set) end
         tail[#tail + 1] = { text = item.all }
      end
   end
   return table.move(tail, 1, #tail, #parts + 1, parts)
end

local function render(words)
   return #words == 0 and "v=spf1" or "v=spf1 " .. table.concat(words, " ")
end

-- The words a part takes in the record itself.
local function inline(part)
   if part.text then return { part.text } end
   local list = {}
   for i, word in ipairs(part.words) do list[i] = part.sign .. word end
   return list
end

-- Takes the largest part out of the record until it fits into ROOM. False when nothing is left to be taken out.
local function spread(parts, room, reckon)
   local function total()
      local size = FRAME
      for _, part in ipairs(parts) do size = size + (part.out and part.out_size or part.size) end
      return size
   end
   while total() > room do
      local largest
      for _, part in ipairs(parts) do
         local gain = part.words and not part.out and part.size - reckon(part)
         if gain and gain > 0 and (not largest or gain > largest.size - largest.out_size) then
            part.out_size = reckon(part)
            largest = part
         end
      end
      if not largest then return false end
      largest.out = true
   end
   return true
end

local function measure(parts)
   for _, part in ipairs(parts) do
      if part.set then part.words = blocks.words(part.set) end
      part.size = part.text and #part.text + 1 or size_of(part.words, part.sign)
   end
end

--- The records in which those of CANDIDATES (flatten.terms) stand as addresses whose place is set in CHOSEN. OPTIONS:
-- domain, others = octets of the other TXT records there, octets (450), name_of(i) = the i-th further name. Returns {
-- text, octets, records = { { name, text, octets } }, over = whether the record is larger than allowed }; or nil and
-- why there are too many records.
function layout.records(candidates, chosen, options)
   local limit = options.octets or layout.OCTETS
   local parts = parts_of(candidates, chosen)
   measure(parts)
   local longest = #options.name_of(layout.RECORDS_MAX)
   local room = limit - longest - FRAME - 1 - #ENDING
   if room < #"ip6:0000:0000:0000:0000:0000:0000:0000:0000/128" + 1 then
      return nil, { code = "few-octets", octets = limit }
   end
   local function reckon(part) return #blocks.packed(part.words, room) * (#part.sign + #" include:" + longest) end
   local fits = spread(parts, limit - #options.domain - options.others, reckon)
   local words, further = {}, {}
   for _, part in ipairs(parts) do
      for _, list in ipairs(part.out and blocks.packed(part.words, room) or {}) do
         local name = options.name_of(#further + 1)
         list[#list + 1] = ENDING
         further[#further + 1] = { name = name, text = render(list), octets = #name + #render(list) }
         words[#words + 1] = part.sign .. "include:" .. name
      end
      if #further > layout.RECORDS_MAX then
         return nil, { code = "many-records", most = layout.RECORDS_MAX, octets = limit }
      end
      if not part.out then table.move(inline(part), 1, #inline(part), #words + 1, words) end
   end
   local text = render(words)
   return { text = text, octets = #options.domain + options.others + #text, records = further, over = not fits }
end

--- The same in one record, however long: for proofs.
function layout.one(candidates, chosen)
   local parts, words = parts_of(candidates, chosen), {}
   measure(parts)
   for _, part in ipairs(parts) do table.move(inline(part), 1, #inline(part), #words + 1, words) end
   return render(words)
end

--- TEXT as character-strings of at most 255 octets; joined again they are TEXT (RFC 7208 3.3).
function layout.strings(text)
   local list = {}
   for at = 1, math.max(#text, 1), 255 do list[#list + 1] = text:sub(at, at + 254) end
   return list
end

-- For the reckoning of what a choice costs: octets that the chosen terms take when they stand as addresses.
function layout.size(item)
   if item.set then
      return size_of(blocks.words(item.set), blocks.sign(item.term.qualifier))
   end
   local size = #item.all + 1
   for _, part in ipairs(item.items) do size = size + size_of(blocks.words(part.set), part.sign) end
   return size
end

return layout
