-- SPDX-License-Identifier: MIT
-- The way back that `sesame apply` keeps when a server, the network or the run itself fails, against BIND on loopback.
local cjson = require "cjson"
local primary = require "spec.support.primary"
local sesame = require("spec.support.command").run
local system = require("sesame.core").system
local updateproxy = require "spec.support.updateproxy"

local ZONE = [[
$ORIGIN acme.example.
$TTL 300
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
ns1 A 127.0.0.1
one TXT "former"
]]

local function fresh_path()
   local path = os.tmpname()
   os.remove(path)
   return path
end

local function exists(path)
   local file <close> = io.open(path)
   return file ~= nil
end

-- OUT on one line, whatever was wrapped.
local function flat(out)
   return (out:gsub("%s+", " "))
end

local function plan_text()
   local counts = { error = 0, warning = 0, unknown = 0, notice = 0 }
   local function change(action, name, value, before)
      return { action = action, name = name, type = "TXT", ttl = 300, values = { value }, before = before, codes = {},
         zone = "acme.example", why = "A spec." }
   end
   return require("sesame.report.fix_json").render {
      domain = "acme.example", zone = "acme.example", verified = "yes", before = counts, after = counts, waits = {},
      placeholders = {}, steps = {}, left = {}, fixed = {}, spf = {}, choices = {}, uncovered = {},
      changes = { change("replace", "one.acme.example", "new", { "former" }),
         change("add", "two.acme.example", "second", {}) },
   }
end

local function has_bind()
   for _, kind in ipairs(primary.installed()) do
      if kind == "bind" then return true end
   end
   return false
end

if not has_bind() then
   describe("sesame apply, and what fails", function()
      it("needs nsupdate and bind", function() pending("they are not installed") end)
   end)
   return
end

