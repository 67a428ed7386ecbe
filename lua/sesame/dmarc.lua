-- SPDX-License-Identifier: MIT
-- sesame.dmarc: DMARC records, discovery, alignment. doc/dmarc.md describes it. What a result means for a domain is the
-- checks' business.
local align_words = require "sesame.check.align_words"
local align = require "sesame.dmarc.align"
local check = require "sesame.check.dmarc_record"
local check_options = require("sesame.base.options").with_facts
local finding = require "sesame.finding"
local mend = require "sesame.dmarc.mend"
local policy = require "sesame.dmarc.policy"
local record = require "sesame.dmarc.record"
local reports = require "sesame.dmarc.reports"
local walk = require "sesame.dmarc.walk"

local dmarc = {}

local ALIGN_OPTIONS = { facts = true, from = true, spf = true, dkim = true, policy = true }

local function check_facts(options, level)
   if type(options) ~= "table" or not options.facts then
      error("options.facts is missing: what is DNS to be asked through?", level + 1)
   end
end

--- What the record TEXT says, with its faults (doc/dmarc.md has the keys); TEXT need not be valid. nil, message,
-- "too-long".
function dmarc.parse(text)
   return record.parse(text)
end

--- Whether TEXT is a DMARC record: v=DMARC1 first, then a semicolon or the end (RFC 9989 4.8).
function dmarc.is_record(text)
   return record.is_record(text)
end

--- The reason, the range at fault and, where known, what belongs there, of a TEXT that was meant to be a record, but is
-- none.
function dmarc.near_miss(text)
   return record.near_miss(text)
end

-- The faults of SAID, a record at NAME, as findings.
local function findings_of(said, name)
   local list = {}
   check.judge(said, name, function(code, detail) list[#list + 1] = finding.new(check.findings, code, detail) end)
   return list
end

local GRAVE = { error = true, warning = true }
local PLACED <const> = "dmarc-at-apex" -- the line to publish mends it

-- What is in DOUBT about TEXT: { { text, choices = whole records } }, the choices where one doubt is all there is.
local function questions(text, doubts)
   local list = {}
   for i, doubt in ipairs(doubts) do
      local choices = {}
      for j, choice in ipairs(#doubts == 1 and mend.choices(text) or {}) do choices[j] = choice.text end
      list[i] = { text = doubt.text ~= "" and doubt.text or doubt.tag .. "=", choices = choices }
   end
   return list
end

-- Adds to RESULT what may be published: the mended text, beside one that is no stricter than SAID is in force where
-- that makes a difference; or the text itself where nothing is wrong with it.
local function publishable(result, said, name, alone)
   local mended, better, doubts = mend.text(result.text)
   result.doubts = questions(result.text, doubts)
   if mended and mended ~= result.text and better.applies then
      result.mended = mended
      if mend.is_stricter(said, better) then
         result.loose = mend.render(mend.loose(said, better))
         result.in_force = said.applies and "p=" .. said.p or "no policy"
      end
   end
   local grave = not result.is_record
   for _, item in ipairs(result.findings) do grave = grave or GRAVE[item.severity] == true and item.code ~= PLACED end
   local line = not result.loose and (result.mended or not grave and result.text)
   result.publish = line and alone and require("sesame.base.paste").line(name, line) or nil
end

--- TEXT judged before it is published: { text, is_record, applies, policy, near_miss = { reason, range } or nil,
-- findings (what an audit would say of it without DNS), tags, mended = the text mended, or nil where nothing is to be
-- mended or too much is missing; loose = where that is stricter than what receivers apply today, the same with the
-- policy in force (in_force: "p=none"), after = findings of the mended text that are not among the others, publish =
-- the line to publish, or nil where there is none or two, doubts = { { text = what cannot be told, choices = whole
-- records } }, asked_at = the name receivers ask, where NAME is another, pasted }. NAME is where it is to stand.
-- PASTED: what it was taken from (sesame.cli.input). nil, message, "too-long".
function dmarc.lint(text, name, pasted)
   local said, message, code = record.parse(text)
   if not said then return nil, message, code end
   local result = { text = text, is_record = said.is_record, applies = said.applies, policy = said.p, tags = said.list,
      pasted = pasted }
   local at = name and not pasted and name:find(".", 1, true) and name:sub(-1) ~= "." and name .. "." or name
   local audit_text = require "sesame.audit.text" -- the checks; no other function here needs them
   result.findings = audit_text.dmarc(text, { name = at, beside = pasted and pasted.beside }).findings
   local reason, range = record.near_miss(text)
   if reason then result.near_miss = { reason = reason, range = range } end
   result.asked_at = name and record.asked_at(name)
   publishable(result, said, result.asked_at or name, not pasted or pasted.several < 2)
   if result.mended then
      result.after = audit_text.more(result.findings, audit_text.dmarc(result.mended, { name = at }).findings)
   end
   return result
end

--- TEXT with its faults mended where that needs no decision, and what it says then (dmarc.parse); nil, what TEXT says
-- and the doubts, { { text = the part in question, choices = lists of tags } }, where it needs one; nil where it is no
-- record.
function dmarc.mend(text)
   return mend.text(text)
end

--- Everything about mail from DOMAIN: { policy = as dmarc.discover has it, reports = the destinations of its reports
-- and whether they are agreed to, faults = findings of the record that applies }. Waits.
function dmarc.show(domain, options)
   check_facts(options, 2)
   local found = policy.discover(options.facts, domain:lower())
   return {
      policy = found, reports = reports.build(options.facts, found),
      faults = found.said and findings_of(found.said, found.place.name) or {},
   }
end

--- The tree walk of RFC 9989 4.10 for DOMAIN: queries in order, places, organizational domain. Waits.
function dmarc.walk(domain, options)
   check_facts(options, 2)
   return walk.of(options.facts, domain:lower())
end

--- The policy that applies to mail from DOMAIN, by RFC 9989 and beside it by RFC 7489. Waits.
function dmarc.discover(domain, options)
   check_facts(options, 2)
   return policy.discover(options.facts, domain:lower())
end

--- Whether a message from options.from passes, with options.spf and options.dkim as what authenticated it. Waits.
function dmarc.align(options)
   check_options(options, ALIGN_OPTIONS, 2)
   return align.message(options.facts, options)
end

--- VERDICT (of dmarc.align) in sentences: what becomes of the message, then each identifier.
function dmarc.explain(verdict)
   return align_words.explanation(verdict)
end

return dmarc
