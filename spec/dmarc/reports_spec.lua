-- SPDX-License-Identifier: MIT
local policy = require "sesame.dmarc.policy"
local reports = require "sesame.dmarc.reports"
local support = require "spec.support.facts"

local function holds(...) return { TXT = { ... } } end

local ACME = "acme.example"
local AT = "acme.example._report._dmarc.reports.test"

-- name, rua of acme.example, other records, status, more of the destination
local CASES = {
   { "N01 a mailbox of the domain itself", "mailto:d@acme.example", {}, "internal" },
   { "N01 in another organization without its consent", "mailto:d@reports.test", {}, "unauthorized", { name = AT } },
   { "N01 with its consent", "mailto:d@reports.test", { [AT] = holds "v=DMARC1;" }, "authorized", { name = AT } },
   { "N01 an https address needs it too", "https://reports.test/d", {}, "unauthorized", { name = AT } },
   { "N02 a name below is of the same organization", "mailto:d@mx.acme.example", {}, "internal" },
   { "N02 unless a walk says otherwise", "mailto:d@mx.acme.example",
      { ["_dmarc.mx.acme.example"] = holds "v=DMARC1; p=none; psd=n" },
      "unauthorized", { name = "acme.example._report._dmarc.mx.acme.example" } },
   { "N03 a wildcard consents to everybody", "mailto:d@reports.test",
      { ["*._report._dmarc.reports.test"] = holds "v=DMARC1;",
      [AT] = holds "v=DMARC1;" }, "authorized" },
   { "N04 another address at the same host", "mailto:d@reports.test",
      { [AT] = holds "v=DMARC1; rua=mailto:e@reports.test" }, "redirected",
      { override = "mailto:e@reports.test" } },
   { "N04 at another host: nobody gets reports", "mailto:d@reports.test",
      { [AT] = holds "v=DMARC1; rua=mailto:e@other.test" }, "dropped",
      { override = "mailto:e@other.test" } },
   { "N04 a ruf there does not touch rua", "mailto:d@reports.test",
      { [AT] = holds "v=DMARC1; ruf=mailto:e@other.test" }, "authorized" },
   { "N05 a name too long for DNS", "mailto:d@" .. ("a."):rep(115) .. "test", {}, "name-too-long" },
   { "N06 no answer is unknown, not a refusal", "mailto:d@reports.test", { [AT] = { TXT = "servfail" } }, "unknown" },
   { "N06 M11 whether it is another one is unknown", "mailto:d@mx.acme.example",
      { ["_dmarc.mx.acme.example"] = { TXT = "timeout" } },
      "unknown", { name = "acme.example._report._dmarc.mx.acme.example" } },
   { "N06 M11 which does not matter where it agrees", "mailto:d@mx.acme.example",
      { ["_dmarc.mx.acme.example"] = { TXT = "timeout" },
      ["acme.example._report._dmarc.mx.acme.example"] = holds "v=DMARC1" }, "authorized" },
   { "N06 M11 nor where it is one in any case", "mailto:d@reports.test", { ["_dmarc.test"] = { TXT = "timeout" } },
      "unauthorized" },
   { "N07 one of several texts is enough", "mailto:d@reports.test",
      { [AT] = holds("hello", "v=DMARC1", "v=spf1 -all") }, "authorized" },
   { "N07 without a semicolon", "mailto:d@reports.test", { [AT] = holds "v=DMARC1" }, "authorized" },
   { "N07 v=DMARC1 not first", "mailto:d@reports.test", { [AT] = holds "v=dmarc1;" }, "unauthorized",
      { found = "v=dmarc1;" } },
   { "a URL without a host", "tel:12", {}, "no-host" },
}

local function destinations(records, domain)
   local facts = support.of(records)
   return reports.build(facts, policy.discover(facts, domain)), facts
end

describe("model.dmarc_reports", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local records = { ["_dmarc.acme.example"] = holds("v=DMARC1; p=none; rua=" .. case[2]) }
         for name, node in pairs(case[3]) do records[name] = node end
         local list = destinations(records, ACME)
         assert.equal(1, #list)
         assert.equal(case[4], list[1].status)
         for key, value in pairs(case[5] or {}) do assert.equal(value, list[1][key], key) end
      end)
   end

   it("N01 asks nobody for a mailbox of the domain itself", function()
      local _, facts = destinations({ ["_dmarc.acme.example"] = holds "v=DMARC1; p=none; rua=mailto:d@acme.example" },
         ACME)
      for _, question in ipairs(facts.asked) do assert.is_nil(question:find("_report", 1, true)) end
   end)

   it("N18 the name is that of the domain whose record it is", function()
      local list = destinations({ ["_dmarc.acme.example"] = holds "v=DMARC1; p=none; rua=mailto:d@reports.test" },
         "a.b.acme.example")
      assert.equal(AT, list[1].name)
   end)

   it("N02 the record of a public suffix counts as its own organization", function()
      local list = destinations({
         ["_dmarc.bank"] = holds "v=DMARC1; p=none; psd=y; rua=mailto:d@giant.bank,mailto:e@bank" }, "acme.bank")
      assert.same({ "unauthorized", "internal" }, { list[1].status, list[2].status })
   end)

   it("looks at rua and ruf, at each valid address once given, and not at more than it may", function()
      local list = destinations({
         ["_dmarc.acme.example"] = holds "v=DMARC1; p=none; rua=mailto:d@acme.example,x; ruf=mailto:f@reports.test",
      }, ACME)
      assert.same({ "rua", "ruf", "acme.example._report._dmarc.reports.test" },
         { list[1].tag, list[2].tag, list[2].name })
      local many = {}
      for i = 1, 90 do many[i] = ("mailto:d@r%d.test"):format(i) end
      list = destinations({ ["_dmarc.acme.example"] = holds("v=DMARC1; p=none; rua=" .. table.concat(many, ",")) },
         ACME)
      assert.equal(reports.MAX, #list)
   end)

   it("has none where no record applies", function()
      assert.same({}, (destinations({}, ACME)))
   end)
end)
