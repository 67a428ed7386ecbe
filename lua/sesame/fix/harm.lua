-- SPDX-License-Identifier: MIT
-- What record changes would do to mail beyond the findings: a DMARC policy that asks for less, mail from SES that fails
-- DMARC, senders that fail SPF, and ones that pass it without being named. Asks through facts; it must not know what
-- mends what.
local core = require "sesame.core"
local owner = require "sesame.base.owner"
local policies = require "sesame.dmarc.policy"
local spf = require "sesame.spf"
local walk = require "sesame.spf.walk"

local harm = {}

local NONCE <const> = "sesame-no-such-name."
local WEIGHT = { none = 1, quarantine = 2, reject = 3 }
local NAMES_MAX <const> = 40 -- names whose SPF is compared
local OPEN = { permerror = true, temperror = true, none = true } -- results under which nothing was denied

-- ---- DMARC ----

local function policy_of(facts, name)
   local found = policies.discover(facts, name)
   if found.status == "unknown" then return nil end
   return WEIGHT[found.policy] or 0, found.policy or "no policy"
end

local function policy_harm(domain, before, after, list)
   local names = { domain, owner.top(domain) }
   if #NONCE + #domain <= require("sesame.base.names").MAX then names[#names + 1] = NONCE .. domain end
   for _, name in ipairs(names) do
      local was, old = policy_of(before.facts, name)
      local now, new = policy_of(after.facts, name)
      if was and (not now or now < was) then
         local what = name:sub(1, #NONCE) == NONCE and ("names below %s that do not exist"):format(domain) or name
         list[#list + 1] = { kind = "policy",
            text = ("the DMARC policy of %s would be weaker: %s, now %s"):format(what, new or "unknown", old) }
      end
   end
end

local function streams_of(audit)
   local found = {}
   for _, own in ipairs(audit.models and audit.models.ses and audit.models.ses.regions or {}) do
      for _, stream in ipairs(own.streams) do
         found[table.concat({ own.region, own.domain, own.dkim.selectors[1] or "", stream.mail_from }, "\0")] = stream
      end
   end
   return found
end

local function stream_harm(before, after, list)
   local now = streams_of(after.audit)
   for key, stream in pairs(streams_of(before.audit)) do
      local later = now[key]
      if stream.dmarc == "pass" and later and later.dmarc == "fail" then
         local region = key:match("^%Z+")
         list[#list + 1] = { kind = "stream", text = ("mail from SES in %s would fail DMARC"):format(region) }
      end
   end
end

-- ---- SPF ----

-- The names under which mail is sent, as far as AUDIT knows them, and every name of CHANGED ({ { name, type } }).
local function senders(domain, audit, changed)
   local list, known, models = {}, {}, audit.models or {}
   local function add(name)
      local new = name and name ~= "" and not known[name]
      if new and #list < NAMES_MAX then known[name], list[#list + 1] = true, name end
   end
   add(domain)
   for _, entry in ipairs(models.mail_from or {}) do add(entry.name) end
   for _, host in ipairs(models.mx and models.mx.hosts or {}) do
      if not (host.null or host.address) then add(host.host) end
   end
   for _, set in ipairs(changed) do add(set.name) end
   return list
end

local function records_at(facts, name)
   local answer, list = facts:get(name, "TXT"), {}
   for i, place in ipairs(spf.select(answer)) do list[i] = answer[place] end
   return list
end

local function record_at(facts, name)
   local list = records_at(facts, name)
   return #list == 1 and list[1] or nil
end

-- The texts of the terms of the record at NAME that count, as a set.
local function counting(facts, name)
   local set = {}
   for _, term in ipairs((walk(name, { facts = facts, addresses = true }) or {}).terms or {}) do
      if term.status ~= "dead" and term.status ~= "ignored" then set[term.text:lower()] = true end
   end
   return set
end

-- Whether TERM can be written into a record of its own: what is at fault in it may be any byte.
local function is_plain(term) return not term.text:find("[^\x21-\x7E]") end

local function adds(addresses, name, facts, words)
   local said = spf.denote(spf.render(words), { facts = facts, domain = name })
   return said and addresses | said:addresses "pass" or addresses
end

-- What the terms say by name that the records of CHANGED have now, but for "all": those alone that did not count
-- before, unless ALL is asked for. A term that leads to a changed set is new as well, and so are those of LETS.
local function named(before, after, changed, all, lets)
   local addresses, touched = core.addrset.new {}, {}
   for _, set in ipairs(changed) do touched[set.name] = true end
   for name in pairs(touched) do
      local record, old = record_at(after.facts, name), all and {} or counting(before.facts, name)
      for _, term in ipairs((record and spf.parse(record) or {}).terms or {}) do
         local names = term.kind ~= "all" and (term.qualifier == "+" or term.kind == "redirect") and is_plain(term)
         local moved = touched[(term.value or name):lower()] and term.kind ~= "ip4" and term.kind ~= "ip6"
         if names and (moved or lets[term.text:lower()] or not old[term.text:lower()]) then
            addresses = adds(addresses, name, after.facts, { term.text, term.kind ~= "redirect" and "-all" or nil })
         end
      end
   end
   return addresses
end

local function span(change) return core.addrset.new { change.first .. "-" .. change.last } end

local function range(change)
   return change.first == change.last and change.first or ("%s to %s"):format(change.first, change.last)
end

-- The first term of what stood at NAME, a record that ends in an error or several, that names addresses which NEW (a
-- denotation) does not let pass: a service its owner wrote down and would lose. Nil where nothing changes at NAME.
local function dropped(given, name, before, after, new)
   local texts, mine = records_at(before.facts, name), false
   for _, set in ipairs(given.changed) do mine = mine or set.name == name and set.type == "TXT" end
   if not mine or #records_at(after.facts, name) ~= 1 then return nil end
   local tree = #texts == 1 and walk(name, { facts = before.facts, addresses = true })
   if tree and tree.result == "ok" then return nil end -- who passed is compared address by address
   local _, passes = new:addresses "pass"
   for _, text in ipairs(texts) do
      local parsed = spf.parse(text) or { terms = {} }
      for i, term in ipairs(parsed.terms) do
         local counts = term.qualifier == "+" and term.kind ~= "all" and not (parsed.all and i > parsed.all)
            and is_plain(term)
         local said = counts and spf.denote(spf.render { term.text, "-all" }, { facts = after.facts, domain = name })
         if said and not (said:addresses "pass" - passes):is_empty() then return term.text end
      end
   end
end

local function spf_harm(given, name, before, after, list)
   local domain, changed = given.domain, given.changed
   local old, new = spf.denote(name, { facts = before.facts }), spf.denote(name, { facts = after.facts })
   if not (old and new) then return end
   local lost, gained
   for _, change in ipairs(spf.compare(old, new).changes) do
      local sends = owner.is_own(domain, name) and not name:find("_", 1, true) -- nobody has such a name behind an @
      if change.from == "pass" and not lost and sends then
         lost = { kind = "lost", text = ("%s would no longer pass SPF at %s"):format(range(change), name) }
      elseif change.to == "pass" and not gained then
         local rest = span(change) - named(before, after, changed, OPEN[change.from], given.lets)
         if not rest:is_empty() then
            gained = { kind = "gained", text = ("%s would pass SPF at %s, and no new term names it"):format(
               rest:range(1).first, name) }
         end
      end
   end
   local term = not lost and owner.is_own(domain, name) and dropped(given, name, before, after, new)
   if term then lost = { kind = "lost", text = ("what %s names would not pass SPF at %s"):format(term, name) } end
   list[#list + 1] = lost
   list[#list + 1] = gained
end

--- What is worse AFTER ({ facts, audit }) than BEFORE where the sets CHANGED ({ { name, type } }) of DOMAIN differ: a
-- list of { kind = "policy" | "stream" | "lost" | "gained", text = a sentence without a full stop }. LETS: the terms of
-- SPF that are to let send, wherever they stood (nil: none). Waits.
function harm.of(domain, before, after, changed, lets)
   local list, dmarc, sends, given = {}, false, false, { domain = domain, changed = changed, lets = {} }
   for _, word in ipairs(lets or {}) do given.lets[word] = true end
   for _, set in ipairs(changed) do
      local policy = set.name:find("^_dmarc%.") ~= nil or set.type == "CNAME"
      dmarc, sends = dmarc or policy, sends or not policy or set.type == "CNAME"
   end
   if dmarc then policy_harm(domain, before, after, list) end
   stream_harm(before, after, list)
   if sends then
      for _, name in ipairs(senders(domain, before.audit, changed)) do
         spf_harm(given, name, before, after, list)
      end
   end
   return list
end

return harm
