-- SPDX-License-Identifier: MIT
-- The questions behind what is unknown that no message of a report names, each once. Of what the source does not hold
-- nothing is repeated. A function of findings; it must not look anything up.
local of_source = require("sesame.base.unknown").of_source

local unanswered = {}

unanswered.NAMES = 6 -- told of one finding; more of them are a count

-- Questions of one name that failed alike are told together.
local function key_of(question)
   return question.name:lower() .. " " .. question.status
end

-- Whether the message of ITEM says the name of QUESTION and how it failed.
local function is_said(item, question)
   if item.fields.status ~= question.status then return false end
   if item.subject:lower() == question.name:lower() then return true end
   for _, value in pairs(item.fields) do
      for _, word in ipairs(type(value) == "table" and value or { value }) do
         if word == question.name then return true end
      end
   end
   return false
end

local function said_by(findings)
   local said = {}
   for _, item in ipairs(findings) do
      for _, question in ipairs(item.because or {}) do
         if not question.type or of_source(question.status) or is_said(item, question) then
            said[key_of(question)] = true
         end
      end
   end
   return said
end

-- LIST of questions by name and status: { { name, types, status }, ... }.
local function by_name(list)
   local rows, known = {}, {}
   for _, question in ipairs(list) do
      local row = known[key_of(question)]
      if not row then
         row = { name = question.name, types = {}, status = question.status }
         known[key_of(question)], rows[#rows + 1] = row, row
      end
      row.types[#row.types + 1] = question.type
   end
   return rows
end

-- LIST of questions as one sentence: which types at which names, and how they failed.
local function sentence(list)
   local rows, parts, known = by_name(list), {}, {}
   for i = 1, math.min(#rows, unanswered.NAMES) do
      local row = rows[i]
      local types = table.concat(row.types, ", ")
      local key = types .. " " .. row.status
      if not known[key] then
         known[key] = { types = types, names = {}, status = row.status }
         parts[#parts + 1] = known[key]
      end
      table.insert(known[key].names, row.name)
   end
   for i, part in ipairs(parts) do
      parts[i] = ("%s at %s (%s)"):format(part.types, table.concat(part.names, ", "), part.status)
   end
   if #rows > unanswered.NAMES then parts[#parts + 1] = ("%d more names"):format(#rows - unanswered.NAMES) end
   return "Unanswered: " .. table.concat(parts, "; ") .. "."
end

--- Finding -> a sentence, for those of FINDINGS (of one audit, in order) that rest on questions not named before.
function unanswered.of(findings)
   local said, words = said_by(findings), {}
   for _, item in ipairs(findings) do
      local own = {}
      for _, question in ipairs(item.because or {}) do
         if not said[key_of(question)] then own[#own + 1] = question end
      end
      for _, question in ipairs(own) do said[key_of(question)] = true end
      if #own > 0 then words[item] = sentence(own) end
   end
   return words
end

return unanswered
