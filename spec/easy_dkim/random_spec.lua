-- SPDX-License-Identifier: MIT
-- Easy DKIM over worlds made at random: nothing breaks off, every record gets one known status, what could not be
-- learnt never reads as missing, and only three right records with a key verify.
local check = require "sesame.check.easy_dkim"
local easy = require "sesame.model.easy_dkim"
local finding = require "sesame.finding"
local json = require "sesame.base.json"
local pending = require "sesame.check.easy_dkim_pending"
local property = require "spec.support.property"
local status = require "sesame.easy_dkim.status"
local support = require "spec.support.facts"

local WORLDS = 1500

local T = { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3", "ccccccccccccccccccccccccccccccc4" }
local DOMAIN = "app.acme.example"
local ZONES = { "dkim.amazonses.com", "dkim.eu-central-2.amazonses.com", "a31d.dkim.us-west-2.amazonses.com",
   "dkim.amazonaws.com" }
local TEXTS = {
   "", "p=", "p=AAAA", "v=spf1 -all", '"', "\27[31m\0\255", T[1] .. ".dkim.amazonses.com",
   "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
   "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCzQy6qVjpnVpJb7oWbXuTrcL37ic18e9tGm4n2lGHEqOXu9rpyC7HvVqDC3UNEYcnF2t42PDA7"
      .. "D1l0zoEHnTzl1Fr7mkbqCvtPmtOvVtCmoFc8r0UMUTvPDBoG+sPY3TTxWNx3Q7HEpc1uqBnrEN3VMOTDxMnYQHmjSCmTpTLywIDAQAB",
}
local FAILURES = { "servfail", "timeout", "refused", "nodata" }

local function pick(list) return list[math.random(#list)] end
local function chance(percent) return math.random(100) <= percent end

local function target()
   local host = pick(T) .. "." .. pick(ZONES)
   return chance(10) and host .. ".acme.example" or chance(5) and "elsewhere.test" or host
end

local function node()
   local dice = math.random(8)
   if dice == 1 then return { all = pick(FAILURES), CNAME = pick(FAILURES) } end
   if dice == 2 then return { TXT = { pick(TEXTS), chance(20) and pick(TEXTS) or nil } } end
   if dice == 3 then return { A = { pick { "192.0.2.1", "104.16.1.1" } } } end
   if dice == 4 then return { CNAME = "nodata", TXT = pick(FAILURES), A = pick(FAILURES) } end
   return { CNAME = target() }
end

-- Names that may hold something, right and wrong ones.
local function world()
   local records = {}
   for _, token in ipairs(T) do
      local name = token .. "._domainkey." .. DOMAIN
      if chance(70) then records[name] = chance(60) and { CNAME = token .. "." .. ZONES[1] } or node() end
      for _, near in ipairs { name .. "." .. DOMAIN, token .. "._domainkey.acme.example", token .. ".domainkey."
         .. DOMAIN } do
         if chance(10) then records[near] = node() end
      end
      for i = 1, 3 do
         if chance(60) then
            records[token .. "." .. ZONES[i]] = chance(80) and { TXT = { pick(TEXTS) } } or { TXT = pick(FAILURES) }
         end
      end
   end
   if chance(15) then records["sesame-no-such-name._domainkey." .. DOMAIN] = node() end
   if chance(15) then
      records["_domainkey." .. DOMAIN] = pick { { NS = { "ns.other.test" } }, { all = "nxdomain" },
         { all = "servfail" } }
   end
   return support.zone(records)
end

local function identity()
   return {
      domain = DOMAIN, region = pick { "us-east-1", "eu-central-2", "us-west-2" }, tokens = T, apex = chance(80)
         and "acme.example" or nil,
      hosted_zone = chance(20) and pick(ZONES) or nil,
      dkim_status = pick { "PENDING", "FAILED", "SUCCESS", "TEMPORARY_FAILURE", "NOT_STARTED" },
      requested = chance(30) and math.random(2000000000) or nil, saved = true,
   }
end

local function holds(model, found, where)
   local right, keys, codes = 0, 0, {}
   for _, item in ipairs(found) do codes[item.severity] = true end
   for _, record in ipairs(model.records) do
      assert(status.all[record.status], where .. tostring(record.status))
      assert(record.known == (record.status ~= "unknown") and record.known == (record.because == nil), where .. "known")
      if record.status == "right" then
         right = right + 1
         if record.key.state == "key" then keys = keys + 1 end
      end
   end
   local believed = model.reason.code == "believed"
   assert((model.verdict == "verifies") == (right == 3 and keys > 0 and not model.denied_parent or believed),
      where .. "verifies")
   assert(not believed or model.pending.status == "SUCCESS" and right < 3 and model.hosted > 0, where .. "believed")
   local begun = model.pending.status ~= "NOT_STARTED"
   if model.verdict == "fails" then
      assert(codes.error or not begun and codes.warning, where .. "fails without an error")
   end
   if model.verdict == "verifies" then
      assert(not (codes.error and model.pending.status ~= "FAILED"), where .. "verifies with an error")
   end
end

-- Records whose own answers were not learnt: none of them may be called missing.
local function never_missing(model, records, where)
   for _, record in ipairs(model.records) do
      local own = records[record.name]
      if own and own.all and own.all ~= "nodata" and own.CNAME ~= "nodata" then
         assert(record.status ~= "missing" and record.status ~= "stale", where .. "unknown called " .. record.status)
      end
   end
end

describe("Easy DKIM at random", function()
   it("holds in every world", function()
      local seed, count = property.of("easy-dkim", WORLDS, 20261125)
      math.randomseed(seed)
      for i = 1, count do
         local records = world()
         local facts = support.of(records, chance(30) and { ["ns1.acme.example"] = world(),
            ["ns2.acme.example"] = records } or nil)
         function facts.clock() return 1795500000 end
         local own = identity()
         local model = easy.all({ facts = facts, identities = { own } }, own.apex)[1]
         local found, where = {}, ("world %d: "):format(i)
         for _, each in ipairs { check, pending } do
            each.run({ easy_dkim = { model } }, function(code, detail)
               found[#found + 1] = finding.new(each.findings, code, detail)
            end)
         end
         holds(model, found, where)
         never_missing(model, records, where)
         local text = require("sesame.report.easy_dkim_text").text(model, {})
         assert(not text:find("[^\n\32-\126]"), where .. "a control character")
         assert(json.decode(require("sesame.report.easy_dkim_json").text(model)), where .. "no JSON")
      end
   end)
end)
