-- SPDX-License-Identifier: MIT
-- The undo files of earlier runs: which are found, and what is said of each.
local earlier = require "sesame.cli.earlier"
local lfs = require "lfs"
local plans = require "spec.support.plans"
local publish = require "sesame.publish.apply"
local render = require("sesame.report.fix_json").render
local report = require "sesame.report.publish_text"
local sets = require "sesame.fix.record_sets"

local function write(path, text)
   local file <close> = assert(io.open(path, "wb"))
   file:write(text)
end

local function undo_text()
   local plan = plans.whole()
   for _, change in ipairs(plan.changes) do change.zone, change.codes, change.waits = "acme.example", {}, false end
   local counts = { error = 0, warning = 0, unknown = 0, notice = 0 }
   plan.before, plan.after = counts, counts
   return render(publish.undo(plan, sets.of(plan)))
end

-- A primary whose survey of COUNT sets is as SHARES say: how many of each kind.
local function primary_of(shares)
   return { session = true, survey = function()
      local found = {}
      for _, kind in ipairs { "sets", "done", "differ", "unknown" } do
         found[kind] = {}
         for i = 1, shares[kind] or 0 do found[kind][i] = {} end
      end
      return found
   end }
end

describe("undo files of earlier runs", function()
   local home, folder = lfs.currentdir(), nil
   before_each(function()
      folder = os.tmpname()
      os.remove(folder)
      assert(lfs.mkdir(folder))
      assert(lfs.chdir(folder))
   end)
   after_each(function()
      lfs.chdir(home)
      os.execute("rm -rf " .. folder)
   end)

   local WANT = { domain = "acme.example", server = "192.0.2.1:53" }

   local function find(shares, given)
      return earlier.find(given or { key = "my key" }, WANT, primary_of(shares))
   end

   local CASES = {
      { "there", { sets = 2 }, "sesame apply" }, { "part", { sets = 1, done = 1 }, "sesame apply" },
      { "gone", { done = 2 }, "rm " }, { "other", { sets = 1, differ = 1 } }, { "unknown", { sets = 1, unknown = 1 } },
   }
   for _, case in ipairs(CASES) do
      it("are told as '" .. case[1] .. "', with the next command", function()
         write(earlier.path("acme.example", 0), undo_text())
         local found = find(case[2])
         assert.same({ 1, 0, case[1], "acme.example.undo-19700101T000000Z.json" },
            { #found, found.more, found[1].state, found[1].path })
         assert.equal(case[3], found[1].command and found[1].command:sub(1, #case[3]))
         assert.matches("192.0.2.1:53", report.earlier(found[1], WANT.server), 1, true)
      end)
   end

   it("give a command in which every value is quoted", function()
      write(earlier.path("acme.example", 0), undo_text())
      assert.equal("sesame apply --to '192.0.2.1:53' --key 'my key' --undo acme.example.undo-19700101T000000Z.json "
         .. "--yes acme.example", find({ sets = 1 })[1].command)
   end)

   it("that were cut short are told so", function()
      write(earlier.path("acme.example", 0), undo_text():sub(1, 200))
      assert.same({ "unreadable" }, { find({ sets = 1 })[1].state })
   end)

   it("are the newest ones of this domain, and the rest is counted", function()
      for time = 1, earlier.SHOWN_MAX + 2 do write(earlier.path("acme.example", time), undo_text()) end
      write(earlier.path("other.example", 9), undo_text())
      write("acme.example.undo-notes.json", "")
      local found = find({ sets = 1 })
      assert.same({ earlier.SHOWN_MAX, 2 }, { #found, found.more })
      assert.equal(earlier.path("acme.example", earlier.SHOWN_MAX + 2), found[1].path)
   end)

   it("leave out the one that is used now, and begin with the one that stands in the way", function()
      write(earlier.path("acme.example", 1), undo_text())
      write("mine.json", undo_text())
      assert.equal(0, #find({ sets = 1 }, { undo = earlier.path("acme.example", 1) }))
      local found = find({ sets = 1 }, { ["save-undo"] = "mine.json" })
      assert.same({ "mine.json", earlier.path("acme.example", 1) }, { found[1].path, found[2].path })
   end)

   it("are not looked for where nobody is asked", function()
      write(earlier.path("acme.example", 1), undo_text())
      assert.same({ more = 0 }, earlier.find({}, WANT, {}))
   end)

   it("have names that are no paths", function()
      assert.equal("a_b__c.undo-19700101T000000Z.json", earlier.path("a/b|;c", 0))
   end)
end)
