-- SPDX-License-Identifier: MIT
-- check.spf_targets: what the terms of a record name, judged from the record alone.
local check = require "sesame.check.spf_targets"
local finding = require "sesame.finding"
local spf = require "sesame.spf"

local function found_in(text)
   local list = {}
   check.judge("a.example", text, spf.parse(text), function(code, detail)
      list[#list + 1] = finding.new(check.findings, code, detail)
   end)
   return list
end

local LONG = ("l"):rep(64)

-- terms, the codes with what is underlined
local CASES = {
   { "ip6:2001:db8::1 ip6:::1", },
   { "ip6:::/0 ip6:::ffff:0:0/95", },
   { "ip6:::ffff:192.0.2.1", "spf-ip6-mapped ip6:::ffff:192.0.2.1" },
   { "-ip6:::FFFF:c000:201/104", "spf-ip6-mapped -ip6:::FFFF:c000:201/104" },
   { "ip6:::ffff:192.0.2.1/103", "spf-ip6-mapped-wide ip6:::ffff:192.0.2.1/103" },
   { "ip6:::ffff:0:0/96", "spf-ip6-mapped-wide ip6:::ffff:0:0/96" },
   { "ip4:192.0.2.1 ip6:64:ff9b::192.0.2.1", },
   { "include:u@b.example", "spf-target-address include:u@b.example" },
   { "redirect=u@b.example", "spf-target-address redirect=u@b.example" },
   { "exists:%{l}@%{d}.b.example", }, -- a zone may well hold such names
   { "exists:u@b.example", "spf-target-address exists:u@b.example" },
   { "include:b.example/24", },
   { "ptr:-bad..example", }, -- an empty label is check.spf_syntax's
   { "ptr:%{d}.b.example exp=%{l1r+}.b.example.", },
   { "exp=" .. ("l"):rep(64) .. ".example", "spf-target-unusable exp=" .. ("l"):rep(64) .. ".example" },
   { "exp=" .. ("l"):rep(63) .. ".example", },
   { "a:b..example", }, -- the tree tells of it
}

describe("check.spf_targets", function()
   for _, case in ipairs(CASES) do
      it(case[1]:sub(1, 50), function()
         local list = found_in("v=spf1 " .. case[1] .. " -all")
         for i, item in ipairs(list) do
            local shown = item.evidence[1]
            list[i] = item.code .. " " .. shown.value:sub(shown.range[1] + 1, shown.range[2])
         end
         assert.same({ table.unpack(case, 2) }, list)
      end)
   end

   it("tells of ten terms at most", function()
      assert.equal(10, #found_in("v=spf1" .. (" ptr:" .. LONG .. ".b.example"):rep(11)))
   end)

   it("says which term is meant, and which domain", function()
      assert.equal("~ip4:192.0.2.0/24", found_in("v=spf1 ~ip6:::ffff:192.0.2.0/120")[1].fields.meant)
      assert.equal("ip4:192.0.2.1", found_in("v=spf1 ip6:::ffff:192.0.2.1")[1].fields.meant)
      assert.equal("b.example", found_in("v=spf1 include:u@b.example")[1].fields.domain)
   end)
end)
