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
      [NAME] = { MX = hosts, TXT = texts or { GOOD } },
      ["amazonses.com"] = { TXT = { "v=spf1 ip4:192.0.2.0/24 -all" } },
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
   { "P04 two MX", { mx(HOST), mx("feedback-smtp.eu-west-1.amazonses.com") }, nil, US, "ses-mail-from-mx-several",
      RIGHT_MX },
   { "P11 two regions with two MX", { mx(HOST), mx("feedback-smtp.eu-west-1.amazonses.com") }, nil, BOTH,
      "ses-mail-from-mx-several",
      RIGHT_MX },
   { "P04 another region's host", { mx("feedback-smtp.eu-west-1.amazonses.com") }, nil, US,
      "ses-mail-from-wrong-region", RIGHT_MX },
   { "P11 shared by two regions with one MX", { mx(HOST) }, nil, BOTH, "ses-mail-from-shared" },
   { "a region that is none", { mx("feedback-smtp.us-east-9.amazonses.com") }, nil, US, "ses-mail-from-unknown-region",
      RIGHT_MX },
   { "amazonaws for amazonses", { mx("feedback-smtp.us-east-1.amazonaws.com") }, nil, US, "ses-mail-from-wrong-suffix",
      RIGHT_MX },
   { "P02 a host that receives", { mx("inbound-smtp.us-east-1.amazonaws.com") }, nil, US, "ses-mail-from-receives",
      RIGHT_MX },
   { "P02 an ingress host of Mail Manager", { mx("abcdefghijkl.q7z2.mail-manager-smtp.amazonaws.com") }, nil, US,
      "ses-mail-from-receives", RIGHT_MX },
   { "P02 the host for sending", { mx("email-smtp.us-east-1.amazonaws.com") }, nil, US, "ses-mail-from-receives",
      RIGHT_MX },
   { "P18 the zone appended", { mx(HOST .. ".acme.example") }, nil, US, "ses-mail-from-host-doubled", RIGHT_MX },
   { "P04 no host of SES", { mx("mx.other.test") }, nil, US, "ses-mail-from-not-ses", RIGHT_MX },
   { "P04 another preference", { mx(HOST, 20) }, nil, US, "ses-mail-from-preference" },
   { "SPF that does not let SES send", { mx(HOST) }, { "v=spf1 mx -all" }, US, "ses-mail-from-spf-without-ses",
      NAME .. '. TXT "v=spf1 include:amazonses.com mx -all"' },
   { "SES behind a minus", { mx(HOST) }, { "v=spf1 -include:amazonses.com ~all" }, US,
      "ses-mail-from-spf-without-ses" },
   { "SES behind all", { mx(HOST) }, { "v=spf1 -all include:amazonses.com" }, US, "ses-mail-from-spf-without-ses" },
   { "P04 the preference inside the host", { mx("10\\032" .. HOST) }, nil, US, "ses-mail-from-host-preference",
      RIGHT_MX },
   { "P02 a name that also receives mail", { mx(HOST), mx("mx.other.test", 20) }, nil, US,
      "ses-mail-from-also-receives", RIGHT_MX },
   { "P04 no MX", "nodata", nil, US, "ses-mail-from-mx-missing", RIGHT_MX },
   { "a space within a term", { mx(HOST) }, { "v=spf1 include: amazonses.com ~all" }, US, "spf-syntax" },
   { "B02 SPF with a syntax error", { mx(HOST) }, { "v=spf1 include:amazonses.com moo -all" }, US, "spf-syntax" },
   { "SES behind a term that refuses it", { mx(HOST) }, { "v=spf1 -ip4:192.0.2.0/24 include:amazonses.com -all" }, US,
      "ses-mail-from-spf-broken", NAME .. '. TXT "v=spf1 include:amazonses.com -ip4:192.0.2.0/24 -all"' },
   { "a copy of half of SES's addresses", { mx(HOST) }, { "v=spf1 ip4:192.0.2.0/25 -all" }, US,
      "ses-mail-from-spf-partly" },
   { "a copy of SES's addresses", { mx(HOST) }, { "v=spf1 ip4:192.0.2.0/24 -all" }, US, "ses-mail-from-spf-copied" },
   { "E19 SPF that lets anyone send", { mx(HOST) }, { "v=spf1 +all" }, US, "mail-from-spf-anyone" },
   { "E19 SPF that lets anyone send beside SES", { mx(HOST) }, { "v=spf1 include:amazonses.com ip4:0.0.0.0/0 -all" },
      US,
      "mail-from-spf-anyone" },
   { "E19 SPF that lets anyone send by halves", { mx(HOST) }, { "v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 -all" }, US,
      "mail-from-spf-anyone" },
   { "no SPF", { mx(HOST) }, { "something" }, US, "ses-mail-from-spf-missing", NAME .. '. TXT "' .. GOOD .. '"' },
}

