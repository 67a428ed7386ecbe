-- SPDX-License-Identifier: MIT
-- Starts spec/support/faultd.c for a spec, and ends it. Which label gets which fault is said at the top of that file.
local support = {}

local Server = {}
Server.__index = Server

local SECONDS = 120 -- after which the server ends by itself, whatever became of the spec
local START_SECONDS = 5

local function path() return (os.getenv("BUILD") or "build") .. "/faultd" end

-- The port, once the server has written it to FILE.
local function read_port(file)
   local limit = os.time() + START_SECONDS
   repeat
      local input <close> = assert(io.open(file, "r"))
      local port = input:read("l")
      if port then return tonumber(port) end
      os.execute("sleep 0.02")
   until os.time() > limit
   error(path() .. " does not start (make lua, then make test-lua)", 0)
end

--- A server at ADDRESSES (a list; default 127.0.0.1): { port =, servers = { "address:port", ... } }.
function support.start(addresses)
   addresses = addresses or { "127.0.0.1" }
   local file = os.tmpname()
   local command = ("exec %s -t %d %s >%s"):format(path(), SECONDS, table.concat(addresses, " "), file)
   local self = setmetatable({ pipe = assert(io.popen(command, "w")), servers = {} }, Server)
   self.port = read_port(file)
   os.remove(file)
   for i, address in ipairs(addresses) do self.servers[i] = ("%s:%d"):format(address, self.port) end
   return self
end

--- Ends the server: it stops when its standard input closes.
function Server:stop()
   if self.pipe then self.pipe:close() end
   self.pipe = nil
end

--- A loopback address and port that nobody listens at: that of a server which has ended.
function support.closed_port()
   local server = support.start()
   server:stop()
   return server.servers[1]
end

return support
