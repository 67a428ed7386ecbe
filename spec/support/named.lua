-- SPDX-License-Identifier: MIT
-- named on loopback for a spec: a resolver that validates, in front of somebody else's name server, and zones signed
-- for it.
local core = require "sesame.core"
local faultd = require "spec.support.faultd"

local support = {}

local Server = {}
Server.__index = Server

local PATH = "PATH=$PATH:/usr/sbin; "
local START_MS = 8000

local function run(format, ...)
   local pipe <close> = assert(io.popen(PATH .. format:format(...), "r"))
   return pipe:read("a")
end

local function write(path, text)
   local file <close> = assert(io.open(path, "w"))
   file:write(text)
end

--- Whether named and what signs zones are installed.
function support.installed()
   for _, program in ipairs { "named", "dnssec-keygen", "dnssec-signzone" } do
      if run("command -v %s || true", program) == "" then return false end
   end
   return true
end

--- A new folder for keys, zones and named; to be removed with support.remove.
function support.folder()
   return run("mktemp -d"):match("%S+")
end

function support.remove(folder)
   os.execute(("rm -rf '%s'"):format(folder))
end

-- The base64 of a new key's record; the files lie in FOLDER, where signing finds them.
local function new_key(folder, apex)
   local name = run("dnssec-keygen -q -a ECDSAP256SHA256 -f KSK -K '%s' %s 2>/dev/null", folder, apex):match("%S+")
   local file <close> = assert(io.open(("%s/%s.key"):format(folder, name)))
   return file:read("a"):match("DNSKEY 257 3 13 ([^\n]+)")
end

--- Signs TEXT, the zone APEX, in FOLDER. Returns the signed file's path, the base64 of its key, and that of a key that
-- signs nothing.
function support.sign(folder, apex, text)
   local right = new_key(folder, apex)
   local path = ("%s/%s.zone"):format(folder, apex)
   write(path, text)
   run("cd '%s' && dnssec-signzone -S -z -o %s -f %s.signed %s 2>&1", folder, apex, path, path)
   return path .. ".signed", right, (new_key(folder, apex))
end

local CONFIG = [[
options {
  directory "%s"; listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; session-keyfile none;
  recursion yes; dnssec-validation yes; empty-zones-enable no; notify no;
};
controls { };
trust-anchors { "%s" static-key 257 3 13 "%s"; };
%s
]]

local FORWARD = 'zone "%s" { type forward; forward only; forwarders { %s port %s; }; };\n'

-- Asks until named answers at all.
local function await(self, apex)
   local limit = core.system.monotonic() + START_MS
   repeat
      local session <close> = assert(require("sesame").open { servers = { self.server }, timeout = 0.3, tries = 1 })
      if session:resolve(apex, "SOA", { cd = true }).known == "present" then return self end
      os.execute("sleep 0.1")
   until core.system.monotonic() > limit
   local log <close> = assert(io.open(self.folder .. "/log"))
   local text = log:read("a")
   self:stop()
   error("named does not start: " .. text, 0)
end

--- named in FOLDER that validates APEX by ANCHOR (base64 of a key) and asks SERVER ("address:port") for the zones of
-- APEXES:
-- { server = "address:port" }.
function support.start(folder, apex, anchor, server, apexes)
   local address, port = server:match("^(.*):(%d+)$")
   local zones = {}
   for i, name in ipairs(apexes) do zones[i] = FORWARD:format(name, address, port) end
   local own = tonumber(faultd.closed_port():match("%d+$"))
   local self = setmetatable({ folder = folder, server = ("127.0.0.1:%d"):format(own) }, Server)
   write(folder .. "/named.conf", CONFIG:format(folder, own, apex, anchor, table.concat(zones)))
   self.pid = tonumber(run("named -f -n 1 -c '%s/named.conf' >'%s/log' 2>&1 & echo $!", folder, folder))
   return await(self, apex)
end

--- Ends named.
function Server:stop()
   os.execute(("kill %d 2>/dev/null"):format(self.pid))
end

return support
