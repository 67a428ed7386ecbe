-- SPDX-License-Identifier: MIT
-- What a flattening (sesame.spf.flatten) gives as codes, in words: why it was refused, why a term stays, what is to be
-- noted, what may go wrong, and what its changes are for.
local compare = require "sesame.check.spf_compare_words"
local counts = require "sesame.base.counts"
local text = require "sesame.base.text"
local walk = require "sesame.check.spf_walk_words"

local words = {}

local ERROR = ", so it is permerror for who comes to it"

local REASON = {
   -- of a term that stays
   open = "it depends on more than the sender's address",
   ["open-below"] = function(reason)
      return ("%s in the record of %s depends on more than the sender's address"):format(reason.term, reason.record)
   end,
   ["open-somewhere"] = "a term below it depends on more than the sender's address",
   exists = "it does not match by address",
   ["no-record"] = "there is no SPF record" .. ERROR, ["several-records"] = "there are several SPF records" .. ERROR,
   syntax = "the record there has a fault" .. ERROR,
   loop = "it leads back to a record being evaluated" .. ERROR,
   ["bad-target"] = "the target is no domain name", ["mx-limit"] = "it has more than 10 MX records" .. ERROR,
   ["error-for-some"] = "it is an error for some addresses",
   blocks = function(reason) return ("it takes more than %d blocks"):format(reason.most) end,
   stranger = function(reason)
      return ("its addresses are %s's, which changes them without telling you"):format(reason.owner)
   end,
   ["no-need"] = "it need not be flattened",
   alone = function(reason) return "no proof that nothing changes: " .. compare.reason(reason.proof) end,
   together = function(reason)
      return "with the others no proof that nothing changes: "
         .. (reason.proof and compare.reason(reason.proof) or "too long")
   end,

   -- of records that cannot be written
   ["few-octets"] = function(reason) return ("%d octets are too few for a record"):format(reason.octets) end,
   ["many-records"] = function(reason)
      return ("the addresses take more than %d records of %d octets"):format(reason.most, reason.octets)
   end,
   ["no-names"] = function(reason)
      return ("no free names %s1, %s2, ... below %s"):format(reason.prefix, reason.prefix, reason.domain)
   end,
   ["long-names"] = "the further names are too long",
   ["many-octets"] = function(reason)
      return ("the TXT records of %s would take %d octets, over %d"):format(reason.domain, reason.octets, reason.most)
   end,
   ["over-target"] = function(reason)
      return ("it would still take %d lookups, over %d"):format(reason.lookups, reason.target)
   end,
   differs = function(reason) return compare.reason(reason.proof) end,
   breaks = "some addresses would meet a lookup limit that they do not meet now",
   failed = function(reason) return reason.message end,

   -- of the whole
   ["no-term"] = "no term can be flattened",
   stays = function(reason) return ("%s stays: %s"):format(reason.term, words.reason(reason.bar)) end,
   ["stays-stranger"] = function(reason)
      return ("%s stays: its addresses are %s's, which changes them without telling you (--third-party flattens it all "
         .. "the same)"):format(reason.term, reason.owner)
   end,
   ["out-of-reach"] = function(reason)
      local more = reason.third_party and (", %d with --third-party"):format(reason.third_party) or ""
      local cause = reason.cause and (" (%s)"):format(words.reason(reason.cause)) or ""
      return ("%d lookups are out of reach: %d at best%s%s"):format(reason.target, reason.least, more, cause)
   end,
   ["too-large"] = "the policy is larger than a walk goes",
   ["no-policy"] = function(reason) return walk.reason(reason.tree) end,
   faulty = "the record has a fault (see: sesame spf lint): mend that first",
   ["not-learnt"] = function(reason)
      return ("DNS did not tell: %s. Nothing is written on a guess"):format(reason.message)
   end,
   enough = function(reason)
      local rest = reason.lower_bound and " of what can be counted; the rest depends on the sender, and stays as it is"
      return ("%s%s, and %d are allowed: nothing need be flattened%s"):format(counts.bound(reason.lower_bound),
         text.plural(reason.lookups, "lookup"), reason.target, rest or "")
   end,
}

--- REASON ({ code, ... }) of a flattening, or of a term that stays, as a clause without a full stop; nil for nil.
function words.reason(reason)
   local said = reason and REASON[reason.code]
   if type(said) == "function" then return said(reason) end
   return said
end

local NOTE = {
   beside = function(note)
      return ("What is published now says something else (edited by hand, or stale): %s IPv4 addresses will pass that "
         .. "do not now, %s will not that do now. First: %s."):format(counts.grouped(note.proof.gained.ip4),
         counts.grouped(note.proof.lost.ip4), compare.reason(note.proof))
   end,
   octets = function(note)
      return ("The TXT records of %s take %d octets together, over %d: some answers may not fit into UDP."):format(
         note.domain, note.octets, note.most)
   end,
   explanation = function(note) return ("The explanation (exp=) behind %s is lost."):format(note.term) end,
}

--- NOTE ({ code, ... }) of a flattening, as a sentence.
function words.note(note)
   return NOTE[note.code](note)
end

local CHANGE = {
   addresses = "Addresses of the flattened terms.", record = "The record with its terms written as addresses.",
   source = "The record as people edit it: the next flattening starts from it, and --check compares with it.",
   unused = "Included no more; take it away once the old record is out of every cache.",
}

--- What the change of a flattening is for, by its code.
function words.change(why)
   return CHANGE[why]
end

--- What may make the addresses wrong: RISK ({ ttl, hosts, others }) in sentences; nil for nil.
function words.risk(risk)
   if not risk then return nil end
   local said = ("These addresses were true at one moment and may change within %d seconds, the smallest TTL met.")
      :format(risk.ttl)
   if risk.hosts then said = said .. " Hosts behind a and mx may move." end
   if #risk.others > 0 then
      said = said .. (" %s may change theirs at any time: mail is then refused until the record is made anew.")
         :format(table.concat(risk.others, ", "))
   end
   return said .. " Run sesame spf flatten --check from cron."
end

return words
