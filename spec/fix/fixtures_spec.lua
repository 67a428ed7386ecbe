-- SPDX-License-Identifier: MIT
-- Every fixture zone of the project: its plan is proved, and put into the zone by hand it gives the audit that was
-- promised.
local audit = require "sesame.audit"
local expect = require "sesame.expect"
local fix = require "sesame.fix"
local identities = require "sesame.cli.identities"
local json = require "sesame.base.json"
local options = require "sesame.cli.options"
local zones = require "spec.support.zones"

local TODAY = "2026-11-25"

local function list(pattern)
   local pipe <close> = assert(io.popen("ls " .. pattern))
   local paths = {}
   for path in pipe:lines() do paths[#paths + 1] = path end
   return paths
end

-- What the head of the zone at PATH says: its domain and the words of the command line.
local function head_of(path)
   local head = { path = path, args = "" }
   for line in io.lines(path) do
      local key, value = line:match("^; (%l+): (.+)$")
      if key == "args" then head.args = value elseif key == "domain" then head.domain = value end
      head.origin = head.origin or line:match("^%$ORIGIN (.+)%.$")
   end
   head.args = head.args:gsub("%-%-domain (%S+)%s*", function(name) head.domain = name return "" end)
   head.domain = head.domain or head.origin or path:match("([^/]+)%.zone$")
   return head
end

-- Options of the audit that WORDS of the command line stand for.
local function options_of(words, domain)
   local split = {}
   for word in words:gmatch("%S+") do split[#split + 1] = word end
   split[#split + 1] = domain
   local given = assert(options.read(require "sesame.cli.command.check", split))
   local known, plain = assert(identities.read(given))
   return {
      identities = known, mail_from = plain, selectors = given.selector, expect = given.expect
         and assert(expect.load(given.expect)) or nil,
      today = TODAY,
   }, given.zone or {}
end

local function records_of(paths)
   local all = {}
   for _, path in ipairs(paths) do
      local records = zones.load(path)
      table.move(records, 1, #records, #all + 1, all)
   end
   return all
end

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
            local ok, fault = pcall(function() count(hold(name, records, { today = TODAY })) end)
            assert(ok, name .. ": " .. tostring(type(fault) == "table" and fault.message or fault))
         end
      end)
   end

   it("there are many of them, and much to mend", function()
      assert.is_true(mended.plans > 100 and mended.fixes > 90, ("%d plans, %d fixes"):format(mended.plans,
         mended.fixes))
   end)
end)
