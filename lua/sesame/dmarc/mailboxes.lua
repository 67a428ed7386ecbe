-- SPDX-License-Identifier: MIT
-- Whether mail to a host can be delivered at all (RFC 5321 5.1, RFC 7505): for the addresses that reports go to. It
-- must not judge.
local unknown = require "sesame.base.unknown"

local mailboxes = {}

local TYPES <const> = { "MX", "A", "AAAA" }

local function is_null(answer)
   local host = #answer == 1 and answer[1].exchange
   return host == "" or host == "."
end

-- What MX alone says of a host: a mailbox, or nil where addresses decide.
local function by_mx(answer)
   if answer.known == "unknown" then return unknown.mark({ status = "unknown" }, unknown.unlearnt(answer)) end
   if answer.known == "present" then return unknown.mark { status = is_null(answer) and "null-mx" or "ok" } end
   if answer.status == "nxdomain" then return unknown.mark { status = "nxdomain" } end
end

-- The same by its addresses, where it has no MX.
local function by_addresses(answers)
   local because
   for _, answer in ipairs(answers) do
      if answer.known == "present" then return unknown.mark { status = "ok" } end
      because = because or unknown.unlearnt(answer)
   end
   return unknown.mark({ status = because and "unknown" or "no-address" }, because)
end

local function asked(facts, hosts, first, last)
   local questions = {}
   for _, host in ipairs(hosts) do
      for i = first, last do questions[#questions + 1] = { name = host, type = TYPES[i] } end
   end
   return #questions > 0 and facts:get_all(questions) or {}
end

--- The addresses of REPORTS (dmarc.reports of the model) whose mailbox is at HOST, as URIs, each once.
function mailboxes.at(reports, host)
   local list, seen = {}, {}
   for _, entry in ipairs(reports or {}) do
      if entry.host == host and not seen[entry.uri] then seen[entry.uri], list[#list + 1] = true, entry.uri end
   end
   return list
end

--- Whether a mailbox at HOST may receive, for all that MX, the model of where the audited domain receives mail, tells:
-- false where that is HOST and it certainly receives none. Asks nobody.
function mailboxes.may_receive(mx, host)
   if not mx or mx.name ~= host then return true end
   return not (mx.null or mx.known == "absent" and mx.implicit.known == "absent")
end

--- For each of HOSTS (a list without repetition) over FACTS; waits: { [host] = { status = "ok" | "nxdomain" |
-- "null-mx" | "no-address" (neither MX nor address) | "unknown", known, because } }.
function mailboxes.of(facts, hosts)
   local found, open = {}, {}
   for i, answer in ipairs(asked(facts, hosts, 1, 1)) do
      found[hosts[i]] = by_mx(answer)
      if not found[hosts[i]] then open[#open + 1] = hosts[i] end
   end
   local answers = asked(facts, open, 2, #TYPES)
   for i, host in ipairs(open) do found[host] = by_addresses { answers[2 * i - 1], answers[2 * i] } end
   return found
end

return mailboxes
