-- SPDX-License-Identifier: MIT
-- Starts spec/support/updateproxy.c for a spec: a server's answers to updates are lost behind it, and those to one
-- question where it is told to drop it.
local support = {}

local Proxy = {}
Proxy.__index = Proxy

--- A proxy before 127.0.0.1:PORT: { server = "address:port" }.
function support.start(port)
   local file = os.tmpname()
   local command = ("exec %s/updateproxy %d >%s"):format(os.getenv("BUILD") or "build", port, file)
   local self = setmetatable({ pipe = assert(io.popen(command, "w")) }, Proxy)
   for _ = 1, 100 do
      local input <close> = assert(io.open(file))
      local own = input:read("l")
      if own then self.server = "127.0.0.1:" .. own break end
      os.execute("sleep 0.02")
   end
   os.remove(file)
   return assert(self.server and self, "updateproxy does not start")
end

--- From now on queries for QUESTION ("TYPE NAME": the number of the type, the name with its final dot) get no answer.
function Proxy:drop(question)
   assert(self.pipe:write(question, "\n"))
   assert(self.pipe:flush())
end

--- Ends the proxy: it stops when its standard input closes.
function Proxy:stop()
   self.pipe:close()
end

return support
