-- SPDX-License-Identifier: MIT
-- A key as a model keeps it: what sesame.dkim.parse_key found, without what must not be shown. It must not look
-- anything up nor judge.
local mend = require "sesame.dkim.mend"
local redact = require "sesame.dkim.redact"

local safe = {}

--- KEY, parsed from TEXT, as { text (may be shown), status, is_key, valid, usable, revoked, testing, strict, type,
-- bits, encoding, exponent, fingerprint, modulus, tags = { { name, value, range } }, faults = { { code, severity,
-- message, range = { from, to } } }, mended (the record as it was meant, or nil) }.
function safe.key(text, key)
   local kept = {
      text = redact.text(text, key), status = key.status, is_key = key.is_key, valid = key.valid, usable = key.usable,
      revoked = key.revoked, testing = key.testing, strict = key.strict, type = key.type, bits = key.bits,
      encoding = key.encoding,
      exponent = key.exponent, fingerprint = key.fingerprint, modulus = key.modulus, tags = redact.tags(text, key),
      faults = {},
      mended = #key.faults > 0 and mend.record(text) or nil,
   }
   for i, fault in ipairs(redact.faults(key)) do
      kept.faults[i] = {
         code = fault.code, severity = fault.severity, message = fault.message,
         range = redact.range(text, key, fault.range),
      }
   end
   return kept
end

return safe
