-- SPDX-License-Identifier: MIT
-- Models hold data, not prose, and what is unknown in one shape: no text that a model of any fixture zone holds reads
-- like a sentence, but for what stands in DNS or in what was given, and what the parsers of records say of a place in
-- one.
local expect = require "sesame.expect"
local identities = require "sesame.cli.identities"
local options = require "sesame.cli.options"
local sesame = require "sesame"

-- Text of others, under these keys; and diagnostics of parsers: the reason of a near miss, the message of a fault.
local OTHERS = { value = true, values = true, record = true, records = true, text = true, strings = true, txt = true,
   hint = true, type99 = true, at_apex = true, sender_id = true, at_value = true, raw = true, mended = true,
   suggestion = true }
local PARSERS = { near_misses = true, faults = true, rua = true, ruf = true }

local function list(pattern)
   local pipe <close> = assert(io.popen("ls " .. pattern))
   local paths = {}
   for path in pipe:lines() do paths[#paths + 1] = path end
   return paths
end

local function reads_like_prose(text)
   return text:find "%l%l+ %l+ %l+ %l+" ~= nil
end

-- Where in VALUE, at PATH, prose stands.
local function search(value, path, found, seen)
   if type(value) == "string" and reads_like_prose(value) then
      found[#found + 1] = path .. ": " .. value
   elseif type(value) == "table" and not seen[value] then
      seen[value] = true
      for key, item in pairs(value) do
         if not (OTHERS[key] or PARSERS[key]) then search(item, path .. "." .. tostring(key), found, seen) end
      end
   end
end

local function words_of(path)
   local domain, origin, args = nil, nil, ""
   for line in io.lines(path) do
      local key, value = line:match("^; (%l+): (.+)$")
      if key == "args" then args = value elseif key == "domain" then domain = value end
      origin = origin or line:match("^%$ORIGIN (.+)%.$")
   end
   args = args:gsub("%-%-domain (%S+)%s*", function(name) domain = name return "" end)
   local words = {}
   for word in args:gmatch("%S+") do words[#words + 1] = word end
   words[#words + 1] = domain or origin or path:match("([^/]+)%.zone$")
   return words, words[#words]
end

local function models_of(path, beside)
   local words, domain = words_of(path)
   local given = assert(options.read(require "sesame.cli.command.check", words))
   local known, plain = assert(identities.read(given))
   local zones = table.move(beside, 1, #beside, 2, { path })
   table.move(given.zone or {}, 1, #(given.zone or {}), #zones + 1, zones)
   local session <close> = assert(sesame.open { zones = zones, offline = true })
   return session:audit(domain, { identities = known, mail_from = plain,
      expect = given.expect and assert(expect.load(given.expect)) or nil }).models
end

local function is_cause(value)
   if type(value) ~= "table" or type(value.name) ~= "string" or type(value.status) ~= "string" then return false end
   for key in pairs(value) do
      if key ~= "name" and key ~= "type" and key ~= "status" then return false end
   end
   return type(value.type) == "string" or value.status == "not-told"
end

-- Where in VALUE, at PATH, what is unknown has another shape than sesame.base.unknown gives it; COUNT of those that
-- have.
local function shapes(value, path, found, seen, count)
   if type(value) ~= "table" or seen[value] then return end
   seen[value] = true
   local open = value.known == false or value.known == "unknown"
   if open and not is_cause(value.because) then found[#found + 1] = path .. ": no cause" end
   if not open and value.because ~= nil then found[#found + 1] = path .. ": a cause of what is known" end
   for _, old in ipairs { "unlearnt", "cause", "why" } do
      if value[old] ~= nil then found[#found + 1] = path .. "." .. old end
   end
   count[1] = count[1] + (open and 1 or 0)
   for key, item in pairs(value) do shapes(item, path .. "." .. tostring(key), found, seen, count) end
end

local function each(use)
   local providers, count = list "spec/zones/ses/providers/*.zone", 0
   for _, pattern in ipairs { "spec/zones/ses/*.zone", "spec/zones/easy_dkim/*.zone" } do
      for _, path in ipairs(list(pattern)) do
         use(models_of(path, pattern:find "ses/%*" and providers or {}), path)
         count = count + 1
      end
   end
   assert.is_true(count > 60)
end

describe("models", function()
   it("hold no prose", function()
      local found = {}
      each(function(models, path) search(models, path, found, {}) end)
      assert.same({}, found)
   end)

   it("have one shape for what is unknown", function()
      local found, count = {}, { 0 }
      each(function(models, path) shapes(models, path, found, {}, count) end)
      assert.same({}, found)
      assert.is_true(count[1] > 100)
   end)

   it("would be caught with another", function()
      local found = {}
      shapes({ { known = false }, { known = true, because = {} }, { cause = "servfail" } }, "m", found, {}, { 0 })
      table.sort(found)
      assert.same({ "m.1: no cause", "m.2: a cause of what is known", "m.3.cause" }, found)
   end)

   it("would be caught with some", function()
      local found = {}
      search({ easy = { { reason = "all three records are right" } } }, "models", found, {})
      assert.same({ "models.easy.1.reason: all three records are right" }, found)
   end)
end)
