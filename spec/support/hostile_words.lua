-- SPDX-License-Identifier: MIT
-- Command lines as an adversary, a script gone wrong or a tired hand gives them: every command with its own options
-- and arguments, and values that are too long, empty, of other kinds, of other alphabets, or nothing at all.
local cli = require "sesame.cli"

local hostile = {}

-- Commands that write files or ask servers of their own are left out.
local LEFT_OUT = { apply = true, wait = true, ["dkim generate"] = true, ["dkim convert"] = true }

local WORDS = {
   "", " ", "-", "--", "---", "-x", "--no-such", ".", "..", "a", "a.", ".a", "a..b", "*", "*.acme.example", "@", "%",
   "%s%d%n", "%{i}", "%00", "\\000", "\\", "'", "\"", "`id`", "$(id)", "; ls", "|", "\n", "\r\n", "\t",
   "\1\2\3", "\127",
   "\255\254", "\xC3\xA9.example", "\xF0\x9F\x98\x80.example", "\xE2\x80\x8B", "\xC3", "xn--a", "xn--0ca.example",
   "XN--ZZZZ", "acme.example", "ACME.EXAMPLE.", "bounce.acme.example", "example", "com", "test", "localhost",
   "127.0.0.1", "[::1]", "::1", "1.2.3.4/33", "0", "-1", "1", "1e999", "nan", "inf", "0x10", "99999999999999999999",
   "1.5", "true", "nil", "{}", "[]", "{\"a\":1}", "null", "v=spf1", "v=spf1 -all", "v=spf1 ip4:1.2.3.4/99 x:y",
   "v=DMARC1", "v=DMARC1; p=none; rua=mailto:", "v=DKIM1; p=", "v=DKIM1; k=rsa; p=AAAA", "p=MIGf", "k=v", "=", "=x",
   "x=", "eu-west-1", "eu-west-1=", "=eu-west-1", "eu-west-1=x.acme.example", "mars-north-9", "a,b,c", ",,,", "a,a,a",
   "known", "google", "spf-*", "*-*", "[", "[a", "%w+", "text", "json", "ndjson", "bind", "terraform", "error", "auto",
   "2026-11-24", "2026-11-24T10:00Z", "9999-99-99", "0000-00-00T00:00Z", "rfc", "all", "none", "spf-missing=1",
   "spf-missing@acme.example=0", "no-such-code=3", "spf-missing=99999999999999999999", "examples/acme.zone",
   "acme.example=examples/acme.zone", ".=examples/acme.zone", "examples", "/", "/dev/null", "/no/such/file",
   "README.md",
   "examples/acme.expect.lua", "mailto:a@acme.example", "https://acme.example/x", "a@acme.example", "<a@acme.example>",
   "user@", "@acme.example", ("a"):rep(63), ("a"):rep(64), ("a"):rep(54), ("a."):rep(126) .. "b",
   ("a."):rep(127) .. "bc",
   (("l"):rep(63) .. "."):rep(3) .. ("l"):rep(61), ("x"):rep(5000), ("v=spf1 " .. ("x:y "):rep(300)), (("-"):rep(300)),
   ("%"):rep(200), ("'"):rep(99), ("a "):rep(200), (","):rep(2000),
}

-- Every command: { words, parser's options, arguments }.
local function commands()
   local list = {}
   for _, name in ipairs(cli.commands) do
      local command = cli.command(name)
      if not LEFT_OUT[name] then
         if command.commands then
            for _, member in ipairs(command.commands) do
               if not LEFT_OUT[name .. " " .. member] then
                  list[#list + 1] = { words = { name, member }, command = cli.command(name, member) }
               end
            end
         else
            list[#list + 1] = { words = { name }, command = command }
         end
      end
   end
   return list
end

-- The options of COMMAND as { flag, takes a value }, but for those that write files or ask a network.
local UNSAFE = { ["--output"] = true, ["--record"] = true, ["--server"] = true, ["--init"] = true,
   ["--save-undo"] = true,
   ["--input"] = true, ["--authoritative"] = true }

local function options_of(command)
   local parser, list = require("sesame.cli.options").parser(command), {}
   for _, option in ipairs(parser._options) do
      local flag = option._aliases[#option._aliases]
      if not UNSAFE[flag] then list[#list + 1] = { flag, (option._maxargs or 0) > 0 } end
   end
   return list
end

--- A function (pick) -> the words of a command line; PICK(n) gives 0 .. n - 1.
function hostile.maker()
   local list = commands()
   for _, entry in ipairs(list) do entry.options = options_of(entry.command) end
   return function(pick)
      local entry = list[pick(#list) + 1]
      local line = table.move(entry.words, 1, #entry.words, 1, {})
      local function word() return WORDS[pick(#WORDS) + 1] end
      local function add(text) line[#line + 1] = text end
      local asks = false
      for _, group in ipairs(entry.command.groups or {}) do asks = asks or group == "source" end
      if asks then
         add "--offline"
         add "--zone"
         add(pick(8) == 0 and ".=examples/acme.zone" or "examples/acme.zone")
      end
      for _ = 1, pick(4) do
         local option = #entry.options > 0 and entry.options[pick(#entry.options) + 1]
         if option then
            add(option[1])
            if option[2] and pick(12) > 0 then add(word()) end
         end
      end
      for _ = 1, pick(10) == 0 and pick(6) or 1 + pick(2) do add(pick(3) == 0 and "acme.example" or word()) end
      if pick(20) == 0 then table.remove(line, pick(#line) + 1) end
      return line
   end
end

return hostile
