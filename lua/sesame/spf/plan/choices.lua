-- SPDX-License-Identifier: MIT
-- What can be done about each term of a policy's own records, and what that asks of people: the choices the search
-- weighs. Looks up only the MX hosts that the walk has learnt already.
local blocks = require "sesame.spf.blocks"
local copies = require "sesame.spf.plan.copies"
local providers = require "sesame.mail.providers"
local records = require "sesame.spf.plan.records"
local strangers = require "sesame.spf.strangers"

local choices = {}

choices.ROOM = 450         -- octets of a name and the texts of its TXT records together, RFC 7208 3.4
choices.HOLDER_PREFIX = "_spf"
choices.PREFIXES_MAX = 2000 -- blocks that one flattened term may have

local FRAME = #"v=spf1" -- and a space before each term

-- Why TERM cannot be written as addresses, or nil.
local function bar_of(term)
   if term.macro then return "macro" end
   if term.kind == "exists" or term.kind == "ptr" then return term.kind end
   if not term.addresses or term.addresses ~= term.possible then return "unknown" end
   if term.problem then return term.problem end
end

local function add_flatten(context, record, term, list)
   local effort = strangers.none(context.domain, term, context.facts) and "flatten-own" or "flatten"
   if effort == "flatten" and not context.third_party then return "third-party" end
   local bar = bar_of(term)
   if bar then return bar end
   local words = blocks.words(term.addresses, blocks.sign(term.qualifier), choices.PREFIXES_MAX)
   if not words then return "too-many-blocks" end
   local size = blocks.size(words)
   list[#list + 1] = {
      kind = "flatten", effort = effort, saves = term.total * record.times, size = size, flat = size, term = term,
      words = words,
      record = record,
   }
end

-- The service behind an include of another organization, and what it takes to send by it with a name below the domain.
local function add_move(context, record, term, list)
   if term.kind ~= "include" or term.qualifier ~= "+" or not context.moves or not term.target then return end
   local entry = providers.entry_of_include(term.target)
   if entry and entry.envelope ~= "subdomain" then return end
   list[#list + 1] = {
      kind = "move", effort = entry and "move" or "ask", saves = term.total * record.times, size = 0, term = term,
      words = {},
      record = record, provider = entry, name = (entry and entry.key or term.target:match("([^.]+)%.[^.]+$")) .. "."
         .. context.domain,
   }
end

-- An include in the place of which its own terms stand, names only.
local function add_copy(context, record, term, list)
   local copy = copies.of(context.domain, term)
   if not copy or copy.saves <= 0 then return end
   list[#list + 1] = {
      kind = "copy", effort = copy.own and "copy-own" or "copy", saves = copy.saves * record.times, size = copy.size,
      term = term, record = record, parts = copy.parts,
   }
end

-- The choices for one term, the first of which leaves it alone; and why it cannot be flattened.
local function of_term(context, record, term)
   local list = { { kind = "keep", effort = "keep", saves = 0, size = #term.text + 1, term = term, record = record } }
   local looks = term.total > 0 and term.status ~= "dead"
   if not looks or term.kind == "redirect" then return list end
   add_copy(context, record, term, list)
   if records.is_editable_include(context.tree, term) then return list end
   if not context.kept[term.target or ""] then add_move(context, record, term, list) end
   return list, add_flatten(context, record, term, list)
end

-- Terms of RECORD that are copied parts of one service's include: { [first term] = { entry, terms } }.
local function copied(record)
   local groups, firsts = {}, {}
   for _, term in ipairs(record.node.terms) do
      local entry = term.kind == "include" and term.qualifier == "+" and term.target
         and providers.entry_of_include(term.target)
      for _, part in ipairs(entry and entry.parts or {}) do
         if part == term.target then
            local group = groups[entry]
            if not group then
               group = { entry = entry, terms = {} }
               groups[entry], firsts[term] = group, group
            end
            group.terms[#group.terms + 1] = term
         end
      end
   end
   return firsts
end

-- One item for all copied parts of an include: they stay, or the include takes their place.
local function of_group(context, record, group)
   local total, size = 0, 0
   for _, term in ipairs(group.terms) do total, size = total + term.total, size + #term.text + 1 end
   local include = "include:" .. group.entry.include
   local cost = context.include_cost(group.entry.include)
   local list = { { kind = "keep", effort = "keep", saves = 0, size = size, record = record, term = group.terms[1] } }
   if #group.terms > 1 and cost and cost < total then
      list[2] = {
         kind = "replace", effort = "replace", saves = (total - cost) * record.times, size = #include + 1,
         record = record,
         term = group.terms[1], terms = group.terms, words = { include }, provider = group.entry,
      }
   end
   return list
end

-- How many further records it takes to hold what does not fit into RECORD; nil where what must stay there does not.
local function holders_of(record, room)
   local name = #record.name + #choices.HOLDER_PREFIX + 2
   local each = choices.ROOM - name - FRAME - #" ~all"
   return function(size, flat)
      if FRAME + size <= room then return 0 end
      if FRAME + size - flat > room then return nil end
      return math.ceil(flat / each)
   end
end

--- The choices for every record of LIST (records.editable), as sesame.spf.plan.search takes them: { { items, holders,
-- record,
-- bars = { [term] = why it cannot be flattened } } }. CONTEXT: domain, facts, tree, third_party (whether other people's
-- records may be written as addresses), moves (whether services may be moved), kept = { [target] = true } of what must
-- stay, rooms = { [name] = octets the SPF text may have }, include_cost(name) = lookups of an include or nil.
function choices.of(context, list)
   local all = {}
   for i, record in ipairs(list) do
      local items, bars, grouped = {}, {}, {}
      local groups = copied(record)
      for _, group in pairs(groups) do
         for _, term in ipairs(group.terms) do grouped[term] = #group.terms > 1 end
      end
      for _, term in ipairs(record.node.terms) do
         if groups[term] and grouped[term] then
            items[#items + 1] = { choices = of_group(context, record, groups[term]) }
         elseif not grouped[term] then
            local found, bar = of_term(context, record, term)
            items[#items + 1] = { choices = found }
            bars[term] = bar
         end
      end
      all[i] = { items = items, bars = bars, record = record, holders = holders_of(record, context.rooms[record.name]) }
   end
   return all
end

return choices
