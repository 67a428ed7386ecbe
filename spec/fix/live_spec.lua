-- SPDX-License-Identifier: MIT
-- The plan for the demo over sockets, from nsd on loopback, is the plan over its files; a recording of it gives it once
-- more.
local expect = require "sesame.expect"
local fix = require "sesame.fix"
local nsd = require "spec.support.nsd"
local sesame = require "sesame"

local NAMES = { "acme.example", "other.example", "amazonses.com", "google.com", "mailbeam.example", "pulsecrm.example",
   "clean.example" }

local function zone_files()
   local pipe <close> = assert(io.popen "pwd")
   local here, files = pipe:read "l", {}
   for _, name in ipairs(NAMES) do files[name] = ("%s/examples/acme/%s.zone"):format(here, name) end
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

   teardown(function()
      if server then server:stop() end
   end)

   it("gives the plan that the zone files give, and a recording gives it again", function()
      server = nsd.start(zone_files())
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
