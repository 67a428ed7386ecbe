-- SPDX-License-Identifier: MIT
-- The plan for every fixture zone of Easy DKIM: proved, and true once it was put into the zone by hand.
local audit = require "sesame.audit"
local fix = require "sesame.fix"
local identities = require "sesame.cli.identities"
local lfs = require "lfs"
local zones = require "spec.support.zones"

local FOLDER = "spec/zones/easy_dkim/"

-- Zones whose fix is not the zone's business, or takes a decision (the choice that mends it).
local STEPS = {
   conflict = true, stale = true, revoked = true, ["broken-key"] = true, ["weak-key"] = true, ["untold-none"] = true,
   untold = true,
   ["untold-wildcard"] = true, ["unknown-zone"] = true, ["occluded-dname"] = true, ["not-set-up-no-key"] = true,
}
local CHOICES = { ["txt-foreign"] = 1, ["wrong-zone-likely"] = 1 }

-- Where the records are one part, and SES has to be told the rest: the commands, in their order.
local THEN = {
   ["not-set-up"] = { "put%-email%-identity%-dkim%-signing%-attributes .*AWS_SES$",
      "put%-email%-identity%-dkim%-attributes .*%-%-signing%-enabled$" },
}

-- Where the record is in the zone above already, the zone cannot be changed by hand as a list of records.
local HIDDEN = { occluded = true }

local function read(name)
   local text = {}
   local given = {}
   for line in io.lines(FOLDER .. name) do
      text[#text + 1] = line
      local args = line:match("^; args: (.+)$")
      if args then given = { ses = { args:match("%-%-ses (%S+)") }, tokens = args:match("%-%-tokens (%S+)") } end
      given.origin = given.origin or line:match("^%$ORIGIN (.+)%.$")
      given.domain = given.domain or line:match("^; domain: (.+)$")
      given.code = given.code or line:match("^; finds: (%S+)")
   end
   return table.concat(text, "\n") .. "\n", given
end

local function records_of(text, given)
   local all = zones.parse(text, given.origin)
   for _, name in ipairs { "amazonses.com.zone", "_domainkey.occluded.example.zone" } do
      local more, head = read(name)
      local list = zones.parse(more, head.origin)
      if name:find("amazonses") or given.origin == "occluded.example" then table.move(list, 1, #list, #all + 1, all) end
   end
   return all
end

local function own(found)
   local list = {}
   for _, item in ipairs(found.findings) do
      if item.code:find("^easy%-dkim") and (item.severity == "error" or item.severity == "warning") then
         list[#list + 1] = item.code
      end
   end
   return list
end

describe("the plan for Easy DKIM", function()
   for name in lfs.dir(FOLDER) do
      local short = name:match("^([%l%-]+)%.zone$")
      local text, given = read(short and name or "right.zone")
      if short and given.ses then
         it("of " .. short, function()
            local records, domain = records_of(text, given), given.domain or given.origin
            local options = { identities = assert(identities.read(given)), choose = CHOICES[short]
               and { [given.code] = CHOICES[short] } }
            local made, first = fix.plan(domain, zones.view(records), options)
            if #own(first) == 0 then return assert.same({}, made.changes) end
            if STEPS[short] then
               assert.is_true(#made.steps > 0)
               assert.is_true(#made.left > 0)
               return assert.same({}, made.changes)
            end
            if THEN[short] then
               assert.same({ "partial", 3 }, { made.verified, #made.changes })
               for i, pattern in ipairs(THEN[short]) do assert.matches(pattern, made.steps[i].command) end
               return
            end
            assert.equal("yes", made.verified)
            for _, item in ipairs(made.changes) do -- what may be the record of an identity above stays
               assert.is_false(short == "misplaced-parent" and item.action == "remove")
            end
            if HIDDEN[short] then return end
            local changed = zones.apply(records, fix.render(made, "bind"))
            local after = audit.run(domain, zones.view(changed), options)
            assert.equal("verifies", after.models.easy_dkim[1].verdict)
            assert.same({}, own(after))
         end)
      end
   end
end)

describe("what stands beside the CNAME", function()
   local builders = require("sesame.fix.easy_dkim").builders

   -- What the choice to take it away offers by itself, for FOUND beside the CNAME.
   local function is_safe(...)
      local found = { { kind = "cname", target = "t.dkim.amazonses.com", zone = "dkim.amazonses.com" }, ... }
      local name = "t._domainkey.acme.example"
      local offer = builders.alone({ subject = name, fields = { target = "t.dkim.amazonses.com" } },
         { models = { easy_dkim = { { records = { { name = name, found = found } } } } } })
      return offer.choices[1].safe
   end

   it("may go unasked where it is keys and addresses, which mean nothing there", function()
      assert.is_true(is_safe({ kind = "txt", text = "v=DKIM1; p=", is_key = true }))
      assert.is_true(is_safe({ kind = "a", address = "192.0.2.1" }, { kind = "aaaa", address = "2001:db8::1" }))
   end)

   it("stays unless asked for where it is any other text, though it has p= in it", function()
      assert.is_false(is_safe({ kind = "txt", text = "v=spf1 exp=why.acme.example -all", is_key = false }))
      assert.is_false(is_safe({ kind = "txt", text = "p=", is_key = true },
         { kind = "txt", text = "x", is_key = false }))
   end)

   it("is nothing where the CNAME is alone", function() assert.is_false(is_safe()) end)
end)
