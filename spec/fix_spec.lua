-- SPDX-License-Identifier: MIT
local fix = require "sesame.fix"
local json = require "sesame.report.fix_json"
local support = require "spec.support.facts"

local function plan(records, options)
   return fix.plan(options and options.domain or "acme.example", support.of(records), options or {})
end

local function txt(list) return support.zone { ["acme.example"] = { TXT = list } } end

local MERGED = { choose = { ["spf-several"] = 1 } }
local TWO = { "v=spf1 mx ~all", "v=spf1 ip4:192.0.2.7 -all", "site-verification=1" }

describe("fix", function()
   it("I13 merges two records and keeps the other TXT of the name", function()
      local made = plan(txt(TWO), MERGED)
      assert.equal("yes", made.verified)
      assert.equal(1, #made.changes)
      local change = made.changes[1]
      assert.equal("replace", change.action)
      assert.same({ { "site-verification=1" }, { "v=spf1 ip4:192.0.2.7 mx -all" } }, change.values)
      assert.equal(3, #change.before)
      assert.same({ "spf-several" }, change.codes)
      assert.equal(1, made.before.error)
      assert.equal(0, made.after.error)
      assert.same({}, made.left)
   end)

   it("neither joins two records nor chooses one of them unasked", function()
      local made = plan(txt(TWO))
      assert.same({}, made.changes)
      assert.matches("a decision is needed: %-%-choose spf%-several=N", made.left[1].reason)
   end)

   it("keeps the TTL that is there", function()
      local made = plan(txt(TWO), MERGED)
      assert.equal(300, made.changes[1].ttl)
      assert.equal("acme.example", made.domain)
   end)

   it("never mends on a guess what could not be learnt", function()
      local made = plan(txt "servfail")
      assert.same({}, made.changes)
      assert.equal("spf-unknown", made.left[1].code)
      assert.matches("could not be learnt", made.left[1].reason)
      assert.equal("no", made.verified)
   end)

   it("--code leaves the rest alone", function()
      local made = plan(txt(TWO), { codes = { "mx-*" } })
      assert.same({}, made.changes)
      assert.same({}, made.left)
   end)

   it("a domain in order needs nothing", function()
      local made = plan(support.zone())
      assert.equal("yes", made.verified)
      assert.same({}, made.changes)
   end)

   it("JSON is read back as it was", function()
      local made = plan(txt(TWO), MERGED)
      local read = assert(json.read(assert(fix.render(made, "json"))))
      assert.same(made.changes[1].values, read.changes[1].values)
      assert.same(made.changes[1].before, read.changes[1].before)
      assert.equal(made.verified, read.verified)
   end)

   it("an unknown format lists the known ones", function()
      local text, message, code = fix.render(plan(support.zone()), "excel")
      assert.is_nil(text)
      assert.equal("bad-option", code)
      assert.matches("text, json, bind, nsupdate", message)
   end)
end)
