-- SPDX-License-Identifier: MIT
-- spf.mend over random records damaged in one place: a mend is the record again, term for term, or there is a question;
-- it lets nobody pass that neither the record nor what can be read of it let pass. SEED and COUNT from the environment.
local answers = require("sesame.core").answer
local damage = require "spec.support.damage"
local mend = require "sesame.spf.mend"
local property = require "spec.support.property"
local spf = require "sesame.spf"

local SEED, COUNT = property.of("spf-mend", 3000, 1)

local FAULTS_SHOWN = 25
local SETS_OF_ONE_IN = 20 -- records of which the addresses are compared too, though their terms are equal

-- The least share of damaged records that is mended, or right as it stands, per kind; it may only rise.
local SHARE = {
   ["inserted"] = 82, ["dropped"] = 87, ["doubled"] = 75, ["transposed"] = 76, ["neighbour"] = 82, ["look-alike"] = 76,
   ["case"] = 100, ["quoted whole"] = 100, ["stray quote"] = 88, ["spaces round a sign"] = 83, ["glued"] = 84,
   ["separator"] = 84, ["line break"] = 64, ["pasted name"] = 100, ["wrong family"] = 100, ["mask for prefix"] = 100,
   ["no ip4: or ip6:"] = 99, ["a: for ip4:"] = 100, ["address of a page"] = 100, ["strays round all"] = 100,
}

-- ---- records ----

local NAMES = { "_spf.acme.example", "mail.acme.example", "amazonses.com", "_spf.google.com", "spf-a.beta-1.example",
   "b.co", "x1.example.", "relay.2mail.example", "_spf1.shop.co.uk", "m.org" }
local MACROS = { "%{i}._spf.acme.example", "%{ir}.%{v}._x.acme.example", "%{d}", "%{l}.%{d2}" }

