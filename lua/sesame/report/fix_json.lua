-- SPDX-License-Identifier: MIT
-- A plan as JSON, sesame.fix/1 of cli.md; read() is its inverse. Keys that cli.md does not name come behind. It must
-- not judge.
local change = require "sesame.fix.change"
local compare = require "sesame.check.spf_compare_words"
local json = require "sesame.base.json"
local looked = require "sesame.report.looked_json"
local plan = require "sesame.fix.plan"
local shape = require "sesame.base.shape"
local step_words = require("sesame.report.fix_words").step

local object, null = json.object, json.null

local format = {}

local or_null, map = json.or_null, json.each

local function change_of(item)
   local texts = plan.texts(item)
   return object {
      { "action", item.action }, { "name", item.name }, { "type", item.type }, { "ttl", or_null(item.ttl) },
      { "values", map(texts.values) },
      { "before", map(texts.before) }, { "why", item.why }, { "codes", map(item.codes) },
      { "zone", or_null(item.zone) },
      { "before_ttl", or_null(item.before_ttl) }, { "wait", or_null(item.wait) }, { "waits", item.waits == true },
   }
end

local function step_of(step)
   return object {
      { "text", step_words(step) }, { "command", or_null(step.command) }, { "code", or_null(step.code) },
      { "subject", or_null(step.subject) },
   }
end

local function counts_of(counts)
   return object {
      { "error", counts.error }, { "warning", counts.warning }, { "unknown", counts.unknown },
      { "notice", counts.notice },
   }
end

local function addresses(counts)
   return counts and object { { "ip4", tostring(counts.ip4) }, { "ip6", tostring(counts.ip6) } } or null
end

local function tree_of(tree)
   return object { { "result", tree.result }, { "lookups", or_null(tree.lookups) },
      { "lower_bound", tree.lower_bound == true } }
end

local function effect_of(effect)
   return object {
      { "name", effect.name }, { "own", effect.own }, { "before", tree_of(effect.before) },
      { "after", tree_of(effect.after) },
      { "verdict", effect.verdict },
      { "changes", map(effect.changes, function(range)
         return object {
            { "first", range.first }, { "last", range.last }, { "from", range.from }, { "to", range.to },
            { "condition", or_null(compare.condition(range)) },
         }
      end) },
      { "gained", addresses(effect.gained) }, { "lost", addresses(effect.lost) }, { "reason", or_null(effect.reason) },
      { "unproved", map(effect.unproved, function(range)
         return object { { "first", range.first }, { "last", range.last }, { "reason", compare.unproved(range) } }
      end) },
   }
end

local function fixed_of(item)
   return object {
      { "code", item.code }, { "severity", item.severity }, { "subject", item.subject }, { "message", item.message },
      { "choice", or_null(item.choice) },
      { "after", object { { "error", item.after.error }, { "warning", item.after.warning } } },
   }
end

--- PLAN as JSON text.
function format.render(made)
   return json.encode(object {
      { "schema", "sesame.fix/1" }, { "domain", made.domain }, { "verified", made.verified },
      { "changes", map(made.changes, change_of) },
      { "steps", map(made.steps, step_of) }, { "before", counts_of(made.before) }, { "after", counts_of(made.after) },
      { "left", map(made.left, function(item)
         return object {
            { "code", item.code }, { "reason", item.reason }, { "subject", item.subject }, { "message", item.message },
            { "severity", item.severity }, { "advice", or_null(item.advice) },
         }
      end) },
      { "zone", or_null(made.zone) }, { "fixed", map(made.fixed, fixed_of) }, { "spf", map(made.spf, effect_of) },
      { "choices", map(made.choices, function(entry)
         return object {
            { "code", entry.code }, { "subject", entry.subject }, { "chosen", or_null(entry.chosen) },
            { "choices", map(entry.choices) },
            { "writes", map(entry.writes or {}, function(sets)
               return map(sets, function(set)
                  return object { { "name", set.name }, { "type", set.type }, { "add", map(set.added) },
                     { "remove", map(set.gone) } }
               end)
            end) },
         }
      end) },
      { "placeholders", map(made.placeholders, function(item)
         return object { { "name", item.name }, { "text", item.text } }
      end) },
      { "waits", map(made.waits) },
      { "revealed", map(made.revealed, function(item)
         return object {
            { "code", item.code }, { "severity", item.severity }, { "subject", item.subject },
            { "message", item.message },
         }
      end) },
      { "uncovered", map(made.uncovered, function(item)
         return object { { "name", item.name }, { "type", item.type } }
      end) },
      { "looked", looked.object(made.looked) }, { "assumed", map(made.assumed) },
   }, 0) .. "\n"
end

-- ---- reading ----

-- Tables of cjson as plain Lua ones: null gone, strings as bytes.
local function plain(value)
   if value == null then return nil end
   if type(value) == "string" then return json.bytes(value) end
   if type(value) ~= "table" then return value end
   local out = {}
   for key, item in pairs(value) do out[key] = plain(item) end
   return out
end

local function read_change(item, index)
   item.why = item.why or "" -- the one thing of a change that nothing rests on
   for _, key in ipairs { "values", "before" } do
      for i, data in ipairs(item[key] or {}) do
         local value, message = change.read(item.name, item.type, data)
         if value == nil then return nil, ("changes[%d].%s[%d]: %s"):format(index, key, i, message) end
         item[key][i] = value
      end
   end
   return item
end

local ACTIONS = { add = true, remove = true, replace = true }

local NAME = { "text", most = 1024 }
local TEXT = { "text", raw = true }
local TEXTS = { list = { "text", raw = true } }
local TTL = { "whole", least = 0, greatest = 0x7FFFFFFF } -- RFC 2181 8

local CHANGE = { need = { "action", "name", "type", "values", "before" }, fields = {
   action = { "text", check = function(action)
      if not ACTIONS[action] then return "'" .. action .. "' is not add, remove or replace" end
   end },
   name = NAME, type = NAME, ttl = TTL, before_ttl = TTL, wait = TTL, waits = "flag", values = TEXTS, before = TEXTS,
   why = { "text", raw = true }, codes = { list = NAME }, zone = NAME,
} }

-- What of a plan is used again; the rest of what render writes is for people. Nothing is left out of it in silence.
local PLAN = { need = { "domain" }, fields = {
   domain = NAME, zone = NAME, changes = { list = CHANGE, most = 100000 },
   steps = { list = { need = { "text" }, fields = { text = TEXT, command = TEXT, code = NAME, subject = TEXT } } },
   left = { list = { need = { "code", "reason" }, fields = { code = NAME, reason = TEXT, subject = TEXT, message = TEXT,
      severity = NAME } } },
   placeholders = { list = { need = { "name", "text" }, fields = { name = NAME, text = TEXT } } },
   waits = TEXTS,
} }

--- The plan in TEXT, JSON as render writes it; nil and a message for what is none.
function format.read(text)
   local value, message = json.decode(text)
   if type(value) ~= "table" then return nil, "no JSON of a plan: " .. tostring(message or "not an object") end
   local made = plain(value)
   if made.schema ~= "sesame.fix/1" then return nil, "no plan of this version: its schema is not sesame.fix/1" end
   local fault = shape.fault(value, PLAN)
   if fault then return nil, fault end
   for i, item in ipairs(made.changes or {}) do
      local ok, reason = read_change(item, i)
      if not ok then return nil, reason end
   end
   return made
end

return format
