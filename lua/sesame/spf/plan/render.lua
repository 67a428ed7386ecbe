-- SPDX-License-Identifier: MIT
-- Writes the records of a policy as chosen changes have them, with further records for addresses that do not fit. It must not choose.
local addrset = require "sesame.addrset"
local choices = require "sesame.spf.plan.choices"
local records = require "sesame.spf.plan.records"
local spf = require "sesame.spf"

local render = {}

render.HOLDERS_MAX = 20 -- further records of one record, each a lookup: beyond the limit long before

local function sign_of(term)
   return term.qualifier == "+" and "" or term.qualifier
end

local function words_of(set, sign)
   local list = {}
   for prefix, family, length in set:prefixes() do
      local whole = family == "ip4" and length == 32 or family == "ip6" and length == 128
      list[#list + 1] = ("%s%s:%s"):format(sign, family, whole and prefix:gsub("/%d+$", "") or prefix)
   end
   return list
end

-- Terms that stand one after the other with one qualifier match in any order alike: those of them that become addresses become one set.
-- Returns { [term] = run }, each run { first, sign, set }.
local function runs_of(record, flattened)
   local runs, run = {}, nil
   for _, term in ipairs(record.node.terms) do
      if term.qualifier ~= (run and run.qualifier) then run = { qualifier = term.qualifier, set = addrset.new {} } end
      if flattened[term] then
         run.first, run.sign = run.first or term, sign_of(term)
         run.set = run.set | term.addresses
         runs[term] = run
      end
   end
   return runs
end

-- WORDS in records of at most ROOM octets each.
local function packed(words, room)
   local list, size = {}, room
   for _, word in ipairs(words) do
      if size + #word + 1 > room then
         list[#list + 1], size = {}, 0
      end
      table.insert(list[#list], word)
      size = size + #word + 1
   end
   return list
end

local function length_of(record, words)
   return #records.rewrite(record, words)
end

-- The next name below the record's that nothing holds yet; nil, and why, where it cannot be learnt.
local function free_name(context, record, taken)
   for i = 1, 10 * render.HOLDERS_MAX do
      local name = ("%s%d.%s"):format(choices.HOLDER_PREFIX, i, record.name)
      if not taken[name] then
         local known = context.facts:get(name, "TXT").known
         if known == "unknown" then return nil, name .. " could not be learnt from DNS" end
         if known == "absent" then return name end
      end
   end
   return nil, "no free name below " .. record.name
end

-- The addresses of RUN as includes of further records, which go into MADE { [name] = text }.
local function held(context, record, run, made)
   local includes = {}
   local room = choices.ROOM - #record.name - #choices.HOLDER_PREFIX - 2 - #"v=spf1 ~all"
   for _, words in ipairs(packed(words_of(run.set, ""), room)) do
      if #includes == render.HOLDERS_MAX then return nil, "the addresses do not fit into " .. render.HOLDERS_MAX .. " records" end
      local name, reason = free_name(context, record, made)
      if not name then return nil, reason end
      words[#words + 1] = "~all"
      made[name] = spf.render(words)
      includes[#includes + 1] = ("%sinclude:%s"):format(run.sign, name)
   end
   return includes
end

-- What stands in the record for the flattened terms: one place a run, nothing for the others.
local function place(runs, words, of)
   for term, run in pairs(runs) do
      if run.first == term then
         local list, reason = of(run)
         if not list then return nil, reason end
         words[term] = list
      else
         words[term] = {}
      end
   end
   return true
end

-- RECORD with the changes of CHOSEN (choices of its items) in it.
local function one(context, record, chosen, made)
   local words, flattened = {}, {}
   for _, choice in ipairs(chosen) do
      if choice.kind == "move" then words[choice.term] = {} end
      if choice.kind == "flatten" then flattened[choice.term] = true end
      for _, term in ipairs(choice.kind == "replace" and choice.terms or {}) do
         words[term] = term == choice.term and choice.words or {}
      end
   end
   local runs = runs_of(record, flattened)
   place(runs, words, function(run) return words_of(run.set, run.sign) end)
   if next(runs) and length_of(record, words) > context.rooms[record.name] then
      local ok, reason = place(runs, words, function(run) return held(context, record, run, made) end)
      if not ok then return nil, reason end
   end
   made[record.name] = records.rewrite(record, words)
   return true
end

--- The records that CHOSEN (choices of sesame.spf.plan.choices, one of each item) gives: { [name] = text }, the further ones too. Nil and a
-- reason where one cannot be written. CONTEXT: facts, rooms.
function render.records(context, list, chosen)
   local made = {}
   for _, record in ipairs(list) do
      local own = {}
      for _, choice in ipairs(chosen) do
         if choice.record == record then own[#own + 1] = choice end
      end
      local ok, reason = one(context, record, own, made)
      if not ok then return nil, reason end
   end
   return made
end

return render
