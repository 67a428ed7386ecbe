-- SPDX-License-Identifier: MIT
-- From a finding to what might mend it: its builder is called, and what it offers is put into one form. It must not
-- know whether any of it is right.
local bounds = require "sesame.base.bounds"
local console = require "sesame.fix.console"
local list = require "sesame.fix.menders"
local memory = require "sesame.base.memory"
local names = require "sesame.base.names"
local offers = require "sesame.fix.offer"

local build = {}

-- Whether ITEM is about a record so long that mending it term by term has no end.
local function is_endless(item)
   local shown = item.evidence[1]
   return item.fix ~= nil and shown ~= nil and #shown.value > bounds.MENDED
end

local ENDLESS = "a record of more than %d octets is not mended term by term: write it anew"

-- A name that OFFER would write at and DNS has no room for, or nil.
local function overlong(offer)
   for _, part in ipairs { offer, table.unpack(offer.choices or {}) } do
      for _, change in ipairs(part.changes or {}) do
         if type(change.name) == "string" and not names.fits(names.bare(change.name)) then return change.name end
      end
   end
end

-- What ITEM itself brings (a script's own), what its builder makes, or the declaration's advice as a step.
local function offer_of(item, audit, facts)
   if item.remedy then return offers.check(item.remedy, item.code) end
   if is_endless(item) then return nil, ENDLESS:format(bounds.MENDED) end
   local builder = item.fix and list.builder(item.fix)
   if builder then
      local offer, reason = builder(item, audit, facts)
      if not offer then return nil, reason or "there is no fix for it" end
      local name = overlong(offer)
      if name then return nil, ("DNS has no room for a record at %s"):format(name) end
      return offers.check(offer, item.fix)
   elseif item.unfixable then
      return nil, item.unfixable
   elseif item.advice then
      return { steps = { console.step(item) } }
   end
   return nil, "there is no fix for it"
end

local function joined(a, b)
   local all = {}
   for _, source in ipairs { a or {}, b or {} } do table.move(source, 1, #source, #all + 1, all) end
   return all
end

local function with(offer, choice, index)
   return {
      changes = joined(offer.changes, choice.changes), steps = joined(offer.steps, choice.steps),
      placeholders = joined(offer.placeholders, choice.placeholders), index = index, text = choice.text,
      narrows = offer.narrows or choice.narrows, lets = offer.lets or choice.lets,
      safe = choice.safe == true or not index,
   }
end

--- The number of the choice that CHOOSE ({ [code] or ["code@subject"] = number }, or nil) takes for ITEM, or nil.
function build.wanted(choose, item)
   if not choose then return nil end
   return choose[item.code .. "@" .. item.subject] or choose[item.code]
end

--- What may mend ITEM, a finding of AUDIT over FACTS: { tries = { { changes, steps, placeholders, index of the choice
-- or nil, text, safe = whether it may be taken unasked, narrows = whether it is meant that fewer pass, lets = the
-- terms that it is to let send, wherever they stood } } in their
-- order, choices = { texts } or nil, steps = those that stand whatever is chosen }; or nil and why there is nothing.
-- WANTED: the number of the choice the user took, or nil; nil, a reason and true for one that there is none of.
function build.of(item, audit, facts, wanted)
   local ok, offer, reason = pcall(offer_of, item, audit, facts)
   if not ok then return nil, "its fix broke off: " .. tostring(memory.pass(offer)) end
   if not offer then return nil, reason end
   if offer.choices then offer.choices = bounds.first(offer.choices, bounds.CHOICES) end
   if not offer.choices then return { tries = { with(offer, {}) }, steps = {} } end
   if wanted and not offer.choices[wanted] then
      return nil, ("--choose %s=%d: there are %d choices"):format(item.code, wanted, #offer.choices), true
   end
   local texts, tries = {}, {}
   for i, choice in ipairs(offer.choices) do texts[i], tries[i] = choice.text, with(offer, choice, i) end
   return { tries = tries, choices = texts, steps = offer.steps or {} }
end

return build
