-- SPDX-License-Identifier: MIT
-- Rules of DKIM keys on small zones, bits against the openssl command, and the list of all rules, each of which some
-- test must name.
local core = require "sesame.core"
local dkim = require "sesame.dkim"
local facts = require "sesame.facts"
local keys = require "spec.support.keys"
local loop = require "sesame.loop"

local RSA = keys.rsa_2048

local ZONE = ([[
$ORIGIN x.test.
$TTL 300
@ SOA ns host 1 2 3 4 5
joined._domainkey TXT "v=DKIM1; k=r" "sa; p=$A" "$B"
space._domainkey TXT "v=DKIM1; k=rsa; p=$A " " $B"
cut._domainkey TXT "v=DKIM1; k=rsa; p=$A"
several._domainkey TXT "v=DKIM1; k=rsa; p=$A" "$B"
several._domainkey TXT "v=DKIM1; p="
*.parked._domainkey TXT "v=DKIM1; p="
escaped._domainkey TXT "v=DKIM1\\; k=rsa; p=$A" "$B"
]]):gsub("%$A", (RSA:sub(1, 200))):gsub("%$B", (RSA:sub(201)))

local function over(text)
   local zones = core.zone.open()
   assert(zones:parse(text, "x.test"))
   return facts.new { source = require("sesame.facts.zone").new { zones = zones }, loop = loop.new {} }:view()
end

local known = over(ZONE)

-- "usable", or the verdict and the codes of the faults.
local function verdict(selector)
   local name = assert(dkim.name(selector, "x.test"))
   local check, codes = assert(dkim.check(known:get(name, "TXT"))), {}
   for _, key in ipairs(check.records) do
      for _, fault in ipairs(key.faults) do codes[#codes + 1] = fault.code end
   end
   return table.concat({ check.status, table.unpack(codes) }, " ")
end

describe("rules of DKIM keys", function()
   it("J02 strings are joined with nothing between, be it in the middle of a tag", function()
      assert.equal("usable", verdict "joined")
   end)
   it("J07 spaces where the strings meet do not matter", function() assert.equal("usable", verdict "space") end)
   it("J29 several records are judged one by one", function() assert.equal("depends", verdict "several") end)
   it("J34 no record is none", function() assert.equal("none", verdict "nothing") end)
   it("J35 a wildcard answers for any selector below it", function()
      assert.equal("revoked", verdict "anything.parked")
   end)
   it("J38 a backslash that the zone holds is in the record", function()
      assert.equal("unusable quoting", verdict "escaped")
   end)
   it("J50 the second string forgotten", function() assert.equal("unusable cut-short", verdict "cut") end)
end)

-- The size that the openssl command reads in DER, given as base64.
local function openssl_bits(base64, options)
   local pipe = io.popen(("printf %%s '%s' | openssl base64 -d -A 2>/dev/null | openssl %s -inform DER -noout -text "
      .. "2>/dev/null")
      :format(base64, options))
   local said = pipe:read("a")
   pipe:close()
   return tonumber(said:match("Public%-Key: %((%d+) bit%)"))
end

describe("bits agree with the openssl command", function()
   local function check(record, label)
      local key = dkim.parse_key(record)
      if key.encoding ~= "spki" and key.encoding ~= "pkcs1" then return 0 end
      local material = record:match("p%s*=%s*([%w+/=%s]+)"):gsub("%s", "")
      material = material .. ("="):rep(-#material % 4)
      local bits = openssl_bits(material, key.encoding == "spki" and "pkey -pubin" or "rsa -RSAPublicKey_in")
      assert.equal(bits, key.bits, label)
      return 1
   end

   it("J14 J19 for every key of ours that is one", function()
      local count = 0
      for name, text in pairs(keys) do count = count + check("p=" .. text, name) end
      assert.is_true(count >= 12, count)
   end)

   it("J19 for the keys of other tools", function()
      local suites = require "spec.support.suites"
      local suite = suites.json("dkim/keys.json", require("cjson").decode)
      if not suite then return pending(suites.reason) end
      local count = 0
      for _, case in ipairs(suite.cases) do count = count + check(case.record, case.id) end
      assert.is_true(count >= 8, count)
   end)
end)

-- Every rule by number; some test of the project has it in its name.
local LAST = { J = 50 }

describe("every rule of DKIM keys", function()
   local names = {}
   local pipe = assert(io.popen("cat spec/core/test_*.c spec/*_spec.lua spec/*/*_spec.lua"))
   local all = pipe:read("a")
   pipe:close()
   for title in all:gmatch('"([^"\n]*J%d%d[^"\n]*)"') do
      for number in title:gmatch("%f[%w](J%d%d)%f[%W]") do names[number] = true end
   end
   for section, last in pairs(LAST) do
      it("of section " .. section .. " is named by a test", function()
         local missing = {}
         for i = 1, last do
            local rule = ("%s%02d"):format(section, i)
            if not names[rule] then missing[#missing + 1] = rule end
         end
         assert.same({}, missing)
      end)
   end
end)
