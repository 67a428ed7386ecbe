-- SPDX-License-Identifier: MIT
-- What became of updates: every answer of a server beside everything it can show.
local settle = require "sesame.publish.settle"

local SERVER = "192.0.2.1:53"

-- The entries of two sets of one zone that SERVER shows in STATES; ELSEWHERE is what another server shows of both.
local function entries_of(states, elsewhere)
   local entries = {}
   for i, state in ipairs(states) do
      entries[i] = { set = { zone = "acme.example" }, places = { { server = SERVER, state = state, status = "timeout" },
         { server = "192.0.2.2:53", host = "ns2.acme.example", state = elsewhere or state } } }
   end
   return entries
end

local SHOWN = {
   all = { "published", "published" }, none = { "former", "former" }, part = { "published", "former" },
   other = { "other", "former" }, unknown = { "published", "unknown" },
}

-- What the server answered, what it shows -> the last status, the worst of all, and whether the way back may go.
local CASES = {
   { "done", "all", "done", "done", false }, { "done", "none", "not-shown", "refused", false },
   { "done", "part", "not-shown", "refused", false }, { "done", "other", "not-shown", "refused", false },
   { "done", "unknown", "unknown", "unknown", false },
   { "refused", "all", "done", "done", false }, { "refused", "none", "refused", "refused", true },
   { "refused", "part", "refused", "refused", false }, { "refused", "other", "refused", "refused", false },
   { "refused", "unknown", "refused", "refused", false },
   { "unknown", "all", "done", "done", false }, { "unknown", "none", "not-shown", "refused", false },
   { "unknown", "part", "not-shown", "refused", false }, { "unknown", "other", "not-shown", "refused", false },
   { "unknown", "unknown", "unknown", "unknown", false },
}

describe("an update", function()
   for _, case in ipairs(CASES) do
      it(("that was answered '%s' and is shown as '%s' is %s"):format(case[1], case[2], case[3]), function()
         local messages = { { zone = "acme.example", status = case[1], message = "it said so" } }
         local entries = entries_of(SHOWN[case[2]])
         assert.equal(case[4], settle.settle(messages, entries, SERVER))
         assert.equal(case[3], messages[1].status)
         assert.equal(case[3] == "done", messages[1].message == nil)
         assert.equal(case[5], settle.unchanged(messages, entries))
      end)
   end

   it("that one server refused and another shows keeps the way back", function()
      local messages = { { zone = "acme.example", status = "refused", message = "no" } }
      local entries = entries_of(SHOWN.none, "published")
      assert.equal("refused", settle.settle(messages, entries, SERVER))
      assert.is_false(settle.unchanged(messages, entries))
   end)

   it("that was not sent needs no way back", function()
      local messages = { { zone = "acme.example", status = "refused", message = "no" },
         { zone = "sub.acme.example", status = "not-sent" } }
      local entries = entries_of(SHOWN.none)
      assert.equal("refused", settle.settle(messages, entries, SERVER))
      assert.is_true(settle.unchanged(messages, entries))
   end)

   it("of a server that nobody asked is unknown", function()
      local messages = { { zone = "acme.example", status = "done" } }
      assert.equal("unknown", settle.settle(messages, {}, SERVER))
   end)

   it("that was taken and is not shown yet is looked at again", function()
      for _, case in ipairs { { "done", "none", true }, { "unknown", "part", true }, { "done", "all", false },
         { "refused", "none", false }, { "done", "unknown", false } } do
         local messages = { { zone = "acme.example", status = case[1] } }
         assert.equal(case[3], settle.pending(messages, entries_of(SHOWN[case[2]]), SERVER))
      end
   end)
end)
