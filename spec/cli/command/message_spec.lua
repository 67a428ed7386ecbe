-- SPDX-License-Identifier: MIT
-- `sesame message` as a user meets it, and the corpus message of Amazon SES where that folder is there.
local cjson = require "cjson"

local suites = require "spec.support.suites"

local function read(path)
   local file <close> = assert(io.open(path, "rb"))
   return file:read("a")
end

local sesame = require("spec.support.command").run

local DEMO = "--zone examples/acme.zone --offline "

local MISUSE = {
   { "a missing file", "message /nonexistent.eml", "/nonexistent.eml" },
   { "a text without header", "message spec/cli/shop.zone", "holds no message header" },
   { "a folder", "message spec", "spec: " },
   { "no file", "message", "missing argument" },
   { "a recipe without its message", "run return-path acme.example", "message=FILE is missing" },
   { "an unknown argument", "run return-path colour=red acme.example", "unknown argument 'colour' %(known: message%)" },
}

describe("sesame message", function()
   for _, case in ipairs(MISUSE) do
      it("answers " .. case[1] .. " with one line and status 2", function()
         local status, out, err = sesame(case[2])
         assert.same({ 2, "" }, { status, out })
         assert.matches(case[3], err)
         assert.matches("^sesame[^\n]*\n$", err)
      end)
   end

   it("is the recipe return-path", function()
      local one = { sesame("message examples/acme-message.eml " .. DEMO) }
      local other = { sesame("run return-path message=examples/acme-message.eml " .. DEMO) }
      local function undated(text) return (text:gsub("%d+%-%d+%-%d+ %d+:%d+ UTC", "DATE")) end
      assert.equal(undated(one[2]), undated(other[2]))
      assert.same({ 1, 1 }, { one[1], other[1] })
   end)

   it("reads standard input, and takes expectations", function()
      local status, out = sesame("message - --expect examples/acme.expect.lua --format json --only 'easy-dkim*' "
         .. DEMO,
         "cat examples/acme-message.eml |")
      assert.equal(1, status)
      assert.matches('"code": "easy-dkim-missing"', out, 1, true)
   end)

   it("writes the JSON that doc/json.md describes", function()
      local _, out = sesame("message examples/acme-message.eml --format json " .. DEMO)
      local made = cjson.decode(out).audits[1].models.message
      assert.same({ "acme.example" }, made.from)
      assert.same({ "default", true, "eu-west-1", "54.240.6.141" }, { made.envelope, made.sent_by_ses, made.region,
         made.sending_ip })
      assert.same({ "fail", false, false }, { made.dmarc.result, made.dmarc.spf_aligned, made.dmarc.dkim_aligned })
      local page = read("doc/json.md")
      for key in pairs(made) do assert(page:find('"' .. key .. '"', 1, true), key) end
      for key in pairs(made.signatures[1]) do assert(page:find('"' .. key .. '"', 1, true), key) end
   end)

   local list = suites.json("ses/expected.json", cjson.decode)
   if not list then return it("reads the corpus", function() pending(suites.reason) end) end
   for _, case in ipairs(list.cases) do
      it("reads the corpus message " .. case.file, function()
         local path = os.tmpname()
         local file <close> = assert(io.open(path, "w"))
         file:write("$ORIGIN amazonses.com.\n$TTL 300\n@ SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1\nns1 A "
            .. "192.0.2.1\n",
            '_dmarc TXT "v=DMARC1; p=quarantine"\n')
         for name, record in pairs(case.dns) do
            file:write(("%s. TXT \"%s\" \"%s\"\n"):format(name, record:sub(1, 200), record:sub(201)))
         end
         file:flush()
         local status, out = sesame(("message %s%s --zone amazonses.com=%s --offline --format json --only 'message-*'")
            :format(suites.folder .. "/ses/", case.file, path))
         os.remove(path)
         local audit = cjson.decode(out).audits[1]
         local made = audit.models.message
         assert.same({ case.header_from_domain }, made.from)
         assert.equal(case.region, made.region)
         for i, expected in ipairs(case.signatures) do
            local got = made.signatures[i]
            assert.same({ expected.d, expected.s }, { got.domain, got.selector })
            local passes = expected.expect == "pass"
            assert.equal(passes and "usable" or "none", got.key)
            assert.equal(passes and expected.aligned_with_from, got.aligned)
         end
         assert.equal("pass", made.dmarc.result)
         assert.equal(0, status)
      end)
   end
end)
