-- SPDX-License-Identifier: MIT
-- What `check` and `run` share: domains in, audits through, reports out, exit status. It must not know any check.
local asking = require "sesame.cli.asking"
local finding = require "sesame.finding"
local guard = require "sesame.guard"
local input = require "sesame.cli.input"
local looked_words = require "sesame.report.looked_text"
local output = require "sesame.cli.output"
local system = require("sesame.core").system

local audits = {}

local FEW = 5 -- domains for which no progress is shown

-- The forms a report comes in: begin(head), audit(audit, index), finish(total, notices); each returns text. The module
-- that writes a form is loaded with it.
local forms = {}

function forms.text(out, given, script, count)
   return require("sesame.cli.audits_text").of(out, given, script, count)
end

function forms.json()
   local json = require "sesame.report.audit_json"
   return {
      begin = function(head) return json.open(head.version) end,
      audit = json.item,
      finish = function(total, _, run) return json.close(total.domains, run, system.interrupted()) end,
   }
end

function forms.ndjson()
   return {
      begin = function() return "" end, audit = require("sesame.report.audit_json").line,
      finish = function(_, _, run) return require("sesame.report.run_json").line(run, system.interrupted()) end,
   }
end

local WAITS <const> = "sesame: reading domains from the terminal, one a line; Ctrl-D ends the list"

local function open_list(path)
   if path == "-" then
      if system.isatty(0) then io.stderr:write(WAITS, "\n") end
      return io.stdin, "standard input"
   end
   local file, reason = io.open(path, "r")
   if not file then return nil, ("--input: %s"):format(reason) end
   local ok, why = file:read(0)
   if not ok and why then return nil, ("--input: %s: %s"):format(path, why) end
   return file, path
end

local BLOCK <const> = 65536 -- octets read at once

-- How many lines FILE has, where it can be read twice; nil for a pipe.
local function lines_of(file)
   if not file:seek("cur", 0) then return nil end
   local count, last = 0, "\n"
   while true do
      local block = file:read(BLOCK)
      if not block then break end
      count, last = count + select(2, block:gsub("\n", "")), block:sub(-1)
   end
   file:seek("set", 0)
   return last == "\n" and count or count + 1
end

