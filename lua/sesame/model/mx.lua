-- SPDX-License-Identifier: MIT
-- Model of where a domain receives mail: its MX records and whether their hosts have addresses (RFC 5321 5.1).
-- It must not know SPF or any provider.
local heard = require "sesame.facts.heard"
local outline = require "sesame.facts.outline"

local mx = {}

mx.HOSTS_MAX = 40 -- hosts whose addresses are asked for; more than any real set

function mx.questions(name)
   return { { name = name, type = "MX" } }
end

-- "192.0.2.1" and the like: an address is no host name (RFC 5321 5.1).
local function is_address(host)
   return host:find("^%d+%.%d+%.%d+%.%d+$") ~= nil or host:find("^%x*:%x*:[%x:.]*$") ~= nil
end

local function is_null(host)
   return host == "" or host == "."
end

local function by_preference(a, b)
   if a.preference ~= b.preference then return a.preference < b.preference end
   return a.host < b.host
end

local function exchanges(answer)
   local list = {}
   for i = 1, #answer do
      local value = answer[i]
      local host = value.exchange
      list[i] = {
         host = host, preference = value.preference, null = is_null(host), address = is_address(host),
         text = ("%d %s"):format(value.preference, is_null(host) and "." or host),
      }
   end
   table.sort(list, by_preference)
   return list
end

--- "present", "absent" or "unknown", the answer that decides, for the addresses of a host.
function mx.reachable(v4, v6)
   if v4.known == "present" then return "present", v4 end
   if v6.known == "present" then return "present", v6 end
   if v4.known == "unknown" then return "unknown", v4 end
   if v6.known == "unknown" then return "unknown", v6 end
   return "absent", v4
end

-- Nothing rests on ANSWER, which did not come, where another decides.
local function waive(facts, deciding, answer)
   if answer ~= deciding and answer.known == "unknown" then heard.waive(facts, answer.name, answer.type) end
end

--- Asks for A and AAAA of each host in LIST (entries with .host) and notes there (they are the caller's own) known,
-- because, status, server and chain.
function mx.addresses(context, list)
   local questions, asked = {}, {}
   for _, entry in ipairs(list) do
      if not (entry.null or entry.address) and #asked < mx.HOSTS_MAX then
         asked[#asked + 1] = entry
         questions[#questions + 1] = { name = entry.host, type = "A" }
         questions[#questions + 1] = { name = entry.host, type = "AAAA" }
      end
   end
   local answers = #questions > 0 and context.facts:get_all(questions) or {}
   for i, entry in ipairs(asked) do
      local v4, v6 = answers[2 * i - 1], answers[2 * i]
      local known, deciding = mx.reachable(v4, v6)
      waive(context.facts, deciding, v4)
      waive(context.facts, deciding, v6)
      outline.of(deciding, entry)
      entry.known = known
   end
   return #asked
end

--- { name, known, status, server, chain, hosts = { { host, preference, text, null, address, known, status, chain } },
-- null = the set is a null MX (RFC 7505), implicit = { host, known, because, status, server, chain } of A and AAAA
-- where there is no MX, left_out = hosts not looked up }.
function mx.build(context, name)
   name = name or context.domain
   local answer = context.facts:get(name, "MX")
   local model = outline.of(answer, { name = name, hosts = {}, null = false, left_out = 0 })
   if answer.known == "present" then
      model.hosts = exchanges(answer)
      model.null = #model.hosts == 1 and model.hosts[1].null
      local asked, wanted = mx.addresses(context, model.hosts), 0
      for _, entry in ipairs(model.hosts) do
         if not (entry.null or entry.address) then wanted = wanted + 1 end
      end
      model.left_out = wanted - asked
   elseif answer.known == "absent" then
      local own = { host = name }
      mx.addresses(context, { own })
      model.implicit = own
   end
   return model
end

return mx
