-- SPDX-License-Identifier: MIT
local fix = require "sesame.fix"
local runner = require "sesame.script.runner"
local support = require "spec.support.facts"
local zones = require "spec.support.zones"

local function plan(records, options)
   return fix.plan(options and options.domain or "acme.example", support.of(records, options and options.servers),
      options or {})
end

local function txt(list) return support.zone { ["acme.example"] = { TXT = list } } end

-- A plan over the zone in TEXT.
local function plan_zone(text, options)
   local records = zones.parse("@ IN SOA ns h 1 7200 900 1209600 300\n@ IN NS ns\nns IN A 192.0.2.1\n" .. text,
      "acme.example")
   return fix.plan("acme.example", zones.view(records), options or {})
end

-- A script that finds one thing for each of OFFERS, with that as its fix: gone once the name "CODE.acme.example" holds
-- TXT.
local function script_of(offers)
   local codes = {}
   for code in pairs(offers) do
      codes[code] = { severity = "error", text = "{subject} is not as wanted.", why = "So.", reference = "rule 1" }
   end
   return runner.of({
      name = "rules", codes = codes,
      run = function(audit)
         for code, offer in pairs(offers) do
            if audit:get(code .. ".acme.example", "TXT").known ~= "present" then audit:find(code, { fix = offer }) end
         end
      end,
   }, {})
end

local function mark(code)
   return { action = "add", name = code .. ".acme.example", type = "TXT", values = { "x" }, why = "The mark." }
end

-- A change that wants HOST as the one MX of a name.
local function set(host)
   return { action = "replace", name = "m.acme.example", type = "MX", values = { { preference = 1, exchange = host } },
      why = "w" }
end

local function codes_of(list)
   local codes = {}
   for i, item in ipairs(list) do codes[i] = item.code end
   table.sort(codes)
   return codes
end

