-- SPDX-License-Identifier: MIT
-- Rules of Amazon SES and of mailbox providers by number: those that other specs leave, and a list that none may be
-- missing from.
local ses = require "spec.support.ses"
local support = require "spec.support.facts"

local function audit(change, options)
   local records, identities = ses.healthy { "us-east-1" }
   change(records, identities[1])
   options = options or {}
   options.identities = options.identities or identities
   return (support.audit(records, options))
end

local function codes(result)
   local set = {}
   for _, item in ipairs(result.findings) do set[item.code] = item end
   return set
end

describe("rules of SES", function()
   it("P12 a proxied CNAME and a doubled name are told as what they are", function()
      local found = codes(audit(function(records, identity)
         local first, second = identity.tokens[1] .. "._domainkey.acme.example", identity.tokens[2]
            .. "._domainkey.acme.example"
         records[first] = { A = { "192.0.2.77" } }
         records[second], records[second .. ".acme.example"] = nil, records[second]
      end))
      assert.is_truthy(found["easy-dkim-proxied"])
      assert.is_truthy(found["easy-dkim-name-doubled"])
      assert.is_nil(found["easy-dkim-missing"])
   end)

   it("P22 a domain that its parent denies is told first, and nothing else is made of it", function()
      local result = audit(function(records)
         for name in pairs(records) do
            if name:find("acme%.example$") then records[name] = nil end
         end
      end)
      assert.is_truthy(result.findings[1].code:find("^domain%-"))
      for _, item in ipairs(result.findings) do assert.is_nil(item.code:find("^ses%-")) end
   end)

   it("P09 the signature with d=amazonses.com is never what DMARC rests on", function()
      local own = audit(function(_, identity) identity.signing = false end).models.ses.regions[1]
      assert.equal("spf", own.now.rests_on)
      assert.equal("acme.example", own.now.dkim.domain)
   end)

   it("P02 P03 a MAIL FROM name aligns with the domain it lies below, relaxed", function()
      local own = audit(function() end).models.ses.regions[1]
      assert.same({ "relaxed", true }, { own.now.spf.mode, own.now.spf.aligned })
   end)

   it("E23 the include of SES stays where a MAIL FROM name comes to the record", function()
      local function unused(spf)
         return codes(audit(function(records, identity)
            records["acme.example"].TXT = { "v=spf1 mx include:amazonses.com -all" }
            records[identity.mail_from].TXT = { spf }
         end))["spf-amazonses-unused"] ~= nil
      end
      assert.is_true(unused(ses.GOOD))
      assert.is_false(unused "v=spf1 redirect=acme.example")
      assert.is_false(unused "v=spf1 include:acme.example -all")
   end)
end)

-- Every rule of these sections, by number; some test of the project has it in its name.
local SECTIONS = { P = 24, O = 12 }

describe("every rule", function()
   local names = {}
   local pipe <close> = assert(io.popen("cat spec/*_spec.lua spec/*/*_spec.lua"))
   for number in pipe:read("a"):gmatch("%f[%w]([OP]%d%d)%f[%W]") do names[number] = true end
   for section, last in pairs(SECTIONS) do
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
