-- SPDX-License-Identifier: MIT
-- Commands of nsupdate. What servers make of them is shown in spec/publish.
local nsupdate = require "sesame.report.fix_nsupdate"
local plans = require "spec.support.plans"

describe("nsupdate's commands", function()
   it("guard every set as it was, take whole sets away, then put whole sets", function()
      local text = nsupdate.render(plans.whole(), { server = "192.0.2.1:5353" })
      assert.equal([[
server 192.0.2.1 5353
zone acme.example.
prereq yxrrset acme.example. TXT "v=spf1 mx ~all"
prereq yxrrset acme.example. TXT "site=1"
prereq nxrrset _dmarc.acme.example. TXT
prereq nxrrset _dmarc.acme.example. CNAME
prereq nxrrset bounce.acme.example. MX
prereq nxrrset bounce.acme.example. CNAME
prereq yxrrset t1._domainkey.acme.example. A 104.18.32.7
prereq nxrrset t1._domainkey.acme.example. CNAME
prereq yxrrset old.acme.example. TXT "v=spf1 -all"
update delete acme.example. TXT
update delete t1._domainkey.acme.example. A
update delete old.acme.example. TXT
update add acme.example. 300 TXT "v=spf1 include:amazonses.com ~all"
update add acme.example. 300 TXT "site=1"
update add _dmarc.acme.example. 300 TXT "v=DMARC1; p=none; rua=mailto:d@acme.example"
update add bounce.acme.example. 300 MX 10 feedback-smtp.us-east-1.amazonses.com.
update add t1._domainkey.acme.example. 300 CNAME t1.dkim.amazonses.com.
send
]], (text:gsub(";[^\n]*\n", "", 8):gsub("^\n", "")))
   end)

   it("want a name free of everything before an alias goes there", function()
      local plan = plans.whole()
      plan.changes = { plan.changes[5] }
      assert.matches("prereq nxdomain t1._domainkey.acme.example.\n", nsupdate.render(plan), 1, true)
   end)

   it("switch off nsupdate's own check of names where a host's name is odd", function()
      assert.is_nil(nsupdate.render(plans.whole()):find("check-names", 1, true))
      local back = { domain = "a.b", changes = {
         { name = "x._domainkey.a.b", type = "A", values = { "192.0.2.1" }, before = {} },
      } }
      assert.matches("zone a.b.\ncheck-names no\n", nsupdate.render(back), 1, true)
      back.changes[1] = { name = "a.b", type = "MX", values = { { preference = 1, exchange = "a_b.c" } }, before = {} }
      assert.matches("check-names no", nsupdate.render(back), 1, true)
   end)

   it("send one message a zone", function()
      local plan = plans.whole()
      plan.changes[3].zone = "bounce.acme.example"
      local _, count = nsupdate.render(plan):gsub("\nsend\n", "\n")
      assert.equal(2, count)
   end)

   it("name servers by address and port", function()
      assert.equal("server 192.0.2.1 53", nsupdate.server("192.0.2.1"))
      assert.equal("server 2001:db8::1 5353", nsupdate.server("[2001:db8::1]:5353"))
      assert.equal("server 2001:db8::1 53", nsupdate.server("2001:db8::1"))
   end)

   it("let nothing out of a comment or a line", function()
      local plan = plans.of_texts(plans.RAW)
      plan.changes[1].why = "because\nupdate delete acme.example. NS"
      assert.is_nil(nsupdate.render(plan):find("\nupdate delete"))
      assert.is_nil(nsupdate.render(plan):find("[^\n\32-\126]"))
   end)
end)