describe("fix.planner", function()
   describe("conflicts", function()
      it("two fixes that want different values for one set: the second is left, with the name of the first", function()
         local made = plan(support.zone(), { script = script_of {
            ["rule-a"] = { changes = { set "a.example", mark "rule-a" } },
            ["rule-b"] = { changes = { set "b.example", mark "rule-b" } },
         } })
         assert.same({ "rule-a" }, codes_of(made.fixed))
         assert.same({ "rule-b" }, codes_of(made.left))
         assert.matches("rule%-a wants other values for m%.acme%.example MX", made.left[1].reason)
         assert.equal("yes", made.verified)
      end)

      it("two fixes that want the same values for one set go together", function()
         local made = plan(support.zone(), { script = script_of {
            ["rule-a"] = { changes = { set "a.example", mark "rule-a" } },
            ["rule-b"] = { changes = { set "a.example", mark "rule-b" } },
         } })
         assert.same({ "rule-a", "rule-b" }, codes_of(made.fixed))
      end)

      it("a CNAME beside other data is refused", function()
         local alias = { action = "add", name = "mail.acme.example", type = "CNAME", values = { "elsewhere.example" },
            why = "w" }
         local made = plan(support.zone(),
            { script = script_of { ["rule-a"] = { changes = { alias, mark "rule-a" } } } })
         assert.same({}, made.changes)
         assert.matches("mail%.acme%.example would hold A beside a CNAME", made.left[1].reason)
      end)

      it("a fix over a value that is gone is refused", function()
         local change = { action = "remove", name = "acme.example", type = "TXT", values = { "never there" },
            why = "w" }
         local made = plan(support.zone(),
            { script = script_of { ["rule-a"] = { changes = { change, mark "rule-a" } } } })
         assert.same({}, made.changes)
         assert.matches('acme%.example no longer holds TXT "never there"', made.left[1].reason)
      end)
   end)

   it("one fix that fails does not take the others with it", function()
      local made = plan(support.zone {
         ["acme.example"] = { TXT = { "v=spf1 include:gone.example -all" },
            MX = { { preference = 5, exchange = "192.0.2.25" } } },
         ["_dmarc.acme.example"] = { TXT = "servfail" },
      })
      assert.equal(0, made.after.error)
      assert.same({ "mx-host-is-address", "spf-tree-permerror" }, codes_of(made.fixed))
      assert.same({ "dmarc-unknown" }, codes_of(made.left))
   end)

   it("a set whose state could not be learnt is not changed", function()
      local change = { action = "add", name = "broken.acme.example", type = "TXT", values = { "x" }, why = "w" }
      local records = support.zone { ["broken.acme.example"] = { TXT = "servfail" } }
      local made = plan(records, { script = script_of { ["rule-a"] = { changes = { change, mark "rule-a" } } } })
      assert.same({}, made.changes)
      assert.matches("what broken%.acme%.example holds of TXT could not be learnt %(servfail%)", made.left[1].reason)
   end)

   it("nothing is planned for a set on which the name servers disagree", function()
      local here, there = txt { "v=spf1 mx ?all" }, txt { "v=spf1 mx ?all", "v=spf1 -all" }
      local made = plan(here, { servers = { ["ns1.acme.example"] = here, ["ns2.acme.example"] = there } })
      local reasons = {}
      for _, item in ipairs(made.left) do reasons[item.code] = item.reason end
      assert.matches("the name servers disagree about TXT at acme%.example", reasons["spf-neutral-all"])
   end)

   it("P22 a domain that does not exist gets a step, and nothing is published", function()
      local made = plan({}, { domain = "gone.example" })
      assert.same({}, made.changes)
      assert.same({ "domain-missing" }, codes_of(made.left))
      assert.matches("registered and delegated", made.steps[1].text)
      assert.equal("no", made.verified)
   end)

   it("E23 an include that may serve another purpose stays", function()
      local made = plan_zone('@ IN TXT "v=spf1 include:amazonses.com ip4:192.0.2.9 ip4:192.0.2.9 ~all"\n')
      for _, item in ipairs(made.changes) do
         for _, value in ipairs(item.name == "acme.example" and item.values or {}) do
            assert.matches("include:amazonses.com", table.concat(value))
         end
      end
   end)

   it("E23 it goes when its owner says so, which notices need to be asked for", function()
      local zone = '@ IN TXT "v=spf1 include:amazonses.com ip4:192.0.2.9 ~all"\n@ IN MX 10 ns\n'
      assert.same({}, codes_of(plan_zone(zone, { codes = { "spf-*" } }).fixed))
      local records = zones.parse("@ IN SOA ns h 1 7200 900 1209600 300\n@ IN NS ns\nns IN A 192.0.2.1\n" .. zone,
         "acme.example")
      local ses = zones.parse('@ IN SOA ns h 1 7200 900 1209600 300\n@ IN TXT "v=spf1 ip4:198.51.100.0/24 -all"\n',
         "amazonses.com")
      table.move(ses, 1, #ses, #records + 1, records)
      local made = fix.plan("acme.example", zones.view(records), { choose = { ["spf-amazonses-unused"] = 1 } })
      local fixed = {}
      for _, item in ipairs(made.fixed) do fixed[item.code] = true end
      assert.is_true(fixed["spf-amazonses-unused"])
      assert.equal("256", tostring(made.spf[1].lost.ip4))
   end)

   describe("choices", function()
      it("a fix that needs a decision waits for it", function()
         local made = plan(txt(false))
         assert.same({ "spf-missing" }, codes_of(made.left))
         assert.matches("%-%-choose spf%-missing=N", made.left[1].reason)
         assert.is_nil(made.choices[1].chosen)
         assert.equal(2, #made.choices[1].choices)
      end)

      it("the one taken is planned and proved", function()
         local made = plan(txt(false), { choose = { ["spf-missing"] = 2 } })
         assert.equal("yes", made.verified)
         assert.same({ { "v=spf1 -all" } }, made.changes[1].values)
         assert.equal(2, made.choices[1].chosen)
      end)

      it("one that is none is refused", function()
         local made, message, code = plan(txt(false), { choose = { ["spf-missing"] = 7 } })
         assert.is_nil(made)
         assert.equal("bad-option", code)
         assert.matches("%-%-choose spf%-missing=7: there are 2 choices", message)
      end)

      it("I12 what loses authorisation is listed, address by address", function()
         local made = plan(txt { "v=spf1 mx ip4:10.0.0.0/30 -all" }, { choose = { ["spf-reserved-range"] = 1 } })
         local effect = made.spf[1]
         assert.equal("different", effect.verdict)
         assert.equal("4", tostring(effect.lost.ip4))
         assert.equal("10.0.0.0", effect.changes[1].first)
         assert.equal("10.0.0.3", effect.changes[1].last)
         assert.equal("pass", effect.changes[1].from)
         assert.equal("fail", effect.changes[1].to)
      end)
   end)

   describe("placeholders", function()
      local offer = {
         changes = {
            mark "rule-a", { action = "add", name = "replace-me-token-1._domainkey.acme.example", type = "CNAME",
               values = { "REPLACE-ME-TOKEN-1.dkim.example" }, why = "The key." },
         },
         placeholders = { { name = "REPLACE-ME-TOKEN-1", text = "the first token SES shows" } },
      }

      it("what waits for one is printed, marked and not part of the proof", function()
         local made = plan(support.zone(), { script = script_of { ["rule-a"] = offer } })
         assert.equal("partial", made.verified)
         assert.equal(2, #made.changes)
         local waits = {}
         for _, item in ipairs(made.changes) do waits[item.type] = item.waits end
         assert.same({ TXT = false, CNAME = true }, waits)
         assert.same({ offer.placeholders[1] }, made.placeholders)
         assert.matches("REPLACE%-ME%-TOKEN%-1 stands for the first token SES shows", made.waits[1])
      end)

      it("a plan of nothing else is not verified", function()
         local made = plan(support.zone(), { script = script_of {
            ["rule-a"] = { changes = { offer.changes[2] }, placeholders = offer.placeholders },
         } })
         assert.equal("no", made.verified)
         assert.equal(1, #made.changes)
         assert.matches("it waits for what DNS cannot give", made.left[1].reason)
      end)
   end)

   it("I08 copies names out of others' records by itself, never addresses", function()
      local given = "v=spf1 include:a.test include:b.test include:c.test %s %s include:mixed.test -all"
      local records = txt { given:format("include:one.test", "include:two.test") }
      for i, name in ipairs { "a", "b", "c", "s", "t", "x", "y", "z" } do
         records[name .. ".test"] = { TXT = { ("v=spf1 ip4:192.0.2.%d -all"):format(i) } }
      end
      records["one.test"] = { TXT = { "v=spf1 include:x.test include:y.test -all" } }
      records["two.test"] = { TXT = { "v=spf1 include:s.test include:t.test -all" } }
      records["mixed.test"] = { TXT = { "v=spf1 ip4:9.9.9.9 include:z.test -all" } }
      local made = plan(records)
      assert.equal(given:format("include:x.test include:y.test", "include:s.test include:t.test"),
         table.concat(made.changes[1].values[1]))
   end)

   describe("effects", function()
      it("I15 names that redirect to the changed record are evaluated again", function()
         local made = plan(support.zone {
            ["acme.example"] = { TXT = { "v=spf1 mx ?all" } }, ["bounce.acme.example"] = {
               TXT = { "v=spf1 redirect=acme.example" }, MX = { { preference = 10, exchange = "mail.acme.example" } },
            },
         }, { mail_from = { "bounce.acme.example" } })
         local names = {}
         for i, effect in ipairs(made.spf) do names[i] = effect.name end
         assert.same({ "acme.example", "bounce.acme.example" }, names)
         assert.is_false(made.spf[2].own)
         assert.equal("different", made.spf[2].verdict)
      end)

      it("names the record behind an alias, and what becomes of its own name", function()
         local made = plan(support.zone {
            ["www.acme.example"] = { CNAME = "acme.example" }, ["acme.example"] = { TXT = { "v=spf1 mx ?all" },
               A = { "192.0.2.80" } },
            ["_dmarc.www.acme.example"] = { TXT = { "v=DMARC1; p=reject; rua=mailto:d@acme.example" } },
         }, { domain = "www.acme.example" })
         assert.equal("acme.example", made.changes[1].name)
         assert.same({ "www.acme.example", "acme.example" }, { made.spf[1].name, made.spf[2].name })
         assert.same({ false, true }, { made.spf[1].own, made.spf[2].own })
      end)

      it("tells the lookups before and after", function()
         local made = plan(txt { "v=spf1 mx a:gone.acme.example -all" })
         assert.equal(2, made.spf[1].before.lookups)
         assert.equal(1, made.spf[1].after.lookups)
         assert.equal("equal", made.spf[1].verdict)
      end)

      it("P17 says which records a wildcard gave until now", function()
         local made = plan_zone('@ IN TXT "v=spf1 -all"\n*._tcp IN TXT "x"\n* IN MX 10 ns\n', {
            script = script_of { ["rule-a"] = { changes = { mark "rule-a" } } },
         })
         assert.same({ { name = "rule-a.acme.example", type = "MX" } }, made.uncovered)
         assert.matches("a wildcard gave MX for rule%-a%.acme%.example until now",
            (fix.render(made, "text"):gsub("%s+", " ")))
      end)
   end)

   describe("records", function()
      it("H01 a long record is cut into strings, and no space is added or lost", function()
         local long = {}
         for i = 1, 20 do long[i] = ("ip4:192.0.2.%d"):format(100 + i) end
         local first = "v=spf1 " .. table.concat(long, " ") .. " -all"
         local made = plan(txt { first, "v=spf1 ip4:198.51.100.7 ~all" }, { choose = { ["spf-several"] = 1 } })
         local value = made.changes[1].values[1]
         assert.is_true(#value == 2 and #value[1] == 255)
         assert.equal((first:gsub(" %-all$", " ip4:198.51.100.7 -all")), table.concat(value))
      end)

      it("I13 terms nobody knows stay", function()
         local made = plan(txt { "v=spf1 mx  x-note=a=b ?all" })
         assert.same({ { "v=spf1 mx  x-note=a=b ~all" } }, made.changes[1].values)
      end)

      it("publishes before it takes away", function()
         local moved =
            plan_zone('@ IN TXT "v=spf1 -all"\n@ IN MX 10 ns\ndmarc IN TXT "v=DMARC1; p=reject; '
            .. 'rua=mailto:d@acme.example"\n')
         assert.same({ "add", "remove" }, { moved.changes[1].action, moved.changes[2].action })
         assert.equal("_dmarc.acme.example", moved.changes[1].name)
         assert.equal("dmarc.acme.example", moved.changes[2].name)
      end)
   end)
end)
