-- SPDX-License-Identifier: MIT
-- Where a missing Easy DKIM record went: names people publish it at by mistake, delegations that hide it, and servers
-- that do not have it. Claims nothing that was not found. It must not judge targets.
local astray = require "sesame.base.astray"
local copy = require "sesame.base.copy"
local judge = require "sesame.easy_dkim.judge"
local lost = require "sesame.facts.lost"
local names = require "sesame.base.names"

local probe = {}

local ANCESTORS_MAX = 5 -- names above an identity that are searched; identities that deep are hardly ever met

local function ancestors(domain, apex)
   local list = {}
   if not apex then return list end
   while domain ~= apex and #domain > #apex and #list < ANCESTORS_MAX do
      domain = domain:match("^[^.]+%.(.+)$")
      if not domain then break end
      list[#list + 1] = domain
   end
   return list
end

-- Names the record of TOKEN is published at by mistake: { { name, status } }, likeliest first.
local function near_names(token, identity)
   local domain, list = identity.domain, {}
   local right = ("%s._domainkey.%s"):format(token, domain)
   local function add(name, status)
      if names.fits(name) then list[#list + 1] = { name = name, status = status } end
   end
   add(right .. "." .. domain, "name-doubled")
   for _, parent in ipairs(ancestors(domain, identity.apex)) do
      add(right .. "." .. parent, "name-doubled")
      add(("%s._domainkey.%s"):format(token, parent), "misplaced")
   end
   add(("%s.domainkey.%s"):format(token, domain), "underscore-refused")
   add(("%s_domainkey.%s"):format(token, domain), "misplaced")
   add(("%s.%s"):format(token, domain), "misplaced")
   return list
end

-- Whether ANSWER speaks of TOKEN: a wildcard's answer does not.
local function speaks_of(answer, token)
   local link = answer:chain()[1]
   local alias = answer.known == "present" and answer.type == "CNAME" and answer[1] or link and link.target
   return alias ~= nil and alias ~= false and alias:lower():sub(1, #token + 1) == token .. "."
end

local FIRST_MAX <const> = 5 -- places beyond the usual mistakes where the first of the records is looked for

-- The place of the first name that FACTS list and that begins as the record of TOKEN does, with another domain behind
-- it: a list of one or none.
local function listed(facts, token, domain)
   for _, entry in ipairs(facts.names and facts:names(domain) or {}) do
      local found = entry.type == "CNAME" and astray.other(entry.name, token .. "._domainkey", domain)
      if found then return { copy.with(found, { parent = entry.name:sub(#token + 2) }) } end
   end
   return {}
end

-- Adds to FOUND those of MISSING that stand where a label is there twice, or another domain behind the name.
local function find_astray(facts, missing, identity, found)
   local tokens, by_token = {}, {}
   for _, record in ipairs(missing) do
      if not found[record] then tokens[#tokens + 1], by_token[record.token] = record.token, record end
   end
   local hits = lost.find(facts, tokens, astray.keys(identity.domain, identity.apex), {
      type = "CNAME", most = astray.DKIM_MAX, first = FIRST_MAX, fits = speaks_of,
      more = function(token) return listed(facts, token, identity.domain) end,
   })
   for token, hit in pairs(hits) do
      found[by_token[token]] = { status = hit.place.status, at = hit.at, label = hit.place.label,
         other = hit.place.other }
   end
end

--- Where the records of MISSING (those whose names hold nothing of theirs) were published by mistake, from FACTS: {
-- [record] = { status = "name-doubled|misplaced|underscore-refused|label-doubled|other-domain", at = the name, label =
-- what is there twice, other = the domain behind it } }, the likeliest place of each.
function probe.elsewhere(facts, missing, identity)
   local questions, places, found = {}, {}, {}
   for _, record in ipairs(missing) do
      for _, place in ipairs(near_names(record.token, identity)) do
         questions[#questions + 1] = { name = place.name, type = "CNAME" }
         places[#places + 1] = { record = record, status = place.status }
      end
   end
   for i, answer in ipairs(#questions > 0 and facts:get_all(questions) or {}) do
      local record = places[i].record
      if not found[record] and speaks_of(answer, record.token) then
         found[record] = { status = places[i].status, at = questions[i].name }
      end
   end
   find_astray(facts, missing, identity, found)
   return found
end

local function hosts_of(answer)
   local hosts = {}
   for i = 1, #answer do hosts[i] = answer[i] end
   table.sort(hosts)
   return hosts
end

--- The servers that PARENT (_domainkey.<domain>) is delegated to, from ANSWER for its NS or from the zone's own
-- servers; or nil.
function probe.delegation(facts, identity, parent, answer)
   if answer.known == "present" and #answer:chain() == 0 then return hosts_of(answer) end
   if answer.known ~= "unknown" then return nil end
   local referral = judge.referral_of(answer, identity.domain)
   if referral then return referral.hosts end
   for _, reply in ipairs(identity.apex and facts:each_server(identity.apex, parent, "NS") or {}) do
      referral = judge.referral_of(reply.answer, identity.domain)
      if referral and referral.at == parent then return referral.hosts end
   end
end

local function data_of(answer)
   if answer.known == "absent" then return "" end
   local lines = {}
   for i = 1, #answer do lines[i] = answer[i]:lower() end
   table.sort(lines)
   return table.concat(lines, "\n")
end

--- What each server of the zone of IDENTITY has for the CNAME of RECORD: { list = { { host, value ("" for none) } },
-- differ = whether they disagree, right = whether one of them has the right one }. Servers that gave no answer of their
-- own are left out; an empty list where nobody was to be asked.
function probe.servers(facts, identity, record)
   local list, first, differ, right = {}, nil, false, false
   local replies = identity.apex and facts:each_server(identity.apex, record.name, "CNAME")
   for _, reply in ipairs(replies or {}) do
      if reply.answer.known ~= "unknown" and reply.answer.aa then
         local data = data_of(reply.answer)
         first = first or data
         differ, right = differ or data ~= first, right or data == record.target
         list[#list + 1] = { host = reply.host, value = data }
      end
   end
   table.sort(list, function(a, b) return a.host == b.host and a.value < b.value or a.host < b.host end)
   return { list = list, differ = differ, right = right }
end

--- Whether the name above RECORDS is denied although one of them was found: receivers behind a caching resolver may
-- then be told that the key does not exist (RFC 8020 2). ANSWER: that for its NS.
function probe.is_denied_parent(records, answer)
   if answer.status ~= "nxdomain" or #answer:chain() > 0 then return false end
   for _, record in ipairs(records) do
      if #record.found > 0 and not record.wildcard then return true end
   end
   return false
end

return probe
