-- SPDX-License-Identifier: MIT
local script = require "sesame.script"
local support = require "spec.support.facts"

local function with_file(content, use)
   local path = os.tmpname() .. ".lua"
   local file = assert(io.open(path, "w"))
   file:write(content)
   file:close()
   local results = table.pack(pcall(use, path))
   os.remove(path)
   os.remove((path:gsub("%.lua$", "")))
   assert(results[1], results[2])
   return table.unpack(results, 2, results.n)
end

local function load(content)
   return with_file(content, function(path) return script.load(path) end)
end

local BAD = {
   { "an unknown field", "return { summary = 's', run = print, colour = 1 }", "unknown field 'colour' %(known: summary" },
   { "a field of the wrong type", "return { summary = 1, run = print }", "field 'summary' is a number, not a string" },
   { "a missing summary", "return { run = print }", "field 'summary' is missing" },
   { "a missing run", "return { summary = 's' }", "field 'run' is missing" },
   { "no table", "return 1", "returns a number" },
   { "nothing", "", "returns a nil" },
   { "an argument that is not described", "return { summary = 's', run = print, args = { 'x' } }",
      "'args' is a table of name = description" },
   { "a tag that is no string", "return { summary = 's', run = print, tags = { 1 } }", "'tags': 1 is not a string" },
   { "a code without its reason", "return { summary = 's', run = print, codes = { ['x-y'] = { severity = 'error', "
      .. "text = 't', reference = 'r' } } }", "finding 'x%-y' lacks 'why'" },
   { "a syntax error", "return {", "expected" },
   { "an error while loading", "error('no')", "no" },
}

describe("script", function()
   for _, case in ipairs(BAD) do
      it("refuses " .. case[1] .. ", by name and on one line", function()
         local loaded, message, code = load(case[2])
         assert.is_nil(loaded)
         assert.matches(case[3], message)
         assert.is_nil(message:find("\n"))
         assert.equal("bad-script", code)
      end)
   end

   it("says that a file is not there", function()
      local loaded, message, code = script.load("/nonexistent/x.lua")
      assert.is_nil(loaded)
      assert.matches("/nonexistent/x.lua", message)
      assert.equal("not-found", code)
   end)

   it("reads arguments by the names a script declares", function()
      local loaded = { name = "demo", args = { contact = "whose" } }
      local arguments, domains = script.arguments(loaded, { "contact=a=b", "a.example" })
      assert.same({ contact = "a=b" }, arguments)
      assert.same({ "a.example" }, domains)
      local given, message = script.arguments(loaded, { "colour=red" })
      assert.is_nil(given)
      assert.equal("demo: unknown argument 'colour' (known: contact)", message)
   end)

   it("lists the bundled recipes, all of which load, in order of name", function()
      local list, last = script.list("scripts"), ""
      assert.is_true(#list >= 2)
      for _, entry in ipairs(list) do
         assert.is_nil(entry.fault)
         assert.is_string(entry.script.output)
         assert.is_true(entry.name > last)
         last = entry.name
      end
   end)

   describe("running", function()
      local function run(content, records)
         local loaded = assert(load(content))
         return (support.audit(records or support.zone(),
            { script = require("sesame.script.runner").of(loaded, { contact = "me.acme.example" }) }))
      end

      local CODES = "codes = { ['x-y'] = { severity = 'warning', text = 't', reference = 'r', why = 'w' } },"

      it("gives the domain, facts, arguments and models", function()
         local audit = run("return { summary = 's', " .. CODES .. [[ run = function(audit)
            assert(audit:get(audit.domain, "MX").known == "present" and audit.args.contact == "me.acme.example")
            assert(#audit.models.spf.records == 1)
            audit:find("x-y")
         end }]])
         assert.equal("x-y", audit.findings[1].code)
         assert.equal("acme.example", audit.findings[1].subject)
         assert.is_truthy(audit.models.spf)
      end)

      it("turns an error into the finding internal-error", function()
         local audit = run("return { summary = 's', run = function() error('boom') end }")
         assert.equal("internal-error", audit.findings[1].code)
         assert.matches("boom", audit.findings[1].message)
         assert.equal("unknown", audit.verdict)
      end)

      it("refuses findings the script did not declare or did not make", function()
         local audit = run("return { summary = 's', run = function(audit) audit:find('a-b') end }")
         assert.matches("'a%-b' is not declared", audit.findings[1].message)
         audit = run("return { summary = 's', run = function() return { {} } end }")
         assert.matches("was not made by audit:find", audit.findings[1].message)
      end)
   end)
end)
