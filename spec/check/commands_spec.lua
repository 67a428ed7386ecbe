-- SPDX-License-Identifier: MIT
-- Commands that findings, fixes and reports print are run by sh here, with names that a shell would take apart: every
-- value arrives as one word.
local cjson = require "cjson"
local console = require "sesame.fix.console"
local finding = require "sesame.finding"
local rotation = require "sesame.dkim.rotation"
local sesame = require("spec.support.command").run
local shell = require "sesame.base.shell"

local HOSTILE = "a|id;$(id)'`id`&.example"

-- The words that each program of COMMANDS gets, of those that these commands are of; nothing else is found on the PATH.
local function words_of(commands)
   local path, folder = os.tmpname(), os.tmpname()
   os.remove(folder)
   assert(os.execute("mkdir " .. folder))
   do
      local file <close> = assert(io.open(path, "wb"))
      file:write("cd ", folder, " || exit\nPATH=/nonexistent\n",
         "told() { printf '%s\\0' \"$@\"; printf '\\n\\0'; }\n",
         "aws() { told aws \"$@\" >&3; }\nsesame() { told sesame \"$@\" >&3; }\nrm() { told rm \"$@\" >&3; }\n",
         "cat() { told cat \"$@\" >&3; }\n", "exec 3>&1\n", commands, "\n")
   end
   local pipe <close> = assert(io.popen("sh " .. path .. " 2>&1"))
   local out = pipe:read("a")
   os.execute(("rm -rf %s %s"):format(path, folder))
   local lines, line = {}, {}
   for word in out:gmatch("(%Z*)%z") do
      if word == "\n" then lines[#lines + 1], line = line, {} else line[#line + 1] = word end
   end
   return lines, out
end

local function has(words, wanted)
   for _, word in ipairs(words) do
      if word == wanted then return true end
   end
   return false
end

-- Whether OUT holds a complaint of the shell, or what `id` prints.
local function assert_clean(out, about)
   assert.is_nil(out:find("uid=", 1, true), about)
   assert.is_nil(out:find("not found", 1, true), about .. ": " .. out)
   assert.is_nil(out:find("[Ss]yntax error"), about .. ": " .. out)
end

-- code -> declaration, of the checks and of the recipes.
local function declarations()
   local all = {}
   for code, entry in pairs(require("sesame.check.suite").declarations()) do all[code] = entry.declaration end
   for path in io.popen("ls scripts/*.lua"):lines() do
      for code, declared in pairs(assert(loadfile(path))().codes or {}) do all[code] = declared end
   end
   return all
end

-- Each stretch of WORDS that is a command, up to the end of its sentence or bracket.
local function commands_in(words)
   local list = {}
   for _, start in ipairs { "aws sesv2 ", "sesame [%l-]+ ", "%-%-ses {", "%-%-mail%-from {" } do
      local from = 1
      while true do
         local at = words:find(start, from)
         if not at then break end
         local rest = words:sub(at)
         local stop = math.min(shell.outside(rest, "[;)`]") or #rest + 1, shell.outside(rest, "%. %u") or #rest + 1)
         list[#list + 1] = rest:sub(1, stop - 1)
         from = at + #list[#list]
      end
   end
   return list
end

describe("a command in a declaration", function()
   it("quotes every value", function()
      local seen = 0
      for code, declared in pairs(declarations()) do
         for _, key in ipairs { "text", "why", "advice" } do
            for _, command in ipairs(commands_in(declared[key] or "")) do
               seen = seen + 1
               for name in command:gmatch("{([%w_]+)}") do
                  error(("%s: {%s} stands bare in a command of '%s': %s"):format(code, name, key, command))
               end
            end
         end
      end
      assert.is_true(seen > 20)
   end)

   it("is data, not a part of its prose alone", function()
      for code, declared in pairs(declarations()) do
         local advice = declared.advice or ""
         if declared.command then
            assert.is_truthy(advice:find(declared.command, 1, true), code .. ": its advice does not name its command")
         else
            for _, start in ipairs { "aws ", "{command}" } do
               assert.is_nil(advice:find(start, 1, true), code .. ": its advice holds a command that is no data")
            end
         end
      end
   end)

   it("that is a step gets its values as whole words", function()
      local seen = 0
      for code, declared in pairs(declarations()) do
         local fields = {}
         for _, name in ipairs(declared.fields or {}) do fields[name] = HOSTILE end
         local made = declared.command and finding.new({ [code] = declared }, code,
            { subject = HOSTILE, fields = fields })
         local command = made and console.step(made).command
         if command then
            local lines, out = words_of(command)
            assert_clean(out, code)
            assert.is_truthy(({ aws = true, sesame = true })[lines[1] and lines[1][1]], code)
            local wants = declared.command:find("email-identity {", 1, true)
            if wants then assert.is_true(has(lines[1], HOSTILE), code .. ": " .. command) end
            seen = seen + 1
         end
      end
      assert.is_true(seen > 10)
   end)
end)

describe("a template of a finding", function()
   local declared = { severity = "error", text = "{name}", why = "{name:sh}", reference = "RFC 1", fields = { "name" } }

   it("quotes within commands alone", function()
      local made = finding.new({ ["some-code"] = declared }, "some-code", { subject = "x", fields = { name = "a|b" } })
      assert.same({ "a|b", "'a|b'" }, { made.message, made.why })
      assert.equal("{name} of {subject}", finding.template("{name:sh} of {subject}"))
   end)

   it("of an unknown form is refused", function()
      assert.has_error(function()
         finding.declare("spec", { ["some-code"] = { severity = "error", text = "{name:json}", why = "w",
            reference = "RFC 1", fields = { "name" } } })
      end, "spec: finding 'some-code': {name:json} in 'text' is no form")
   end)
end)

describe("the commands of a rotation", function()
   it("get every value as one word", function()
      local record = { private = "/keys/" .. HOSTILE, presentation = '"v=DKIM1"' }
      local steps = assert(rotation.plan { domain = "a|id.example", old = "s1", new = "s|2", record = record })
      local commands = {}
      for _, step in ipairs(steps) do commands[#commands + 1] = step.command end
      assert.is_true(#commands >= 3)
      for i, command in ipairs(commands) do commands[i] = command:gsub(" >'[^ ]*%)", " >key.json)") end
      local lines, out = words_of(table.concat(commands, "\n"))
      assert_clean(out, "rotation")
      assert.same({ "sesame", "dkim", "match", "--private", record.private, "--domain", "a|id.example", "--selector",
         "s|2" }, lines[1])
      local last = lines[#lines]
      assert.same({ "aws", "a|id.example" }, { last[1], last[5] })
   end)
end)

describe("a domain that a shell would take apart", function()
   local ZONE = [[
$ORIGIN a|id.example.
$TTL 300
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
ns1 A 192.0.2.1
@ TXT "v=spf1 include:amazonses.com ~all"
]]
   local IDENTITY = { IdentityType = "DOMAIN", VerifiedForSendingStatus = false, DkimAttributes = {
      SigningEnabled = false, Status = "FAILED", SigningAttributesOrigin = "AWS_SES",
      Tokens = { ("a"):rep(32), ("b"):rep(32), ("c"):rep(32) } },
      MailFromAttributes = { MailFromDomain = "m.a|id.example", MailFromDomainStatus = "FAILED",
         BehaviorOnMxFailure = "REJECT_MESSAGE" } }

   local function write(text)
      local path = os.tmpname()
      local file <close> = assert(io.open(path, "wb"))
      file:write(text)
      return path
   end

   it("stands quoted in every command of fix and check", function()
      local zone, identity = write(ZONE), write(cjson.encode(IDENTITY))
      local words = ("--offline --zone %s --ses us-east-1=%s 'a|id.example'"):format(zone, identity)
      local _, out, err = sesame("fix --format json " .. words)
      local _, report = sesame("check " .. words)
      os.remove(zone)
      os.remove(identity)
      assert.equal("", err)
      local commands = {}
      for _, step in ipairs(cjson.decode(out).steps) do
         if type(step.command) == "string" then commands[#commands + 1] = step.command end
      end
      assert.is_true(#commands >= 2, out)
      local lines, said = words_of(table.concat(commands, "\n"))
      assert_clean(said, "fix")
      assert.equal(#commands, #lines)
      for _, line in ipairs(lines) do assert.is_true(has(line, "a|id.example"), table.concat(line, " ")) end
      assert.is_nil(report:find("identity a|id", 1, true))
      assert.is_truthy(report:find("'a|id.example'", 1, true))
   end)
end)
