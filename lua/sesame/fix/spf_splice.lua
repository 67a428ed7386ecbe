-- SPDX-License-Identifier: MIT
-- Fewer lookups without other results: an include becomes the terms it leads to, one level of it, and the owner's hosts
-- become addresses. Names are copied, other people's addresses are not. A function of models; what it gives is for
-- others to prove.
local owner = require "sesame.base.owner"
local spf = require "sesame.spf"
local strangers = require "sesame.spf.strangers"
local tree = require "sesame.fix.spf_tree"

local splice = {}

local CANDIDATES_MAX = 12 -- terms of one record that are weighed, 2^12 combinations at most

local TARGETED = { a = true, mx = true }

-- One term of the record of TARGET as it has to be written elsewhere; nil where that cannot be.
local function moved(term, target)
   if term.qualifier ~= "+" or term.macros ~= "" then return nil end
   if not TARGETED[term.kind] or term.value then return term.text:gsub("^%+", "") end
   local head, tail = term.text:match("^%+?(%a+)(.*)$")
   return ("%s:%s%s"):format(head, target, tail)
end

local function is_void(walked)
   return (walked.kind == "a" or walked.kind == "mx") and walked.void_certain and walked.addresses
      and walked.addresses:is_empty()
      and (walked.dns == "nxdomain" or walked.dns == "nodata")
end

local ADDRESSES = { ip4 = true, ip6 = true }

-- The terms that INCLUDE (a walked include) leads to, as words to stand in its place, and the lookups that saves; nil
-- where the place would mean something else, or addresses of others (OWN: whether the record is the owner's) would be
-- copied.
local function opened(include, own)
   local parsed = include.record and spf.parse(include.record)
   if include.kind ~= "include" or include.qualifier ~= "+" or not parsed or not parsed.valid or not include.terms then
      return nil
   end
   local words, cost = {}, 0
   for i, term in ipairs(parsed.terms) do
      if term.kind == "all" then
         if term.qualifier == "+" then return nil end
         break
      elseif term.kind == "redirect" or term.kind == "ptr" or term.kind == "exists" or ADDRESSES[term.kind]
         and not own then
         return nil
      elseif term.kind ~= "modifier" and term.kind ~= "exp" then
         local walked, word = include.terms[i], moved(term, include.target)
         if not walked or not word then return nil end
         if not is_void(walked) then
            words[#words + 1] = word
            cost = cost + (walked.total or 0)
         end
      end
   end
   if parsed.redirect and not parsed.all then return nil end
   return table.concat(words, " "), include.total - cost
end

local function candidates(audit, facts)
   local walked, list = audit.models.spf_tree, {}
   for _, term in ipairs(walked.terms) do
      local words, saves, copied
      if term.status == "counted" and strangers.none(audit.domain, term, facts) then
         words, saves, copied = tree.addresses_of(term), term.total, 0
      elseif term.status == "counted" and term.kind == "include" then
         local own = owner.is_own(audit.domain, term.target)
         words, saves = opened(term, own)
         copied = own and 0 or 1
      end
      if words and saves > 0 and #list < CANDIDATES_MAX then
         list[#list + 1] = { term = term, words = words, saves = saves, copied = copied, grows = #words - #term.text }
      end
   end
   return list
end

local function weigh(list, mask)
   local sum = { saves = 0, copied = 0, count = 0, grows = 0 }
   for i, item in ipairs(list) do
      if mask & (1 << (i - 1)) ~= 0 then
         sum.saves, sum.copied, sum.grows = sum.saves + item.saves, sum.copied + item.copied, sum.grows + item.grows
         sum.count = sum.count + 1
      end
   end
   return sum
end

local function better(a, b)
   if not b then return true end
   if a.copied ~= b.copied then return a.copied < b.copied end
   if a.count ~= b.count then return a.count < b.count end
   return a.grows < b.grows
end

--- The terms of the audited domain's record to be written otherwise so that it needs TARGET lookups at most, as few as
-- can be and as few that copy another's record: { { term, words, saves, copied = 0 or 1 } } in order; nil where that
-- is not enough.
function splice.least(audit, target, facts)
   local list, best, chosen = candidates(audit, facts), nil, nil
   local need = audit.models.spf_tree.lookups - target
   for mask = 1, (1 << #list) - 1 do
      local sum = weigh(list, mask)
      if sum.saves >= need and better(sum, best) then best, chosen = sum, mask end
   end
   if not chosen then return nil end
   local out = {}
   for i, item in ipairs(list) do
      if chosen & (1 << (i - 1)) ~= 0 then out[#out + 1] = item end
   end
   return out
end

return splice
