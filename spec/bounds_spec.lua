-- SPDX-License-Identifier: MIT
-- What strangers publish costs a bounded number of findings, records shown and octets, and work in proportion to its
-- size. Work is counted (instructions of Lua, in thousands), never timed.
local audit = require "sesame.audit"
local audit_json = require "sesame.report.audit_json"
local audit_text = require "sesame.report.audit_text"
local bounds = require "sesame.base.bounds"
local facts = require "spec.support.facts"
local finding = require "sesame.finding"
local fix = require "sesame.fix"
local lint = require "sesame.audit.text"
local plan = require "sesame.spf.plan"
local spf_json = require "sesame.report.spf_json"
local random_ses = require "spec.support.random_ses"
local walk = require "sesame.spf.walk"
local zones = require "spec.support.zones"

local OCTETS = 64000
local OUTPUT = 300000 -- octets of one report
local WORDS = { "ip4:1.2.3.4 ", "exists:%{i}.x ", "x:y ", "ptr " }
local OTHERS = { "include:a..b ", "ip6:::ffff:1.2.3.4 ", "a:%{p} ", "redirect=a.b ", "ip4:1.2.3.4/33 ", "+all ", "/ ",
   "v=spf1 " }
local RECORDS = 1400 -- as many as a message holds of those below

