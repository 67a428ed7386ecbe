-- SPDX-License-Identifier: MIT
-- Check of the zone's name servers: do they exist, serve the zone, and say the same? (RFC 1034 4.2.2, RFC 2182.)
-- It must not look anything up.
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"

local check = { name = "zone" }

check.findings = finding.declare("zone", {
   ["zone-agrees"] = {
      severity = "ok", fields = { "asked", "count" }, reference = "RFC 1034 4.2.2",
      text = "All name servers of {subject} serve it ({count} in all) and agree about {asked}.",
      why = "Every receiver gets the same answer to these.",
   },
   ["zone-ns-dangling"] = {
      severity = "error", rank = 3, fields = { "host", "target" }, reference = "RFC 1034 4.2.2", fix = "zone.server",
      text = "The name server {host} of {subject} has no address.",
      why = "Questions sent its way are lost. If somebody else can create {target}, they answer for the whole zone.",
      advice = "Remove the NS record here and at the registrar, or give the host an address.",
   },
   ["zone-ns-alias"] = {
      rank = 3,
      severity = "warning", fields = { "host", "target" }, reference = "RFC 2181 10.3", fix = "zone.server_alias",
      text = "The name server {host} of {subject} is an alias for {target}.",
      why = "An NS record must name a host with an address of its own; some resolvers refuse an alias.",
      advice = "Name {target} in the NS record.",
   },
   ["zone-ns-single"] = {
      severity = "notice", rank = 3, fields = { "host" }, reference = "RFC 1034 4.1",
      text = "{subject} has one name server only, {host}.",
      why = "When it is away, so is every record that receivers need.", advice = "Add a second one, elsewhere.",
   },
   ["zone-ns-lame"] = {
      severity = "error", rank = 3, fields = { "host", "status" }, reference = "RFC 1912 2.8", fix = "console.advice",
      text = "The name server {host} does not serve {subject}: it gave {status}.",
      why = "Part of all questions goes there, and some resolvers give up: mail is put off or refused by chance.",
      advice = "Remove the NS record here and at the registrar, or load the zone on that server.",
   },
   ["zone-ns-silent"] = {
      severity = "unknown", rank = 3, fields = { "host", "status" }, reference = "RFC 2182 3.1",
      text = "The name server {host} of {subject} gave no answer that says anything: {status}.",
      why = "It may be down, or only out of reach from here.",
      advice = "Try again from elsewhere; if it stays silent, remove it.",
   },
   ["zone-ns-unknown"] = {
      severity = "unknown", rank = 3, fields = { "host", "status", "server" }, reference = "RFC 1034 4.2.2",
      text = "Whether the name server {host} of {subject} has an address could not be learnt: {status} (asked: "
         .. "{server}).",
      why = "Resolvers that meet the same pass over this server.",
      advice = "Try again, or ask another resolver with --server.",
   },
   ["zone-serials-differ"] = {
      severity = "warning", rank = 3, fields = { "serials" }, reference = "RFC 1034 4.3.5", fix = "console.advice",
      text = "The name servers of {subject} hold different versions: {serials}.",
      why = "A change may be on its way right now; if it stays so, one server no longer gets updates.",
      advice = "Check again after the zone's refresh time.",
   },
   ["zone-servers-differ"] = {
      rank = 2, follows = { "zone-serials-differ" },
      severity = "error", fields = { "type", "versions" }, reference = "RFC 1034 4.3.5", fix = "console.advice",
      text = "The name servers disagree about {type} at {subject}; there are {versions} versions.",
      why = "What a receiver sees depends on which server it happens to ask.",
      advice = "Make every server hold the same zone; two DNS providers must be fed from one source.",
   },
   ["zone-record-not-everywhere"] = {
      rank = 2, follows = { "zone-serials-differ" },
      severity = "error", fields = { "type", "hosts" }, reference = "RFC 1034 4.3.5", fix = "console.advice",
      text = "Not every name server has {type} records at {subject}: there are none at {hosts}.",
      why = "What a receiver sees depends on which server it happens to ask.",
      advice = "Make every server hold the same zone; two DNS providers must be fed from one source.",
   },
   ["zone-answer-unknown"] = {
      severity = "unknown", rank = 3, fields = { "type", "hosts", "status" }, reference = "RFC 1034 4.2.2",
      text = "Whether all name servers agree about {type} at {subject} could not be learnt: {status} from {hosts}.",
      why = "They serve the zone, so receivers ask them too.",
      advice = "Try again from elsewhere; if it stays so, look at the zone on that server.",
   },
   ["zone-large-answer-missing"] = {
      rank = 2,
      severity = "error", fields = { "type", "octets", "host", "status" }, reference = "RFC 7208 3.4, RFC 7766 5",
      fix = "console.advice",
      text = "{host} serves the zone, but does not give {type} of {subject}, an answer of {octets} octets: {status}.",
      why = "Over 512 octets a server needs EDNS or TCP; this one, or a firewall before it, has neither. Who asks it "
         .. "sees no record.",
      advice = "Let TCP port 53 and large UDP answers through to that server; until then keep the set under 512 "
         .. "octets.",
   },
   ["zone-unknown"] = {
      severity = "unknown", rank = 3, fields = { "status", "server" }, reference = "RFC 1034 4.2.2",
      text = "The name servers of {subject} could not be learnt: {status} (asked: {server}).",
      why = "Whether they agree stays unknown.", advice = "Try again, or ask another resolver with --server.",
   },
}, { needs = { "zone" } })

