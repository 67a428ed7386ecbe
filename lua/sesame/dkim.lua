-- SPDX-License-Identifier: MIT
-- DKIM keys: records explained and judged, key pairs made, converted and compared. doc/dkim.md describes it.
-- It must not look anything up: where a record comes from is the caller's business. Private keys stay in C.
local check_options = require("sesame.base.options").check
local copy = require "sesame.base.copy"
local core = require "sesame.core"

local native, domain = core.dkim, core.domain

local dkim = {
   parse_key = native.parse_key,
   decode_key = native.decode_key,
   shared_factors = native.shared_factors,
   selector_fault = native.selector_fault,
   load = native.load,
}

local STRING_MAX = 255 -- octets of a character-string, RFC 1035 3.3
local BITS = 2048 -- RFC 8301 3.2, and the most Amazon SES takes
local LINE_SUFFIX = ".ses" -- the file beside the PEM with the line for Amazon SES

--- "s._domainkey.d" with A-labels (RFC 6376 3.6.2.1, RFC 8616 5), or nil, message, "bad-name".
function dkim.name(selector, signer)
   return domain.to_ascii(selector .. "._domainkey." .. signer)
end

--- The character-strings of a TXT record that holds TEXT.
function dkim.strings(text)
   local list = {}
   for from = 1, math.max(#text, 1), STRING_MAX do list[#list + 1] = text:sub(from, from + STRING_MAX - 1) end
   return list
end

--- TEXT as the data of a TXT record in a master file.
function dkim.presentation(text)
   local parts = {}
   for i, part in ipairs(dkim.strings(text)) do
      part = part:gsub('[\\"]', "\\%0"):gsub("[^ -~]", function(c) return ("\\%03d"):format(c:byte()) end)
      parts[i] = '"' .. part .. '"'
   end
   return table.concat(parts, " ")
end

-- What a verifier makes of one key: RFC 6376 6.1.2.
local function state_of(key)
   if key.usable then return "usable" end
   if key.revoked then return "revoked" end
   return key.is_key and "unusable" or "no-key"
end

-- Whether a receiver that takes the right one of KEYS learns something: a key, or that it is revoked.
local function may_verify(keys)
   for _, key in ipairs(keys) do
      if key.usable or key.revoked then return true end
   end
   return false
end

-- The key that is cut short and the text beside it that goes on with it, where the two make one usable key.
local function halves_of(keys, texts)
   for i, key in ipairs(keys) do
      local last = key.faults[#key.faults]
      if key.is_key and last and last.code == "cut-short" then
         for j, other in ipairs(keys) do
            local whole = j ~= i and not other.is_key and texts[i] .. texts[j]
            local joined = whole and dkim.parse_key(whole)
            if joined and joined.usable then return { first = i, second = j, record = whole } end
         end
      end
   end
end

--- All TXT records at one selector (a list of texts, or an answer). Receivers may take any of several (RFC 6376
-- 3.6.2.2, 6.1.2 step 4): every one is judged, and the verdict is "depends" when they differ.
-- { status = "usable" | "unusable" | "revoked" | "no-key" | "depends" | "none", records = { key, ... }, halves =
-- { first, second, record } where two of them (their places) are one key that was cut in two, or nil }
function dkim.check(records)
   local result = { status = "none", records = {} }
   for i = 1, #records do
      local key, message, code = dkim.parse_key(records[i])
      if not key then return nil, message, code end
      local status = state_of(key)
      result.records[i] = copy.with(key, { status = status })
      if i == 1 then result.status = status
      elseif result.status ~= status or result.records[1].fingerprint ~= key.fingerprint then
         result.status = "depends" end
   end
   if result.status == "depends" and not may_verify(result.records) then result.status = "unusable" end
   result.halves = #result.records > 1 and halves_of(result.records, records) or nil
   return result
end

--- Selectors or domains that publish one and the same key: { { fingerprint, names = { ... } }, ... }, sorted.
function dkim.reused(keys)
   local groups, list = {}, {}
   for name, key in pairs(keys) do
      local print = key.fingerprint
      if print then
         groups[print] = groups[print] or { fingerprint = print, names = {} }
         table.insert(groups[print].names, name)
      end
   end
   for _, group in pairs(groups) do
      table.sort(group.names)
      if #group.names > 1 then list[#list + 1] = group end
   end
   table.sort(list, function(a, b) return a.names[1] < b.names[1] end)
   return list
end

-- What is public about a key and where to publish it.
local function describe(key, selector, signer)
   local kind, bits, form = key:type()
   local record = key:record()
   local told = { type = kind, bits = bits, form = form, record = record, strings = dkim.strings(record),
      presentation = dkim.presentation(record), ses_fault = key:ses_fault() }
   if selector then
      local name, message, code = dkim.name(selector, signer)
      if not name then return nil, message, code end
      told.selector, told.name = selector, name
   end
   return told
end

-- Writes both files or none: each is made anew, so what is removed is ours.
local function save_pair(key, path)
   local saved, message, code = key:save(path, "pem")
   if not saved then return nil, message, code end
   saved, message, code = key:save(path .. LINE_SUFFIX, "line")
   if saved then return true end
   os.remove(path)
   return nil, message, code
end

--- A new RSA pair. Writes the private key to PRIVATE (PEM) and PRIVATE.ses (the line for Amazon SES), both new files of
-- mode 0600, and returns what is to be published; nil, message, code. What Amazon SES cannot use is refused unless ses
-- = false.
function dkim.generate(options)
   check_options(options, { selector = "string", domain = "string", private = "string", bits = "number?",
      ses = "boolean?" }, 2)
   local bits = options.bits or BITS
   local for_ses = options.ses ~= false
   local fault = for_ses and native.selector_fault(options.selector)
   if fault then return nil, ("selector '%s': %s"):format(options.selector, fault), "bad-option" end
   local name, bad, bad_code = dkim.name(options.selector, options.domain)
   if not name then return nil, bad, bad_code end
   local key <close>, message, code = native.generate(bits, function() return not core.system.overdue() end)
   if code == "cancelled" then return nil, "no pair was made: it was stopped", code end
   if not key then return nil, ("%s, not %d"):format(message, bits), code end
   local refused = key:ses_fault()
   if refused and for_ses then return nil, ("%d bits: %s"):format(bits, refused), "bad-option" end
   local told = assert(describe(key, options.selector, options.domain))
   local saved
   saved, message, code = save_pair(key, options.private)
   if not saved then return nil, message, code end
   told.private, told.ses = options.private, options.private .. LINE_SUFFIX
   return told
end

--- Reads a private key in any form and writes the line that Amazon SES wants to a new file of mode 0600, or without
-- OUTPUT to standard output, which must be no terminal. Refuses what SES cannot use.
function dkim.convert(options)
   check_options(options, { input = "string", output = "string?" }, 2)
   local key <close>, message, code = native.load(options.input)
   if not key then return nil, message, code end
   local told = assert(describe(key))
   if told.ses_fault then return nil, ("%s: %s"):format(options.input, told.ses_fault), "bad-option" end
   local written
   if options.output then written, message, code = key:save(options.output, "line")
   else written, message, code = key:print("line") end
   if not written then return nil, message, code end
   told.output = options.output
   return told
end

--- Whether one of the RECORDS (texts of the TXT records at a selector) publishes the pair of the key in file PRIVATE.
-- { matches = true | false, reason = "pair|one-of-several|none|revoked|no-key|other|unreadable", expected = text of
-- the right record, check = dkim.check(records) }
function dkim.match(options)
   check_options(options, { private = "string", records = "table" }, 2)
   local key <close>, message, code = native.load(options.private)
   if not key then return nil, message, code end
   local check, wrong, wrong_code = dkim.check(options.records)
   if not check then return nil, wrong, wrong_code end
   local told = { matches = false, expected = key:record(), check = check, ses_fault = key:ses_fault() }
   for _, text in ipairs(options.records) do
      if key:matches(text) then told.matches = true end
   end
   if told.matches then told.reason = #options.records > 1 and "one-of-several" or "pair"
   elseif check.status == "none" or check.status == "revoked" or check.status == "no-key" then
      told.reason = check.status
   else told.reason = check.records[1].fingerprint and "other" or "unreadable" end
   return told
end

return dkim
