-- SPDX-License-Identifier: MIT
-- What stands at names where Easy DKIM records are looked for: asked in one go, told as it was found. It must not
-- judge.
local dkim = require "sesame.dkim"
local heard = require "sesame.facts.heard"
local names = require("sesame.core").domain
local outline = require "sesame.facts.outline"
local redact = require "sesame.dkim.redact"
local safe = require "sesame.dkim.selector_key"
local target = require "sesame.easy_dkim.target"
local unknown = require "sesame.base.unknown"

local look = {}

local TYPES = { "CNAME", "TXT", "A", "AAAA" }

-- Types that may stand beside a CNAME: DNSSEC's own (RFC 4035 2.5).
local BESIDE = { CNAME = true, RRSIG = true, NSEC = true, NSEC3 = true, KEY = true }

local function first_target(cname, txt)
   if cname.known == "present" then return cname[1] end
   local link = txt:chain()[1]
   return link and link.target
end

-- The DNAME above NAME that made its alias (RFC 6672 3.1): { owner, target }, or nil.
local function dname_of(name, answers)
   for _, answer in ipairs(answers) do
      for _, record in ipairs(answer:section("answer")) do
         if record.type == "DNAME" and record.name ~= name and names.within(name, record.name) then
            return { owner = record.name, target = record.value }
         end
      end
   end
end

local function seen_of(name, answers, at)
   local seen = { name = name, cname = answers[at], txt = answers[at + 1], a = answers[at + 2], aaaa = answers[at + 3] }
   seen.target = first_target(seen.cname, seen.txt)
   if seen.target then seen.dname = dname_of(name, { seen.cname, seen.txt }) end
   return seen
end

--- Nothing rests on what stands at the end of the alias that each of ANSWERS, of FACTS, met at its own name.
function look.waive_ends(facts, answers)
   for _, answer in ipairs(answers) do
      if answer.known == "unknown" and #answer:chain() > 0 then heard.waive(facts, answer.name, answer.type) end
   end
end

--- What is seen at each of LIST (names), and the answers to MORE (questions as of facts:get_all), all asked at once.
-- A list of { name, cname, txt, a, aaaa = answers, target = of its CNAME or nil, dname }, and a list of answers.
function look.all(facts, list, more)
   local questions, seen = {}, {}
   for _, name in ipairs(list) do
      for _, rrtype in ipairs(TYPES) do questions[#questions + 1] = { name = name, type = rrtype } end
   end
   local first = #questions
   table.move(more, 1, #more, first + 1, questions)
   local answers = facts:get_all(questions)
   for i, name in ipairs(list) do
      seen[i] = seen_of(name, answers, (i - 1) * #TYPES + 1)
      look.waive_ends(facts, { seen[i].a, seen[i].aaaa })
   end
   return seen, table.move(answers, first + 1, #answers, 1, {})
end

-- Record I of ANSWER: somebody may have published a private key, which is not kept.
local function item_of(answer, i)
   local kind = answer.type:lower()
   if kind ~= "txt" then return { kind = kind, address = answer:text(i) } end
   local key = dkim.parse_key(answer[i])
   return { kind = kind, text = redact.text(answer[i], key), is_key = key ~= nil and key.is_key }
end

local function alias_of(token, host)
   return { kind = "cname", target = host, zone = target.zone(token, host) }
end

--- What stands at the name of TOKEN's record: { { kind = "cname", target, zone = what follows the token there, or nil
-- where it is another's }, { kind = "txt", text (may be shown), is_key = whether it means to be one }, { kind =
-- "a|aaaa", address }, ... }.
function look.found(seen, token)
   local list = {}
   if seen.cname.known == "present" then
      for i = 1, #seen.cname do list[i] = alias_of(token, seen.cname[i]) end
   elseif seen.target then
      list[1] = alias_of(token, seen.target)
   end
   for _, answer in ipairs { seen.txt, seen.a, seen.aaaa } do
      if answer.known == "present" and #answer:chain() == 0 then
         for i = 1, #answer do list[#list + 1] = item_of(answer, i) end
      end
   end
   return list
end

--- The name as any other selector, TOKEN, is told of (sesame.model.selectors): the TXT answer's outline, verdict,
-- records, keys.
function look.selector(seen, token)
   local entry, texts = outline.of(seen.txt, { selector = token, name = seen.name, asked = "token", records = {},
      keys = {} }), {}
   for i = 1, seen.txt.known == "present" and #seen.txt or 0 do texts[i] = seen.txt[i] end
   table.sort(texts)
   local checked = assert(dkim.check(texts))
   entry.verdict = entry.known == "unknown" and "unknown" or checked.status
   for i, key in ipairs(checked.records) do
      entry.keys[i] = safe.key(texts[i], key)
      entry.records[i] = entry.keys[i].text
   end
   return entry
end

--- Data beside the CNAME at the very name: a type, "CNAME" where there are several, or nil. FACTS are asked for all
-- types where the answer comes from a master file, which hides what stands beside an alias.
function look.beside(seen, facts)
   if seen.cname.known ~= "present" then return nil end
   if #seen.cname > 1 then return "CNAME" end
   for _, answer in ipairs { seen.txt, seen.a, seen.aaaa } do
      if answer.known == "present" and #answer:chain() == 0 then return answer.type end
   end
   if seen.cname.server ~= "zone" then return nil end
   for _, record in ipairs(facts:get(seen.name, "ANY"):section("answer")) do
      if record.name:lower() == seen.name and not BESIDE[record.type] then return record.type end
   end
end

--- The key in the TXT records of ANSWER: { known = true, state = "key" (with bits, fingerprint and modulus), "idle"
-- (empty, or none; denied = whether not even the name exists), "revoked" or "broken" }, or known = false
-- (sesame.base.unknown).
function look.key(answer)
   local open = unknown.unlearnt(answer)
   if open then return unknown.mark({}, open) end
   local made = { state = "idle", denied = answer.status == "nxdomain" or nil }
   for i = 1, answer.known == "present" and #answer or 0 do
      if answer[i]:find("%S") then
         local key = dkim.parse_key(answer[i])
         if key.valid then
            made = { state = "key", bits = key.bits, fingerprint = key.fingerprint, modulus = key.modulus }
            break
         end
         made.state = key.revoked and "revoked" or "broken"
      end
   end
   return unknown.mark(made)
end

local function values_of(answer)
   local list = {}
   for i = 1, #answer do list[i] = answer:text(i) end
   table.sort(list)
   return table.concat(list, "\n")
end

local function same_data(a, b)
   return a.known == "present" and b.known == "present" and values_of(a) == values_of(b)
end

local function has_address(seen)
   return seen.a.known == "present" or seen.aaaa.known == "present"
end

--- Whether what was seen is only what every name here gets, as that of NONCE shows: a wildcard answers. Addresses of a
-- wildcard may change from answer to answer, so that any will do.
function look.is_wildcard(seen, nonce)
   if seen.target then return nonce.target ~= nil and nonce.target:lower() == seen.target:lower() end
   if nonce.target then return false end
   if seen.txt.known == "present" then return same_data(seen.txt, nonce.txt) end
   return has_address(seen) and has_address(nonce)
end

return look
