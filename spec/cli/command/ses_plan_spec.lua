-- SPDX-License-Identifier: MIT
-- `sesame ses plan`: what it says to publish loads into real name servers, and the zone that comes of it is in order;
-- --init.
local cjson = require "cjson"
local regions = require "sesame.ses.regions"

local lua = os.getenv("LUA") or "lua5.4"
local KEY = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1E3fsUCrkuekvh6HC8aezpsZRIG+MlsKc4x804vYfoBLVBINpQI56PTW5U7L40"
   .. "uje7S/Bjk3O1OGTUO8QDinmP116EazVy/ncqQsqWutDRz+MzurqHd27reN8j1C76lxHjHG+rWDy706nGm3H2Rrudl2IQR13vpM80fJu4H0ENIHa6"
   .. "fy1zpNGLGbkQqh7jQn2Qg1dxmmIm/0viemdd9eyuG/PKYbKnKKMLzGDIwGPLRKwHcLCD5ga6dMum49cD/ZZQ4Fr9IplDhnrItyI6V5wUjDW9IBrB"
   .. "KgqGAMVR7rnA3IlbU28519Oylb1gqDDVgwLdkyIDLwSrIEvXzPT0NhbQIDAQAB"
local BASE = [[
$ORIGIN new.test.
$TTL 300
@ 3600 SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
@ NS ns2
ns1 A 192.0.2.1
ns2 A 198.51.100.1
@ MX 10 mx
mx A 192.0.2.25
@ TXT "v=spf1 mx -all"
]]

local folder

local function write(name, text)
   local path = folder .. "/" .. name
   local file <close> = assert(io.open(path, "w"))
   file:write(text)
   return path
end

local function read(path)
   local file <close> = assert(io.open(path, "rb"))
   return file:read("a")
end

local function sesame(words)
   local out, err = folder .. "/out", folder .. "/err"
   local _, _, status = os.execute(("LC_ALL=C %s bin/sesame %s >%s 2>%s"):format(lua, words, out, err))
   return status, read(out), read(err)
end

local function installed(tool)
   return os.execute(("PATH=$PATH:/usr/sbin command -v %s >/dev/null 2>&1"):format(tool))
end

-- Three tokens for a region: letters and digits of its name, told apart by the last letter.
local function tokens_of(region)
   local stem = (region:gsub("%W", "") .. ("x"):rep(31)):sub(1, 31):gsub("[01]", "z"):gsub("[89]", "y")
   return { stem .. "a", stem .. "b", stem .. "c" }
end

