-- SPDX-License-Identifier: MIT
-- The steps from what one name showed to the verdict: each gives a verdict and leaves the one it was given as it was.
local freeze = require "spec.support.freeze"
local settle = require "sesame.easy_dkim.settle"
local status = require "sesame.easy_dkim.status"

local USUAL, OTHER = "dkim.amazonses.com", "a31d.dkim.us-west-2.amazonses.com"
local BECAUSE = { name = "t._domainkey.acme.example", type = "CNAME", status = "servfail" }
local KEY, IDLE = { known = true, state = "key", bits = 2048 }, { known = true, state = "idle" }
local OPEN = { known = false, because = BECAUSE }

local function verdict(fields) return freeze.value(status.verdict(fields)) end

local function record(zone, hosted)
   return freeze.value { token = "t", target = "t." .. USUAL, hosted = hosted,
      found = { { kind = "cname", target = "t." .. zone, zone = zone } } }
end

-- The status and the detail of each, "right" or "wrong-zone certain".
local function told(verdicts)
   local list = {}
   for i, item in ipairs(verdicts) do list[i] = item.status .. (item.detail and " " .. item.detail or "") end
   return list
end

local function together(records, verdicts, certain)
   return settle.together(records, verdicts, { zone = USUAL, zone_certain = certain == true })
end

describe("a missing record", function()
   local missing = verdict { status = "missing" }

   it("is where it was found", function()
      local after = settle.elsewhere(missing, { status = "misplaced", at = "t.acme.example" })
      assert.same({ "misplaced", "t.acme.example" }, { after.status, after.at })
      assert.equal(missing, settle.elsewhere(missing, nil))
   end)

   it("is hidden by a delegation, unless a wildcard answers for it", function()
      local hidden = settle.occlusion(missing, "_domainkey.acme.example", { "ns.other.test" })
      assert.same({ "occluded", "NS", "_domainkey.acme.example" }, { hidden.status, hidden.by, hidden.at })
      local wild = verdict { status = "missing", wildcard = true }
      assert.equal(wild, settle.occlusion(wild, "_domainkey.acme.example", { "ns.other.test" }))
      assert.equal(missing, settle.occlusion(missing, "_domainkey.acme.example", nil))
   end)
end)

describe("what got no answer", function()
   it("names the servers of a delegation, unless DNSSEC is at fault", function()
      local open = settle.occlusion(verdict { status = "unknown", because = BECAUSE }, "p", { "ns.other.test" })
      assert.same({ "unknown", "p", BECAUSE, false }, { open.status, open.at, open.because, open.known })
      local bogus = verdict { status = "unknown", because = BECAUSE, bogus = true }
      assert.equal(bogus, settle.occlusion(bogus, "p", { "ns.other.test" }))
   end)

   it("is no missing record, whatever the servers have", function()
      local open = verdict { status = "unknown", because = BECAUSE }
      assert.equal(open, settle.servers(open, { list = {}, differ = false, right = true }, KEY))
   end)
end)

describe("the zone's servers", function()
   local HAVE = { list = { { host = "a", value = "x" } }, differ = true, right = true }

   it("make it inconsistent where one of them, or the resolver, has it right", function()
      for _, first in ipairs { verdict { status = "missing" }, verdict { status = "unknown", because = BECAUSE,
         bogus = true } } do
         local after = settle.servers(first, HAVE, KEY)
         assert.same({ "inconsistent", HAVE.list, first.bogus, true },
            { after.status, after.servers, after.bogus, after.known })
      end
      local none = { list = {}, differ = true, right = false }
      assert.equal("inconsistent", settle.servers(verdict { status = "right", key = KEY }, none, KEY).status)
      assert.equal("missing", settle.servers(verdict { status = "missing" }, none, KEY).status)
   end)

   it("are believed where all have it right, with the key at the target", function()
      local after = settle.servers(verdict { status = "missing", wildcard = true }, { list = {}, differ = false,
         right = true }, IDLE)
      assert.same({ "right", "remembered", IDLE }, { after.status, after.detail, after.key })
      assert.is_nil(after.wildcard)
      local both = verdict { status = "conflict", beside = "TXT" }
      assert.equal(both, settle.servers(both, { list = {}, differ = false, right = true }, IDLE))
   end)
end)

