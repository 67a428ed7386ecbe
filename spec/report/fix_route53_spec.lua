-- SPDX-License-Identifier: MIT
-- Change batches of Route 53, held against botocore's model of the API, and read back by another program.
local cjson = require "cjson"
local oracles = require "spec.support.oracles"
local plans = require "spec.support.plans"
local route53 = require "sesame.report.fix_route53"

local VALIDATE = [[
import json, sys, botocore.session, botocore.validate
batch = json.load(open(sys.argv[1], encoding="ascii"))
model = botocore.session.get_session().get_service_model("route53")
shape = model.operation_model("ChangeResourceRecordSets").input_shape
report = botocore.validate.ParamValidator().validate({"HostedZoneId": "Z1", "ChangeBatch": batch}, shape)
assert not report.has_errors(), report.generate_report()
]]

local READ = oracles.PYTHON_STRINGS .. [[
import json, sys
for change in json.load(open(sys.argv[1]))["Changes"]:
    set = change["ResourceRecordSet"]
    if set["Type"] == "TXT" and change["Action"] == "UPSERT":
        for record in set["ResourceRecords"]:
            print(set["Name"].rstrip("."), "TXT", strings(record["Value"], 8).hex())
]]

describe("a change batch of Route 53", function()
   it("deletes former sets to the letter first, then puts whole sets", function()
      local batch = cjson.decode(route53.render(plans.whole()))
      local lines = {}
      for i, change in ipairs(batch.Changes) do
         local set = change.ResourceRecordSet
         lines[i] = ("%s %s %s %d %s"):format(change.Action, set.Name, set.Type, set.TTL, set.ResourceRecords[1].Value)
      end
      assert.same({
         'DELETE t1._domainkey.acme.example. A 120 104.18.32.7',
         'DELETE old.acme.example. TXT 60 "v=spf1 -all"',
         'UPSERT acme.example. TXT 300 "v=spf1 include:amazonses.com ~all"',
         'UPSERT _dmarc.acme.example. TXT 300 "v=DMARC1; p=none; rua=mailto:d@acme.example"',
         'UPSERT bounce.acme.example. MX 300 10 feedback-smtp.us-east-1.amazonses.com.',
         'UPSERT t1._domainkey.acme.example. CNAME 300 t1.dkim.amazonses.com.',
      }, lines)
      assert.equal('"site=1"', batch.Changes[3].ResourceRecordSet.ResourceRecords[2].Value)
   end)

   it("writes names with octal escapes", function()
      assert.equal("a\\056b.\\052.f\\374.\\134x.c.", route53.name([[a\.b.\*.f\252.\\x.c]]))
      assert.equal("*._x.c.", route53.name("*._x.c"))
   end)

   it("is refused where it is over the quotas", function()
      local many = {}
      for i = 1, 501 do many[i] = { "n" .. i, "x" } end
      assert.matches("1002 records", select(2, route53.render(plans.of_texts(many))))
      local long = plans.of_texts { { "a", ("x"):rep(4000) } }
      assert.matches("Route 53 takes 4000", select(2, route53.render(long)))
   end)

   it("says in its comment that it is not ready, within the limit", function()
      local plan = plans.whole()
      plan.placeholders = { { name = "REPLACE-ME", text = ("a token "):rep(60) } }
      local comment = cjson.decode(route53.render(plan)).Comment
      assert.matches("NOT READY: put in place of REPLACE%-ME", comment)
      assert.equal(256, #comment)
   end)

   it("is what botocore's model of the API takes", function()
      if not oracles.python("botocore") then return pending("python3-botocore is not installed") end
      for _, plan in ipairs { plans.whole(), plans.of_texts(plans.texts()) } do
         assert.same({ "", "" }, { oracles.run_python(VALIDATE, route53.render(plan)) })
      end
   end)

   it("holds every TXT to the byte", function()
      if not oracles.python("json") then return pending("python3 is not installed") end
      local plan = plans.of_texts(plans.texts())
      local out, complaint = oracles.run_python(READ, route53.render(plan))
      assert.equal("", complaint)
      assert.same(plans.texts_after(plan), oracles.records(out))
   end)
end)
