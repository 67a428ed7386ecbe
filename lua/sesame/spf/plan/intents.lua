-- SPDX-License-Identifier: MIT
-- What the owner wants to add to a policy or take out of it, as new texts of its records. It must not look for anything
-- cheaper.
local core = require "sesame.core"
local names = require "sesame.base.names"
local providers = require "sesame.mail.providers"
local records = require "sesame.spf.plan.records"
local spf = require "sesame.spf"
local walk = require "sesame.spf.walk"

local intents = {}

local START = "v=spf1 ~all" -- of a domain that has no record yet

-- The include that WORD means, and whose it is; nil, message, code.
local function include_of(word)
   local entry, hint = providers.find(word)
   local is_name = word:find(".", 1, true) ~= nil
   if entry and not is_name then
      if entry.include then return entry.include, entry.name end
      return nil, entry.name
         .. " has no include: it sends with a name below yours, and says which record belongs there", "no-include"
   end
   if not is_name then
      return nil, ("'%s' is no service known here%s, nor the name behind an include:"):format(word, hint or ""),
         "bad-provider"
   end
   local name, reason = core.domain.to_ascii(word)
   if not name then return nil, ("'%s': %s"):format(word, reason), "bad-provider" end
   return names.canonical(name), entry and entry.name or name
end

local function is_of(entry, include, term)
   if term.kind ~= "include" or not term.target then return false end
   if entry then return providers.entry_of_include(term.target) == entry end
   return term.target == include
end

-- Takes what WORD means out of the records of STATE; adds texts to CHANGED and steps to STEPS.
local function remove(state, word, wanted)
   local include, name, code = include_of(word)
   local entry = providers.find(word)
   if not include and not entry then return nil, name, code end
   local any = false
   for _, record in ipairs(records.editable(state.tree)) do
      local words = wanted.words[record.name] or {}
      for _, term in ipairs(record.node.terms) do
         if is_of(entry, include, term) and term.status ~= "dead" then
            any, words[term] = true, {}
            wanted.steps[#wanted.steps + 1] = {
               action = "remove", reason = "asked", record = record.name, terms = { term.text },
               saves = term.total * record.times,
               provider = include and name or entry.name,
            }
         end
      end
      wanted.words[record.name], wanted.editable[record.name] = words, record
   end
   if not any then
      return nil, ("%s is not included in the SPF record of %s, so it cannot be removed"):format(word, state.domain),
         "not-there"
   end
   return true
end

-- What the include costs and lets send, learnt now.
local function learn(state, include, name)
   local tree, message, code = walk(include, { facts = state.facts, addresses = true })
   if not tree then return nil, message, code end
   if tree.result == "unknown" then
      return { unknown = { code = "include", include = include, tree = tree } }
   end
   if not tree.record then
      return nil, ("%s has no SPF record, so including it would be an error"):format(include), "no-record"
   end
   return {
      include = include, provider = name, lookups = tree.lookups + 1, lower_bound = tree.lower_bound == true,
      ip4 = tree.authorised:size("ip4"), ip6 = tree.authorised:size("ip6"),
   }
end

local function add(state, word, wanted)
   local include, name, code = include_of(word)
   if not include then return nil, name, code end
   for _, term in ipairs(state.tree.terms or {}) do
      if term.kind == "include" and term.target == include and term.status ~= "dead" then
         return nil, ("%s includes %s already"):format(state.domain, include), "already-there"
      end
   end
   local learnt, message
   learnt, message, code = learn(state, include, name)
   if not learnt then return nil, message, code end
   if learnt.unknown then
      wanted.verdict, wanted.reason = "unknown", learnt.unknown
      return true
   end
   wanted.added[#wanted.added + 1] = learnt
   wanted.steps[#wanted.steps + 1] = {
      action = "add", reason = "asked", record = state.domain, terms = { "include:" .. include }, provider = name,
      saves = -learnt.lookups,
   }
   return true
end

-- TEXT with INCLUDES before its "all", redirect and modifiers.
local function insert(text, includes)
   local parts, placed = {}, false
   local function place()
      if not placed then table.move(includes, 1, #includes, #parts + 1, parts) end
      placed = true
   end
   for _, term in ipairs(spf.parse(text).terms) do
      if term.kind == "all" or term.kind == "redirect" then place() end
      parts[#parts + 1] = term.text
   end
   place()
   return spf.render(parts)
end

local function texts_of(state, wanted)
   local changed = {}
   for name, words in pairs(wanted.words) do
      if next(words) then changed[name] = records.rewrite(wanted.editable[name], words) end
   end
   if #wanted.added > 0 then
      local includes = {}
      for i, learnt in ipairs(wanted.added) do includes[i] = "include:" .. learnt.include end
      changed[state.domain] = insert(changed[state.domain] or state.tree.record or START, includes)
   end
   return changed
end

--- Applies OPTIONS.add and OPTIONS.remove (lists of words: a service's key or name, or an include) to STATE (domain,
-- facts, tree). Returns { records = { [name] = text }, steps, added = { { include, provider, lookups, ip4, ip6 } },
-- verdict = "unknown" and reason where an include could not be learnt }; nil, message, code for a word that means
-- nothing, or nothing here.
function intents.apply(state, options)
   local wanted = { words = {}, editable = {}, steps = {}, added = {} }
   for _, word in ipairs(options.remove or {}) do
      local ok, message, code = remove(state, word, wanted)
      if not ok then return nil, message, code end
   end
   for _, word in ipairs(options.add or {}) do
      local ok, message, code = add(state, word, wanted)
      if not ok then return nil, message, code end
   end
   wanted.records = texts_of(state, wanted)
   if not (state.tree.record or wanted.records[state.domain]) then
      wanted.verdict, wanted.reason = "none", { code = "no-record" }
   end
   return wanted
end

return intents
