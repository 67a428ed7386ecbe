-- SPDX-License-Identifier: MIT
-- One dynamic update (RFC 2136) through nsupdate, and what a server's refusal means. The key goes to its standard
-- input: never on a command line, into the environment or into a file. It must not know plans.
local format = require "sesame.report.fix_nsupdate"
local shell = require "sesame.base.shell"
local text = require "sesame.base.text"

local nsupdate = {}

nsupdate.TIMEOUT = 20 -- seconds for one update, over TCP

nsupdate.PROGRAM = "nsupdate"

--- What a response code to an update means (RFC 2136 2.2, RFC 8945 3), and what to do.
nsupdate.meanings = {
   NXRRSET = "a record set that was seen before is gone or holds other records now; run the command again to plan anew",
   YXRRSET = "a record set is there now that was not seen before; run the command again to plan anew",
   NXDOMAIN = "a name that was seen before is gone now; run the command again to plan anew",
   YXDOMAIN = "a name that was free before holds records now, and an alias cannot stand beside them; run the command "
      .. "again to plan anew",
   NOTAUTH = "this server is not the zone's primary, or does not take this key for it",
   NOTZONE = "a name to change lies outside the zone",
   REFUSED = "the server does not let this key, or this address, change the zone; see its update policy (allow-update, "
      .. "update-policy, acl)",
   NOTIMP = "this server does not do dynamic updates",
   FORMERR = "the server could not read the update",
   SERVFAIL = "the server failed; its log says why (often it may not write its journal)",
   BADKEY = "the server does not know this key: name and algorithm must be the same on both sides",
   BADSIG = "the key's secret is not the server's",
   BADTIME = "the clocks of this machine and the server differ too much",
   BADTRUNC = "the server wants a longer signature",
}

--- Whether nsupdate is installed.
function nsupdate.installed()
   return (os.execute("command -v " .. shell.quote(nsupdate.PROGRAM) .. " >/dev/null 2>&1")) == true
end

local function read_and_remove(path)
   local file = io.open(path, "rb")
   local said = file and file:read("a") or ""
   if file then file:close() end
   os.remove(path)
   return said
end

-- The code in what nsupdate SAID: "update failed: NOTAUTH(BADKEY)", or one of our own.
local function code_of(said)
   local code = said:match("update failed: [%u%d]+%(([%u%d]+)%)") or said:match("update failed: ([%u%d]+)")
   if code then return code end
   if said:find("timed out", 1, true) then return "timeout" end
   for _, words in ipairs { "Communication with", "unreachable", "could not talk" } do
      if said:find(words, 1, true) then return "unreachable" end
   end
   local tsig = said:match("BAD%u+")
   if tsig then return tsig end
   return "failed"
end

local function message_of(code, server, said)
   if nsupdate.meanings[code] then
      return ("%s refused the update: %s, that is: %s"):format(server, code, nsupdate.meanings[code])
   end
   if code == "timeout" then return ("%s did not answer the update in %d seconds"):format(server, nsupdate.TIMEOUT) end
   if code == "unreachable" and (said:find("end of file", 1, true) or said:find("connection reset", 1, true)) then
      return ("the connection to %s was cut before it answered"):format(server)
   end
   if code == "unreachable" then return ("%s could not be reached over TCP"):format(server) end
   local first = said:match("^%s*([^\n]+)") or "nsupdate said nothing"
   return ("the update of %s failed: %s"):format(server, text.escape(first))
end

--- Sends LINES (of sesame.report.fix_nsupdate.message, without `send`) to SERVER ("address:port") with KEY (of
-- sesame.publish.key). True, or nil, message, code: a response code such as "NXRRSET" (one of nsupdate.meanings), or
-- "timeout", "unreachable", "interrupted", "failed", "missing" (no nsupdate). Without a response code nobody knows
-- whether it was done.
function nsupdate.send(server, key, lines)
   if not nsupdate.installed() then
      return nil, "nsupdate was not found: install Debian's bind9-dnsutils", "missing"
   end
   local path = os.tmpname()
   local command = ("LC_ALL=C exec %s -v -t %d >%s 2>&1"):format(shell.quote(nsupdate.PROGRAM), nsupdate.TIMEOUT,
      shell.quote(path))
   local pipe, reason = io.popen(command, "w")
   if not pipe then
      os.remove(path)
      return nil, tostring(reason), "failed"
   end
   local commands = { format.server(server), ("key %s:%s %s"):format(key.algorithm, key.name, key.secret) }
   table.move(lines, 1, #lines, #commands + 1, commands)
   commands[#commands + 1] = "send\n"
   pipe:write(table.concat(commands, "\n"))
   local ok, how = pipe:close()
   local said = read_and_remove(path)
   if ok then return true end
   if how == "signal" then return nil, "nsupdate was interrupted", "interrupted" end
   said = said:gsub("key [^\n]*", "key ...")
   local code = code_of(said)
   return nil, message_of(code, server, said), code
end

return nsupdate
