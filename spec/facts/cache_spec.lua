-- SPDX-License-Identifier: MIT
local answers = require("sesame.core").answer
local cache = require "sesame.facts.cache"

local function answer(options)
   options.name, options.type = options.name or "a.example", "TXT"
   return answers.make(options)
end

describe("sesame.facts.cache", function()
   local now
   local function clock() return now end
   before_each(function() now = 1000 end)

   it("keeps a present answer for its TTL", function()
      local kept = cache.new(clock)
      kept:put("k", answer { ttl = 30, records = { "x" } })
      now = now + 29999
      assert.equal("x", kept:get("k")[1])
      now = now + 1
      assert.is_nil(kept:get("k"))
   end)

   it("keeps an absent answer for the SOA's time, RFC 2308 5", function()
      local kept = cache.new(clock)
      kept:put("k", answer { status = "nxdomain", ttl = 5 })
      now = now + 4999
      assert.equal("nxdomain", kept:get("k").status)
      now = now + 1
      assert.is_nil(kept:get("k"))
   end)

   it("bounds what an authority may claim", function()
      local kept = cache.new(clock)
      kept:put("p", answer { ttl = 10000000, records = { "x" } })
      kept:put("n", answer { status = "nodata", ttl = 10000000 })
      now = now + cache.NEGATIVE_TTL_MAX * 1000
      assert.is_nil(kept:get("n"))
      assert.is_truthy(kept:get("p"))
      now = now + cache.TTL_MAX * 1000
      assert.is_nil(kept:get("p"))
   end)

   it("never keeps what could not be learnt, nor a TTL of zero", function()
      local kept = cache.new(clock)
      kept:put("u", answer { status = "servfail" })
      kept:put("z", answer { ttl = 0, records = { "x" } })
      assert.is_nil(kept:get("u"))
      assert.is_nil(kept:get("z"))
      assert.equal(0, kept.bytes)
   end)

   it("stays within its bytes, the oldest out first", function()
      local one = answer { ttl = 60, records = { ("x"):rep(1000) } }
      local kept = cache.new(clock, 10 * (one.size + 300))
      for i = 1, 1000 do kept:put("key" .. i, one) end
      assert.is_true(kept.bytes <= kept.limit)
      assert.is_truthy(kept:get("key1000"))
      assert.is_nil(kept:get("key900"))
   end)

   it("counts an answer put twice once it is out", function()
      local kept = cache.new(clock)
      local one = answer { ttl = 60, records = { "x" } }
      kept:put("k", one)
      kept:put("k", one)
      kept.limit = 0
      kept:put("other", one)
      assert.equal(0, kept.bytes)
      assert.is_nil(kept:get("k"))
   end)
end)
