-- SPDX-License-Identifier: MIT
-- DKIM keys in words: one line about a key, its tags and what holds where one is absent (RFC 6376 3.6.1), whether it is
-- the pair of a private one. It must not judge: faults are the key's.
local copy = require "sesame.base.copy"
local redact = require "sesame.dkim.redact"

local words = {}

local ENCODING = { spki = "SubjectPublicKeyInfo", pkcs1 = "RSAPublicKey", raw = "32 octets" }

--- "RSA, 2048 bits, exponent 65537, SubjectPublicKeyInfo" of KEY; nil without a readable key.
function words.material(key)
   if not key.encoding then return nil end
   if key.type == "ed25519" then return "Ed25519, 256 bits" end
   local exponent = key.exponent and (", exponent %d"):format(key.exponent) or ""
   return ("RSA, %d bits%s, %s"):format(key.bits, exponent, ENCODING[key.encoding])
end

local function has(key, code)
   for _, fault in ipairs(key.faults) do
      if fault.code == code then return true end
   end
   return false
end

local function public_key(key)
   if key.revoked then return "empty: the key is revoked" end
   if has(key, "private-key") then return "a private key" end
   return words.material(key) or "a key that cannot be read"
end

local function flags(key)
   local list = {}
   if key.testing then list[#list + 1] = "testing: a failing signature counts as none" end
   if key.strict then list[#list + 1] = "i= of a signature must have d= as its domain, no subdomain" end
   return #list > 0 and table.concat(list, "; ") or "no flag that is known"
end

local function hashes(key)
   if key.sha256 then return key.sha1 and "sha256 and sha1 (which no receiver accepts)" or "sha256 alone" end
   return "no hash that receivers accept"
end

local MEANING = {
   v = function() return "the version" end,
   k = function(key)
      return key.type == "rsa" and "the key is RSA" or key.type and "the key is Ed25519" or "no key type that is known"
   end,
   p = public_key,
   t = flags,
   h = hashes,
   s = function(key) return key.email and "for e-mail" or "not for e-mail" end,
   n = function() return "a note for people" end,
   g = function() return "obsolete (RFC 4871), ignored" end,
}

--- The tags of KEY, parsed from TEXT, in their order: { { name, value, range, meaning }, ... }. They end where a
-- private key begins.
function words.tags(key, text)
   local list = {}
   for i, tag in ipairs(redact.tags(text, key)) do
      local meaning = MEANING[tag.name]
      list[i] = copy.with(tag, {
         meaning = key.is_key and (meaning and meaning(key) or "unknown, ignored") or "not the tag of a key",
      })
   end
   return list
end

local DEFAULTS = {
   { "v", "DKIM1" }, { "k", "rsa" },
   { "h", "any hash, of which receivers accept sha256" }, { "s", "for every service" }, { "t", "no flag" },
}

--- What holds for the tags that KEY lacks: { { name, meaning }, ... }.
function words.defaults(key)
   local given, list = {}, {}
   for _, tag in ipairs(key.tags) do given[tag.name] = true end
   for _, default in ipairs(key.is_key and DEFAULTS or {}) do
      if not given[default[1]] then list[#list + 1] = { name = default[1], meaning = default[2] } end
   end
   return list
end

local MATCH = {
   ["one-of-several"] = "one of several TXT records is the pair of this key",
   pair = "the published key is the pair of this key", none = "no TXT record is published",
   revoked = "the published key is revoked", ["no-key"] = "what is published is no DKIM key",
   other = "the published key belongs to another private key", unreadable = "the published key cannot be read",
}

--- REASON of sesame.dkim.match as a clause.
function words.match(reason)
   return MATCH[reason]
end

return words
