-- SPDX-License-Identifier: MIT
-- SPF beside mailboxes at another's: who is left out, by addresses and not by text; what is no host of mailboxes; what
-- could not be learnt.
local fix = require "sesame.fix"
local ses = require "spec.support.ses"
local support = require "spec.support.facts"

local OUT, UNNAMED, UNKNOWN = "spf-mailbox-host-left-out", "spf-mailbox-host-not-named", "spf-mailbox-host-unknown"
local GOOGLE, MICROSOFT = "aspmx.l.google.com", "acme-example.mail.protection.outlook.com"

local function world(hosts, text, more)
   local mx = {}
   for i, host in ipairs(hosts) do mx[i] = { preference = i, exchange = host } end
   local all = {
      ["acme.example"] = { MX = mx, TXT = { text } },
      ["_spf.google.com"] = { TXT = { "v=spf1 include:_netblocks.google.com ~all" } },
      ["_netblocks.google.com"] = { TXT = { "v=spf1 ip4:203.0.113.0/25 ip6:2001:db8:9::/48 ~all" } },
      ["spf.protection.outlook.com"] = { TXT = { "v=spf1 ip4:203.0.113.128/25 -all" } },
      ["amazonses.com"] = { TXT = { "v=spf1 ip4:198.51.100.0/24 -all" } },
   }
   for _, host in ipairs(hosts) do all[host] = { A = { "203.0.113.5" } } end
   for name, node in pairs(more or {}) do all[name] = node end
   return support.zone(all)
end

