-- SPDX-License-Identifier: MIT
-- Who may send by an SPF tree, as lines of text and as JSON. Functions of what sesame.spf.senders found; nothing is
-- looked up.
local counts = require "sesame.base.counts"
local json = require "sesame.base.json"
local text = require "sesame.base.text"
local words = require "sesame.check.spf_senders_words"

local report = {}

local GROUPS = 12   -- services listed; the rest are summed up in words
local BLOCKS = 3    -- biggest blocks named
local OVERLAPS = 4  -- overlaps named
local TERM = 40     -- octets of a term shown; the tree has it whole
local NAME = 24     -- octets of a service's name shown

local function short(said, most)
   said = text.escape(said)
   return #said > most and said:sub(1, most - 3) .. "..." or said
end

local function count_of(item)
   local parts = counts.families(item)
   if #parts == 0 then return item.lower_bound and "could not be learnt" or "none of its own" end
   return counts.bound(item.lower_bound) .. table.concat(parts, ", ")
end

-- What stands behind the count of FOUND, which is not all of them.
local function rest_of(found)
   if found.lower_bound then return "; not all could be learnt" end
   return found.some_unknown and ", and some that depend on the sender" or ""
end

local function add_groups(out, groups)
   local rows = {}
   for i = 1, math.min(GROUPS, #groups) do
      local terms = {}
      for j, term in ipairs(groups[i].terms) do terms[j] = short(term, TERM) end
      rows[i] = { short(words.called(groups[i]), NAME),
         ("%s: %s"):format(count_of(groups[i]), table.concat(terms, " ")) }
   end
   text.append(out, text.columns(rows, "    "))
   if #groups > GROUPS then out[#out + 1] = ("    and %d more"):format(#groups - GROUPS) end
end

local function add_blocks(out, blocks)
   local list = {}
   for i = 1, math.min(BLOCKS, #blocks) do
      list[i] = ("%s (%s, %s)"):format(blocks[i].prefix, counts.grouped(blocks[i].size),
         short(words.called(blocks[i]), NAME))
   end
   if #list > 0 then text.append(out, text.wrap("Biggest blocks: " .. table.concat(list, "; ") .. ".", "  ", "  ")) end
end

local function add_overlaps(out, overlaps)
   for i = 1, math.min(OVERLAPS, #overlaps) do
      local pair = overlaps[i]
      local first, second = short(pair.first, TERM), short(pair.second, TERM)
      local said = pair.whole
         and ("Twice: %s lets nobody through that %s does not let through already (%s)."):format(second, first,
         count_of(pair))
         or ("Twice: %s and %s both let %s through."):format(first, second, count_of(pair))
      text.append(out, text.wrap(said, "  ", "  "))
   end
   if #overlaps > OVERLAPS then out[#out + 1] = ("  And %d more pairs that overlap."):format(#overlaps - OVERLAPS) end
end

--- Adds to the list of lines OUT who may send by FOUND (sesame.spf.senders.of).
function report.append(out, found)
   text.append(out, text.wrap(("May send: %s%s%s."):format(counts.bound(found.lower_bound), counts.both(found),
      rest_of(found)), "  ", "  "))
   add_groups(out, found.groups)
   add_blocks(out, found.blocks)
   add_overlaps(out, found.overlaps)
end

local mapped = json.each

--- The same as an object of JSON: counts are decimal texts.
function report.json(found)
   return json.object {
      { "ip4", found.ip4 }, { "ip6", found.ip6 }, { "some_unknown", found.some_unknown },
      { "groups", mapped(found.groups, function(group)
         return json.object {
            { "key", group.key }, { "name", words.called(group) }, { "terms", mapped(group.terms, tostring) },
            { "ip4", group.ip4 },
            { "ip6", group.ip6 },
         }
      end) },
      { "blocks", mapped(found.blocks, function(block)
         return json.object { { "prefix", block.prefix }, { "size", block.size }, { "term", block.term },
            { "name", words.called(block) } }
      end) },
      { "overlaps", mapped(found.overlaps, function(pair)
         return json.object {
            { "first", pair.first }, { "second", pair.second }, { "ip4", pair.ip4 }, { "ip6", pair.ip6 },
            { "whole", pair.whole },
         }
      end) },
   }
end

return report
