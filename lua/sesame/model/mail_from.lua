-- SPDX-License-Identifier: MIT
-- Model of MAIL FROM names: those given, and those of Amazon SES found below a domain that uses it. What stands there,
-- what hides it, where it went instead. It must not judge.
local copy = require "sesame.base.copy"
local core = require "sesame.core"
local discover = require "sesame.ses.mail_from_discover"
local heard = require "sesame.facts.heard"
local mail_from_host = require "sesame.ses.mail_from_host"
local mail_from_lost = require "sesame.ses.mail_from_lost"
local mx = require "sesame.model.mx"
local names = require "sesame.base.names"
local nearby = require "sesame.model.mail_from_nearby"
local outline = require "sesame.facts.outline"
local regions = require "sesame.ses.regions"
local spf = require "sesame.model.spf"
local to_make = require "sesame.model.mail_from_places"
local ses_spf = require "sesame.ses.mail_from_spf"
local walk = require "sesame.spf.walk"
local wildcard = require "sesame.facts.wildcard"

local mail_from = {}

function mail_from.questions(context)
   local list = {}
   for _, name in ipairs(context.mail_from) do
      list[#list + 1] = { name = name, type = "MX" }
      list[#list + 1] = { name = name, type = "TXT" }
   end
   return list
end

-- Whether SES uses a name with HOSTS as MAIL FROM: told so, or one of them is a feedback host.
local function is_ses(identities, hosts)
   if #identities > 0 then return true end
   for _, host in ipairs(hosts) do
      local kind = regions.host(host.host)
      if kind == "mail-from" or kind == "mail-from-wrong-suffix" then return true end
   end
   return false
end

local function regions_of(identities)
   local list, seen = {}, {}
   for _, identity in ipairs(identities) do
      local region = identity.region
      if region and not seen[region] then
         seen[region] = true
         list[#list + 1] = region
      end
   end
   return list
end

local function data_of(answer)
   local list = {}
   for i = 1, answer.known == "present" and #answer or 0 do list[i] = answer:text(i):lower() end
   table.sort(list)
   return table.concat(list, "\n")
end

-- What a wildcard above NAME says: for MX and TXT "answers" (the name has none of its own), "hidden" (there is one, but
-- it steps back at NAME, which has other data: RFC 4592 2.2.1), or nil; and `parent`, the name it stands below. No
-- wildcard outside the zone at APEX reaches into it.
local function wildcard_at(facts, name, apex)
   local parent = name ~= apex and name:match("^[^.]+%.(.+)$")
   local nonce = parent and wildcard.nonce(facts, parent)
   if not nonce then return {} end
   local found = {}
   local answers = facts:get_all { { name = nonce, type = "MX" }, { name = nonce, type = "TXT" } }
   for i, rrtype in ipairs { "MX", "TXT" } do
      local there = facts:get(name, rrtype)
      local hidden = there.known == "absent" and data_of(answers[i]) ~= ""
      local wild = hidden and wildcard.below(facts, parent, rrtype)
         or wildcard.alike(there, answers[i]) and wildcard.covering(facts, name, rrtype)
      if wild and wild.known then
         found[rrtype], found.parent = hidden and "hidden" or "answers", found.parent or wild.parent
      end
   end
   return found
end

-- Places where a panel that appends the zone puts the records of NAME: { { name, type }, ... } that hold some.
local function misplaced(context, name, apex)
   local list, questions, asked = {}, {}, {}
   for _, parent in ipairs { apex ~= "." and apex or context.domain, context.domain } do -- "." adds nothing
      local doubled = name .. "." .. parent
      if #doubled <= names.MAX and not asked[doubled] then
         asked[doubled] = true
         for _, rrtype in ipairs { "MX", "TXT" } do questions[#questions + 1] = { name = doubled, type = rrtype } end
      end
   end
   for i, answer in ipairs(context.facts:get_all(questions)) do
      local place, rrtype = questions[i].name, questions[i].type
      if answer.known == "present" and wildcard.is_own(context.facts, place, rrtype) then
         list[#list + 1] = { name = place, type = rrtype, answer = answer }
      end
   end
   return list
end

-- Type -> what is SES's, or may be, among the records of an answer, as texts.
local FITTING = {
   MX = function(answer)
      local list = {}
      for i = 1, #answer do
         local value = answer[i]
         if regions.host(value.exchange) then list[#list + 1] = ("%d %s"):format(value.preference, value.exchange) end
      end
      return list
   end,
   TXT = function(answer)
      local list = {}
      for i, place in ipairs((core.spf.select(answer))) do list[i] = answer[place] end
      return list
   end,
}

-- A doubled record counts where it is one of SES's: its MX host, an SPF record.
local function doubled_records(context, name, apex)
   local list = {}
   for _, place in ipairs(misplaced(context, name, apex)) do
      for _, text in ipairs(FITTING[place.type](place.answer)) do
         list[#list + 1] = { name = place.name, type = place.type, value = text }
      end
   end
   table.sort(list, function(a, b) return a.name .. a.type .. a.value < b.name .. b.type .. b.value end)
   return list
end

-- The records of ENTRY at doubled names, else where they went otherwise.
local function elsewhere(context, entry, apex)
   local found = doubled_records(context, entry.name, apex)
   if #found > 0 or entry.mx.known ~= "absent" then return found end
   local identity = entry.identities[1]
   return mail_from_lost.find(context.facts, entry.name, identity and identity.domain or context.domain, apex)
end

-- Name servers that NAME is delegated to: records of the zone above are not seen then.
local function delegation(facts, name, apex)
   if name == apex then return nil end
   local answer = facts:get(name, "NS")
   if answer.known ~= "present" or #answer:chain() > 0 then return nil end
   local hosts = {}
   for i = 1, #answer do hosts[i] = answer[i] end
   table.sort(hosts)
   return hosts
end

-- The servers of the zone that disagree on NAME: { { type, servers = { { host, value } } }, ... }.
local function differences(facts, name, apex)
   local list = {}
   for _, rrtype in ipairs(apex and { "MX", "TXT" } or {}) do
      local servers, first, differ = {}, nil, false
      for _, reply in ipairs(facts:each_server(apex, name, rrtype) or {}) do
         if reply.answer.known ~= "unknown" then
            local data = data_of(reply.answer)
            first = first or data
            differ = differ or data ~= first
            servers[#servers + 1] = { host = reply.host, value = data }
         end
      end
      table.sort(servers, function(a, b) return a.host < b.host end)
      if differ then list[#list + 1] = { type = rrtype, servers = servers } end
   end
   return list
end

-- The types of records that ENTRY certainly lacks and no one of DOUBLED has, nor may have where a question for it came
-- to nothing (OPEN).
local function lacking(entry, doubled, open)
   local found, list = {}, {}
   for _, record in ipairs(doubled) do found[record.type] = true end
   for _, question in ipairs(open) do found[question.type] = true end
   if entry.alias then return list end
   if entry.mx.known == "absent" and not found.MX then list[1] = "MX" end
   local bare = entry.spf.known ~= "unknown" and #entry.spf.records == 0 and #entry.spf.near_misses == 0
   if bare and not found.TXT then list[#list + 1] = "TXT" end
   return list
end

-- What is true of ENTRY where SES uses it.
local function of_ses(context, entry, apex)
   local facts, name = context.facts, entry.name
   local lacks = entry.mx.known == "absent" or entry.spf.known == "absent" or #entry.spf.records == 0
   local open, doubled = heard.during(facts, function() return lacks and elsewhere(context, entry, apex) or {} end)
   return {
      wildcard = wildcard_at(facts, name, apex), differences = differences(facts, name, apex),
      doubled = doubled, nearby = nearby.of(context, name, lacking(entry, doubled, open), apex),
      delegated = entry.mx.known == "absent" and delegation(facts, name, apex) or nil,
      host = mail_from_host.judge(entry), sending = ses_spf.of(context, entry),
   }
end

local function seen_at(context, name, identities, apex)
   local entry = { name = name, identities = identities, regions = regions_of(identities) }
   entry.mx, entry.spf = mx.build(context, name), spf.build(context, name)
   entry.alias = outline.of(context.facts:get(name, "MX")).chain[1] or entry.spf.chain[1]
   entry.ses = is_ses(identities, entry.mx.hosts)
   if #entry.spf.records == 1 then entry.tree = walk(name, { facts = context.facts, addresses = true }) end
   return entry.ses and copy.with(entry, of_ses(context, entry, apex)) or entry
end

--- One MAIL FROM name: { name, identities = the SES identities it is given for, regions = theirs, found = whether it
-- was found, not given, mx, spf, alias = target of a CNAME there or nil, tree = its SPF tree where it has one record,
-- ses = whether SES uses it }; and where SES does: wildcard = { MX, TXT = "answers" | "hidden" or nil, parent },
-- doubled = { { name, type, value } } found at a doubled name (with status, label, other of sesame.ses.mail_from_lost
-- where it was mistaken otherwise), nearby = the same, found near it (sesame.model.mail_from_nearby), delegated = {
-- hosts } or nil, differences = { { type,
-- servers = { { host, value } } } }, host (sesame.ses.mail_from_host), sending (sesame.ses.mail_from_spf). `open` are
-- the questions that came to nothing.
function mail_from.entry(context, name, identities, apex)
   local open, entry = heard.during(context.facts, function() return seen_at(context, name, identities, apex) end)
   local more = entry.sending and entry.sending.open or {} -- learnt once for all names
   table.move(more, 1, #more, #open + 1, open)
   return copy.with(entry, { open = open })
end

-- IDENTITIES, each without a MAIL FROM name with found_mail_from where one of PLACES speaks for its region, and with
-- OPEN, the questions of the search that came to nothing.
local function with_found(identities, places, told, open)
   local found, list = {}, {}
   for _, place in ipairs(places) do -- a name told for another region is that one's, whatever its MX says
      if not told[place.name] then found[place.region] = found[place.region] or place.name end
   end
   for i, identity in ipairs(identities) do
      local name = not identity.mail_from and identity.region and found[identity.region]
      list[i] = identity.mail_from and identity or copy.with(identity, { found_mail_from = name, open = open })
   end
   return list
end

-- NAME, which was given, and the names at which its records stand by a slip: no MAIL FROM names of their own.
local function slips_of(context, name, apex)
   local label = name:match "^[^.]+"
   return { name, label .. "." .. name, name .. "." .. (apex or context.domain), name .. "." .. context.domain }
end

--- All of CONTEXT, given or found, in order of name; and the identities of CONTEXT, with found_mail_from where they
-- have no MAIL FROM name (then with open, the questions of the search that came to nothing) and one with their region's
-- MX was found; both with the names that are to be made (sesame.model.mail_from_places); and how many names that the
-- source lists were not looked at. MODELS holds the domain's own models.
function mail_from.build(context, models)
   local list, known = {}, {}
   local apex = models.domain.zone
   for i, name in ipairs(context.mail_from) do
      list[i] = mail_from.entry(context, name, context.mail_from_identities[name] or {}, apex)
      for _, other in ipairs(slips_of(context, name, apex)) do known[other] = true end
   end
   local open, places, left = heard.during(context.facts, function() return discover.names(context, models) end)
   for _, place in ipairs(places) do
      if not known[place.name] then
         local entry = mail_from.entry(context, place.name, place.identities, apex)
         list[#list + 1] = copy.with(entry, { found = true, search = { open = open } })
      end
   end
   table.sort(list, function(a, b) return a.name < b.name end)
   local entries, identities = to_make.add(context, list, with_found(context.identities, places,
      context.mail_from_identities, open))
   return entries, identities, left
end

return mail_from
