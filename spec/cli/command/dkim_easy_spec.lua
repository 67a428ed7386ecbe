-- SPDX-License-Identifier: MIT
-- `sesame dkim easy` as a user meets it: output, JSON and exit statuses.
local cjson = require "cjson"

local DEMO = " --zone examples/acme.zone --offline"
local CLEAN = "clean.example --ses us-east-1 --tokens "
   .. "3fvxrrysatlqk2c7c54qgp7jyt3pnnwu,k2g2kdcyud5qsilwnruj3hrsw6vrswmc,6p65nrrwyyevr63oxoutkvjp2gaskbiu"
local ACME = "acme.example --ses us-east-1=examples/acme-ses-us-east-1.json"

local function read(path)
   local file <close> = assert(io.open(path, "rb"))
   return file:read("a")
end

local function easy(words)
   local out, err = os.tmpname(), os.tmpname()
   local _, _, status = os.execute(("LC_ALL=C %s bin/sesame dkim easy %s >%s 2>%s"):format(os.getenv("LUA") or "lua5.4",
      words, out, err))
   local stdout, stderr = read(out), read(err)
   os.remove(out)
   os.remove(err)
   return status, stdout, stderr
end

local KEYS = { "schema", "domain", "region", "verdict", "reason", "bits", "records" }
local RECORD_KEYS = { "token", "name", "target", "status", "idle", "found", "message" }

-- Whether the members of the first object in TEXT come in the order of WANTED.
local function in_order(text, wanted)
   local at = 1
   for _, key in ipairs(wanted) do
      local from = text:find(('"%s":'):format(key), at, true)
      if not from then return false end
      at = from
   end
   return true
end

describe("sesame dkim easy", function()
   local CASES = {
      { 0, CLEAN .. DEMO, "SES can verify it" }, { 1, ACME .. DEMO, "SES cannot verify it" },
      { 3, "acme.example --ses us-east-1" .. DEMO, "tokens are not known" },
      { 3, "nowhere.test --ses us-east-1=examples/acme-ses-us-east-1.json" .. DEMO, "could not be learnt" },
      { 1, "gone.clean.example --ses us-east-1=examples/acme-ses-us-east-1.json" .. DEMO,
         "make sure that the saved JSON" },
      { 1, CLEAN .. " --requested 2020-01-01 --fail-on warning" .. DEMO, "ended at 2020%-01%-04 00:00 UTC" },
      { 0, CLEAN .. " --requested 2020-01-01" .. DEMO, "Start Easy DKIM anew" },
      { 3, "acme.example --ses us-east-1 --tokens laci57k43peadj4sbwqeeqk4uoqqrxiv" .. DEMO, "give all three tokens" },
      { 1, ACME .. " --ses eu-west-1=examples/acme-ses-eu-west-1.json" .. DEMO, "Cloudflare" },
   }
   for _, case in ipairs(CASES) do
      it(("exits with %d: %s"):format(case[1], case[2]), function()
         local status, out, err = easy(case[2])
         assert.same({ case[1], "" }, { status, err })
         assert.matches(case[3], out)
      end)
   end

   it("writes JSON with the keys of the contract, in their order", function()
      local status, out = easy(ACME .. " --format json" .. DEMO)
      local value = cjson.decode(out)
      assert.same({ 1, "sesame.dkim.easy/1", "fails", 2048, 3 }, { status, value.schema, value.verdict, value.bits,
         #value.records })
      assert.same({ "right", "missing", "right" }, { value.records[1].status, value.records[2].status,
         value.records[3].status })
      assert.is_true(in_order(out, KEYS))
      assert.is_true(in_order(out, RECORD_KEYS))
      assert.equal("mend", value.pending.waiting)
   end)

   it("refuses several identities in one JSON object", function()
      local status, _, err = easy(ACME .. " --ses eu-west-1 --format json" .. DEMO)
      assert.equal(2, status)
      assert.matches("one %-%-ses at a time", err)
   end)

   it("knows that a key of one's own is no Easy DKIM", function()
      local path = os.tmpname()
      local file <close> = assert(io.open(path, "w"))
      file:write('{"DkimAttributes":{"SigningAttributesOrigin":"EXTERNAL","Tokens":["resend"],"Status":"SUCCESS"}}')
      file:close()
      local status, _, err = easy(("acme.example --ses us-east-1=%s"):format(path) .. DEMO)
      os.remove(path)
      assert.equal(2, status)
      assert.matches("sesame dkim key resend._domainkey.acme.example", err)
   end)

   it("fits 80 columns but for records to copy and what sesame explain takes", function()
      local _, out = easy(ACME .. DEMO)
      for line in out:gmatch("[^\n]+") do
         assert.is_true(#line <= 80 or line:find(" CNAME ", 1, true) ~= nil or line:find("^  See: ") ~= nil, line)
      end
   end)

   it("fills models.dkim of an audit with its records", function()
      local out = os.tmpname()
      os.execute(("%s bin/sesame check --format json --ses us-east-1=examples/acme-ses-us-east-1.json acme.example%s "
         .. ">%s")
         :format(os.getenv("LUA") or "lua5.4", DEMO, out))
      local models = cjson.decode(read(out)).audits[1].models
      os.remove(out)
      local by_name = {}
      for _, entry in ipairs(models.dkim) do by_name[entry.name] = entry end
      local entry = by_name["laci57k43peadj4sbwqeeqk4uoqqrxiv._domainkey.acme.example"]
      assert.same({ "present", "laci57k43peadj4sbwqeeqk4uoqqrxiv.dkim.amazonses.com", 1 },
         { entry.known, entry.chain[1], #entry.records })
      assert.equal("absent", by_name["btcjbs5z6z3numlhm7zme2k3y7g5c62g._domainkey.acme.example"].known)
      assert.equal("sesame.dkim.easy/1", models.easy_dkim[1].schema)
   end)
end)
