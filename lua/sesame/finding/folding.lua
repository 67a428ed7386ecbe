-- SPDX-License-Identifier: MIT
-- Findings by their causes: what follows from another one (`follows` of its declaration) stands below it, and what says
-- the same of several records, regions or accounts stands together. Data in, data out: nothing is dropped; it must not
-- lay out text.
local is_below = require("sesame.base.names").below
local declaration = require "sesame.finding.declaration"

local folding = {}

local LEVEL = {}
for i, name in ipairs(declaration.severities) do LEVEL[name] = i end

-- A fault is no consequence of what is merely worth knowing.
local GRAVE = { error = true, warning = true, unknown = true }

-- The set of regions that ITEM speaks of, or nil where it speaks of none: its own, else those that its subject, a MAIL
-- FROM name, serves (REGIONS: name -> list).
local function regions_of(item, regions)
   local own = item.fields.region or regions[item.subject:lower()]
   if own == nil or own == "" then return nil end
   local set = {}
   for _, region in ipairs(type(own) == "table" and own or { own }) do set[region] = true end
   return next(set) and set or nil
end

local function overlap(a, b)
   if not (a and b) then return true end
   for region in pairs(a) do
      if b[region] then return true end
   end
   return false
end

-- The name that ITEM speaks of; of an address its domain.
local function name_of(item) return (item.subject:lower():gsub("^.*@", "")) end

-- Whether ITEM and CAUSE speak of two things of which neither brings about the other: of names side by side, or
-- of records of one type at two names. The aliases of Easy DKIM stand below the identity that all of them make.
local function are_apart(item, cause)
   local name, other = name_of(item), name_of(cause)
   if name == other then return false end
   if not (is_below(other, name) or is_below(name, other)) then return true end
   return item.type ~= nil and item.type == cause.type and not (item.type == "CNAME" and is_below(other, name))
end

-- Whether ITEM, which may follow from the code of CAUSE, can do so from it: both may speak of one region and account.
local function may_follow(item, cause, regions)
   if are_apart(item, cause) then return false end
   if item == cause or item.severity == "ok" or cause.severity == "ok" then return false end
   if GRAVE[item.severity] and not GRAVE[cause.severity] then return false end
   if item.account and cause.account and item.account ~= cause.account then return false end
   return overlap(regions_of(item, regions), regions_of(cause, regions))
end

-- code -> findings of LIST.
local function by_code(list)
   local found = {}
   for _, item in ipairs(list) do
      found[item.code] = found[item.code] or {}
      table.insert(found[item.code], item)
   end
   return found
end

