-- SPDX-License-Identifier: MIT
-- Who may send: the addresses an SPF tree lets through, by the service or term that lets them, the biggest blocks, and
-- what several terms let through at once. A function of a tree with addresses (doc/spf-senders.md); it must not judge,
-- nor look anything up.
local addrset = require "sesame.addrset"
local owner = require "sesame.base.owner"
local providers = require "sesame.mail.providers"
local strangers = require "sesame.spf.strangers"
local is_open = require("sesame.spf.walk_least").is_open

local senders = {}

senders.BLOCKS_MAX = 10     -- biggest blocks named
senders.OVERLAPS_MAX = 20   -- pairs of terms named
senders.TERMS_MAX = 200     -- terms compared with each other

--- Compares two counts written in decimal: negative, zero or positive.
function senders.compare(a, b)
   if #a ~= #b then return #a - #b end
   return a == b and 0 or a < b and -1 or 1
end

--- Whose addresses TERM (of a record of DOMAIN) names: a key and, of others, their name. "own": hosts of the domain's
-- own organization, those aside that are an alias out of it; "written": addresses in the record; "anyone": it depends
-- on the sender; "all"; a service's key; else the organization's name behind the target.
function senders.owner(term, domain)
   if term.kind == "all" then return "all" end
   if term.kind == "ip4" or term.kind == "ip6" then return "written" end
   local target = term.target
   if not target then return "anyone" end
   local other = strangers.named(domain, term) or target
   local entry = providers.entry_of_include(target) or providers.entry_of_include(other)
   if entry then return entry.key, entry.name end
   if owner.is_own(domain, other) then return "own" end
   local organization = owner.top(other)
   return organization, organization
end

-- Adds the first-match share of each passing term of TREE to groups, in the order of evaluation.
local function grouped(tree)
   local groups, order, shares = {}, {}, {}
   local seen = addrset.new {}
   for _, term in ipairs(tree.terms) do
      local set = term.addresses
      if set and term.status ~= "dead" and term.status ~= "ignored" then
         local fresh = set - seen
         if term.qualifier == "+" or term.kind == "redirect" then
            local key, name = senders.owner(term, tree.domain)
            local group = groups[key]
            if not group then
               group = { key = key, name = name, terms = {}, set = addrset.new {}, lower_bound = false }
               groups[key], order[#order + 1] = group, group
            end
            group.terms[#group.terms + 1] = term.text
            group.set, group.lower_bound = group.set | fresh, group.lower_bound or is_open(term)
            shares[#shares + 1] = { node = term, term = term.text, key = key, name = name, set = fresh, whole = set }
         end
         seen = seen | set
      end
   end
   return order, shares
end

local function larger(a, b)
   local by4 = senders.compare(b.ip4, a.ip4)
   if by4 ~= 0 then return by4 < 0 end
   local by6 = senders.compare(b.ip6, a.ip6)
   if by6 ~= 0 then return by6 < 0 end
   return a.key < b.key
end

local function sizes_of(order)
   for _, group in ipairs(order) do group.ip4, group.ip6 = group.set:size("ip4"), group.set:size("ip6") end
   table.sort(order, larger)
   return order
end

-- The biggest IPv4 blocks of SHARES, biggest first: { prefix, size, term, key, name }.
local function blocks_of(shares)
   local list = {}
   for _, share in ipairs(shares) do
      for prefix, family, length in share.set:prefixes() do
         if family == "ip4" then
            list[#list + 1] = { prefix = prefix, size = 1 << (32 - length), term = share.term, key = share.key,
               name = share.name, place = #list }
         end
      end
   end
   table.sort(list, function(a, b)
      if a.size ~= b.size then return a.size > b.size end
      return a.place < b.place
   end)
   local biggest = {}
   for i = 1, math.min(senders.BLOCKS_MAX, #list) do
      list[i].place = nil
      biggest[i] = list[i]
   end
   return biggest
end

-- Pairs of terms that let the same addresses through, with the terms of the tree they are.
local function overlaps_of(shares)
   local list = {}
   for j = 2, math.min(#shares, senders.TERMS_MAX) do
      for i = 1, j - 1 do
         local common = shares[i].whole & shares[j].whole
         if not common:is_empty() then
            list[#list + 1] = {
               first = shares[i].term, second = shares[j].term, ip4 = common:size("ip4"), ip6 = common:size("ip6"),
               whole = common == shares[j].whole, first_term = shares[i].node, second_term = shares[j].node,
            }
            if #list == senders.OVERLAPS_MAX then return list end
         end
      end
   end
   return list
end

--- The senders of TREE (sesame.spf.walk with addresses), an address counting for the first term that lets it through:
-- { ip4, ip6 = decimal texts, some_unknown = some depend on the sender or were not learnt, lower_bound = whether some
-- were not learnt, groups = { { key, name (of others; the rest in words: sesame.check.spf_senders_words), terms, ip4,
-- ip6, set, lower_bound } }, blocks = { { prefix, size, term, key, name } }, overlaps = { { first, second, ip4, ip6,
-- whole = the second lets nobody else through, first_term, second_term } } }; nil for a tree without a record or
-- addresses.
function senders.of(tree)
   if not (tree.record and tree.authorised) then return nil end
   local order, shares = grouped(tree)
   return {
      ip4 = tree.authorised:size("ip4"), ip6 = tree.authorised:size("ip6"),
      some_unknown = tree.possible ~= tree.authorised, lower_bound = #(tree.open or {}) > 0,
      groups = sizes_of(order), blocks = blocks_of(shares), overlaps = overlaps_of(shares),
   }
end

return senders
