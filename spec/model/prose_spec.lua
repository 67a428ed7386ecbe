-- SPDX-License-Identifier: MIT
-- Models hold data, not prose: no text that a model of any fixture zone holds reads like a sentence, but for what
-- stands in DNS or in what was given, and what the parsers of records say of a place in one.
local expect = require "sesame.expect"
local identities = require "sesame.cli.identities"
local options = require "sesame.cli.options"
local sesame = require "sesame"

-- Text of others, under these keys; and diagnostics of parsers: the reason of a near miss, the message of a fault, the
-- reason of an SPF tree (which planners quote).
local OTHERS = { value = true, values = true, record = true, records = true, text = true, strings = true, txt = true,
   hint = true, type99 = true, at_apex = true, sender_id = true, at_value = true, raw = true, mended = true,
   suggestion = true }
local PARSERS = { near_misses = true, faults = true, spf_tree = true, tree = true, rua = true, ruf = true }

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

describe("models", function()
   it("hold no prose", function()
      local providers, found, count = list "spec/zones/ses/providers/*.zone", {}, 0
      for _, pattern in ipairs { "spec/zones/ses/*.zone", "spec/zones/easy_dkim/*.zone" } do
         for _, path in ipairs(list(pattern)) do
            search(models_of(path, pattern:find "ses/%*" and providers or {}), path, found, {})
            count = count + 1
         end
      end
      assert.same({}, found)
      assert.is_true(count > 60)
   end)

   it("would be caught with some", function()
      local found = {}
      search({ easy = { { reason = "all three records are right" } } }, "models", found, {})
      assert.same({ "models.easy.1.reason: all three records are right" }, found)
   end)
end)
