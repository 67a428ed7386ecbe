-- SPDX-License-Identifier: MIT
-- What an audit looked at and what it did not, by source; and which of its findings rest on names taken as absent.
local audit = require "sesame.audit"
local core = require "sesame.core"
local facts = require "sesame.facts"
local loop = require "sesame.loop"
local recording = require "sesame.facts.recording"
local replay = require "sesame.facts.replay"
local support = require "spec.support.facts"
local words = require "sesame.report.looked_text"
local zone = require "sesame.facts.zone"

local SOA = "@ 300 SOA ns1 host 1 2 3 4 60\n NS ns1\n NS ns2\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n"
local MILL = SOA .. '@ MX 10 mx\nmx A 192.0.2.3\n@ TXT "v=spf1 mx -all"\n'
   .. '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@mill.example"\n'

local function zones_of(text, origin)
   local zones = core.zone.open()
   assert(zones:parse(text, origin or "mill.example"))
   return zones
end

-- Facts over zone TEXT, over LOWER or offline.
local function over(text, lower)
   return facts.new { source = zone.new { zones = zones_of(text), lower = lower }, loop = loop.new {} }:view()
end

-- A resolver's answers out of the table RECORDS, as support.of has them.
local function dns(records)
   local known = support.of(records)
   return { description = "DNS", situation = { kind = "live" },
      get = function(_, name, rrtype) return known:get(name, rrtype) end }
end

local function run(view, options, domain)
   options = options or {}
   options.rests = true
   return audit.run(domain or "mill.example", view, options)
end

local function summary(done) return words.of_what(done.looked) end

describe("sesame.audit.looked", function()
   it("DKIM of a list's domain was not looked at, and how to have it so", function()
      local done = support.audit(support.zone())
      assert.same({ { what = "dkim", reason = "not-named" } }, done.looked.not_at)
      assert.equal(" in MX, SPF and DMARC", summary(done))
      assert.same({ "DKIM was not looked at: no selector is known. Name those in use with --selector S or --expect "
         .. "FILE, or ask for the commonest with --selectors known." }, words.missing(done.looked))
      local said = {}
      words.missing(done.looked, said)
      assert.same({ "DKIM was not looked at." }, words.missing(done.looked, said))
   end)

   it("of a named domain it was, though no key was found", function()
      local done = support.audit(support.zone(), { guess = true })
      assert.same({}, done.looked.not_at)
      assert.equal(" in MX, SPF, DKIM and DMARC", summary(done))
   end)

   it("in a zone file it is read without being named: a key, or that there is none", function()
      local done = run(over(MILL))
      assert.equal(" in MX, SPF, DKIM and DMARC", summary(done))
      assert.is_truthy(support.find(done, "selectors-absent"))
      done = run(over(MILL .. 's9._domainkey CNAME gone.mill.example.\n'))
      assert.equal("s9._domainkey.mill.example", support.find(done, "selector-dangling").subject)
      assert.is_nil(support.find(done, "selectors-absent"))
   end)

   it("a zone that lets nobody send, or an identity that was told, needs no word of absent keys", function()
      local parked = run(over((MILL:gsub('v=spf1 mx', 'v=spf1'))))
      assert.is_nil(support.find(parked, "selectors-absent"))
      local told = run(over(MILL), { identities = { { region = "eu-west-1" } } })
      assert.is_nil(support.find(told, "selectors-absent"))
   end)

   it("keys below a delegation are not the zone's to list", function()
      local done = run(over(MILL .. "_domainkey NS ns.keys.test.\n"), { guess = true })
      assert.equal("referral", support.find(done, "selectors-unknown").fields.status)
      assert.matches("^Give the zone that is delegated there with %-%-zone FILE, or leave %-%-offline out",
         support.find(done, "selectors-unknown").advice)
   end)

   it("a recording of DNS without selectors: record again; with one, it is read without being named", function()
      local records = support.zone { ["s9._domainkey.acme.example"] = { TXT = { "v=DKIM1; p=" } } }
      local function again(options)
         local source = recording.new { lower = dns(records), started = 1795478400 }
         run(facts.new { source = source, loop = loop.new {} }:view(), options, "acme.example")
         local view = facts.new { source = assert(replay.parse(source:text())), loop = loop.new {} }:view()
         return run(view, { guess = true }, "acme.example")
      end
      local done = again()
      assert.same({ { what = "dkim", reason = "not-recorded" } }, done.looked.not_at)
      assert.matches("the recording has no selector%. Record again", words.missing(done.looked)[1])
      done = again { selectors = { "s9" } }
      assert.same({}, done.looked.not_at)
      assert.same({ "s9", "listed" }, { done.models.selectors[1].selector, done.models.selectors[1].asked })
   end)

   it("zone files laid over DNS that do not hold the domain are told of", function()
      local done = run(over(MILL, dns(support.zone())), { guess = true }, "acme.example")
      assert.same({ { what = "zones", reason = "other-zones", zones = { "mill.example" } } }, done.looked.not_at)
      assert.same({ "The zone files were not looked at: they do not hold this domain, and DNS was asked. Your zones "
         .. "are: mill.example." }, words.missing(done.looked))
      assert.same({}, run(over(MILL, dns(support.zone()))).looked.not_at)
   end)

   it("globs and scripts say of what they speak", function()
      local done = support.audit(support.zone(), { only = { "spf-*" } })
      assert.equal(" among 'spf-*'", summary(done))
      assert.same({}, done.looked.not_at)
      done = support.audit(support.zone(), { skip = { "selector*", "dkim-*", "easy-dkim-*" } })
      assert.equal(" in MX, SPF and DMARC but for 'selector*', 'dkim-*' and 'easy-dkim-*'", summary(done))
      assert.same({}, done.looked.not_at)
      assert.equal(" by mill", words.of_what { at = {}, only = {}, skip = {}, by = "mill" })
      assert.equal("", words.of_what(nil))
   end)

   it("a domain that is not there was looked at in nothing", function()
      local done = support.audit({}, { guess = true })
      assert.same({ {}, {} }, { done.looked.at, done.looked.not_at })
   end)

   it("several together looked at what each of them did", function()
      local sum = words.sum(words.sum(nil, { at = { "mx", "spf", "dkim" }, only = {}, skip = {}, not_at = {} }),
         { at = { "mx", "dkim" }, only = {}, skip = {}, not_at = {} })
      assert.equal(" in MX and DKIM", words.of_what(sum))
   end)

   it("tells how many of what a source lists it left alone", function()
      local lines = {}
      for i = 1, 203 do lines[i] = ("s%d._domainkey CNAME k.mill.example.\n_dmarc.d%d TXT \"v=DMARC1; p=none\"\n")
         :format(i, i) end
      local done = run(over(MILL .. table.concat(lines)))
      assert.same({ { what = "dkim", reason = "too-many", count = 3 },
         { what = "dmarc", reason = "too-many", count = 3 } },
         done.looked.not_at)
      assert.matches("^3 more selectors that are listed were not looked at", words.missing(done.looked)[1])
   end)
end)

