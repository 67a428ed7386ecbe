-- SPDX-License-Identifier: MIT
-- nsd on loopback for a spec: master files served by somebody else's program.
local core = require "sesame.core"
local faultd = require "spec.support.faultd"

local support = {}

local Server = {}
Server.__index = Server

local PATH = "PATH=$PATH:/usr/sbin; "
local START_MS = 5000

local function run(command)
   local pipe <close> = assert(io.popen(PATH .. command, "r"))
   return pipe:read("a")
end

--- Whether nsd is installed.
function support.installed()
   return run("command -v nsd || true") ~= ""
end

local function configure(self, zones, addresses)
   local file <close> = assert(io.open(self.folder .. "/nsd.conf", "w"))
   file:write("server:\n  server-count: 1\n  username: \"\"\n  database: \"\"\n  zonesdir: \".\"\n")
   for _, address in ipairs(addresses) do file:write(("  ip-address: %s@%d\n"):format(address, self.port)) end
   for key, name in pairs { pidfile = "pid", xfrdfile = "xfrd.state", zonelistfile = "zone.list" } do
      file:write(("  %s: %q\n"):format(key, self.folder .. "/" .. name))
   end
   file:write("remote-control:\n  control-enable: no\n")
   for apex, path in pairs(zones) do file:write(("zone:\n  name: %q\n  zonefile: %q\n"):format(apex, path)) end
end

-- Asks until nsd answers for APEX.
local function await(self, apex)
   local limit = core.system.monotonic() + START_MS
   repeat
      local session <close> = assert(require("sesame").open { servers = { self.server }, timeout = 0.1, tries = 1 })
      if session:resolve(apex, "SOA").known == "present" then return self end
      os.execute("sleep 0.05")
   until core.system.monotonic() > limit
   local log <close> = assert(io.open(self.folder .. "/log"))
   local text = log:read("a")
   self:stop()
   error("nsd does not start: " .. text, 0)
end

--- nsd for ZONES ({ [apex] = path }) at ADDRESSES (default 127.0.0.1), on PORT or a free one: { port =, server =
-- "address:port" }.
function support.start(zones, addresses, port)
   addresses = addresses or { "127.0.0.1" }
   local folder = os.tmpname()
   os.remove(folder)
   assert(os.execute("mkdir " .. folder))
   port = port or tonumber(faultd.closed_port():match("%d+$"))
   local self = setmetatable({ folder = folder, port = port, server = ("%s:%d"):format(addresses[1], port) }, Server)
   configure(self, zones, addresses)
   self.pid = tonumber(run(("nsd -d -c %s/nsd.conf >%s/log 2>&1 & echo $!"):format(folder, folder)))
   return await(self, (next(zones)))
end

--- Ends nsd and removes its files.
function Server:stop()
   local wait = "for i in 1 2 3 4 5 6 7 8 9; do kill -0 %d 2>/dev/null || break; sleep 0.3; done"
   os.execute(("kill %d; (" .. wait .. "; rm -rf '%s') >/dev/null 2>&1 &"):format(self.pid, self.pid, self.folder))
end

return support
