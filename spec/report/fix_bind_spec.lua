-- SPDX-License-Identifier: MIT
-- Fragments of master files, read and written again by BIND's named-checkzone.
local bind = require "sesame.report.fix_bind"
local oracles = require "spec.support.oracles"
local plans = require "spec.support.plans"

local HEAD = "$ORIGIN acme.example.\n@ 300 IN SOA ns1 hostmaster 1 7200 900 1209600 300\n@ 300 IN NS ns1\nns1 300 IN A "
   .. "192.0.2.1\n"

local READ = oracles.PYTHON_STRINGS .. [[
import sys
for line in open(sys.argv[1]):
    fields = line.rstrip("\n").split(None, 4)
    if len(fields) == 5 and fields[3] == "TXT":
        print(fields[0].rstrip("."), "TXT", strings(fields[4], 10).hex())
]]

-- What named-checkzone says of a zone with PLAN's fragment in it, and the zone as it writes it out.
local function check(plan)
   local path = os.tmpname()
   local file = assert(io.open(path, "w"))
   file:write(HEAD, bind.render(plan))
   file:close()
   local pipe = assert(io.popen(("PATH=$PATH:/usr/sbin named-checkzone -D -s full -o %s.out acme.example %s 2>&1")
      :format(path, path)))
   local said = pipe:read("a")
   local ok = pipe:close()
   local out = io.open(path .. ".out")
   local zone = out and out:read("a")
   if out then out:close() end
   os.remove(path)
   os.remove(path .. ".out")
   return ok, said, zone
end

describe("a fragment of a master file", function()
   local there = (os.execute("PATH=$PATH:/usr/sbin command -v named-checkzone >/dev/null")) == true

   it("is what named-checkzone takes", function()
      if not there then return pending("named-checkzone is not installed") end
      local ok, said, zone = check(plans.whole())
      assert.is_true(ok, said)
      assert.matches("\nOK\n", said, 1, true)
      assert.matches("bounce.acme.example.%s+300 IN MX%s+10 feedback%-smtp.us%-east%-1.amazonses.com.", zone)
      assert.is_nil(zone:find("104.18.32.7", 1, true))
   end)

   it("holds every TXT to the byte", function()
      if not there then return pending("named-checkzone is not installed") end
      if not oracles.python("sys") then return pending("python3 is not installed") end
      local plan = plans.of_texts(plans.texts())
      local ok, said, zone = check(plan)
      assert.is_true(ok, said)
      local out, complaint = oracles.run_python(READ, zone)
      assert.equal("", complaint)
      assert.same(plans.texts_after(plan), oracles.records(out))
   end)
end)
