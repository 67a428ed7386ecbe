-- SPDX-License-Identifier: MIT
-- What findings rest on: nothing is called right while a question behind it came to nothing, and every such question is
-- named by what is said not to be known: once, and those of one cause together. It must not know any check.
local copy = require "sesame.base.copy"
local domains = require("sesame.core").domain
local finding = require "sesame.finding"
local of_source = require("sesame.base.unknown").of_source

local ground = { name = "ground" }

ground.findings = finding.declare("ground", {
   ["answer-unknown"] = {
      severity = "unknown", fields = { "types", "status" }, reference = "RFC 2308 7",
      text = "{types} at {subject} could not be learnt: {status}.",
      why = "What rests on it is not told here, right or wrong.",
      advice = "Try again, or ask another resolver with --server.",
   },
   ["answers-unknown"] = {
      severity = "unknown", fields = { "count", "types", "status", "names" }, reference = "RFC 2308 7",
      text = "{types} at {count} names could not be learnt ({status}): {names:few}.",
      why = "What rests on them is not told here, right or wrong.",
      advice = "Try again, or ask another resolver with --server.",
   },
}, { needs = {} })

-- As the questions of an answer are told apart.
local function key_of(question) return ("%s %s"):format(question.name:lower(), question.type or "") end

-- As names are that failed alike.
local function place_of(name, status) return ("%s %s"):format(name:lower(), status) end

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

-- The first finding of FOUND for which a name failed: name and status -> its place in FOUND.
local function named_by(found)
   local first = {}
   for i, item in ipairs(found) do
      for _, because in ipairs(item.because or {}) do
         local place = place_of(because.name, because.status)
         if because.type then first[place] = first[place] or i end
      end
   end
   return first
end

-- What FIRST has for the name of QUESTION or the nearest one above it that failed alike: the same servers were asked.
local function nearest(first, question)
   local name = question.name
   while name and name ~= "." do
      local place = first[place_of(name, question.status)]
      if place then return place end
      name = not of_source(question.status) and domains.parent(name) or nil
   end
end

-- Those of QUESTIONS of whose cause no finding of FOUND speaks. A finding that does names them too.
local function with_those_named(found, questions)
   local first, left = named_by(found), {}
   for _, question in ipairs(questions) do
      local i = nearest(first, question)
      if i then
         local all = table.move(found[i].because, 1, #found[i].because, 1, {})
         all[#all + 1] = question
         found[i] = copy.with(found[i], { because = all })
      else
         left[#left + 1] = question
      end
   end
   return left
end

-- Where the cause of QUESTION lies: the registrable domain whose servers were asked; or the source, whatever it does
-- not hold; or the server that refused, which speaks of itself, not of the name (what other servers refuse reaches
-- nobody but as SERVFAIL).
local function cause_of(question)
   if of_source(question.status) or question.status == "refused" then return "" end
   return domains.registrable(question.name) or question.name
end

local function by_name(a, b)
   if a.name ~= b.name then return a.name < b.name end
   return a.type < b.type
end

-- QUESTIONS by cause and status, in order: a list of { cause, status, and the questions }.
local function groups_of(questions)
   local groups, list = {}, {}
   for _, question in ipairs(questions) do
      local cause = cause_of(question)
      local key = cause .. " " .. question.status
      if not groups[key] then
         groups[key] = { cause = cause, status = question.status }
         list[#list + 1] = groups[key]
      end
      table.insert(groups[key], question)
   end
   for _, group in ipairs(list) do table.sort(group, by_name) end
   return list
end

-- The values that QUESTIONS have for KEY, each once, sorted.
local function each(questions, key)
   local seen, list = {}, {}
   for _, question in ipairs(questions) do
      local value = question[key]
      if not seen[value] then seen[value], list[#list + 1] = true, value end
   end
   table.sort(list)
   return list
end

local function told(group, domain)
   local types, places = each(group, "type"), each(group, "name")
   local fields, code, subject = { types = types, status = group.status }, "answer-unknown", places[1]
   if #places > 1 then
      fields.names, fields.count, code = places, #places, "answers-unknown"
      subject = group.cause ~= "" and group.cause or domain.name
   end
   return finding.new(ground.findings, code, {
      subject = subject, type = #types == 1 and types[1] or nil, fields = fields,
      because = table.move(group, 1, #group, 1, {}),
   })
end

--- FOUND, a list that grows, where each question of OPEN is named: by a finding that names it, or else by one for which
-- its name or one above it failed alike, or else by one for all questions of its cause. DOMAIN: the model of the
-- domain. Returns FOUND.
function ground.cover(found, open, domain)
   local questions = with_those_named(found, unnamed(found, open))
   for _, group in ipairs(groups_of(questions)) do found[#found + 1] = told(group, domain) end
   return found
end

return ground
