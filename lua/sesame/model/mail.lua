-- SPDX-License-Identifier: MIT
-- Model of one message that was sent: who wrote it, who sent it, who signed it, and what DMARC makes of that by what is
-- published today. The signatures themselves are not verified. It must not phrase findings.
local address = require "sesame.mail.address"
local align = require "sesame.dmarc.align"
local copy = require "sesame.base.copy"
local dkim = require "sesame.dkim"
local message = require "sesame.mail"
local names = require "sesame.base.names"
local other_key = require "sesame.mail.other_key"
local regions = require "sesame.ses.regions"
local results = require "sesame.mail.results"
local signature = require "sesame.mail.signature"
local spf = require "sesame.spf"
local trace = require "sesame.ses.trace"
local unknown = require "sesame.base.unknown"

local model = {}

model.SIGNATURES_MAX = 20 -- DKIM-Signature fields looked at, from the top
model.DOMAINS_MAX = 10    -- domains of one message that are audited
model.RESULTS_MAX = 50    -- Authentication-Results fields looked at

-- ---- what the header says, without a lookup ----

local function authors_of(parsed)
   local domains, faults, text, fields = {}, {}, nil, message.all(parsed, "From")
   for _, field in ipairs(fields) do
      for _, entry in ipairs(address.list(field.value)) do
         if entry.domain then
            domains[#domains + 1], text = entry.domain, entry.text
         else
            faults[#faults + 1] = entry.fault
         end
      end
   end
   local one = #domains == 1
   return { domains = domains, faults = faults, fields = #fields, domain = one and domains[1] or nil,
      address = one and text:lower() or nil }
end

-- Fields above the first Received that bears the same authserv-id as the topmost one are the receiver's; all others may
-- be anybody's.
local function results_of(parsed)
   local list, own, counted = {}, nil, true
   for _, field in ipairs(parsed.fields) do
      if field.key == "received" and own then counted = false end
      if field.key == "authentication-results" and #list < model.RESULTS_MAX then
         local entry = results.parse(field.value)
         own = own or { id = entry.id }
         counted = counted and entry.id == own.id
         list[#list + 1] = copy.with(entry, { counted = counted })
      end
   end
   return list
end

local function signatures_of(parsed, now)
   local list = {}
   for _, field in ipairs(message.all(parsed, "DKIM-Signature")) do
      local read = #list < model.SIGNATURES_MAX and signature.parse(field.value, now)
      if read then
         list[#list + 1] = copy.with(read, { ses = read.domain ~= nil and trace.is_ses(read.domain) })
      end
   end
   return list
end

-- The path of the topmost Return-Path, or what the receiver's results or Received-SPF say of the envelope.
local function path_of(parsed, said)
   local fields = message.all(parsed, "Return-Path")
   if fields[1] then
      return copy.with(address.path(fields[1].value), { from = "Return-Path", count = #fields })
   end
   for _, entry in ipairs(said) do
      for _, result in ipairs(entry.counted and entry.results or {}) do
         local value = result.method == "spf" and results.property(result, "smtp", "mailfrom")
         if value then
            local path = address.path(value:find("@", 1, true) and value or "@" .. value)
            return copy.with(path, { from = "Authentication-Results", count = 0 })
         end
      end
   end
end

--- What PARSED (of sesame.mail) says, NOW being the time in seconds since 1970: { from = { domains, domain = the only
-- one, address = it with its local part, faults, fields },
-- return_path = { text, domain, null, from = the field it was read from, count } or nil, results = { { id, none,
-- counted, results } }, signatures (sesame.mail.signature, and ses), trace (sesame.ses.trace), region = the only one
-- that is told of the identity or nil, arc, dkim2, faults }.
function model.read(parsed, now)
   local said = results_of(parsed)
   local found = trace.read(parsed)
   return {
      from = authors_of(parsed), return_path = path_of(parsed, said), results = said, signatures = signatures_of(parsed,
         now),
      trace = found, region = found.region, faults = #parsed.faults,
      truncated = parsed.truncated,
      arc = #message.all(parsed, "ARC-Seal"), dkim2 = #message.all(parsed, "DKIM2-Signature"),
   }
end

--- The domains that READ names, to be audited: the author's, those of signatures and the envelope's, without
-- amazonses.com unless it is the author's, without what lies below one of them, and without what can be no mail
-- domain.
function model.domains(read)
   local list = {}
   local function add(name)
      if not name or name:find("[^%w._-]") or #list >= model.DOMAINS_MAX then return end
      for _, known in ipairs(list) do
         if names.below(name, known) then return end
      end
      list[#list + 1] = name
   end
   for _, name in ipairs(read.from.domains) do add(name) end
   for _, entry in ipairs(read.signatures) do add(not entry.ses and entry.domain or nil) end
   local path = read.return_path
   add(path and path.domain and not trace.is_ses(path.domain) and path.domain or nil)
   return list
end

-- ---- what DNS adds ----

-- The receiver's word on METHOD for which FITS(result) is true, who says so, and why in its words.
local function word_of(read, method, fits)
   for _, entry in ipairs(read.results) do
      for _, result in ipairs(entry.counted and entry.results or {}) do
         if result.method == method and fits(result) then
            return result.result, entry.id or "the receiver", result.reason or result.comment
         end
      end
   end
end

-- What the TXT records at ENTRY's selector are: a word, and the question where they could not be learnt.
local function key_of(answer)
   local open = unknown.unlearnt(answer)
   if open then return "unknown", open end
   local checked = dkim.check(answer.known == "present" and answer or {})
   return checked and checked.status or "none"
end

local BY_KEY = { usable = "pass", depends = "pass", unknown = "temperror" }

-- Whether the key comes from SES: ANSWER for it went by an alias to where SES keeps those of Easy DKIM.
local function is_served(answer)
   for _, link in ipairs(answer:chain()) do
      if regions.dkim_target(link.target) then return true end
   end
   return false
end

-- ENTRY with what the receiver, or else the KEY at NAME, says of it.
local function judged_signature(read, entry, name, key, open)
   local word, by, told = word_of(read, "dkim", function(result)
      local agent = results.property(result, "header", "i")
      local domain = results.property(result, "header", "d") or agent and agent:match("@([^@]*)$")
      local selector = results.property(result, "header", "s")
      return domain ~= nil and domain:lower() == entry.domain
         and (selector == nil or selector:lower() == entry.selector)
   end)
   local result = #entry.faults > 0 and "permerror" or word or BY_KEY[key] or "permerror"
   return unknown.mark(copy.with(entry, {
      name = name, key = key, word = word, by = by, told = told, result = result,
      assumed = not word and result == "pass",
   }), open)
end

local function judged_signatures(read, facts)
   local questions, owners, at, list = {}, {}, {}, {}
   for i, entry in ipairs(read.signatures) do
      owners[i] = entry.domain and entry.selector and dkim.name(entry.selector, entry.domain) or nil
      if owners[i] then
         questions[#questions + 1] = { name = owners[i], type = "TXT" }
         at[i] = #questions
      end
   end
   local answers = facts:get_all(questions)
   for i, entry in ipairs(read.signatures) do
      local key, open = "none", nil
      if at[i] then key, open = key_of(answers[at[i]]) end
      list[i] = judged_signature(read, entry, owners[i], key, open)
      if at[i] and is_served(answers[at[i]]) then list[i] = copy.with(list[i], { served = true }) end
   end
   for i, entry in ipairs(list) do
      local shown = other_key.shown_by(entry, list)
      if shown then list[i] = copy.with(entry, { other_key = shown.domain }) end
   end
   return list
end

-- What the envelope's domain is: "default", "custom", "other" (its MX is no host of SES), "null", "unknown", or nil
-- where it is not known; and the Return-Path with the region of a custom one, known and because.
local function judged_path(path, facts)
   if not path or path.null or not path.domain then return path and path.null and "null" or nil, path end
   if trace.is_ses(path.domain) then return "default", path end
   local answer = facts:get(path.domain, "MX")
   local open = unknown.unlearnt(answer)
   if open then return "unknown", unknown.mark(copy.with(path), open) end
   for i = 1, answer.known == "present" and #answer or 0 do
      local kind, region = regions.host(answer[i].exchange)
      if kind == "mail-from" then return "custom", copy.with(path, { region = region }) end
   end
   return "other", path
end

-- SPF of the envelope: the receiver's word, and what the records say of the sending address today.
local function judge_spf(read, facts)
   local path = read.return_path
   if not path or not path.domain then return nil end
   local out = { domain = path.domain }
   out.word, out.by = word_of(read, "spf", function(result)
      local value = results.property(result, "smtp", "mailfrom")
      return value == nil or value:match("([^@]*)$"):lower() == path.domain
   end)
   if read.trace.ip then
      local verdict = spf.check_host { facts = facts, domain = path.domain, ip = read.trace.ip, explanation = false }
      out.today, out.ip = verdict and verdict.result or nil, read.trace.ip
   end
   out.result = out.word or out.today
   return out
end

-- LIST of signatures, those with a domain with what DMARC says of theirs.
local function aligned_signatures(list, dmarc)
   local out, at = {}, 0
   for i, entry in ipairs(list) do
      out[i] = entry
      if entry.domain then
         at = at + 1
         out[i] = copy.with(entry, { aligned = dmarc.dkim[at] and dmarc.dkim[at].aligned })
      end
   end
   return out
end

-- Whether SES itself made the message, a bounce: without an envelope sender, and signed by nobody else.
local function is_bounce(read, envelope, signatures)
   if envelope ~= "null" or not read.trace.sent or #signatures == 0 then return false end
   for _, entry in ipairs(signatures) do
      if not entry.ses then return false end
   end
   return not (read.from.domain and trace.is_ses(read.from.domain))
end

--- READ (of model.read) with what DNS says through FACTS, as a new table: signatures get name, key ("usable", "none",
-- "revoked", "unusable", "no-key", "depends", "unknown"; known and because), word, by and told (the receiver's, with
-- its reason), result and assumed (not verified by anybody), served = whether SES publishes the key, other_key = the
-- domain of SES's own signature where that shows that another key was used (sesame.mail.other_key); return_path known
-- and because where its MX was asked; envelope; bounce = whether SES made it, as a bounce; spf = { domain, result,
-- word, by, today, ip } or nil; dmarc (sesame.dmarc.align). Waits.
function model.build(read, facts)
   local signatures = judged_signatures(read, facts)
   local envelope, path = judged_path(read.return_path, facts)
   local by_path = judge_spf(read, facts)
   local signed = {}
   for _, entry in ipairs(signatures) do
      if entry.domain then
         signed[#signed + 1] = { domain = entry.domain, result = entry.result, selector = entry.selector }
      end
   end
   local by_spf = by_path and by_path.result and { domain = by_path.domain, result = by_path.result } or nil
   local dmarc = align.message(facts, { from = read.from.domains, spf = by_spf, dkim = signed })
   return copy.with(read, {
      signatures = aligned_signatures(signatures, dmarc), return_path = path, envelope = envelope, spf = by_path,
      dmarc = dmarc, bounce = is_bounce(read, envelope, signatures),
   })
end

return model
