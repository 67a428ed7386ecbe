-- SPDX-License-Identifier: MIT
-- What the declarations of all checks and recipes say of each other, and that `needs` is what a check reads.
local audit = require "sesame.audit"
local causes = require "sesame.check.causes"
local declaration = require "sesame.finding.declaration"
local fixtures = require "spec.support.fixtures"
local script = require "sesame.script"
local suite = require "sesame.check.suite"
local support = require "spec.support.facts"
local zones = require "spec.support.zones"

-- code -> declaration, of the checks and of the bundled recipes.
local function everything()
   local all = {}
   for code, entry in pairs(suite.declarations()) do all[code] = entry.declaration end
   for _, entry in ipairs(script.list "scripts") do
      for code, declared in pairs(entry.script.codes) do all[code] = all[code] or declared end
   end
   return all
end

describe("declarations", function()
   local all = everything()

   it("name causes and what they reveal by codes that there are", function()
      for code, declared in pairs(all) do
         for _, key in ipairs { "follows", "reveals" } do
            for _, other in ipairs(declared[key]) do
               assert(all[other], ("%s: %s in '%s' is declared nowhere"):format(code, other, key))
            end
         end
      end
      for name, list in pairs(causes) do
         for _, code in ipairs(type(list) == "table" and list or {}) do
            assert(all[code], ("causes.%s: %s is declared nowhere"):format(name, code))
         end
      end
   end)

   it("advise in whole sentences: a report says what follows them", function()
      for code, declared in pairs(all) do
         local advice = declared.advice or ""
         assert(not advice:find ":%s*$", ("%s: its advice ends in a colon"):format(code))
      end
   end)

   it("follow from each other in no circle", function()
      local order, circle = declaration.ordered(all)
      assert.is_nil(circle and table.concat(circle, " "))
      local at, count = {}, 0
      for i, code in ipairs(order) do at[code], count = i, count + 1 end
      for code, declared in pairs(all) do
         count = count - 1
         for _, cause in ipairs(declared.follows) do assert(at[cause] < at[code], cause .. " before " .. code) end
      end
      assert.equal(0, count)
   end)

   it("nothing that is in order is a cause, nor follows from anything", function()
      for code, declared in pairs(all) do
         for _, cause in ipairs(declared.follows) do
            assert(all[cause].severity ~= "ok" and declared.severity ~= "ok", code .. " from " .. cause)
         end
      end
   end)

   it("of bundled recipes rank errors and warnings themselves", function()
      for _, entry in ipairs(script.list "scripts") do
         local ok, fault = pcall(declaration.declare, entry.name, dofile(entry.path).codes or {})
         assert(ok, fault)
      end
   end)

   it("of every check say what models they need", function()
      for code, entry in pairs(suite.declarations()) do assert.is_table(entry.declaration.needs, code) end
   end)
end)

-- MODELS, noting in READ which of them are looked at.
local function watched(models, read)
   return setmetatable({}, { __index = function(_, key)
      read[key] = true
      return models[key]
   end })
end

-- check -> the set of models it read in the audits that DO makes.
local function reads_of(act)
   local read, runs = {}, {}
   for _, check in ipairs(suite) do
      read[check.name], runs[check] = read[check.name] or {}, check.run
      check.run = function(models, add) return runs[check](watched(models, read[check.name]), add) end
   end
   local ok, fault = pcall(act)
   for check, run in pairs(runs) do check.run = run end
   assert(ok, fault)
   return read
end

local function audit_file(path, records)
   local head = fixtures.head(path)
   local given, more = fixtures.options(head.args, head.domain)
   local beside = fixtures.list "spec/zones/ses/providers/*.zone"
   for _, other in ipairs(more) do beside[#beside + 1] = other end
   beside[#beside + 1] = path
   audit.run(head.domain, zones.view(records or fixtures.records(beside)), given)
end

-- Read only where a message is audited, and where a server denies a name above the records.
local SELDOM = { mail = { domain = true }, ["easy-dkim"] = { denied = true } }

local function all_fixtures()
   for _, path in ipairs(fixtures.list "spec/zones/ses/*.zone") do audit_file(path) end
   local easy = fixtures.list "spec/zones/easy_dkim/*.zone"
   local world = fixtures.records(easy)
   for _, path in ipairs(easy) do audit_file(path, world) end
   support.audit(support.zone(), {})
   support.audit({}, {})
end

describe("needs", function()
   it("names what each check reads over the fixture zones, and nothing else", function()
      local read = reads_of(all_fixtures)
      for _, check in ipairs(suite) do
         local needs, found = {}, {}
         for _, declared in pairs(check.findings) do
            for _, model in ipairs(declared.needs) do needs[model] = true end
         end
         for model in pairs(read[check.name]) do found[model] = true end
         for model in pairs(SELDOM[check.name] or {}) do found[model] = true end
         assert.same(needs, found, check.name .. " (declared, read)")
      end
   end)
end)
