-- SPDX-License-Identifier: MIT
-- Model of the zone a domain lies in: its name servers, whether each of them serves it, and whether they agree.
-- It must not know what the records mean for mail.
local mx = require "sesame.model.mx"
local outline = require "sesame.facts.outline"
local spf = require "sesame.model.spf"
local names = require "sesame.base.names"
local unknown = require "sesame.base.unknown"

local zone = {}

zone.COMPARED_MAX = 16 -- record sets compared server by server

local PLAIN_UDP = 512 -- octets of a message without EDNS, RFC 1035 4.2.1

function zone.questions(apex)
   return { { name = apex, type = "NS" } }
end

local function servers_of(context, answer)
   local hosts = {}
   for i = 1, answer.known == "present" and #answer or 0 do hosts[i] = { host = answer[i] } end
   table.sort(hosts, function(a, b) return a.host < b.host end)
   mx.addresses(context, hosts)
   return hosts
end

-- The data of an answer in no order of arrival: a list of texts, empty where there are no records.
local function data_of(answer)
   local list = {}
   for i = 1, answer.known == "present" and #answer or 0 do
      list[i] = type(answer[i]) == "string" and answer[i] or answer:text(i)
   end
   table.sort(list)
   return list
end

local function is_lame(answer)
   return answer.status == "lame" or answer.status == "referral" or answer.status == "refused"
      or answer.status == "notimp" or answer.known ~= "unknown" and not answer.aa
end

