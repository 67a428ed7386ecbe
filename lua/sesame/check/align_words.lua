-- SPDX-License-Identifier: MIT
-- Sentences on what sesame.dmarc.align says of a message, for findings, reports and JSON alike. Functions of its
-- result.
local dmarc_words = require "sesame.check.dmarc_words"

local words = {}

local LABEL = { spf = "SPF", dkim = "DKIM" }
local TAG = { spf = "aspf", dkim = "adkim" }

local function passed(item, rest, ...)
   return ("%s passed for %s" .. rest):format(LABEL[item.method], item.domain, ...)
end

local function organization(item)
   local whose = item.reason.theirs ~= item.domain and (" (organizational domain %s)"):format(item.reason.theirs) or ""
   return passed(item, "%s, not for a name of the organizational domain %s: not aligned", whose, item.reason.ours)
end

local IDENTIFIER = {
   ["bad-name"] = function(item)
      return ("%s is given for \"%s\", which is no domain name"):format(LABEL[item.method], item.domain)
   end,
   ["no-pass"] = function(item)
      return ("%s did not pass for %s (%s)"):format(LABEL[item.method], item.domain, item.result)
   end,
   helo = function(item)
      return ("SPF passed for the HELO name %s, which does not count beside a MAIL FROM"):format(item.domain)
   end,
   same = function(item) return passed(item, ", the From domain itself: aligned") end,
   strict = function(item)
      return passed(item, ", but %s=s wants %s itself: not aligned", TAG[item.method], item.reason.from)
   end,
   organization = function(item)
      return passed(item, ", of the same organizational domain %s: aligned", item.reason.theirs)
   end,
   ["other-organization"] = organization,
   whatever = function(item)
      local rest = item.reason.aligned
         and ", of the same organization as %s, whatever could not be learnt (%s): aligned"
         or ", of another organization than %s, whatever could not be learnt (%s): not aligned"
      return passed(item, rest, item.reason.from, dmarc_words.open(item.reason.open))
   end,
   ["organization-unlearnt"] = function(item)
      return passed(item, "; whether that is aligned depends on an answer that could not be learnt (%s)",
         dmarc_words.open(item.reason.open))
   end,
   ["record-unlearnt"] = function(item)
      return passed(item, "; whether that is aligned depends on a record that could not be learnt (%s)",
         dmarc_words.open(item.reason.open))
   end,
}

--- Why ITEM (spf or one of dkim of a result) is aligned or not, as a clause without a full stop.
function words.identifier(item)
   return IDENTIFIER[item.reason.code](item)
end

local POLICY = {
   none = "p=none: receivers only report it", quarantine = "the policy asks to quarantine it",
   reject = "the policy asks to reject it",
}

local function author(reason)
   if not reason.count then return "no domain name" end
   return reason.count == 0 and "no domain" or ("%d domains"):format(reason.count)
end

local VERDICT = {
   ["no-author"] = function(out)
      return ("DMARC does not apply: From has %s (RFC 9989 5.3.1)"):format(author(out.reason))
   end,
   ["no-policy"] = function(out)
      return ("DMARC does not apply to %s: %s"):format(out.from, dmarc_words.reason(out.reason.policy))
   end,
   passes = function(out)
      if out.spf_aligned and out.dkim_aligned then return "DMARC passes through SPF and through DKIM" end
      return ("DMARC passes through %s alone"):format(out.spf_aligned and "SPF" or "DKIM")
   end,
   ["policy-unlearnt"] = function(out) return dmarc_words.unlearnt(out.reason.open) end,
   undetermined = function() return "Whether DMARC passes is undetermined" end,
   fails = function(out) return ("DMARC fails; %s"):format(POLICY[out.policy]) end,
}

local OLDER = { pass = "DMARC passes", none = "DMARC does not apply" }

-- What receivers of RFC 7489 make of the message (sesame.dmarc.older).
local function older(other)
   return ("Receivers that follow RFC 7489 and the public suffix list conclude otherwise: %s "
      .. "(organizational domain %s, %s)."):format(OLDER[other.result] or "DMARC fails; " .. POLICY[other.policy],
      other.organizational_domain,
      other.policy_domain and "policy of " .. other.policy_domain or "no policy")
end

--- What the result OUT says, then each of its identifiers, then of receivers that conclude otherwise: a list of
-- sentences.
function words.sentences(out)
   local list = { VERDICT[out.reason.code](out) .. "." }
   if out.reason.code == "no-author" then return list end
   if out.spf then list[2] = words.identifier(out.spf) .. "." end
   for _, item in ipairs(out.dkim) do list[#list + 1] = words.identifier(item) .. "." end
   if #list == 1 then list[2] = "Nothing passed, so there is nothing to align." end
   if out.otherwise then list[#list + 1] = older(out.otherwise) end
   return list
end

--- The same in one text.
function words.explanation(out)
   return table.concat(words.sentences(out), " ")
end

return words
