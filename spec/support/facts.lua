-- SPDX-License-Identifier: MIT
-- Facts from a table, for specs: { ["acme.example"] = { TXT = { "v=spf1 -all" }, MX = "servfail" }, ... }.
-- A type's value is a list of values, or a status for what could not be learnt. CNAME = "target" is followed.
-- `unchecked` holds what a name answers with checking disabled.
-- A name that is not there is NXDOMAIN, unless a name below it is, or a wildcard covers it (RFC 4592).
local answers = require("sesame.core").answer

local support = {}

local Facts = {}
Facts.__index = Facts

local function has_below(records, name)
   for known in pairs(records) do
      if known:sub(-#name - 1) == "." .. name then return true end
   end
   return false
end

-- The node of the wildcard that covers NAME, which does not exist; nil where none does.
local function star_of(records, name)
   local parent = name:match("^[^.]+%.(.+)$")
   while parent do
      local star = records["*." .. parent]
      if star or records[parent] or has_below(records, parent) then return star end
      parent = parent:match("^[^.]+%.(.+)$")
   end
end

-- What a type's value may say instead of records.
local STATUS = { servfail = true, timeout = true, refused = true, nodata = true, nxdomain = true }

local function look(records, name, rrtype, links, extra)
   local node = records[name] or not has_below(records, name) and star_of(records, name) or nil
   local alias = node and not STATUS[node.CNAME] and node.CNAME
   local answer = { name = extra.name or name, type = rrtype, records = links, server = extra.server, aa = extra.aa }
   if alias and rrtype ~= "CNAME" and #links < 8 then
      links[#links + 1] = { type = "CNAME", value = alias }
      return look(records, alias, rrtype, links, { name = extra.name or name, server = extra.server, aa = extra.aa })
   end
   local data = node and (node[rrtype] or node.all)
   if rrtype == "CNAME" and alias then data = { alias } end
   if type(data) == "string" then
      answer.status = data
   elseif data then
      answer.status = "ok"
      for _, value in ipairs(data) do links[#links + 1] = value end
   else
      answer.status = (node or has_below(records, name)) and "nodata" or "nxdomain"
   end
   return answers.make(answer)
end

function Facts:get(name, rrtype, options)
   self.asked[#self.asked + 1] = name .. " " .. rrtype
   local unchecked = options and options.cd and self.records[name] and self.records[name].unchecked
   return look(unchecked and { [name] = unchecked } or self.records, name, rrtype, {}, { aa = true })
end

--- 2026-11-24 00:00 UTC, in seconds since 1970.
function Facts:clock()
   return 1795478400
end

function Facts:get_all(questions)
   local list = {}
   for i, question in ipairs(questions) do list[i] = self:get(question.name, question.type, question.options) end
   return list
end

-- SERVERS: { ["ns1.acme.example"] = records or a status }.
function Facts:each_server(_, name, rrtype)
   if not self.servers then return nil, "not asked" end
   local list = {}
   for _, host in ipairs(self.hosts) do
      local data = self.servers[host]
      local answer
      if type(data) == "string" then
         answer = answers.make { name = name, type = rrtype, status = data, aa = false, records = {} }
      else
         answer = look(data, name, rrtype, {}, { aa = not data.not_authoritative })
      end
      list[#list + 1] = { host = host, server = host, answer = answer }
   end
   return list
end

--- Facts that know RECORDS; SERVERS answer one by one when given.
function support.of(records, servers)
   local hosts = {}
   for host in pairs(servers or {}) do hosts[#hosts + 1] = host end
   table.sort(hosts)
   return setmetatable({ records = records, servers = servers, hosts = hosts, asked = {} }, Facts)
end

--- An SOA value.
function support.soa(serial)
   return {
      primary = "ns1.acme.example", contact = "hostmaster.acme.example", serial = serial or 1, refresh = 7200,
      retry = 900, expire = 1209600, minimum = 300,
   }
end

--- Records of a domain in good order, with CHANGES laid over (name -> node, or false to take a name away).
function support.zone(changes)
   local records = {
      ["acme.example"] = {
         SOA = { support.soa() }, NS = { "ns1.acme.example", "ns2.acme.example" },
         MX = { { preference = 10, exchange = "mail.acme.example" } }, TXT = { "v=spf1 mx -all" },
      },
      ["_dmarc.acme.example"] = { TXT = { "v=DMARC1; p=quarantine; rua=mailto:dmarc@acme.example" } },
      ["mail.acme.example"] = { A = { "192.0.2.25" } },
      ["ns1.acme.example"] = { A = { "192.0.2.1" } }, ["ns2.acme.example"] = { A = { "192.0.2.2" } },
   }
   for name, node in pairs(changes or {}) do
      if node == false then
         records[name] = nil
      else
         records[name] = records[name] or {}
         for rrtype, data in pairs(node) do records[name][rrtype] = data or nil end
      end
   end
   return records
end

--- The audit of acme.example (or OPTIONS.domain) over RECORDS.
function support.audit(records, options)
   options = options or {}
   local facts = support.of(records, options.servers)
   return require("sesame.audit").run(options.domain or "acme.example", facts, options), facts
end

--- "code subject" of every finding that is not ok, in order.
function support.codes(records, options)
   local list = {}
   for _, item in ipairs(support.audit(records, options).findings) do
      if item.severity ~= "ok" then list[#list + 1] = item.code .. " " .. item.subject end
   end
   return list
end

--- What AFTER finds that BEFORE (both audits) does not, "+code subject", and what it finds no more, "-code subject", ok
-- or not: a sorted list, once for each.
function support.difference(before, after)
   local count, list = {}, {}
   for sign, audit in pairs { [-1] = before, [1] = after } do
      for _, item in ipairs(audit.findings) do
         local key = item.code .. " " .. item.subject
         count[key] = (count[key] or 0) + sign
      end
   end
   for key, times in pairs(count) do
      for _ = 1, math.abs(times) do list[#list + 1] = (times > 0 and "+" or "-") .. key end
   end
   table.sort(list)
   return list
end

--- "code subject" of every finding that is ok, in order, of the checks NAMES (a module below sesame.check, or a list of
-- them): what they say is right.
function support.oks(names, records, options)
   local list, own = {}, {}
   for _, name in ipairs(type(names) == "table" and names or { names }) do
      for code in pairs(require("sesame.check." .. name).findings) do own[code] = true end
   end
   for _, item in ipairs(support.audit(records, options).findings) do
      if item.severity == "ok" and own[item.code] then list[#list + 1] = item.code .. " " .. item.subject end
   end
   return list
end

--- The records of ITEM, a finding, as lines to copy.
function support.lines(item) return require("sesame.base.records").lines(item.records) end

--- The first finding of CODE.
function support.find(audit, code)
   for _, item in ipairs(audit.findings) do
      if item.code == code then return item end
   end
end

return support
