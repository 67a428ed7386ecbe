-- SPDX-License-Identifier: MIT
-- Fixes of which TXT records are SPF records: several of them, ones that only look so, none, and sets that are too
-- large. Functions of models.
local bounds = require "sesame.base.bounds"
local change = require "sesame.fix.change"
local console = require "sesame.fix.console"
local providers = require "sesame.mail.providers"
local mend = require "sesame.spf.mend"
local spf_meant = require "sesame.fix.spf_meant"
local text = require "sesame.fix.spf_text"
local verifications = require "sesame.mail.verifications"

local record = { subject = "spf", builders = {} }

local builders = record.builders

--- Several records become one that lets everybody send whom one of them lets send; or one of them stays.
function builders.merge(finding, audit)
   local model = text.model_at(audit, finding.subject)
   if not model or #model.records < 2 then return nil, "the records could not be read" end
   if #model.records > bounds.CHOICES then return nil, ("%d records: write one anew"):format(#model.records) end
   local choices, owner, records = {}, text.owner(model), model.records
   local merged = text.union(records)
   if merged then
      choices[1] = {
         text = "merge them: " .. merged,
         changes = { change.replace(owner, "TXT", records, { merged }, "One record with the terms of all of them.") },
      }
   end
   for _, kept in ipairs(records) do
      choices[#choices + 1] = {
         text = "keep only: " .. kept,
         changes = { change.replace(owner, "TXT", records, { kept },
            "One record; the others never counted beside it.") },
      }
   end
   return { choices = choices }
end

-- ---- none ----

-- The includes of services that the domain's selectors and MX hosts show, by the hints of sesame.mail.providers.
local function includes_of(models)
   local list, seen = {}, {}
   local function add(entry)
      if entry and entry.include and entry.envelope == "user" and not seen[entry.key] then
         seen[entry.key] = true
         list[#list + 1] = "include:" .. entry.include
      end
   end
   for _, selector in ipairs(models.selectors or {}) do
      if selector.known == "present" then
         for _, entry in ipairs(providers.of_selector and providers.of_selector(selector.selector) or {}) do
            add(entry)
         end
      end
   end
   for _, host in ipairs(models.mx and models.mx.hosts or {}) do
      local name = host.host:lower()
      if name:find("%.google%.com$") or name:find("%.googlemail%.com$") then add(providers.find "google") end
      if name:find("%.protection%.outlook%.com$") then add(providers.find "microsoft") end
   end
   table.sort(list)
   return list
end

local function publish(name, value, words, why)
   return { text = words, changes = { change.add(name, "TXT", { value }, why) } }
end

--- A first record: whom it lets send is the owner's to say.
function builders.first(finding, audit)
   local name, models = finding.subject, audit.models
   local found = includes_of(models)
   local sends = found
   if #found == 0 then sends = { "mx" } end
   local likely = table.concat({ "v=spf1", table.concat(sends, " "), "~all" }, " ")
   local why = "Receivers learn who may send for the domain."
   return {
      steps = { console.step(finding) },
      choices = {
         publish(name, likely, ("if mail leaves %s, and nowhere else: %s"):format(
            #found > 0 and "by the services its MX and selectors show" or "by the hosts that receive it", likely), why),
         publish(name, "v=spf1 -all", "if the domain sends no mail at all: v=spf1 -all",
            "Nobody may send for the domain."),
      },
   }
end

--- A domain that seems to send no mail says so: for the owner to confirm.
function builders.parked(finding)
   return {
      choices = {
         publish(finding.subject, "v=spf1 -all", "if the domain sends no mail: v=spf1 -all",
            "Nobody may send for the domain."),
      },
   }
end

--- The text of the withdrawn type as a TXT record.
function builders.txt(finding, audit)
   local model = text.model_at(audit, finding.subject)
   local old = model and model.type99[1]
   if not old or #model.type99 > 1 then return nil, "there is not exactly one text to copy" end
   return { changes = { change.add(text.owner(model), "TXT", { old }, "Receivers ask for TXT only.") } }
end

--- Records of type SPF go: nobody asks for them.
function builders.type99(finding)
   return { changes = { change.remove(finding.subject, "SPF", nil, "No receiver asks for type SPF (99).") } }
end

--- Sender ID records go.
function builders.sender_id(finding, audit)
   local model = text.model_at(audit, finding.subject)
   if not model or #model.sender_id == 0 then return nil, "the records could not be read" end
   return { changes = { change.remove(text.owner(model), "TXT", model.sender_id,
      "Sender ID is dead; no receiver reads it.") } }
end

--- An alias without TXT at its end: only the owner knows what was meant.
function builders.alias(finding)
   return { steps = { console.step(finding) } }
end

-- ---- near misses ----

--- The text that only looks like SPF, written as it was meant.
function builders.near(finding, audit)
   local model = text.model_at(audit, finding.subject)
   local miss = model and model.near_misses[1]
   if not miss then return nil, "the record could not be read" end
   return spf_meant.offer(function(new, why) return text.swap(model, miss.value, new, why) end, miss.value)
end

--- The same at a MAIL FROM name, where else the sending service says what belongs there.
function builders.near_or_ask(finding, audit)
   local model = text.model_at(audit, finding.subject)
   if model and model.near_misses[1] then return builders.near(finding, audit) end
   return { steps = { console.step(finding) } }
end

--- A text beside the record that only looks like it, or goes on with it: it goes, as it never counted, or its terms
-- move; which of the two is the owner's to say.
function builders.beside(finding, audit)
   local model = text.model_at(audit, finding.subject)
   local value = finding.evidence[1] and finding.evidence[1].value
   if not (model and value) then return nil, "the record could not be read" end
   local choices = { {
      text = "remove it: no receiver has ever read it",
      changes = { change.remove(text.owner(model), "TXT", { value },
         "It only looks like an SPF record, and has no effect.") },
   } }
   local terms = mend.text(value)
   local merged = terms and #model.records == 1 and text.union { model.records[1], terms }
   if merged then
      choices[2] = {
         text = "move its terms into the SPF record: " .. merged,
         changes = {
            change.replace(text.owner(model), "TXT", { model.records[1], value }, { merged },
               "One record with the terms of both."),
         },
      }
   end
   return { choices = choices }
end

-- ---- services left out ----

--- The record that the finding publishes, with what is missing in it; where there is no room for that, how to look for
-- some.
function builders.mailboxes(finding, audit)
   local model, old = text.readable(audit, finding.subject)
   if not model then return nil, old end
   local set = finding.records[1]
   if not set then return { steps = { console.step(finding) } } end
   return { changes = { change.replace(text.owner(model), "TXT", { old }, set.values,
      "The mailboxes are there, so people write from there.") } }
end

-- ---- room ----

--- A set that is too large: the texts that only showed once whose the domain is can go, if they have done their work.
function builders.room(finding, audit, facts)
   local model, going = text.model_at(audit, finding.subject), {}
   local answer = model and facts:get(text.owner(model), "TXT")
   for i = 1, answer and answer.known == "present" and #answer or 0 do
      if verifications.of(answer[i]) then going[#going + 1] = answer[i] end
   end
   table.sort(going)
   local steps = { console.step(finding) }
   if #going == 0 then return { steps = steps } end
   return {
      steps = steps,
      choices = { {
         text = "if they have done their work, remove the verification texts: " .. table.concat(going, ", "),
         changes = { change.remove(text.owner(model), "TXT", going, "The set of TXT records has to become smaller.") },
      } },
   }
end

return record
