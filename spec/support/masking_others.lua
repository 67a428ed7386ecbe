-- SPDX-License-Identifier: MIT
-- Valid answers other than the one that came, for the masking test: what is called right though an answer is not known
-- must be right whichever of these it is. Names in them lie in a zone of their own, OTHER.
local make = require("sesame.core").answer.make
local zones = require "spec.support.zones"

local others = {}

local OTHER = "other.masked.test"

local ZONE = [[
@ IN SOA ns h 1 7200 900 1209600 300
@ IN NS ns
@ IN A 192.0.2.201
@ IN MX 10 mx
@ IN TXT "v=spf1 ip4:192.0.2.208/28 a mx -all"
ns IN A 192.0.2.202
mx IN A 192.0.2.203
long IN TXT "v=spf1 LOOKUPS -all"
*._report._dmarc IN TXT "v=DMARC1"
]]

local LOOKUPS = ("include:other.masked.test "):rep(11):gsub(" $", "") -- more than there may be

local SES = { preference = 10, exchange = "feedback-smtp.us-east-1.amazonses.com" }

local RECORDS = {
   TXT = {
      { "v=spf1 +all" }, { "v=spf1 -all" }, { "v=spf1 moo -all" }, { "v=spf1 -all", "v=spf1 ~all" },
      { "v=spf1 include:other.masked.test ~all" }, { "v=spf1 redirect=long.other.masked.test" },
      { "v=DMARC1; p=none" }, { "v=DMARC1; p=reject; aspf=s; adkim=s" }, { "v=DMARC1; p=none; psd=y" },
      { "v=DKIM1; p=" }, { "v=DKIM1; p=MA==" }, { "a text" },
   },
   MX = {
      { { preference = 0, exchange = "." } }, { { preference = 10, exchange = "mx.other.masked.test" } }, { SES },
      { SES, { preference = 20, exchange = "mx.other.masked.test" } },
      { { preference = 10, exchange = "gone.other.masked.test" } },
   },
   A = { { "192.0.2.204" }, { "10.0.0.1" }, { "192.0.2.205", "198.51.100.205" } },
   AAAA = { { "2001:db8::204" }, { "::1" } },
   NS = { { "ns.other.masked.test" }, { "gone.other.masked.test" } },
   SPF = { { "v=spf1 +all" } },
}

--- The records of the zone that those answers lead to.
function others.records() return zones.parse((ZONE:gsub("LOOKUPS", LOOKUPS)), OTHER) end

local NEIGHBOURS = { "A", "AAAA", "MX", "TXT", "NS", "CNAME", "SOA" }

-- What other questions say of the name of QUESTION: whether there is anything, and the aliases that begin there, as
-- records; an answer that says otherwise is none that could come beside theirs.
local function around(world, question)
   local exists, aliases = false, {}
   for _, rrtype in ipairs(NEIGHBOURS) do
      local there = rrtype ~= question.type and world.source:get(question.name, rrtype)
      exists = exists or there and there.status ~= "nxdomain" and there.known ~= "unknown"
      local chain = there and there:chain() or {}
      for i = #aliases + 1, #chain do aliases[i] = { type = "CNAME", value = chain[i].target, name = chain[i].name } end
      if #chain > 0 then exists = true end
   end
   return exists, aliases
end

--- { { answer, text }, ... } for QUESTION { name, type } of WORLD (spec.support.masking).
function others.answers(world, question)
   local list = {}
   local exists, aliases = around(world, question)
   local owner = aliases[#aliases] and aliases[#aliases].value
   local function add(text, status, records)
      local all = table.move(aliases, 1, #aliases, 1, {})
      for _, record in ipairs(records or {}) do
         all[#all + 1] = { type = question.type, value = record, name = owner }
      end
      list[#list + 1] = { text = text, answer = make {
         name = question.name, type = question.type, status = status, records = all, server = "zone",
      } }
   end
   if question.type ~= "SOA" or not exists then add("NODATA", "nodata") end
   if not exists then add("NXDOMAIN", "nxdomain") end
   for _, records in ipairs(#aliases == 0 and RECORDS[question.type] or question.type == "TXT" and RECORDS.TXT or {}) do
      local first = records[1]
      add(type(first) == "table" and first.exchange or first, "ok", records)
   end
   return list
end

return others
