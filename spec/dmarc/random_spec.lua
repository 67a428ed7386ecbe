-- SPDX-License-Identifier: MIT
-- Random trees of DMARC records against RFC 9989 4.10 written down once more, step by step, one query at a time.
local policy = require "sesame.dmarc.policy"
local property = require "spec.support.property"
local support = require "spec.support.facts"
local walk = require "sesame.dmarc.walk"

local CASES = 400 -- of each property
local LABELS = { "a", "b" } -- few, so that names meet

local function random_name(below)
   local labels = {}
   for i = 1, below(11) do labels[i] = LABELS[below(#LABELS)] end
   labels[#labels + 1] = "test"
   return table.concat(labels, ".")
end

-- What may stand at a name: texts, of which at most one counts.
local STANDS = {
   {}, {}, {}, { "" }, { "; psd=u" }, { "; psd=n" }, { "; psd=y" }, { "; psd=x" }, { "", "; psd=n" },
   { "; psd=n", false }, { false },
}

local function random_records(below, names)
   local records = {}
   for _, name in ipairs(names) do
      while name do
         local key = "_dmarc." .. name
         if records[key] == nil then
            local texts = {}
            for i, more in ipairs(STANDS[below(#STANDS)]) do
               texts[i] = more and "v=DMARC1; p=none; sp=reject" .. more or "something else"
            end
            records[key] = { TXT = texts }
         end
         name = name:match("^[^.]+%.(.+)$")
      end
   end
   return records
end

-- ---- RFC 9989 4.10, step by step ----

local function query(records, name)
   local found
   for _, text in ipairs(records["_dmarc." .. name].TXT) do
      if text:find("^v=DMARC1;") then
         if found then return nil end
         found = text:match("psd=([yn])") or "u"
      end
   end
   return found
end

local function labels_of(name)
   local list = {}
   for label in name:gmatch("[^.]+") do list[#list + 1] = label end
   return list
end

-- The names for which records were found, longest first, with their psd; and the names asked.
local function tree_walk(records, start)
   local found, asked, target = {}, {}, start
   local labels = labels_of(start)
   while true do
      asked[#asked + 1] = "_dmarc." .. target
      local psd = query(records, target)
      if psd then found[#found + 1] = { name = target, psd = psd } end
      if psd == "y" or psd == "n" then return found, asked end
      if #labels >= 8 and target == start then
         while #labels > 7 do table.remove(labels, 1) end
      else
         table.remove(labels, 1)
      end
      if #labels == 0 then return found, asked end
      target = table.concat(labels, ".")
   end
end

local function below_it(start, name)
   local labels, count = labels_of(start), #labels_of(name)
   return table.concat(labels, ".", #labels - count)
end

local function organization(found, start)
   for _, item in ipairs(found) do
      if item.psd == "n" then return item.name end
      if item.psd == "y" and item.name ~= start then return below_it(start, item.name) end
   end
   return #found > 0 and found[#found].name or start
end

-- 4.10.1: the author's own record, that of the organizational domain, that of the public suffix; of those the walk came
-- by.
local function policy_domain(records, author)
   if query(records, author) then return author end
   local found = tree_walk(records, author)
   local own = organization(found, author)
   for _, item in ipairs(found) do
      if item.name == own then return own end
   end
   local last = found[#found]
   return last and last.psd == "y" and last.name or nil
end

describe("random trees of DMARC records", function()
   it("M01 M02 M03 M04 M05 M06 M07 M08 M09 M10 agree with the steps of the RFC", function()
      local first, count = property.of("dmarc-walk", CASES, 1)
      for seed = first, first + count - 1 do
         local below = property.places(seed)
         local name = random_name(below)
         local records = random_records(below, { name })
         local found, asked = tree_walk(records, name)
         local got = policy.discover(support.of(records), name)
         local where = ("seed %d, %s"):format(seed, name)
         assert.same(asked, got.queries, where)
         assert.equal(organization(found, name), got.organizational_domain, where)
         assert.equal(policy_domain(records, name), got.policy_domain, where)
         if got.policy_domain then assert.equal(got.policy_domain == name and "none" or "reject", got.policy, where) end
      end
   end)

   -- RECORDS with the unlearnt places UNKNOWN filled in every possible way; calls VISIT with each.
   local function each_filling(records, unknown, at, visit)
      if not unknown[at] then return visit(records) end
      for _, texts in ipairs { {}, { "v=DMARC1; p=none" }, { "v=DMARC1; p=none; psd=y" },
         { "v=DMARC1; p=none; psd=n" } } do
         records[unknown[at]] = { TXT = texts }
         each_filling(records, unknown, at + 1, visit)
      end
      records[unknown[at]] = { TXT = "servfail" }
   end

   it("M11 M12 an organization is the same, or another, only where every possible answer says so", function()
      local seen = {}
      local first, count = property.of("dmarc-organization", CASES, 1)
      for seed = first, first + count - 1 do
         local below = property.places(seed + 1000)
         local one, two = random_name(below), random_name(below)
         local records = random_records(below, { one, two })
         local keys, unknown = {}, {}
         for key in pairs(records) do keys[#keys + 1] = key end
         table.sort(keys)
         for _ = 1, below(3) do
            local key = keys[below(#keys)]
            if records[key].TXT ~= "servfail" then unknown[#unknown + 1] = key end
            records[key] = { TXT = "servfail" }
         end
         local facts = support.of(records)
         local got = walk.same_organization(walk.of(facts, one), walk.of(facts, two))
         local yes, no = false, false
         each_filling(records, unknown, 1, function(filled)
            local same = organization(tree_walk(filled, one), one) == organization(tree_walk(filled, two), two)
            yes, no = yes or same, no or not same
         end)
         local expected
         if not (yes and no) then expected = yes end
         assert.equal(expected, got, ("seed %d, %s and %s"):format(seed, one, two))
         seen[tostring(expected)] = true
      end
      if property.large(count) then assert.same({ ["true"] = true, ["false"] = true, ["nil"] = true }, seen) end
   end)
end)
