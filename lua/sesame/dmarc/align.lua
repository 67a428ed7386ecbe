-- SPDX-License-Identifier: MIT
-- Identifier alignment of one message (RFC 9989 4.4, 4.10.2): From, the SPF domain and the d= of its signatures. It
-- must not evaluate SPF or verify a signature: their results are given.
local domains = require("sesame.core").domain
local names = require "sesame.base.names"
local older = require "sesame.dmarc.older"
local policy = require "sesame.dmarc.policy"
local unknown = require "sesame.base.unknown"
local walk = require "sesame.dmarc.walk"

local align = {}

align.SIGNATURES_MAX = 100 -- signatures judged of one message

local MODES = { r = "relaxed", s = "strict" }
local DEFAULTS = { aspf = "r", adkim = "r" } -- RFC 9989 4.7

-- What keeps IDENTIFIER from counting at all, or nil: only a pass does, and for SPF only that of MAIL FROM (4.4.2).
local function disqualified(method, identifier)
   if identifier.bad then return { code = "bad-name" } end
   if (identifier.result or "pass") ~= "pass" then return { code = "no-pass" } end
   if method == "spf" and identifier.scope == "helo" then return { code = "helo" } end
end

-- ALIGNED, the reason, the organizational domain of DOMAIN, and what was not learnt where that matters.
local function relaxed(facts, author, domain)
   if domain == author.domain then return true, { code = "same" }, author.walk.organizational_domain end
   local walked = walk.of(facts, domain)
   local same, ours, theirs = walk.same_organization(author.walk, walked), author.walk.organizational_domain,
      walked.organizational_domain
   local open = author.walk.because or walked.because
   if same == nil then
      return nil, { code = "organization-unlearnt", open = open }, theirs, open
   elseif not (ours and theirs) then
      return same, { code = "whatever", aligned = same, from = author.domain, open = open }, theirs
   end
   return same, { code = same and "organization" or "other-organization", ours = ours, theirs = theirs }, theirs
end

local function judge(facts, author, method, identifier)
   local mode = author.modes[method]
   local out = { method = method, domain = identifier.domain, result = identifier.result or "pass",
      mode = MODES[mode], selector = identifier.selector }
   local because
   out.reason = disqualified(method, identifier)
   if out.reason then
      out.aligned = false
   elseif not mode and identifier.domain ~= author.domain then
      because = author.because
      out.reason = { code = "record-unlearnt", open = because }
   elseif mode == "s" then
      out.aligned = identifier.domain == author.domain
      out.reason = out.aligned and { code = "same" } or { code = "strict", from = author.domain }
   else
      out.aligned, out.reason, out.organizational_domain, because = relaxed(facts, author, identifier.domain)
   end
   return unknown.mark(out, because)
end

-- true, false or nil over several of them.
local function any_aligned(list)
   local open = false
   for _, item in ipairs(list) do
      if item.aligned then return true end
      open = open or item.aligned == nil
   end
   if open then return nil end
   return false
end

-- Why one of the identifiers of OUT is undetermined, or nil.
local function open_in(out)
   local because = out.spf and out.spf.because
   for _, item in ipairs(out.dkim) do because = because or item.because end
   return because
end

local function conclude(out, found)
   if found.status == "none" then
      out.result, out.reason = "none", { code = "no-policy", policy = found.reason }
   elseif found.said and (out.spf_aligned or out.dkim_aligned) then
      out.result, out.reason = "pass", { code = "passes" }
   elseif not found.known then
      out.result, out.reason = "unknown", { code = "policy-unlearnt", open = found.because }
      return unknown.mark(out, found.because)
   elseif out.spf_aligned == nil or out.dkim_aligned == nil then
      out.result, out.reason = "unknown", { code = "undetermined" }
      return unknown.mark(out, open_in(out))
   else
      out.result, out.reason = "fail", { code = "fails" }
   end
   return unknown.mark(out)
end

-- A result for messages whose From has no domain, or COUNT of them (nil: what is there is no name): DMARC does not
-- apply (RFC 9989 5.3.1).
local function no_author(count)
   return unknown.mark {
      result = "none", spf_aligned = false, dkim_aligned = false, dkim = {},
      reason = { code = "no-author", count = count },
   }
end

-- NAME in A-labels and lower case, or nil.
local function name_of(name)
   return domains.to_ascii(names.bare(name)) or nil
end

local function cleaned(identifier)
   if type(identifier) ~= "table" or type(identifier.domain) ~= "string" then
      error("an identifier is { domain = name, result = nil or a word }", 3)
   end
   local out = {}
   for key, value in pairs(identifier) do out[key] = value end
   out.domain = name_of(identifier.domain)
   if not out.domain then out.domain, out.bad = identifier.domain, true end
   return out
end

-- FROM as one name, or nil and how many there are (nil where the one is no name).
local function author_of(from)
   if type(from) == "table" then
      if #from ~= 1 then return nil, #from end
      from = from[1]
   end
   if type(from) ~= "string" then error("from is a domain, or a list of domains", 3) end
   return name_of(from), nil
end

--- Whether one message passes DMARC, over FACTS; waits. MESSAGE: from (the domain of the From header, or a list of all
-- of them), spf =
-- { domain, result = "pass", scope = "mfrom" | "helo" } or nil, dkim = { { domain = d=, result = "pass", selector },
-- ... } or nil, policy (what dmarc_policy.discover gave for from, where it is at hand). What is not given did not pass.
-- { result = "pass" | "fail" | "none" | "unknown", known and because (the answer that would decide, where it is not
-- known), reason = { code = "passes|fails|undetermined" }, { code = "no-policy", policy = why none applies }, { code =
-- "policy-unlearnt", open } or { code = "no-author", count }, from, spf_aligned, dkim_aligned = true | false | nil
-- (undetermined), policy, policy_domain, organizational_domain, otherwise = what receivers of RFC 7489 conclude where
-- that is not the same (sesame.dmarc.older) or nil,
-- spf = { method, domain, result, mode, aligned, organizational_domain, known, because, reason = { code =
-- "bad-name|no-pass|helo|same" }, { code = "strict", from }, { code = "organization|other-organization", ours, theirs
-- }, { code = "whatever", aligned, from, open } (whatever the answer OPEN would say), { code =
-- "organization-unlearnt|record-unlearnt", open } } or nil, dkim = { the same with selector, ... } }. In sentences:
-- sesame.check.align_words.
function align.message(facts, message)
   local from, count = author_of(message.from)
   if not from then return no_author(count) end
   local found = message.policy or policy.discover(facts, from)
   local said = found.said or found.status == "none" and DEFAULTS or {}
   local author = {
      domain = from, walk = found.walk, modes = { spf = said.aspf, dkim = said.adkim },
      because = found.because,
   }
   local out = {
      from = from, policy = found.policy, policy_domain = found.policy_domain, dkim = {},
      organizational_domain = found.organizational_domain,
   }
   if message.spf then out.spf = judge(facts, author, "spf", cleaned(message.spf)) end
   for i, signature in ipairs(message.dkim or {}) do
      if i > align.SIGNATURES_MAX then break end
      out.dkim[i] = judge(facts, author, "dkim", cleaned(signature))
   end
   out.spf_aligned, out.dkim_aligned = any_aligned { out.spf }, any_aligned(out.dkim)
   conclude(out, found)
   out.otherwise = older.otherwise(out, found)
   return out
end

return align
