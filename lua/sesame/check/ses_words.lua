-- SPDX-License-Identifier: MIT
-- Clauses on what signs mail of Amazon SES and why not, for findings and reports alike. Functions of data of the
-- models; they must not judge.
local align_words = require "sesame.check.align_words"
local easy_words = require "sesame.check.easy_dkim_words"

local words = {}

local SIGNING = {
   ["nothing-told"] = "neither tokens nor a selector are known", ["no-selector"] = "its selector is not known",
   ["bad-name"] = "its name is too long, or is none", usable = "the key is there",
   unusable = "the key cannot be used", revoked = "the key is revoked (empty p=)",
   ["no-key"] = "there is no key record", none = "there is no record", depends = "several records differ",
   ["record-unlearnt"] = function(reason) return "its record could not be learnt: " .. reason.status end,
   ["signing-off"] = "SES is told not to sign (SigningEnabled is false)",
   ["not-signing"] = function(reason) return ("SES does not sign: DKIM is %s there"):format(reason.status) end,
}

--- REASON, of a verdict on what signs (sesame.model.ses, sesame.ses.streams), as a clause without a full stop.
function words.signing(reason)
   local said = SIGNING[reason.code]
   if type(said) == "function" then return said(reason) end
   return said or easy_words.reason(reason)
end

local REFUSED = {
   type = function(why) return ("it is an %s key; SES takes RSA only"):format(why.type) end,
   bits = function(why) return ("it has %d bits; SES takes %d to %d"):format(why.bits, why.least, why.most) end,
}

--- Why SES refuses a key of one's own (`refused` of sesame.ses.byodkim).
function words.refused(why)
   return REFUSED[why.code](why)
end

--- Why PART (spf or dkim of a stream, sesame.ses.streams) counts for DMARC or does not, as a clause without a full
-- stop; "" where there is nothing to say.
function words.part(part)
   if part.reason then return words.signing(part.reason) end
   return part.judged and align_words.identifier(part.judged) or ""
end

--- The same as a sentence.
function words.sentence(part)
   local said = words.part(part)
   if said ~= "" and not said:find("[.!?]$") then said = said .. "." end
   return said
end

return words
