-- SPDX-License-Identifier: MIT
-- Fixes of DKIM selectors and their keys: records written as they were meant, moved, or freed of others beside them;
-- new pairs are made at the command line. Functions of models.
local change = require "sesame.fix.change"
local console = require "sesame.fix.console"
local shell = require "sesame.base.shell"
local words = require "sesame.check.dkim_words"

local fix = { subject = "dkim", builders = {} }

local builders = fix.builders

local function entry_of(finding, audit)
   for _, entry in ipairs(audit.models.selectors or {}) do
      if entry.name == finding.subject then return entry end
   end
end

local function advice(finding)
   return { steps = { console.step(finding) } }
end

-- What lies behind an alias is the signing service's to mend.
local function elsewhere(finding, entry)
   return {
      steps = { {
         text = ("The record lies at %s, which is not yours to change: ask who runs it. %s"):format(entry.owner,
            finding.advice),
      } },
   }
end

--- The record as it was meant, in the place of the broken one.
function builders.mend(finding, audit)
   local entry = entry_of(finding, audit)
   if not entry then return advice(finding) end
   if #entry.chain > 0 then return elsewhere(finding, entry) end
   local changes = {}
   for _, key in ipairs(entry.keys) do
      if key.mended then
         changes[#changes + 1] = change.replace(entry.name, "TXT", { key.text }, { key.mended },
            "The record as it was meant.")
      end
   end
   if #changes == 0 then return advice(finding) end
   return { changes = changes }
end

--- The host name that stands as text becomes the target of an alias; it can be the only record at its name.
function builders.alias(finding, audit)
   local entry = entry_of(finding, audit)
   local wanted = finding.records[1]
   if not entry or not wanted or #entry.records > 1 then return advice(finding) end
   return {
      changes = {
         change.remove(entry.name, "TXT", entry.records, "A host name is no key."),
         change.replace(entry.name, "CNAME", nil, wanted.values, "Receivers follow the alias to the key."),
      },
   }
end

-- The alias at NAME, or its texts, as changes that put them at TO.
local function moved(facts, name, to)
   local alias = facts:get(name, "CNAME")
   local answer = alias.known == "present" and #alias:chain() == 0 and alias or facts:get(name, "TXT")
   if answer.known ~= "present" or #answer:chain() > 0 then return nil end
   local values = {}
   for i = 1, #answer do values[i] = answer[i] end
   local why = ("It moves to %s; here no receiver looks."):format(to)
   return { change.add(to, answer.type, values, "Receivers look for the key here."),
      change.remove(name, answer.type, values, why) }
end

--- A key where no receiver looks moves to where they do.
function builders.move(finding, _, facts)
   local changes = moved(facts, finding.fields.at, finding.subject)
   return changes and { changes = changes } or advice(finding)
end

--- An alias that leads nowhere: only the owner knows whether the service behind it is still used.
builders["remove-alias"] = function(finding)
   return {
      steps = { console.step(finding) },
      choices = { {
         text = ("take out the alias at %s, if nothing signs with this selector any more"):format(finding.subject),
         changes = { change.remove(finding.subject, "CNAME", nil, "It leads to a name without a key.") },
      } },
   }
end

--- An alias beside a TXT record: one of them goes.
function builders.conflict(finding, audit)
   local entry = entry_of(finding, audit)
   if not entry then return advice(finding) end
   local why = "A name with an alias can have nothing else."
   return {
      choices = {
         { text = "keep the alias", changes = { change.remove(entry.name, "TXT", entry.records, why) } },
         { text = "keep the TXT record", changes = { change.remove(entry.name, "CNAME", nil, why) } },
      },
   }
end

-- "keep record N", without the others; the first of equals is as good as any.
local function keeping(entry, place, safe)
   local going = {}
   for i, text in ipairs(entry.records) do
      if i ~= place then going[#going + 1] = text end
   end
   local key = entry.keys[place]
   return {
      text = ("keep the %s key (%s) and remove %d other"):format(key.type, words.material(key) or "unreadable", #going),
      safe = safe,
      changes = { change.remove(entry.name, "TXT", going, "A receiver may take any of several records.") },
   }
end

--- Of several records one usable key stays: any of them where they are the same key, else the one the owner names.
function builders.keep(finding, audit)
   local entry = entry_of(finding, audit)
   if not entry or #entry.chain > 0 then return entry and elsewhere(finding, entry) or advice(finding) end
   local choices = {}
   for i, key in ipairs(entry.keys) do
      if key.usable then choices[#choices + 1] = keeping(entry, i, entry.verdict == "usable") end
   end
   if #choices == 0 then return advice(finding) end
   return { choices = choices, steps = entry.verdict ~= "usable" and { console.step(finding) } or nil }
end

--- The halves of a key become one record when asked: whether they belong together is the owner's to say.
function builders.join(finding, audit)
   local entry = entry_of(finding, audit)
   if not entry or not entry.halves or #entry.chain > 0 then
      return entry and #entry.chain > 0 and elsewhere(finding, entry) or advice(finding)
   end
   local two = entry.halves
   local old = { entry.records[two.first], entry.records[two.second] }
   return { choices = { {
      text = "join the two records into one",
      changes = { change.replace(entry.name, "TXT", old, { two.record }, "One record holds the whole key.") },
   } } }
end

-- "s1" -> "s1-2", "s1-2" -> "s1-3".
local function next_selector(selector)
   local stem, number = selector:match("^(.-)%-(%d+)$")
   if not stem then stem, number = selector, 1 end
   return ("%s-%d"):format(stem, math.tointeger(tonumber(number)) + 1)
end

local function generate(entry, domain)
   local new = next_selector(entry.selector)
   local any = new:find("^[%w-]+$") and "" or " --any-signer"
   return shell.command("sesame dkim generate --selector {new} --domain {domain} --private {private:path} "
      .. "--rotate-from {old}", { new = new, domain = domain, private = new .. ".pem", old = entry.selector }) .. any
end

--- A new pair: made at the command line, which prints the records and every step to the end of the old key.
function builders.rotate(finding, audit)
   local entry = entry_of(finding, audit)
   if not entry then return advice(finding) end
   if #entry.chain > 0 then return elsewhere(finding, entry) end
   return { steps = { { text = finding.advice, command = generate(entry, audit.domain) } } }
end

return fix