describe("three verdicts together", function()
   -- zones the records lead into, keys behind them, keys where the tokens should have theirs, certain; what they become
   local CASES = {
      { "one key and two idle", { USUAL, USUAL, USUAL }, { KEY, IDLE, IDLE }, { KEY, IDLE, IDLE }, false,
         { "right", "right", "right" }, 1 },
      { "no key at all is stale", { USUAL, USUAL, USUAL }, { IDLE, IDLE, IDLE }, { IDLE, IDLE, IDLE }, false,
         { "stale", "stale", "stale" }, 0 },
      { "no key that was learnt is not stale", { USUAL, USUAL, USUAL }, { IDLE, IDLE, OPEN }, { IDLE, IDLE, OPEN },
         false, { "right", "right", "right" }, 0 },
      { "two tokens say nothing of the third", { USUAL, USUAL }, { IDLE, IDLE }, { IDLE, IDLE }, false,
         { "right", "right" }, 0 },
      { "another zone where a key answers is right", { OTHER, OTHER, OTHER }, { KEY, IDLE, IDLE },
         { IDLE, IDLE, IDLE }, false, { "right other-zone", "right other-zone", "right other-zone" }, 1 },
      { "another zone than SES told", { OTHER, OTHER, OTHER }, { KEY, IDLE, IDLE }, { IDLE, IDLE, IDLE }, true,
         { "wrong-zone certain", "wrong-zone certain", "wrong-zone certain" }, 1 },
      { "another zone, and no key anywhere", { OTHER, USUAL, USUAL }, { IDLE, IDLE, IDLE }, { IDLE, IDLE, IDLE },
         false, { "wrong-zone likely", "stale", "stale" }, 0 },
      { "another zone, and a key in the usual one", { OTHER, USUAL, USUAL }, { IDLE, IDLE, IDLE },
         { KEY, IDLE, IDLE }, false, { "wrong-zone no-key", "right", "right" }, 0 },
      { "another zone, and nobody answered for a key", { OTHER, OTHER, OTHER }, { OPEN, OPEN, OPEN },
         { OPEN, OPEN, OPEN }, false, { "unknown other-zone", "unknown other-zone", "unknown other-zone" }, 0 },
   }
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local records, verdicts = {}, {}
         for i, zone in ipairs(case[2]) do
            records[i] = record(zone, case[4][i])
            verdicts[i] = verdict { status = zone == USUAL and "right" or "wrong-zone", key = case[3][i] }
         end
         local final, counted = together(freeze.value(records), freeze.value(verdicts), case[5])
         assert.same({ case[6], case[7] }, { told(final), counted.keys })
      end)
   end

   it("are idle only where another key may be there and the key was learnt", function()
      local records = { record(USUAL, KEY), record(USUAL, IDLE), record(USUAL, OPEN) }
      local verdicts = { verdict { status = "right", key = KEY }, verdict { status = "right", key = IDLE },
         verdict { status = "right", key = OPEN } }
      local final, counted = together(records, verdicts)
      assert.same({ false, true, false }, { final[1].idle, final[2].idle, final[3].idle })
      assert.same({ 1, 1, 2048, BECAUSE }, { counted.keys, counted.hosted, counted.bits, counted.because })
   end)
end)

describe("a key", function()
   it("copied into a TXT record is none that a target holds", function()
      local copied = verdict { status = "txt-in-place", detail = "same", key = KEY }
      local _, counted = together({ record(USUAL, IDLE) }, { copied })
      assert.same({ 0, 0 }, { counted.keys, counted.hosted })
   end)

   it("revoked is idle only beside another that SES has", function()
      local revoked = { known = true, state = "revoked" }
      local function idle(other)
         local final = together({ record(USUAL, revoked), record(USUAL, other) },
            { verdict { status = "right", key = revoked }, verdict { status = "right", key = other } })
         return final[1].idle
      end
      assert.same({ false, true }, { idle(IDLE), idle(KEY) })
   end)
end)

describe("what SES makes of them", function()
   local function records(...)
      local list = {}
      for i, name in ipairs { ... } do
         list[i] = verdict { status = name, because = name == "unknown" and BECAUSE or nil }
      end
      return list
   end

   -- records, keys, whether the name above is denied; verdict, code, count, first
   local CASES = {
      { records("right", "right", "right"), 1, false, "verifies", "right", 3, nil },
      { records("right", "right", "right"), 0, false, "unknown", "key-unlearnt", nil, nil },
      { records("right", "right", "right"), 1, true, "unknown", "parent-denied", nil, nil },
      { records("right", "right"), 1, false, "unknown", "few-tokens", 3, nil },
      { records("right", "unknown", "missing"), 1, false, "fails", "wrong", 1, 3 },
      { records("right", "unknown", "inconsistent"), 1, false, "unknown", "unlearnt", 1, 3 },
      { records("right", "target-unresolved", "right"), 1, false, "unknown", "otherwise", 1, 2 },
      { records("missing", "occluded", "stale"), 0, false, "fails", "wrong", 3, 2 },
   }
   for i, case in ipairs(CASES) do
      it(("is %s: %s, case %d"):format(case[4], case[5], i), function()
         local said, reason = settle.identity(case[1], case[2], case[3])
         assert.same({ case[4], case[5], case[6], case[7] },
            { said, reason.code, reason.count, settle.first(case[1]) })
      end)
   end

   it("looks first to what fails DNSSEC", function()
      local list = records("missing", "occluded")
      list[3] = verdict { status = "unknown", because = BECAUSE, bogus = true }
      assert.equal(3, settle.first(list))
   end)
end)
