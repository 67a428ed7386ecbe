-- SPDX-License-Identifier: MIT
-- A broken key record as it was meant: quotes, PEM lines, missing tags, wrong case, test mode and dead hashes put
-- right. What is not in the text (a key cut short) is never made up. It must not look anything up.
local dkim = require "sesame.dkim"
local nearest = require "sesame.base.nearest"
local paste = require "sesame.base.paste"

local mend = {}

local TAGS = "[vhknpstg]"
local CASELESS = { k = true, h = true, t = true, s = true }
-- base64 characters of the 12 octets before an Ed25519 key in a SubjectPublicKeyInfo (RFC 8410 4)
local ED25519_HEAD = 16

-- Faults that say something of the key itself: no other way of writing helps, and the rest is as it should be.
local OF_THE_KEY = {
   ["rsa-short"] = true, ["rsa-long"] = true, ["rsa-exponent-3"] = true, ["rsa-exponent-large"] = true,
   ["key-parameters"] = true,
}

local function unquote(text)
   return (text:gsub('\\;', ";"):gsub('["\\]', ""))
end

-- The base64 between the BEGIN and END lines of a public key.
local function strip_pem(text)
   return (text:gsub("%-%-%-%-%-[BE][EN][GD][%u%d ]*%-%-%-%-%-", " "))
end

