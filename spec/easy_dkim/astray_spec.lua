-- SPDX-License-Identifier: MIT
-- Records of an identity that stand where a label is there twice, or another domain: found wherever they are looked
-- for, never claimed where they lead elsewhere, and within a bound of questions.
local astray = require "sesame.base.astray"
local property = require "spec.support.property"
local ses = require "spec.support.ses"
local support = require "spec.support.facts"
local zone_source = require "sesame.facts.zone"
local zones = require "spec.support.zones"

local WORLDS = 200
local KEYS = { ses.token(1, 1), ses.token(1, 2), ses.token(1, 3) }
local LABELS = { "news", "mail", "eu", "app", "go", "b2" }
local SOA = "@ 300 SOA ns1 hostmaster 1 7200 900 1209600 300\n@ 300 NS ns1\nns1 300 A 192.0.2.53\n"
local MX = "MX 10 feedback-smtp.us-east-1.amazonses.com."

-- TEXT of a TXT record in a master file.
local function txt(text) return ('TXT "%s" "%s"'):format(text:sub(1, 200), text:sub(201)) end

local function ses_zone()
   local lines = { SOA, '@ 300 TXT "v=spf1 ip4:192.0.2.0/25 -all"' }
   for i, token in ipairs(KEYS) do
      lines[#lines + 1] = ("%s.dkim 300 %s"):format(token, txt(i == 1 and ses.key() or ""))
   end
   return zones.parse(table.concat(lines, "\n") .. "\n", "amazonses.com")
end

-- The audit of DOMAIN with IDENTITY over the zone acme.example with RECORDS (name -> type and data, or a list of such),
-- and the questions it asked. Its names are not listed, as DNS lists none.
local function audit(records, domain, identity)
   local lines = { SOA, domain .. '. 300 TXT "v=spf1 -all"' }
   for name, data in pairs(records) do
      for _, each in ipairs(type(data) == "table" and data or { data }) do
         lines[#lines + 1] = ("%s. 300 %s"):format(name, each)
      end
   end
   local all = zones.parse(table.concat(lines, "\n") .. "\n", "acme.example")
   table.move(ses_zone(), 1, #ses_zone(), #all + 1, all)
   local lower, asked = zone_source.new { zones = zones.zones(all) }, {}
   local source = { description = "zones that list nothing", notices = function() return {} end }
   function source.get(_, name, rrtype, options)
      asked[#asked + 1] = name .. " " .. rrtype
      return lower:get(name, rrtype, options)
   end
   function source.covers(_, name) return lower:covers(name) end
   identity.region = "us-east-1"
   local facts = require("sesame.facts").new { source = source }:view()
   return require("sesame.audit").run(domain, facts, { identities = { identity } }), { asked = asked }
end

local function alias(token) return ("CNAME %s.dkim.amazonses.com."):format(token) end

-- code and place of what is told of the records, by subject.
local function told(result)
   local found = {}
   for _, item in ipairs(result.findings) do
      if item.severity == "error" and item.fields.at then found[item.subject] = item.code .. " " .. item.fields.at end
   end
   return found
end

-- The questions asked, as a set; how many of WITH are not in WITHOUT.
local function more_of(with, without)
   local known, count = {}, 0
   for _, question in ipairs(without) do known[question] = true end
   for _, question in ipairs(with) do
      if not known[question] then known[question], count = true, count + 1 end
   end
   return count
end

-- What MAKE() asks beyond what it would without sesame.base.astray.
local function further(make)
   local _, facts = make()
   local places, keys = astray.places, astray.keys
   astray.places, astray.keys = function() return {} end, function() return {} end
   local ok, _, plain = pcall(make)
   astray.places, astray.keys = places, keys
   assert(ok, plain)
   return more_of(facts.asked, plain.asked)
end

describe("a label doubled at random", function()
   it("is found at each place that is looked at, and only with the right target", function()
      local seed, count = property.of("astray", WORLDS, 14)
      for number = seed, seed + count - 1 do
         local random = property.numbers(number)
         local domain = "acme.example"
         for _ = 1, random(4) do domain = LABELS[random(#LABELS) + 1] .. "." .. domain end
         local list = astray.keys(domain, "acme.example")
         local place = list[random(math.min(5, #list)) + 1]
         local records, wrong = {}, random(3) == 0
         for i, token in ipairs(KEYS) do
            records[token .. "." .. place.parent] = alias(wrong and KEYS[i % 3 + 1] or token)
         end
         local result = audit(records, domain, { tokens = KEYS })
         local found = told(result)
         for _, token in ipairs(KEYS) do
            local name = token .. "._domainkey." .. domain
            local expected = not wrong and ("easy-dkim-%s %s.%s"):format(place.status, token, place.parent) or nil
            assert.equal(expected, found[name], ("world %d, %s"):format(number, place.parent))
         end
      end
   end)
end)

describe("records that went astray", function()
   it("are found with the place of the first, each of them or none", function()
      local records = {}
      for _, i in ipairs { 1, 3 } do records[KEYS[i] .. "._domainkey.acme.acme.example"] = alias(KEYS[i]) end
      local result = audit(records, "acme.example", { tokens = KEYS })
      assert.equal("easy-dkim-label-doubled " .. KEYS[1] .. "._domainkey.acme.acme.example",
         told(result)[KEYS[1] .. "._domainkey.acme.example"])
      assert.equal(KEYS[2] .. "._domainkey.acme.example", support.find(result, "easy-dkim-missing").subject)
      local item = support.find(result, "easy-dkim-label-doubled")
      assert.same({ "acme", item.fields.token .. "._domainkey" }, { item.fields.label, item.fields.enter })
   end)

   it("of a selector are found, and moved", function()
      local records = { ["own._domainkey.news.news.acme.example"] = txt(ses.key()) }
      local result = audit(records, "news.acme.example", { selector = "own", origin = "EXTERNAL" })
      local item = support.find(result, "selector-label-doubled")
      assert.same({ "own._domainkey.news.news.acme.example", "news", "own._domainkey.news" },
         { item.fields.at, item.fields.label, item.fields.enter })
      assert.matches('own._domainkey.news.acme.example. TXT "' .. ses.key():sub(1, 20), support.lines(item)[1], 1, true)
      records = { ["own._domainkey.example.com.acme.example"] = txt(ses.key()) }
      item = support.find(audit(records, "news.acme.example", { selector = "own", origin = "EXTERNAL" }),
         "selector-other-domain")
      assert.same({ "own._domainkey.example.com.acme.example", "example.com" }, { item.fields.at, item.fields.other })
   end)

   it("of a selector are none of a wildcard's", function()
      local records = { ["*.news.acme.example"] = txt(ses.key()),
         ["_domainkey.news.acme.example"] = txt "" } -- the wildcard does not answer for the key itself
      local result = audit(records, "news.acme.example", { selector = "own", origin = "EXTERNAL" })
      assert.is_nil(support.find(result, "selector-label-doubled"))
      assert.is_truthy(support.find(result, "selector-missing"))
   end)

   it("of a MAIL FROM name are found with their SPF record, and only where the MX is SES's", function()
      local function with(exchange)
         local records = { ["bounce.news.news.acme.example"] = { txt(ses.GOOD), "MX 10 " .. exchange } }
         return audit(records, "news.acme.example", { tokens = KEYS, mail_from = "bounce.news.acme.example" })
      end
      local result, types = with "feedback-smtp.us-east-1.amazonses.com.", {}
      for _, item in ipairs(result.findings) do
         if item.code == "ses-mail-from-name-mistaken" then
            types[item.type] = item.fields.at
            assert.same({ "news is there twice", "bounce.news" }, { item.fields.how, item.fields.enter })
         end
      end
      assert.same({ MX = "bounce.news.news.acme.example", TXT = "bounce.news.news.acme.example" }, types)
      assert.is_nil(support.find(with "mx.hoster.test.", "ses-mail-from-name-mistaken"))
   end)

   it("cost one identity at most the bound in questions", function()
      local domain = "news.eu.acme.example"
      local easy = { tokens = KEYS, mail_from = "bounce." .. domain }
      local own = { selector = "own", origin = "EXTERNAL", mail_from = "bounce." .. domain }
      assert.equal(astray.QUESTIONS_MAX, astray.DKIM_MAX + astray.MAIL_FROM_MAX)
      local most = 0
      for _, identity in ipairs { easy, own } do
         for _, place in ipairs { "none", "news.news.eu", "news.eu.eu", "example.com", "news.eu.acme" } do
            local asked = further(function()
               local records = { ["own._domainkey." .. place .. ".acme.example"] = txt(ses.key()),
                  ["bounce." .. place .. ".acme.example"] = { txt(ses.GOOD), MX } }
               for _, token in ipairs(KEYS) do
                  records[token .. "._domainkey." .. place .. ".acme.example"] = alias(token)
               end
               return audit(records, domain, { tokens = identity.tokens, selector = identity.selector,
                  origin = identity.origin, mail_from = identity.mail_from })
            end)
            assert.is_true(asked > 0 and asked <= astray.QUESTIONS_MAX, ("%s: %d"):format(place, asked))
            most = math.max(most, asked)
         end
      end
      assert.is_true(most >= astray.DKIM_MAX)
   end)

   it("are looked for only after a miss", function()
      local asked = further(function()
         local records, identities = ses.healthy { "us-east-1" }
         return support.audit(records, { identities = identities })
      end)
      assert.equal(0, asked)
   end)
end)
