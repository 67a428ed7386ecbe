-- SPDX-License-Identifier: MIT
-- Identifier alignment of one message (RFC 9989 4.4, 4.10.2): From, the SPF domain and the d= of its signatures, with
-- sentences that explain it. It must not evaluate SPF or verify a signature: their results are given.
local domains = require("sesame.core").domain
local names = require "sesame.base.names"
local policy = require "sesame.dmarc.policy"
local walk = require "sesame.dmarc.walk"

local align = {}

align.SIGNATURES_MAX = 100 -- signatures judged of one message

local MODES = { r = "relaxed", s = "strict" }
local LABEL = { spf = "SPF", dkim = "DKIM" }
local TAG = { spf = "aspf", dkim = "adkim" }
local DEFAULTS = { aspf = "r", adkim = "r" } -- RFC 9989 4.7

-- What keeps IDENTIFIER from counting at all, or nil: only a pass does, and for SPF only that of MAIL FROM (4.4.2).
local function disqualified(method, identifier)
   local result = identifier.result or "pass"
   if identifier.bad then
      return ("%s is given for \"%s\", which is no domain name"):format(LABEL[method], identifier.domain)
   elseif result ~= "pass" then
      return ("%s did not pass for %s (%s)"):format(LABEL[method], identifier.domain, result)
   elseif method == "spf" and identifier.scope == "helo" then
      return ("SPF passed for the HELO name %s, which does not count beside a MAIL FROM"):format(identifier.domain)
   end
end

-- Why an organizational domain is not known, of the walks A and B.
local function unlearnt_text(a, b)
   local place = a.unlearnt or b.unlearnt
   return ("%s: %s"):format(place.name, place.status)
end

-- ALIGNED, sentence, organizational domain of the identifier.
local function relaxed(facts, author, label, domain)
   local head = ("%s passed for %s"):format(label, domain)
   if domain == author.domain then
      return true, ("%s, the From domain itself: aligned"):format(head), author.walk.organizational_domain
   end
   local walked = walk.of(facts, domain)
   local same, ours, theirs = walk.same_organization(author.walk, walked), author.walk.organizational_domain,
      walked.organizational_domain
   if same == nil then
      return nil, ("%s; whether that is aligned depends on an answer that could not be learnt (%s)")
         :format(head, unlearnt_text(author.walk, walked)), theirs
   elseif not (ours and theirs) then
      local words = same and "%s, of the same organization as %s, whatever could not be learnt (%s): aligned"
         or "%s, of another organization than %s, whatever could not be learnt (%s): not aligned"
      return same, words:format(head, author.domain, unlearnt_text(author.walk, walked)), theirs
   elseif same then
      return true, ("%s, of the same organizational domain %s: aligned"):format(head, theirs), theirs
   end
   local whose = theirs ~= domain and (" (organizational domain %s)"):format(theirs) or ""
   return false, ("%s%s, not for a name of the organizational domain %s: not aligned"):format(head, whose, ours), theirs
end

local function judge(facts, author, method, identifier)
   local mode = author.modes[method]
   local out = { domain = identifier.domain, result = identifier.result or "pass", mode = MODES[mode],
      selector = identifier.selector }
   local no = disqualified(method, identifier)
   if no then
      out.aligned, out.explanation = false, no
   elseif not mode and identifier.domain ~= author.domain then
      out.explanation = ("%s passed for %s; whether that is aligned depends on a record that could not be learnt (%s)")
         :format(LABEL[method], identifier.domain, author.unlearnt_text)
   elseif mode == "s" then
      out.aligned = identifier.domain == author.domain
      local words = out.aligned and "%s passed for %s, the From domain itself: aligned"
         or "%s passed for %s, but %s=s wants %s itself: not aligned"
      out.explanation = words:format(LABEL[method], identifier.domain, TAG[method], author.domain)
   else
      out.aligned, out.explanation, out.organizational_domain = relaxed(facts, author, LABEL[method], identifier.domain)
   end
   return out
end

-- true, false or nil over several of them.
local function any_aligned(list)
   local unknown = false
   for _, item in ipairs(list) do
      if item.aligned then return true end
      unknown = unknown or item.aligned == nil
   end
   if unknown then return nil end
   return false
end

local POLICY_WORDS = {
   none = "p=none: receivers only report it", quarantine = "the policy asks to quarantine it",
   reject = "the policy asks to reject it",
}

local function conclude(out, found)
   local parts = {}
   if found.status == "none" then
      out.result = "none"
      parts[1] = ("DMARC does not apply to %s: %s"):format(out.from, found.reason)
   elseif found.said and (out.spf_aligned or out.dkim_aligned) then
      out.result = "pass"
      local both = out.spf_aligned and out.dkim_aligned
      parts[1] = both and "DMARC passes through SPF and through DKIM"
         or ("DMARC passes through %s alone"):format(out.spf_aligned and "SPF" or "DKIM")
   elseif found.status == "unknown" or out.spf_aligned == nil or out.dkim_aligned == nil then
      out.result = "unknown"
      parts[1] = found.status == "unknown" and found.reason or "Whether DMARC passes is undetermined"
   else
      out.result = "fail"
      parts[1] = ("DMARC fails; %s"):format(POLICY_WORDS[found.policy])
   end
   for _, item in ipairs(out.spf and { out.spf } or {}) do parts[#parts + 1] = item.explanation end
   for _, item in ipairs(out.dkim) do parts[#parts + 1] = item.explanation end
   if not out.spf and #out.dkim == 0 then parts[#parts + 1] = "Nothing passed, so there is nothing to align" end
   out.explanation = table.concat(parts, ". ") .. "."
   return out
end

-- A result for messages whose From has no domain, or several: DMARC does not apply (RFC 9989 5.3.1).
local function no_author(what)
   return {
      result = "none", spf_aligned = false, dkim_aligned = false, dkim = {},
      explanation = ("DMARC does not apply: From has %s (RFC 9989 5.3.1)."):format(what),
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

-- FROM as one name, or nil and what there is instead.
local function author_of(from)
   if type(from) == "table" then
      if #from ~= 1 then return nil, #from == 0 and "no domain" or ("%d domains"):format(#from) end
      from = from[1]
   end
   if type(from) ~= "string" then error("from is a domain, or a list of domains", 3) end
   return name_of(from), "no domain name"
end

--- Whether one message passes DMARC, over FACTS; waits. MESSAGE: from (the domain of the From header, or a list of all
-- of them), spf =
-- { domain, result = "pass", scope = "mfrom" | "helo" } or nil, dkim = { { domain = d=, result = "pass", selector },
-- ... } or nil, policy (what dmarc_policy.discover gave for from, where it is at hand). What is not given did not pass.
-- { result = "pass" | "fail" | "none" | "unknown", from, spf_aligned, dkim_aligned = true | false | nil (undetermined),
-- policy,
--   policy_domain, organizational_domain, explanation, spf = { domain, result, mode, aligned, organizational_domain,
--   explanation } or nil, dkim = { the same with selector, ... } }.
function align.message(facts, message)
   local from, what = author_of(message.from)
   if not from then return no_author(what) end
   local found = message.policy or policy.discover(facts, from)
   local said = found.said or found.status == "none" and DEFAULTS or {}
   local author = {
      domain = from, walk = found.walk, modes = { spf = said.aspf, dkim = said.adkim },
      unlearnt_text = found.unlearnt and ("%s: %s"):format(found.unlearnt.name, found.unlearnt.status),
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
   return conclude(out, found)
end

return align
