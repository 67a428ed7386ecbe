-- SPDX-License-Identifier: MIT
-- What is advised about a question that was not answered, by the source that was asked.
local finding = require "sesame.finding"
local support = require "spec.support.facts"
local unlearnt = require "sesame.finding.unlearnt"

local AGAIN = "Try again, or ask another resolver with --server."
local SHOP = { "shop.example" }
local OFFLINE = { kind = "zones", offline = true, zones = SHOP }

local CASES = {
   { "a resolver: try again", { kind = "live" }, "mill.example", "timeout", AGAIN },
   { "a source of one's own: the same", { kind = "other" }, "mill.example", "servfail", AGAIN },
   { "offline, a name of no zone", OFFLINE, "mill.example", "not-in-zone",
      "Give its zone with --zone FILE, or leave --offline out; your zones are: shop.example." },
   { "offline, a name below a delegation of another's", OFFLINE, "mill.example", "referral",
      "Give its zone with --zone FILE, or leave --offline out; your zones are: shop.example." },
   { "offline, a name of the zone that leads out of it", OFFLINE, "K.Shop.Example", "not-in-zone",
      "Give the zone that it leads to with --zone FILE, or leave --offline out; your zones are: shop.example." },
   { "offline, what the zone itself says", OFFLINE, "loop.shop.example", "cname-loop",
      "Look into the zone files: they answer so by themselves; your zones are: shop.example." },
   { "zones over DNS, a name of theirs", { kind = "zones", zones = SHOP }, "k.shop.example", "timeout", AGAIN },
   { "zones over DNS, a name that is none of theirs", { kind = "zones", zones = SHOP }, "shpo.example", "timeout",
      "Try again, or ask another resolver with --server; your zones are: shop.example." },
   { "a recording without the question", { kind = "replay" }, "mill.example", "not-recorded",
      "Record again, with the options of this run and --record FILE: the recording has no answer to that." },
   { "a recording of a failure", { kind = "replay" }, "mill.example", "servfail",
      "Record again: the recording holds the failure, and a replay asks nobody." },
   { "a recording of zone files", { kind = "replay" }, "mill.example", "not-in-zone",
      "Record again with its zone (--zone FILE), or without --offline: the recording was made of zone files." },
}

describe("sesame.finding.unlearnt", function()
   for _, case in ipairs(CASES) do
      local title, situation, name, status, wanted = table.unpack(case)
      it(title, function()
         assert.equal(wanted, unlearnt.advice(situation, { name = name, status = status }))
      end)
   end

   it("keeps the advice that a code declares for a resolver", function()
      local advice = unlearnt.advice({ kind = "live" }, { name = "ns.mill.example", status = "timeout" }, "Wait.")
      assert.equal("Wait.", advice)
   end)

   it("names ten zones and counts the others", function()
      local zones = {}
      for i = 1, 12 do zones[i] = ("z%02d.example"):format(i) end
      local advice = unlearnt.advice({ kind = "zones", offline = true, zones = zones }, { name = "a.b",
         status = "not-in-zone" })
      assert.matches("z10%.example and 2 more%.$", advice)
      assert.is_nil(advice:find("z11", 1, true))
   end)

   it("reads the question of a finding off its status, or off what it says it is because of", function()
      local declared = finding.declare("mill", {
         ["mill-unknown"] = { severity = "unknown", fields = { "status" }, reference = "RFC 2308 7",
            text = "{subject}?", why = "Nobody said." },
         ["mill-hidden"] = { severity = "unknown", fields = {}, reference = "RFC 2308 7", text = "{subject}?",
            why = "Nobody said.", advice = "Ask the miller." },
         ["mill-still"] = { severity = "notice", fields = { "status" }, reference = "RFC 2308 7", text = "{subject}.",
            why = "It is so." },
      })
      local list = {
         finding.new(declared, "mill-unknown", { subject = "mill.example", fields = { status = "not-in-zone" } }),
         finding.new(declared, "mill-hidden", { subject = "mill.example",
            because = { name = "k.mill.example", type = "TXT", status = "not-in-zone" } }),
         finding.new(declared, "mill-hidden", { subject = "mill.example" }),
         finding.new(declared, "mill-still", { subject = "mill.example", fields = { status = "nodata" } }),
      }
      unlearnt.advise(list, OFFLINE)
      assert.matches("^Give its zone with %-%-zone FILE", list[1].advice)
      assert.matches("^Give its zone with %-%-zone FILE", list[2].advice)
      assert.same({ "Ask the miller." }, { list[3].advice, list[4].advice })
   end)

   it("fits the audit's own source", function()
      local records = support.zone { ["acme.example"] = { TXT = { "v=spf1 include:_spf.mill.example -all" } },
         ["_spf.mill.example"] = { TXT = "timeout" } }
      local item = support.find(support.audit(records), "spf-tree-unknown")
      local because = item.because[1]
      assert.same({ AGAIN, "_spf.mill.example", "timeout" }, { item.advice, because.name, because.status })
   end)
end)
