-- SPDX-License-Identifier: MIT
-- Sentences on an Easy DKIM record and identity, for findings, reports and JSON alike. Functions of a model.
local counts = require "sesame.base.counts"

local words = {}

local WORDS = {
   misplaced = "published at another name", ["name-doubled"] = "published with the domain twice",
   ["target-doubled"] = "its target has something appended", ["wrong-suffix"] = "its target is no name of SES",
   ["underscore-refused"] = "published without the underscore",
   ["label-doubled"] = "published with a label twice", ["other-domain"] = "published with another domain in its name",
   ["target-unresolved"] = "right, but the key is not reached through it",
   inconsistent = "the zone's name servers disagree",
}

local TXT = {
   ["target-as-text"] = "a TXT record that holds the CNAME's target as text",
   ["no-key"] = "a TXT record that is no key, in place of the CNAME",
   outdated = "a TXT record with an old key, in place of the CNAME",
   copied = "a TXT record with a copy of the key, in place of the CNAME",
}

local SENTENCES = {
   right = function(r)
      local behind = r.key.state == "key" and ("its target holds a key of %d bits"):format(r.key.bits)
         or r.idle and "its target holds no key at present, which is normal"
         or "whether its target holds a key could not be learnt"
      if r.detail == "remembered" then
         return "right at every name server, though the resolver asked still remembers what was there before; "
            .. behind
      end
      return (r.detail == "other-zone" and "right, in another zone than the region's usual one; " or "right; ")
         .. behind
   end,
   swapped = function(r)
      local whose = r.detail == "own-token" and "another of the tokens" or "a token of another identity"
      return "its target belongs to " .. whose
   end,
   missing = function(r) return r.wildcard and "missing; a wildcard answers in its place" or "missing" end,
   ["wrong-zone"] = function(r)
      if r.detail == "certain" then return "its target lies in another DKIM zone than SES names" end
      return "its target lies in another DKIM zone than usual, and no key was found there"
   end,
   ["txt-in-place"] = function(r)
      return TXT[r.detail]
         or "a TXT record in place of the CNAME: the key copied by hand, or an alias flattened by the provider"
   end,
   flattened = function(r)
      return "no CNAME, but " .. (r.idle and "nothing more than at its target, which holds no key at present"
         or "the key of its target") .. ": the DNS provider flattens aliases"
   end,
   proxied = function(r)
      return r.detail == "cloudflare" and "Cloudflare's proxy answers in its place" or "a proxy answers in its place"
   end,
   conflict = function(r) return r.beside == "CNAME" and "several CNAMEs" or r.beside .. " data beside the CNAME" end,
   occluded = function(r)
      return ("hidden: %s (%s) leads to %s"):format(r.at, r.by, table.concat(r.servers, ", "))
   end,
   stale = function(r)
      if r.key.state == "revoked" then return "published, but the key behind it is revoked" end
      return "published, but SES keeps no key behind any of the three"
   end,
   unknown = function(r)
      if r.bogus then return "fails DNSSEC validation" end
      if r.detail == "other-zone" then
         return "its target lies in another DKIM zone than usual; whether a key answers there could not be learnt"
      end
      local behind = r.servers and ("; %s is delegated to %s"):format(r.at, table.concat(r.servers, ", ")) or ""
      return ("could not be learnt: %s"):format(r.because.status) .. behind
   end,
}

--- The sentence on RECORD of a model.
function words.sentence(record)
   local say = SENTENCES[record.status]
   if say then return say(record) end
   return WORDS[record.status] .. (record.at and ": " .. record.at or "")
end

local VALUE = {
   cname = function(item) return item.target end, txt = function(item) return item.text end,
   a = function(item) return item.address end, aaaa = function(item) return item.address end,
}

--- The type and the value of ITEM, one of what stands at a record's name (sesame.easy_dkim.look).
function words.shown(item)
   return item.kind:upper(), VALUE[item.kind](item)
