-- SPDX-License-Identifier: MIT
-- What changes do beyond the findings: how SPF results and lookups change at every name the audit knows, and which
-- records stop answering because a wildcard steps back. Asks through facts; it must not judge.
local compare_words = require "sesame.check.spf_compare_words"
local spf = require "sesame.spf"
local walk_words = require "sesame.check.spf_walk_words"

local effects = {}

local NAMES_MAX = 40 -- names whose SPF is compared, more than an audit knows

-- Types a wildcard may give beside the one that a change adds.
local COVERED = { "MX", "TXT", "A", "AAAA" }

-- The names to look at: the domain, its MAIL FROM names, and every name that holds a changed TXT set.
local function names_of(domain, models, changed)
   local list, seen = {}, {}
   local function add(name)
      if name and not seen[name] and #list < NAMES_MAX then
         seen[name] = true
         list[#list + 1] = name
      end
   end
   add(domain)
   for _, entry in ipairs(models and models.mail_from or {}) do add(entry.name) end
   for _, set in ipairs(changed) do
      if set.type == "TXT" then add(set.name) end
   end
   return list
end

local function summary(tree)
   return { result = tree.result, lookups = tree.lookups, lower_bound = tree.lower_bound,
      reason = walk_words.reason(tree) }
end

-- The comparison of what NAME's policy means before and after, address by address.
local function compare(name, before, after)
   local old, message = spf.denote(name, { facts = before })
   local new, fault = spf.denote(name, { facts = after })
   if not (old and new) then return { verdict = "unprovable", message = message or fault } end
   return spf.compare(old, new)
end

-- Whether the tree of NODE asks for one of the changed names.
local function touches(node, changed)
   for _, term in ipairs(node.terms or {}) do
      if term.target and changed[term.target:lower()] or touches(term, changed) then return true end
   end
   return false
end

--- How the results of SPF change at the names MODELS know, between facts BEFORE and AFTER, when the sets CHANGED ({ {
-- name, type } }) do: a list of { name, own = whether its own record changes, before, after = { result, lookups,
-- lower_bound }, verdict, changes, gained, lost, mended, broken, unproved, reason } (of sesame.spf.compare), of the
-- names that are touched.
function effects.spf(domain, models, before, after, changed)
   local touched, list = {}, {}
   for _, set in ipairs(changed) do touched[set.name] = true end
   for _, name in ipairs(names_of(domain, models, changed)) do
      local old = spf.walk(name, { facts = before, addresses = true })
      local new = spf.walk(name, { facts = after, addresses = true })
      local own = touched[name] == true and old.record ~= new.record
      if old.record ~= new.record or touches(old, touched) or touches(new, touched) or old.result ~= new.result then
         local found = compare(name, before, after)
         list[#list + 1] = {
            name = name, own = own, before = summary(old), after = summary(new), verdict = found.verdict,
            changes = found.changes or {}, gained = found.gained, lost = found.lost, mended = found.mended,
            broken = found.broken,
            unproved = found.unproved or {}, reason = compare_words.reason(found),
         }
      end
   end
   return list
end

--- Records at the names of the sets CHANGED that answered before by a wildcard and no longer do (RFC 4592 3.3): { {
-- name, type } }.
function effects.uncovered(before, after, changed)
   local list, seen = {}, {}
   for _, set in ipairs(changed) do
      if not seen[set.name] then
         seen[set.name] = true
         for _, rrtype in ipairs(COVERED) do
            local mine = false
            for _, other in ipairs(changed) do mine = mine or other.name == set.name and other.type == rrtype end
            if not mine and before:get(set.name, rrtype).known == "present"
               and after:get(set.name, rrtype).known == "absent" then
               list[#list + 1] = { name = set.name, type = rrtype }
            end
         end
      end
   end
   return list
end

return effects
