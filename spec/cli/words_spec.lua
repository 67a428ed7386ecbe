-- SPDX-License-Identifier: MIT
-- Words of the command line: which command they mean, and what a slip is answered with.
local cli = require "sesame.cli"
local command = require "spec.support.command"
local words = require "sesame.cli.words"

local sesame = command.run

local function meaning(text)
   local list = {}
   for word in text:gmatch "%S+" do list[#list + 1] = word end
   return words.meaning(list, cli)
end

local MEANT = {
   { "check a.example", "check", "a.example" },
   { "spf tree a.example", "spf tree", "a.example" },
   { "spf --offline tree a.example", "spf tree", "--offline a.example" },
   { "--offline check a.example", "check", "--offline a.example" },
   { "-q --server 192.0.2.1 -o out spf tree a.example", "spf tree", "-q --server 192.0.2.1 -o out a.example" },
   { "--server=192.0.2.1 check a.example", "check", "--server=192.0.2.1 a.example" },
   { "-V", "version", "" }, { "--version", "version", "" }, { "-h", "help", "" }, { "--help check", "help", "check" },
   { "a.example", "check", "a.example" }, { "--brief a.example b.example", "check", "--brief a.example b.example" },
   { "https://a.example/x", "check", "https://a.example/x" }, { "me@a.example", "check", "me@a.example" },
}

describe("words of the command line", function()
   for _, case in ipairs(MEANT) do
      it(("`%s` mean %s"):format(case[1], case[2]), function()
         local meant = meaning(case[1])
         assert.same({ case[2], case[3] }, { meant.command.name, table.concat(meant.rest, " ") })
      end)
   end

   it("say how a domain alone was taken", function()
      assert.equal("sesame check a.example", meaning("A.Example.").taken)
      assert.is_nil(meaning("check a.example").taken)
      local status, _, err = sesame("--zone examples/acme.zone --offline --brief acme.example")
      assert.equal(1, status)
      assert.equal("sesame: taken as: sesame check acme.example\n", err)
   end)

   it("ask for a group's overview", function()
      assert.same({ "spf", false }, { meaning("spf").group.name, meaning("spf").help })
      assert.is_true(meaning("dkim --help").help)
   end)

   it("are nothing where only options stand", function() assert.is_nil(meaning("--offline -q")) end)

   local SLIPS = {
      { "chekc a.example", "'chekc' is no command (did you mean check?)" },
      { "treee a.example", "'treee' is no command (did you mean spf tree?)" },
      { "spf treee", "'treee' is no command of 'spf' (did you mean tree?)" },
      { "--sever error a.example", "'--sever' is no option before a command (did you mean --server" },
      { "qqqqqqqq", "'qqqqqqqq' is no command (check, fix," },
      { "spf qqqqqqqq", "'qqqqqqqq' is no command of 'spf' (tree, eval," },
   }
   for _, case in ipairs(SLIPS) do
      it(("`%s` get the nearest names"):format(case[1]), function()
         local status, out, err = sesame(case[1])
         assert.same({ 2, "" }, { status, out })
         assert.is_truthy(err:find(case[2], 1, true), err)
      end)
   end

   local DEMO = " --zone examples/acme.zone --offline "

   it("of two for `dkim key` are a selector and its domain", function()
      local _, one = sesame("dkim key google acme.example" .. DEMO)
      local _, other = sesame("dkim key google._domainkey.acme.example" .. DEMO)
      assert.matches("2048", one)
      assert.equal(other, one)
      command.refuses { "dkim", "dkim key google acme.example --selector k1" .. DEMO, "not both" }
   end)

   it("that name a domain where a record is wanted are told the command that shows it", function()
      command.refuses { "spf", "spf lint acme.example", "is a domain, no record; .*: sesame spf tree acme%.example" }
      command.refuses { "dmarc", "dmarc lint acme.example", "is a domain, no record; .*: sesame dmarc show acme" }
      assert.equal(1, (sesame("spf lint include:a.example")))
   end)

   it("take the short forms of options", function()
      local _, long = sesame("check --quiet --format json acme.example" .. DEMO)
      local _, short = sesame("check -q -f json acme.example" .. DEMO)
      local _, json = sesame("check -q --json acme.example" .. DEMO)
      local function undated(text) return (text:gsub('"clock":[^,}]*', "")) end
      assert.equal(undated(long), undated(short))
      assert.equal(undated(long), undated(json))
      command.refuses { "json", "check --json --format text acme.example" .. DEMO, "exclude each other" }
   end)

   it("that read domains from a terminal say what they wait for", function()
      local pipe <close> = assert(io.popen("printf 'acme.example\\n\\004' | timeout 20 script -qec '"
         .. "bin/sesame check --brief --offline --zone examples/acme.zone -' /dev/null"))
      local out = pipe:read "a"
      assert.is_truthy(out:find("reading domains from the terminal, one a line; Ctrl-D ends the list", 1, true), out)
      assert.matches("acme%.example +error", out)
   end)

   it("name services as people do", function()
      local status, out = sesame("check --full --selectors gsuite --only 'selector*' acme.example" .. DEMO)
      assert.equal(1, status)
      assert.matches("google%._domainkey%.acme%.example holds a key", out)
      command.refuses { "service", "check --selectors gogle acme.example" .. DEMO, "did you mean google" }
   end)
end)
