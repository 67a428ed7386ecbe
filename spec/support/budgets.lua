-- SPDX-License-Identifier: MIT
-- Random zones of a domain whose SPF record needs many lookups: own hosts, own records, services known and unknown,
-- terms that find nothing, stand there twice or lead where only the sender tells.
local property = require "spec.support.property"

local budgets = {}

local DOMAIN = "acme.example"
local HOSTS, SERVICES = 6, 5

-- Numbers from 0 to MOST - 1, the same for one SEED in every run.
local function random_of(seed)
   return property.generator((seed * 2654435761 + 12345) % 2147483648)
end

local function add(records, name, rrtype, value)
   records[name] = records[name] or {}
   records[name][rrtype] = records[name][rrtype] or {}
   table.insert(records[name][rrtype], value)
end

local function shuffled(list, random)
   for i = #list, 2, -1 do
      local j = random(i) + 1
      list[i], list[j] = list[j], list[i]
   end
   return list
end

local function hosts_of(records)
   for i = 1, HOSTS do add(records, ("h%d.%s"):format(i, DOMAIN), "A", ("192.0.2.%d"):format(20 + i)) end
   add(records, DOMAIN, "MX", { preference = 10, exchange = "h1." .. DOMAIN })
   add(records, "elsewhere." .. DOMAIN, "MX", { preference = 10, exchange = "mx.host.test" })
   add(records, "mx.host.test", "A", "198.51.100.99")
end

-- The record of another's service number I: includes, addresses or names, as RANDOM has it.
local function service(records, i, random)
   local name, words = ("s%d.test"):format(i), {}
   for j = 1, 1 + random(4) do
      local below = ("n%d.s%d.test"):format(j, i)
      local kind = random(5)
      if kind < 3 then
         words[j] = "include:" .. below
         add(records, below, "TXT", ("v=spf1 ip4:198.51.%d.%d/30 -all"):format(i, 4 * j))
      elseif kind == 3 then
         words[j] = "a:" .. below
         add(records, below, "A", ("203.0.%d.%d"):format(i, j))
      else
         words[j] = random(3) > 0 and "mx:" .. below or ("ip4:203.0.113.%d"):format(10 * i + j)
      end
   end
   add(records, name, "TXT", "v=spf1 " .. table.concat(words, " ") .. (random(8) == 0 and " ?all" or " -all"))
   return "include:" .. name
end

local function own(records, random)
   local words = { "a:h1." .. DOMAIN, "a:h2." .. DOMAIN, "ip4:192.0.2.99", "include:s1.test", "a" }
   local text = "v=spf1 " .. table.concat(words, " ", 1 + random(3), 3 + random(3)) .. " -all"
   add(records, "_spf." .. DOMAIN, "TXT", text)
   return "include:_spf." .. DOMAIN
end

--- The records (for spec.support.facts) of zone number SEED.
function budgets.zone(seed)
   local random, records, words = random_of(seed), {}, {}
   hosts_of(records)
   for i = 1, 1 + random(SERVICES) do words[#words + 1] = service(records, i, random) end
   for i = 1, HOSTS do
      if random(2) == 0 then words[#words + 1] = ("a:h%d.%s"):format(i, DOMAIN) end
   end
   local more = { "mx", "mx:elsewhere." .. DOMAIN, "a:gone." .. DOMAIN, "include:s1.test", "include:amazonses.com",
      "include:sendgrid.net", "include:%{i}._s.test", "exists:%{i}.e.test", own(records, random) }
   for _, word in ipairs(more) do
      if random(3) == 0 then words[#words + 1] = word end
   end
   add(records, "amazonses.com", "TXT", "v=spf1 ip4:199.255.192.0/22 -all")
   add(records, "sendgrid.net", "TXT", "v=spf1 include:ab.sendgrid.net ~all")
   add(records, "ab.sendgrid.net", "TXT", "v=spf1 ip4:167.89.0.0/17 ~all")
   add(records, DOMAIN, "TXT", "v=spf1 " .. table.concat(shuffled(words, random), " ") .. " -all")
   return records
end

return budgets
