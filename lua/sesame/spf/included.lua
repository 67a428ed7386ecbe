-- SPDX-License-Identifier: MIT
-- The records below an SPF tree that are the owner's of the domain themselves: published at names of the domain's own,
-- aliases followed. A function of a tree; it must not judge what a record says.
local strangers = require "sesame.spf.strangers"

local included = {}

included.RECORDS_MAX = 12 -- of one tree; a policy of more than ten lookups is broken anyway

local LEADS = { include = true, redirect = true }
local REACHED = { counted = true, unknown = true }

-- Calls VISIT(term, place) for each include and redirect that TREE comes to, in the order of evaluation, whose name is
-- the owner's, each name once. PLACE: { name, owner, term, ends, path } as below.
local function each(tree, zone, visit)
   local count, seen = 0, { [tree.domain] = true }
   local function descend(node, path, ends)
      for _, term in ipairs(node.terms or {}) do
         if LEADS[term.kind] and REACHED[term.status] and term.terms and count < included.RECORDS_MAX then
            local last = ends and term.kind == "redirect"
            if not seen[term.target] and not strangers.named(tree.domain, term, zone) then
               count = count + 1
               visit(term, { name = term.target, owner = term.chain and term.chain[#term.chain] or term.target,
                  term = term.text, ends = last, path = path })
            end
            seen[term.target] = true
            local below = table.move(path, 1, #path, 1, {})
            below[#below + 1] = term.target
            descend(term, below, last)
         end
      end
   end
   descend(tree, { tree.domain }, true)
end

--- The records of the owner's that TREE comes to, in the order of evaluation, each once: { name = what the term leads
-- to, owner = the name that holds the record, record, term = the text of the term that leads there, ends = whether
-- redirects alone lead there, so that its "all" ends the policy, path = { names from the domain's to that of the record
-- the term stands in }, near = { reason, range } where RECORD is none and only looks like one }. ZONE: the apex of the
-- zone that holds the domain.
function included.own(tree, zone)
   local list = {}
   each(tree, zone, function(term, place)
      local miss = term.near_misses and term.near_misses[1]
      place.record, place.near = term.record or miss and miss.value, not term.record and miss or nil
      if place.record then list[#list + 1] = place end
   end)
   return list
end

return included
