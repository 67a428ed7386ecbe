-- SPDX-License-Identifier: MIT
-- Random zones with SPF policies, each a function of (seed, number) alone: nested and repeated
-- includes, redirects, loops, macros, faults, voids, failing names, too many terms. It knows no
-- evaluator. A zone is { id, records = { { name, type, data... } }, failures = { name },
-- queries = { { ip, sender, helo } } }.

-- splitmix64: small, and the same on every machine
local function generator(seed, number)
   local state = seed * 1000003 + number
   local random = {}
   function random.below(n) -- 0 to n - 1
      state = state + 0x9E3779B97F4A7C15
      local z = state
      z = (z ~ (z >> 30)) * 0xBF58476D1CE4E5B9
      z = (z ~ (z >> 27)) * 0x94D049BB133111EB
      z = z ~ (z >> 31)
      return (z >> 1) % n
   end
   function random.pick(list) return list[random.below(#list) + 1] end
   function random.percent(p) return random.below(100) < p end
   return random
end

local faults = { "ipv4:192.0.2.1", "ip4:192.0.2", "ip4", "ip4:192.0.2.1/032", "ip4:192.0.2.0/33", "ip6:2001:db8::/129",
   "ip6:192.0.2.1", "a:", "mx:", "ptr:", "include", "include:", "exists", "exists:", "a/33", "mx//129", "a/24/64",
   "all:x", "-all.", "foo", "redirect:p1.test", "exists:h0.test/24", "include:p1.test/24", "ptr/0", "-foo=bar", "=x",
   "a:%{x}.test", "a:%{d", "a:%{d}%", "moo=%abc", "4foo=x", "a:museum", "a:192.0.2.1", "ip4:192.0.2.1,", "a:h0.test;",
   "redirect=", "exp=", "exp=-all", "redirect=p1.test redirect=p2.test", "include:h0.test-all", "a:h0.test:80",
   "exists:%{c}.test", "ip4:192.0.2.1-all", "a:-.-", "include:x..%{d", "redirect=%{z}.test", "exists:%{s1r@}.u.test",
   "a:%{d0}.test" }

local macros = { "%{d}", "%{o}", "%{d1}.test", "%{ir}.list.test", "%{i}.list.test", "%{l}.u.test", "%{l1r-}.u.test",
   "%{v}.v.test", "%{h}", "%{s1r}.u.test", "%{O}", "%{d2r}.rev.test", "a%%.%{d}", "%{ir}.%{v}.list.test", "%{o2}.test",
   "%{l2r+-}.u.test", "x%-%{d}", "%{p}.list.test" }

local ip4_pool, ip6_pool = {}, {}
for i = 0, 15 do
   ip4_pool[#ip4_pool + 1] = "192.0.2." .. i
   ip6_pool[#ip6_pool + 1] = string.format("2001:db8::%x", i)
end

local Zone = {}
Zone.__index = Zone

-- A record set holds no record twice (RFC 2181 5).
function Zone:add(...)
   local key = table.concat({ ... }, " ")
   if self.seen[key] then return end
   self.seen[key] = true
   self.records[#self.records + 1] = { ... }
end

function Zone:host() return "h" .. self.random.below(7) .. ".test" end -- h6 is never made

-- The target of an include or redirect in policy INDEX: mostly a later one, so that most trees end.
function Zone:policy(index)
   local r = self.random
   if r.percent(3) then return "gone.test" end
   if r.percent(2) then return "bad.test" end
   if r.percent(2) then return "h0.test" end
   if r.percent(3) then return r.pick{ "%{v}.v.test", "%{l}.u.test", "%{d}", "x.%{d}", "%{ir}.list.test" } end
   if r.percent(5) then return "p" .. r.below(self.policies) .. ".test" end
   local left = self.policies - index - 1
   if left == 0 then return "p" .. index .. ".test" end
   return "p" .. (index + 1 + r.below(left)) .. ".test"
end

function Zone:cidr4()
   local r = self.random
   return r.percent(30) and "/" .. r.pick{ 28, 29, 30, 31, 32, 24, 0, 1 } or ""
end

function Zone:cidr6()
   local r = self.random
   return r.percent(30) and "/" .. r.pick{ 124, 125, 126, 127, 128, 64, 0, 1 } or ""
end

function Zone:dual()
   local six = self:cidr6()
   return self:cidr4() .. (six ~= "" and "/" .. six or "")
end

local makers = {
   ip4 = function(zone) return "ip4:" .. zone.random.pick(ip4_pool) .. zone:cidr4() end,
   ip6 = function(zone) return "ip6:" .. zone.random.pick(ip6_pool) .. zone:cidr6() end,
   include = function(zone, index) return "include:" .. zone:policy(index) end,
   exists = function(zone)
      return "exists:" .. (zone.random.percent(60) and zone.random.pick(macros) or zone:host())
   end,
   ptr = function(zone) return zone.random.percent(50) and "ptr" or "ptr:" .. zone:host() end,
   unknown = function(zone) return zone.random.pick{ "moo=cow", "x-y.z=%{d}", "default=pass" } end,
   exp = function() return "exp=e.test" end,
}

function makers.a(zone)
   local r = zone.random
   local target = r.percent(20) and "" or ":" .. (r.percent(15) and r.pick(macros) or zone:host())
   return "a" .. target .. zone:dual()
end

function makers.mx(zone)
   local r = zone.random
   local target = r.percent(40) and "" or ":m" .. r.below(4) .. ".test"
   return "mx" .. target .. zone:dual()
end

local ordinary = { "ip4", "ip4", "ip4", "ip4", "ip6", "ip6", "a", "a", "mx", "include", "include", "include", "exists",
   "ptr", "unknown", "exp" }
local heavy = { "ip4", "a", "a", "a", "include", "include", "include", "exists", "mx", "ip6" }

function Zone:term(index)
   local r = self.random
   local text = makers[r.pick(self.kinds)](self, index)
   if r.percent(4) then text = text:gsub("^%a+", string.upper) end
   if text:find("^[%w.-]+=") then return text end -- modifiers take no qualifier
   return r.percent(15) and r.pick{ "-", "~", "?", "+" } .. text or text
end

function Zone:record(index)
   local r = self.random
   local terms = { r.percent(3) and "V=sPf1" or "v=spf1" }
   for _ = 1, r.below(self.most) do terms[#terms + 1] = self:term(index) end
   if r.percent(2) then table.insert(terms, 1 + r.below(#terms) + 1, r.pick(faults)) end
   if r.percent(18) then table.insert(terms, 1 + r.below(#terms) + 1, "redirect=" .. self:policy(index)) end
   if r.percent(3) then table.insert(terms, 1 + r.below(#terms) + 1, r.pick{ "?all", "+all", "-all" }) end
   if r.percent(60) then terms[#terms + 1] = r.pick{ "-all", "-all", "~all", "?all", "all" } end
   return table.concat(terms, r.percent(3) and "  " or " ")
end

function Zone:policy_at(name, index)
   local r = self.random
   if r.percent(8) then self:add(name, "TXT", r.pick{ "unrelated text", "v=spf10 -all", "v=spf2.0/pra -all", "" }) end
   self:add(name, "TXT", self:record(index))
   if r.percent(2) then self:add(name, "TXT", "v=spf1 -all") end
end

function Zone:hosts()
   local r = self.random
   for i = 0, 5 do
      local name = "h" .. i .. ".test"
      if i == 0 or r.percent(75) then self:add(name, "A", r.pick(ip4_pool)) end
      if r.percent(20) then self:add(name, "A", "192.0.2.200") end
      if r.percent(50) then self:add(name, "AAAA", r.pick(ip6_pool)) end
   end
   for i = 0, 3 do self:mail_hosts("m" .. i .. ".test") end
   for _ = 1, r.below(4) do
      self:add(r.below(16) .. ".2.0.192.in-addr.arpa", "PTR", self:host())
      self:add(string.format("%x", r.below(16)) .. (".0"):rep(23) .. ".8.b.d.0.1.0.0.2.ip6.arpa", "PTR", self:host())
   end
end

function Zone:mail_hosts(name)
   local r = self.random
   local count = r.percent(3) and 11 or r.below(4)
   for i = 1, count do
      self:add(name, "MX", i * 10, count == 11 and "h" .. i .. ".test" or self:host())
   end
end

function Zone:lists()
   local r = self.random
   for _ = 1, r.below(4) do
      self:add("192.0.2." .. r.below(16) .. ".list.test", "A", "127.0.0.2")
      self:add(r.below(16) .. ".2.0.192.list.test", "A", "127.0.0.2")
      self:add(r.below(16) .. ".2.0.192.in-addr.list.test", "A", "127.0.0.2")
   end
   self:policy_at("in-addr.v.test", self.policies - 1)
   if r.percent(70) then self:policy_at("ip6.v.test", self.policies - 1) end
   self:policy_at("user.u.test", self.policies - 1)
   if r.percent(50) then self:add("user.u.test", "A", r.pick(ip4_pool)) end
   self:add("e.test", "TXT", "not %{i} from %{d}")
end

local function new(seed, number)
   local random = generator(seed, number)
   local zone = setmetatable({ id = number, records = {}, failures = { "bad.test" }, queries = {}, seen = {} }, Zone)
   zone.random = random
   zone.policies = 1 + random.below(8)
   zone.kinds = random.percent(25) and heavy or ordinary
   zone.most = zone.kinds == heavy and 9 or 6
   for i = 0, zone.policies - 1 do
      local name = "p" .. i .. ".test"
      zone:policy_at(name, i)
      if random.percent(50) then zone:add(name, "A", random.pick(ip4_pool)) end
      if random.percent(40) then zone:mail_hosts(name) end
   end
   zone:hosts()
   zone:lists()
   local sender = random.percent(85) and "user@p0.test" or random.pick{ "us-er+tag@p0.test", "a.b@p0.test" }
   for _ = 1, 3 do zone.queries[#zone.queries + 1] = { random.pick(ip4_pool), sender, "h0.test" } end
   for _ = 1, 2 do zone.queries[#zone.queries + 1] = { random.pick(ip6_pool), sender, "h0.test" } end
   zone.queries[#zone.queries + 1] = { "198.51.100.7", sender, "h0.test" }
   zone.queries[#zone.queries + 1] = { "2001:db8:ffff::7", sender, "h0.test" }
   return zone
end

-- One line of JSON for an oracle; the texts are ASCII.
local function encode(value)
   if type(value) == "number" then return tostring(value) end
   if type(value) == "string" then return '"' .. value:gsub('[%c"\\]', function(c)
      return string.format("\\u%04x", c:byte())
   end) .. '"' end
   local list = {}
   for i, item in ipairs(value) do list[i] = encode(item) end
   return "[" .. table.concat(list, ",") .. "]"
end

local function line(zone)
   return string.format('{"id":%d,"records":%s,"failures":%s,"queries":%s}', zone.id, encode(zone.records),
      encode(zone.failures), encode(zone.queries))
end

return { zone = new, line = line }
