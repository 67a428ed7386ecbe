-- SPDX-License-Identifier: MIT
-- What an audit after a change says of the change: is the finding gone, and is anything new there?
local verify = require "sesame.fix.verify"

local function item(code, message, severity)
   return { code = code, subject = "a.test", type = "TXT", message = message or code, severity = severity or "error" }
end

local function audit(...) return { findings = { ... } } end

describe("fix.verify", function()
   it("a finding is gone where fewer of its kind are there", function()
      local one, two = item "x-one", item("x-one", "another")
      assert.is_true(verify.gone(one, audit(one), audit()))
      assert.is_true(verify.gone(one, audit(one, two), audit(two)))
      assert.is_false(verify.gone(one, audit(one), audit(one)))
      assert.is_false(verify.gone(one, audit(one), audit(item("x-one", "said otherwise"))))
      assert.is_true(verify.gone(one, audit(one), audit(item "x-two")))
   end)

   it("what was not there before is new, however it is worded, but notices are not", function()
      local one = item "x-one"
      assert.same({}, verify.fresh(audit(one), audit(one)))
      assert.same({}, verify.fresh(audit(one), audit(item("x-one", "said otherwise"))))
      assert.equal(1, #verify.fresh(audit(one), audit(one, item("x-one", "another"))))
      assert.equal(1, #verify.fresh(audit(one), audit(item("x-two", nil, "unknown"))))
      assert.same({}, verify.fresh(audit(one), audit(item("x-two", nil, "notice"))))
   end)
end)
