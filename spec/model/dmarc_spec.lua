-- SPDX-License-Identifier: MIT
local dmarc = require "sesame.model.dmarc"
local support = require "spec.support.facts"

local function holds(text) return { TXT = { text } } end

local function build(records, domain)
   local facts = support.of(records)
   return dmarc.build { domain = domain or "acme.example", facts = facts }, facts
end

describe("model.dmarc", function()
   it("asks for the walk and a wildcard where the domain has a record of its own", function()
      local _, facts = build({ ["_dmarc.a.acme.example"] = holds "v=DMARC1; p=reject" }, "a.acme.example")
      local asked, list = {}, {}
      for _, question in ipairs(facts.asked) do
         if not asked[question] then list[#list + 1] = question end
         asked[question] = true
      end
      assert.same({
         "_dmarc.a.acme.example TXT", "_dmarc.acme.example TXT", "_dmarc.example TXT", "*.a.acme.example TXT",
         "a.acme.example TXT",
      }, list)
   end)

   it("M06 what is inherited comes from the organizational domain", function()
      local model = build({
         ["_dmarc.b.acme.example"] = holds "v=DMARC1; p=none", ["_dmarc.acme.example"] = holds "v=DMARC1; p=reject",
      }, "a.b.acme.example")
      assert.same({ owner = "acme.example", name = "_dmarc.acme.example", record = "v=DMARC1; p=reject" },
         model.inherited)
   end)

   it("M11 what could not be learnt above leaves it undetermined", function()
      local model = build({
         ["_dmarc.b.acme.example"] = { TXT = "servfail" }, ["_dmarc.acme.example"] = holds "v=DMARC1; p=none",
      }, "a.b.acme.example")
      assert.is_nil(model.inherited)
      assert.same({ false, { name = "_dmarc.b.acme.example", type = "TXT", status = "servfail" } },
         { model.above.known, model.above.because })
   end)

   it("L30 finds records where nobody looks", function()
      local model = build {
         ["acme.example"] = holds "v=DMARC1; p=none", ["dmarc.acme.example"] = holds "v=DMARC1; p=none",
         ["_dmarc._dmarc.acme.example"] = holds "v=DMARC1; p=none",
         ["_dmarc.acme.example.acme.example"] = holds "v=DMARC1; p=none",
      }
      assert.equal(1, #model.at_apex)
      local names = {}
      for i, place in ipairs(model.misplaced) do names[i] = place.name end
      assert.same({ "dmarc.acme.example", "_dmarc.acme.example.acme.example", "_dmarc._dmarc.acme.example" }, names)
   end)

   it("L40 a wildcard's record is no misplaced one", function()
      local star = holds "v=DMARC1; p=none"
      local model = build { ["*.acme.example"] = star, ["acme.example"] = { A = { "192.0.2.1" } } }
      assert.same({ {}, 1, true }, { model.misplaced, #model.wildcard.records, model.wildcard.exists })
   end)

   it("L40 knows whether a wildcard is there, or that it could not be learnt", function()
      assert.is_false(build({}).wildcard.exists)
      assert.is_true(build({ ["*.acme.example"] = { A = { "192.0.2.1" } } }).wildcard.exists)
      assert.is_true(build({ ["*.acme.example"] = { CNAME = "gone.example" } }).wildcard.exists)
      assert.is_nil(build({ ["*.acme.example"] = { TXT = "timeout" } }).wildcard.exists)
   end)

   it("asks at names of the greatest length that DNS can hold", function()
      local function asked(length, question)
         local tail = ".example"
         local name = ("a"):rep(63) .. "." .. ("b"):rep(63) .. "." .. ("c"):rep(63) .. "."
         name = name .. ("d"):rep(length - #name - #tail) .. tail
         local _, facts = build({}, name)
         for _, text in ipairs(facts.asked) do
            if text == question .. name .. " TXT" then return true end
            assert.is_true(#text <= 253 + #" TXT", text)
         end
         return false
      end
      assert.is_true(asked(246, "_dmarc."))
      assert.is_false(asked(247, "_dmarc."))
      assert.is_true(asked(251, "*."))
      assert.is_false(asked(252, "*."))
      assert.same({ 1, 0 }, { #dmarc.questions(("a"):rep(246)), #dmarc.questions(("a"):rep(247)) })
   end)

   it("asks nothing that DNS cannot hold for the longest names", function()
      local long = ("a"):rep(63) .. "." .. ("b"):rep(63) .. "." .. ("c"):rep(63) .. "." .. ("d"):rep(52) .. ".example"
      assert.equal(252, #long)
      local model = build({ ["_dmarc.example"] = holds "v=DMARC1; p=none; psd=y" }, long)
      assert.same({ "example", "_dmarc." .. long, {} }, { model.inherited.owner, model.name, model.records })
   end)
end)
