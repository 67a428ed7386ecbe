-- SPDX-License-Identifier: MIT
-- Every fixture zone of the project: its plan is proved, and put into the zone by hand it gives the audit that was
-- promised.
local audit = require "sesame.audit"
local fix = require "sesame.fix"
local json = require "sesame.base.json"
local fixtures = require "spec.support.fixtures"
local zones = require "spec.support.zones"

local list, head_of, options_of, records_of = fixtures.list, fixtures.head, fixtures.options, fixtures.records

local function counted(findings)
   local set = {}
   for _, item in ipairs(findings) do
      if item.severity == "error" or item.severity == "warning" then
         local key = item.code .. " at " .. item.subject
         set[key] = (set[key] or 0) + 1
      end
   end
   return set
end

-- Every format has words for the plan MADE, or says why not; what is sent by nsupdate is every record of it.
local function written(made)
   for _, format in ipairs(fix.formats) do
      local text, reason = fix.render(made, format)
      assert(text or format == "cloudformation" or format == "cloudflare", format .. ": " .. tostring(reason))
      if text and text:sub(1, 1) == "{" then assert(json.decode(text)) end
      if text and format ~= "json" then assert.is_nil(text:find("[^\n\32-\126]")) end
   end
   local records, _, lines = 0, fix.render(made, "nsupdate"):gsub("\nupdate add ", "")
   for _, item in ipairs(made.changes) do records = records + #item.values end
   assert.equal(records, lines)
end

-- Holds the plan for DOMAIN over RECORDS to its word. Returns it.
local function hold(domain, records, given)
   local made, first = fix.plan(domain, zones.view(records), given)
   if #made.changes == 0 then return made end
   written(made)
   local changed = zones.apply(records, fix.render(made, "bind"))
   local after = audit.run(domain, zones.view(changed), given)
   local proved = true
   for _, item in ipairs(made.changes) do proved = proved and not item.waits end
   if not proved then return made end
   assert(made.verified ~= "no", "not verified")
   assert.same({ made.after.error, made.after.warning }, { after.counts.error, after.counts.warning })
   local had, has = counted(first.findings), counted(after.findings)
   for _, item in ipairs(made.revealed) do
      local key = item.code .. " at " .. item.subject
      had[key] = (had[key] or 0) + 1
   end
   for key, count in pairs(has) do assert(count <= (had[key] or 0), "new: " .. key) end
   local again = fix.plan(domain, zones.view(changed), given)
   assert.same({}, again.changes)
   return made
end

local mended = { plans = 0, fixes = 0 }

local function count(made)
   mended.plans, mended.fixes = mended.plans + 1, mended.fixes + #made.fixed
end

local function each(title, paths, beside)
   describe("fix of the fixture zones of " .. title, function()
      for _, path in ipairs(paths) do
         local head = head_of(path)
         it(("%s: %s"):format(path:match("[^/]+$"), head.domain), function()
            local given, more = options_of(head.args, head.domain)
            local files = table.move(beside, 1, #beside, 2, { path })
            for _, other in ipairs(more) do files[#files + 1] = other end
            count(hold(head.domain, records_of(files), given))
         end)
      end
   end)
end

each("SES", list "spec/zones/ses/*.zone", list "spec/zones/ses/providers/*.zone")

-- The zones of Easy DKIM are one world: each is asked for with all the others there.
describe("fix of the fixture zones of Easy DKIM", function()
   local paths = list "spec/zones/easy_dkim/*.zone"
   local records = records_of(paths)
   for _, path in ipairs(paths) do
      local head = head_of(path)
      if head.args ~= "" then
         it(("%s: %s"):format(path:match("[^/]+$"), head.domain), function()
            count(hold(head.domain, records, (options_of(head.args, head.domain))))
         end)
      end
   end
end)

-- Zones that hold many domains: each name with a policy of its own is one.
describe("fix of names in the fixture zones", function()
   for _, path in ipairs {
      "spec/zones/semantics.test.zone", "spec/zones/evaluators.test.zone", "spec/zones/dmarc.test.zone",
      "spec/cli/shop.zone",
   } do
      it(path, function()
         local records, names = zones.load(path), {}
         for _, record in ipairs(records) do
            local name = record.name:match("^_dmarc%.(.+)$") or record.name
            if record.type == "TXT" and not name:find("[*_]") then names[name] = true end
         end
         for name in pairs(names) do
            local ok, fault = pcall(function() count(hold(name, records, { today = fixtures.TODAY })) end)
            assert(ok, name .. ": " .. tostring(type(fault) == "table" and fault.message or fault))
         end
      end)
   end

   it("there are many of them, and much to mend", function()
      assert.is_true(mended.plans > 100 and mended.fixes > 80, ("%d plans, %d fixes"):format(mended.plans,
         mended.fixes))
   end)
end)
