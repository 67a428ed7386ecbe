-- SPDX-License-Identifier: MIT
-- `sesame fix` as a user meets it: a process, its output, its complaints and its exit status.
local json = require "sesame.base.json"

local ACME = " --zone examples/acme.zone --offline "

local function slurp(path)
   local file <close> = assert(io.open(path))
   return file:read("a")
end

local sesame = require("spec.support.command").run

local MISUSE = {
   { "an unknown format lists the known ones", "--format excel acme.example",
      "'excel' is not one of text, json, bind, nsupdate, route53" },
   { "a choice without a number", "--choose spf-missing acme.example", "'spf%-missing' is not CODE=N" },
   { "a choice for no code", "--choose spf-mising=1 acme.example",
      "'spf%-mising' is the code of no finding %(did you mean spf%-missing" },
   { "a choice there is not", "--choose spf-lookups-over-limit=9 acme.example",
      "%-%-choose spf%-lookups%-over%-limit=9: there are %d choices" },
   { "a code of nothing", "--code spf-lokups acme.example", "'spf%-lokups' fits the code of no finding" },
   { "two domains", "acme.example clean.example", "one domain is expected, not 2 words" },
   { "a list of domains", "--input - acme.example", "%-%-input: one domain at a time" },
   { "a script that is not there", "--script ./nope.lua acme.example", "%./nope%.lua" },
   { "an unknown argument of a script", "--script ./examples/house-tls-rpt.lua colour=red acme.example",
      "unknown argument 'colour' %(known: address%)" },
   { "an output that cannot be written", "--output /nonexistent/plan acme.example", "/nonexistent/plan" },
}

describe("sesame fix", function()
   for _, case in ipairs(MISUSE) do
      it("refuses " .. case[1] .. " in one line", function()
         local status, out, err = sesame("fix" .. ACME .. case[2])
         assert.equal(2, status)
         assert.equal("", out)
         assert.matches("^sesame fix: [^\n]*" .. case[3] .. "[^\n]*\n$", err)
      end)
   end

   it("exits with 1 while the planned zone has errors, 0 when it has none", function()
      assert.equal(1, (sesame("fix" .. ACME .. "--expect examples/acme.expect.lua acme.example")))
      assert.equal(0, (sesame("fix" .. ACME .. "--expect examples/acme.expect.lua clean.example")))
      assert.equal(0, (sesame("fix" .. ACME .. "other.example")))
      assert.equal(1, (sesame("fix" .. ACME .. "--fail-on warning other.example")))
   end)

   it("writes every format, and the same one twice", function()
      for _, format in ipairs(require("sesame.fix").formats) do
         local words = ("fix %s--expect examples/acme.expect.lua --format %s acme.example"):format(ACME, format)
         local status, first = sesame(words)
         assert(status == 1 and #first > 100, format)
         assert.equal(first, select(2, sesame(words)))
      end
   end)

   it("takes the choice it is told to", function()
      local _, out = sesame("fix" .. ACME .. "--format json --choose spf-missing-parked=1 other.example")
      local made = json.decode(out)
      assert.equal(0, made.after.warning)
      assert.equal("yes", made.verified)
      assert.equal(1, made.choices[1].chosen)
   end)

   it("leaves an old file alone when there is no plan", function()
      local path = os.tmpname()
      local file = assert(io.open(path, "w"))
      file:write("old")
      file:close()
      assert.equal(2,
         (sesame("fix" .. ACME .. "--output " .. path .. " --choose spf-lookups-over-limit=9 acme.example")))
      local kept = slurp(path)
      os.remove(path)
      assert.equal("old", kept)
   end)

   it("mends what a script finds", function()
      local words = "--script ./examples/house-tls-rpt.lua --format bind acme.example address=tls@acme.example"
      local status, out = sesame("fix" .. ACME .. words)
      assert.equal(0, status)
      assert.matches('_smtp%._tls%.acme%.example%. 300 IN TXT "v=TLSRPTv1; rua=mailto:tls@acme%.example"', out)
   end)
end)
