-- SPDX-License-Identifier: MIT
local spf = require "sesame.spf"
local support = require "spec.support.facts"

local function mx(...)
   local list = {}
   for i, host in ipairs { ... } do list[i] = { preference = i, exchange = host } end
   return list
end

-- The domain's record, and hosts h1 to h4 that have an IPv4 address alone, six with an IPv6 one alone.
local function zone(record, more)
   local changes = more or {}
   local own = changes["acme.example"] or {}
   changes["acme.example"] = { TXT = { record }, MX = own.MX }
   for i = 1, 4 do changes[("h%d.acme.example"):format(i)] = { A = { ("192.0.2.%d"):format(i) } } end
   for i = 1, 4 do changes[("v%d.acme.example"):format(i)] = { AAAA = { ("2001:db8::%d"):format(i) } } end
   return support.zone(changes)
end

local HOSTS = mx("h1.acme.example", "h2.acme.example", "h3.acme.example")
local V4 = "a:h1.acme.example a:h2.acme.example a:h3.acme.example"
local V6 = "a:v1.acme.example a:v2.acme.example a:v3.acme.example"

local VOID = { "spf-term-void acme.example", "spf-term-void acme.example", "spf-term-void acme.example" }

-- name, zone, codes of void lookups
local CASES = {
   { "two void terms are forgiven", zone "v=spf1 a:h1.acme.example a:h2.acme.example ip6:2001:db8::/32 -all", {} },
   { "D13 three terms that find nothing", zone "v=spf1 a:x1.acme.example a:x2.acme.example a:x3.acme.example -all",
      { "spf-void-over-limit acme.example", table.unpack(VOID) } },
   { "D17 three for IPv6 senders before an IPv6 address", zone("v=spf1 " .. V4 .. " ip6:2001:db8::/32 -all"),
      { "spf-void-over-limit-family acme.example" } },
   { "D17 before a host with one", zone("v=spf1 " .. V4 .. " a:v1.acme.example -all"),
      { "spf-void-over-limit-family acme.example" } },
   { "D17 before a term that leads elsewhere for each sender",
      zone("v=spf1 " .. V4 .. " exists:%{i}.l.acme.example -all"),
      { "spf-void-over-limit-family acme.example" } },
   { "D17 behind all that send by IPv6 they harm nobody",
      zone("v=spf1 ip6:2001:db8::/32 " .. V4 .. " ip4:192.0.2.9 -all"),
      { "spf-void-idle acme.example" } },
   { "three for IPv4 senders", zone("v=spf1 " .. V6 .. " -all"), { "spf-void-over-limit-family acme.example" } },
   { "D17 three hosts of one mx, by query, before an IPv6 address",
      zone("v=spf1 mx ip6:2001:db8::/32 -all", { ["acme.example"] = { MX = HOSTS } }),
      { "spf-void-queries acme.example" } },
   { "D17 by query, nothing behind", zone("v=spf1 mx -all", { ["acme.example"] = { MX = HOSTS } }),
      { "spf-void-idle acme.example" } },
   { "D17 by query before an IPv4 address",
      zone("v=spf1 mx ip4:192.0.2.9 -all", { ["acme.example"] = {
         MX = mx("v1.acme.example", "v2.acme.example", "v3.acme.example") } }),
      { "spf-void-queries acme.example" } },
   { "D18 strangers meet three", zone "v=spf1 exists:%{i}.a.acme.example exists:%{i}.b.acme.example ptr -all",
      { "spf-void-risk acme.example" } },
   { "D18 strangers by IPv6 alone, nothing behind",
      zone "v=spf1 a:h1.acme.example a:h2.acme.example exists:%{i}.a.acme.example -all",
      { "spf-void-idle acme.example" } },
   { "D18 strangers by IPv6 alone, something behind",
      zone "v=spf1 a:h1.acme.example a:h2.acme.example exists:%{i}.a.acme.example ip6:2001:db8::/32 -all",
      { "spf-void-risk acme.example" } },
   { "each family by its own count", zone("v=spf1 " .. V4 .. " exists:%{i}.a.acme.example exists:%{i}.b.acme.example "
      .. "exists:%{i}.c.acme.example -all"),
      { "spf-void-over-limit-family acme.example", "spf-void-risk acme.example" } },
   { "where the record is broken before, queries are not told",
      zone("v=spf1 mx include:gone.acme.example ip6:2001:db8::/32 -all", { ["acme.example"] = { MX = HOSTS } }), {} },
}

local function voids_of(records)
   local list = {}
   for _, item in ipairs(support.audit(records).findings) do
      if item.code:find "void" then list[#list + 1] = item.code .. " " .. item.subject end
   end
   return list
end

describe("check.spf_voids", function()
   for _, case in ipairs(CASES) do
      it(case[1], function() assert.same(case[3], voids_of(case[2])) end)
   end

   it("names the count, the term of the third lookup, and underlines it", function()
      local item = support.find(support.audit(zone("v=spf1 ip4:192.0.2.9 mx ip6:2001:db8::/32 -all",
         { ["acme.example"] = { MX = HOSTS } })), "spf-void-queries")
      assert.same({ count = 3, term = "mx", family = "IPv6", terms = 1 }, item.fields)
      assert.matches("pyspf and Mail::SPF", item.message, 1, true)
      local range = item.evidence[1].range
      assert.equal("mx", item.evidence[1].value:sub(range[1] + 1, range[2]))
   end)

   it("D17 speaks of receivers as the evaluator of that profile judges", function()
      for _, case in ipairs {
         { "v=spf1 mx ip6:2001:db8::/32 -all", HOSTS, "permerror", "pass" },
         { "v=spf1 ip6:2001:db8::/32 mx -all", HOSTS, "pass", "pass" },
         { "v=spf1 mx ip6:2001:db8::/32 -all", mx("h1.acme.example", "h2.acme.example"), "pass", "pass" },
      } do
         local records = zone(case[1], { ["acme.example"] = { MX = case[2] } })
         local function judge(profile)
            return spf.check_host({ facts = support.of(records), ip = "2001:db8::7", domain = "acme.example",
               sender = "a@acme.example", profile = profile }).result
         end
         assert.same({ case[3], case[4] }, { judge "strict-void-per-query", judge "rfc" })
         assert.equal(case[3] == "permerror", support.find(support.audit(records), "spf-void-queries") ~= nil)
      end
   end)

   it("says in one notice how the idle ones are counted", function()
      local item = support.find(support.audit(zone("v=spf1 " .. V4 .. " -all")), "spf-void-idle")
      assert.same({ "notice", "by term", 3 }, { item.severity, item.fields.counted, item.fields.count })
      item = support.find(support.audit(zone("v=spf1 mx -all", { ["acme.example"] = { MX = HOSTS } })), "spf-void-idle")
      assert.equal("by query as pyspf and Mail::SPF do", item.fields.counted)
   end)
end)
