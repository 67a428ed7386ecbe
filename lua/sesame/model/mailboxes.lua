-- SPDX-License-Identifier: MIT
-- Model of the services that hold a domain's mailboxes, by its MX, and send what its people write: whether SPF of the
-- domain passes for their addresses, as DNS names them. Asks nothing where the record names the service. It must not
-- judge.
local dkim = require "sesame.dkim"
local policy = require "sesame.spf.policy"
local providers = require "sesame.mail.providers"
local unknown = require "sesame.base.unknown"
local walk = require "sesame.spf.walk"

local mailboxes = {}

mailboxes.SERVICES_MAX = 3 -- looked at for one domain

local HAS_KEY <const> = { usable = true, depends = true } -- of sesame.dkim.check

-- The services that the hosts of MX show to hold mailboxes, each once, with one such host: { { entry, host } }. A
-- service that only filters, or gives its mail an envelope of its own, is none.
local function services_of(mx)
   local list, seen = {}, {}
   for _, host in ipairs(mx.hosts) do
      local entry = not host.null and providers.entry_of_mx(host.host:lower())
      local holds = entry and entry.envelope == "user" and entry.include and not seen[entry.key]
      if holds and #list < mailboxes.SERVICES_MAX then
         seen[entry.key], list[#list + 1] = true, { entry = entry, host = host.host }
      end
   end
   return list
end

-- Whether NODE comes to NAME, whatever is said of those it names.
local function reaches(node, name)
   for _, term in ipairs(node.terms or {}) do
      local leads = term.kind == "redirect" or term.kind == "include"
      if leads and (term.target == name or reaches(term, name)) then return true end -- a dead term leads nowhere
   end
   return false
end

local function is_named(tree, entry)
   for _, name in ipairs(entry.includes) do
      if reaches(tree, name) then return true end
   end
   return false
end

-- Whether a key can be had at one of the selectors that customers of ENTRY get at DOMAIN: nil where that could not be
-- learnt, or no selector is known; the selectors; and the question that failed.
local function signs(facts, domain, entry)
   local questions, selectors, found, open = {}, {}, false, nil
   for _, selector in ipairs(entry.selectors) do
      local name = not selector:find("*", 1, true) and dkim.name(selector, domain)
      if name then
         questions[#questions + 1], selectors[#selectors + 1] = { name = name, type = "TXT" }, selector
      end
   end
   for _, answer in ipairs(#questions > 0 and facts:get_all(questions) or {}) do
      local checked = answer.known == "present" and dkim.check(answer)
      found = found or checked and HAS_KEY[checked.status] == true or false
      open = open or unknown.unlearnt(answer)
   end
   if not found and (open or #questions == 0) then return nil, selectors, open end
   return found, selectors
end

-- ADDRESSES without OTHERS: how many IPv4 addresses are left, and how many there were.
local function left_of(addresses, others)
   return tonumber((addresses - others):size "ip4"), tonumber(addresses:size "ip4")
end

-- What is true of SERVICE, which TREE does not name.
local function judged(context, tree, service)
   local entry = service.entry
   local own = walk(entry.include, { facts = context.facts, addresses = true })
   local made = { key = entry.key, name = entry.name, include = entry.include, host = service.host }
   if own.result ~= "ok" or not own.authorised or #own.open > 0 then
      return unknown.mark(made, own.because or own.open[1] or unknown.because(entry.include, "TXT", own.dns
         or "temperror"))
   end
   made.left, made.count = left_of(own.authorised, tree.possible)
   made.out = made.left * 2 > made.count -- else a host or two of its own, or its record of another day, is named
   made.cost = 1 + own.lookups
   if made.out then
      made.signs, made.selectors, made.key_because = signs(context.facts, context.domain, entry)
   end
   return unknown.mark(made)
end

--- The services that hold the mailboxes of CONTEXT's domain and that its SPF record, the one there is, does not name:
-- { { key, name, include, host = their host in MX, known and because, left = IPv4 addresses of theirs that certainly do
-- not pass, of count, out = whether those are most of them, cost = lookups of the include, signs = whether a key is
-- published at one of selectors, which its customers get (nil: not known, by key_because or since there are none) } }.
-- MODELS: mx, spf_tree.
function mailboxes.build(context, models)
   local tree, list = models.spf_tree, {}
   if not tree or tree.result ~= "ok" or not tree.possible or not policy.ending(tree) then return list end
   if policy.refuses_all(tree) then return list end -- it says that nobody sends, and means it
   for _, service in ipairs(services_of(models.mx)) do
      if not is_named(tree, service.entry) then list[#list + 1] = judged(context, tree, service) end
   end
   return list
end

return mailboxes
