-- SPDX-License-Identifier: MIT
-- Random MAIL FROM names of a domain that sends through Amazon SES: what is called right is right, and no record that
-- is printed for such a name leaves SPF failing for SES. The oracle is the zone that was made, and check_host().
local audit = require "sesame.audit"
local matrix = require "sesame.report.ses_matrix_text"
local over = require "sesame.facts.over"
local property = require "spec.support.property"
local spf = require "sesame.spf"
local support = require "spec.support.facts"

local DOMAIN, REGION = "acme.example", "eu-west-1"
local HOST, OTHER = "feedback-smtp.eu-west-1.amazonses.com", "feedback-smtp.us-east-1.amazonses.com"
local SENDERS = { "198.51.100.1", "203.0.113.7" } -- one of each block that amazonses.com names below

local NAMES = { "bounce.acme.example", "bounce.acme.example", "send.mail.acme.example", "acme.example",
   "bounce.other.example" }

local HOSTS = { HOST, HOST, HOST, HOST, HOST, HOST, HOST, HOST, OTHER, "smtp.google.com",
   "inbound-smtp.eu-west-1.amazonaws.com",
   "abcdefabcdef.wxyz.mail-manager-smtp.amazonaws.com", "email-smtp.eu-west-1.amazonaws.com",
   "feedback-smtp.eu-west-1.amazonaws.com", HOST .. ".acme.example", "mx.acme.example" }

local TEXTS = {
   "v=spf1 include:amazonses.com ~all", "v=spf1 include:amazonses.com -all", "v=spf1 redirect=amazonses.com",
   "v=spf1 include:ses.amazonaws.com -all", "v=spf1 include:amazonses.org ip4:192.0.2.4 ~all",
   "v=spf1 include:email-smtp.eu-west-1.amazonaws.com -all", "v=spf1 include:amazonses.com.acme.example -all",
   "v=spf1 include:amazonaws.com -all", "v=spf1 include:amazonses.co include:amazonses.com -all",
   "v=spf1 -ip4:203.0.113.7 include:amazonses.com -all", "v=spf1 ip4:198.51.100.0/24 -all",
   "v=spf1 ip4:198.51.100.0/24 ip4:203.0.113.0/24 -all", "v=spf1 -all", "v=spf1 ~all include:amazonses.com",
   "v=spf1 include:gone.acme.example -all", "v=spf1 moo include:amazonses.com -all",
   "v:spf1 include:amazonses.com -all",
   "v=spf1 include:amazonses.com +all", "v=spf1 ?include:amazonses.com -all", "site-verification=1",
}

-- World NUMBER: its records, the MAIL FROM name, its MX hosts and its SPF texts.
local function world_of(number)
   local below = property.numbers(number)
   local function pick(list) return list[1 + below(#list)] end
   local name, hosts, texts, mx = pick(NAMES), {}, {}, {}
   for i = 1, ({ 0, 1, 1, 1, 1, 2 })[1 + below(6)] do
      hosts[i] = pick(HOSTS)
      mx[i] = { preference = 10 * i, exchange = hosts[i] }
   end
   for i = 1, ({ 0, 1, 1, 1, 1, 1, 2 })[1 + below(7)] do texts[i] = below(3) == 0 and TEXTS[1] or pick(TEXTS) end
   local changes = {
      ["amazonses.com"] = { TXT = { "v=spf1 ip4:198.51.100.0/24 ip4:203.0.113.0/24 -all" } },
      [HOST] = { A = { "192.0.2.5" } }, [OTHER] = { A = { "192.0.2.6" } },
   }
   changes[name] = { MX = #mx > 0 and mx or "nodata", TXT = #texts > 0 and texts or "nodata" }
   return support.zone(changes), name, hosts, texts
end

-- Whether SPF at NAME passes for every address that SES sends from.
local function passes(facts, name)
   for _, ip in ipairs(SENDERS) do
      local result = spf.check_host { facts = facts, ip = ip, domain = name, sender = "bounce@" .. name }
      if result.result ~= "pass" then return false, ("%s at %s for %s"):format(result.result, name, ip) end
   end
   return true
end

local function found(facts, name)
   return audit.run(DOMAIN, facts, { identities = { { region = REGION, mail_from = name, mail_from_told = true } } })
end

-- What a reader of ITEM has: the record of each set in the place of what is SPF at its name, or looks like it.
local function laid(facts, item, set)
   local list, answer = {}, facts:get(set.name, "TXT")
   for i = 1, answer.known == "present" and #answer or 0 do
      if not (spf.is_record(answer[i]) or spf.near_miss(answer[i])) then list[#list + 1] = answer[i] end
   end
   table.move(set.values, 1, #set.values, #list + 1, list)
   assert(#set.values == 1, item.code)
   return over.changes(facts, { { action = "replace", name = set.name, type = "TXT", values = list } })
end

describe("a random MAIL FROM name", function()
   local first, count = property.of("mail-from-right", 400, 1)

   it("is called right only with the one MX of the region, below the identity, where SPF passes for SES", function()
      local seen = { right = 0, wrong = 0 }
      for number = first, first + count - 1 do
         local records, name, hosts = world_of(number)
         local facts = support.of(records)
         local made = found(facts, name)
         local own = made.models.ses.regions[1]
         local right = #hosts == 1 and hosts[1] == HOST and name:find("%.acme%.example$") and passes(facts, name)
         local cell, said = matrix.mail_from(own) == "right", support.find(made, "ses-mail-from-right") ~= nil
         if not right then assert.same({ number, false, false }, { number, cell, said }) end
         seen[cell and "right" or "wrong"] = seen[cell and "right" or "wrong"] + 1
         assert.equal(cell, said, number)
      end
      if property.large(count) then assert.is_true(seen.right > 20 and seen.wrong > 200) end
   end)

   it("gets no SPF record printed by which SES does not pass, nor one that keeps a name written for SES's", function()
      local printed = 0
      for number = first, first + count - 1 do
         local records, name = world_of(number)
         local facts = support.of(records)
         for _, item in ipairs(found(facts, name).findings) do
            for _, set in ipairs(item.code:find "mail%-from" and item.records or {}) do
               if set.type == "TXT" then
                  printed = printed + 1
                  local after = laid(facts, item, set)
                  assert(passes(after, set.name))
                  local text = table.concat(set.values[1])
                  assert.is_nil(text:find("amazonaws.com", 1, true), number)
                  assert.is_nil(text:find("amazonses.co ", 1, true) or text:find("amazonses.org", 1, true), number)
               end
            end
         end
      end
      if property.large(count) then assert.is_true(printed > 100) end
   end)
end)
