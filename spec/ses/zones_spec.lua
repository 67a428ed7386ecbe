-- SPDX-License-Identifier: MIT
-- Fixture zones of Amazon SES, a fault each: the audit finds exactly what the zone's head says, of everything of
-- severity notice and above. "; args:" is the command line (with --domain where the domain is not the zone), "; finds:"
-- a finding.
local lfs = require "lfs"
local expect = require "sesame.expect"
local identities = require "sesame.cli.identities"
local options = require "sesame.cli.options"
local sesame = require "sesame"
local nsd = require "spec.support.nsd"
local ses = require "spec.support.ses"

local FOLDER = "spec/zones/ses"

local function list(pattern)
   local pipe <close> = assert(io.popen("ls " .. pattern))
   local paths = {}
   for path in pipe:lines() do paths[#paths + 1] = path end
   return paths
end

local PROVIDERS = list(FOLDER .. "/providers/*.zone")

local function head_of(path)
   local head = { finds = {}, path = path, domain = path:match("([^/]+)%.zone$") }
   for line in io.lines(path) do
      local key, value = line:match("^; (%l+): (.*)$")
      if key == "finds" then table.insert(head.finds, value) elseif key then head[key] = value end
      if not line:find("^;") then break end
   end
   table.sort(head.finds)
   return head
end

-- What is found in AUDIT of DOMAIN, sorted.
local function found_in(audit, domain)
   local kept = {}
   for _, item in ipairs(audit.findings) do
      if not ses.is_outside(item, domain) then kept[#kept + 1] = item end
   end
   kept = ses.found { findings = kept }
   table.sort(kept)
   return kept
end

local function words_of(head)
   local words, domain = {}, head.domain
   head.args = head.args:gsub("%-%-domain (%S+)%s*", function(name) domain = name return "" end)
   for word in head.args:gmatch("%S+") do words[#words + 1] = word end
   words[#words + 1] = domain
   return words, domain
end

-- A session over the zone files of HEAD, or over SERVER; its domain, and the options of the audit.
local function opened(head, server)
   local words, domain = words_of(head)
   local given = assert(options.read(require "sesame.cli.command.check", words))
   local known, plain = assert(identities.read(given))
   local zones = table.move(PROVIDERS, 1, #PROVIDERS, 2, { head.path })
   for _, zone in ipairs(given.zone or {}) do zones[#zones + 1] = zone end
   local clock = function() return 1795478400 end
   local session = server and assert(sesame.open { servers = { server }, timeout = 1, tries = 2, clock = clock })
      or assert(sesame.open { zones = zones, offline = true, clock = clock })
   return session, domain, {
      identities = known, mail_from = plain, expect = given.expect and assert(expect.load(given.expect)) or nil,
   }
end

describe("fixture zones of SES", function()
   local paths = list(FOLDER .. "/*.zone")

   for _, path in ipairs(paths) do
      local head = head_of(path)
      it(head.domain, function()
         local session <close>, domain, given = opened(head)
         local found = found_in(session:audit(domain, given), domain)
         assert.same(head.finds, found)
      end)
   end

   for _, path in ipairs(paths) do
      local head = head_of(path)
      if head.plan then
         it(head.domain .. ": its plan is " .. head.plan, function()
            local session <close>, domain, given = opened(head)
            local plan = assert(session:fix(domain, given))
            assert.equal("yes", plan.verified)
            assert.same({ 0, 0, 0 }, { plan.after.error, plan.after.warning, plan.after.unknown })
         end)
      end
   end

   -- What nobody serves is refused there.
   local ELSEWHERE = { ["occluded.example"] = true }

   describe("served by nsd", function()
      if not nsd.installed() then return pending("nsd is not installed") end
      local server, top

      setup(function()
         local zones = {}
         for _, path in ipairs(paths) do zones[path:match("([^/]+)%.zone$")] = path end
         for _, path in ipairs(PROVIDERS) do zones[path:match("([^/]+)%.zone$")] = path end
         top = os.tmpname()
         local file <close> = assert(io.open(top, "w"))
         file:write("@ 3600 IN SOA ns1.acme.example. hostmaster.acme.example. 1 7200 900 1209600 300\n@ IN NS "
            .. "ns1.acme.example.\n")
         zones["example"] = top
         for apex, path in pairs(zones) do
            zones[apex] = path:sub(1, 1) == "/" and path or lfs.currentdir() .. "/" .. path
         end
         server = nsd.start(zones)
      end)
      teardown(function()
         server:stop()
         os.remove(top)
      end)

      it("give the same findings", function()
         for _, path in ipairs(paths) do
            local head = head_of(path)
            local session <close>, domain, given = opened(head, server.server)
            local found = found_in(session:audit(domain, given), domain)
            if not ELSEWHERE[head.domain] then assert.same({ domain, head.finds }, { domain, found }) end
         end
      end)
   end)

   for name, lookups in pairs { ["google-beside.example"] = 3, ["microsoft-beside.example"] = 3,
      ["over-budget.example"] = 11 } do
      it(("%s: services beside SES cost %d lookups of the budget"):format(name, lookups), function()
         local session <close>, domain, given = opened(head_of(FOLDER .. "/" .. name .. ".zone"))
         local result = session:audit(domain, given)
         assert.equal(lookups, result.models.spf_tree.lookups)
         assert.equal("both", result.models.ses.regions[1].now.rests_on)
      end)
   end

   it("are at least forty", function() assert.is_true(#paths >= 40) end)
end)
