-- SPDX-License-Identifier: MIT
-- bench/resolve.lua FILE PORT SECONDS WINDOW: WINDOW coroutines ask the questions of FILE ("NAME TYPE" a line) of
-- 127.0.0.1:PORT through the facts, as scripts do, each question once. Prints one JSON line: answers, qps,
-- cpu_us_per_q.
local sesame = require "sesame"
local system = require("sesame.core").system

local file, port, seconds, window = arg[1], arg[2], tonumber(arg[3]), tonumber(arg[4])
if not window then
   io.stderr:write("usage: resolve.lua FILE PORT SECONDS WINDOW\n")
   os.exit(2)
end

local names, types = {}, {}
for line in io.lines(file) do
   local name, rrtype = line:match("^(%S+)%s+(%S+)$")
   names[#names + 1], types[#types + 1] = name, rrtype
end

local session = assert(sesame.open { servers = { "127.0.0.1:" .. port }, in_flight = window })
local nth, answers, unknown, records = 0, 0, 0, 0
local start, cpu = system.monotonic(), os.clock()
local stop = start + seconds * 1000

local function ask()
   while nth < #names and system.monotonic() < stop do
      nth = nth + 1
      local answer = session:resolve(names[nth], types[nth])
      answers, records = answers + 1, records + #answer
      if answer.known == "unknown" then unknown = unknown + 1 end
   end
end

for _ = 1, window do session.loop:spawn(ask) end
session.loop:run()
cpu = os.clock() - cpu
local wall = (system.monotonic() - start) / 1000
print(('{"client":"sesame-lua","answers":%d,"unknown":%d,"records":%d,"qps":%.0f,"cpu_us_per_q":%.2f,"window":%d}')
   :format(answers, unknown, records, answers / wall, cpu * 1e6 / answers, window))
session:close()
os.exit(answers > 0)
