-- SPDX-License-Identifier: MIT
-- The report as people get it: what its first screen says, how long it is, and that each finding is counted.
local command = require "spec.support.command"

local sesame = command.run

local DEMO = "--zone examples/acme.zone --offline --expect examples/acme.expect.lua acme.example"

local function lines_of(text)
   local list = {}
   for line in text:gmatch "([^\n]*)\n" do list[#list + 1] = line end
   return list
end

local function check(words)
   local _, out = sesame("check " .. words)
   return out, lines_of(out)
end

-- Lines that may be longer than the page: records and commands to copy.
local function is_to_copy(line)
   return line:find "^    [%w_.-]+%. %u+ " ~= nil or line:find "^  Next: sesame " ~= nil
      or line:find "^    aws " ~= nil or line:find "^    sesame " ~= nil
end

-- The command line of the fixture zone NAME of SES.
local function zone(name)
   local path = ("spec/zones/ses/%s.example.zone"):format(name)
   local args = ""
   for line in io.lines(path) do args = line:match "^; args: (.*)$" or args end
   return ("--zone %s --zone spec/zones/ses/providers/amazonses.com.zone --offline %s %s.example"):format(path, args,
      name)
end

describe("the report of the demo", function()
   local out, lines = check(DEMO)

   it("fits 60 lines of 80 columns", function()
      assert.is_true(#lines <= 60, #lines)
      for _, line in ipairs(lines) do assert.is_true(#line <= 80 or is_to_copy(line), line) end
   end)

   it("tells it in twelve lines: verdict, regions, policies, causes, and what is next", function()
      local first = table.concat(lines, "\n", 1, 12)
      assert.matches("^[^\n]+Sesame [%d.]+\nacme%.example: 8 errors, 7 warnings, 8 notices %(9 causes%)\n", first)
      assert.matches("\n  eu%-west%-1  refused  Easy 2048 fails  amazonses%.com ", first)
      assert.matches("\n  SPF 13/10 lookups %(SES 1%), DMARC p=none, adkim r, aspf r\n", first)
      assert.matches("\n  error    The Easy DKIM record btcjbs5z%.%.%.%._domainkey %(us%-east%-1%) is missing%.\n",
         first)
      assert.matches("\n  and 6 more, below\n  Next: sesame fix %-%-zone examples/acme%.zone %-%-offline "
         .. "%-%-expect examples/acme%.expect%.lua acme%.example\n  Closer: sesame dkim easy, ", first)
   end)

   it("ends in the sum; what is next runs as it stands", function()
      assert.equal("8 errors, 7 warnings (9 causes); sesame fix shows what mends them", lines[#lines])
      local status, plan = sesame(out:match "\n  Next: sesame ([^\n]+)\n")
      assert.equal(1, status)
      assert.matches("btcjbs5z6z3numlhm7zme2k3y7g5c62g", plan)
   end)

   it("has every record whole, to be copied", function()
      assert.is_truthy(out:find("\n    btcjbs5z6z3numlhm7zme2k3y7g5c62g._domainkey.acme.example. CNAME "
         .. "btcjbs5z6z3numlhm7zme2k3y7g5c62g.dkim.amazonses.com.\n", 1, true))
   end)

   it("tells a consequence once, below its cause", function()
      local _, count = out:gsub("ses%-identity%-refused", "")
      assert.equal(2, count) -- one a region
      assert.is_nil(out:find("refuses all mail", 1, true))
   end)

   it("fits any page from 60 to 120 columns, records and commands aside", function()
      for _, columns in ipairs { 60, 72, 100, 120 } do
         local _, page = sesame("check " .. DEMO, "COLUMNS=" .. columns)
         for _, line in ipairs(lines_of(page)) do assert.is_true(#line <= columns or is_to_copy(line), line) end
      end
   end)

   it("with --brief has a line for each finding, 25 in all", function()
      local _, brief = check("--brief " .. DEMO)
      assert.is_true(#brief <= 25, #brief)
      for _, line in ipairs(brief) do assert.is_true(#line <= 80, line) end
   end)

   it("with --full has every sentence", function()
      local full = check("--full " .. DEMO)
      assert.matches("\nERRORS %(8%)", full)
      assert.matches("\n  Why:  SES finds no CNAME", full)
      assert.matches("\nIN ORDER\n", full)
   end)

   it("with --severity shows what is at least so grave, and counts all", function()
      local some = check("--severity error " .. DEMO)
      assert.matches("8 errors, 7 warnings, 8 notices", some)
      assert.is_nil(some:find("dmarc-no-reports", 1, true))
      assert.is_nil(some:find("\nnotice", 1, true))
      assert.is_truthy(some:find("error[spf-lookups-over-limit]", 1, true))
   end)

   it("changes neither JSON nor the exit status", function()
      local plain = { sesame("check --format json " .. DEMO) }
      local brief = { sesame("check --format json --brief --severity error " .. DEMO) }
      local function undated(text) return (text:gsub('"now": %d+', ""):gsub('"ends": %d+', "")) end
      assert.equal(plain[1], brief[1])
      assert.equal(undated(plain[2]), undated(brief[2]))
      assert.equal(1, (sesame("check --brief --severity error " .. DEMO)))
   end)

   it("does not take --brief with --full, nor a severity that is none", function()
      local status, _, err = sesame("check --brief --full " .. DEMO)
      assert.equal(2, status)
      assert.matches("%-%-brief and %-%-full exclude each other", err)
      status, _, err = sesame("check --severity grave " .. DEMO)
      assert.equal(2, status)
      assert.matches("'grave' is not one of error, warning, notice", err)
   end)
end)

describe("the report of a fixture zone", function()
   for _, name in ipairs { "healthy-three-regions", "wrong-region", "sandbox", "two-spf", "both-broken", "override",
      "strict-spf", "status-failed", "spf-at-root", "feedback-at-domain" } do
      it(name .. " fits 60 lines of 80 columns", function()
         local _, lines = check(zone(name))
         assert.is_true(#lines > 4 and #lines <= 60, #lines)
         for _, line in ipairs(lines) do assert.is_true(#line <= 80 or is_to_copy(line), line) end
      end)
   end
end)

describe("the report of several domains", function()
   local BOTH = "--zone examples/acme.zone --zone examples/clean.zone --offline acme.example clean.example"

   it("ends in a table, and with --brief is one", function()
      local out = check(BOTH)
      assert.matches("\n  domain         verdict  err  warn  %?\n  acme%.example   error ", out)
      assert.matches("\n2 domains: %d errors", out)
      local _, brief = check("--brief " .. BOTH)
      assert.matches("^  clean%.example  ok       0    0     0$", brief[#brief - 2])
      assert.is_true(#brief <= 8)
   end)
end)

describe("the table of many domains", function()
   local brief = require "sesame.report.brief_text"

   it("keeps the worst, in their order, and says how many there are beside", function()
      local rows = {}
      for i = 1, 3 * brief.ROWS do
         rows = brief.keep(rows)
         local verdict = i % 10 == 0 and "error" or "ok"
         rows[#rows + 1] = brief.row({ domain = ("d%d.example"):format(i), verdict = verdict, counts = { error = 1,
            warning = 0, unknown = 0 } })
      end
      local out = brief.table(rows, 3 * brief.ROWS, {})
      local _, errors = out:gsub(" error ", "")
      assert.equal(3 * brief.ROWS // 10, errors)
      assert.matches("and %d+ more domains, none of them worse\n$", out)
      assert.is_true(out:find("d10.example", 1, true) < out:find("d600.example", 1, true))
   end)

   it("escapes what a domain or a cause holds", function()
      local row = brief.row({ domain = "a.example", verdict = "error",
         counts = { error = 1, warning = 0, unknown = 0 } }, "it says \27[31m")
      assert.is_nil(brief.table({ row }, 1, {}):find "\27")
   end)
end)
