-- SPDX-License-Identifier: MIT
local expect = require "sesame.expect"
local support = require "spec.support.facts"

local BAD = {
   { "a value that is no table", 1, "holds a number" },
   { "an unknown field", { colour = "red" }, "unknown field 'colour' %(known: accepted" },
   { "selectors that are no strings", { selectors = { 1 } }, "selectors%[1%] is no text" },
   { "an identity without its domain", { identities = { { region = "eu-west-1" } } }, "lacks 'domain'" },
   { "an identity with an unknown field", { identities = { { domain = "a.b", colour = 1 } } },
      "unknown field 'colour'" },
   { "a time that is none", { identities = { { domain = "a.b", requested = "soon" } } },
      "identities%[1%]%.requested: 'soon' is no time" },
   { "a token that is none", { identities = { { domain = "a.b", tokens = { "a b" } } } },
      "identities%[1%]%.tokens: 'a b' is no DKIM token" },
   { "a MAIL FROM that is no domain", { identities = { { domain = "a.b", mail_from = "a..b" } } },
      "identities%[1%]%.mail_from: 'a..b' is no domain" },
   { "a domain that is none", { identities = { { domain = "a..b" } } }, "%.domain: 'a..b' is no domain" },
   { "a domain with a space", { identities = { { domain = "a b" } } }, "identities%[1%]%.domain: 'a b' is no domain" },
   { "a selector that is none", { identities = { { domain = "a.b", selector = "a b" } } }, "is no selector" },
   { "a newer region without what SES says of it",
      { identities = { { domain = "a.b", region = "xx-new-1" } } }, "'xx%-new%-1' is no region of SES in the table" },
   { "a slip of the pen, whatever is given with it",
      { identities = { { domain = "a.b", region = "us-esat-1", hosted_zone = "dkim.amazonses.com" } } },
      "'us%-esat%-1' is no region of SES %(did you mean us%-east%-1" },
   { "an unknown region", { identities = { { domain = "a.b", region = "mars-1" } } }, "'mars%-1' is no region of SES" },
   { "an acceptance without a reason", { accepted = { { code = "a-b", expires = "2027-01-01" } } },
      "accepted%[1%]%.reason is missing" },
   { "an acceptance that never ends", { accepted = { { code = "a-b", reason = "r", expires = "never" } } },
      "accepted%[1%]%.expires: is not YYYY%-MM%-DD" },
   { "a region that is a number", { identities = { { domain = "a.b" }, { domain = "a.b", region = 3 } } },
      "identities%[2%]%.region is no text" },
   { "a list with a hole", { selectors = { "a", [3] = "c" } }, "selectors is no list" },
   { "a list that is a text", { identities = "a.b" }, "identities is no list" },
   { "a name with a NUL", { identities = { { domain = "a.b\0.c" } } },
      "identities%[1%]%.domain holds a control character" },
   { "a list that holds itself", (function()
      local list = {}
      list[1] = list
      return { selectors = list }
   end)(), "selectors%[1%] is no text" },
}

local function expected(value) return assert(expect.check("test", value)) end

local function with_file(suffix, content)
   local path = os.tmpname()
   local file = assert(io.open(path .. suffix, "w"))
   file:write(content)
   file:close()
   local value, message, code = expect.load(path .. suffix)
   os.remove(path)
   os.remove(path .. suffix)
   return value, message, code
end

