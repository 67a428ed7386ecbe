-- SPDX-License-Identifier: MIT
-- A thousand random faulty zones: every printed fix holds what it promises, a second plan finds nothing to do, and no
-- TXT goes that no change names.
local audit = require "sesame.audit"
local faulty = require "spec.support.faulty"
local fix = require "sesame.fix"
local property = require "spec.support.property"
local zones = require "spec.support.zones"

local ZONES = 300

local function records_of(zone)
   local all = {}
   for _, file in ipairs(zone.files) do
      local list = zones.parse(file[2], file[1])
      table.move(list, 1, #list, #all + 1, all)
   end
   return all
end

local function counted(found)
   local set = {}
   for _, item in ipairs(found.findings) do
      if item.severity == "error" or item.severity == "warning" or item.severity == "unknown" then
         local key = item.code .. " at " .. item.subject
         set[key] = (set[key] or 0) + 1
      end
   end
   return set
end

-- TXT that no change takes away.
local function named_texts(made)
   local fragment, named = fix.render(made, "bind"), {}
   for line in fragment:gmatch("[^\n]+") do
      local data = line:match("^;%- (.*)$")
      if data then named[data] = true end
   end
   return named
end

-- Plans for RECORDS with what was chosen, and holds the plan to its word. Returns the plan.
local function hold(zone, records, choose, where)
   local made, first = fix.plan(zone.domain, zones.view(records), { choose = choose })
   if #made.changes == 0 then return made end
   assert(made.verified ~= "no", where .. "not verified")
   local changed = zones.apply(records, fix.render(made, "bind"))
   local after = audit.run(zone.domain, zones.view(changed), {})
   assert(after.counts.error == made.after.error and after.counts.warning == made.after.warning,
      where .. "not the audit that was promised")
   local had, has = counted(first), counted(after)
   local allowed = {}
   for _, item in ipairs(made.revealed) do
      local key = item.code .. " at " .. item.subject
      assert(item.severity == "warning", where .. "an error comes to light: " .. key)
      assert(made.verified == "partial", where .. "verified though something came to light")
      allowed[key] = (allowed[key] or 0) + 1
   end
   for key, count in pairs(has) do assert(count <= (had[key] or 0) + (allowed[key] or 0), where .. "new: " .. key) end
   for _, item in ipairs(made.fixed) do
      local key = item.code .. " at " .. item.subject
      if had[key] then assert((has[key] or 0) < had[key], where .. "still there: " .. key) end
   end
   local again = fix.plan(zone.domain, zones.view(changed), { choose = choose })
   assert(#again.changes == 0, where .. "a second plan has changes: " .. (again.changes[1] and again.changes[1].why
      or ""))
   local kept, old, named = zones.texts(changed), zones.texts(records), 0
   for _ in pairs(named_texts(made)) do named = named + 1 end
   local lost = 0
   for key in pairs(old) do
      if not kept[key] then
         lost = lost + 1
         local text = key:match(" (.*)$")
         assert(next(choose) or text:lower():find("spf") or text:lower():find("dmarc"), where .. "lost: " .. key)
      end
   end
   assert(lost <= named, where .. "a TXT is gone that no change names")
   return made
end

local function check(seed)
   local zone = faulty.zone(seed)
   local records = records_of(zone)
   local made = hold(zone, records, {}, ("zone %d: "):format(seed))
   for _, entry in ipairs(seed % 10 == 0 and made.choices or {}) do
      for i = 1, #entry.choices do
         hold(zone, records, { [entry.code] = i }, ("zone %d with --choose %s=%d: "):format(seed, entry.code, i))
      end
   end
   return #made.fixed
end

describe("fix of random faulty zones", function()
   it("I13 E23 holds what it promises, is idempotent and loses no other TXT", function()
      local fixed, first, count = 0, property.of("fix", ZONES, 1)
      for seed = first, first + count - 1 do fixed = fixed + check(seed) end
      assert.is_true(fixed > count or not property.large(count))
   end)
end)
