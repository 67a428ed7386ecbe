-- SPDX-License-Identifier: MIT
local support = require "spec.support.facts"

local function txt(list, more)
   local changes = { ["acme.example"] = { TXT = list } }
   for rrtype, data in pairs(more or {}) do changes["acme.example"][rrtype] = data end
   return support.zone(changes)
end

local LONG = ("x"):rep(200)

local CASES = {
   { "A01 one record is selected", txt { "v=spf1 -all" }, {}, ok = { "spf-selected acme.example" } },
   { "A02 type 99 alone is no record", txt(false, { SPF = { "v=spf1 -all" } }), { "spf-type99-only acme.example" } },
   { "A03 type 99 that differs", txt({ "v=spf1 mx -all" }, { SPF = { "v=spf1 -all" } }),
      { "spf-type99-differs acme.example" }, ok = { "spf-selected acme.example" } },
   { "type 99 that is alike is only worth knowing", txt({ "v=spf1 -all" }, { SPF = { "v=spf1 -all" } }),
      { "spf-type99 acme.example" }, ok = { "spf-selected acme.example" } },
   { "A04 two records", txt { "v=spf1 -all", "v=spf1 mx -all" }, { "spf-several acme.example" } },
   { "A05 two records whatever the case", txt { "v=spf1 -all", "V=sPf1 +all" }, { "spf-several acme.example" } },
   { "A06 the version's case does not matter", txt { "v=SpF1 ~all" }, {}, ok = { "spf-selected acme.example" } },
   { "A08 strings join without a space", txt { { "v=spf1", "mx" } }, { "spf-near-miss acme.example" } },
   { "A11 a leading space is a near miss", txt { " v=spf1 -all" }, { "spf-near-miss acme.example" } },
   { "A16 none", txt { "hello" }, { "spf-missing acme.example" } },
   { "A17 no answer is unknown, never missing", txt "servfail", { "spf-unknown acme.example" } },
   { "A25 a near miss is not counted as SPF", txt { "v=spf1;a -all", "v=spf1 -all" },
      { "spf-near-miss-beside acme.example" }, ok = { "spf-selected acme.example" } },
   { "A26 Sender ID is dead", txt { "v=spf1 -all", "spf2.0/pra -all" }, { "spf-sender-id acme.example" },
      ok = { "spf-selected acme.example" } },
   { "a second text goes on with the record", txt { "v=spf1 mx ~all", "ip4:192.0.2.9 include:mail.acme.example ~all" },
      { "spf-continued acme.example" }, ok = { "spf-selected acme.example" } },
   { "words that are terms too are no SPF", txt { "v=spf1 mx ~all", "a mx all", "a: b", "ip4:x", "see include:x" }, {},
      ok = { "spf-selected acme.example" } },
   { "E20 neither SPF nor MX", txt(false, { MX = false }),
      { "spf-missing-parked acme.example", "dmarc-report-own-mailbox acme.example", "mx-missing acme.example" } },
   { "H02 450 octets are no fault", txt { "v=spf1 -all", { LONG, ("y"):rep(227) } }, {},
      ok = { "spf-selected acme.example" } },
   { "H02 over 450 octets", txt { "v=spf1 -all", { LONG, ("y"):rep(228) } }, { "spf-txt-over-450 acme.example" },
      ok = { "spf-selected acme.example" } },
   { "H02 over 512 octets in the message", txt { "v=spf1 -all", LONG, LONG .. "y", ("z"):rep(60) },
      { "spf-txt-over-512 acme.example" }, ok = { "spf-selected acme.example" } },
   { "H03 the whole TXT set counts",
      txt { "v=spf1 -all", LONG .. 1, LONG .. 2, LONG .. 3, LONG .. 4, LONG .. 5, LONG .. 6 },
      { "spf-txt-over-1232 acme.example" }, ok = { "spf-selected acme.example" } },
}

describe("check.spf", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         assert.same(case[3], support.codes(case[2]))
         assert.same(case.ok or {}, support.oks("spf", case[2]))
      end)
   end

   it("A23 shows the alias a record comes through", function()
      local audit = support.audit({
         ["www.acme.example"] = { CNAME = "host.acme.example" },
         ["host.acme.example"] = { TXT = { "v=spf1 -all" }, A = { "192.0.2.1" } },
         ["_dmarc.www.acme.example"] = { TXT = { "v=DMARC1; p=reject" } },
      }, { domain = "www.acme.example" })
      local item = support.find(audit, "spf-alias")
      assert.equal("host.acme.example", item.fields.target)
      assert.same({ { name = "www.acme.example", type = "CNAME", value = "host.acme.example", range = { 0, 17 } } },
         item.evidence)
   end)

   it("an alias without TXT at its end dangles", function()
      assert.same({ "spf-dangling www.acme.example", "mx-implicit www.acme.example" }, support.codes({
         ["acme.example"] = { A = { "192.0.2.1" } },
         ["www.acme.example"] = { CNAME = "host.acme.example" }, ["host.acme.example"] = { A = { "192.0.2.1" } },
         ["_dmarc.acme.example"] = { TXT = { "v=DMARC1; p=reject; rua=mailto:dmarc@acme.example" } },
      }, { domain = "www.acme.example" }))
   end)

   it("underlines the version in each of several records, in order of text", function()
      local item = support.find(support.audit(txt { "v=spf1 mx -all", "v=spf1 -all" }), "spf-several")
      assert.same({ "v=spf1 -all", "v=spf1 mx -all" }, { item.evidence[1].value, item.evidence[2].value })
      assert.same({ 0, 6 }, item.evidence[1].range)
      assert.equal(2, item.fields.count)
   end)

   it("gives the record to publish on a domain that sends nothing", function()
      local item = support.find(support.audit(txt(false, { MX = false })), "spf-missing-parked")
      assert.same({ 'acme.example. TXT "v=spf1 -all"' }, support.lines(item))
   end)

   it("does not call a domain parked that sends with SES", function()
      local options = { identities = { { region = "us-east-1", tokens = { "a", "b", "c" } } } }
      assert.is_nil(support.find(support.audit(txt(false, { MX = false }), options), "spf-missing-parked"))
   end)
end)