describe("expect", function()
   for _, case in ipairs(BAD) do
      it("refuses " .. case[1], function()
         local value, message, code = expect.check("test", case[2])
         assert.is_nil(value)
         assert.matches("^test: ", message)
         assert.matches(case[3], message)
         assert.equal("bad-expectations", code)
      end)
   end

   it("reads Lua and JSON alike", function()
      assert.same({ "s1" }, with_file(".lua", "return { selectors = { 's1' } }").selectors)
      assert.same({ "s1" }, with_file(".json", '{ "selectors": ["s1"] }').selectors)
   end)

   it("gives a Lua file no functions to call", function()
      local value, message = with_file(".lua", "os.exit(0) return {}")
      assert.is_nil(value)
      assert.matches("os", message)
   end)

   -- What a stranger's file may try, and what is said of it.
   for name, case in pairs {
      ["runs without end"] = { "while true do end", "%.lua: runs without end" },
      ["doubles a string"] = { "local s = 'x' while true do s = s .. s end", "%.lua: holds a string of more than" },
      ["fills the memory"] = { "local t = {} for i = 1, 1e9 do t[i] = i end", "%.lua: needs more than %d+ octets" },
      ["fills a table again and again"] = { "local t = {} for i = 1, 1 << 17 do t['k' .. i] = i end "
         .. "for i = 1, 1e9 do t['k' .. i] = nil t['k' .. i + (1 << 17)] = 1 end", "%.lua: needs more than" },
      ["asks a pattern of strings"] = { "return { selectors = { ('a'):rep(100):match('.-b') } }",
         "attempt to index a string value" },
      ["holds a function"] = { "return { identities = { { domain = function() end } } }",
         "%.lua: identities%[1%]%.domain: holds a function" },
      ["holds itself"] = { "local t = {} t.selectors = t return t", "nested too deep" },
      ["is larger than it looks"] = { "local t = {} for _ = 1, 30 do t = { t, t } end return { selectors = t }",
         "too many values" },
      ["calls itself"] = { "local function f() return f() + 1 end f()", "%.lua:" },
      ["is compiled"] = { string.dump(function() return {} end), "binary chunk" },
   } do
      it("refuses a Lua file that " .. name, function()
         local before = os.clock()
         local value, message, code = with_file(".lua", case[1])
         assert.is_nil(value)
         assert.matches(case[2], message)
         assert.is_nil(message:find "\n")
         assert.equal("bad-expectations", code)
         assert.is_true(os.clock() - before < 10)
      end)
   end

   it("reads a file in UTF-16, and one with a byte order mark", function()
      local text = "return { selectors = { 's1' } }"
      assert.same({ "s1" }, with_file(".lua", "\xFF\xFE" .. text:gsub(".", "%0\0")).selectors)
      assert.same({ "s1" }, with_file(".lua", "\xEF\xBB\xBF" .. text).selectors)
      assert.same({ "s1" }, with_file(".json", "\xFE\xFF" .. ('{"selectors":["s1"]}'):gsub(".", "\0%0")).selectors)
   end)

   it("takes null in JSON as left out", function()
      assert.same({}, with_file(".json", '{ "selectors": null, "identities": [ { "domain": "a.b", "region": null } ] }')
         .selectors)
   end)

   it("says what is wrong with a file", function()
      assert.matches("is not valid JSON", select(2, with_file(".json", "{")))
      assert.equal("not-found", select(3, expect.load("/nonexistent/x.lua")))
   end)

   it("knows the selectors, identities and MAIL FROM names of one domain only", function()
      local lists = expect.names(expected {
         selectors = { "s1", "s2._domainkey.acme.example", "s3._domainkey.other.example" },
         mail_from = { "bounce.acme.example", "bounce.other.example" },
         identities = {
            { domain = "acme.example", region = "eu-west-1", tokens = { "t1" }, mail_from = "m.acme.example" },
            { domain = "other.example", tokens = { "t2" } },
         },
      }, "acme.example", { selectors = {}, mail_from = {}, identities = {} })
      assert.same({ "s1", "s2" }, lists.selectors)
      assert.same({ "bounce.acme.example" }, lists.mail_from)
      assert.same({ { domain = "acme.example", region = "eu-west-1", tokens = { "t1" },
         mail_from = "m.acme.example" } }, lists.identities)
   end)

   it("takes what saved JSON beside it says of an identity", function()
      local checked = expected {
         identities = { { domain = "acme.example", region = "us-east-1", file = "acme-ses-us-east-1.json" } } }
      checked.path = "examples/acme.expect.lua"
      local lists = expect.names(checked, "acme.example", { selectors = {}, mail_from = {}, identities = {} })
      assert.equal(3, #lists.identities[1].tokens)
      assert.same({ "dkim.amazonses.com", "bounce.acme.example" }, { lists.identities[1].hosted_zone,
         lists.identities[1].mail_from })
   end)

   describe("accepted findings", function()
      local function audit(accepted)
         local records = support.zone { ["acme.example"] = { TXT = { "v=spf1 -all", "v=spf1 mx -all" } } }
         return (support.audit(records, { expect = expected { accepted = accepted }, today = "2026-11-24" }))
      end

      it("do not count until their day has passed", function()
         local result = audit { { code = "spf-*", subject = "acme.example", reason = "moving",
            expires = "2026-11-24" } }
         assert.equal("ok", result.verdict)
         assert.equal("spf-several", result.accepted[1].finding.code)
         assert.equal("moving", result.accepted[1].reason)
      end)

      it("speak when they have expired, and the finding counts again", function()
         local result = audit { { code = "spf-several", reason = "moving", expires = "2026-11-23" } }
         assert.equal("error", result.verdict)
         assert.is_truthy(support.find(result, "spf-several"))
         assert.equal("2026-11-23", support.find(result, "acceptance-expired").fields.expires)
      end)

      it("speak when nothing needs them", function()
         local result = audit {
            { code = "mx-dangling", subject = "acme.example", reason = "old", expires = "2027-01-01" },
            { code = "mx-dangling", subject = "other.example", reason = "old", expires = "2027-01-01" },
         }
         assert.equal("acme.example", support.find(result, "acceptance-unused").subject)
         assert.equal(1, result.counts.notice)
      end)

      it("never hide what is in order", function()
         local result = audit { { code = "*", reason = "all", expires = "2027-01-01" } }
         assert.is_truthy(support.find(result, "mx-ok"))
      end)
   end)
end)
