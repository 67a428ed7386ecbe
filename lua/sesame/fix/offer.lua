-- SPDX-License-Identifier: MIT
-- The form of what mends a finding, as builders and scripts offer it. It must not know any finding, nor whether it is
-- right.
local change = require "sesame.fix.change"
local options = require "sesame.base.options"

local offer = {}

local STEP = { text = true, command = true, records = true }
local KEYS = {
   changes = true, steps = true, choices = true, placeholders = true, safe = true, text = true, narrows = true,
   lets = true,
}

local function check_keys(made, where)
   if type(made) ~= "table" then error(where .. " is no table", 0) end
   local fault = options.fault(made, KEYS, "key")
   if fault then error(("%s: %s"):format(where, fault), 0) end
end

local function check_step(step, where)
   if type(step) ~= "table" or type(step.text) ~= "string" then error(where .. " has no text", 0) end
   local fault = options.fault(step, STEP, "key")
   if fault then error(("%s: %s"):format(where, fault), 0) end
   for _, set in ipairs(step.records or {}) do
      if type(set) ~= "table" or type(set.name) ~= "string" or type(set.type) ~= "string"
         or type(set.values) ~= "table" then
         error(where .. ": records need name, type and values", 0)
      end
   end
end

--- MADE, what a builder or a script says mends a finding, checked: { changes, steps, choices, placeholders } as
-- doc/fix.md has them. Raises, naming WHERE, for what it cannot be.
function offer.check(made, where)
   check_keys(made, where)
   change.check(made.changes or {}, where)
   for i, step in ipairs(made.steps or {}) do check_step(step, ("%s: step %d"):format(where, i)) end
   for i, choice in ipairs(made.choices or {}) do
      offer.check(choice, ("%s: choice %d"):format(where, i))
      if type(choice.text) ~= "string" then error(("%s: choice %d has no text"):format(where, i), 0) end
   end
   return made
end

return offer