-- What ITEM may follow from, of KNOWN (code -> findings): what speaks of its own subject where there is such.
local function causes_of(item, known, regions)
   local own, all = {}, {}
   for _, code in ipairs(item.follows) do
      for _, cause in ipairs(known[code] or {}) do
         if may_follow(item, cause, regions) then
            all[#all + 1] = cause
            if cause.subject:lower() == item.subject:lower() then own[#own + 1] = cause end
         end
      end
   end
   return #own > 0 and own or all
end

-- For each of LIST (finding -> its place in it: PLACES) what it follows from at the root: the first one that follows
-- from nothing itself; declarations keep `follows` free of circles, and `open` guards where several files are loaded.
local function roots_of(list, places, regions)
   local known, roots, open = by_code(list), {}, {}
   local function root_of(item)
      if roots[item] or open[item] then return roots[item] or item end
      open[item] = true
      local best
      for _, cause in ipairs(causes_of(item, known, regions)) do
         local root = not open[cause] and root_of(cause)
         if root and (not best or places[root] < places[best]) then best = root end
      end
      open[item], roots[item] = nil, best or item
      return roots[item]
   end
   for _, item in ipairs(list) do root_of(item) end
   return roots
end

local function marked(words, part, mark)
   return type(part) == "string" and part ~= "" and words:gsub(part:gsub("%p", "%%%0"), mark) or words
end

-- WORDS of ITEM without what tells it from others of its kind.
local function plain(words, item)
   return marked(marked(marked(words, item.command, "{command}"), item.subject, "{subject}"), item.fields.region,
      "{region}")
end

-- What findings of one entry have in common: what they say, and what to do.
local function key_of(item)
   local words = item.wording
   if item.account and words:sub(1, #item.account + 2) == item.account .. ": " then
      words = words:sub(#item.account + 3)
   end
   return ("%s\0%s\0%s\0%s"):format(item.code, item.severity, plain(words, item), plain(item.advice or "", item))
end

-- What tells ITEM from FIRST, of the same kind: its name, with the region or account where that is another; of the same
-- name the region or account alone, or nil.
local function label_of(item, first)
   local region = item.fields.region
   local other = type(region) == "string" and region ~= first.fields.region and region
      or item.account ~= first.account and item.account or nil
   if item.subject == first.subject then return other end
   return other and ("%s (%s)"):format(item.subject, other) or item.subject
end

-- The labels of LIST, findings of one kind, but for the first.
local function labels_of(list)
   local labels, seen = {}, {}
   for i = 2, #list do
      local label = label_of(list[i], list[1])
      if label and not seen[label] then seen[label], labels[#labels + 1] = true, label end
   end
   return labels
end

-- LIST as entries { findings, also = labels of all but the first }, in order.
local function grouped(list)
   local entries, known = {}, {}
   for _, item in ipairs(list) do
      local key = key_of(item)
      local entry = known[key]
      if not entry then
         entry = { findings = {}, code = item.code, severity = item.severity }
         known[key], entries[#entries + 1] = entry, entry
      end
      table.insert(entry.findings, item)
   end
   for _, entry in ipairs(entries) do entry.also = labels_of(entry.findings) end
   return entries
end

-- How grave ENTRY is with what follows from it: severity first, then rank.
local function weight_of(entry)
   local level, rank = LEVEL[entry.severity], entry.findings[1].rank
   for _, item in ipairs(entry.consequences) do
      if LEVEL[item.severity] < level then level, rank = LEVEL[item.severity], item.rank
      elseif LEVEL[item.severity] == level then rank = math.min(rank, item.rank) end
   end
   return level, rank
end

--- FINDINGS (as an audit has them: sorted, of every severity) by cause: { causes = { { code, severity, findings, also =
-- what the findings but the first are of, consequences = findings that follow from it, in order, level = the gravest
-- severity among all of these }, ... } gravest first, folded = how many are consequences }, without what is in order.
-- REGIONS: MAIL FROM name -> regions it serves, or nil.
function folding.of(findings, regions)
   local list, places = {}, {}
   for _, item in ipairs(findings) do
      if item.severity ~= "ok" then
         list[#list + 1] = item
         places[item] = #list
      end
   end
   local roots, kept, below, folded = roots_of(list, places, regions or {}), {}, {}, 0
   for _, item in ipairs(list) do
      local root = roots[item]
      if root == item then kept[#kept + 1] = item else
         below[root] = below[root] or {}
         table.insert(below[root], item)
         folded = folded + 1
      end
   end
   local entries = grouped(kept)
   for place, entry in ipairs(entries) do
      entry.consequences, entry.place = {}, place
      for _, item in ipairs(entry.findings) do
         table.move(below[item] or {}, 1, #(below[item] or {}), #entry.consequences + 1, entry.consequences)
      end
      entry.weight = { weight_of(entry) }
      entry.level = declaration.severities[entry.weight[1]]
   end
   table.sort(entries, function(a, b)
      if a.weight[1] ~= b.weight[1] then return a.weight[1] < b.weight[1] end
      if a.weight[2] ~= b.weight[2] then return a.weight[2] < b.weight[2] end
      return a.place < b.place
   end)
   return { causes = entries, folded = folded }
end

return folding