--- The domains of GIVEN in order, each once: the words, then every --input. A bad word ends it; a bad line goes to
-- COMPLAIN. Returns an iterator, their number where it is known and the most they can be (nil: not known), or nil and
-- a message.
function audits.domains(given, words, complain)
   local seen, plain, lists = {}, {}, {}
   for _, word in ipairs(words) do
      if word == "-" then lists[#lists + 1] = "-" else plain[#plain + 1] = word end
   end
   for _, path in ipairs(given.input or {}) do lists[#lists + 1] = path end
   local iterator, count = input.words(plain, seen)
   if not iterator then return nil, count end
   if count == 0 and #lists == 0 then
      return nil, "no domain given (name some, or --input FILE, or - for standard input)"
   end
   local chain, most = { iterator }, count
   for _, path in ipairs(lists) do
      local file, name = open_list(path)
      if not file then return nil, name end
      local more = most and file ~= io.stdin and lines_of(file)
      most = more and most + more or nil
      chain[#chain + 1] = input.lines(file, name, complain, seen)
   end
   return input.chain(chain), #lists == 0 and count or nil, most
end

local function new_total()
   return { domains = 0, error = 0, warning = 0, notice = 0, unknown = 0, failing = false, refused = 0, assumed = {} }
end

local function add_to(total, audit, fail_on)
   total.domains = total.domains + 1
   for severity, count in pairs(audit.counts) do total[severity] = total[severity] + count end
   total.looked = looked_words.sum(total.looked, audit.looked)
   if #total.assumed == 0 then total.assumed = audit.assumed end
   for _, item in ipairs(audit.findings) do
      total.failing = total.failing or finding.at_least(item.severity, fail_on)
   end
end

local function status_of(total, interrupted)
   if interrupted then return 130 end
   if total.refused > 0 then return 2 end
   if total.failing then return 1 end
   if total.unknown > 0 then return 3 end
   return 0
end

-- The globs of --only, and a message where one of them fits no finding that a run of the bundled checks may have:
-- nothing wrong would be found, ever.
local function only_of(given, script)
   if script or not given.only then return given.only end
   local codes = require("sesame.check.suite").declarations()
   local only, message = require("sesame.cli.planning").globs(given.only, codes, "--only")
   return only, not only and message or nil
end

-- The domains that WORDS of the command line name, as a set.
local function set_of(words)
   local set = {}
   for _, word in ipairs(words or {}) do
      local name = word ~= "-" and input.domain(word)
      if name then set[name] = true end
   end
   return set
end

--- What the audits need beside domains and facts, from GIVEN (checked options) and SCRIPT or nil; WORDS name domains
-- one by one, for which selectors are guessed. Nil and a message for bad values.
function audits.audit_options(given, script, words)
   local only, fault = only_of(given, script)
   if fault then return nil, fault end
   local known, mail_from = require("sesame.cli.identities").read(given)
   if not known then return nil, mail_from end
   local selectors = require "sesame.cli.selectors"
   local chosen, message = selectors.given(given.selector)
   if not chosen then return nil, message end
   local probes, common
   probes, message, common = selectors.probes(given.selectors)
   if not probes then return nil, message end
   local expected
   if given.expect then
      expected, message = require("sesame.expect").load(given.expect)
      if not expected then return nil, "--expect: " .. message end
   end
   return {
      identities = known, mail_from = mail_from, selectors = chosen, probes = probes, expect = expected,
      only = only, skip = given.skip, script = script and script.run, ordered = given.format ~= "ndjson",
      deadline = given.deadline, guess = set_of(words), common = common,
   }
end

-- What the audits together say, as an audit of its own; nil where there is nothing to say.
local function whole_run(keys, options, total, given)
   local found = keys:findings()
   if #found == 0 then return nil end
   local subject = require("sesame.check.run_keys").SUBJECT
   local run = require("sesame.audit").conclude(subject, found, {}, { only = options.only, skip = options.skip })
   add_to(total, run, given["fail-on"])
   total.domains = total.domains - 1
   return run
end

local PATIENCE = 500 -- milliseconds in which a report is written to its end after Ctrl-C

-- DONE, an audit, in FORM as number INDEX, and the audit that the text tells of: DONE, or that it was given up where
-- the report took longer than its deadline. Nil where Ctrl-C ended it.
local function shown(form, done, index, options)
   local limit = done.limit and math.max(done.limit, system.monotonic())
   local ok, text, stopped = guard.run(limit, PATIENCE, form.audit, done, index)
   if ok then return text, done end
   if stopped == "interrupted" then return nil end
   if not stopped then error(text, 0) end
   local short = require("sesame.audit").given_up(done.domain, options)
   return form.audit(short, index), short
end

local function report_all(session, iterator, count, most, options, out, form, given)
   local total, keys = new_total(), require("sesame.check.run_keys").new { factors = given["shared-factors"] }
   options.interrupted = system.interrupted
   for audit in require("sesame.audit").all(session, iterator, options) do
      local text, told = shown(form, audit, total.domains + 1, options)
      if not text then break end
      add_to(total, told, given["fail-on"])
      keys:take(told)
      if not out:write(text) then break end
      if (count or total.domains) > FEW then out:show_progress(total.domains, count, most) end
   end
   return total, whole_run(keys, options, total, given)
end

-- What the source met, and what was taken as absent where a finding rests on it.
local function notices_of(session, total)
   local list = table.move(session:notices(), 1, #session:notices(), 1, {})
   list[#list + 1] = require("sesame.report.assumed_text").note(total.assumed)
   return list
end

local function head_of(session, settings)
   local source = settings and ("%s, settings of %s"):format(session.source, settings) or session.source
   return { version = require("sesame").version, source = source, time = session:time_text() }
end

-- ITERATOR anew, and the first it gives, which is asked for at once.
local function with_first(iterator)
   local first, told = iterator(), false
   return function()
      if told then return first ~= nil and iterator() or nil end
      told = true
      return first
   end, first
end

--- Audits what GIVEN and WORDS name, with SCRIPT { run = a function of sesame.script.runner, own = whether it is a
-- user's own, named = those of WORDS that the command line has (nil: all) } in place of the checks when there is one,
-- and writes the report. Returns the exit status, or nil and a message for misuse.
function audits.run(given, words, script, environment)
   guard.patience(math.huge) -- the report is ended as a report
   local options, message = audits.audit_options(given, script, script and script.named or words)
   if not options then return nil, message end
   local out
   local refused = 0
   local function complain(line)
      refused = refused + 1
      if out then out:complain("sesame: " .. line) else io.stderr:write("sesame: ", line, "\n") end
   end
   local iterator, count, most = audits.domains(given, words, complain)
   if not iterator then return nil, count end
   local first
   iterator, first = with_first(iterator)
   if first == nil and refused == 0 and not given["allow-empty"] then
      return nil, "the lists name no domain (--allow-empty: that is no fault)"
   end
   local session
   session, message = require("sesame.session").open(asking.session_options(given))
   if not session then return nil, message end
   out, message = output.open(given, environment.getenv)
   if not out then return nil, message end
   local form = forms[given.format](out, given, script, count)
   out:write(form.begin(head_of(session, given.settings)))
   local total, run = report_all(session, iterator, count, most, options, out, form, given)
   local notices = notices_of(session, total)
   out:write(form.finish(total, given.quiet and {} or notices, run))
   total.refused = refused
   if given.verbose then
      for _, line in ipairs(given.format == "text" and {} or notices) do out:note("sesame: " .. line) end
      for _, line in ipairs(session:details()) do out:note("sesame: " .. line) end
   end
   local closed, fault = session:close()
   local written, trouble = out:close()
   if not closed then return nil, fault end
   if not written then return nil, trouble end
   local interrupted = system.interrupted()
   if interrupted then out:complain(("sesame: interrupted after %d domains"):format(total.domains)) end
   return status_of(total, interrupted)
end

return audits
