-- SPDX-License-Identifier: MIT
-- Terraform resources, read back by HashiCorp's parser (as @cdktf/hcl2json packs it).
local oracles = require "spec.support.oracles"
local plans = require "spec.support.plans"
local terraform = require "sesame.report.fix_terraform"

-- The parser's JSON, with literal template signs as they are meant: it leaves them escaped.
local PARSE = [[
const { parse } = require('@cdktf/hcl2json');
const literal = (text) => text.replace(/([$%])\1\{/g, '$1{');
parse('x.tf', require('fs').readFileSync(process.argv[2], 'utf8')).then((tree) => {
  for (const [kind, resources] of Object.entries(tree.resource || {}))
    for (const [id, list] of Object.entries(resources)) for (const it of list) {
      const values = it.records || [it.content];
      for (const value of values) console.log([kind, id, it.zone_id, it.name, it.type, it.ttl, it.priority, it.proxied,
        it.allow_overwrite, 'x' + Buffer.from(literal(value), 'utf8').toString('hex')].map(
        (x) => x === undefined ? '-' : x).join(' '));
    }
});
]]

local UNQUOTE = oracles.PYTHON_STRINGS .. [[
import sys
base, outer = %s
for line in open(sys.argv[1]):
    fields = line.split()
    if fields[4] == "TXT":
        value = bytes.fromhex(fields[-1][1:]).decode("ascii")
        print(fields[3], "TXT", strings('"' + value + '"' if outer else value, base).hex())
]]

describe("Terraform's configuration", function()
   it("for Route 53 says each set as a resource, and removals as comments", function()
      local text = terraform.render(plans.whole())
      assert.matches('resource "aws_route53_record" "acme_example_txt" {\n  zone_id         = var.zone_id\n', text, 1,
         true)
      assert.matches([[
  allow_overwrite = true
  records         = [
    "v=spf1 include:amazonses.com ~all",
    "site=1"
  ]
]], text, 1, true)
      assert.matches("#   old.acme.example. TXT \"v=spf1 -all\"\n", text, 1, true)
      assert.matches('variable "zone_id" {', text, 1, true)
   end)

   for provider, kind in pairs { cloudflare = "cloudflare_dns_record", cloudflare4 = "cloudflare_record" } do
      it("for " .. provider .. " says each new record, unproxied", function()
         local text = terraform.render(plans.whole(), { provider = provider, zone_id = "0123abc" })
         assert.matches(([[
resource "%s" "bounce_acme_example_mx" {
  zone_id  = "0123abc"
  name     = "bounce.acme.example"
  type     = "MX"
  content  = "feedback-smtp.us-east-1.amazonses.com"
  ttl      = 300
  priority = 10
  proxied  = false
}
]]):format(kind), text, 1, true)
         assert.matches('# This record stays as it is:\n#   acme.example. TXT "site=1"\n', text, 1, true)
         assert.is_nil(text:find("variable", 1, true))
      end)
   end

   it("names no resource twice, and every one with a letter first", function()
      local plan = plans.of_texts { { "1", "x" }, { "a-b", "x" }, { "a_b", "x" }, { "_dmarc", "x" } }
      local names = {}
      for name in terraform.render(plan):gmatch('resource "[%w_]+" "([^"]+)"') do names[#names + 1] = name end
      assert.same({ "r_1_acme_example_txt", "a_b_acme_example_txt", "a_b_acme_example_txt_2",
         "dmarc_acme_example_txt" }, names)
   end)

   it("knows its providers", function()
      local _, message = terraform.render(plans.whole(), { provider = "gcp" })
      assert.equal("'gcp' is no provider known here (aws, cloudflare, cloudflare4)", message)
   end)

   -- The parser takes a second to load: it reads everything at once.
   local ROUND = { aws = "8, True", cloudflare = "10, False", cloudflare4 = "10, False" }
   it("is what the parser takes, and holds every TXT to the byte", function()
      if not oracles.node("@cdktf/hcl2json") then
         return pending("@cdktf/hcl2json is not installed (tools/install-node-oracles)")
      end
      local plan = plans.of_texts(plans.texts())
      local texts = { (terraform.render(plans.whole(), { zone_id = "y" })),
         (terraform.render(plans.whole(), { provider = "cloudflare" })) }
      for provider in pairs(ROUND) do
         texts[#texts + 1] = terraform.render(plan, { provider = provider, zone_id = "z" })
      end
      local parsed, fault = oracles.run_node(PARSE, table.concat(texts))
      assert.equal("", fault)
      assert.matches("aws_route53_record t1_domainkey_acme_example_cname y t1._domainkey.acme.example CNAME 300",
         parsed, 1, true)
      assert.matches("cloudflare_dns_record bounce_acme_example_mx ${var.zone_id} bounce.acme.example MX 300 10 false",
         parsed, 1, true)
      for provider, how in pairs(ROUND) do
         local lines = {}
         for line in parsed:gmatch("[^\n]+ z [^\n]+\n") do
            if line:match("^%S+") == terraform.resources[provider] then lines[#lines + 1] = line end
         end
         local out, complaint = oracles.run_python(UNQUOTE:gsub("%%s", how), table.concat(lines))
         assert.equal("", complaint)
         assert.same(plans.texts_after(plan), oracles.records(out))
      end
   end)
end)
