-- SPDX-License-Identifier: MIT
-- The statuses of an Easy DKIM record: nothing that is not declared is a verdict, each is said by the documentation,
-- and the check and the reports have a word for each, with every detail.
local check = require "sesame.check.easy_dkim"
local status = require "sesame.easy_dkim.status"
local words = require "sesame.check.easy_dkim_words"

local BECAUSE = { name = "t._domainkey.acme.example", type = "CNAME", status = "servfail" }

local function each(use)
   for name, declared in pairs(status.all) do
      if declared.plain ~= false then use(name, nil) end
      for detail in pairs(declared.details or {}) do use(name, detail) end
   end
end

-- A record with the verdict NAME, DETAIL and everything that may come with one.
local function record(name, detail)
   local verdict = status.verdict { status = name, detail = detail, because = name == "unknown" and BECAUSE or nil }
   verdict.key, verdict.idle, verdict.token = { known = true, state = "idle" }, false, "t"
   verdict.name, verdict.target, verdict.found = "t._domainkey.acme.example", "t.dkim.amazonses.com", {}
   verdict.found[1] = { kind = "cname", target = "t.other.amazonses.com", zone = "other.amazonses.com" }
   verdict.at, verdict.by, verdict.servers = "x.acme.example", "NS", { "ns.other.test" }
   verdict.tail, verdict.beside, verdict.ttl = "acme.example", "TXT", 60
   return verdict
end

describe("a status of an Easy DKIM record", function()
   local page
   setup(function()
      local file <close> = assert(io.open "doc/easy-dkim.md")
      page = file:read "a"
   end)

   it("is one of the declared, with one of its details and a cause where it is unknown", function()
      assert.error_matches(function() status.verdict { status = "perhaps" } end, "'perhaps' is not declared")
      assert.error_matches(function() status.verdict {} end, "'nil' is not declared")
      assert.error_matches(function() status.verdict { status = "right", detail = "certain" } end,
         "no detail 'certain'")
      assert.error_matches(function() status.verdict { status = "missing", detail = "x" } end, "no detail 'x'")
      assert.error_matches(function() status.verdict { status = "swapped" } end, "no detail 'nil'")
      assert.error_matches(function() status.verdict { status = "unknown" } end, "lacks a cause")
      assert.error_matches(function() status.verdict { status = "right", because = BECAUSE } end, "has a cause")
      assert.same({ status = "unknown", known = false, because = BECAUSE },
         status.verdict { status = "unknown", because = BECAUSE })
   end)

   it("is documented", function()
      for name in pairs(status.all) do assert.is_truthy(page:find("`" .. name .. "`", 1, true), name) end
   end)

   it("has a sentence and, where it is wrong, a finding and a first step", function()
      each(function(name, detail)
         local judged, codes = record(name, detail), {}
         local model = { records = { judged }, domain = "acme.example", verdict = "fails", first = 1, keys = 0,
            hosted = 0,
            reason = { code = "wrong", count = 1, total = 1 }, known = true, zone = "dkim.amazonses.com" }
         assert.is_string(words.sentence(judged))
         assert.is_string(words.first(model))
         check.run({ easy_dkim = { model } }, function(code) codes[#codes + 1] = code end)
         local own = #codes - 1 -- without the verdict
         local plain = name == "right" and detail ~= "remembered"
         assert.equal(plain and 0 or 1, own, ("%s %s: %s"):format(name, detail, table.concat(codes, " ")))
      end)
   end)

   it("that leaves the verdict open is not broken", function()
      for _, name in ipairs { "right", "unknown", "inconsistent", "target-unresolved" } do
         each(function(each_name, detail)
            if each_name == name then assert.is_false(status.is_broken(record(name, detail)), name) end
         end)
      end
      assert.same({ true, false, false, true, false },
         { status.is_broken(record("wrong-zone", "certain")), status.is_broken(record("wrong-zone", "likely")),
            status.is_broken(record("txt-in-place", "same")), status.is_broken(record("txt-in-place", "no-key")),
            status.is_broken(record("txt-in-place")) })
   end)
end)
