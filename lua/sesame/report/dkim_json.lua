-- SPDX-License-Identifier: MIT
-- Key records and key pairs as JSON, in the shapes of doc/json.md. Functions of data; nothing is looked up. Private
-- keys are never here.
local dkim_words = require "sesame.check.dkim_words"
local json = require "sesame.base.json"
local lint_json = require "sesame.report.lint_json"
local redact = require "sesame.dkim.redact"
local rotation = require "sesame.report.dkim_rotation_text"

local object, list, null = json.object, json.list, json.null

local report = {}

local or_null, map = json.or_null, json.each

local function range_of(text, key, range)
   return list(redact.range(text, key, range))
end

-- The members of one record; NAME is where it stands, or nil.
local function members_of(name, text, key)
   return {
      { "name", or_null(name) }, { "valid", key.valid }, { "type", or_null(key.type) }, { "bits", or_null(key.bits) },
      { "encoding", or_null(key.encoding) }, { "revoked", key.revoked }, { "testing", key.testing },
      { "tags", map(dkim_words.tags(key, text), function(tag)
         return object {
            { "name", tag.name }, { "value", tag.value }, { "range", list(tag.range) }, { "meaning", tag.meaning },
         }
      end) },
      { "faults", map(redact.faults(key), function(fault)
         return object {
            { "code", fault.code }, { "message", fault.message }, { "range", range_of(text, key, fault.range) },
            { "severity", fault.severity },
         }
      end) },
      { "record", (redact.text(text, key)) }, { "usable", key.usable }, { "exponent", or_null(key.exponent) },
      { "fingerprint", or_null(key.fingerprint) },
   }
end

local NOTHING = { valid = false, usable = false, revoked = false, testing = false, tags = {}, faults = {} }

--- sesame.dkim.key/1 of RESULT { name or nil, known, status, chain, check = dkim.check(records), texts }.
function report.key(result)
   local texts, keys = result.texts, result.check.records
   local members = members_of(result.name, texts[1] or "", keys[1] or NOTHING)
   if not keys[1] then members[10][2] = null end
   table.insert(members, 1, { "schema", "sesame.dkim.key/1" })
   local others = {}
   for i = 2, #keys do others[i - 1] = object(members_of(result.name, texts[i], keys[i])) end
   table.move({
      { "verdict", result.known == "unknown" and "unknown" or result.check.status },
      { "status", or_null(result.status) },
      { "chain", map(result.chain) }, { "others", list(others) },
      { "mended", or_null(result.mended) }, { "taken", lint_json.taken(result.pasted and result.pasted[1]) },
      { "publish", or_null(result.publish) },
      { "halves", or_null(result.check.halves and result.check.halves.record) },
   }, 1, 8, #members + 1, members)
   return json.encode(object(members), 0) .. "\n"
end

local function step_of(step)
   return object {
      { "text", rotation.words(step) }, { "record", or_null(step.record) }, { "command", or_null(step.command) },
   }
end

--- sesame.dkim.generate/1 of what sesame.dkim.generate TOLD; STEPS of a rotation, or nil.
function report.generate(told, steps)
   return json.encode(object {
      { "schema", "sesame.dkim.generate/1" }, { "name", told.name }, { "type", told.type }, { "bits", told.bits },
      { "record", told.record }, { "strings", map(told.strings) }, { "presentation", told.presentation },
      { "private", told.private }, { "ses", told.ses }, { "selector", told.selector },
      { "ses_fault", or_null(told.ses_fault) },
      { "steps", map(steps, step_of) },
   }, 0) .. "\n"
end

--- sesame.dkim.match/1 of RESULT { name, known, status, matches, reason, expected, ses_fault }.
function report.match(result)
   return json.encode(object {
      { "schema", "sesame.dkim.match/1" }, { "name", result.name }, { "matches", or_null(result.matches) },
      { "reason", dkim_words.match(result.reason) or "what is published could not be learnt: " .. result.status },
      { "expected", result.expected }, { "ses_fault", or_null(result.ses_fault) }, { "status", result.status },
   }, 0) .. "\n"
end

return report
