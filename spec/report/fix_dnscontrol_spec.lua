-- SPDX-License-Identifier: MIT
-- DNSControl's JavaScript, run by Node with its functions stubbed: the program itself could not be had here.
local dnscontrol = require "sesame.report.fix_dnscontrol"
local oracles = require "spec.support.oracles"
local plans = require "spec.support.plans"

local RUN = [[
const vm = require('vm');
const record = (type) => (...words) => ({ type, words });
const stubs = { TTL: (seconds) => ({ ttl: seconds }), D_EXTEND: (zone, ...records) => {
  for (const { type, words } of records) {
    const name = words[0] === '@' ? zone : words[0].endsWith('.') ? words[0].slice(0, -1) : words[0] + '.' + zone;
    const data = words.slice(1, -1).join(' ');
    console.log(name, type + '/' + words[words.length - 1].ttl, Buffer.from(data, 'utf8').toString('hex'));
  }
} };
for (const type of ['TXT', 'MX', 'CNAME', 'A', 'AAAA', 'NS', 'PTR']) stubs[type] = record(type);
vm.runInNewContext(require('fs').readFileSync(process.argv[2], 'utf8'), stubs);
]]

local function run(plan)
   if not oracles.node() then return pending("node is not installed") end
   local out, complaint = oracles.run_node(RUN, dnscontrol.render(plan))
   assert.equal("", complaint)
   return oracles.records((out:gsub("TXT/300", "TXT")))
end

describe("DNSControl's JavaScript", function()
   it("extends the zone by what comes; what goes and stays are comments", function()
      local text = dnscontrol.render(plans.whole())
      assert.matches('// Remove this line from your dnsconfig.js:\n//   acme.example. TXT "v=spf1 mx ~all"\n', text, 1,
         true)
      assert.matches('// Keep this line:\n//   acme.example. TXT "site=1"\n', text, 1, true)
      local found = run(plans.whole())
      assert.same({ "v=spf1 include:amazonses.com ~all" }, found["acme.example TXT"])
      assert.same({ "10 feedback-smtp.us-east-1.amazonses.com." }, found["bounce.acme.example MX/300"])
      assert.same({ "t1.dkim.amazonses.com." }, found["t1._domainkey.acme.example CNAME/300"])
      assert.is_nil(found["old.acme.example TXT"])
   end)

   it("is all comment for a plan that only takes away", function()
      local plan = plans.whole()
      plan.changes = { plan.changes[6] }
      for line in dnscontrol.render(plan):gmatch("[^\n]+") do assert.matches("^//", line) end
   end)

   it("holds every TXT to the byte that Unicode can say, and says which it cannot", function()
      local plan = plans.of_texts(plans.texts())
      local expected = plans.texts_after(plan)
      for name, list in pairs(expected) do
         if not utf8.len(list[1]) then expected[name] = nil end
      end
      assert.same(expected, run(plan))
      assert.matches('// DNSControl cannot say this record; publish it in another way:\n//   raw.acme.example. TXT '
         .. '"\\000\\001',
         dnscontrol.render(plan), 1, true)
   end)

   it("lets nothing out of a comment", function()
      local plan = plans.whole()
      plan.changes[6].before, plan.changes[6].why = { "x\n}); alert(1) //" }, "because\nprocess.exit(1)"
      for line in dnscontrol.render(plan):gmatch("[^\n]+") do
         assert.is_truthy(line:find("^//") or line:find("^  [%u/]") or line:find("^D_EXTEND") or line == ");", line)
      end
   end)
end)
