-- SPDX-License-Identifier: MIT
-- The worlds of the masking test (spec/support/masking.lua): the fixture zones, each with the audit its head asks for,
-- and random ones.
local expect = require "sesame.expect"
local fixtures = require "spec.support.fixtures"
local masking = require "spec.support.masking"
local random_ses = require "spec.support.random_ses"
local random_spf = require "spec.support.random_spf"
local zones = require "spec.support.zones"

local worlds = {}

local OTHERS = {
   "spec/cli/shop.zone", "spec/zones/semantics.test.zone", "spec/zones/evaluators.test.zone",
   "spec/zones/dmarc.test.zone", "examples/clean.zone", "examples/acme.zone",
}

-- Every EACH-th of PATHS.
local function part(paths, each)
   local list = {}
   for i = 1, #paths, each do list[#list + 1] = paths[i] end
   return list
end

--- The fixture zone of SES at PATH.
function worlds.ses(path)
   local beside, head = fixtures.list "spec/zones/ses/providers/*.zone", fixtures.head(path)
   local given, more = fixtures.options(head.args, head.domain)
   local files = table.move(beside, 1, #beside, 2, { path })
   table.move(more, 1, #more, #files + 1, files)
   return masking.world(head.domain, fixtures.records(files), given, path:match "[^/]+$")
end

local function easy_dkim(each, add)
   local paths = fixtures.list "spec/zones/easy_dkim/*.zone"
   local records = fixtures.records(paths)
   for _, path in ipairs(part(paths, each)) do
      local head = fixtures.head(path)
      if head.args ~= "" then
         add(head.domain, records, (fixtures.options(head.args, head.domain)), path:match "[^/]+$")
      end
   end
end

local function others(each, add)
   for _, path in ipairs(OTHERS) do
      local records = zones.load(path)
      for _, name in ipairs(part(fixtures.names(records), each)) do
         add(name, records, { today = fixtures.TODAY, selectors = { "s1" } }, name)
      end
   end
   add("acme.example", zones.load "examples/acme.zone",
      { today = fixtures.TODAY, expect = assert(expect.load "examples/acme.expect.lua") }, "acme with expectations")
end

--- Calls USE(world, family) for every EACH-th fixture zone; one at a time, since a world holds its zones. Zones of one
-- FAMILY may be served by one server.
function worlds.fixtures(each, use)
   for _, path in ipairs(part(fixtures.list "spec/zones/ses/*.zone", each)) do use(worlds.ses(path), "ses") end
   easy_dkim(each, function(...) use(masking.world(...), "easy-dkim") end)
   others(each, function(...) use(masking.world(...), "others") end)
end

--- The same worlds by family: a list of { worlds, and records = those of all, of each apex one zone }.
function worlds.families(each)
   local families, order = {}, {}
   worlds.fixtures(each, function(world, name)
      local family = families[name]
      if not family then
         family = { records = {}, apexes = {} }
         families[name], order[#order + 1] = family, family
      end
      family[#family + 1] = world
      for _, record in ipairs(world.records) do
         family.apexes[record.apex] = family.apexes[record.apex] or world
         if family.apexes[record.apex] == world then table.insert(family.records, record) end
      end
   end)
   return order
end

local function of_ses(number)
   local made, records = random_ses.world(number), {}
   for _, file in ipairs(made.files) do
      local more = zones.parse(file[2], file[1])
      table.move(more, 1, #more, #records + 1, records)
   end
   return masking.world(made.domain, records, { identities = made.identities, today = fixtures.TODAY },
      "world " .. number)
end

local function of_spf(number)
   local lines = { "@ IN SOA ns h 1 7200 900 1209600 300", "@ IN NS ns", "ns IN A 192.0.2.53" }
   for _, record in ipairs(random_spf.zone(number).records) do
      local data = record[2] == "TXT" and ('"%s"'):format(record[3]) or record[3]
      if record[2] == "MX" then data = ("%d %s."):format(record[3], record[4]) end
      lines[#lines + 1] = ("%s. IN %s %s"):format(record[1], record[2], data)
   end
   return masking.world("p0.test", zones.parse(table.concat(lines, "\n") .. "\n", "test"),
      { today = fixtures.TODAY }, "policy " .. number)
end

--- The random world NUMBER: odd ones send through Amazon SES, even ones have a random SPF policy.
function worlds.random(number)
   return number % 2 == 1 and of_ses(number) or of_spf(number)
end

return worlds
