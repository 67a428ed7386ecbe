-- SPDX-License-Identifier: MIT
-- What changes do to mail beyond the findings: weaker policies, mail from SES that fails, senders that fail SPF or pass
-- it unnamed.
local audit = require "sesame.audit"
local harm = require "sesame.fix.harm"
local ses = require "spec.support.ses"
local support = require "spec.support.facts"

local SPF, DMARC = "acme.example", "_dmarc.acme.example"

local function side(records, options)
   local facts = support.of(records)
   return { facts = facts, audit = audit.run("acme.example", facts, options or {}) }
end

-- The kinds of harm in going from the records of OLD at NAME to those of NEW.
local function kinds(name, old, new, lets)
   local function records(texts) return support.zone { [name] = { TXT = texts } } end
   local list = {}
   local changed = { { name = name, type = "TXT" } }
   local found = harm.of("acme.example", side(records(old)), side(records(new)), changed, lets)
   for i, item in ipairs(found) do list[i] = item.kind end
   return list
end

-- What it is, name, old, new, kinds, terms that are to let send.
local CASES = {
   { "a term more is named", SPF, "v=spf1 mx -all", "v=spf1 mx ip4:192.0.2.77 -all", {} },
   { "a first record is named", SPF, "x", "v=spf1 ip4:192.0.2.77 -all", {} },
   { "all names nobody", SPF, "v=spf1 mx -all", "v=spf1 mx +all", { "gained" } },
   { "a mended record names its terms", SPF, "v=spf1 ip4:192.0.2.300 mx -all", "v=spf1 mx -all", {} },
   { "a mended record that lets everybody in", SPF, "v=spf1 moo mx -all", "v=spf1 mx all", { "gained" } },
   { "a denied address let in by its place", SPF, "v=spf1 -ip4:192.0.2.25 ip4:192.0.2.0/24 -all",
      "v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.25 -all", { "gained" } },
   { "the same where that is what was meant", SPF, "v=spf1 -ip4:192.0.2.25 ip4:192.0.2.0/24 -all",
      "v=spf1 ip4:192.0.2.0/24 -ip4:192.0.2.25 -all", {}, { "ip4:192.0.2.0/24" } },
   { "what stood behind all counts now", SPF, "v=spf1 mx -all ip4:192.0.2.77", "v=spf1 mx ip4:192.0.2.77 -all", {} },
   { "a sender left out", SPF, "v=spf1 mx ip4:192.0.2.77 -all", "v=spf1 mx -all", { "lost" } },
   { "fail in place of softfail", SPF, "v=spf1 mx ~all", "v=spf1 mx -all", {} },
   { "a weaker policy", DMARC, "v=DMARC1; p=reject", "v=DMARC1; p=none", { "policy", "policy", "policy" } },
   { "a weaker policy for names below", DMARC, "v=DMARC1; p=reject", "v=DMARC1; p=reject; np=none", { "policy" } },
   { "t=y", DMARC, "v=DMARC1; p=reject", "v=DMARC1; p=reject; t=y", { "policy", "policy", "policy" } },
   { "a stronger policy", DMARC, "v=DMARC1; p=none", "v=DMARC1; p=reject", {} },
}

describe("fix.harm", function()
   for _, case in ipairs(CASES) do
      it(case[1], function() assert.same(case[5], kinds(case[2], { case[3] }, { case[4] }, case[6])) end)
   end

   it("mail from SES that passed and would fail", function()
      local records, identities = ses.healthy { "us-east-1" }
      local options, broken = { identities = identities }, {}
      for name, node in pairs(records) do broken[name] = node end
      local changed = {}
      for _, token in ipairs(identities[1].tokens) do
         broken[token .. "._domainkey.acme.example"] = nil
         changed[#changed + 1] = { name = token .. "._domainkey.acme.example", type = "CNAME" }
      end
      local function kinds_to(after)
         local list = {}
         local found = harm.of("acme.example", side(records, options), side(after, options), changed)
         for i, item in ipairs(found) do list[i] = item.kind end
         return list
      end
      assert.same({}, kinds_to(records))
      assert.same({ "stream" }, kinds_to(broken)) -- what falls back to a MAIL FROM of SES's own
      broken["bounce-us-east-1.acme.example"] = { MX = records["bounce-us-east-1.acme.example"].MX,
         TXT = { "v=spf1 -all" } }
      changed[#changed + 1] = { name = "bounce-us-east-1.acme.example", type = "TXT" }
      assert.same({ "stream", "stream", "lost" }, kinds_to(broken))
   end)
end)
