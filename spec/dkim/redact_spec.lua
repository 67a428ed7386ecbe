-- SPDX-License-Identifier: MIT
-- A private key published by mistake, wherever it stands in a record, is in nothing that is shown.
local dkim = require "sesame.dkim"
local json_report = require "sesame.report.dkim_json"
local keys = require "spec.support.keys"
local redact = require "sesame.dkim.redact"
local safe = require "sesame.dkim.selector_key"
local text_report = require "sesame.report.dkim_key_text"
local property = require "spec.support.property"

local SECRET = keys.private:sub(30, 60)

local PIECES = {
   "v=DKIM1", "; ", "k=rsa", "k=ed25519", "p=", keys.rsa_1024, keys.private, keys.ed25519, "\\;", '"', " ", "\xC2\xA0",
   "\n",
   "-----BEGIN PUBLIC KEY-----", "-----BEGIN RSA PRIVATE KEY-----", "t=y", "h=sha1", "=", "\0", ";", "s=tlsrpt",
   "V=DKIM1", "n=x", "MIIE",
   keys.private:sub(1, 100), "LS0t",
}

-- Always the same sequence.
local state = 7
local function random(limit)
   state = (state * 6364136223846793005 + 1442695040888963407) & 0x7FFFFFFFFFFFFFFF
   return (state >> 24) % limit + 1
end

local function some_text()
   local parts = {}
   for i = 1, random(9) do parts[i] = PIECES[random(#PIECES)] end
   return table.concat(parts)
end

local function everything(value, into)
   for key, item in pairs(value) do
      if type(item) == "table" then everything(item, into) else into[#into + 1] = tostring(key) .. tostring(item) end
   end
   return into
end

describe("dkim.redact", function()
   it("holds for any text with a private key in it", function()
      local met, seed, count = 0, property.of("redact", 5000, 20261125)
      math.randomseed(seed)
      for _ = 1, count do
         local text = some_text()
         if text:find(SECRET, 1, true) then
            met = met + 1
            local check = assert(dkim.check { text })
            local result = { check = check, texts = { text }, chain = {} }
            local kept = everything(safe.key(text, check.records[1]), {})
            local shown = text_report.text(result) .. json_report.key(result) .. table.concat(kept)
            assert(not shown:find(SECRET, 1, true), text)
         end
      end
      assert.is_true(met > count // 10 or not property.large(count), met)
   end)

   it("leaves every other record as it is", function()
      for _, text in ipairs { "v=DKIM1; p=" .. keys.rsa_2048, "p=" .. keys.rsa_1024, "k=ed25519; p=" .. keys.ed25519,
         "v=spf1 -all", "" } do
         local key = dkim.parse_key(text)
         assert.same({ text, false }, { redact.text(text, key) })
         assert.equal(key.faults, redact.faults(key))
      end
   end)

   it("keeps what says which kind of key it is", function()
      local text = "v=DKIM1; p=" .. keys.private
      local shown, cut = redact.text(text, dkim.parse_key(text))
      assert.same({ "v=DKIM1; p=MIGpAgEA[224 octets of a private key are not shown]", true }, { shown, cut })
      text = "-----BEGIN RSA PRIVATE KEY-----" .. keys.private
      assert.equal("-----BEGIN RSA PRIVATE KEY-----[232 octets of a private key are not shown]",
         (redact.text(text, dkim.parse_key(text))))
   end)
end)
