-- SPDX-License-Identifier: MIT
-- Where a missing Easy DKIM record went: names people publish it at by mistake, delegations that hide it, and servers
-- that do not have it. Claims nothing that was not found. It must not judge targets.
local judge = require "sesame.easy_dkim.judge"
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
      if #name <= names.MAX then list[#list + 1] = { name = name, status = status } end
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

local function with_status(model, status)
   local list = {}
   for _, record in ipairs(model.records) do
      if record.status == status then list[#list + 1] = record end
   end
   return list
end

local function find_elsewhere(facts, missing, identity)
   local questions, places = {}, {}
   for _, record in ipairs(missing) do
      for _, place in ipairs(near_names(record.token, identity)) do
         questions[#questions + 1] = { name = place.name, type = "CNAME" }
         places[#places + 1] = { record = record, status = place.status }
      end
   end
   for i, answer in ipairs(facts:get_all(questions)) do
      local record = places[i].record
      if not record.at and speaks_of(answer, record.token) then
         record.status, record.at = places[i].status, questions[i].name
      end
   end
end

local function hosts_of(answer)
   local hosts = {}
   for i = 1, #answer do hosts[i] = answer[i] end
   table.sort(hosts)
   return hosts
end

-- The servers PARENT (_domainkey.<domain>) is delegated to, from the answer for its NS or from the zone's own servers;
-- or nil.
local function delegation(facts, identity, parent, answer)
   if answer.known == "present" and #answer:chain() == 0 then return hosts_of(answer) end
   if answer.known ~= "unknown" then return nil end
   local referral = judge.referral_of(answer, identity.domain)
   if referral then return referral.hosts end
   for _, reply in ipairs(identity.apex and facts:each_server(identity.apex, parent, "NS") or {}) do
      referral = judge.referral_of(reply.answer, identity.domain)
      if referral and referral.at == parent then return referral.hosts end
   end
end

-- What a delegation at PARENT means: what is missing lies hidden, and what got no answer was asked of its servers.
local function find_occlusion(facts, model, identity, parent, answer)
   local missing, unlearnt = with_status(model, "missing"), with_status(model, "unknown")
   if #missing + #unlearnt == 0 then return end
   local hosts = delegation(facts, identity, parent, answer)
   if not hosts then return end
   for _, record in ipairs(missing) do
      if not record.wildcard then
         record.status, record.at, record.detail, record.servers = "occluded", parent, "NS", hosts
      end
   end
   for _, record in ipairs(unlearnt) do
      if record.cause ~= "dnssec-bogus" then record.at, record.servers = parent, hosts end
   end
end

--- Gives each missing record of MODEL its likelier status (name-doubled, misplaced, underscore-refused, occluded) where
-- the record was found elsewhere, or PARENT is delegated away (ANSWER: that for its NS); `at` names the place,
-- `servers` whoever is delegated to.
function probe.explain(facts, model, identity, parent, answer)
   local missing = with_status(model, "missing")
   if #missing > 0 then find_elsewhere(facts, missing, identity) end
   find_occlusion(facts, model, identity, parent, answer)
end

local function data_of(answer)
   if answer.known == "absent" then return "" end
   local lines = {}
   for i = 1, #answer do lines[i] = answer[i]:lower() end
   table.sort(lines)
   return table.concat(lines, "\n")
end

-- What each server of the zone APEX has for the CNAME at NAME: { { host, value ("" for none) } }, and whether they
-- disagree. Servers that gave no answer of their own are left out; an empty list where nobody was to be asked.
local function server_values(facts, apex, name)
   local list, first, differ = {}, nil, false
   for _, reply in ipairs(facts:each_server(apex, name, "CNAME") or {}) do
      if reply.answer.known ~= "unknown" and reply.answer.aa then
         local data = data_of(reply.answer)
         first = first or data
         differ = differ or data ~= first
         list[#list + 1] = { host = reply.host, value = data }
      end
   end
   table.sort(list, function(a, b) return a.host == b.host and a.value < b.value or a.host < b.host end)
   return list, differ
end

-- Every server has the record right: the resolver asked only remembers what was there before.
local function believe_servers(record)
   record.status, record.detail, record.wildcard, record.at, record.servers = "right", "remembered", nil, nil, nil
   record.key, record.bits = record.hosted, record.hosted_bits
end

--- Asks the zone's own servers. Records that some have right and others not become "inconsistent" (`servers`: who has
-- what); those all have right are right, whatever the resolver still remembers (detail "remembered").
function probe.compare_servers(facts, model, identity)
   if not identity.apex then return end
   for _, record in ipairs(model.records) do
      local list, differ = server_values(facts, identity.apex, record.name)
      local good = record.status == "right" or record.status == "wrong-zone"
      local right = good
      for _, entry in ipairs(list) do right = right or entry.value == record.target end
      if differ and right then
         record.status, record.servers, record.at, record.detail = "inconsistent", list, nil, nil
      elseif right and not good and record.status ~= "conflict" and record.status ~= "unknown" then
         believe_servers(record)
      end
   end
end

--- Whether PARENT is denied although one of the records below it was found: receivers behind a caching resolver may
-- then be told that the key does not exist (RFC 8020 2). ANSWER: that for PARENT's NS.
function probe.is_denied_parent(model, answer)
   if answer.status ~= "nxdomain" or #answer:chain() > 0 then return false end
   for _, record in ipairs(model.records) do
      if #record.found > 0 and not record.wildcard then return true end
   end
   return false
end

return probe
