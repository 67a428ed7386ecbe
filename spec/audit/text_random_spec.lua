-- SPDX-License-Identifier: MIT
-- Property: whatever is pasted, sesame.base.paste and sesame.audit.text give an answer, and every value read comes back
-- from its line to publish.
local audit_text = require "sesame.audit.text"
local dmarc = require "sesame.dmarc"
local paste = require "sesame.base.paste"
local property = require "spec.support.property"
local records = require "sesame.base.records"

local SEEDS = {
   'a.example. 300 IN TXT "v=spf1 include:x.example ip6:::ffff:192.0.2.1/120 ptr:a..b mx, redirect=a.b -all"',
   '_dmarc.a.example.\ttext = "v=DMARC1\\; p=reject\\; rua=mailto:a@b.c" "x"', '@ TXT ( "v=spf1 " ; c\n "+all" )',
   "v=DMARC1; p=none; sp=reject; rua=https://x, mailto:a@@h; psd=y; t=y",
   "v=spf1 exists:%{i}.x ?include:%{d} a/24//64 exp=%{s}..x ~all",
   ';; ANSWER SECTION:\na. 1 IN TXT "v=DMARC1; p=none; np=none"',
}
local PIECES = { '"', "\\", "(", ")", ";", "\n", "\t", " ", ".", "..", "@", "%{", "}", "TXT", "v=spf1", "v=DMARC1",
   "\0", "\255", "::ffff:", "/", "include:", "=", ":", "\\065", "a.example." }

local function damaged(random)
   local text = SEEDS[random(#SEEDS) + 1]
   for _ = 1, random(7) do
      local at = random(#text + 1) + 1
      if random(2) == 1 then text = text:sub(1, at - 1) .. PIECES[random(#PIECES) + 1] .. text:sub(at)
      else text = text:sub(1, at - 1) .. text:sub(at + 1 + random(3)) end
   end
   return text
end

describe("whatever is pasted", function()
   it("is answered, and every value comes back from its line to publish", function()
      local seed, count = property.of("audit-text", 400, 1)
      for i = 0, count - 1 do
         local pasted = damaged(property.generator((seed + i) * 7919))
         for _, item in ipairs((paste.values(pasted))) do
            local line = paste.line("a.example.", item.value)
            assert.equal(item.value, table.concat(records.of_line(line).values[1]), pasted)
            local given = { name = item.name, strings = item.strings }
            for _, one in ipairs(audit_text.spf(item.value, given).findings) do assert.is_string(one.message) end
            for _, one in ipairs(audit_text.dmarc(item.value, given).findings) do assert.is_string(one.message) end
            assert.is_table(dmarc.lint(item.value, item.name))
         end
      end
   end)
end)