local function hosts(zone, add)
   local good = true
   for _, entry in ipairs(zone.hosts) do
      local target = entry.chain and entry.chain[#entry.chain]
      local proof = { evidence.record(zone.apex, "NS", entry.host, 0, #entry.host) }
      for _, link in ipairs(evidence.chain(entry.host, entry.chain or {})) do proof[#proof + 1] = link end
      local detail = { subject = zone.apex, type = "NS", evidence = proof }
      if entry.known == "absent" then
         detail.fields = { host = entry.host, target = target or entry.host }
         add("zone-ns-dangling", detail)
      elseif entry.known == "unknown" and not zone.asked then
         detail.fields = { host = entry.host, status = entry.status, server = evidence.server(entry) }
         detail.because = { entry.because }
         add("zone-ns-unknown", detail)
      elseif entry.known == "present" and target then
         detail.fields = { host = entry.host, target = target }
         add("zone-ns-alias", detail)
      end
      good = good and entry.known == "present" and not target
   end
   if #zone.hosts == 1 then
      add("zone-ns-single", { subject = zone.apex, type = "NS", fields = { host = zone.hosts[1].host } })
   end
   return good
end

local function dangling_hosts(zone)
   local set = {}
   for _, entry in ipairs(zone.hosts) do set[entry.host] = entry.known == "absent" end
   return set
end

local function servers(zone, add)
   local good, gone = true, dangling_hosts(zone)
   for _, entry in ipairs(zone.servers) do
      if entry.lame_at and not gone[entry.host] then
         local status = entry.lame_status
         if status == "ok" or status == "nodata" or status == "nxdomain" then status = "an answer without authority" end
         add("zone-ns-lame", { subject = zone.apex, type = "NS", fields = { host = entry.host, status = status } })
      elseif not entry.known and not gone[entry.host] then
         add("zone-ns-silent", {
            subject = zone.apex, type = "NS",
            fields = { host = entry.host, status = entry.because.status }, because = { entry.because },
         })
      end
      good = good and entry.state == "serves" and not entry.lame_at and entry.known
   end
   return good
end

local function serials(zone, add)
   local seen, distinct, list = {}, 0, {}
   for _, entry in ipairs(zone.servers) do
      if entry.serial then
         list[#list + 1] = ("%s has %d"):format(entry.host, entry.serial)
         if not seen[entry.serial] then seen[entry.serial], distinct = true, distinct + 1 end
      end
   end
   if distinct < 2 then return true end
   add("zone-serials-differ", { subject = zone.apex, type = "SOA", fields = { serials = list } })
   return false
end

-- The versions as evidence: each record with the servers that give it. Servers without records are told in words.
local function versions(difference)
   local list, without = {}, {}
   for _, group in ipairs(difference.groups) do
      for _, value in ipairs(group.values) do
         local item = evidence.record(difference.name, group.type, value)
         item.server = table.concat(group.hosts, ", ")
         list[#list + 1] = item
      end
      if #group.values == 0 then without = group.hosts end
   end
   return list, without
end

local function differences(zone, add)
   for _, difference in ipairs(zone.differences) do
      local proof, without = versions(difference)
      add(#without > 0 and "zone-record-not-everywhere" or "zone-servers-differ", {
         subject = difference.name, type = difference.type, evidence = proof,
         fields = #without > 0 and { type = difference.type, hosts = without }
            or { type = difference.type, versions = #difference.groups },
      })
   end
   return #zone.differences == 0
end

local function large(zone, add)
   for _, entry in ipairs(zone.mute) do
      for _, host in ipairs(entry.hosts) do
         add("zone-large-answer-missing", {
            subject = entry.name, type = entry.type,
            fields = { type = entry.type, octets = entry.octets, host = host.host, status = host.because.status },
         })
      end
   end
   return #zone.mute == 0
end

-- Servers that serve the zone and did not say what stands at a name others spoke of.
local function partial(zone, add)
   for _, entry in ipairs(zone.partial) do
      local silent = {}
      for i, host in ipairs(entry.hosts) do silent[i] = host.host end
      if #silent > 0 then
         add("zone-answer-unknown", {
            subject = entry.name, type = entry.type,
            fields = { type = entry.type, hosts = silent, status = entry.hosts[1].status },
         })
      end
   end
   return #zone.partial == 0
end

-- What all of them agree about, as words.
local function asked(zone)
   local list = {}
   for i, entry in ipairs(zone.compared) do list[i] = entry.name .. " " .. entry.type end
   return list
end

--- Findings of MODELS (zone) through ADD(code, detail); none where the zone is not known.
function check.run(models, add)
   local zone = models.zone
   if not zone then return end
   if zone.known == "unknown" then
      add("zone-unknown", {
         subject = zone.apex, type = "NS", fields = { status = zone.status, server = evidence.server(zone) },
      })
      return
   end
   local good = hosts(zone, add)
   if not zone.asked then return end
   good = servers(zone, add) and good
   good = serials(zone, add) and good
   good = differences(zone, add) and good
   good = large(zone, add) and good
   good = partial(zone, add) and good
   if good and #zone.servers > 0 and #zone.compared > 0 then
      add("zone-agrees", { subject = zone.apex, type = "NS", fields = { count = #zone.servers, asked = asked(zone) } })
   end
end

return check
