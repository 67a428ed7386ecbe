-- SPDX-License-Identifier: MIT
-- The body of Cloudflare's batch call.
local cjson = require "cjson"
local cloudflare = require "sesame.report.fix_cloudflare"
local oracles = require "spec.support.oracles"
local plans = require "spec.support.plans"

local READ = oracles.PYTHON_STRINGS .. [[
import json, sys
for post in json.load(open(sys.argv[1]))["posts"]:
    print(post["name"], "TXT", strings(post["content"], 10).hex())
]]

describe("Cloudflare's batch", function()
   it("deletes what goes, posts what comes, leaves alone what stays", function()
      local body = cjson.decode(cloudflare.render(plans.whole()))
      local lines = {}
      for _, item in ipairs(body.deletes) do lines[#lines + 1] = item.id end
      for _, item in ipairs(body.posts) do
         local priority = item.priority and math.tointeger(item.priority)
         lines[#lines + 1] = ("%s %s %s %d %s %s"):format(item.type, item.name, item.content, item.ttl, item.proxied,
            priority)
      end
      assert.same({
         'PUT THE ID OF THIS RECORD HERE: acme.example. TXT "v=spf1 mx ~all"',
         'PUT THE ID OF THIS RECORD HERE: t1._domainkey.acme.example. A 104.18.32.7',
         'PUT THE ID OF THIS RECORD HERE: old.acme.example. TXT "v=spf1 -all"',
         'TXT acme.example "v=spf1 include:amazonses.com ~all" 300 false nil',
         'TXT _dmarc.acme.example "v=DMARC1; p=none; rua=mailto:d@acme.example" 300 false nil',
         'MX bounce.acme.example feedback-smtp.us-east-1.amazonses.com 300 false 10',
         'CNAME t1._domainkey.acme.example t1.dkim.amazonses.com 300 false nil',
      }, lines)
   end)

   it("keeps TTLs within what Cloudflare takes", function()
      assert.same({ 60, 300, 86400 }, { cloudflare.ttl(5), cloudflare.ttl(300), cloudflare.ttl(604800) })
   end)

   it("is for one zone", function()
      local plan = plans.whole()
      plan.changes[3].zone = "bounce.acme.example"
      assert.matches("several zones %(acme.example, bounce.acme.example%)", select(2, cloudflare.render(plan)))
   end)

   it("holds every TXT to the byte", function()
      if not oracles.python("json") then return pending("python3 is not installed") end
      local plan = plans.of_texts(plans.texts())
      local out, complaint = oracles.run_python(READ, cloudflare.render(plan))
      assert.equal("", complaint)
      assert.same(plans.texts_after(plan), oracles.records(out))
   end)
end)
