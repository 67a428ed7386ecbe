-- SPDX-License-Identifier: MIT
-- What a server holds of a plan, the messages, the way back.
local apply = require "sesame.publish.apply"
local make = require("sesame.core").answer.make
local plans = require "spec.support.plans"
local sets = require "sesame.fix.record_sets"
local state = require "sesame.publish.state"

local function answers_of(list, side, changes)
   local answers = {}
   for i, set in ipairs(list) do
      local values = {}
      for j, record in ipairs(set[side]) do
         values[j] = record.strings or record.preference and { preference = record.preference,
            exchange = record.target }
            or record.target or record.text
      end
      local status = #values == 0 and "nodata" or nil
      answers[i] = make { name = set.name, type = set.type, records = values, status = status, ttl = 777 }
   end
   for i, answer in pairs(changes or {}) do answers[i] = answer end
   return answers
end

local function names(list)
   local out = {}
   for i, set in ipairs(list) do out[i] = set.name .. " " .. set.type end
   return out
end

describe("a survey", function()
   it("sorts sets by what the server has, and takes over its TTLs", function()
      local list = sets.of(plans.whole())
      local after = answers_of(list, "after")
      local found = apply.survey(list, answers_of(list, "before", {
         [2] = after[2], [3] = make { name = list[3].name, type = "MX", status = "timeout" },
         [6] = make { name = list[6].name, type = "TXT", records = { "somebody else's" } },
      }))
      assert.same({ "acme.example TXT", "t1._domainkey.acme.example A", "t1._domainkey.acme.example CNAME" },
         names(found.sets))
      assert.same({ "_dmarc.acme.example TXT" }, names(found.done))
      assert.same({ "bounce.acme.example", "timeout" }, { found.unknown[1].set.name, found.unknown[1].status })
      assert.same({ "old.acme.example", "somebody else's" },
         { found.differ[1].set.name, found.differ[1].found[1].bytes })
      assert.equal(777, found.sets[1].before_ttl)
   end)
end)

describe("messages", function()
   local function three()
      local plan = plans.whole()
      plan.changes[2].zone, plan.changes[3].zone = "_dmarc.acme.example", "bounce.acme.example"
      return apply.messages(sets.of(plan))
   end

   it("are one for each zone", function()
      local messages = three()
      assert.same({ "acme.example", "_dmarc.acme.example", "bounce.acme.example" },
         { messages[1].zone, messages[2].zone, messages[3].zone })
      assert.equal("zone bounce.acme.example.", messages[3].lines[1])
   end)

   it("end with the first that is refused, and say so of each", function()
      local messages, sent = three(), 0
      assert.is_false(apply.send(messages, function()
         sent = sent + 1
         if sent == 2 then return nil, "no", "REFUSED" end
         return true
      end))
      assert.same({ 2, "done", "refused", "not-sent" }, { sent, messages[1].status, messages[2].status,
         messages[3].status })
   end)

   it("whose answer was lost are unknown", function()
      for _, code in ipairs { "timeout", "unreachable", "interrupted", "failed" } do
         local messages = three()
         apply.send(messages, function() return nil, "?", code end)
         assert.equal("unknown", messages[1].status)
      end
   end)
end)

describe("the way back", function()
   it("is the plan from after to before, TTLs and all", function()
      local plan = plans.whole()
      local list = sets.of(plan)
      local back = sets.of(apply.undo(plan, list))
      assert.equal(#list, #back)
      for i, set in ipairs(list) do
         assert.is_true(state.same(set.before, back[i].after))
         assert.is_true(state.same(set.after, back[i].before))
         if #set.before > 0 then assert.equal(set.before_ttl, back[i].ttl) end
      end
      assert.same(plans.whole().changes[5].values, apply.undo(plan, list).changes[5].before)
   end)

   it("survives JSON to the byte", function()
      local plan = plans.of_texts(plans.texts())
      plan.before, plan.after = { error = 0, warning = 0, unknown = 0, notice = 0 },
         { error = 0, warning = 0, unknown = 0, notice = 0 }
      local json = require "sesame.report.fix_json"
      local undo = apply.undo(plan, sets.of(plan))
      local again = assert(json.read(json.render(undo)))
      local first, second = sets.of(undo), sets.of(again)
      for i, set in ipairs(first) do assert.same(set.before, second[i].before) end
      assert.equal(#plan.changes, #second)
   end)
end)

describe("a plan", function()
   it("with a placeholder, or a name of no known zone, is refused", function()
      local plan = plans.whole()
      assert.is_nil(apply.refuse(plan))
      plan.changes[2].waits = true
      assert.matches("_dmarc.acme.example TXT holds a placeholder", apply.refuse(plan), 1, true)
      plan.changes[2].waits, plan.zone = false, nil
      assert.matches("which zone acme.example lies in could not be learnt", apply.refuse(plan), 1, true)
   end)
end)
