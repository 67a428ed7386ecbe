-- SPDX-License-Identifier: MIT
-- Records of well-known services in three years (trees/ of the suites, where it is there): flattened, compared, and
-- the drift from one year to another told exactly.
local addrset = require "sesame.addrset"
local answers = require("sesame.core").answer
local compare = require "sesame.spf.compare"
local compare_words = require "sesame.check.spf_compare_words"
local denote = require "sesame.spf.denote"
local published = require "spec.support.published"
local spf = require "sesame.spf"
local suites = require "spec.support.suites"
local walk = require "sesame.spf.walk"
local words = require "sesame.report.spf_flatten_words"

local EPOCHS = { "2017", "2023", "2025" }

local corpus = suites.json("trees/zones.json")

-- Facts of one year; what it does not hold is not known.
local function of(epoch, own)
   local facts = {}
   function facts.get(_, name, rrtype)
      local node = own and own[name] and { txt = own[name] } or corpus.zones[epoch][name]
      local below = name:find("root.test", 1, true)
      if not node and not below then return answers.make { name = name, type = rrtype, status = "servfail" } end
      local texts = node and rrtype == "TXT" and node.txt
      return answers.make { name = name, type = rrtype, records = texts or {}, status = texts and "ok" or "nodata",
         aa = true, ttl = 3600 }
   end
   function facts.get_all(_, questions)
      local list = {}
      for i, question in ipairs(questions) do list[i] = facts:get(question.name, question.type) end
      return list
   end
   return facts
end

local function flatten(facts, options)
   options.facts = facts
   return assert(spf.flatten("root.test", options))
end

local function depends(facts, name)
   local tree = assert(walk(name, { facts = facts, addresses = true }))
   return tree.authorised ~= tree.possible and tree.result ~= "unknown", tree
end

local function shown(ranges)
   local list = {}
   for i, range in ipairs(ranges) do list[i] = range.first .. "-" .. range.last end
   return list
end

local function each(run)
   if not corpus then return pending(suites.reason) end
   for _, epoch in ipairs(EPOCHS) do
      local names = {}
      for name in pairs(corpus.zones[epoch]) do names[#names + 1] = name end
      table.sort(names)
      for _, name in ipairs(names) do run(epoch, name) end
   end
end

describe("services' records", function()
   it("are flattened with proof, or kept, or nothing is written", function()
      local counts = { flattened = 0, refused = 0, unknown = 0 }
      each(function(epoch, name)
         local facts = of(epoch, { ["root.test"] = { ("v=spf1 include:%s ~all"):format(name) } })
         local made = flatten(facts, { all = true, third_party = true, octets = 1200 })
         local open, tree = depends(facts, name)
         local expected = tree.result == "unknown" and "unknown" or open and "refused" or "flattened"
         assert.equal(expected, made.verdict, ("%s %s: %s"):format(epoch, name, words.reason(made.reason)))
         counts[made.verdict] = counts[made.verdict] + 1
         if expected == "flattened" then
            local before = assert(denote("root.test", { facts = facts }))
            local result = compare(before, assert(denote("root.test", { facts = published(facts, made.changes) })))
            assert.equal("equal", result.verdict, compare_words.reason(result))
            assert.equal(before:addresses "pass", tree.authorised - addrset.new { "::ffff:0:0/96" })
         end
      end)
      if corpus then assert.same({ flattened = 27, refused = 2, unknown = 2 }, counts) end
   end)

   it("I08 I10 bring the records over the limit below it, with the fewest terms", function()
      if not corpus then return pending(suites.reason) end
      for _, root in ipairs(corpus.roots) do
         local facts = of(root.zone, { ["root.test"] = { root.record } })
         local made = flatten(facts, { third_party = true })
         assert.equal(root.lookups, made.before)
         assert.equal(root.lookups > 10 and "flattened" or "nothing", made.verdict, words.reason(made.reason))
         if made.verdict == "flattened" then
            assert.is_true(made.after <= 10)
            assert.equal(1, #made.flattened)
            local after = assert(denote("root.test", { facts = published(facts, made.changes) }))
            assert.equal("equal", compare(assert(denote("root.test", { facts = facts })), after).verdict)
         end
      end
   end)

   it("I09 drift from year to year by exactly the blocks that came and went", function()
      local pairs_seen = 0
      if not corpus then return pending(suites.reason) end
      for i, old in ipairs(EPOCHS) do
         for k = i + 1, #EPOCHS do
            for name in pairs(corpus.zones[old]) do
               local record = ("v=spf1 include:%s ~all"):format(name)
               local then_ = of(old, { ["root.test"] = { record } })
               local now = of(EPOCHS[k], { ["root.test"] = { record } })
               local made = flatten(then_, { all = true, third_party = true, octets = 1200 })
               local _, was = depends(then_, name)
               local open, is = depends(now, name)
               if made.verdict == "flattened" and is.result ~= "unknown" and not open then
                  pairs_seen = pairs_seen + 1
                  local drift = assert(spf.drift("root.test", { facts = published(now, made.changes) }))
                  local missing, extra = is.authorised - was.authorised, was.authorised - is.authorised
                  assert.equal(missing:is_empty() and extra:is_empty() and "equal" or "drifted", drift.verdict)
                  assert.equal(missing, addrset.new(shown(drift.missing)))
                  assert.equal(extra, addrset.new(shown(drift.extra)))
               end
            end
         end
      end
      assert.is_true(pairs_seen >= 9, pairs_seen)
   end)

   it("I09 Amazon SES from 2023 to 2025", function()
      if not corpus then return pending(suites.reason) end
      local record = "v=spf1 include:amazonses.com ~all"
      local made = flatten(of("2023", { ["root.test"] = { record } }), { all = true, third_party = true })
      local drift = assert(spf.drift("root.test",
         { facts = published(of("2025", { ["root.test"] = { record } }), made.changes) }))
      assert.same({ "24.110.64.0-24.110.127.255", "76.223.128.0-76.223.159.255", "206.55.144.0-206.55.159.255",
         "216.221.160.0-216.221.191.255" }, shown(drift.missing))
      assert.same({ "52.82.172.0-52.82.175.255" }, shown(drift.extra))
   end)
end)
