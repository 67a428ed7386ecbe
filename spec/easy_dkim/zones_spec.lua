-- SPDX-License-Identifier: MIT
-- One zone for each cause of trouble with Easy DKIM (spec/zones/easy_dkim): each yields exactly its findings and no
-- other error, from the zone source and from nsd on loopback. The head of a zone says what is given and what is to be
-- found.
local identities = require "sesame.cli.identities"
local lfs = require "lfs"
local nsd = require "spec.support.nsd"
local ses = require "spec.support.ses"
local sesame = require "sesame"

local FOLDER = "spec/zones/easy_dkim/"

-- The head of the zone at PATH: { name, origin, domain, args, finds = { list }, serve, words }.
local function head_of(name)
   local head = { name = name, finds = {}, serve = true }
   for line in io.lines(FOLDER .. name) do
      local key, value = line:match("^; (%l+): (.+)$")
      head.words = head.words or line:match("^; (.*)$")
      if key == "finds" then table.insert(head.finds, value)
      elseif key == "serve" then head.serve = value ~= "no"
      elseif key then head[key] = value end
      head.origin = head.origin or line:match("^%$ORIGIN (.+)%.$")
   end
   table.sort(head.finds)
   head.domain = head.domain or head.origin
   return head
end

local function heads()
   local list = {}
   for name in lfs.dir(FOLDER) do
      if name:find("%.zone$") then list[#list + 1] = head_of(name) end
   end
   table.sort(list, function(a, b) return a.name < b.name end)
   return list
end

local ZONES = heads()

local function identities_of(head)
   local given = { ses = { head.args:match("%-%-ses (%S+)") }, tokens = head.args:match("%-%-tokens (%S+)") }
   return assert(identities.read(given))
end

-- Findings of easy-dkim that are no remark, "code subject" each; and errors and unknowns of any other kind, but for
-- what SES mail comes to (ses-mail-...), which sums up.
local function judge(session, head)
   local audit, own, others = session:audit(head.domain, { identities = identities_of(head) }), {}, {}
   for _, item in ipairs(audit.findings) do
      local line = item.code .. " " .. item.subject
      if item.code:find("^easy%-dkim") then
         if item.severity ~= "ok" and item.code ~= "easy-dkim-verdict" then own[#own + 1] = line end
      elseif not item.code:find("^ses%-mail%-") and not ses.is_outside(item, head.domain)
         and (item.severity == "error" or item.severity == "unknown") then
         others[#others + 1] = line
      end
   end
   table.sort(own)
   return own, others
end

local function each(use)
   for _, head in ipairs(ZONES) do
      if head.args then use(head) end
   end
end

describe("a zone with Easy DKIM trouble", function()
   it("is there for every cause that a zone can hold", function()
      local found, missing = {}, {}
      for _, head in ipairs(ZONES) do
         for _, line in ipairs(head.finds) do found[line:match("^%S+")] = true end
      end
      -- what a zone alone cannot show: servers that differ, misbehave or are silent, what SES met; and a domain of over
      -- 200 characters, which spec/check/easy_dkim_spec.lua makes
      local elsewhere = {
         ["easy-dkim-inconsistent"] = true, ["easy-dkim-remembered"] = true, ["easy-dkim-denied-parent"] = true,
         ["easy-dkim-target-unresolved"] = true, ["easy-dkim-bogus"] = true, ["easy-dkim-unknown"] = true,
         ["easy-dkim-key-unknown"] = true, ["easy-dkim-delegated"] = true, ["easy-dkim-verdict"] = true,
         ["easy-dkim-verifies"] = true, ["easy-dkim-right-unseen"] = true,
         ["easy-dkim-no-room"] = true, ["easy-dkim-zone-unknown"] = true,
      }
      for code in pairs(require("sesame.check.easy_dkim").findings) do
         if not (found[code] or elsewhere[code]) then missing[#missing + 1] = code end
      end
      assert.same({}, missing)
   end)

   local all = {}
   for i, head in ipairs(ZONES) do all[i] = FOLDER .. head.name end
   each(function(head)
      it(head.name .. ", read: " .. head.words, function()
         local session <close> = assert(sesame.open { zones = all, offline = true })
         local own, others = judge(session, head)
         assert.same({ head.finds, {} }, { own, others })
      end)
   end)

   local function alone(name)
      local session <close> = assert(sesame.open { zones = { FOLDER .. name .. ".zone" }, offline = true })
      local head = head_of(name .. ".zone")
      local audit = session:audit(head.domain, { identities = identities_of(head), only = { "easy-dkim-*" } })
      local codes = {}
      for _, item in ipairs(audit.findings) do codes[#codes + 1] = item.code .. " " .. item.subject end
      return codes, audit
   end

   it("given alone is right as far as it goes; whether SES keeps a key is not known", function()
      local codes, audit = alone("right")
      assert.same({ "easy-dkim-key-unknown right.example", "easy-dkim-verdict right.example" }, codes)
      assert.equal("unknown", audit.models.easy_dkim[1].verdict)
   end)

   it("J48 given without what it delegates to names the servers, and calls nothing missing", function()
      local codes, audit = alone("occluded")
      for i = 1, 3 do assert.matches("^easy%-dkim%-delegated ", codes[i]) end
      assert.equal("unknown", audit.models.easy_dkim[1].records[1].status)
      assert.matches("delegated to ns1.occluded%-keys.example", audit.findings[1].message)
   end)

   describe("served by nsd:", function()
      if not nsd.installed() then return it("needs nsd", function() pending("nsd is not installed") end) end
      local server, session
      setup(function()
         local served = {}
         for _, head in ipairs(ZONES) do
            if head.serve then served[head.origin] = FOLDER .. head.name end
         end
         server = nsd.start(served)
         session = assert(sesame.open { servers = { server.server } })
      end)
      teardown(function()
         session:close()
         server:stop()
      end)

      each(function(head)
         if not head.serve then return end
         it(head.name .. ": " .. head.words, function()
            local own, others = judge(session, head)
            assert.same({ head.finds, {} }, { own, others })
         end)
      end)
   end)
end)
