-- SPDX-License-Identifier: MIT
-- Model of the zone a domain lies in: its name servers, whether each of them serves it, and whether they agree.
-- It must not know what the records mean for mail.
local mx = require "sesame.model.mx"
local outline = require "sesame.facts.outline"
local spf = require "sesame.model.spf"
local unknown = require "sesame.base.unknown"

local zone = {}

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
      if is_lame(answer) then
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

-- Groups of servers that say the same: { { values = { texts }, hosts = { names } }, ... }; hosts that said nothing
-- are left out.
local function group(replies)
   local groups, by_data = {}, {}
   for _, reply in ipairs(replies) do
      local answer = reply.answer
      if answer.known ~= "unknown" and answer.aa then
         local values = data_of(answer)
         local key = table.concat(values, "\0")
         local entry = by_data[key]
         if not entry then
            entry = { key = key, values = values, hosts = {}, seen = {} }
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
   for i, entry in ipairs(groups) do groups[i] = { values = entry.values, hosts = entry.hosts } end
   return groups
end

-- What receivers of mail ask for, to be compared server by server.
local function compared(name)
   return {
      { name = name, type = "TXT" }, { name = name, type = "MX" },
      { name = "_dmarc." .. name, type = "TXT" },
   }
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

local function compare(context, model)
   for _, question in ipairs(compared(context.domain)) do
      local replies = context.facts:each_server(model.apex, question.name, question.type)
      local silent = replies and mute(replies, model.servers)
      if silent then
         silent.name, silent.type = question.name, question.type
         model.mute[#model.mute + 1] = silent
      end
      local groups = replies and group(replies) or {}
      if #groups > 1 then
         model.differences[#model.differences + 1] = { name = question.name, type = question.type, groups = groups }
      end
   end
end

--- { apex, known, status, server, chain, hosts = { { host, known, status, chain } }, asked = whether each server was
-- asked, servers = { { host, known and because, state, serial, status, server, ... } }, differences = { { name, type,
-- groups } }, mute = { { name, type, octets, hosts = { { host, known and because } } } } where a large answer did not
-- come }, or nil when no zone is known (APEX nil).
function zone.build(context, apex)
   if not apex then return nil end
   local answer = context.facts:get(apex, "NS")
   local model = outline.of(answer, { apex = apex, servers = {}, differences = {}, mute = {}, asked = false })
   model.hosts = servers_of(context, answer)
   local replies = context.facts:each_server(apex, apex, "SOA")
   if replies then
      model.asked, model.servers = true, judge(apex, replies)
      compare(context, model)
   end
   return model
end

return zone
