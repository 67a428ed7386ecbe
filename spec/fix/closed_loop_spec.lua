-- SPDX-License-Identifier: MIT
-- Every record that is printed is safe to publish: what findings and fixes say is laid over the facts they came from,
-- and everything is asked again (spec/support/closed_loop.lua). Over the zones of the project, those of the cases where
-- they are there, and random ones that send through Amazon SES.
local cases = require "spec.support.cases"
local expect = require "sesame.expect"
local fixtures = require "spec.support.fixtures"
local loop = require "spec.support.closed_loop"
local property = require "spec.support.property"
local random_ses = require "spec.support.random_ses"
local suites = require "spec.support.suites"
local zones = require "spec.support.zones"

local WORLDS = 60
local SHOWN = 25 -- faults of one run that are told

-- The feedback hosts of SES, which are there wherever a zone is looked at.
local HOSTS = { "us-east-1", "eu-west-1", "eu-central-2", "ap-southeast-2" }

local function world(domain, records, options, name)
   return { domain = domain, view = zones.view(records), options = options, name = name }
end

-- RECORDS and the feedback hosts that are not among them.
local function with_hosts(records)
   local all, there = table.move(records, 1, #records, 1, {}), {}
   for _, record in ipairs(records) do there[record.name] = true end
   for _, region in ipairs(HOSTS) do
      local host = ("feedback-smtp.%s.amazonses.com"):format(region)
      local made = there[host] and {} or zones.parse("@ 300 IN A 192.0.2.90\n", host)
      table.move(made, 1, #made, #all + 1, all)
   end
   return all
end

local function told(list)
   if #list <= SHOWN then return table.concat(list, "\n") end
   return ("%s\nand %d more"):format(table.concat(list, "\n", 1, SHOWN), #list - SHOWN)
end

-- Closes the loop over WORLDS; the counts are printed, for who runs many.
local function close(title, worlds)
   local list, tally = {}, loop.tally()
   for _, each in ipairs(worlds) do loop.close(each, list, tally) end
   io.write(("\nclosed loop over %s: %d worlds, %d findings with records, %d reports of several, %d choices, %d plans; "
      .. "%d faults\n"):format(title, tally.worlds, tally.records, tally.together, tally.choices, tally.plans, #list))
   assert(#list == 0, told(list))
   return tally
end

describe("the closed loop", function()
   it("holds over the fixture zones of SES", function()
      local worlds, beside = {}, fixtures.list "spec/zones/ses/providers/*.zone"
      for _, path in ipairs(fixtures.list "spec/zones/ses/*.zone") do
         local head = fixtures.head(path)
         local given, more = fixtures.options(head.args, head.domain)
         local files = table.move(beside, 1, #beside, 2, { path })
         table.move(more, 1, #more, #files + 1, files)
         worlds[#worlds + 1] = world(head.domain, fixtures.records(files), given, path:match "[^/]+$")
      end
      assert.is_true(close("zones of SES", worlds).records > 30)
   end)

   it("holds over the fixture zones of Easy DKIM", function()
      local worlds, paths = {}, fixtures.list "spec/zones/easy_dkim/*.zone"
      local records = with_hosts(fixtures.records(paths))
      for _, path in ipairs(paths) do
         local head = fixtures.head(path)
         local given = head.args ~= "" and fixtures.options(head.args, head.domain)
         if given then worlds[#worlds + 1] = world(head.domain, records, given, path:match "[^/]+$") end
      end
      assert.is_true(close("zones of Easy DKIM", worlds).records > 30)
   end)

   it("holds over names in the other zones, and the examples", function()
      local worlds = {}
      for _, path in ipairs {
         "spec/zones/semantics.test.zone", "spec/zones/evaluators.test.zone", "spec/zones/dmarc.test.zone",
         "spec/cli/shop.zone", "examples/clean.zone", "examples/acme.zone",
      } do
         local records = zones.load(path)
         for _, name in ipairs(fixtures.names(records)) do
            worlds[#worlds + 1] = world(name, records, { today = fixtures.TODAY }, name)
         end
      end
      worlds[#worlds + 1] = world("acme.example", zones.load "examples/acme.zone",
         { today = fixtures.TODAY, expect = assert(expect.load "examples/acme.expect.lua") }, "acme with expectations")
      assert.is_true(close("other zones", worlds).plans > 40)
   end)

   it("holds over the zones of real situations", function()
      local found = cases.list()
      if #found == 0 then return pending(suites.reason) end
      local worlds = {}
      for i, case in ipairs(found) do
         worlds[i] = world(case.domain, with_hosts(fixtures.records(case.files)), case.options, case.name)
      end
      close("real situations", worlds)
   end)

   it("holds over random zones with one to four regions of SES", function()
      local first, count = property.of("closed-loop", WORLDS, 1)
      -- one at a time: a view of each would not fit
      local list, tally = {}, loop.tally()
      for number = first, first + count - 1 do
         local made, records = random_ses.world(number), {}
         for _, file in ipairs(made.files) do
            local part = zones.parse(file[2], file[1])
            table.move(part, 1, #part, #records + 1, records)
         end
         local options = { identities = made.identities, today = fixtures.TODAY }
         loop.close(world(made.domain, records, options, ("world %d"):format(number)), list, tally)
      end
      io.write(("\nclosed loop over random zones: SEED=%d COUNT=%d: %d worlds, %d findings with records, %d reports of "
         .. "several, %d choices, %d plans; %d faults\n"):format(first, count, tally.worlds, tally.records,
         tally.together, tally.choices, tally.plans, #list))
      assert(#list == 0, told(list))
      assert.is_true(not property.large(count) or tally.choices > count and tally.records > count)
   end)

   it("finds what is wrong where something is", function()
      local faulty = fixtures.records { "spec/zones/ses/shared.example.zone" }
      local one = world("shared.example", with_hosts(faulty), {}, "a record that lets anyone in")
      local before, tally = loop.before(one), loop.tally()
      local item = {
         code = "x-open", subject = "shared.example", message = "open", severity = "error", evidence = {}, reveals = {},
         records = { { name = "shared.example", type = "TXT", values = { "v=spf1 +all" } } },
      }
      before.audit = { findings = { item }, models = before.audit.models }
      local list = {}
      loop.records(one, before, list, tally)
      assert.matches("nobody named it", table.concat(list, "\n"), 1, true)
   end)
end)
