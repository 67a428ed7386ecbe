-- SPDX-License-Identifier: MIT
-- A plan as commands of nsupdate: one message a zone, which a server takes as a whole or not at all (RFC 2136 3.7). It
-- must not know keys.
local sets = require "sesame.fix.record_sets"
local text = require "sesame.base.text"
local words = require "sesame.report.fix_words"

local nsupdate = { summary = "commands of nsupdate (RFC 2136)" }

-- Names and data come out of the core in presentation form, printable already.
local function line(format, ...)
   return text.escape(format:format(...))
end

-- A CNAME beside other data, or other data beside a CNAME, is silently left out by servers (RFC 2136 3.4.2.2): so the
-- name must hold neither, unless the same message takes it away.
local function company(set, list, lines)
   if #set.before > 0 or #set.after == 0 then return end
   local freed = false
   for _, other in ipairs(list) do
      local same = other.name == set.name and other ~= set
      if same and #other.before > 0 and (set.type == "CNAME" or other.type == "CNAME") then freed = true end
   end
   if freed then return end
   if set.type == "CNAME" then
      lines[#lines + 1] = line("prereq nxdomain %s.", set.name)
   else
      lines[#lines + 1] = line("prereq nxrrset %s. CNAME", set.name)
   end
end

--- What must hold before: each set of LIST exactly as it was (RFC 2136 2.4.2), or not there.
function nsupdate.prerequisites(list)
   local lines = {}
   for _, set in ipairs(list) do
      for _, record in ipairs(set.before) do
         lines[#lines + 1] = line("prereq yxrrset %s. %s %s", set.name, set.type, record.text)
      end
      if #set.before == 0 then lines[#lines + 1] = line("prereq nxrrset %s. %s", set.name, set.type) end
      company(set, list, lines)
   end
   return lines
end

--- The changes of LIST: whole sets go first, then whole sets come.
function nsupdate.updates(list)
   local lines = {}
   for _, set in ipairs(list) do
      if #set.before > 0 then lines[#lines + 1] = line("update delete %s. %s", set.name, set.type) end
   end
   for _, set in ipairs(list) do
      for _, record in ipairs(set.after) do
         lines[#lines + 1] = line("update add %s. %d %s %s", set.name, set.ttl, set.type, record.text)
      end
   end
   return lines
end

local HOST <const> = "^[%w.*-]*$" -- what names of hosts are made of, or a wildcard

-- Whether nsupdate by itself would refuse to add a record of LIST, since a name of a host has an underscore or worse.
-- What stood there before must go back there all the same.
local function has_odd_hosts(list)
   for _, set in ipairs(list) do
      local owner = set.type == "A" or set.type == "AAAA" or set.type == "MX"
      if owner and #set.after > 0 and not set.name:find(HOST) then return true end
      for _, record in ipairs(set.after) do
         if (set.type == "MX" or set.type == "NS") and not record.target:find(HOST) then return true end
      end
   end
   return false
end

--- The message for one ZONE, without its `send`: lines.
function nsupdate.message(zone, list)
   local lines = { line("zone %s.", zone) }
   if has_odd_hosts(list) then lines[#lines + 1] = "check-names no" end
   text.append(lines, nsupdate.prerequisites(list))
   return text.append(lines, nsupdate.updates(list))
end

--- PLAN as text. OPTIONS: server ("address" or "address:port" to send to; default: nsupdate finds the primary).
function nsupdate.render(plan, options)
   local lines = words.comment(";", words.head(plan))
   for _, entry in ipairs(sets.by_zone(sets.of(plan))) do
      lines[#lines + 1] = ""
      if options and options.server then lines[#lines + 1] = nsupdate.server(options.server) end
      for _, set in ipairs(entry.sets) do
         for i, why in ipairs(words.why(set)) do
            text.append(lines,
               words.comment(";", { (i == 1 and ("%s. %s: "):format(set.name, set.type) or "") .. why }))
         end
      end
      text.append(lines, nsupdate.message(entry.zone, entry.sets))
      lines[#lines + 1] = "send"
   end
   return table.concat(lines, "\n") .. "\n"
end

--- The command that names SERVER, "address" or "address:port" ("[address]:port").
function nsupdate.server(server)
   local address, port = server:match("^%[(.-)%]:(%d+)$")
   if not address then address, port = server:match("^([^:]+):(%d+)$") end
   return line("server %s %s", address or server:gsub("[%[%]]", ""), port or "53")
end

return nsupdate
