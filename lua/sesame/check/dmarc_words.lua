-- SPDX-License-Identifier: MIT
-- Clauses on DMARC discovery, for findings, reports and JSON alike. Functions of data of the engine and the model.
local words = {}

--- The question of BECAUSE (sesame.base.unknown) and how it ended: "_dmarc.acme.example: servfail".
function words.open(because)
   return ("%s: %s"):format(because.name, because.status)
end

--- The same as a clause.
function words.unlearnt(because)
   return ("%s could not be learnt: %s"):format(because.name, because.status)
end

local REASON = {
   ["no-record"] = "no DMARC record applies",
   ["passed-over"] = "the record has no valid policy and no valid rua, so receivers pass over it",
}

--- Why no policy applies (reason of sesame.dmarc.policy), or could not be learnt.
function words.reason(reason)
   return reason.code == "unlearnt" and words.unlearnt(reason.open) or REASON[reason.code]
end

local DIFFERENT = {
   organization = "the organizational domain", record = "the record is that of", policy = "the policy",
}

--- One of the differences between RFC 9989 and RFC 7489 that sesame.dmarc.policy finds.
function words.difference(item)
   return ("%s: %s by RFC 9989, %s by RFC 7489"):format(DIFFERENT[item.what], item.here or "none", item.there or "none")
end

--- All of LIST.
function words.differences(list)
   local out = {}
   for i, item in ipairs(list) do out[i] = words.difference(item) end
   return out
end

local MISTAKE = {
   ["no-underscore"] = "the underscore is missing", ["domain-twice"] = "the domain is there twice",
   ["underscore-twice"] = "_dmarc is there twice",
}

local MAILBOX = {
   nxdomain = "does not exist", ["null-mx"] = "takes no mail (a null MX)",
   ["no-address"] = "has neither MX nor address",
}

--- What is wrong with a host that reports go to (status of sesame.dmarc.mailboxes), to go on from its name; nil where
-- nothing is, or nothing is known.
function words.mailbox(status)
   return MAILBOX[status]
end

--- What is wrong with the name of a misplaced record (sesame.model.dmarc).
function words.mistake(code)
   return MISTAKE[code]
end

return words