local function said(records)
   local list = {}
   for _, code in ipairs { OUT, UNNAMED, UNKNOWN } do
      if support.find((support.audit(records)), code) then list[#list + 1] = code end
   end
   return list
end

local KEY = { ["google._domainkey.acme.example"] = { TXT = { "v=DKIM1; " .. ses.key() } } }
local REVOKED = { ["google._domainkey.acme.example"] = { TXT = { "v=DKIM1; p=" } } }
local SES_ONLY = "v=spf1 include:amazonses.com -all"

-- what, hosts of MX, SPF, more records, code or nil
local CASES = {
   { "refused, and nothing signs", { GOOGLE }, SES_ONLY, nil, OUT },
   { "refused, and the key is revoked", { GOOGLE }, SES_ONLY, REVOKED, OUT },
   { "refused, but a key is there", { GOOGLE }, SES_ONLY, KEY, UNNAMED },
   { "softfail", { GOOGLE }, "v=spf1 include:amazonses.com ~all", nil, UNNAMED },
   { "neutral", { MICROSOFT }, "v=spf1 include:amazonses.com ?all", nil, UNNAMED },
   { "no all", { MICROSOFT }, "v=spf1 include:amazonses.com", nil, UNNAMED },
   { "by a redirect that ends in -all", { GOOGLE }, "v=spf1 redirect=_r.acme.example",
      { ["_r.acme.example"] = { TXT = { SES_ONLY } } }, OUT },
   { "the hosts that receive are named, which send nothing", { GOOGLE }, "v=spf1 mx include:amazonses.com -all", nil,
      OUT },
   { "the include stands behind -all", { GOOGLE }, "v=spf1 mx -all include:_spf.google.com", nil, OUT },
   { "the include is a modifier by a slip", { GOOGLE }, "v=spf1 mx include=_spf.google.com -all", nil, OUT },
   { "another service is named", { MICROSOFT }, "v=spf1 include:_spf.google.com -all", nil, OUT },
   { "named", { GOOGLE }, "v=spf1 include:_spf.google.com -all" },
   { "named in a record of one's own", { GOOGLE }, "v=spf1 include:_r.acme.example -all",
      { ["_r.acme.example"] = { TXT = { "v=spf1 include:_spf.google.com -all" } } } },
   { "named by redirect", { GOOGLE }, "v=spf1 redirect=_spf.google.com" },
   { "named without passing, as its owner says", { GOOGLE }, "v=spf1 mx ?include:_spf.google.com -all" },
   { "its addresses are written out", { GOOGLE }, "v=spf1 ip4:203.0.113.0/25 -all" },
   { "most of its addresses are", { GOOGLE }, "v=spf1 -ip4:203.0.113.0/27 ip4:203.0.113.0/25 -all" },
   { "everybody passes", { GOOGLE }, "v=spf1 mx +all" },
   { "nobody is to pass", { GOOGLE }, "v=spf1 -all" },
   { "it depends on the sender", { GOOGLE }, "v=spf1 exists:%{i}._x.acme.example -all" },
   { "a filter that is no host of mailboxes", { "mx1.acme.pphosted.com" }, SES_ONLY },
   { "a service whose mail has its own envelope", { "mxa.mailgun.org" }, SES_ONLY },
   { "a host of one's own", { "mail.acme.example" }, SES_ONLY },
}

describe("check.spf_mailboxes", function()
   for _, case in ipairs(CASES) do
      it(case[1], function() assert.same({ case[5] }, said(world(case[2], case[3], case[4]))) end)
   end

   it("names the service, how many of its addresses get what, and the record with its include", function()
      local item = support.find(support.audit(world({ GOOGLE }, SES_ONLY)), OUT)
      assert.matches("leaves out Google Workspace, where its mailboxes are: 128 of 128 IPv4 addresses get \"fail\"",
         item.message, 1, true)
      assert.same({ 'acme.example. TXT "v=spf1 include:amazonses.com include:_spf.google.com -all"' },
         support.lines(item))
      assert.equal(2, item.rank)
   end)

   it("mends it, keeps SES's include, and lets nobody else pass", function()
      local facts = support.of(world({ GOOGLE }, SES_ONLY))
      local made = fix.plan("acme.example", facts, { codes = { OUT } })
      assert.equal("yes", made.verified)
      assert.same({ { "v=spf1 include:amazonses.com include:_spf.google.com -all" } }, made.changes[1].values)
      assert.same({}, made.left)
   end)

   it("says where to look for room where the ten lookups do not suffice", function()
      local more, words = {}, {}
      for i = 1, 9 do
         words[i] = "include:_r" .. i .. ".acme.example"
         more["_r" .. i .. ".acme.example"] = { TXT = { ("v=spf1 ip4:192.0.2.%d -all"):format(i) } }
      end
      local records = world({ GOOGLE }, "v=spf1 " .. table.concat(words, " ") .. " -all", more)
      local item = support.find(support.audit(records), OUT)
      assert.matches("sesame spf plan acme.example --add _spf.google.com", item.advice, 1, true)
      assert.same({}, item.records)
   end)

   it("two services left out are told in one finding, with both includes", function()
      local item = support.find(support.audit(world({ GOOGLE, MICROSOFT }, SES_ONLY)), OUT)
      assert.same({ 'acme.example. TXT "v=spf1 include:amazonses.com include:_spf.google.com '
         .. 'include:spf.protection.outlook.com -all"' }, support.lines(item))
   end)

   it("does not claim what could not be learnt", function()
      assert.same({ UNKNOWN }, said(world({ GOOGLE }, SES_ONLY, { ["_spf.google.com"] = { TXT = "servfail" } })))
      assert.same({ UNKNOWN }, said(world({ GOOGLE }, SES_ONLY, { ["_netblocks.google.com"] = { TXT = "timeout" } })))
      assert.same({ UNKNOWN }, said(world({ GOOGLE }, SES_ONLY,
         { ["google._domainkey.acme.example"] = { TXT = "servfail" } })))
      assert.same({}, said(world({ GOOGLE }, "v=spf1 include:_r.acme.example -all",
         { ["_r.acme.example"] = { TXT = "servfail" } })))
   end)

   it("asks nothing where the record names the service", function()
      local facts = support.of(world({ GOOGLE }, "v=spf1 include:_spf.google.com -all"))
      require("sesame.audit").run("acme.example", facts, {})
      for _, question in ipairs(facts.asked) do assert.is_nil(question:find("google._domainkey", 1, true)) end
   end)
end)
