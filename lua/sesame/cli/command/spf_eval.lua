-- SPDX-License-Identifier: MIT
-- `sesame spf eval DOMAIN --ip IP`: what a receiver concludes of one sender.
local asking = require "sesame.cli.asking"
local spf = require "sesame.spf"
local unknown = require "sesame.base.unknown"

local eval = {
   name = "spf eval", summary = "Judge one sender as a receiver would (check_host, RFC 7208 4).",
   groups = { "source", "output" }, formats = { "text", "json" },
   example = { "sesame spf eval acme.example --ip 198.51.100.70 --zone examples/acme.zone --offline" },
}

local STATUS = { pass = 0, temperror = 3 }
local TIMEOUT = 60 -- seconds for one evaluation; RFC 7208 4.6.4 allows 20 or more

function eval.arguments(parser)
   parser:argument("domain", "Whose policy: the domain of MAIL FROM or HELO.")
   parser:option("--ip", "The sender's IP address."):argname("IP")
   parser:option("--sender", "MAIL FROM (default: postmaster@DOMAIN)."):argname("A")
   parser:option("--helo", "The HELO name."):argname("H")
   parser:option("--profile", "A receiver's limits by name, or 'all'."):argname("P")
   parser:flag("--trace", "Show every step and answer.")
end

local function profiles_of(name)
   local list = {}
   for _, profile in ipairs(spf.profiles()) do
      if not name and profile.name == "rfc" or name == "all" or name == profile.name then list[#list + 1] = profile end
   end
   if #list > 0 then return list end
   local names = {}
   for i, profile in ipairs(spf.profiles()) do names[i] = profile.name end
   return nil, ("--profile: '%s' is not one of %s, all"):format(name, table.concat(names, ", "))
end

local function values_of(answer)
   local values = {}
   for i = 1, answer.known == "present" and #answer or 0 do
      local value = answer[i]
      values[i] = type(value) == "table" and ("%d %s"):format(value.preference, value.exchange) or value
   end
   table.sort(values)
   return values
end

-- FACTS that note every answer they give in LIST.
local function noting(facts, list)
   local noted = { clock = function() return facts:clock() end }
   function noted.get_all(_, questions)
      local answers = facts:get_all(questions)
      for i, answer in ipairs(answers) do
         list[#list + 1] = { name = questions[i].name, type = questions[i].type, status = answer.status,
            values = values_of(answer), open = answer.known == "unknown" }
      end
      return answers
   end
   return noted
end

local function judge(given, facts, profile)
   local answers = {}
   local verdict, message, code = spf.check_host {
      facts = noting(facts, answers), ip = given.ip, domain = given.domain,
      sender = given.sender or "postmaster@" .. given.domain, helo = given.helo, profile = profile.name,
      trace = given.trace, timeout = TIMEOUT,
   }
   if not verdict then return nil, code == "bad-address" and "--ip: " .. message or message end
   for _, answer in ipairs(verdict.result == "temperror" and answers or {}) do
      verdict.because = verdict.because
         or answer.open and unknown.because(answer.name, answer.type, answer.status) or nil
   end
   verdict.profile, verdict.answers = profile.name, given.trace and answers or nil
   return verdict
end

local function judge_all(given, facts, profiles)
   local verdicts = {}
   for i, profile in ipairs(profiles) do
      local verdict, message = judge(given, facts, profile)
      if not verdict then return nil, message end
      verdicts[i] = verdict
   end
   return verdicts
end

local function render(given, verdicts, profiles)
   if given.format == "json" then
      local json = require "sesame.report.spf_json"
      return given.profile == "all" and json.profiles(given, verdicts) or json.eval(given, verdicts[1])
   end
   local report = require "sesame.report.spf_eval_text"
   if given.profile == "all" then return report.profiles(given, verdicts, profiles) end
   return report.text(given, verdicts[1], verdicts[1].answers)
end

function eval.run(given, environment)
   if not given.ip then return nil, "--ip is missing: whose mail is to be judged?" end
   if given.trace and given.profile == "all" and given.format == "text" then
      return nil, "--trace shows one profile: name it, or take --format json"
   end
   local name, message = asking.domain(given.domain)
   if not name then return nil, message end
   local profiles
   profiles, message = profiles_of(given.profile)
   if not profiles then return nil, message end
   given.domain = name
   return asking.run(given, environment, function(session, out)
      local verdicts, fault = judge_all(given, session:view(), profiles)
      if not verdicts then return nil, fault end
      out:write(render(given, verdicts, profiles))
      asking.note_unlearnt(given, out, session, verdicts[1].because)
      return STATUS[verdicts[1].result] or 1
   end)
end

return eval
