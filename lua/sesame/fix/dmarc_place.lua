-- SPDX-License-Identifier: MIT
-- Fixes of where a DMARC record stands and of texts that only look like one. What it says is mended elsewhere.
-- Functions of models.
local change = require "sesame.fix.change"
local console = require "sesame.fix.console"
local mend = require "sesame.dmarc.mend"
local dmarc_meant = require "sesame.fix.dmarc_meant"
local mailboxes = require "sesame.dmarc.mailboxes"
local owner = require "sesame.base.owner"
local record = require "sesame.dmarc.record"

local place = { subject = "dmarc", builders = {} }

local builders = place.builders

-- The first policy of a domain: it asks for reports and for nothing else.
local function first(base)
   if owner.is_reverse(base) then return "v=DMARC1; p=none" end
   return "v=DMARC1; p=none; rua=mailto:dmarc-reports@" .. base
end

local function base_of(audit)
   return owner.home(audit.domain, audit.models.domain.zone)
end

--- A first record, where every name below is covered too.
function builders.first(_, audit)
   local base = base_of(audit)
   local why = "A policy that changes nothing for mail, and asks for reports."
   if owner.is_reverse(base) then
      return { changes = { change.add("_dmarc." .. base, "TXT", { first(base) }, "A policy; no mailbox is there.") } }
   end
   local silent = change.add("_dmarc." .. base, "TXT", { "v=DMARC1; p=none" },
      "A policy that changes nothing for mail.")
   if not mailboxes.may_receive(audit.models.mx, base) then
      return { changes = { silent } } -- where reports can go is asked by the finding that none are asked for
   end
   return {
      choices = {
         {
            text = ("p=none with reports to dmarc-reports@%s"):format(base), safe = true,
            changes = { change.add("_dmarc." .. base, "TXT", { first(base) }, why) },
            steps = { { text = ("Make the mailbox dmarc-reports@%s, or put another address into rua."):format(base) } },
         },
         {
            text = "p=none without reports: nobody learns who sends", changes = { silent },
         },
      },
   }
end

local WEAKNESS = { none = 1, quarantine = 2, reject = 3 }

local function weakness(value)
   return WEAKNESS[(record.parse(value) or {}).p] or 4
end

-- What stands at NAME: the domain's own place, or that of a name below.
local function place_at(audit, name)
   for _, below in ipairs(audit.models.dmarc.below or {}) do
      if below.name == name then return below end
   end
   return audit.models.dmarc
end

--- One of several records stays, when asked: that which asks for least comes first.
function builders.one(finding, audit)
   local model, choices = place_at(audit, finding.subject), {}
   local order = table.move(model.records, 1, #model.records, 1, {})
   table.sort(order, function(a, b)
      if weakness(a) ~= weakness(b) then return weakness(a) < weakness(b) end
      if #a ~= #b then return #a > #b end
      return a < b
   end)
   for i, kept in ipairs(order) do
      local going = {}
      for _, other in ipairs(model.records) do
         if other ~= kept then going[#going + 1] = other end
      end
      choices[i] = {
         text = "keep " .. kept,
         changes = { change.remove(model.chain[#model.chain] or model.name, "TXT", going,
            "One record counts; of several, none does.") },
      }
   end
   return { choices = choices }
end

local function shown(finding)
   local at = finding.evidence[1]
   return at and at.name, at and at.value
end

--- The text that only looks like DMARC, written as it was meant.
function builders.near(finding)
   local name, value = shown(finding)
   if not value then return nil, "the record could not be read" end
   local function replace(text, why) return change.replace(name, "TXT", { value }, { text }, why) end
   local mended, better, doubts = mend.text(value)
   if mended then return dmarc_meant.offer(replace, record.parse(value), mended, better) end
   local choices = dmarc_meant.choices(replace, value, doubts)
   if choices then return { choices = choices } end
   return nil, "what was meant cannot be told: write the record anew"
end

--- A text beside the record that only looks like it goes: no receiver reads it.
function builders.beside(finding)
   local name, value = shown(finding)
   if not value then return nil, "the record could not be read" end
   return { changes = {
      change.remove(name, "TXT", { value }, "It only looks like a DMARC record, and has no effect.") } }
end

--- A record where no receiver looks moves to where they do.
function builders.move(finding)
   local name, value = shown(finding)
   if not value then return nil, "the record could not be read" end
   local said = record.parse(value)
   return {
      changes = {
         change.add(finding.fields.name, "TXT", { value }, "Receivers ask for the policy here."),
         change.remove(name, "TXT", { value }, ("It moves to %s; here no receiver looks."):format(finding.fields.name)),
      },
      steps = said and dmarc_meant.awake(said, "moved"),
   }
end

--- A copy where no receiver looks goes.
function builders.copy(finding)
   local name, value = shown(finding)
   if not value then return nil, "the record could not be read" end
   return { changes = { change.remove(name, "TXT", { value }, "A copy that no receiver reads.") } }
end

--- An alias that leads nowhere: a record of the domain's own in its place, if that is meant.
function builders.alias(finding, audit)
   return {
      steps = { console.step(finding) },
      choices = { {
         text = "put a first policy (p=none) in place of the alias", changes = {
            change.remove(finding.subject, "CNAME", nil, "It leads to a name without a record."),
            change.add(finding.subject, "TXT", { first(base_of(audit)) },
               "A policy that changes nothing for mail, and asks for reports."),
         },
      } },
   }
end

return place