-- Expectations and Amazon's side of it for LIST of regions.
local function amazon(list)
   local identities, zone = {}, {
      "$ORIGIN amazonses.com.\n$TTL 300\n@ SOA ns1.new.test. h.new.test. 1 7200 900 1209600 300\n@ NS ns1.new.test.\n",
      '@ TXT "v=spf1 ip4:199.255.192.0/22 -all"\n',
   }
   for _, region in ipairs(list) do
      local tokens = tokens_of(region)
      identities[#identities + 1] = ("{ domain = 'new.test', region = '%s', tokens = { '%s' } },"):format(region,
         table.concat(tokens,
         "', '"))
      zone[#zone + 1] = ("%s.%s. TXT \"p=%s\" \"%s\"\n%s.%s. TXT \"\"\n%s.%s. TXT \"\"\n"):format(tokens[1],
         regions.get(region).dkim_domain,
         KEY:sub(1, 200), KEY:sub(201), tokens[2], regions.get(region).dkim_domain, tokens[3],
         regions.get(region).dkim_domain)
      zone[#zone + 1] = ("feedback-smtp.%s A 203.0.113.9\n"):format(region)
   end
   write("expect.lua", "return { identities = { " .. table.concat(identities, "\n") .. " } }\n")
   write("amazonses.com.zone", table.concat(zone))
end

local function given() return ("--zone %s/new.test.zone --zone %s/amazonses.com.zone --offline --expect %s/expect.lua")
   :format(folder,
   folder, folder) end

-- Plans for LIST of regions, publishes the plan, and returns what the audit of the zone then finds.
local function publish(list, words)
   amazon(list)
   write("new.test.zone", BASE)
   local status, fragment, err = sesame(("ses plan new.test %s --format bind %s"):format(words, given()))
   assert.same({ 0, "" }, { status, err })
   write("new.test.zone", BASE .. fragment)
   return fragment
end

local function audit()
   local _, out = sesame("check new.test --format json " .. given())
   local list = {}
   for _, item in ipairs(cjson.decode(out).audits[1].findings) do
      if item.severity ~= "ok" then list[#list + 1] = ("%s %s %s"):format(item.severity, item.code, item.subject) end
   end
   return list
end

describe("sesame ses plan", function()
   setup(function()
      folder = os.tmpname()
      os.remove(folder)
      assert(require("lfs").mkdir(folder))
   end)
   teardown(function() os.execute("rm -rf " .. folder) end)

   it("plans a zone that is in order: nothing of severity notice or above", function()
      local fragment = publish({ "us-east-1", "eu-west-1", "af-south-1" }, "policy=quarantine rua=reports@new.test")
      local _, records = fragment:gsub("\n[%w_][^\n]* IN ", "")
      assert.equal(3 * 3 + 3 * 2 + 1, records)
      assert.same({}, audit())
   end)

   for _, tool in ipairs { "named-checkzone", "nsd-checkzone" } do
      it("plans what " .. tool .. " accepts", function()
         if not installed(tool) then return pending(tool .. " is not installed") end
         publish({ "us-east-1", "eu-central-2" }, "")
         assert.is_truthy(os.execute(("PATH=$PATH:/usr/sbin %s new.test %s/new.test.zone >/dev/null 2>&1"):format(tool,
            folder)))
      end)
   end

   it("plans every region of SES at once", function()
      local list = {}
      for _, region in ipairs(regions.list()) do
         if region.mail_from_mx then list[#list + 1] = region.region end
      end
      assert.equal(29, #list)
      amazon(list)
      write("new.test.zone", BASE)
      local lines = {}
      local _, out = sesame("ses plan new.test policy=reject --format json " .. given())
      for _, item in ipairs(cjson.decode(out).audits[1].findings) do
         for _, line in ipairs(item.publish) do lines[#lines + 1] = line end
      end
      assert.equal(29 * 5 + 1, #lines)
      write("new.test.zone", BASE .. table.concat(lines, "\n") .. "\n")
      -- names that nobody gives are looked for within a bound
      for _, line in ipairs(audit()) do
         assert.is_truthy(line:find("^notice ses%-mail%-from%-not%-found")
            or line:find("^unknown ses%-regions%-unknown"),
            line)
      end
   end)

   it("has nothing to say once it is published", function()
      publish({ "us-east-1" }, "")
      local status, out = sesame("ses plan new.test --format json " .. given())
      assert.equal(0, status)
      for _, item in ipairs(cjson.decode(out).audits[1].findings) do assert.equal("ses-plan-there", item.code) end
      status, out = sesame("ses plan new.test --format bind " .. given())
      assert.equal(0, status)
      assert.matches("Nothing is to be changed", out)
   end)

   it("says that a domain is too long for Easy DKIM, and plans the rest", function()
      local domain = (("a"):rep(60) .. "."):rep(3) .. ("b"):rep(45) .. ".example"
      write("long.zone", ("$ORIGIN %s.\n@ SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1\n"):format(domain))
      local status, out = sesame(("ses plan %s regions=us-east-1 --offline --zone %s=%s/long.zone"):format(domain,
         domain, folder))
      assert.equal(1, status)
      assert.matches("is too long for Easy DKIM", out)
      assert.matches("MAIL FROM of us%-east%-1: 2 records to publish", out)
      assert.is_nil(out:find("broke off", 1, true))
   end)

   it("asks for no name that holds a placeholder", function()
      write("other.zone", "$ORIGIN other.test.\n@ SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1\n")
      local _, out = sesame(("ses plan unknown.test regions=us-east-1 --offline --zone %s/other.zone"):format(folder))
      assert.is_nil(out:find("REPLACE-ME-US-EAST-1-TOKEN-1._domainkey.unknown.test (CNAME) could not be learnt", 1,
         true))
      assert.matches("Easy DKIM of us%-east%-1: 3 records to publish, once SES has told", out)
   end)

   it("marks what SES has not told yet, and proves none of it", function()
      amazon {}
      write("new.test.zone", BASE)
      local _, out = sesame("ses plan new.test regions=eu-west-1 --format bind " .. given())
      assert.matches("verified: partial", out)
      assert.matches("REPLACE%-ME%-EU%-WEST%-1%-TOKEN%-1", out:upper())
      local _, shown = sesame("ses plan new.test regions=eu-west-1,us-east-1 replicas=us-east-1 " .. given())
      assert.matches("DomainSigningAttributesOrigin=AWS_SES_US_EAST_1", shown, 1, true)
      assert.is_nil(shown:find("EU-WEST-1-TOKEN", 1, true))
   end)

   it("lets a replica use the records of its parent, whichever region comes first", function()
      amazon {}
      write("new.test.zone", BASE)
      local tokens = "{ '" .. table.concat(tokens_of "us-east-1", "', '") .. "' }"
      write("expect.lua", ("return { identities = { { domain = 'new.test', region = 'us-east-1', tokens = %s }, { "
         .. "domain = 'new.test', region = 'af-south-1', origin = 'AWS_SES_US_EAST_1', tokens = %s } } }")
         :format(tokens, tokens))
      local _, out = sesame("ses plan new.test --format json " .. given())
      local plan, cnames = cjson.decode(out).audits[1], 0
      for _, row in ipairs(plan.sections[1].rows) do
         if row[4] == "CNAME" then
            cnames = cnames + 1
            assert.equal("us-east-1", row[2])
         end
      end
      assert.equal(3, cnames)
      assert.matches("uses the key and the records of us-east-1", out, 1, true)
      assert.is_nil(out:find("dkim.af-south-1", 1, true))
   end)

   it("plans BYODKIM: one TXT record, made from the private key, for all regions", function()
      amazon {}
      write("new.test.zone", BASE)
      local key = folder .. "/key.pem"
      assert.equal(0, (sesame(("dkim generate --selector own --domain new.test --private %s --bits 2048"):format(key))))
      local fragment = select(2,
         sesame(("ses plan new.test regions=us-east-1,eu-west-1 selector=own key=%s --format bind %s"):format(key,
         given())))
      local _, keys = fragment:gsub("own%._domainkey%.new%.test%. 300 IN TXT", "")
      assert.equal(1, keys)
      assert.matches("verified: yes", fragment)
   end)

   it("leaves a name that receives mail alone, and takes another", function()
      amazon { "us-east-1" }
      write("new.test.zone", BASE .. "bounce MX 10 mx\nbounces A 192.0.2.7\n")
      local _, out = sesame("ses plan new.test --format bind " .. given())
      assert.matches("ses%-bounce%.new%.test%. 300 IN MX 10 feedback%-smtp%.us%-east%-1%.amazonses%.com", out)
      local status, shown = sesame("ses plan new.test mail_from=bounce " .. given())
      assert.equal(1, status)
      assert.matches("cannot be published at bounce.new.test: it receives mail at mx.new.test",
         (shown:gsub("%s+", " ")), 1, true)
   end)

   it("says what may go, and takes nothing away by itself", function()
      amazon { "us-east-1" }
      local legacy = '_amazonses TXT "pmBGN/7MjnfhTKUZ06Enqq1PeGUaOkw8lGhcfwefcHU="\n'
      write("new.test.zone", BASE:gsub("v=spf1 mx", "v=spf1 mx include:amazonses.com") .. legacy)
      local _, out = sesame("ses plan new.test " .. given())
      assert.matches('new.test. TXT "v=spf1 mx -all"', out, 1, true)
      assert.matches("_amazonses.new.test. TXT", out, 1, true)
      local _, fragment = sesame("ses plan new.test --format bind " .. given())
      assert.is_nil(fragment:find(";-", 8, true) and fragment:find("\n;%-"))
   end)

   it("never plans on a guess", function()
      amazon { "us-east-1" }
      local status, out = sesame("ses plan new.test --server 127.0.0.1:9 --timeout 0.2 --tries 1 --expect " .. folder
         .. "/expect.lua")
      assert.equal(3, status)
      assert.matches("UNKNOWN", out)
      assert.is_nil(out:find("publish  ", 1, true))
   end)

   local MISUSE = {
      { "an unknown region, with the nearest", "ses plan new.test regions=eu-wset-1",
         "regions: 'eu%-wset%-1' is no region of SES.*eu%-west%-1" },
      { "a region nothing is known of", "ses plan new.test regions=eusc-de-east-1",
         "nothing is known of the host names" },
      { "a policy that is none", "ses plan new.test policy=block",
         "policy: 'block' is not one of none, quarantine, reject" },
      { "an address that is none", "ses plan new.test rua=nobody", "rua: 'nobody' is no mail address" },
      { "a label that is none", "ses plan new.test mail_from=a.b", "mail_from: 'a%.b' is no label" },
      { "a selector SES refuses", "ses plan new.test selector=a.b", "selector: 'a%.b'" },
      { "a key without its selector", "ses plan new.test key=spec/cli/shop.zone", "key" },
      { "JSON that is none of SES", "ses plan new.test --ses us-east-1=/nonexistent.json", "/nonexistent.json" },
      { "an unknown argument", "ses plan new.test colour=red", "unknown argument 'colour'" },
      { "--init without identities", "ses plan new.test --init /tmp/never.lua",
         "%-%-init: %-%-ses REGION=FILE is missing" },
      { "several domains for one fragment", "ses plan a.test b.test regions=us-east-1 --format bind",
         "one domain at a time" },
   }
   for _, case in ipairs(MISUSE) do
      it("answers " .. case[1] .. " with one line and status 2", function()
         local status, out, err = sesame(case[2])
         assert.same({ 2, "" }, { status, out })
         assert.matches(case[3], err)
         assert.matches("^sesame[^\n]*\n$", err)
      end)
   end

   it("--init writes a first expectations file from saved JSON, and never over one", function()
      local path = folder .. "/first.expect.lua"
      local words = ("ses plan acme.example --init %s --ses us-east-1=examples/acme-ses-us-east-1.json --ses "
         .. "eu-west-1=examples/acme-ses-eu-west-1.json --selector google"):format(path)
      local status, out, err = sesame(words)
      assert.same({ 0, "" }, { status, out })
      assert.matches("written; use it with --expect", err, 1, true)
      local expected = assert(require("sesame.expect").load(path))
      assert.same({ "us-east-1", "eu-west-1" }, { expected.identities[1].region, expected.identities[2].region })
      assert.equal("bounce.acme.example", expected.identities[1].mail_from)
      assert.same({ "google" }, expected.selectors)
      status = sesame(("check acme.example --zone examples/acme.zone --offline --expect %s --only 'easy-dkim-missing' ")
         :format(path))
      assert.equal(1, status)
      local before = read(path)
      status, out, err = sesame(words)
      assert.same({ 2, "" }, { status, out })
      assert.matches("File exists", err)
      assert.equal(before, read(path))
   end)

   it("--init names files beside the expectations by their name alone", function()
      local first = require "sesame.expect.first"
      assert.equal("a.json", first.relative("x/a.json", "x/e.lua", "/home"))
      assert.equal("y/a.json", first.relative("x/y/a.json", "./x/e.lua", "/home"))
      assert.equal("/home/a.json", first.relative("a.json", "x/e.lua", "/home"))
      assert.equal("/z/a.json", first.relative("/z/a.json", "e.lua", "/home"))
   end)
end)
