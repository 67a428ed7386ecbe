-- SPDX-License-Identifier: MIT
-- Manual pages and completions, used as people use them: by man, by bash and by zsh on a terminal of its own.
local lfs = require "lfs"

local function run(command)
   local pipe <close> = assert(io.popen(command .. " 2>&1"))
   return pipe:read "a"
end

local function is_there(program) return os.execute(("command -v %s >/dev/null"):format(program)) == true end

describe("manual pages", function()
   local pages = {}
   for name in lfs.dir "doc/man" do
      if name:find "%.1$" then pages[#pages + 1] = name end
   end
   table.sort(pages)

   it("there is one for each command, and one for all", function()
      local words, cli = require "sesame.cli.words", require "sesame.cli"
      local wanted = { "sesame.1" }
      for _, name in ipairs(words.names(cli)) do
         local first, second = name:match "^(%S+)%s*(%S*)$"
         local command = cli.command(first, second ~= "" and second or nil)
         if not command.commands then wanted[#wanted + 1] = ("sesame-%s.1"):format((name:gsub(" ", "-"))) end
      end
      table.sort(wanted)
      assert.same(wanted, pages)
   end)

   if not is_there "man" then return pending "man is not installed" end

   it("are read without a warning", function()
      for _, name in ipairs(pages) do
         local said = run(("LD_PRELOAD= LC_ALL=C.UTF-8 man --warnings -l doc/man/%s 2>&1 >/dev/null"):format(name))
         assert.equal("", said, name)
      end
   end)

   it("say what a command takes, its examples and its exit status", function()
      local page = run "LD_PRELOAD= LC_ALL=C.UTF-8 MANWIDTH=80 man -l doc/man/sesame-check.1 | LD_PRELOAD= col -b"
      for _, words in ipairs { "SYNOPSIS", "sesame check [options]", "--selectors LIST", "-o, --output FILE",
         "EXAMPLES", "sesame check --zone examples/acme.zone --offline acme.example", "EXIT STATUS" } do
         assert.is_truthy(page:find(words, 1, true), words)
      end
   end)
end)

-- typed words, the last of them to be completed; what is wanted
local TYPED = {
   { "chec", "check" }, { "spf fl", "flatten" }, { "check --br", "--brief" },
   { "check --ses eu-central-2", "eu-central-2" },
   { "explain spf-lookups-over", "spf-lookups-over-limit" }, { "fix --format terra", "terraform" },
   { "check --selectors mailchimp-", "mailchimp-transactional" },
}

describe("completion in bash", function()
   if not is_there "bash" then return pending "bash is not installed" end
   for _, case in ipairs(TYPED) do
      it("of `" .. case[1] .. "`", function()
         local script = '. doc/completion/sesame.bash; COMP_WORDS=(sesame "$@"); COMP_CWORD=$#; '
            .. '_sesame_arguments; echo "${COMPREPLY[@]}"'
         assert.equal(case[2] .. "\n", run(("bash -c '%s' sesame %s"):format(script, case[1])))
      end)
   end
end)

describe("completion in zsh", function()
   if not is_there "zsh" then return pending "zsh is not installed" end
   local script = os.tmpname()
   setup(function()
      local file <close> = assert(io.open(script, "w"))
      file:write [[
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1='> '; fpath=($PWD/doc/completion \$fpath); autoload -U compinit; compinit -u -D; print rea''dy"
zpty -r -m shell out "*ready*" || exit 1
zpty -w -n shell "sesame $1"$'\t'
zpty -r -m shell out "*$2*" && print -r -- completed
zpty -d shell
]]
   end)
   teardown(function() os.remove(script) end)
   for _, case in ipairs(TYPED) do
      it("of `" .. case[1] .. "`", function()
         assert.equal("completed\n", run(("timeout 20 zsh -f %s '%s' '%s'"):format(script, case[1], case[2])))
      end)
   end
end)
