-- SPDX-License-Identifier: MIT
-- Writes the records of a policy as chosen changes have them, with further records for addresses that do not fit. It
-- must not choose.
local addrset = require "sesame.addrset"
local blocks = require "sesame.spf.blocks"
local choices = require "sesame.spf.plan.choices"
local records = require "sesame.spf.plan.records"
local spf = require "sesame.spf"

local render = {}

render.HOLDERS_MAX = 20 -- further records of one record, each a lookup: beyond the limit long before

-- Terms that stand one after the other with one qualifier match in any order alike: those of them that become addresses
-- become one set. Returns { [term] = run }, each run { first, sign, set }.
local function runs_of(record, flattened)
   local runs, run = {}, nil
   for _, term in ipairs(record.node.terms) do
      if term.qualifier ~= (run and run.qualifier) then run = { qualifier = term.qualifier, set = addrset.new {} } end
      if flattened[term] then
         run.first, run.sign = run.first or term, blocks.sign(term.qualifier)
         run.set = run.set | term.addresses
         runs[term] = run
      end
   end
   return runs
end

local function length_of(record, instead)
   return #records.rewrite(record, instead)
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
   for _, pack in ipairs(blocks.packed(blocks.words(run.set), room)) do
      if #includes == render.HOLDERS_MAX then
         return nil, "the addresses do not fit into " .. render.HOLDERS_MAX .. " records"
      end
      local name, reason = free_name(context, record, made)
      if not name then return nil, reason end
      pack[#pack + 1] = "~all"
      made[name] = spf.render(pack)
      includes[#includes + 1] = ("%sinclude:%s"):format(run.sign, name)
   end
   return includes
end

-- What stands in the record for the flattened terms: one place a run, nothing for the others.
local function place(runs, instead, of)
   for term, run in pairs(runs) do
      if run.first == term then
         local list, reason = of(run)
         if not list then return nil, reason end
         instead[term] = list
      else
         instead[term] = {}
      end
   end
   return true
end

-- RECORD with the changes of CHOSEN (choices of its items) in it.
local function one(context, record, chosen, made)
   local instead, flattened = {}, {}
   for _, choice in ipairs(chosen) do
      if choice.kind == "move" then instead[choice.term] = {} end
      if choice.kind == "flatten" then flattened[choice.term] = true end
      for _, term in ipairs(choice.kind == "replace" and choice.terms or {}) do
         instead[term] = term == choice.term and choice.words or {}
      end
   end
   local runs = runs_of(record, flattened)
   place(runs, instead, function(run) return blocks.words(run.set, run.sign) end)
   if next(runs) and length_of(record, instead) > context.rooms[record.name] then
      local ok, reason = place(runs, instead, function(run) return held(context, record, run, made) end)
      if not ok then return nil, reason end
   end
   made[record.name] = records.rewrite(record, instead)
   return true
end

--- The records that CHOSEN (choices of sesame.spf.plan.choices, one of each item) gives: { [name] = text }, the further
-- ones too. Nil and a reason where one cannot be written. CONTEXT: facts, rooms.
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
