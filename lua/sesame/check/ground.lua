-- SPDX-License-Identifier: MIT
-- What findings rest on: nothing is called right while a question behind it came to nothing, and every such question is
-- named by what is said not to be known. It must not know any check.
local finding = require "sesame.finding"

local ground = { name = "ground" }

local ONE_BY_ONE = 4 -- questions of one type and status told one by one; more are told together

ground.findings = finding.declare("ground", {
   ["answer-unknown"] = {
      severity = "unknown", fields = { "type", "status" }, reference = "RFC 2308 7",
      text = "{type} at {subject} could not be learnt: {status}.",
      why = "What rests on it is not told here, right or wrong.",
      advice = "Try again, or ask another resolver with --server.",
   },
   ["answers-unknown"] = {
      severity = "unknown", fields = { "count", "type", "status", "names" }, reference = "RFC 2308 7",
      text = "{type} at {count} names could not be learnt ({status}): {names}.",
      why = "What rests on them is not told here, right or wrong.",
      advice = "Try again, or ask another resolver with --server.",
   },
}, { needs = {} })

-- As the questions of an answer are told apart.
local function key_of(question) return ("%s %s"):format(question.name:lower(), question.type or "") end

--- The questions left open behind what is right: those of RESTS, a list of things with `open`, or of the models that
-- NEEDS names among MODELS.
function ground.open(models, needs, rests)
   local list = {}
   local function add(open) table.move(open or {}, 1, #(open or {}), #list + 1, list) end
   if rests then
      for _, thing in ipairs(rests) do add(thing.open) end
      return list
   end
   for _, name in ipairs(needs or {}) do add((models.open or {})[name]) end
   return list
end

-- The questions of OPEN, each once, that no finding of FOUND names.
local function unnamed(found, open)
   local seen, list = {}, {}
   for _, item in ipairs(found) do
      for _, because in ipairs(item.because or {}) do seen[key_of(because)] = true end
   end
   for _, question in ipairs(open) do
      local key = key_of(question)
      if not seen[key] then seen[key], list[#list + 1] = true, question end
   end
   return list
end

local function one(question)
   return finding.new(ground.findings, "answer-unknown", {
      subject = question.name, type = question.type, fields = { type = question.type, status = question.status },
      because = { question },
   })
end

local function several(group, domain)
   local names = {}
   for i, question in ipairs(group) do names[i] = question.name end
   table.sort(names)
   return finding.new(ground.findings, "answers-unknown", {
      subject = domain.name, type = group[1].type, because = group,
      fields = { count = #group, type = group[1].type, status = group[1].status, names = names },
   })
end

--- FOUND, a list that grows, with a finding for each question of OPEN that none of it names; many of one kind are one.
-- DOMAIN: the model of the domain. Returns FOUND.
function ground.cover(found, open, domain)
   local groups, order = {}, {}
   for _, question in ipairs(unnamed(found, open)) do
      local key = question.type .. " " .. question.status
      if not groups[key] then groups[key], order[#order + 1] = {}, key end
      table.insert(groups[key], question)
   end
   for _, key in ipairs(order) do
      local group = groups[key]
      if #group > ONE_BY_ONE then
         found[#found + 1] = several(group, domain)
      else
         for _, question in ipairs(group) do found[#found + 1] = one(question) end
      end
   end
   return found
end

return ground
