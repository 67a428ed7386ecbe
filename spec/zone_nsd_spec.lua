-- SPDX-License-Identifier: MIT
-- Our answers from master files beside those of nsd, for every name of the demo's and the fixture's zones, a name below
-- each, and all types the audits ask for. Pending where nsd or dig is not installed.
local core = require "sesame.core"

local TYPES = { "A", "AAAA", "MX", "TXT", "CNAME", "NS", "SOA", "DNAME", "SRV" }
local FILES = {
   "examples/acme/acme.example.zone", "examples/acme/amazonses.com.zone", "examples/acme/clean.example.zone",
   "examples/acme/google.com.zone", "examples/acme/mailbeam.example.zone", "examples/acme/other.example.zone",
   "examples/acme/pulsecrm.example.zone", "spec/zones/semantics.test.zone",
}
local PATH = "PATH=$PATH:/usr/sbin; "

local function run(command)
   local pipe = assert(io.popen(PATH .. command, "r"))
   local out = pipe:read("a")
   pipe:close()
   return out
end

local function have(program) return run("command -v " .. program .. " || true") ~= "" end

local function apex_of(file) return file:match("([^/]+)%.zone$") end

local function start(dir, port)
   local conf = assert(io.open(dir .. "/nsd.conf", "w"))
   conf:write(([[
server:
  server-count: 1
  ip-address: 127.0.0.1@%d
  username: ""
  zonesdir: "."
  database: ""
  pidfile: "%s/nsd.pid"
  xfrdfile: "%s/xfrd.state"
  zonelistfile: "%s/zone.list"
remote-control:
  control-enable: no
]]):format(port, dir, dir, dir))
   for _, file in ipairs(FILES) do
      conf:write(("zone:\n  name: %q\n  zonefile: %q\n"):format(apex_of(file), file))
   end
   conf:close()
   return tonumber(run(("nsd -d -c %s/nsd.conf >%s/log 2>&1 & echo $!"):format(dir, dir)))
end

-- Every name of the zones, its ancestors within them, and a name below each.
local function names(zones)
   local set, list = {}, {}
   local function add(name)
      if not set[name] then set[name] = true; list[#list + 1] = name end
   end
   for owner in zones:records() do
      local apex = zones:apex(owner)
      while owner and zones:apex(owner) == apex do
         add(owner)
         add("q." .. owner)
         owner = owner:match("^[^.]+%.(.+)$")
      end
   end
   return list
end

local CODES = { [0] = "NOERROR", [3] = "NXDOMAIN" }

local function ours(zones, name, rrtype)
   local answer, list = zones:answer(name, rrtype), {}
   for _, record in ipairs(answer:section("answer")) do
      list[#list + 1] = (record.name .. " " .. record.ttl .. " " .. record.type):lower()
   end
   table.sort(list)
   return CODES[answer.rcode] .. (answer.aa and " aa" or ""), table.concat(list, "\n")
end

-- dig's text, many questions a run: one block an answer.
local function theirs(dir, port, questions)
   local file, blocks = assert(io.open(dir .. "/questions", "w")), {}
   for _, q in ipairs(questions) do file:write(("-q %s -t %s +norec +noall +comments +answer\n"):format(q[1], q[2])) end
   file:close()
   local text = run(("dig @127.0.0.1 -p %d -f %s/questions"):format(port, dir))
   for block in (text:gsub(";; %->>HEADER", "\0%0") .. "\0"):gmatch("(;; %->>HEADER[^\0]*)\0") do
      local list = {}
      for line in block:gmatch("[^\n]+") do
         local name, ttl, rrtype = line:match("^([^;%s]+)%.%s+(%d+)%s+IN%s+(%S+)")
         if name then list[#list + 1] = (name .. " " .. ttl .. " " .. rrtype):lower() end
      end
      table.sort(list)
      local flags = block:match("flags: ([^;]*);")
      blocks[#blocks + 1] = { block:match("status: (%u+)") .. (flags:find("aa") and " aa" or ""),
         table.concat(list, "\n") }
   end
   return blocks
end

describe("answers from master files", function()
   it("are those of nsd", function()
      if not (have "nsd" and have "dig") then return pending("nsd and dig are not installed") end
      local zones = core.zone.open()
      for _, file in ipairs(FILES) do assert(zones:load(file)) end
      local questions = {}
      for _, name in ipairs(names(zones)) do
         for _, rrtype in ipairs(TYPES) do questions[#questions + 1] = { name, rrtype } end
      end
      assert.is_true(#questions > 1000, "too few names were found: " .. #questions)
      local dir = run("mktemp -d"):match("%S+")
      local port = 20000 + tonumber(run("echo $$")) % 20000
      local server = start(dir, port)
      run(("for i in 1 2 3 4 5 6 7 8 9 10; do dig @127.0.0.1 -p %d +tries=1 +time=1 . NS >/dev/null && break; sleep "
         .. "0.2; done")
         :format(port))
      local answers = theirs(dir, port, questions)
      run(("kill %d; rm -rf %s"):format(server, dir))
      assert.equal(#questions, #answers)
      local different = {}
      for i, question in ipairs(questions) do
         local code, list = ours(zones, question[1], question[2])
         if code ~= answers[i][1] or list ~= answers[i][2] then
            different[#different + 1] = ("%s %s: ours %s %s; nsd %s %s"):format(question[1], question[2], code, list,
               answers[i][1], answers[i][2])
         end
      end
      assert.equal("", table.concat(different, "\n"))
   end)
end)