local function pick(below, list) return list[1 + below(#list)] end

local function address4(below)
   return ("%d.%d.%d.%d"):format(1 + below(223), below(256), below(256), below(256))
end

local function address6(below)
   return pick(below, {
      function() return ("2001:db8:%x::%x"):format(below(65536), below(65536)) end,
      function() return ("2001:db8::%x"):format(1 + below(65535)) end,
      function() return ("2a00:%x:%x:%x:%x:%x:%x:%x"):format(below(65536), below(65536), below(65536), below(65536),
         below(65536), below(65536), below(65536)) end,
      function() return "2001:db8::" end,
   })()
end

local TERMS = {
   function(below) return "ip4:" .. address4(below) end,
   function(below) return "ip4:" .. address4(below) .. "/" .. pick(below, { 8, 16, 20, 24, 28, 30, 32 }) end,
   function(below) return "ip6:" .. address6(below) .. pick(below, { "", "/32", "/48", "/64", "/128" }) end,
   function(below) return "include:" .. pick(below, NAMES) end,
   function(below) return "include:" .. pick(below, NAMES) end,
   function(below) return "a:" .. pick(below, NAMES) .. pick(below, { "", "", "/24", "//64", "/24//64" }) end,
   function(below) return "mx:" .. pick(below, NAMES) end,
   function() return "a" end,
   function() return "mx" end,
   function(below) return pick(below, { "mx/24", "a/28", "a//64", "ptr", "ptr:mail.acme.example" }) end,
   function(below) return "exists:" .. pick(below, MACROS) end,
}

local function random_record(below)
   local words, seen = { "v=spf1" }, {}
   for _ = 1, 1 + below(5) do
      local word = pick(below, TERMS)(below)
      local sign = below(15) == 0 and pick(below, { "-", "~", "?", "+" }) or ""
      if not seen[word] then words[#words + 1] = sign .. word end
      seen[word] = true
   end
   if below(5) == 0 then words[#words + 1] = "redirect=" .. pick(below, NAMES)
   else words[#words + 1] = pick(below, { "-all", "~all", "~all", "?all", "-all" }) end
   if below(12) == 0 then words[#words + 1] = "exp=why.acme.example" end
   return table.concat(words, " ")
end

-- ---- what passes ----

local function hash(text)
   local sum = 5381
   for at = 1, #text do sum = (sum * 33 + text:byte(at)) & 0xFFFFFFFF end
   return sum
end

-- Every name has its own addresses, mail host and policy.
local source = { answers = {} }

function source.get(_, name, rrtype)
   name = name:lower():gsub("%.$", "")
   local key = name .. " " .. rrtype
   if not source.answers[key] then
      local sum = hash(name)
      local four = ("10.%d.%d.%d"):format(sum >> 16 & 255, sum >> 8 & 255, sum & 255)
      local records = ({ A = { four }, AAAA = { ("fd00::%x:%x"):format(sum >> 16, sum & 65535) },
         MX = { { preference = 1, exchange = "mx." .. name } }, TXT = { ("v=spf1 ip4:%s -all"):format(four) } })[rrtype]
      source.answers[key] = answers.make { name = name, type = rrtype, status = records and "ok" or "nodata",
         records = records or {}, aa = true }
   end
   return source.answers[key]
end

function source:get_all(questions)
   local list = {}
   for i, question in ipairs(questions) do list[i] = self:get(question.name, question.type) end
   return list
end

local function passing(record)
   source.answers = {}
   local denotation = spf.denote(record, { facts = source, domain = "subject.example" })
   local _, possible = denotation:addresses "pass"
   return possible
end

-- The words of DAMAGED that are terms as they stand, as a record.
local function readable(damaged)
   local words = { "v=spf1" }
   for word in damaged:gmatch "%S+" do
      local parsed = spf.parse("v=spf1 " .. word)
      if parsed and parsed.valid and parsed.terms[1] and parsed.terms[1].kind ~= "modifier" then
         words[#words + 1] = word
      end
   end
   return table.concat(words, " ")
end

-- ---- the rule ----

local function terms(record)
   local list = {}
   for i, term in ipairs(spf.parse(record).terms) do list[i] = term.text:lower() end
   return ((table.concat(list, " ") .. " "):gsub("%.%f[ /]", ""))
end

-- What is wrong with MENDED for ORIGINAL damaged into DAMAGED; nil when nothing is. LOOK: who passes is compared though
-- it is the record to the octet.
local function harm(original, damaged, mended, look)
   local parsed = spf.parse(mended)
   if not (parsed.valid and #parsed.faults == 0 and spf.is_record(mended)) then return "the mend has faults" end
   if mend.text(mended) ~= mended then return "the mend of the mend is another" end
   if terms(original) ~= terms(mended) then return "the terms are not the record's" end
   if not look and original == mended then return nil end
   if not (passing(mended) - (passing(original) | passing(readable(damaged)))):is_empty() then
      return "somebody new passes"
   end
end

describe("spf.mend", function()
   it(("harms none of %d random records, SEED=%d"):format(COUNT, SEED), function()
      local answered, tried, faults = {}, {}, {}
      for number = 1, COUNT do
         local below = damage.numbers(SEED * 10000019 + number)
         local text = random_record(below)
         local damaged, kind = damage.once(text, below, damage.spf)
         local said = spf.parse(damaged)
         local right = said and spf.is_record(damaged) and #said.faults == 0
         local mended, _, doubts = mend.text(damaged)
         local fault
         if right then fault = mended ~= damaged and "what was right is changed" or nil
         elseif mended then fault = harm(text, damaged, mended, number % SETS_OF_ONE_IN == 0)
         end
         if fault and #faults < FAULTS_SHOWN then
            faults[#faults + 1] = ("%s: number %d, %q, damaged (%s) %q, mended %q"):format(fault, number, text, kind,
               damaged, mended)
         end
         assert.is_table(doubts)
         tried[kind] = (tried[kind] or 0) + 1
         answered[kind] = (answered[kind] or 0) + (mended and 1 or 0)
      end
      assert.are.same({}, faults)
      property.shares(damage.names(damage.spf), answered, tried, SHARE, COUNT)
   end)
end)