local function audit(records, identities)
   return (support.audit(records, { identities = identities }))
end

-- Names of hosts that are not there: the audit says so of the MX as well.
local GONE = { ["a region that is none"] = true, ["amazonaws for amazonses"] = true, ["P18 the zone appended"] = true,
   ["P04 the preference inside the host"] = true, ["P02 an ingress host of Mail Manager"] = true,
   ["P02 the host for sending"] = true }

-- All that is to be said of the name in CASE, whose finding is ITEM, ok included.
local function expected_of(case, item)
   local list = { item.code ~= "ses-mail-from-right" and item.code or nil }
   if GONE[case[1]] then list[#list + 1] = "mail-from-mx-dangling" end
   local faulty = item.severity == "error" and item.code ~= "mail-from-spf-anyone" -- SES sends, as everybody does
   if not faulty then list[#list + 1] = "ses-mail-from-right" end
   table.sort(list)
   return list
end

-- The codes of all findings of RESULT about the name, and of the checks of such names.
local function said_of(result)
   local own, list = {}, {}
   for _, name in ipairs { "ses_mail_from", "ses_mail_from_place", "ses_mail_from_spf", "names" } do
      for code in pairs(require("sesame.check." .. name).findings) do own[code] = true end
   end
   for _, item in ipairs(result.findings) do
      if item.subject == NAME or own[item.code] then list[#list + 1] = item.code end
   end
   table.sort(list)
   return list
end

describe("check.ses_mail_from", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local result = audit(zone(case[2], case[3]), case[4])
         local item = support.find(result, case[5])
         assert.is_truthy(item)
         assert.equal(NAME, item.subject)
         if case[6] then assert.same({ case[6] }, support.lines(item)) end
         assert.same(expected_of(case, item), said_of(result))
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
      assert.is_true(good "v=spf1 redirect=amazonses.com")
      assert.is_nil(support.find(audit(zone({ mx(HOST) }, { "v=spf1 redirect=amazonses.com" }), US),
         "ses-mail-from-spf-copied"))
      assert.is_true(good("v=spf1 include:spf.acme.example -all", { ["spf.acme.example"] = { TXT = { GOOD } } }))
   end)

   it("P02 is a subdomain of the identity", function()
      local records = support.zone { ["bounce.other.test"] = { MX = { mx(HOST) }, TXT = { GOOD } },
         [HOST] = { A = { "192.0.2.5" } },
         ["amazonses.com"] = { TXT = { "v=spf1 ip4:192.0.2.0/24 -all" } } }
      assert.is_truthy(support.find(audit(records, { { region = "us-east-1", mail_from = "bounce.other.test" } }),
         "ses-mail-from-outside"))
      assert.is_truthy(support.find(audit(records, { { region = "us-east-1", mail_from = "acme.example" } }),
         "ses-mail-from-is-domain"))
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

   it("E13 says that SPF is not known where what it includes did not answer", function()
      local records = zone({ mx(HOST) }, { "v=spf1 include:spf.other.test ~all" })
      records["spf.other.test"] = { TXT = "servfail" }
      local item = support.find(audit(records, US), "mail-from-spf-unknown")
      assert.same({ NAME, "unknown" }, { item.subject, item.severity })
   end)

   it("E13 claims nothing of SPF where SES's own addresses are not known", function()
      for record, expected in pairs {
         ["v=spf1 ip4:203.0.113.1 -all"] = { "mail-from-spf-unknown" }, [GOOD] = {},
      } do
         local records = zone({ mx(HOST) }, { record })
         records["amazonses.com"] = { TXT = "servfail" }
         local list = {}
         for _, item in ipairs(audit(records, US).findings) do
            if item.subject == NAME and item.code:find("spf", 1, true) then list[#list + 1] = item.code end
         end
         assert.same(expected, list, record)
      end
   end)

   it("publishes no host of a region that is none", function()
      local result = support.audit(zone { mx("feedback-smtp.us-east-9.amazonses.com") }, { mail_from = { NAME } })
      assert.same({}, support.lines(support.find(result, "ses-mail-from-unknown-region")))
   end)

   it("E19 says so of a name that another service uses", function()
      local result = support.audit(zone({ mx("mx.other.test") }, { "v=spf1 +all" }), { mail_from = { NAME } })
      assert.equal(NAME, support.find(result, "mail-from-spf-anyone").subject)
   end)

   it("A27 is not helped by SPF at the name above, which is shown", function()
      local records = zone({ mx(HOST) }, { "something" })
      records["acme.example"].TXT = { "v=spf1 mx include:amazonses.com -all" }
      local item = support.find(audit(records, US), "ses-mail-from-spf-missing")
      assert.equal("acme.example", item.evidence[1].name)
      assert.same({ 10, 31 }, item.evidence[1].range)
   end)

   it("A28 P17 says where a wildcard steps back, and where it answers", function()
      local wild = { ["sesame-no-such-name.acme.example"] = { MX = { mx("mx.other.test") }, TXT = { "v=spf1 -all" } } }
      local function found(code, node)
         local records = zone({ mx(HOST) })
         records[NAME] = node
         for name, each in pairs(wild) do records[name] = each end
         return support.find(audit(records, US), code)
      end
      assert.equal("MX", found("ses-mail-from-wildcard", { TXT = { GOOD } }).fields.types)
      assert.equal("TXT", found("ses-mail-from-wildcard", { MX = { mx(HOST) } }).fields.types)
      assert.is_nil(found("ses-mail-from-wildcard-answers", wild["sesame-no-such-name.acme.example"]))
      wild["sesame-no-such-name." .. NAME] = wild["sesame-no-such-name.acme.example"]
      assert.equal("MX and TXT", found("ses-mail-from-wildcard-answers",
         wild["sesame-no-such-name.acme.example"]).fields.types)
      assert.is_nil(found("ses-mail-from-wildcard", { MX = { mx(HOST) }, TXT = { GOOD } }))
   end)

   it("P18 finds the records at a doubled name", function()
      local records = zone({ mx(HOST) })
      records[NAME], records[NAME .. ".acme.example"] = nil, records[NAME]
      local result = audit(records, US)
      local types = {}
      for _, item in ipairs(result.findings) do
         if item.code == "ses-mail-from-name-doubled" then
            types[#types + 1] = item.type
            assert.equal(NAME .. ".acme.example", item.fields.at)
         end
      end
      assert.same({ "MX", "TXT" }, types)
   end)

   it("tells an alias that hides the records from one that leads to them", function()
      local records = zone({ mx(HOST) })
      records[NAME] = { CNAME = "elsewhere.other.test" }
      records["elsewhere.other.test"] = { A = { "192.0.2.9" } }
      local item = support.find(audit(records, US), "ses-mail-from-alias")
      local other = { RIGHT_MX, NAME .. '. TXT "' .. GOOD .. '"' }
      for i, line in ipairs(other) do other[i] = line:gsub("^bounce%.", "bounces.") end -- the alias may serve a panel
      assert.same(other, support.lines(item))
      records["elsewhere.other.test"] = { MX = { mx(HOST) }, TXT = { GOOD } }
      local result = audit(records, US)
      assert.is_truthy(support.find(result, "ses-mail-from-alias-works"))
      assert.is_nil(support.find(result, "ses-mail-from-alias"))
   end)

   it("J48 names the servers a MAIL FROM name is delegated to", function()
      local records = zone({ mx(HOST) })
      records[NAME] = { NS = { "ns.other.test" } }
      assert.same({ "ns.other.test" }, support.find(audit(records, US), "ses-mail-from-occluded").fields.servers)
   end)

   it("P21 asks each server", function()
      local records = zone({ mx(HOST) })
      local old = zone { mx("mx.other.test") }
      local result = support.audit(records,
         { identities = US, servers = { ["ns1.acme.example"] = records, ["ns2.acme.example"] = old } })
      local item = support.find(result, "ses-mail-from-inconsistent")
      assert.equal("MX", item.type)
      assert.matches("ns1%.acme%.example says 10 feedback%-smtp.*; ns2%.acme%.example says 10 mx%.other%.test",
         item.fields.servers)
   end)

   it("P02 takes a name beside a subdomain identity with a warning, one outside as an error", function()
      local function code(name)
         local records = zone({ mx(HOST) })
         records["app.acme.example"] = { A = { "192.0.2.9" } }
         records[name] = { MX = { mx(HOST) }, TXT = { GOOD } }
         local identities = { { region = "us-east-1", mail_from = name, domain = "app.acme.example" } }
         for _, item in ipairs(support.audit(records,
            { identities = identities, domain = "app.acme.example" }).findings) do
            if item.code == "ses-mail-from-sibling" or item.code == "ses-mail-from-outside" then return item.code end
         end
      end
      assert.equal("ses-mail-from-sibling", code(NAME))
      assert.equal("ses-mail-from-outside", code "bounce.other.test")
      assert.is_nil(code "bounce.app.acme.example")
   end)

   it("P04 lets SES's own word decide on another region's MX", function()
      local records = zone { mx "feedback-smtp.eu-west-1.amazonses.com" }
      local function code(status)
         local result = audit(records, { { region = "us-east-1", mail_from = NAME, mail_from_status = status } })
         if support.find(result, "ses-mail-from-other-region") then return "other" end
         return support.find(result, "ses-mail-from-wrong-region") and "wrong"
      end
      assert.equal("other", code "SUCCESS")
      assert.equal("wrong", code "PENDING")
      assert.equal("wrong", code(nil))
   end)

   it("P11 offers a name for each region", function()
      local item = support.find(audit(zone { mx(HOST) }, BOTH), "ses-mail-from-shared")
      assert.same({
         "bounce-eu-west-1.acme.example. MX 10 feedback-smtp.eu-west-1.amazonses.com.",
         'bounce-eu-west-1.acme.example. TXT "v=spf1 include:amazonses.com ~all"',
      }, support.lines(item))
   end)

   it("P01 says what SES does without a custom MAIL FROM name", function()
      local records = zone({ mx(HOST) })
      records[NAME] = nil
      local result = audit(records, { { region = "us-east-1" } })
      assert.is_truthy(support.find(result, "ses-mail-from-not-found"))
      result = audit(records, { { region = "us-east-1", mail_from_told = true } })
      assert.is_truthy(support.find(result, "ses-mail-from-default"))
   end)

   it("finds usual labels, and each region's own, by their MX alone", function()
      local records = zone { mx(HOST) }
      records["send-eu.acme.example"] = { MX = { mx "feedback-smtp.eu-west-1.amazonses.com" }, TXT = { GOOD } }
      records["mail.acme.example"].MX = { mx "mx.other.test" }
      local result = audit(records, { { region = "us-east-1" }, { region = "eu-west-1" } })
      local names = {}
      for _, item in ipairs(result.findings) do
         if item.code == "ses-mail-from-found" then names[#names + 1] = item.subject end
         assert.not_equal("ses-mail-from-not-found", item.code)
      end
      assert.same({ NAME, "send-eu.acme.example" }, names)
      assert.is_truthy(support.find(result, "ses-mail-from-right"))
      assert.is_truthy(support.find(audit(records, { { region = "us-east-1", mail_from_told = true } }),
         "ses-mail-from-not-active"))
   end)

   it("claims no name where a wildcard answers for every label, and asks nothing where SES is not used", function()
      local records = zone { mx(HOST) }
      records["sesame-no-such-name.acme.example"] = { MX = { mx(HOST) } }
      assert.is_nil(support.find(audit(records, { { region = "us-east-1" } }), "ses-mail-from-found"))
      local _, facts = support.audit(support.zone())
      for _, question in ipairs(facts.asked) do assert.is_nil(question:find("^bounce")) end
   end)
end)
