-- SPDX-License-Identifier: MIT
local dkim = require "sesame.dkim"
local mend = require("sesame.dkim.mend").record

local RSA = require("spec.support.keys").rsa_2048
local ED = "wzHfTDyIXRaawYdvEV8dcwgg/g3YNue/seXDcspDk9I="
local GOOD = "v=DKIM1; k=rsa; p=" .. RSA

local DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

local function base64(text)
   local bits = text:gsub(".", function(byte)
      local out, code = {}, byte:byte()
      for i = 7, 0, -1 do out[#out + 1] = code >> i & 1 end
      return table.concat(out)
   end)
   bits = bits .. ("0"):rep(-#bits % 6)
   local digits = bits:gsub("%d%d%d%d%d%d", function(six)
      local at = tonumber(six, 2) + 1
      return DIGITS:sub(at, at)
   end)
   return digits .. ("="):rep(-#digits % 4)
end

local CASES = {
   { "a good record is left alone", GOOD, nil },
   { "so is a good one without a version", "p=" .. RSA, nil },
   { "J38 backslashes before the semicolons", "v=DKIM1\\; k=rsa\\; p=" .. RSA, GOOD },
   { "J38 the whole record in quotes", '"' .. GOOD .. '"', GOOD },
   { "J38 quotes where the strings met", ("v=DKIM1; k=rsa; p=%s\" \"%s"):format(RSA:sub(1, 100), RSA:sub(101)), GOOD },
   { "J50 the lines of a PEM file", ("v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----%s-----END PUBLIC KEY-----")
      :format(RSA), GOOD },
   { "J50 a PEM file alone", ("-----BEGIN PUBLIC KEY-----\n%s\n%s\n-----END PUBLIC KEY-----\n"):format(RSA:sub(1, 64),
      RSA:sub(65)), GOOD },
   { "J50 an Ed25519 key with its algorithm around it", "k=ed25519; p=MCowBQYDK2VwAyEA" .. ED, "v=DKIM1; k=ed25519; p="
      .. ED },
   { "a key without p=", RSA, GOOD },
   { "J04 a version that is not first", "k=rsa; v=DKIM1; p=" .. RSA, GOOD },
   { "J04 a version in lower case", "v=dkim1; k=rsa; p=" .. RSA, GOOD },
   { "J09 the same tag twice", "v=DKIM1; k=rsa; k=rsa; p=" .. RSA, GOOD },
   { "J09 not where they differ", "v=DKIM1; p=AAAA; p=" .. RSA, nil },
   { "J10 tags in upper case", "V=DKIM1; K=RSA; P=" .. RSA, GOOD },
   { "J12 an empty tag", "v=DKIM1;; k=rsa; p=" .. RSA, GOOD },
   { "J23 a hash that is dead", "v=DKIM1; h=sha1; k=rsa; p=" .. RSA, GOOD },
   { "J24 sha1 beside sha256", "v=DKIM1; h=sha1:sha256; k=rsa; p=" .. RSA, "v=DKIM1; h=sha256; k=rsa; p=" .. RSA },
   { "J25 test mode", "v=DKIM1; k=rsa; t=y; p=" .. RSA, GOOD },
   { "J27 test mode beside another flag", "v=DKIM1; k=rsa; t=y:s; p=" .. RSA, "v=DKIM1; k=rsa; t=s; p=" .. RSA },
   { "J28 a key for another service stays so", "v=DKIM1; s=tlsrpt; k=rsa; p=" .. RSA, nil },
   { "J50 a key in base64 twice", "v=DKIM1; k=rsa; p=" .. base64(RSA), GOOD },
   { "J50 a whole record in base64", base64(GOOD), GOOD },
   { "J50 a PEM file in base64", "v=DKIM1; k=rsa; p=" .. base64(("-----BEGIN PUBLIC KEY-----\n%s\n%s\n"
      .. "-----END PUBLIC KEY-----\n"):format(RSA:sub(1, 64), RSA:sub(65))), GOOD },
   { "J50 a private key in base64 stays where it is", "v=DKIM1; p=" .. base64("-----BEGIN PRIVATE KEY-----\n"
      .. "MC4CAQAwBQYDK2VwBCIEIMMx30w8iF0WmsGHbxFfHXMIIP4N2Dbnv7Hlw3LKQ5PS\n-----END PRIVATE KEY-----\n"), nil },
   { "J50 the alphabet for URLs", "v=DKIM1; k=rsa; p=" .. RSA:gsub("%+", "-"):gsub("/", "_"), GOOD },
   { "J50 what a web form sends", "v=DKIM1; k=rsa; p=" .. RSA:gsub("%+", "%%2B"):gsub("/", "%%2F"):gsub("=", "%%3D"),
      GOOD },
   { "J50 spaces for plus signs", GOOD:gsub("%+", " "), GOOD },
   { "J50 character references", GOOD:gsub("%+", "&#43;"):gsub("/", "&#x2F;"), GOOD },
   { "J50 a key cut short is not made up", "v=DKIM1; k=rsa; p=" .. RSA:sub(1, 237), nil },
   { "J05 nor is one that is not there", "v=DKIM1; k=rsa", nil },
   { "J05 revoked stays revoked", "v=DKIM1; p=", nil },
   { "J30 an SPF record is no key", "v=spf1 -all", nil },
   { "J04 v=DKIM2", "v=DKIM2; p=" .. RSA, nil },
}

describe("dkim.mend", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         assert.equal(case[3], (mend(case[2])))
         if case[3] then assert.is_true(dkim.parse_key(case[3]).usable) end
      end)
   end

   it("never touches a private key", function()
      assert.is_nil(mend("v=DKIM1;; p=MC4CAQAwBQYDK2VwBCIEIMMx30w8iF0WmsGHbxFfHXMIIP4N2Dbnv7Hlw3LKQ5PS"))
   end)
end)
