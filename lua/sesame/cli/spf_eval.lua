-- SPDX-License-Identifier: MIT
-- `sesame spf eval DOMAIN --ip IP`: what a receiver concludes of one sender.
local asking = require "sesame.cli.asking"
local spf = require "sesame.spf"
local text = require "sesame.text"

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
   parser:flag("--trace", "Show every step.")
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

local function prose(lines, first, words)
   text.append(lines, text.wrap(text.escape(words), (" "):rep(#first), first))
end

local MEANING = {
   pass = "may send", fail = "may not send (fail)", softfail = "should not send (softfail)",
   neutral = "is neither allowed nor denied (neutral)",
   none = "cannot be judged: no SPF policy (none)",
   temperror = "could not be judged now (temperror)",
   permerror = "is not judged: the policy is broken (permerror)",
}

local function trace_lines(lines, verdict)
   lines[#lines + 1] = ""
   for _, event in ipairs(verdict.trace or {}) do
      lines[#lines + 1] = ("  %s%s: %s  %s (%d lookups, %d void)"):format(("  "):rep(event.depth), text.escape(event.domain),
         text.escape(event.term), event.outcome, event.lookups, event.void_lookups)
   end
end

local function as_text(given, verdict)
   local lines = {}
   prose(lines, "", ("%s: %s %s for %s."):format(verdict.result, given.ip, MEANING[verdict.result], given.domain))
   if verdict.mechanism then
      local path = #verdict.path > 1 and (" by way of %s"):format(table.concat(verdict.path, " > ")) or ""
      prose(lines, "  Term:     ", verdict.mechanism .. path)
   end
   if verdict.reason then prose(lines, "  Reason:   ", verdict.reason .. ".") end
   prose(lines, "  Lookups:  ", ("%d, void lookups: %d"):format(verdict.lookups, verdict.void_lookups))
   if verdict.explanation then prose(lines, "  They say: ", verdict.explanation) end
   if verdict.record and verdict.range then
      for _, row in ipairs(text.underline(verdict.record, verdict.range, { indent = "    ", quoted = true })) do
         lines[#lines + 1] = row.text
         if row.marks then lines[#lines + 1] = row.marks end
      end
   end
   if given.trace then trace_lines(lines, verdict) end
   return table.concat(lines, "\n") .. "\n"
end

local function all_as_text(given, verdicts, profiles)
   local lines = { ("%s for %s"):format(given.ip, given.domain), "" }
   local rows = {}
   for i, verdict in ipairs(verdicts) do
      local why = verdict.mechanism and " by " .. text.escape(verdict.mechanism) or ""
      rows[i] = { profiles[i].name, ("%s%s (%d lookups, %d void)"):format(verdict.result, why, verdict.lookups, verdict.void_lookups) }
   end
   text.append(lines, text.columns(rows, "  "))
   lines[#lines + 1] = ""
   for _, profile in ipairs(profiles) do prose(lines, "  ", profile.summary .. ".") end
   return table.concat(lines, "\n") .. "\n"
end

local function judge(given, facts, profile)
   local verdict, message = spf.check_host {
      facts = facts, ip = given.ip, domain = given.domain, sender = given.sender or "postmaster@" .. given.domain, helo = given.helo,
      profile = profile.name, trace = given.trace, timeout = TIMEOUT,
   }
   if not verdict then return nil, message end
   verdict.profile = profile.name
   return verdict
end

local function judge_all(given, facts, profiles)
   local verdicts = {}
   for i, profile in ipairs(profiles) do
      local verdict, message = judge(given, facts, profile)
      if not verdict then return nil, "--ip: " .. message end
      verdicts[i] = verdict
   end
   return verdicts
end

function eval.run(given, environment)
   if not given.ip then return nil, "--ip is missing: whose mail is to be judged?" end
   local name, message = asking.domain(given.domain)
   if not name then return nil, message end
   local profiles
   profiles, message = profiles_of(given.profile)
   if not profiles then return nil, message end
   given.domain = name
   return asking.run(given, environment, function(session, out)
      local verdicts, fault = judge_all(given, session:view(), profiles)
      if not verdicts then return nil, fault end
      local json = require "sesame.report.spf_json"
      if given.format == "json" then
         out:write(#verdicts > 1 and json.profiles(given, verdicts) or json.eval(given, verdicts[1]))
      else
         out:write(#verdicts > 1 and all_as_text(given, verdicts, profiles) or as_text(given, verdicts[1]))
      end
      return STATUS[verdicts[1].result] or 1
   end)
end

return eval
