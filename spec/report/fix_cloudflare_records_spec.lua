-- SPDX-License-Identifier: MIT
-- Ids out of a saved listing of Cloudflare's records.
local cjson = require "cjson"
local cloudflare = require "sesame.report.fix_cloudflare"
local plans = require "spec.support.plans"
local records = require "sesame.report.fix_cloudflare_records"

local LISTED = [[{ "success": true, "result": [
  { "id": "id-spf", "name": "acme.example", "type": "TXT", "content": "\"v=spf1 \" \"mx ~all\"", "ttl": 1 },
  { "id": "id-site", "name": "acme.example", "type": "TXT", "content": "site=1" },
  { "id": "id-a", "name": "T1._domainkey.acme.example", "type": "A", "content": "104.18.32.7", "proxied": true },
  { "id": "id-mx", "name": "acme.example", "type": "MX", "content": "mail.acme.example", "priority": 10 },
  { "id": "id-alias", "name": "www.acme.example", "type": "CNAME", "content": "acme.example" },
  { "id": "id-caa", "name": "acme.example", "type": "CAA", "content": "0 issue \"ca.example\"" },
  { "id": "id-odd", "name": "odd.acme.example", "type": "A", "content": "no address" } ] }
]]

describe("a listing of Cloudflare's records", function()
   it("gives the ids of what goes", function()
      local body = cjson.decode(cloudflare.render(plans.whole(), { id_of = assert(records.read(LISTED)) }))
      local ids = {}
      for i, item in ipairs(body.deletes) do ids[i] = item.id end
      assert.same({ "id-spf", "id-a", 'PUT THE ID OF THIS RECORD HERE: old.acme.example. TXT "v=spf1 -all"' }, ids)
   end)

   it("may be the bare list, and TXT without quotes", function()
      local id_of = assert(records.read('[{ "id": "x", "name": "a.b", "type": "TXT", "content": "v=spf1 -all" }]'))
      assert.equal("x", id_of("a.b", "TXT", { bytes = "v=spf1 -all", text = "" }))
      assert.is_nil(id_of("a.b", "TXT", { bytes = "other", text = "" }))
   end)

   it("knows MX by their preference, names without their final dot", function()
      local sets = require "sesame.fix.record_sets"
      local id_of = assert(records.read(LISTED))
      local function id(name, rrtype, value) return id_of(name, rrtype, sets.records(name, rrtype, { value })[1]) end
      assert.equal("id-mx", id("acme.example", "MX", { preference = 10, exchange = "mail.acme.example" }))
      assert.is_nil(id("acme.example", "MX", { preference = 20, exchange = "mail.acme.example" }))
      assert.equal("id-alias", id("www.acme.example", "CNAME", "acme.example"))
   end)

   it("that is none is refused", function()
      assert.matches("no JSON of Cloudflare's records", select(2, records.read("hello")), 1, true)
      assert.matches("[1].id is no text",
         select(2, records.read('[{ "id": 5, "name": "a", "type": "A", "content": "" }]')), 1, true)
      assert.matches("result[1].content is missing",
         select(2, records.read('{ "result": [{ "id": "x", "name": "a", "type": "A" }] }')), 1, true)
   end)
end)
