-- SPDX-License-Identifier: MIT
-- Faults and notes on a DKIM-Signature (sesame.mail.signature) as clauses, for findings and JSON alike. Words alone.
local REASON = {
   ["tag-missing"] = function(item) return ("the tag %s= is missing"):format(item.tag) end,
   syntax = function(item) return item.told end, -- the parser of tags has its own words
   version = "v= is not 1, the only version", ["no-domain"] = "d= is no domain name",
   ["from-unsigned"] = "the From field is not signed (h=)", ["agent-elsewhere"] = "i= is neither d= nor below it",
   sha1 = "a=rsa-sha1 is no longer accepted (RFC 8301 3.1)", expired = "x= is in the past: it has expired since",
   length = "l= leaves what follows in the body unsigned",
   ["simple-header"] = "c=simple for the header breaks at the first relay that refolds a field",
}

--- What ITEM, one of the faults or notes, says.
return function(item)
   local said = REASON[item.code]
   return type(said) == "function" and said(item) or said
end
