-- SPDX-License-Identifier: MIT
-- What every format says around the records: placeholders, and plans that change nothing.
local cjson = require "cjson"
local fix = require "sesame.fix"
local oracles = require "spec.support.oracles"
local plans = require "spec.support.plans"

local FORMATS = { "bind", "nsupdate", "route53", "terraform", "cloudformation", "cloudflare", "dnscontrol", "octodns" }
local JSON = { route53 = true, cloudformation = true, cloudflare = true }

-- An alias whose token is not known yet, and a key that is not made yet.
local function waiting()
   local plan = plans.whole()
   plan.verified, plan.waits = "partial", { "it waits" }
   plan.changes = {
      { action = "add", name = "replace-me-token-1._domainkey.acme.example", type = "CNAME", ttl = 300, before = {},
         waits = true,
         values = { "replace-me-token-1.dkim.amazonses.com" }, why = "The signature's key.", codes = {} },
      { action = "add", name = "s1._domainkey.acme.example", type = "TXT", ttl = 300, before = {}, waits = true,
         values = { { "v=DKIM1; p=REPLACE-ME-KEY" } }, why = "The other key.", codes = {} },
   }
   plan.placeholders = {
      { name = "REPLACE-ME-TOKEN-1", text = "the first token of the identity" },
      { name = "REPLACE-ME-KEY", text = "the public key" },
   }
   return plan
end

local function render(plan, format)
   return assert(fix.render(plan, format))
end

describe("a placeholder", function()
   for _, format in ipairs(FORMATS) do
      it("stands in sight as " .. format .. ", which says that it is not ready", function()
         local text = render(waiting(), format)
         assert.matches("replace-me-token-1._domainkey", text, 1, true)
         assert.matches("p=REPLACE-ME-KEY", text, 1, true)
         assert.is_truthy(text:find("NOT READY", 1, true) or text:find("Not verified", 1, true))
         if JSON[format] then assert.is_table(cjson.decode(text)) end
      end)
   end

   it("is named as it is written, so that searching finds it", function()
      local text = render(waiting(), "nsupdate")
      assert.matches("NOT READY: put in place of replace-me-token-1: the first token of the identity", text, 1, true)
      assert.matches("NOT READY: put in place of REPLACE-ME-KEY: the public key", text, 1, true)
   end)

   it("leaves YAML and JavaScript that can be read", function()
      if oracles.python("yaml") then
         local out, complaint = oracles.run_python("import sys, yaml\nprint(len(yaml.safe_load(open(sys.argv[1]))))",
            render(waiting(), "octodns"))
         assert.same({ "2\n", "" }, { out, complaint })
      end
      if oracles.node() then
         local out, complaint =
            oracles.run_node("new (require('vm').Script)(require('fs').readFileSync(process.argv[2], 'utf8'))",
            render(waiting(), "dnscontrol"))
         assert.same({ "", "" }, { out, complaint })
      end
   end)
end)

describe("a plan that changes nothing", function()
   local function nothing()
      local plan = plans.whole()
      plan.changes = {}
      return plan
   end

   for _, format in ipairs(FORMATS) do
      if format ~= "cloudformation" then
         it("is written as " .. format .. " all the same", function()
            local text = render(nothing(), format)
            if JSON[format] then assert.is_table(cjson.decode(text)) end
            assert.is_nil(text:find("resource", 1, true))
         end)
      end
   end

   it("is no CloudFormation template", function()
      assert.matches("the plan changes no record", select(2, fix.render(nothing(), "cloudformation")), 1, true)
   end)
end)
