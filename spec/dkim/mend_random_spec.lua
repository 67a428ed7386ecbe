-- SPDX-License-Identifier: MIT
-- dkim.mend over random key records damaged in one place: a mend has the octets of the key, or there is none. SEED and
-- COUNT from the environment.
local damage = require "spec.support.damage"
local dkim = require "sesame.dkim"
local keys = require "spec.support.keys"
local mend = require "sesame.dkim.mend"
local property = require "spec.support.property"

local SEED, COUNT = property.of("dkim-mend", 500, 1)

local KEYS = { { "rsa", keys.rsa_2048 }, { "rsa", keys.rsa_1024 }, { "ed25519", keys.ed25519 } }

local OF_KEYS = { -- what befalls keys alone
   function(text) return (text:gsub("%+", " ")) end,
   function(text) return (text:gsub("%+", "&#43;"):gsub("=", "&#61;")) end,
   function(text) return (text:gsub("/", "&#x2F;")) end,
   function(text) return (text:gsub("p=", "p=-----BEGIN PUBLIC KEY-----")) end,
}

local function random_record(below)
   local kind = KEYS[1 + below(#KEYS)]
   local tags = { "v=DKIM1" }
   if kind[1] == "ed25519" or below(2) == 0 then tags[2] = "k=" .. kind[1] end
   if below(4) == 0 then tags[#tags + 1] = "h=sha256" end
   if below(6) == 0 then tags[#tags + 1] = "t=s" end
   if below(6) == 0 then tags[#tags + 1] = "s=email" end
   tags[#tags + 1] = "p=" .. kind[2]
   return table.concat(tags, below(2) == 0 and "; " or ";"), kind[2]
end

local function key_of(text)
   return (text:match("p=([^;]*)"):gsub("[%s=]", ""))
end

describe("dkim.mend", function()
   it(("makes up no key of %d random records, SEED=%d"):format(COUNT, SEED), function()
      local mended_ones = 0
      for number = 1, COUNT do
         local below = damage.numbers(SEED * 10000019 + number)
         local text, key = random_record(below)
         local damaged = below(4) == 0 and OF_KEYS[1 + below(#OF_KEYS)](text) or damage.once(text, below)
         local mended = mend.record(damaged)
         if mended then
            mended_ones = mended_ones + 1
            local told = ("%q, damaged %q, mended %q"):format(text, damaged, mended)
            assert.equal((key:gsub("=", "")), key_of(mended), told)
            assert.is_true(dkim.parse_key(mended).usable, told)
            assert.is_nil(mend.record(mended), told)
            for _, tag in ipairs { "h", "s" } do
               local pattern = "[; ]" .. tag .. "=([^;]*)"
               local is = (";" .. mended):match(pattern)
               assert.is_true(is == (";" .. text):match(pattern) or is == (";" .. damaged):match(pattern), told)
            end
         end
      end
      print(("  %.1f%% mended"):format(mended_ones / COUNT * 100))
      assert.is_true(not property.large(COUNT) or mended_ones > COUNT // 4)
   end)
end)
