-- SPDX-License-Identifier: MIT
-- Which selectors are asked for: what is given and listed always, guesses at a domain named by itself, and nothing that
-- nobody asked for at a domain of a list. Questions are counted.
local keys = require "spec.support.keys"
local suggest = require "sesame.dkim.suggest"
local support = require "spec.support.facts"

local RECORD = { TXT = { "v=DKIM1; k=rsa; p=" .. keys.rsa_2048 } }
local PARENT = "_domainkey.acme.example"

-- A domain that receives at Google, and sends through it and Fastmail.
local function zone(more)
   local nodes = { ["acme.example"] = { MX = { { preference = 1, exchange = "smtp.google.com" } },
      TXT = { "v=spf1 include:spf.messagingengine.com ~all" } },
      ["smtp.google.com"] = { A = { "192.0.2.1" } },
      ["spf.messagingengine.com"] = { TXT = { "v=spf1 ip4:192.0.2.0/24 -all" } } }
   for name, node in pairs(more or {}) do nodes[name] = node end
   return support.zone(nodes)
end

-- What an audit with OPTIONS asks below _domainkey, of RECORDS: a sorted list of selectors; and how many questions it
-- asks in all, each counted once.
local function asked(records, options)
   local audit, facts = support.audit(records, options)
   local seen, list, count = {}, {}, 0
   for _, question in ipairs(facts.asked) do
      if not seen[question] then
         seen[question], count = true, count + 1
         local selector = question:match("^(.+)%._domainkey%.acme%.example TXT$")
         local own = selector and selector ~= "sesame-no-such-name" and not selector:find("_domainkey", 1, true)
         if own then list[#list + 1] = selector end
      end
   end
   table.sort(list)
   return list, count, audit
end

-- The sorted union of lists.
local function union(...)
   local seen, out = {}, {}
   for _, list in ipairs { ... } do
      for _, item in ipairs(list) do
         if not seen[item] then seen[item], out[#out + 1] = true, item end
      end
   end
   table.sort(out)
   return out
end

local SUGGESTED = { "fm1", "fm2", "fm3", "google" }
local GUESSES = union(suggest.COMMONEST, SUGGESTED)

describe("sesame.model.selectors_asked", function()
   it("asks nothing of DKIM at a domain of a list", function()
      local list, plain = asked(zone())
      assert.same({}, list)
      local _, named = asked(zone(), { guess = true })
      -- the parent, the name that shows a wildcard, the guesses, and two parents at which a console doubles names
      assert.equal(plain + 2 + #GUESSES + 2, named)
   end)

   it("asks at a named domain for what its records suggest and the commonest, though _domainkey is denied", function()
      assert.same(GUESSES, (asked(zone(), { guess = true })))
      assert.equal(10, #suggest.COMMONEST)
      local list, _, audit = asked(zone { ["fm2." .. PARENT] = RECORD, [PARENT] = { TXT = "nxdomain" } },
         { guess = true })
      assert.same(GUESSES, list)
      assert.same({ "fm2" }, { audit.models.selectors[1].selector })
      assert.is_truthy(support.find(audit, "selector-present"))
   end)

   it("guesses where the domain is of the set, and nowhere else", function()
      assert.same(GUESSES, (asked(zone(), { guess = { ["acme.example"] = true } })))
      assert.same({}, (asked(zone(), { guess = { ["other.example"] = true } })))
   end)

   it("a given selector is asked for whatever _domainkey says", function()
      local list = asked(zone(), { selectors = { "s7" } })
      assert.same({ "s7" }, list)
   end)

   it("spares a list where _domainkey is denied, but for the commonest where they are wanted", function()
      local list, _, audit = asked(zone(), { probes = { "zoho", "k1" } })
      assert.same({}, list)
      local item = support.find(audit, "selectors-denied")
      assert.same({ count = 2, asked = 0, names = "" }, item.fields)
      list, _, audit = asked(zone(), { probes = { "zoho", "k1" }, common = true })
      assert.same(union(suggest.COMMONEST), list)
      item = support.find(audit, "selectors-denied")
      assert.same({ 1, 10 }, { item.fields.count, item.fields.asked })
      assert.matches("Not asked for: 1 of those wanted; asked for all the same: 10 %(default, dkim, google, k1",
         item.message)
   end)

   it("says of guesses what was really asked, and only where nothing else is known", function()
      local _, _, audit = asked(zone(), { guess = true })
      local item = support.find(audit, "selectors-none")
      assert.same({ #GUESSES, GUESSES }, { item.fields.count, union(item.fields.names) })
      assert.is_nil(support.find(select(3, asked(zone { ["s7." .. PARENT] = RECORD }, { guess = true,
         selectors = { "s7" } })), "selectors-none"))
   end)

   it("does not speak of guesses at a domain that lets nobody send", function()
      local parked = zone { ["acme.example"] = { TXT = { "v=spf1 -all" },
         MX = { { preference = 0, exchange = "." } } } }
      local _, _, audit = asked(parked, { guess = true })
      assert.is_nil(support.find(audit, "selectors-none"))
      assert.is_truthy(support.find(select(3, asked(parked, { guess = true, common = true })), "selectors-none"))
   end)

   it("a guess that could not be learnt is unknown", function()
      local _, _, audit = asked(zone { ["google." .. PARENT] = { TXT = "servfail" } }, { guess = true })
      assert.same({ "google" }, support.find(audit, "selectors-unknown").fields.names)
   end)
end)

describe("sesame.dkim.suggest", function()
   it("knows services by the hosts of their MX and by their includes", function()
      assert.same({ "selector1", "selector2" }, suggest.selectors({ "acme-example.mail.protection.outlook.com" }, {}))
      assert.same({ "google" }, suggest.selectors({ "ASPMX.L.google.com", "alt1.aspmx.l.google.com" }, {}))
      assert.same({ "k1", "k2", "k3" }, suggest.selectors({}, { "v=spf1 include:servers.mcsv.net. -all" }))
      assert.same({ "zmail", "zoho" }, suggest.selectors({}, { "v=spf1 redirect=zoho.eu" }))
      assert.same({}, suggest.selectors({ "mail.acme.example", "notgoogle.com" }, { "v=spf1 a:google.com -all" }))
   end)
end)
