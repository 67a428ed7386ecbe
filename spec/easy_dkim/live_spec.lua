-- SPDX-License-Identifier: MIT
-- Easy DKIM over sockets: servers that differ, misbehave or stay silent, and a resolver that validates.
local easy = require "sesame.model.easy_dkim"
local faultd = require "spec.support.faultd"
local named = require "spec.support.named"
local nsd = require "spec.support.nsd"
local ses = require "spec.support.ses"
local sesame = require "sesame"

local TOKENS = { "q4k2ntxq7o2zcrb6f5mdy3hwlu7v5sje", "m6vy3ojd2lx5qnhtz7kwb4ragcu2epif",
   "z3hcf7yw4gtbx6pmu5dqnl2rsko7vaje" }
local PROVIDER = "spec/zones/easy_dkim/amazonses.com.zone"

local HEAD = [[
$ORIGIN %s.
$TTL 300
@ SOA ns1 hostmaster 2026112401 7200 900 1209600 300
@ NS ns1
@ NS ns2
@ MX 10 mail
@ TXT "v=spf1 mx -all"
_dmarc TXT "v=DMARC1; p=none"
mail A 192.0.2.25
ns1 A 127.0.0.1
ns2 A 127.0.0.2
]]

-- A zone with records of TOKENS from the FIRST on, and MORE lines.
local function zone(apex, first, more)
   local lines = { (HEAD:format(apex)) }
   for i = first, #TOKENS do
      lines[#lines + 1] = ("%s._domainkey CNAME %s.dkim.amazonses.com.\n"):format(TOKENS[i], TOKENS[i])
   end
   return table.concat(lines) .. (more or "")
end

-- What is wrong, but for what SES mail comes to (ses-mail-...), which sums up.
local function with_codes(audit)
   local list = {}
   for _, item in ipairs(audit.findings) do
      if item.code:find("^ses%-mail%-") or ses.is_outside(item, audit.domain) then goto continue end
      if item.severity == "error" or item.severity == "unknown" or item.code == "easy-dkim-remembered" then
         list[#list + 1] = item.code .. " " .. item.subject
      end
      ::continue::
   end
   return list
end

describe("Easy DKIM of a server that misbehaves", function()
   local server
   setup(function() server = faultd.start() end)
   teardown(function() server:stop() end)

   local function judge(token, domain)
      local session <close> = assert(sesame.open { servers = { server.servers[1] }, timeout = 0.3, tries = 1 })
      local tokens = { token .. "-1", token .. "-2", token .. "-3" }
      if token == "drop" or token == "servfail" then tokens = { token } end
      local model = easy.build({ facts = session:view() }, { domain = domain, region = "us-east-1", tokens = tokens })
      local codes = {}
      require("sesame.check.easy_dkim").run({ easy_dkim = { model } }, function(code)
         if code ~= "easy-dkim-verdict" and code ~= "easy-dkim-weak-key" then codes[#codes + 1] = code end
      end)
      return codes, model
   end

   local THRICE = { ["easy-dkim-target-unresolved"] = true, ["easy-dkim-conflict"] = true }
   local CASES = {
      { "well", "easy", "good.test", "easy-dkim-verifies", "verifies" },
      { "J47: it denies the name above the records", "easy", "denied.test", "easy-dkim-denied-parent", "unknown" },
      { "J49: SERVFAIL that vanishes with checking disabled", "easy-bogus", "good.test", "easy-dkim-bogus", "unknown" },
      { "it answers the alias, but does not lead to the key", "easy-deaf", "good.test", "easy-dkim-key-unknown",
         "unknown" },
      { "J33: it answers TXT of its own beside the alias", "easy-beside", "good.test", "easy-dkim-conflict", "fails" },
      { "SERVFAIL whatever is asked", "servfail", "good.test", "easy-dkim-unknown", "unknown" },
      { "silence", "drop", "good.test", "easy-dkim-unknown", "unknown" },
   }
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local codes, model = judge(case[2], case[3])
         local code = case[4]
         assert.same(THRICE[code] and { code, code, code } or { code }, codes)
         assert.equal(case[5], model.verdict)
      end)
   end
end)

describe("Easy DKIM of a zone whose servers differ", function()
   if not nsd.installed() then return it("needs nsd", function() pending("nsd is not installed") end) end
   local files, servers = {}, {}

   local function file_of(text)
      local path = os.tmpname()
      local file <close> = assert(io.open(path, "w"))
      file:write(text)
      files[#files + 1] = path
      return path
   end

   -- Three servers on one port: the zone's own two with their own data, and the one that is asked, which has the
   -- delegation.
   local function start(first, second, asked)
      local port = tonumber(faultd.closed_port():match("%d+$"))
      for i, text in ipairs { first, second, asked } do
         local zones = { ["split.test"] = file_of(text) }
         if i == 3 then zones["amazonses.com"] = PROVIDER end
         servers[i] = nsd.start(zones, { "127.0.0." .. i }, port)
      end
      return port
   end

   local function audit(port, options)
      options = options or {}
      options.servers, options.port, options.authoritative = { servers[3].server }, port, true
      local session <close> = assert(sesame.open(options))
      return session:audit("split.test", { identities = { { region = "us-east-1", tokens = TOKENS } } })
   end

   after_each(function()
      for _, server in ipairs(servers) do server:stop() end
      for _, path in ipairs(files) do os.remove(path) end
      servers, files = {}, {}
   end)

   it("P21 finds nothing where all have the same", function()
      local whole = zone("split.test", 1)
      assert.same({}, with_codes(audit(start(whole, whole, whole))))
   end)

   it("P21 names who has what", function()
      local whole, short = zone("split.test", 1), zone("split.test", 2)
      local found = audit(start(whole, short, whole))
      assert.same({ ("easy-dkim-inconsistent %s._domainkey.split.test"):format(TOKENS[1]) }, with_codes(found))
      assert.matches(("ns1.split.test has %s.dkim.amazonses.com; ns2.split.test has none"):format(TOKENS[1]),
         found.findings[1].message)
   end)

   it("P21 names them as well where the one asked has the old data", function()
      local whole, short = zone("split.test", 1), zone("split.test", 2)
      assert.same({ ("easy-dkim-inconsistent %s._domainkey.split.test"):format(TOKENS[1]) },
         with_codes(audit(start(short, whole, short))))
   end)

   it("believes them all rather than one that remembers what was there before", function()
      local whole, short = zone("split.test", 1), zone("split.test", 2)
      local found = audit(start(whole, whole, short))
      assert.same({ ("easy-dkim-remembered %s._domainkey.split.test"):format(TOKENS[1]) }, with_codes(found))
      assert.equal("verifies", found.models.easy_dkim[1].verdict)
   end)

   it("is replayed from its recording alike", function()
      local path = os.tmpname()
      local port = start(zone("split.test", 1), zone("split.test", 2), zone("split.test", 1))
      local live = with_codes(audit(port, { record = path }))
      local session <close> = assert(sesame.open { replay = path, port = port })
      os.remove(path)
      assert.same(live,
         with_codes(session:audit("split.test", { identities = { { region = "us-east-1", tokens = TOKENS } } })))
   end)
end)

describe("Easy DKIM behind a resolver that validates", function()
   if not (nsd.installed() and named.installed()) then
      return it("needs nsd and named", function() pending("nsd or named is not installed") end)
   end
   local folder, server, right, wrong
   setup(function()
      folder = named.folder()
      local path
      path, right, wrong = named.sign(folder, "signed.test", zone("signed.test", 1))
      server = nsd.start { ["signed.test"] = path, ["amazonses.com"] = PROVIDER }
   end)
   teardown(function()
      server:stop()
      named.remove(folder)
   end)

   local function with(anchor, use, path)
      local resolver = named.start(folder, "signed.test", anchor, server.server, { "signed.test", "amazonses.com" })
      local session = assert(sesame.open { servers = { resolver.server }, timeout = 2, record = path })
      local ok, fault = pcall(use, session)
      session:close()
      resolver:stop()
      assert(ok, fault)
   end

   local IDENTITY = { region = "us-east-1", tokens = TOKENS }

   it("is right where the zone's key is the one trusted", function()
      with(right, function(session)
         local audit = session:audit("signed.test", { identities = { IDENTITY } })
         assert.same({}, with_codes(audit))
         assert.equal("verifies", audit.models.easy_dkim[1].verdict)
      end)
   end)

   it("J49 is a fault of DNSSEC where it is another, of the domain and of its records", function()
      with(wrong, function(session)
         assert.same({ "domain-dnssec-bogus signed.test" },
            with_codes(session:audit("signed.test", { identities = { IDENTITY } })))
         local model = easy.build({ facts = session:view() }, { domain = "signed.test", region = "us-east-1",
            tokens = TOKENS })
         assert.same({ "unknown", "dnssec-bogus" }, { model.records[1].status, model.records[1].because.status })
      end)
   end)

   it("J49 is replayed from its recording alike", function()
      local path = os.tmpname()
      with(wrong, function(session) session:audit("signed.test", { identities = { IDENTITY } }) end, path)
      local replayed <close> = assert(sesame.open { replay = path })
      os.remove(path)
      assert.same({ "domain-dnssec-bogus signed.test" },
         with_codes(replayed:audit("signed.test", { identities = { IDENTITY } })))
   end)
end)
