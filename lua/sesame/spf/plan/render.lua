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

-- Whether what TERM matches hangs on more than the address: it keeps its place, or nothing could be proved.
local function is_dynamic(term)
   return term.macro or term.kind == "ptr" or term.addresses ~= term.possible
end

-- Terms that stand one after the other with one qualifier match in any order alike: those of them that become addresses
-- become one set. Returns { [term] = run }, each run { first, sign, set }.
local function runs_of(record, flattened)
   local runs, run = {}, nil
   for _, term in ipairs(record.node.terms) do
      if term.qualifier ~= (run and run.qualifier) or is_dynamic(term) then
         run = { qualifier = term.qualifier, set = addrset.new {} }
      end
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

-- Puts into INSTEAD what takes the place of each include that CHOSEN copies: its parts, each as the record it is copied
-- from has it now.
local function copy(work, chosen, instead)
   for _, choice in ipairs(chosen) do
      if choice.kind == "copy" then
         local source = work.by_name[choice.term.target]
         local changed = source and work.instead(source)
         local words = {}
         for _, part in ipairs(choice.parts) do
            local new = changed and changed[source.node.terms[part.index]] or { part.word }
            table.move(new, 1, #new, #words + 1, words)
         end
         instead[choice.term] = words
      end
   end
end

-- What stands in RECORD in place of its terms, { [term] = words }, as CHOSEN (choices of its items) have it; nil and
-- why that cannot be.
local function one(work, record, chosen)
   local context, instead, flattened = work.context, {}, {}
   for _, choice in ipairs(chosen) do
      if choice.kind == "move" then instead[choice.term] = {} end
      if choice.kind == "flatten" then flattened[choice.term] = true end
      for _, term in ipairs(choice.kind == "replace" and choice.terms or {}) do
         instead[term] = term == choice.term and choice.words or {}
      end
   end
   copy(work, chosen, instead)
   local runs = runs_of(record, flattened)
   place(runs, instead, function(run) return blocks.words(run.set, run.sign) end)
   if length_of(record, instead) <= context.rooms[record.name] then return instead end
   if not next(runs) then return nil, "the terms do not fit into the record of " .. record.name end
   local ok, reason = place(runs, instead, function(run) return held(context, record, run, work.made) end)
   if not ok then return nil, reason end
   return instead
end

local function choices_by_record(list, chosen)
   local own = {}
   for _, record in ipairs(list) do own[record] = {} end
   for _, choice in ipairs(chosen) do table.insert(own[choice.record], choice) end
   return own
end

--- The records that CHOSEN (choices of sesame.spf.plan.choices, one of each item) gives: { [name] = text }, the further
-- ones too. Nil and a reason where one cannot be written. CONTEXT: facts, rooms.
function render.records(context, list, chosen)
   local own, known = choices_by_record(list, chosen), {}
   local work = { context = context, made = {}, by_name = {} }
   for _, record in ipairs(list) do work.by_name[record.name] = record end
   function work.instead(record)
      if not known[record] then
         local instead, reason = one(work, record, own[record])
         if not instead then work.reason = work.reason or reason end
         known[record] = instead or {}
      end
      return known[record]
   end
   for _, record in ipairs(list) do work.made[record.name] = records.rewrite(record, work.instead(record)) end
   if work.reason then return nil, work.reason end
   return work.made
end

return render
