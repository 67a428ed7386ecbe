-- SPDX-License-Identifier: MIT
-- What SPF says of mail that Amazon SES sends with a MAIL FROM name: check_host() for one address of each of SES's
-- blocks, and whether the record lets all of them send. It must not judge.
local addrset = require "sesame.addrset"
local heard = require "sesame.facts.heard"
local spf = require "sesame.spf"
local unknown = require "sesame.base.unknown"
local walk = require "sesame.spf.walk"

local sending = {}

sending.BLOCKS_MAX = 40          -- blocks of SES tried; it has twelve
sending.SERVICE = "amazonses.com" -- its record names the addresses of every region

-- SES's addresses as its own record names them, learnt once for CONTEXT; nil where that could not be learnt; and the
-- questions that came to nothing.
local function service_addresses(context)
   if context.ses_service == nil then
      local tree = walk(sending.SERVICE, { facts = context.facts, addresses = true })
      context.ses_service = { addresses = tree.result == "ok" and tree.authorised or nil, open = tree.open }
   end
   return context.ses_service.addresses, context.ses_service.open
end

-- Whether TREE names SES by include:amazonses.com or redirect=amazonses.com, anywhere in it where it counts, with "+".
local function names_ses(node)
   for _, term in ipairs(node.terms or {}) do
      local counts = term.status ~= "dead" and term.status ~= "ignored"
      local leads = counts and (term.kind == "redirect" or term.kind == "include" and term.qualifier == "+")
      if leads and (term.target == sending.SERVICE or names_ses(term)) then return true end
   end
   return false
end

-- The results for one address of each block of ADDRESSES: the one result, or "mixed"; "temperror" where one of them
-- could not be learnt.
local function evaluate(context, name, addresses)
   local seen
   for i = 1, math.min(#addresses, sending.BLOCKS_MAX) do
      local block = addresses:range(i)
      if not block then break end
      local verdict = spf.check_host { facts = context.facts, ip = block.first, domain = name, sender = "bounce@"
         .. name }
      local result = verdict and verdict.result or "temperror"
      if result == "temperror" then return result end
      seen = (seen == nil or seen == result) and result or "mixed"
   end
   return seen
end

-- How many IPv4 addresses of ADDRESSES the record of ENTRY leaves out, nil for none: a term that could not be learnt
-- may let them through.
local function left_out(entry, addresses)
   local left = addresses - (entry.tree.possible or addrset.new {})
   if left:is_empty() or #entry.tree.open > 0 then return nil end
   return tonumber(left:size "ip4")
end

-- The terms of the record itself that name nothing but addresses of SES: a copy of a part of its record.
local function copies(entry, addresses)
   local list = {}
   for _, term in ipairs(entry.tree.terms or {}) do
      local own = term.kind == "ip4" or term.kind == "ip6"
      if own and term.qualifier == "+" and term.addresses and (term.addresses - addresses):is_empty() then
         list[#list + 1] = term.text
      end
   end
   return list
end

--- { result = "pass|fail|softfail|neutral|none|permerror|mixed|unknown" of SPF for mail from SES, known and because,
-- names = whether the record includes amazonses.com, left = IPv4 addresses of SES that the record leaves out or nil,
-- copies = the record's own terms that name addresses of SES and no others or nil,
-- assumed = true where amazonses.com could not be learnt and the include alone speaks, open = why, a list of { name,
-- type, status } } for ENTRY of sesame.model.mail_from.
function sending.of(context, entry)
   local records = entry.spf.records
   if entry.spf.known == "unknown" then
      return unknown.mark({ result = "unknown", names = false }, entry.spf.because)
   end
   if #records == 0 then return unknown.mark { result = "none", names = false } end
   if #records > 1 then return unknown.mark { result = "permerror", names = false } end
   local names, addresses, unlearnt = names_ses(entry.tree), service_addresses(context)
   local broken = entry.tree.result ~= "ok" and entry.tree.result ~= "unknown"
   if broken and (not addresses or addresses:is_empty()) then -- for whomever it is asked
      return unknown.mark { result = "permerror", names = names }
   elseif not addresses then
      local made = { result = names and "pass" or "unknown", names = names, assumed = true, open = unlearnt }
      local because = unlearnt[1] or unknown.because(sending.SERVICE, "TXT", "temperror")
      return unknown.mark(made, not names and because or nil)
   end
   local open, result = heard.during(context.facts, function() return evaluate(context, entry.name, addresses) end)
   local because, left = nil, left_out(entry, addresses)
   if result == "pass" and left then result = "mixed" end -- another address of a block tried may not pass
   if result == "temperror" or result == nil then
      because = entry.tree.because or open[1] or unknown.because(entry.name, "TXT", "temperror")
   end
   return unknown.mark({
      result = because and "unknown" or result, names = names, left = left,
      copies = copies(entry, addresses),
   }, because)
end

return sending
