-- SPDX-License-Identifier: MIT
-- Names at their limits: domains of up to 253 octets, selectors and tokens of 1 to 63, the root as the apex of a zone,
-- and a NUL inside a text: right or refused, and no audit breaks off.
local audit = require "sesame.audit"
local core = require "sesame.core"
local facts = require "sesame.facts"
local fix = require "sesame.fix"
local fixtures = require "spec.support.fixtures"
local names = require "sesame.base.names"
local zone = require "sesame.facts.zone"

local HEAD = "@ 300 IN SOA a. b. 1 1 1 1 1\n@ 300 IN NS n.\n"
local WORLDS = {
   bare = "",
   wildcards = '* 300 IN TXT "v=spf1 a mx -all"\n* 300 IN MX 10 feedback-smtp.eu-west-1.amazonses.com.\n'
      .. '@ 300 IN TXT "v=spf1 include:amazonses.com ~all"\n@ 300 IN MX 10 m\n',
   aliases = '* 300 IN CNAME x\nx 300 IN TXT "v=DKIM1; p="\n'
      .. '@ 300 IN TXT "v=spf1 include:%{d} include:amazonses.com exists:%{i}.%{d} -all"\n',
}

local function view_of(text, apex)
   local zones = core.zone.open()
   local ok = zones:parse(text, apex)
   return ok and facts.new { source = zone.new { zones = zones } }:view() or nil
end

-- A name of LENGTH octets (at least 7) whose labels have SIZE, as far as that comes out.
local function name_of(length, size)
   local labels, left = {}, length - #".test"
   while left > 0 do
      local own = math.min(size, left)
      if left - own == 1 then own = own - 1 end
      labels[#labels + 1] = ("a"):rep(math.max(1, own))
      left = left - math.max(1, own) - 1
   end
   return table.concat(labels, ".") .. ".test"
end

-- Asserts that the audit of DOMAIN over VIEW and its fix end in order.
local function is_whole(domain, view, options, where)
   options.today = "2026-11-24"
   local done = audit.run(domain, view, options)
   for _, item in ipairs(done.findings) do
      assert.are_not.equal("internal-error", item.code, where .. ": " .. item.message)
   end
   local made = fix.plan(domain, view, options)
   for _, item in ipairs(made.left) do
      assert.is_nil(item.reason:find("broke off", 1, true), where .. ": " .. item.code .. " " .. item.reason)
   end
   return made
end

local function options_of(domain, token)
   return {
      selectors = { token, "s" }, probes = { "google", "selector1" }, mail_from = { "b." .. domain },
      identities = {
         { region = "eu-west-1", tokens = { token, "u" .. token:sub(2), "v" .. token:sub(2) } },
         { region = "us-east-1", mail_from = "c." .. domain },
      },
   }
end

describe("names at their limits", function()
   for _, size in ipairs { 1, 63 } do
      for what, body in pairs(WORLDS) do
         it(("are right or refused: labels of %d octets, %s"):format(size, what), function()
            for _, length in ipairs { 60, 180, 190, 210, 235, 240, 246, 249, 251, 252, 253 } do
               local domain = name_of(length, size)
               local view = core.domain.to_ascii(domain) and view_of(HEAD .. body, domain)
               local token = ("t"):rep(length % 2 == 0 and 63 or 1)
               if view then is_whole(domain, view, options_of(domain, token), ("%d octets"):format(#domain)) end
            end
         end)
      end
   end

   it("are right or refused for selectors and tokens of every length", function()
      for length = 1, 63 do
         for _, domain in ipairs { "a.test", name_of(180, 63) } do
            is_whole(domain, view_of(HEAD .. WORLDS.wildcards, domain), options_of(domain, ("t"):rep(length)), length)
         end
      end
   end)

   it("fit by the octets of their labels and of the whole", function()
      local long = ("a"):rep(63)
      assert.is_true(names.fits(long .. ".test"))
      assert.is_false(names.fits("b" .. long .. ".test"))
      assert.is_true(names.fits(("a."):rep(126) .. "b"))
      assert.is_false(names.fits(("a."):rep(126) .. "bc"))
   end)

   it("are not asked one by one where they are too long", function()
      local view = view_of(HEAD, "a.test")
      view.origin.ask_servers = true
      assert.same({ nil, "not asked" }, { view:each_server("a.test", ("a."):rep(130) .. "a.test", "TXT") })
   end)
end)

-- The records of the zone files PATHS below the root.
local function below_root(paths)
   local lines = { ". 300 IN SOA ns.x. a.x. 1 2 3 4 5", ". 300 IN NS ns.x." }
   local records = fixtures.records(paths)
   for _, record in ipairs(records) do
      if record.type ~= "SOA" and record.type ~= "NS" then
         lines[#lines + 1] = ("%s. %d IN %s \\# %d %s"):format(record.name, record.ttl, record.type, #record.rdata,
            (record.rdata:gsub(".", function(byte) return ("%02x"):format(byte:byte()) end)))
      end
   end
   return view_of(table.concat(lines, "\n") .. "\n", "."), records
end

describe("the root as the apex of a zone", function()
   for _, path in ipairs(fixtures.list "spec/zones/ses/*.zone examples/acme.zone") do
      it("breaks nothing off: " .. path, function()
         local head = fixtures.head(path)
         local options, more = fixtures.options(head.args, head.domain)
         local view = assert(below_root { path, table.unpack(more) })
         is_whole(head.domain, view, options, path)
      end)
   end
end)

describe("a NUL inside a text", function()
   local EVIL <const> = "healthy.test\0.evil"

   it("is an octet of a name, never its end", function()
      assert.equal("healthy.test\\000.evil", core.domain.to_ascii(EVIL))
      assert.is_false(core.domain.within(EVIL, "healthy.test"))
      local zones = core.zone.open()
      assert(zones:parse(HEAD .. '@ 300 IN TXT "x"\n', "healthy.test"))
      assert.equal("not-in-zone", zones:answer(EVIL, "TXT").status)
      assert.is_nil(zones:apex(EVIL))
   end)

   it("is refused where C would read no further", function()
      local resolver <close> = assert(core.resolver.open { servers = { "127.0.0.1:9" } })
      assert.same({ nil, "a name with a NUL", "bad-name" }, { resolver:submit(EVIL, "TXT") })
      for what, call in pairs {
         suffix = function() return core.domain.public_suffix(EVIL) end,
         registrable = function() return core.domain.registrable(EVIL) end,
         server = function() return core.resolver.parse_server "127.0.0.1\0x" end,
         servers = function() return core.resolver.open { servers = { "127.0.0.1\0x" } } end,
         asked = function() return resolver:submit("a.test", "TXT", { server = "127.0.0.1\0x" }) end,
         address = function() return core.answer.make { name = "a.test", type = "A", records = { "192.0.2.1\0x" } } end,
         path = function() return core.zone.open():load "examples/acme.zone\0x" end,
         origin = function() return core.zone.open():parse("", EVIL) end,
         private = function() return core.system.write_private("/nowhere\0x", "") end,
         contained = function() return require("sesame.addrset").new({ "192.0.2.1" }):contains "192.0.2.1\0x" end,
      } do
         local ok, message = pcall(call)
         assert.is_false(ok, what)
         assert.matches("NUL", message, 1, true)
      end
   end)

   it("is refused or another name on the command line's side", function()
      local input = require "sesame.cli.input"
      assert.same({ nil, "that character does not belong in a domain" }, { input.domain(EVIL) })
   end)
end)
