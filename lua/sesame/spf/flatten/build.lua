-- SPDX-License-Identifier: MIT
-- From chosen terms to records that are proved to say the same of every address, and to the changes that publish them.
-- It must not choose.
local compare = require "sesame.spf.compare"
local core = require "sesame.core"
local denote = require "sesame.spf.denote"
local laid = require "sesame.spf.laid"
local layout = require "sesame.spf.flatten.layout"
local source = require "sesame.spf.flatten.source"
local wildcard = require "sesame.facts.wildcard"

local build = {}

local NAMES_MAX = 60    -- names tried for further records

-- ---- names and what is there now ----

local function joined(strings) return table.concat(strings) end

--- The TXT records at NAME: { spf, others } as lists of lists of character-strings, octets of the others, alias where
-- it leads elsewhere; nil and a message for what is not learnt.
function build.texts_at(facts, name)
   local answer = facts:get_all({ { name = name, type = "TXT" } })[1]
   if answer.known == "unknown" then
      return nil, ("%s could not be learnt from DNS (%s)"):format(name, answer.status)
   end
   local spf, others, octets = {}, {}, 0
   local places, rest = core.spf.select(answer)
   for i, place in ipairs(places) do spf[i] = answer:strings(place) end
   for i, place in ipairs(rest) do others[i], octets = answer:strings(place), octets + #answer[place] end
   return { spf = spf, others = others, octets = octets, alias = answer.target ~= answer.name and answer.target or nil }
end

-- Whether nothing of its own stands at NAME, where THERE is: what a wildcard gives does not count.
local function is_free(facts, name, there)
   if there.alias or #there.others + #there.spf == 0 then return not there.alias end
   return wildcard.covering(facts, name, "TXT") ~= nil
end

-- Further names that are free, and in a record made from a source those it includes already; and the set of the latter.
local function names_for(state, count)
   local list, used = {}, {}
   for _, term in ipairs(state.from_source and state.published.tree.terms or {}) do
      if term.kind == "include" and term.target then used[term.target] = true end
   end
   if count == 0 then return list, used end
   for i = 1, NAMES_MAX do
      if #list == count then break end
      local name = ("%s%d.%s"):format(state.prefix, i, state.domain)
      local there, message = build.texts_at(state.facts, name)
      if not there then return nil, { code = "failed", message = message } end
      local ours = used[name] and #there.others == 0 and not there.alias
      if ours or is_free(state.facts, name, there) then list[#list + 1] = name end
   end
   if #list < count then
      return nil, { code = "no-names", prefix = state.prefix, domain = state.domain }
   end
   return list, used
end

-- ---- changes ----

local function values_of(others, text)
   local values = table.move(others, 1, #others, 1, {})
   values[#values + 1] = layout.strings(text)
   return values
end

local function change_at(state, name, text, why)
   local now = assert(build.texts_at(state.facts, name))
   local before = table.move(now.spf, 1, #now.spf, #now.others + 1, table.move(now.others, 1, #now.others, 1, {}))
   local same = #now.spf == 1 and joined(now.spf[1]) == text
   if same then return nil end
   return {
      action = #before == 0 and "add" or "replace", name = name, type = "TXT", ttl = state.ttl,
      values = values_of(now.others, text),
      before = before, why = why,
   }
end

-- The changes that publish MADE (layout.records): further records first, then the domain's own, then what is used no
-- more.
function build.changes(state, made, used)
   local list = {}
   for _, record in ipairs(made.records) do
      used[record.name] = nil
      list[#list + 1] = change_at(state, record.name, record.text, "addresses")
   end
   list[#list + 1] = change_at(state, state.domain, made.text, "record")
   if not state.from_source then
      list[#list + 1] = change_at(state, source.name(state.domain), state.wanted.record, "source")
   end
   local left = {}
   for name in pairs(used) do
      if name:match("^" .. state.prefix:gsub("%p", "%%%0") .. "%d+%.(.+)$") == state.domain then
         left[#left + 1] = name
      end
   end
   table.sort(left)
   for _, name in ipairs(left) do
      local now = assert(build.texts_at(state.facts, name))
      list[#list + 1] = {
         action = "remove", name = name, type = "TXT", ttl = state.ttl, values = {}, before = now.spf,
         why = "unused",
      }
   end
   return list
end

-- ---- proofs ----

local function prove(state, made)
   local records = { [state.domain] = made.text }
   for _, record in ipairs(made.records) do records[record.name] = record.text end
   local after, message = denote(state.domain, { facts = laid.over(state.facts, records) })
   if not after then return nil, { code = "failed", message = message } end
   if after.tree.lookups > state.target then
      return nil, { code = "over-target", lookups = after.tree.lookups, target = state.target }, after
   end
   local proof = compare(state.wanted, after)
   if proof.verdict ~= "equal" then return nil, { code = "differs", proof = proof }, after end
   if not proof.broken:is_empty() then return nil, { code = "breaks" }, after end
   return proof, after
end

-- The comparison with CHOSEN written out in one record, or nil and why there is none.
local function try(state, chosen)
   local after, message = denote(layout.one(state.candidates, chosen), { facts = state.facts, domain = state.domain })
   if not after then return nil, message end
   return compare(state.wanted, after)
end

--- Bars every candidate that cannot be proved by itself.
function build.try_each(state)
   for i, item in ipairs(state.candidates) do
      if (item.set or item.items) and not item.bar then
         local proof, message = try(state, { [i] = true })
         if not proof then item.bar = { code = "failed", message = message }
         elseif proof.verdict ~= "equal" then item.bar = { code = "alone", proof = proof } end
      end
   end
end

--- Those of CHOSEN that can be proved together: one by one in their order, as each may hide what another does.
function build.together(state, chosen)
   local proof = try(state, chosen)
   if not proof or proof.verdict == "equal" then return chosen end
   local kept = {}
   for i, item in ipairs(state.candidates) do
      if chosen[i] then
         kept[i] = true
         proof = try(state, kept)
         if not proof or proof.verdict ~= "equal" then
            kept[i] = nil
            item.bar = { code = "together", proof = proof }
         end
      end
   end
   return kept
end

-- The records for CHOSEN, proved; or nil, why not, and the lookups there would be.
function build.of(state, chosen)
   local function dummy(i) return ("%s%02d.%s"):format(state.prefix, i, state.domain) end
   local options = { domain = state.domain, others = state.here.octets, octets = state.octets, name_of = dummy }
   local made, message = layout.records(state.candidates, chosen, options)
   if not made then return nil, message end
   local names, used = names_for(state, #made.records)
   if not names then return nil, used end
   options.name_of = function(i) return names[i] or dummy(i) end
   made = assert(layout.records(state.candidates, chosen, options))
   if #made.records > #names then return nil, { code = "long-names" } end
   if made.over and made.octets > math.max(state.octets, state.now_octets) then
      return nil, { code = "many-octets", domain = state.domain, octets = made.octets, most = state.octets }
   end
   local proof, after, denotation = prove(state, made)
   if not proof then return nil, after, denotation and denotation.tree.lookups end
   return { made = made, used = used, proof = proof, after = after }
end

return build
