-- SPDX-License-Identifier: MIT
-- What a plan for an SPF policy (sesame.spf.plan) gives as codes, in words. Words alone: what is so, the plan knows.
local text = require "sesame.base.text"
local walk = require "sesame.check.spf_walk_words"

local words = {}

local REASON = {
   tree = function(reason) return walk.reason(reason.tree) or "the policy is too large to be walked" end,
   ["several-records"] = function() return "there are several SPF records: merge them into one first" end,
   syntax = function(reason) return walk.reason(reason.tree) .. ": mend it first (sesame spf lint)" end,
   loop = function(reason) return walk.reason(reason.tree) .. ": take one of them out first" end,
   include = function(reason)
      return ("%s: %s"):format(reason.include, walk.reason(reason.tree) or "not learnt from DNS")
   end,
   ["no-record"] = function() return "there is no SPF record to plan for" end,
   least = function(reason) return ("no fewer than %d lookups can be reached"):format(reason.lookups) end,
}

--- REASON ({ code, ... }) of a plan's verdict as a clause without a full stop; nil for nil.
function words.reason(reason)
   return reason and REASON[reason.code](reason)
end

local WHY = {
   ["own-envelope"] = "it sends with a name of its own in the envelope, so this record is not asked",
   ["ses-envelope"] = "SES sends with a MAIL FROM below amazonses.com or the custom MAIL FROM name, so this record is "
      .. "not asked",
}

--- Why an include may not matter: the code of a plan's choice, in words.
function words.why(code)
   return WHY[code]
end

--- FIGURES of a plan: "9 lookups, void: 0 for IPv4 and 3 for IPv6 senders, 190 octets".
function words.figures(figures)
   return ("%s%s, void: %d for IPv4 and %d for IPv6 senders, %s"):format(figures.lower_bound and "at least " or "",
      text.plural(figures.lookups, "lookup"), figures.void.ip4, figures.void.ip6, text.plural(figures.octets, "octet"))
end

return words