describe("sesame.audit.assumed", function()
   it("a record of the domain's own rests on nothing above it", function()
      assert.same({}, run(over(MILL)).assumed)
   end)

   it("that no record applies rests on the names above", function()
      local done = run(over(SOA .. '@ TXT "v=spf1 -all"\n'))
      assert.is_truthy(support.find(done, "dmarc-missing"))
      assert.same({ "_dmarc.example" }, done.assumed)
   end)

   it("nor is anything assumed where DNS is asked", function()
      assert.same({}, run(over(MILL, dns(support.zone()))).assumed)
      assert.same({}, support.audit(support.zone { ["_dmarc.acme.example"] = false }, { rests = true }).assumed)
   end)
end)

describe("names that a zone lists below a domain", function()
   it("DMARC records are read, and their faults told", function()
      local done = run(over(MILL .. '_dmarc.flour TXT "v=DMARC1; p=non"\n_dmarc.bran TXT "v=DMARC1; p=none"\n'
         .. '_dmarc.bran TXT "v=DMARC1; p=reject"\n_dmarc.oats TXT "v=DMARC1; p=reject"\n'
         .. '_dmarc.rye TXT "v=dmarc1; p=none"\n_dmarc.malt CNAME gone.mill.example.\n'))
      assert.same({ "flour.mill.example", "oats.mill.example" }, support.find(done, "dmarc-below").fields.names)
      assert.equal("_dmarc.flour.mill.example", support.find(done, "dmarc-policy-invalid").subject)
      assert.equal("_dmarc.bran.mill.example", support.find(done, "dmarc-several").subject)
      assert.equal("_dmarc.rye.mill.example", support.find(done, "dmarc-near-miss").subject)
      assert.equal("_dmarc.malt.mill.example", support.find(done, "dmarc-dangling").subject)
   end)

   it("names with a feedback host of SES are MAIL FROM names, whatever they are called", function()
      local done = run(over(MILL .. "odd-name MX 10 feedback-smtp.eu-west-1.amazonses.com.\n"
         .. 'odd-name TXT "v=spf1 ip4:192.0.2.9 -all"\nshop MX 10 mx.mill.example.\n'))
      assert.same({ "odd-name.mill.example" }, { done.models.mail_from[1].name, done.models.mail_from[2] })
      assert.equal("odd-name.mill.example", support.find(done, "ses-mail-from-found").subject)
   end)
end)
