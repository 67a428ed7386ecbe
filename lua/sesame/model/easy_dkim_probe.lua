-- SPDX-License-Identifier: MIT
-- Where a missing Easy DKIM record went: names people publish it at by mistake, delegations that hide it, and servers that do
-- not have it. Claims nothing that was not found. It must not judge targets.
local probe = {}

local NAME_MAX = 253 -- characters of a name without its final dot, RFC 1035 2.3.4

local function ancestors(domain, apex)
   local list = {}
   if not apex then return list end
   while domain ~= apex and #domain > #apex do
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
      if #name <= NAME_MAX then list[#list + 1] = { name = name, status = status } end
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
   return alias and alias:lower():find(token, 1, true) == 1
end

local function missing_records(model)
   local list = {}
   for _, record in ipairs(model.records) do
      if record.status == "missing" then list[#list + 1] = record end
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

-- An NS or DNAME at _domainkey.<domain>, or at a name between, hides what the parent zone holds below it.
local function find_occlusion(facts, missing, identity)
   local parent = "_domainkey." .. identity.domain
   local answers = facts:get_all { { name = parent, type = "NS" }, { name = parent, type = "DNAME" } }
   for _, answer in ipairs(answers) do
      if answer.known == "present" and #answer:chain() == 0 then
         local hosts = {}
         for i = 1, #answer do hosts[i] = answer[i] end
         table.sort(hosts)
         for _, record in ipairs(missing) do
            if record.status == "missing" then
               record.status, record.at, record.detail, record.servers = "occluded", parent, answer.type, hosts
            end
         end
      end
   end
end

--- Gives each missing record of MODEL its likelier status (name-doubled, misplaced, underscore-refused, occluded) where the
-- record was found elsewhere; `at` names the place, `servers` whoever is delegated to.
function probe.explain_missing(facts, model, identity)
   local missing = missing_records(model)
   if #missing == 0 then return end
   find_elsewhere(facts, missing, identity)
   find_occlusion(facts, missing, identity)
end

local function data_of(answer)
   if answer.known == "absent" then return "" end
   local lines = {}
   for i = 1, #answer do lines[i] = answer:text(i):lower() end
   table.sort(lines)
   return table.concat(lines, "\n")
end

--- The servers of the zone APEX when they disagree on the CNAME at NAME: { { host, value ("" for none) } }, else nil.
-- Servers that gave no answer are left out; nil as well where nobody was to be asked.
function probe.differing_servers(facts, apex, name)
   local replies = facts:each_server(apex, name, "CNAME")
   if not replies then return nil end
   local list, first, differ = {}, nil, false
   for _, reply in ipairs(replies) do
      if reply.answer.known ~= "unknown" then
         local data = data_of(reply.answer)
         first = first or data
         differ = differ or data ~= first
         list[#list + 1] = { host = reply.host, value = data }
      end
   end
   table.sort(list, function(a, b) return a.host < b.host end)
   return differ and list or nil
end

--- Whether PARENT is denied although one of the records below it was found: receivers behind a caching resolver may then be
-- told that the key does not exist (RFC 8020 2).
function probe.denied_parent(facts, model, parent)
   for _, record in ipairs(model.records) do
      if #record.found > 0 and not record.wildcard then
         return facts:get(parent, "TXT").status == "nxdomain"
      end
   end
   return false
end

return probe
