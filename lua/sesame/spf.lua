-- SPDX-License-Identifier: MIT
-- sesame.spf: SPF records, check_host() for one sender, and the walk of a whole policy. doc/spf.md describes it. It
-- joins the core with facts; what a result means for a domain is the checks' business.
local check_options = require("sesame.base.options").with_facts
local core = require "sesame.core"

local spf = {}

local CHECK_OPTIONS = {
   domain = true, explanation = true, facts = true, helo = true, ip = true, limits = true, profile = true,
   receiver = true, sender = true, time = true, timeout = true, trace = true,
}

-- What texts say, for as long as somebody holds it: several checks ask the same of one record, which may be long.
local parsed = setmetatable({}, { __mode = "v" })

--- The record in TEXT with its terms and faults (doc/spf.md has the keys); TEXT need not be valid. nil, message,
-- "too-long".
function spf.parse(text)
   if parsed[text] then return parsed[text] end
   local record, message, code = core.spf.parse(text)
   if not record then return nil, message, code end
   parsed[text] = record
   return record
end

--- Whether TEXT is an SPF record: v=spf1 in any case, and a space or the end (RFC 7208 4.5).
function spf.is_record(text)
   return core.spf.is_record(text)
end

--- The places of the SPF records among the TXT records of ANSWER, and the places of the others: two lists of numbers.
-- One SPF record is right (RFC 7208 4.5); that there is none says nothing where the answer could not be learnt.
function spf.select(answer)
   return core.spf.select(answer)
end

--- The kind and reason of a TEXT that was meant to be an SPF record, but is none; nil for all others.
function spf.near_miss(text)
   return core.spf.near_miss(text)
end

--- A record's text from TERMS: a list of texts or of terms as parse gives them.
function spf.render(terms)
   local parts = { "v=spf1" }
   for i, term in ipairs(terms) do
      local text = type(term) == "table" and term.text or term
      if type(text) ~= "string" or text:find("[^\x21-\x7E]") or text == "" then
         error(("term %d is no text without spaces"):format(i), 2)
      end
      parts[#parts + 1] = text
   end
   return table.concat(parts, " ")
end

--- TEXT as its writer will have meant it, whether it is right then, and what is in doubt (sesame.spf.mend has the
-- shapes): with a doubt TEXT itself comes back. nil, message, "too-long".
function spf.mend(text)
   local record, message, code = core.spf.parse(text)
   if not record then return nil, message, code end
   local mended, _, doubts = require("sesame.spf.mend").text(text)
   return mended or text, mended ~= nil, doubts
end

--- The receivers whose limits are known: a list of { name, summary, limits }, RFC 7208 first.
function spf.profiles()
   return core.spf.profiles()
end

-- Asks until the evaluation needs nothing more, or the time is over (RFC 7208 4.6.4).
local function drive(check, facts, deadline)
   local wanted = check:needs()
   while #wanted > 0 do
      if deadline and core.system.monotonic() >= deadline then
         check:stop()
         return
      end
      local got = facts:get_all(wanted)
      for i = 1, #wanted do check:feed(wanted[i], got[i]) end
      wanted = check:needs()
   end
end

--- check_host() (RFC 7208 4) of OPTIONS.ip for OPTIONS.domain or the domain of OPTIONS.sender, learnt through
-- OPTIONS.facts. A verdict, as doc/spf.md describes it, or nil, message, code for what is no address ("bad-address")
-- or too long. Waits.
function spf.check_host(options)
   check_options(options, CHECK_OPTIONS, 2)
   local facts, timeout = options.facts, options.timeout
   if type(options.ip) ~= "string" then error("options.ip is missing: whose mail is to be judged?", 2) end
   if not (options.domain or options.sender or options.helo) then
      error("one of domain, sender and helo is needed", 2)
   end
   if timeout and type(timeout) ~= "number" then error("options.timeout is a number of seconds", 2) end
   local given = {}
   for name, value in pairs(options) do
      if name ~= "facts" and name ~= "timeout" then given[name] = value end
   end
   given.time = given.time or (facts.clock and math.tointeger(facts:clock() // 1)) or nil
   local check <close>, message, code = core.spf.check(given)
   if not check then return nil, message, code end
   drive(check, facts, timeout and core.system.monotonic() + timeout * 1000)
   local verdict = check:result()
   verdict.domain, verdict.ip, verdict.sender, verdict.helo = options.domain, options.ip, options.sender, options.helo
   return verdict
end

--- The tree of a domain's policy, without a sender: sesame.spf.walk, described in doc/spf-walk.md.
function spf.walk(...)
   return require("sesame.spf.walk")(...)
end

--- What a domain's policy, or a record not published yet, says to every address: sesame.spf.denote, described in
-- doc/spf-denote.md.
function spf.denote(...)
   return require("sesame.spf.denote")(...)
end

--- The addresses to which two denotations say different things: sesame.spf.compare, described in doc/spf-denote.md.
function spf.compare(...)
   return require("sesame.spf.compare")(...)
end

--- The least to change to keep within a number of lookups: sesame.spf.plan, described in doc/spf-plan.md.
function spf.plan(...)
   return require("sesame.spf.plan")(...)
end

--- A domain's record with terms written as addresses, proved to say the same: sesame.spf.flatten, described in
-- doc/spf-flatten.md.
function spf.flatten(...)
   return require("sesame.spf.flatten")(...)
end

--- Whether a flattened record still says what its source says: described in doc/spf-flatten.md.
function spf.drift(...)
   return require("sesame.spf.flatten.source").drift(...)
end

return spf
