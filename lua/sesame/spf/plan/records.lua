-- SPDX-License-Identifier: MIT
-- The records of a policy that its owner can change: the domain's own and those of the same organization below it, and
-- the terms in them that can go without anybody noticing. A function of a tree; looks nothing up.
local names = require "sesame.base.names"
local owner = require "sesame.base.owner"
local spf = require "sesame.spf"
local terms = require "sesame.spf.term"

local records = {}

local function leads_on(term)
   local leads = term.kind == "include" or term.kind == "redirect"
   return leads and term.target ~= nil and not term.macro and term.terms ~= nil and term.record ~= nil
end

--- The records of TREE (sesame.spf.walk) that its owner can change, the domain's own first: { { name, text, node = tree
-- or term that holds the terms, times = how often the record is evaluated } }.
function records.editable(tree)
   local list, by_name = {}, {}
   local function visit(name, node)
      local known = by_name[name]
      if known then
         known.times = known.times + 1
      else
         known = { name = name, text = node.record, node = node, times = 1 }
         by_name[name], list[#list + 1] = known, known
      end
      for _, term in ipairs(node.terms) do
         if leads_on(term) and term.status ~= "dead" and term.status ~= "ignored" and owner.is_own(tree.domain,
            term.target) then
            visit(term.target, term)
         end
      end
   end
   if tree.record then visit(tree.domain, tree) end
   return list
end

--- Whether TERM leads to a record that its owner can change as well.
function records.is_editable_include(tree, term)
   return leads_on(term) and owner.is_own(tree.domain, term.target)
end

local function mechanism(text)
   return names.canonical((text:gsub("^[+?~-]", "")))
end

local function is_modifier(term)
   return term.kind == "modifier" or term.kind == "exp"
end

-- Why TERM of RECORD can go, or nil. SEEN holds the mechanisms and policies of the terms before it.
local function reason_of(record, term, seen)
   if is_modifier(term) then return nil end
   if term.status == "ignored" then return "ignored" end
   -- what makes a term dead may stand in another record, which others may reach this one by
   if term.status == "dead" then return (record.times == 1 or seen.all) and "dead" or nil end
   if seen[mechanism(term.text)] then return "duplicate", seen[mechanism(term.text)] end
   local policy = term.kind == "include" and term.record and not term.record:find("%", 1, true) and "\0" .. term.record
   if policy and seen[policy] then return "same-policy", seen[policy] end
   if terms.is_void(term) then return "void" end
   if term.kind == "include" and term.problem == "no-record" and not term.macro then return "no-record" end
   seen[mechanism(term.text)] = term
   if policy then seen[policy] = term end
   seen.all = seen.all or term.kind == "all"
   return nil
end

--- The terms of RECORD (of records.editable) that can go: { { term, reason =
-- "dead|ignored|duplicate|same-policy|void|no-record",
-- first = the term that it repeats } }. Without a term of reason "no-record" results change: it ends in permerror.
function records.idle(record)
   local list, seen = {}, {}
   for _, term in ipairs(record.node.terms) do
      local reason, first = reason_of(record, term, seen)
      if reason then list[#list + 1] = { term = term, reason = reason, first = first } end
   end
   return list
end

--- The text of RECORD with each of its terms as WORDS { [term] = list of texts } has it: an empty list takes it away.
function records.rewrite(record, words)
   local parts = {}
   for _, term in ipairs(record.node.terms) do
      local instead = words[term]
      if instead then
         table.move(instead, 1, #instead, #parts + 1, parts)
      else
         parts[#parts + 1] = term.text
      end
   end
   return spf.render(parts)
end

return records