describe("sesame apply, and what fails", function()
   local server, other, undo, plan, folder
   before_each(function()
      undo, plan, folder = fresh_path(), fresh_path(), fresh_path()
      assert(system.write_private(plan, plan_text()))
   end)
   after_each(function()
      for _, running in ipairs { server or false, other or false } do
         if running then running:stop() end
      end
      server, other = nil, nil
      os.execute(("rm -rf %s %s %s"):format(undo, plan, folder))
   end)

   -- Words that publish at TO, which is `server` where nothing else is said.
   local function apply(words, before, to)
      to = to or server.server
      return sesame(("apply --to %s --server %s --timeout 5 --tries 2 --key %s %s acme.example"):format(to, to,
         server.key, words), before)
   end

   local function publish(before, to)
      return apply(("--yes --plan %s --save-undo %s"):format(plan, undo), before, to)
   end

   -- Runs the last line that OUT prints after TITLE, as a person would paste it.
   local function paste(out, title)
      local command = out:match(title .. "\n%s+sesame ([^\n]+)\n")
      assert.is_truthy(command, out)
      local second = fresh_path()
      local more = command:find("^apply") and ("--server %s --timeout 5 --tries 2 --save-undo %s"):format(server.server,
         second) or ""
      local status, said = sesame(command .. " " .. more)
      os.remove(second)
      return status, said
   end

   local BACK = "To take [^\n]-:"

   -- A program in place of nsupdate; $REAL is the real one, $0.in what it was given.
   local function in_place_of_nsupdate(script)
      assert(os.execute("mkdir " .. folder))
      local path = folder .. "/nsupdate"
      local file <close> = assert(io.open(path, "w"))
      file:write("#!/bin/sh\ncat >$0.in\nREAL=$(PATH=${PATH#*:} command -v nsupdate)\n", script, "\n")
      file:close()
      assert(os.execute("chmod +x " .. path))
      return ("PATH=%s:$PATH"):format(folder)
   end

   local function shown(at) return (at or server):texts("one.acme.example", "TXT")[1] end
   local function second(at) return (at or server):texts("two.acme.example", "TXT")[1] end

   local function await_shown(value)
      for _ = 1, 100 do
         if shown() == value then return end
         os.execute("sleep 0.05")
      end
      assert.equal(value, shown())
   end

   it("a secondary that forwards and follows is done", function()
      local port = tonumber(require("spec.support.faultd").closed_port():match("%d+$"))
      other = primary.start("bind", { ["acme.example"] = ZONE }, { notifies = port })
      server = primary.start("bind-secondary", { ["acme.example"] = ZONE }, { port = port, primary = other.port })
      local status, out = publish()
      assert.equal(0, status, out)
      assert.same({ '"new"', '"second"' }, { shown(other), second(other) })
      assert.is_true(exists(undo))
      os.execute("sleep 0.3")
      status, out = paste(out, BACK)
      assert.equal(0, status, out)
      assert.same({ '"former"' }, { shown(other), second(other) })
   end)

   it("a secondary that forwards and lags keeps the way back, and says what it shows", function()
      other = primary.start("bind", { ["acme.example"] = ZONE })
      server = primary.start("bind-secondary", { ["acme.example"] = ZONE }, { primary = other.port })
      local status, out = publish()
      assert.equal(1, status, out)
      assert.same({ '"new"', '"second"', '"former"' }, { shown(other), second(other), shown() })
      assert.matches("NOT SEEN: " .. server.server .. " took the update but shows none of it", flat(out), 1, true)
      local place = "one.acme.example TXT at server %s: still has the former records"
      assert.matches(place:format(server.server), flat(out), 1, true)
      assert.matches("The way back is kept.", out, 1, true)
      assert.is_true(exists(undo))
      local status_now, said = paste(out, BACK)
      assert.equal(0, status_now)
      assert.matches("If it is a secondary that lags behind, run this again", flat(said), 1, true)
      server:notify("acme.example")
      await_shown('"new"')
      status, said = paste(out, BACK)
      assert.is_true(status == 0 or status == 1, said) -- it lags again, and says so
      assert.same({ '"former"' }, { shown(other), second(other) })
   end)

   it("a server that drops one change is told from one that did all", function()
      server = primary.start("bind", { ["acme.example"] = ZONE })
      local address, port = server.server:match("(.*):(%d+)")
      local before = in_place_of_nsupdate(([[$REAL "$@" <$0.in
         printf 'server %s %s\nkey hmac-sha256:spec %s\nupdate delete two.acme.example TXT\nsend\n' | $REAL -v]])
         :format(address, port, primary.SECRET))
      local status, out = publish(before)
      assert.equal(1, status, out)
      assert.matches("NOT SEEN: " .. server.server .. " took the update but does not show all of it", flat(out),
         1, true)
      local place = "two.acme.example TXT at server %s: still has the former records"
      assert.matches(place:format(server.server), flat(out), 1, true)
      assert.is_nil(out:find("one.acme.example TXT at server", 1, true))
      assert.same({ '"new"' }, { shown(), second() })
      local _, again = apply(("--plan %s --save-undo %s"):format(plan, undo))
      assert.matches("shows a part of what it was to publish. To take that back: sesame apply", flat(again), 1, true)
      status, out = paste(out, BACK)
      assert.equal(0, status, out)
      assert.equal('"former"', shown())
   end)

   it("a server that changes one record on its own shows what it has in its place", function()
      server = primary.start("bind", { ["acme.example"] = ZONE })
      local address, port = server.server:match("(.*):(%d+)")
      local before = in_place_of_nsupdate(([[$REAL "$@" <$0.in
         printf 'server %s %s\nkey hmac-sha256:spec %s\nupdate add two.acme.example 60 TXT third\nsend\n' | $REAL -v]])
         :format(address, port, primary.SECRET))
      local status, out = publish(before .. " env")
      assert.equal(1, status, out)
      assert.matches("has other records than planned two.acme.example. TXT", flat(out), 1, true)
      assert.matches('two.acme.example. TXT "third"', out, 1, true)
      assert.is_true(exists(undo))
      status, out = publish(before .. " env")
      assert.equal(1, status)
      assert.matches("shows other records than those before and after it", flat(out), 1, true)
   end)

   it("a lost answer is settled by what the server shows", function()
      server = primary.start("bind", { ["acme.example"] = ZONE })
      local proxy = updateproxy.start(server.port)
      local status, out = publish(nil, proxy.server)
      proxy:stop()
      assert.equal(0, status, out)
      assert.matches("Zone acme.example: done.", out, 1, true)
      assert.equal('"new"', shown())
      assert.is_true(exists(undo))
   end)

   it("a lost answer with nothing to see keeps the way back", function()
      server = primary.start("bind", { ["acme.example"] = ZONE })
      local before = in_place_of_nsupdate("echo '; Communication with it failed: end of file'; exit 1")
      local status, out = publish(before)
      assert.equal(1, status, out)
      assert.matches("NOT SEEN: the connection to .- was cut before it answered;.- shows none of it", flat(out))
      assert.is_true(exists(undo))
   end)

   it("a server that ends before it can be looked at leaves it unknown, and the way back", function()
      server = primary.start("bind", { ["acme.example"] = ZONE })
      local before = in_place_of_nsupdate(('$REAL "$@" <$0.in; kill -9 %d'):format(server.pid))
      local status, out = apply(("--yes --plan %s --save-undo %s --format json"):format(plan, undo), before)
      assert.equal(3, status, out)
      local told = cjson.decode(out)
      assert.same({ "unknown", undo, false }, { told.updates[1].status, told.undo, told.done })
      assert.matches("^sesame apply %-%-to .- %-%-undo", told.command)
      assert.is_true(exists(undo))
   end)

   it("a refusal leaves no file only where the zone is seen unchanged", function()
      server = primary.start("bind", { ["acme.example"] = ZONE }, { closed = true })
      local status, out = publish()
      assert.equal(1, status)
      assert.matches("NOT done: ", out, 1, true)
      assert.is_false(exists(undo))
      local before = in_place_of_nsupdate(('echo "update failed: REFUSED"; kill -9 %d; exit 2'):format(server.pid))
      status, out = publish(before)
      assert.equal(1, status)
      assert.matches("The way back is kept.", out, 1, true)
      assert.is_true(exists(undo))
   end)

   describe("a run that was killed", function()
      before_each(function() server = primary.start("bind", { ["acme.example"] = ZONE }) end)

      local function dry(words)
         local status, out, err = apply(("--plan %s --save-undo %s %s"):format(plan, undo, words or ""))
         return status, flat(out), err, out
      end

      it("before its undo file has done nothing", function()
         server:signal("STOP")
         assert.is_true(publish("exec timeout -s KILL 0.7 env 2>/dev/null") ~= 0)
         server:signal("CONT")
         assert.is_false(exists(undo))
         assert.equal('"former"', shown())
         local status, out = dry()
         assert.equal(0, status)
         assert.is_nil(out:find("earlier run", 1, true))
         assert.matches("Dry run: nothing was sent. With --yes it is", out, 1, true)
         assert.equal(0, (publish()))
      end)

      it("behind its undo file, before it sent anything, is told as that", function()
         publish("exec 2>/dev/null; " .. in_place_of_nsupdate("kill -9 $PPID"))
         assert.is_true(exists(undo))
         local status, out, _, whole = dry()
         assert.equal(0, status)
         assert.matches(undo .. ", the way back of an earlier run: " .. server.server
            .. " shows nothing of what it was to publish, so it is of no more use:", out, 1, true)
         assert.matches("rm '" .. undo .. "'", out, 1, true)
         local err
         status, out, err = publish()
         assert.same({ 2, "" }, { status, out })
         assert.matches("nothing was sent.-shows nothing of what it was to publish.-: rm '" .. undo, err)
         assert(os.execute(whole:match("rm '[^']+'")))
         assert.equal(0, (publish()))
         assert.equal('"new"', shown())
      end)

      for where, script in pairs {
         ["behind the sending"] = 'kill -9 $PPID; $REAL "$@" <$0.in',
         ["behind the answer"] = '$REAL "$@" <$0.in; kill -9 $PPID',
      } do
         it(where .. " is told as done, with the command that goes back", function()
            publish("exec 2>/dev/null; " .. in_place_of_nsupdate(script))
            await_shown('"new"')
            assert.is_true(exists(undo))
            local status, out, _, whole = dry("--yes")
            assert.equal(0, status, out)
            assert.matches("acme.example: nothing to publish at " .. server.server, out, 1, true)
            assert.matches(" shows all that it published. To take that back: sesame apply --to '" .. server.server, out,
               1, true)
            status, out = paste(whole, "To take%s+that%s+back:")
            assert.equal(0, status, out)
            assert.same({ '"former"' }, { shown(), second() })
            status, out = dry()
            assert.equal(0, status)
            assert.matches("so it is of no more use: rm '", out, 1, true)
         end)
      end

      it("without --save-undo is found by the names of the files", function()
         apply("--yes --plan " .. plan, "exec 2>/dev/null; " .. in_place_of_nsupdate("kill -9 $PPID"))
         local pipe <close> = assert(io.popen("ls acme.example.undo-*.json"))
         local name = pipe:read("l")
         local status, out = apply("--format json --plan " .. plan)
         os.remove(name)
         assert.equal(0, status)
         local told = cjson.decode(out)
         assert.same({ { path = name, state = "gone", command = "rm " .. name } }, told.earlier)
      end)

      it("while it wrote its undo file is told as not begun", function()
         assert(system.write_private(undo, '{ "schema": "sesame.fix/1", "domain": "acme'))
         local status, out = dry()
         assert.equal(0, status)
         assert.matches(undo .. " is no whole undo file: the run that wrote it had sent nothing yet.", out, 1, true)
      end)
   end)

   it("a primary that fails, refuses or is silent could not be asked", function()
      local faultd = require "spec.support.faultd"
      server = primary.start("bind", { ["other.example"] = ZONE:gsub("acme", "other") })
      local status, out, err = publish()
      assert.same({ 3, "" }, { status, out })
      assert.matches(server.server .. " could not be asked: refused", err, 1, true)
      local silent = faultd.closed_port()
      status, out, err = publish(nil, silent)
      assert.same({ 3, "" }, { status, out })
      assert.matches(silent .. " could not be asked: ", err, 1, true)
      assert.is_false(exists(undo))
   end)

   it("a primary whose zone does not load could not be asked", function()
      local limit = ZONE:gsub('one TXT "former"', 'one TXT "former')
      server = primary.start("bind", { ["other.example"] = ZONE:gsub("acme", "other"), ["acme.example"] = limit },
         { first = "other.example" })
      local status, out, err = publish()
      assert.same({ 3, "" }, { status, out })
      assert.matches("could not be asked: servfail", err, 1, true)
      assert.is_false(exists(undo))
   end)
end)