-- One entry a host: the best of what its addresses said ("serves", "lame", "silent"), and its serial; what one of them
-- did not answer is not known.
local function judge(apex, replies)
   local by_host, order = {}, {}
   for _, reply in ipairs(replies) do
      local entry = by_host[reply.host]
      if not entry then
         entry = { host = reply.host, state = "silent" }
         by_host[reply.host], order[#order + 1] = entry, entry
      end
      local answer = reply.answer
      if reply.server and is_lame(answer) then -- said by a server, not for want of one
         entry.lame_at, entry.lame_status = reply.server, answer.status
         if entry.state == "silent" then entry.state = "lame" end
      elseif answer.known ~= "unknown" then
         entry.state = "serves"
         if answer.known == "present" then entry.serial = answer[1].serial end
      elseif answer.status ~= "unreachable" then
         entry.because = unknown.unlearnt(answer)
      end
      entry.status, entry.server = entry.status or answer.status, entry.server or reply.server
   end
   for _, entry in ipairs(order) do
      local nobody = entry.state == "silent" and unknown.because(apex, "SOA", entry.status) or nil
      unknown.mark(entry, entry.because or nobody)
   end
   table.sort(order, function(a, b) return a.host < b.host end)
   return order
end

-- What ANSWER of a server holds at the name itself: a list of texts and their type, that of an alias where there is
-- one, wherever it leads. Nil where the server did not say.
local function own_data(answer)
   local link = answer.aa and answer:chain()[1]
   if link then return { link.target:lower() }, "CNAME" end
   if answer.known ~= "unknown" and answer.aa then return data_of(answer), answer.type end
end

-- Groups of servers that say the same: { { values = { texts }, type = of those, hosts = { names } }, ... }; hosts that
-- said nothing are left out.
local function group(replies)
   local groups, by_data = {}, {}
   for _, reply in ipairs(replies) do
      local values, kind = own_data(reply.answer)
      if values then
         local key = kind .. "\0" .. table.concat(values, "\0")
         local entry = by_data[key]
         if not entry then
            entry = { key = key, values = values, type = kind, hosts = {}, seen = {} }
            by_data[key], groups[#groups + 1] = entry, entry
         end
         if not entry.seen[reply.host] then
            entry.seen[reply.host] = true
            entry.hosts[#entry.hosts + 1] = reply.host
         end
      end
   end
   for _, entry in ipairs(groups) do table.sort(entry.hosts) end
   table.sort(groups, function(a, b) return a.hosts[1] < b.hosts[1] end)
   for i, entry in ipairs(groups) do
      groups[i] = { values = entry.values, type = entry.type, hosts = entry.hosts }
   end
   return groups
end

-- Into ADD(name): the names of TERMS, of an SPF tree, that hold records of the zone APEX.
local function own_includes(terms, apex, add)
   for _, term in ipairs(terms or {}) do
      local leads = (term.kind == "include" or term.kind == "redirect") and term.target
      if leads and names.below(names.canonical(leads), apex) then add(names.canonical(leads)) end
      own_includes(term.terms, apex, add)
   end
end

-- What receivers of mail ask for, to be compared server by server: the domain's own names, those of its selectors, and
-- those in the zone that its SPF record leads to.
local function compared(context, apex, models)
   local name, list, seen = context.domain, {}, {}
   local function add(owner, rrtype)
      local key = owner .. " " .. rrtype
      if #list < zone.COMPARED_MAX and #owner <= names.MAX and not seen[key] then
         seen[key], list[#list + 1] = true, { name = owner, type = rrtype }
      end
   end
   local function text(owner) add(owner, "TXT") end
   text(name)
   add(name, "MX")
   text("_dmarc." .. name)
   for _, entry in ipairs(models.selectors or {}) do text(entry.name) end
   own_includes(models.spf_tree and models.spf_tree.terms, apex, text)
   return list
end

-- The hosts that serve the zone and did not say what the others say: { { host, status } }.
local function untold(replies, servers)
   local said, hosts, status = {}, {}, {}
   for _, reply in ipairs(replies) do
      if own_data(reply.answer) then said[reply.host] = true end
      status[reply.host] = status[reply.host] or reply.answer.status
   end
   for _, entry in ipairs(servers) do
      if entry.state == "serves" and not said[entry.host] then
         hosts[#hosts + 1] = { host = entry.host, status = status[entry.host] or "unreachable" }
      end
   end
   return hosts
end

-- Hosts that serve the zone but did not answer a question whose answer elsewhere is too large for plain UDP: they know
-- neither EDNS nor TCP, or something before them drops both (RFC 7766 5). Nil where the answer is small, or everybody
-- gave it.
local function mute(replies, servers)
   local octets, hosts, serves, seen = 0, {}, {}, {}
   for _, entry in ipairs(servers) do serves[entry.host] = entry.state == "serves" end
   for _, reply in ipairs(replies) do
      local answer = reply.answer
      if answer.known == "present" and answer.type == "TXT" then
         octets = math.max(octets, spf.size_of(answer, answer.name).message)
      end
   end
   if octets <= PLAIN_UDP then return nil end
   for _, reply in ipairs(replies) do
      if reply.answer.known == "unknown" and serves[reply.host] and not seen[reply.host] then
         seen[reply.host] = true
         hosts[#hosts + 1] = unknown.mark({ host = reply.host }, unknown.unlearnt(reply.answer))
      end
   end
   table.sort(hosts, function(a, b) return a.host < b.host end)
   return #hosts > 0 and { hosts = hosts, octets = octets } or nil
end

-- What REPLIES to QUESTION show, into MODEL: nothing where no server spoke for the name (it is another zone's).
local function note(model, question, replies, silent)
   local groups = group(replies)
   if #groups == 0 then return end
   if #groups > 1 then
      model.differences[#model.differences + 1] = { name = question.name, type = question.type, groups = groups }
   end
   local hosts = silent and {} or untold(replies, model.servers)
   local into = (#hosts > 0 or silent) and model.partial or model.compared
   into[#into + 1] = { name = question.name, type = question.type, hosts = hosts }
end

local function compare(context, model, models)
   for _, question in ipairs(compared(context, model.apex, models)) do
      local replies = context.facts:each_server(model.apex, question.name, question.type)
      local silent = replies and mute(replies, model.servers)
      if silent then
         silent.name, silent.type = question.name, question.type
         model.mute[#model.mute + 1] = silent
      end
      if replies then note(model, question, replies, silent) end
   end
end

--- { apex, known, status, server, chain, hosts = { { host, known, status, chain } }, asked = whether each server was
-- asked, servers = { { host, known and because, state, serial, status, server, ... } }, differences = { { name, type,
-- groups = { { values, type, hosts } } } }, compared = { { name, type } } that every server which serves the zone spoke
-- of, partial = { { name, type, hosts = { { host, status } } } } that those hosts did not, mute = { { name, type,
-- octets, hosts = { { host, known and because } } } } where a large answer did not come }, or nil when no zone is known
-- (APEX nil). Of MODELS the selectors and the SPF tree say which names are compared beside the domain's own.
function zone.build(context, apex, models)
   if not apex then return nil end
   local answer = context.facts:get(apex, "NS")
   local model = outline.of(answer, {
      apex = apex, asked = false, servers = {}, differences = {}, compared = {}, partial = {}, mute = {},
   })
   model.hosts = servers_of(context, answer)
   local replies = context.facts:each_server(apex, apex, "SOA")
   if replies then
      model.asked, model.servers = true, judge(apex, replies)
      compare(context, model, models or {})
   end
   return model
end

return zone