-- The tags of TEXT as { name, value } in order, names of one letter in lower case; nil where one has no "=" or two
-- differ.
local function tags_of(text)
   local list, values = {}, {}
   for part in text:gmatch("[^;]+") do
      local name, value = part:match("^%s*([%w_]+)%s*=%s*(.-)%s*$")
      if name then
         local lower = name:lower()
         if lower:find("^" .. TAGS .. "$") then name = lower end
         if values[name] and values[name] ~= value then return nil end
         if not values[name] then list[#list + 1] = { name, value } end
         values[name] = value
      elseif part:find("%S") then
         return nil
      end
   end
   return list, values
end

local function without(value, unwanted)
   local kept = {}
   for item in value:gmatch("[^:%s]+") do
      if not unwanted[item] then kept[#kept + 1] = item end
   end
   return table.concat(kept, ":")
end

-- The hashes of VALUE with a mistyped sha256 put right; nil where another cannot be read.
local function hashes(value)
   local kept = {}
   for item in value:gsub("%s+", ""):lower():gmatch("[^:]+") do
      if item ~= "sha1" and item ~= "sha256" then
         if nearest.distance(item, "sha256") > 1 then return nil end
         item = "sha256"
      end
      kept[#kept + 1] = item
   end
   return table.concat(kept, ":")
end

local function mend_value(name, value, values)
   if CASELESS[name] then value = value:lower() end
   if name == "t" then return without(value, { y = true }) end
   if name == "h" then return without(value, { sha1 = true }) end
   if name == "p" then
      value = value:gsub("%s+", "")
      if (values.k or ""):lower() == "ed25519" and #value == ED25519_HEAD + 44 then
         value = value:sub(ED25519_HEAD + 1)
      end
      return value .. ("="):rep(-#value % 4)
   end
   return value
end

-- The version first and as it must be, then the tags in their order; empty ones left out.
local function rebuild(list, values)
   local parts = { "v=DKIM1" }
   for _, tag in ipairs(list) do
      local value = mend_value(tag[1], tag[2], values)
      if tag[1] ~= "v" and (value ~= "" or tag[1] == "p") then parts[#parts + 1] = ("%s=%s"):format(tag[1], value) end
   end
   return table.concat(parts, "; ")
end

local function is_good(key)
   for _, fault in ipairs(key.faults) do
      if not OF_THE_KEY[fault.code] then return false end
   end
   return key.usable
end

local SPACES_MAX = 64 -- spaces of a key that are tried as "+"

-- TEXT with "+" where its key has single spaces: what becomes of a key that is sent through a web form.
local function with_plus(text)
   local from, value = text:match("%f[%w]p%s*=%s*()([%w+/=][%w+/= ]*)")
   if not from then return nil end
   local plain, count = value:gsub("%s+$", ""):gsub(" ", "+")
   if count == 0 or count > SPACES_MAX then return nil end
   return text:sub(1, from - 1) .. plain .. text:sub(from + #value)
end

-- TEXT, of which GIVEN is what stands in DNS, mended; nil where that gives no good record.
local function repaired(text, given)
   local key = dkim.parse_key(text)
   if not key then return nil end
   local codes, mended = {}, text
   for _, fault in ipairs(key.faults) do codes[fault.code] = true end
   if codes["private-key"] or codes["known-key"] then return nil end
   if codes["bare-base64"] then mended = "k=rsa; p=" .. mended:gsub('[%s"]', "") end
   if codes.quoting then mended = unquote(mended) end
   if codes["pem-markers"] then
      mended = strip_pem(mended)
      if not mended:find("p%s*=") then mended = "k=rsa; p=" .. mended end
   end
   mended = mended:gsub("^(%s*[vV]%s*=%s*[dD][kK][iI][mM]1)[%s,.:=]+(%a%s*=)", "%1; %2")
   local list, values = tags_of(mended)
   for _, tag in ipairs(list or {}) do
      if tag[1] == "h" then tag[2] = hashes(tag[2]) end
      if not tag[2] then return nil end
   end
   if not list or not (values.v or "DKIM1"):upper():find("^DKIM1$") then return nil end
   mended = rebuild(list, values)
   local result = dkim.parse_key(mended)
   return result and mended ~= given and is_good(result) and mended or nil
end

local DIGITS <const> = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

-- The octets that the base64 TEXT stands for; nil where it is none.
local function decoded(text)
   local plain = text:gsub("%s+", ""):gsub("=+$", "")
   if plain == "" or plain:find("[^%w+/]") or #plain % 4 == 1 then return nil end
   local bytes, held, bits = {}, 0, 0
   for digit in plain:gmatch(".") do
      held, bits = (held << 6 | DIGITS:find(digit, 1, true) - 1) & 0xFFFF, bits + 6
      if bits >= 8 then
         bits = bits - 8
         bytes[#bytes + 1] = string.char(held >> bits & 0xFF)
      end
   end
   return table.concat(bytes)
end

-- TEXT without a second layer of base64 around its key (the key, a PEM file or a whole record); nil where there is
-- none.
local function peeled(text)
   local before, value = text:match("^(.*%f[%w]p%s*=%s*)([%w+/=%s]+)%s*$")
   if not before then before, value = "k=rsa; p=", text:match("^%s*([%w+/=%s]+)%s*$") end
   local inner = value and decoded(value)
   if not inner or inner:find("[^\t\r\n\32-\126]") then return nil end
   inner = inner:gsub("[\r\n]+", " ")
   return inner:find("%f[%w]p%s*=") and inner or before .. inner
end

-- TEXT with the alphabet of base64 that is made for URLs changed to that of keys; nil where it is not used.
local function from_url(text)
   local before, value = text:match("^(.*%f[%w]p%s*=%s*)([%w_=-]+)%s*;?%s*$")
   if not value or not value:find("[_-]") then return nil end
   return before .. value:gsub("[_-]", { _ = "/", ["-"] = "+" })
end

-- TEXT with the octets that a web form wrote as %2B and the like; nil where there are none.
local function from_form(text)
   local plain, count = text:gsub("%%(2[BbFf])", { ["2B"] = "+", ["2b"] = "+", ["2F"] = "/", ["2f"] = "/" })
   local more
   plain, more = plain:gsub("%%3[Dd]", "=")
   return count + more > 0 and plain or nil
end

--- TEXT, a key record with faults, as it was probably meant: a record that receivers can use. Nil where there is
-- nothing to mend, or no way to without knowing more.
function mend.record(text)
   local key = dkim.parse_key(text)
   if not key then return nil end
   for _, fault in ipairs(key.faults) do
      if fault.code == "private-key" or fault.code == "known-key" then return nil end
   end
   if is_good(key) then return nil end
   local data = paste.data(text, true)
   for _, way in ipairs { with_plus, from_form, from_url, peeled } do
      local other = way(data)
      local mended = other and repaired(other, text)
      if mended then return mended end
   end
   return repaired(data, text)
end

return mend
