-- SPDX-License-Identifier: MIT
-- Facts out of a generated zone (generate.lua): answers are made once and asked for by name and type.
local answers = require("sesame.core").answer

local Facts = {}
Facts.__index = Facts

local function value(rrtype, data)
   if rrtype == "MX" then return { preference = data[1], exchange = data[2] } end
   return data[1]
end

-- Marks NAME and all above it: empty non-terminals exist too.
local function exists(names, name)
   while name ~= "" and not names[name] do
      names[name] = true
      name = name:match("%.(.*)") or ""
   end
end

local function of(zone)
   local facts = setmetatable({ sets = {}, names = {}, failures = {}, answers = {} }, Facts)
   for _, name in ipairs(zone.failures) do facts.failures[name] = true end
   for _, record in ipairs(zone.records) do
      local name, rrtype = record[1], record[2]
      local key = name .. " " .. rrtype
      facts.sets[key] = facts.sets[key] or {}
      table.insert(facts.sets[key], value(rrtype, { table.unpack(record, 3) }))
      exists(facts.names, name)
   end
   return facts
end

function Facts:get(name, rrtype)
   name = name:lower()
   local key = name .. " " .. rrtype
   if not self.answers[key] then
      local status = self.failures[name] and "servfail" or self.sets[key] and "ok" or self.names[name] and "nodata"
         or "nxdomain"
      local records = status == "ok" and self.sets[key] or {}
      self.answers[key] = answers.make { name = name, type = rrtype, status = status, records = records, aa = true }
   end
   return self.answers[key]
end

function Facts:get_all(questions)
   local list = {}
   for i, question in ipairs(questions) do list[i] = self:get(question.name, question.type) end
   return list
end

return { of = of }
