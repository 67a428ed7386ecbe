-- SPDX-License-Identifier: MIT
local support = require "spec.support.facts"

local NAME = "bounce.acme.example"
local HOST = "feedback-smtp.us-east-1.amazonses.com"
local GOOD = "v=spf1 include:amazonses.com ~all"

local function mx(host, preference)
   return { preference = preference or 10, exchange = host }
end

local function zone(hosts, texts)
   local all = {
      [NAME] = { MX = hosts, TXT = texts or { GOOD } }, ["amazonses.com"] = { TXT = { "v=spf1 ip4:192.0.2.0/24 -all" } },
      [HOST] = { A = { "192.0.2.5" } }, ["feedback-smtp.eu-west-1.amazonses.com"] = { A = { "192.0.2.6" } },
      ["inbound-smtp.us-east-1.amazonaws.com"] = { A = { "192.0.2.7" } }, ["mx.other.test"] = { A = { "192.0.2.8" } },
   }
   return support.zone(all)
end

local US = { { region = "us-east-1", mail_from = NAME } }
local BOTH = { { region = "us-east-1", mail_from = NAME }, { region = "eu-west-1", mail_from = NAME } }
local RIGHT_MX = NAME .. ". MX 10 " .. HOST .. "."

-- rule, MX, TXT or nil, identities, code, the record to publish or nil
local CASES = {
   { "P04 P05 right", { mx(HOST) }, nil, US, "ses-mail-from-right" },
   { "P04 two MX", { mx(HOST), mx("feedback-smtp.eu-west-1.amazonses.com") }, nil, US, "ses-mail-from-mx-several", RIGHT_MX },
   { "P11 two regions with two MX", { mx(HOST), mx("feedback-smtp.eu-west-1.amazonses.com") }, nil, BOTH, "ses-mail-from-mx-several",
      RIGHT_MX },
   { "P04 another region's host", { mx("feedback-smtp.eu-west-1.amazonses.com") }, nil, US, "ses-mail-from-wrong-region", RIGHT_MX },
   { "P11 shared by two regions with one MX", { mx(HOST) }, nil, BOTH, "ses-mail-from-shared" },
   { "a region that is none", { mx("feedback-smtp.us-east-9.amazonses.com") }, nil, US, "ses-mail-from-unknown-region", RIGHT_MX },
   { "amazonaws for amazonses", { mx("feedback-smtp.us-east-1.amazonaws.com") }, nil, US, "ses-mail-from-wrong-suffix", RIGHT_MX },
   { "P02 a host that receives", { mx("inbound-smtp.us-east-1.amazonaws.com") }, nil, US, "ses-mail-from-receives", RIGHT_MX },
   { "P18 the zone appended", { mx(HOST .. ".acme.example") }, nil, US, "ses-mail-from-host-doubled", RIGHT_MX },
   { "P04 no host of SES", { mx("mx.other.test") }, nil, US, "ses-mail-from-not-ses", RIGHT_MX },
   { "P04 another preference", { mx(HOST, 20) }, nil, US, "ses-mail-from-preference" },
   { "SPF that does not let SES send", { mx(HOST) }, { "v=spf1 mx -all" }, US, "ses-mail-from-spf-without-ses",
      NAME .. '. TXT "' .. GOOD .. '"' },
   { "SES behind a minus", { mx(HOST) }, { "v=spf1 -include:amazonses.com ~all" }, US, "ses-mail-from-spf-without-ses" },
   { "SES behind all", { mx(HOST) }, { "v=spf1 -all include:amazonses.com" }, US, "ses-mail-from-spf-without-ses" },
   { "no SPF", { mx(HOST) }, { "something" }, US, "ses-mail-from-spf-missing", NAME .. '. TXT "' .. GOOD .. '"' },
}

local function audit(records, identities)
   return (support.audit(records, { identities = identities }))
end

describe("check.ses_mail_from", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local result = audit(zone(case[2], case[3]), case[4])
         local item = support.find(result, case[5])
         assert.is_truthy(item)
         assert.equal(NAME, item.subject)
         if case[6] then assert.same({ case[6] }, item.publish) end
         local faulty = item.severity == "error"
         assert.equal(not faulty, support.find(result, "ses-mail-from-right") ~= nil)
      end)
   end

   it("P05 -all will do, and SES by way of an include or redirect", function()
      local function good(text, more)
         local records = zone({ mx(HOST) }, { text })
         for name, node in pairs(more or {}) do records[name] = node end
         return support.find(audit(records, US), "ses-mail-from-right") ~= nil
      end
      assert.is_true(good "v=spf1 include:amazonses.com -all")
      assert.is_true(good("v=spf1 redirect=spf.acme.example", { ["spf.acme.example"] = { TXT = { GOOD } } }))
      assert.is_true(good("v=spf1 include:spf.acme.example -all", { ["spf.acme.example"] = { TXT = { GOOD } } }))
   end)

   it("P02 is a subdomain of the identity", function()
      local records = support.zone { ["bounce.other.test"] = { MX = { mx(HOST) }, TXT = { GOOD } }, [HOST] = { A = { "192.0.2.5" } },
         ["amazonses.com"] = { TXT = { "v=spf1 ip4:192.0.2.0/24 -all" } } }
      assert.is_truthy(support.find(audit(records, { { region = "us-east-1", mail_from = "bounce.other.test" } }), "ses-mail-from-outside"))
      assert.is_truthy(support.find(audit(records, { { region = "us-east-1", mail_from = "acme.example" } }), "ses-mail-from-is-domain"))
   end)

   it("knows an SES name by its MX where no region is told, and leaves other services alone", function()
      local function codes(hosts)
         local list = {}
         local result = support.audit(zone(hosts), { mail_from = { NAME } })
         for _, item in ipairs(result.findings) do
            if item.code:find("^ses%-") then list[#list + 1] = item.code end
         end
         return list
      end
      assert.same({ "ses-mail-from-right" }, codes { mx(HOST) })
      assert.same({}, codes { mx("mx.other.test") })
   end)

   it("says nothing is missing where DNS did not answer", function()
      local records = zone({ mx(HOST) })
      records[NAME] = { MX = "servfail", TXT = "servfail" }
      for _, item in ipairs(audit(records, US).findings) do
         assert.is_nil(item.subject == NAME and item.severity == "error" and item.code or nil)
      end
   end)
end)
