-- SPDX-License-Identifier: MIT
-- Which terms of a record can be written as addresses, whose addresses those are, and why the others must stay. It must
-- not write records.
local core = require "sesame.core"
local denote = require "sesame.spf.denote"
local strangers = require "sesame.spf.strangers"

local terms = {}

terms.PREFIXES_MAX = 2000 -- blocks of one term; more fit into no ten records

local LOOKS = { include = true, a = true, mx = true, redirect = true }
local CLASSES = { "pass", "fail", "softfail", "neutral" }
local SIGN = { pass = "", fail = "-", softfail = "~", neutral = "?" }

-- The term at or below TERM that depends on more than the address, and the name whose record it stands in.
local function open_question(term, name)
   if term.kind == "ptr" or term.macro then return term, name end
   for _, below in ipairs(term.terms or {}) do
      if below.status ~= "dead" and below.status ~= "ignored" then
         local found, where = open_question(below, term.target)
         if found then return found, where end
      end
   end
end

-- Problems of a term that no address escapes: it is an error for whoever comes to it.
local PROBLEM = { ["no-record"] = true, ["several-records"] = true, ["syntax"] = true, ["loop"] = true,
   ["bad-target"] = true, ["mx-limit"] = true }

-- Why TERM must stay, or nil.
local function bar_of(domain, term)
   local question, where = open_question(term, domain)
   if question == term then return { code = "open" } end
   if question then return { code = "open-below", term = question.text, record = where } end
   if term.kind == "exists" then return { code = "exists" } end
   if PROBLEM[term.problem] then return { code = term.problem } end
   if term.addresses ~= term.possible then return { code = "open-somewhere" } end
end

-- How many blocks SET takes; more than PREFIXES_MAX are not counted.
local function blocks_of(set)
   local count = 0
   for _ in set:prefixes() do
      count = count + 1
      if count > terms.PREFIXES_MAX then break end
   end
   return count
end

-- What a redirect gives, as items in any order and the `all` behind them: { { sign, set } }, "-all"; or nil and why
-- not.
local function redirect_items(domain, term, facts)
   local made = assert(denote("v=spf1 " .. term.text, { facts = facts, domain = domain }))
   local items, default, most = {}, nil, -1
   local sets, sum = {}, core.addrset.new {}
   for _, class in ipairs(CLASSES) do
      sets[class] = made:addresses(class)
      sum = sum | sets[class]
      local size = math.tointeger(sets[class]:size "ip4")
      if size > most then default, most = class, size end
   end
   if not (~sum - core.addrset.new { "::ffff:0:0/96" }):is_empty() then
      return nil, { code = "error-for-some" }
   end
   for _, class in ipairs(CLASSES) do
      if class ~= default and not sets[class]:is_empty() then
         items[#items + 1] = { sign = SIGN[class], set = sets[class] }
      end
   end
   return items, SIGN[default] .. "all"
end

local function explained(term)
   for _, below in ipairs(term.terms or {}) do
      if below.kind == "exp" then return true end
   end
   return false
end

local function candidate(domain, term, facts)
   local item = { term = term, text = term.text, total = term.total }
   local counted = term.status == "counted" or term.status == "loop" or term.status == "unknown"
   if not counted then return item end
   item.bar = bar_of(domain, term)
   if item.bar or not LOOKS[term.kind] then return item end
   item.stranger = strangers.first(domain, term, facts)
   if term.kind == "redirect" then
      local items, all = redirect_items(domain, term, facts)
      if not items then
         item.bar = all
         return item
      end
      item.items, item.all, item.explained = items, all, explained(term)
      item.blocks = 0
      for _, part in ipairs(items) do item.blocks = item.blocks + blocks_of(part.set) end
   else
      item.set, item.blocks = term.addresses, blocks_of(term.addresses)
   end
   if item.blocks > terms.PREFIXES_MAX then
      item.bar = { code = "blocks", most = terms.PREFIXES_MAX }
   end
   return item
end

--- The terms of DENOTATION's record (made with terms), in order: { { term, text, total = lookups, set, or items and all
-- for a redirect, blocks, stranger = a name that is not the owner's, bar = why it must stay, { code, ... }
-- (in words: sesame.report.spf_flatten_words) } }. Neither set nor items: nothing to flatten.
function terms.of(denotation, facts)
   local list = {}
   for i, term in ipairs(denotation.tree.terms) do list[i] = candidate(denotation.domain, term, facts) end
   return list
end

return terms
