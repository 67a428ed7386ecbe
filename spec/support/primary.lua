-- SPDX-License-Identifier: MIT
-- A primary on loopback that takes dynamic updates with a TSIG key, for a spec: Knot DNS or BIND.
local core = require "sesame.core"
local faultd = require "spec.support.faultd"

local support = {}

local Server = {}
Server.__index = Server

local PATH = "PATH=$PATH:/usr/sbin; "
local START_MS = 30000

--- The key every server of this module takes, and the text of its file as tsig-keygen writes it.
support.SECRET = "c2VzYW1lIHNwZWMga2V5IG5vdCBhIHNlY3JldA=="
support.KEY = ('key "spec" {\n\talgorithm hmac-sha256;\n\tsecret "%s";\n};\n'):format(support.SECRET)

local function run(command)
   local pipe <close> = assert(io.popen(PATH .. command, "r"))
   return pipe:read("a")
end

local function write(path, text)
   local file <close> = assert(io.open(path, "w"))
   file:write(text)
end

local configure = {}

local function is_closed(self, apex)
   return self.closed == true or type(self.closed) == "table" and self.closed[apex]
end

function configure.knot(self, zones)
   local lines = {
      ("server:\n  rundir: %q\n  pidfile: pid\n  udp-workers: 1\n  tcp-workers: 1\n  background-workers: 1")
         :format(self.folder),
   }
   for _, address in ipairs(self.addresses) do lines[#lines + 1] = ("  listen: %s@%d"):format(address, self.port) end
   lines[#lines + 1] = ("database:\n  storage: %q\nlog:\n  - target: stderr\n    any: info"):format(self.folder)
   lines[#lines + 1] = ("key:\n  - id: spec\n    algorithm: hmac-sha256\n    secret: %s"):format(support.SECRET)
   lines[#lines + 1] = "acl:\n  - id: spec\n    key: spec\n    action: update\nzone:"
   for apex, path in pairs(zones) do
      lines[#lines + 1] = ("  - domain: %s\n    file: %q%s"):format(apex, path, is_closed(self, apex) and ""
         or "\n    acl: spec")
   end
   write(self.folder .. "/conf", table.concat(lines, "\n") .. "\n")
   return ("knotd -c %s/conf"):format(self.folder)
end

function configure.bind(self, zones)
   local lines = {
      ("options { directory %q; listen-on port %d { %s; }; listen-on-v6 { none; }; pid-file %q; recursion no; %s")
         :format(self.folder, self.port, table.concat(self.addresses, "; "), self.folder .. "/pid", self.notifies
            and ("notify explicit; notify-delay 0; also-notify { 127.0.0.1 port %d; };"):format(self.notifies)
            or "notify no;"),
      "  session-keyfile none; dnssec-validation no; empty-zones-enable no; };", "controls { };", support.KEY,
   }
   for apex, path in pairs(zones) do
      lines[#lines + 1] =
         ("zone %q { type primary; file %q; check-names ignore; allow-query { %s; }; allow-update { %s; }; };")
         :format(apex, path, self.keyed and "key spec" or "any", is_closed(self, apex) and "none" or "key spec")
   end
   write(self.folder .. "/conf", table.concat(lines, "\n") .. "\n")
   return ("named -g -n 1 -c %s/conf"):format(self.folder)
end

-- A secondary of BIND that forwards updates to the primary on port self.primary, and hears of changes when it is told.
configure["bind-secondary"] = function(self, zones)
   local command = configure.bind(self, {})
   local file <close> = assert(io.open(self.folder .. "/conf", "a"))
   for apex in pairs(zones) do
      file:write(("zone %q { type secondary; primaries { 127.0.0.1 port %d; }; file %q; allow-notify { 127.0.0.1; }; "
         .. "allow-update-forwarding { any; }; };\n"):format(apex, self.primary, apex .. ".copy"))
   end
   return command
end

local PROGRAM = { knot = "knotd", bind = "named" }

--- The kinds of server that are installed, of "knot" and "bind"; none where nsupdate is not.
function support.installed()
   local list = {}
   if run("command -v nsupdate || true") == "" then return list end
   for _, kind in ipairs { "knot", "bind" } do
      if run("command -v " .. PROGRAM[kind] .. " || true") ~= "" then list[#list + 1] = kind end
   end
   return list
end

local function await(self, apex)
   local limit = core.system.monotonic() + START_MS
   repeat
      local session <close> = assert(require("sesame").open { servers = { self.server }, timeout = 0.1, tries = 1 })
      local answer = session:resolve(apex, "SOA", { server = self.server })
      if answer.known == "present" or self.keyed and answer.status == "refused" then return self end
      os.execute("sleep 0.05")
   until core.system.monotonic() > limit
   local log <close> = assert(io.open(self.folder .. "/log"))
   local text = log:read("a")
   self:stop()
   error(self.kind .. " does not start: " .. text, 0)
end

--- A primary of KIND for ZONES ({ [apex] = text of its file }): { port, server = "address:port", key = path of its key
-- file, folder }. OPTIONS: addresses (default 127.0.0.1), port (default: a free one), closed (no updates are taken:
-- true, or { [apex] = true }), keyed (BIND alone: no question without the key is answered), notifies (BIND alone: the
-- port of a secondary to be told of changes), first (the apex to wait for). A "bind-secondary" needs primary, the port
-- of the one it forwards to.
function support.start(kind, zones, options)
   options = options or {}
   local folder = os.tmpname()
   os.remove(folder)
   assert(os.execute("mkdir -m 700 " .. folder))
   local self = setmetatable({
      kind = kind, folder = folder, port = options.port or tonumber(faultd.closed_port():match("%d+$")),
      closed = options.closed, keyed = options.keyed, primary = options.primary, notifies = options.notifies,
      addresses = options.addresses or { "127.0.0.1" }, key = folder .. "/key",
   }, Server)
   self.server = ("%s:%d"):format(self.addresses[1], self.port)
   assert(core.system.write_private(self.key, support.KEY))
   local files = {}
   for apex, text in pairs(zones) do
      files[apex] = folder .. "/" .. apex .. ".zone"
      write(files[apex], text)
   end
   local command = configure[kind](self, files)
   self.pid = tonumber(run(("%s >%s/log 2>&1 & echo $!"):format(command, folder)))
   return await(self, options.first or next(zones))
end

--- What the server says of (NAME, RRTYPE) now, as a sorted list of presentation texts.
function Server:texts(name, rrtype)
   local session <close> = assert(require("sesame").open { servers = { self.server }, timeout = 10, tries = 2 })
   local answer, list = session:resolve(name, rrtype, { server = self.server }), {}
   for i = 1, answer.known == "present" and #answer or 0 do list[i] = answer:text(i) end
   table.sort(list)
   return list, answer
end

--- Tells the secondary of a change of APEX, so that it asks its primary.
function Server:notify(apex)
   local address, port = self.server:match("^(.*):(%d+)$")
   run(("dig +opcode=notify +tries=1 +time=2 -p %s @%s %s SOA >/dev/null"):format(port, address, apex))
end

--- Lets the server do nothing for a while ("STOP"), and go on ("CONT").
function Server:signal(name)
   os.execute(("kill -%s %d"):format(name, self.pid))
end

--- Ends the server and removes its files.
function Server:stop()
   os.execute(("kill -9 %d 2>/dev/null; rm -rf '%s'"):format(self.pid, self.folder))
end

return support