end

-- How many of the records, as a sentence begins.
local function share(reason, one, many)
   return ("%s%d of %d records %s"):format(counts.bound(reason.lower_bound), reason.count, reason.total,
      reason.count == 1 and one or many)
end

local ABOVE = {
   nxdomain = "%s does not exist, so no DKIM record of any selector is published",
   exists = "%s exists, so records may stand below it", unknown = "whether %s exists could not be learnt",
}

local REASONS = {
   wrong = function(r) return share(r, "is wrong", "are wrong") end,
   unlearnt = function(r) return share(r, "could not be learnt", "could not be learnt") end,
   otherwise = function(r)
      return share(r, "is not as SES wants it, but might do", "are not as SES wants them, but might do")
   end,
   ["parent-denied"] = function() return "all records are right, but the name above them is denied" end,
   ["few-tokens"] = function(r)
      return ("%d of %d tokens were given, and those records are right"):format(r.total, r.count)
   end,
   ["key-unlearnt"] = function() return "all records are right, but whether a key answers could not be learnt" end,
   right = function(r)
      return ("all %d records are right and %d of them %s a key"):format(r.total, r.keys, r.keys == 1 and "holds"
         or "hold")
   end,
   believed = function(r)
      return ("SES counts it as verified, though %d of %d records %s seen as a CNAME; a name answers with the key")
         :format(r.count, r.total, r.count == 1 and "is not" or "are not")
   end,
   ["perhaps-believed"] = function(r)
      return ("SES counts it as verified, but %d of %d records %s missing; whether a name answers with the key could "
         .. "not be learnt"):format(r.count, r.total, r.count == 1 and "is" or "are")
   end,
   ["no-tokens"] = function(r) return "its tokens are not known; " .. ABOVE[r.above]:format(r.parent) end,
   ["too-long"] = function(r)
      return ("the names of its records would be longer than the %d characters that DNS has room for"):format(r.limit)
   end,
}

--- REASON of a model's verdict as a clause, without a full stop; nil for what is no reason of Easy DKIM.
function words.reason(reason)
   local say = REASONS[reason.code]
   return say and say(reason)
end

local FIRST = {
   inconsistent = function() return "bring the zone's name servers to one version" end,
   occluded = function(r) return ("look to %s: what the zone holds below it is never answered"):format(r.at) end,
   stale = function() return "take the tokens SES shows today" end,
   ["wrong-zone"] = function() return "look up SigningHostedZone in `aws sesv2 get-email-identity`" end,
   conflict = function(r) return ("leave nothing but the CNAME at %s"):format(r.name) end,
   unknown = function(r)
      if r.detail == "other-zone" then return "look up SigningHostedZone in `aws sesv2 get-email-identity`" end
      return r.bogus and "mend the zone's DNSSEC, or no validating resolver sees any of its records"
         or "have answered what could not be learnt"
   end,
   ["target-unresolved"] = function() return "ask the DNS provider why its servers do not lead to the key" end,
}

local TOKENS = 3

--- What to do before anything else, for MODEL whose verdict is not "verifies".
function words.first(model)
   if #model.records == 0 then return "get the tokens from SES" end
   local record = model.records[model.first]
   if not record then
      if model.denied_parent then return "have the DNS provider stop denying " .. model.parent end
      if #model.records < TOKENS then return "give all three tokens: all three records must be there" end
      return "have answered what could not be learnt"
   end
   if record.status == "missing" and model.hosted == 0 and model.known then
      return "make sure that these are the tokens SES shows today, since none of them has a key there; then publish "
         .. "the records"
   end
   if record.status == "missing" and model.pending and #model.pending.doubts > 0 then
      return "make sure that the saved JSON, and so the tokens, are those of this domain; then publish the records"
   end
   local say = FIRST[record.status]
   return say and say(record) or "publish the right record at " .. record.name
end

return words
