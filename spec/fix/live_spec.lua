-- SPDX-License-Identifier: MIT
-- The plan for the demo over sockets, from nsd on loopback, is the plan over its files; a recording of it gives it once
-- more.
local expect = require "sesame.expect"
local fix = require "sesame.fix"
local nsd = require "spec.support.nsd"
local sesame = require "sesame"

local NAMES = { "acme.example", "other.example", "amazonses.com", "google.com", "mailbeam.example", "pulsecrm.example",
   "clean.example" }

local ABOVE = "@ 3600 IN SOA ns1.acme.example. h.acme.example. 1 7200 900 1209600 300\n@ IN NS ns1.acme.example.\n"

-- The demo's, and the zones above them, in the file TOP, where offline no DMARC record is taken to be.
local function zone_files(top)
   local pipe <close> = assert(io.popen "pwd")
   local here, files = pipe:read "l", { example = top, com = top }
   for _, name in ipairs(NAMES) do files[name] = ("%s/examples/acme/%s.zone"):format(here, name) end
   local file <close> = assert(io.open(top, "w"))
   file:write(ABOVE)
   return files
end

local function options()
   return { expect = assert(expect.load "examples/acme.expect.lua") }
end

-- The plan as JSON; of TTLs a cache may have counted down nothing is said here, for nsd is asked itself.
local function planned(session)
   local made = assert(session:fix("acme.example", options()))
   return fix.render(made, "json"), made
end

describe("fix over sockets", function()
   if not nsd.installed() then
      pending "nsd is not installed"
      return
   end

   local server
   local top = os.tmpname()

   teardown(function()
      if server then server:stop() end
      os.remove(top)
   end)

   it("gives the plan that the zone files give, and a recording gives it again", function()
      server = nsd.start(zone_files(top))
      local path = os.tmpname()
      local live = assert(sesame.open { servers = { server.server }, record = path })
      local text, made = planned(live)
      assert(live:close())
      local files <close> = assert(sesame.open { zones = { "examples/acme.zone" }, offline = true })
      local replay <close> = assert(sesame.open { replay = path })
      os.remove(path)
      assert.equal("yes", made.verified)
      assert.equal(planned(files), text)
      assert.equal(text, (planned(replay)))
   end)
end)