local function long(word, octets)
   return "v=spf1 " .. word:rep((octets - 7) // #word)
end

local function facts_of(record)
   return facts.of(facts.zone { ["acme.example"] = {
      SOA = { facts.soa() }, NS = { "ns1.acme.example", "ns2.acme.example" },
      MX = { { preference = 10, exchange = "mail.acme.example" } },
      TXT = type(record) == "table" and record or { record },
   } })
end

local function audited(record)
   return audit.run("acme.example", facts_of(record), { today = "2026-11-24" })
end

-- How many thousand instructions FN takes.
local function work(fn)
   local count = 0
   debug.sethook(function() count = count + 1 end, "", 1000)
   fn()
   debug.sethook()
   return count
end

-- COUNT times TEXT, each with its number in the place of #.
local function records(count, text)
   local list = {}
   for i = 1, count do list[i] = text:gsub("#", i) end
   return list
end

local function reports(done)
   return audit_text.audit(done, { colour = false }), audit_json.item(done, 1)
end

-- How many audits a plan for acme.example over VIEW takes, and the plan.
local function planned_over(view, options)
   local runs, run = 0, audit.run
   audit.run = function(...) -- luacheck: ignore 122
      runs = runs + 1
      return run(...)
   end
   local ok, made = pcall(fix.plan, "acme.example", view, options or { today = "2026-11-24" })
   audit.run = run -- luacheck: ignore 122
   assert(ok, made)
   return runs, made
end

-- Asserts that FN(n) needs work in proportion to n.
local function is_linear(fn, n)
   local once, twice, four = work(fn(n)), work(fn(2 * n)), work(fn(4 * n))
   assert.is_true(twice <= 2.4 * once + 50, ("%d, %d"):format(once, twice))
   assert.is_true(four <= 4.8 * once + 100, ("%d, %d, %d"):format(once, twice, four))
end

describe("the bounds of an audit", function()
   for _, word in ipairs(WORDS) do
      it("hold for 64,000 octets of " .. word, function()
         local done = audited(long(word, OCTETS))
         local counts = {}
         for _, item in ipairs(done.findings) do
            assert.are_not.equal("internal-error", item.code)
            counts[item.code] = (counts[item.code] or 0) + 1
            assert.is_true(counts[item.code] <= bounds.FINDINGS)
            assert.is_true(#item.evidence <= bounds.EVIDENCE)
            assert.is_true(#item.message + #item.why + #(item.advice or "") < 20000)
         end
         local text, data = reports(done)
         assert.is_true(#text < OUTPUT, #text)
         assert.is_true(#data < OUTPUT, #data)
      end)

      it("hold for its tree and its plan: " .. word, function()
         local view = facts_of(long(word, OCTETS))
         local tree = walk("acme.example", { facts = view, addresses = true })
         assert.is_true(#spf_json.tree(tree) < OUTPUT)
         assert.is_true(#require("sesame.report.spf_tree_text").text(tree, {}) < OUTPUT)
         local planned = assert(plan("acme.example", { facts = view }))
         assert.is_true(#require("sesame.report.spf_plan_json").json(planned) < OUTPUT)
         assert.is_true(#require("sesame.report.spf_plan_text").text(planned) < OUTPUT)
      end)

      it("hold for its fix, which asks for a new record in few audits: " .. word, function()
         local runs, made = planned_over(facts_of(long(word, OCTETS)))
         assert.is_true(runs <= 6, runs)
         assert.is_true(#require("sesame.report.fix_json").render(made) < OUTPUT)
      end)
   end

   it("hold for many included records, each full of faults, and hosts that are not there", function()
      local names, zone, hosts = {}, {}, {}
      for i = 1, 40 do
         names[i] = ("include:i%d.acme.example"):format(i)
         zone[("i%d.acme.example"):format(i)] = { TXT = { "v=spf1 " .. table.concat(OTHERS):rep(6) } }
         hosts[i] = { preference = i, exchange = ("m%d.acme.example"):format(i) }
      end
      zone["acme.example"] = { SOA = { facts.soa() }, NS = { "ns1.acme.example" }, MX = hosts,
         TXT = { "v=spf1 " .. table.concat(names, " ") .. " -all" } }
      local view = facts.of(facts.zone(zone))
      local text, data = reports(audit.run("acme.example", view, { today = "2026-11-24" }))
      assert.is_true(#text < OUTPUT and #data < 2 * OUTPUT, ("%d, %d"):format(#text, #data))
      local tree = walk("acme.example", { facts = view, addresses = true })
      assert.is_true(#spf_json.tree(tree) < OUTPUT)
      local runs, made = planned_over(view)
      assert.is_true(runs <= 20, runs)
      assert.is_true(#require("sesame.report.fix_json").render(made) < OUTPUT)
   end)

   it("hold for the audits of a plan over what takes long to read", function()
      local made, zone = random_ses.world(22), {}
      for _, file in ipairs(made.files) do
         local part = zones.parse(file[2], file[1])
         table.move(part, 1, #part, #zone + 1, zone)
      end
      local view, options = zones.view(zone), { today = "2026-11-24", identities = made.identities }
      local light = planned_over(view, options)
      local heavy = { octets = function() return 1e9 end } -- each audit would have to read that
      local few = planned_over(setmetatable(heavy, { __index = view }), options)
      assert.is_true(light > 20 and few <= 12, ("%d, %d"):format(few, light))
   end)

   for _, word in ipairs(table.move(WORDS, 1, #WORDS, #OTHERS + 1, OTHERS)) do
      it("keep the work in proportion for many times " .. word, function()
         is_linear(function(octets)
            local record = long(word, octets)
            return function() reports(audited(record)) end
         end, 2000)
         is_linear(function(octets)
            local record = long(word, octets)
            return function() lint.spf(record, {}) end
         end, 2000)
      end)
   end

   for what, text in pairs {
      ["records that are none of SPF"] = "verification-#", ["SPF records"] = "v=spf1 x#",
      ["near misses"] = "v=spf1x#", ["Sender ID records"] = "spf2.0/pra #", ["DMARC records"] = "v=DMARC1; x=#",
      ["records that go on"] = "ip4:192.0.2.1 x=#",
   } do
      it("hold for many " .. what, function()
         local list = records(RECORDS, text)
         local done = audited(list)
         assert.equal("present", done.models.spf.known)
         local said, data = reports(done)
         assert.is_true(#said < OUTPUT, #said)
         assert.is_true(#data < OUTPUT, #data)
         local made = fix.plan("acme.example", facts_of(list), { today = "2026-11-24" })
         assert.is_true(#require("sesame.report.fix_json").render(made) < OUTPUT)
         assert.is_true(#require("sesame.report.fix_text").render(made) < OUTPUT)
      end)
   end

   it("hold for 1,500 addresses that take reports", function()
      local uris = records(1500, "mailto:a#@r#.example")
      local view = facts.of(facts.zone { ["_dmarc.acme.example"] = {
         TXT = { "v=DMARC1; p=none; rua=" .. table.concat(uris, ",") },
      } })
      local done = audit.run("acme.example", view, { today = "2026-11-24" })
      assert.is_true(#view.asked < 1000, #view.asked)
      local said, data = reports(done)
      assert.is_true(#said < OUTPUT and #data < OUTPUT, #data)
   end)
end)

describe("the mending of a damaged record", function()
   local core, mend = require "sesame.core", require "sesame.spf.mend"
   local DAMAGED = { "ip4:1.2.3.4/33 ", "ip4:1.2.3.4,5.6.7.8, ", "ip6:1234:1234:1234:1234:1234:1234:1234:123g:5678 ",
      "include:" .. ("a_b$c,"):rep(80) .. " ", ("-all"):rep(120) .. " " }

   local function parses(text)
      local count, parse = 0, core.spf.parse
      core.spf.parse = function(...)
         count = count + 1
         return parse(...)
      end
      local ok, mended, _, doubts = pcall(mend.text, text)
      core.spf.parse = parse
      assert.is_true(ok, mended)
      return count, mended, doubts
   end

   for _, word in ipairs(DAMAGED) do
      it("tries no more than it may: " .. word:sub(1, 30), function()
         for _, count in ipairs { 5, 20, mend.DAMAGED_MAX, mend.DAMAGED_MAX + 1, 390, 1000 } do
            assert.is_true(parses("v=spf1 " .. word:rep(count)) < 3 * mend.TRIED_MAX)
         end
      end)
   end

   it("does not begin where more words are damaged than slips explain", function()
      local text = "v=spf1 " .. ("ip4:192.0.2.1/33 "):rep(mend.DAMAGED_MAX + 1) .. "-all"
      local count, mended, doubts = parses(text)
      assert.is_true(count <= mend.DAMAGED_MAX + 6, count)
      assert.same({ nil, {} }, { mended, doubts })
      count = parses("v=spf1 " .. ("ip4:192.0.2.1/33 "):rep(mend.DAMAGED_MAX) .. "-all")
      assert.is_true(count > 1000, count)
   end)
end)

describe("findings over their bound", function()
   it("are counted, and told in one line", function()
      local done = audited(long("ip4:10.0.0.1 ", 13 * 500 + 7))
      local shown, more
      for _, item in ipairs(done.findings) do
         if item.code == "spf-reserved-range" then
            shown, more = (shown or 0) + 1, item.more or more
         end
      end
      assert.same({ bounds.FINDINGS, 500 - bounds.FINDINGS }, { shown, more })
      local said, data = reports(done)
      assert.matches("\n  and 490 more of this kind\n", said, 1, true)
      assert.matches('"more": 490', data, 1, true)
      assert.equal(finding.counts(done.findings).warning, done.counts.warning)
      assert.is_true(done.counts.warning >= 500)
   end)

   it("of evidence are counted, too", function()
      local done = audited(records(300, "v=spf1 x#"))
      local said, data = reports(done)
      assert.matches("and 280 more records", said, 1, true)
      assert.matches('"evidence_left": 280', data, 1, true)
   end)
end)

describe("a value over its bound", function()
   it("is cut round the place at fault, and the place moves along", function()
      local value = ("x"):rep(5000) .. "fault" .. ("y"):rep(5000)
      local part, range, from = bounds.excerpt(value, { 5000, 5005 })
      assert.equal(bounds.VALUE, #part)
      assert.equal("fault", part:sub(range[1] + 1, range[2]))
      assert.equal(5000 - range[1], from)
   end)

   it("is cut at its end where nothing is at fault, and where the fault is longer", function()
      local value = ("z"):rep(5000)
      assert.same({ value:sub(1, bounds.VALUE), nil, 0 }, { bounds.excerpt(value, nil) })
      local part, range = bounds.excerpt(value, { 0, 5000 })
      assert.same({ bounds.VALUE, { 0, bounds.VALUE } }, { #part, range })
      part, range = bounds.excerpt(value, { 4999, 5000 })
      assert.same({ bounds.VALUE, { bounds.VALUE - 1, bounds.VALUE } }, { #part, range })
   end)

   it("stays as it is below it", function()
      local range = { 1, 2 }
      assert.same({ "short", range, 0 }, { bounds.excerpt("short", range) })
      assert.equal("short", bounds.word("short"))
      assert.same({ { 1, 2 }, 0 }, { bounds.first({ 1, 2 }, 2) })
      assert.same({ { 1, 2 }, 1 }, { bounds.first({ 1, 2, 3 }, 2) })
   end)
end)
