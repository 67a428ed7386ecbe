-- SPDX-License-Identifier: MIT
-- The values that the tags of a DMARC record may have (RFC 9989 4.7), read, with every fault in one. It must not know
-- what a record means as a whole.
local copy = require "sesame.base.copy"
local nearest = require "sesame.base.nearest"
local uri = require "sesame.dmarc.uri"

local values = {}

local POLICY = { none = true, quarantine = true, reject = true }
local YES_NO = { y = true, n = true }
local MODE = { r = true, s = true }

-- Values of the tags of RFC 9989 4.7, with the default that a bad one falls back to.
local TAGS = {
   p = { values = POLICY }, sp = { values = POLICY }, np = { values = POLICY },
   t = { values = YES_NO, default = "n" }, psd = { values = { y = true, n = true, u = true }, default = "u" },
   adkim = { values = MODE, default = "r" }, aspf = { values = MODE, default = "r" },
   fo = { list = { ["0"] = true, ["1"] = true, d = true, s = true }, default = "0" },
   rua = { uris = true }, ruf = { uris = true }, v = {},
}

local REMOVED = { pct = true, rf = true, ri = true } -- RFC 9989 9.3
local MEANT = { -- what people write for a value
   strict = "s", relaxed = "r", yes = "y", no = "n", ["true"] = "y", ["false"] = "n", monitor = "none",
   monitoring = "none",
   block = "reject", deny = "reject", discard = "reject", drop = "reject",
}
local SUBTAG = { p = true, sp = true, np = true }

values.TAGS, values.REMOVED, values.MEANT = TAGS, REMOVED, MEANT

--- Notes in PARSED the fault CODE at RANGE, with FIELDS.
function values.add(parsed, code, range, fields)
   local fault = { code = code, range = range }
   for key, value in pairs(fields or {}) do fault[key] = value end
   parsed.faults[#parsed.faults + 1] = fault
end

--- RANGE ({ from, to } by name) as faults have it.
function values.span(range) return { range.from, range.to } end

-- How the words of "p=none sp=reject" ran together, or what a zone editor added: a hint, and the value that is meant.
local function glued(value)
   if value:find("^%w+\\$") then return "a backslash stands before the semicolon", value:sub(1, -2) end
   if not value:find("^%w+[ \t,:]+%a+[ \t]*=") then return nil end
   return "a semicolon is missing", (value:gsub("[ \t,:]+(%a+[ \t]*=)", "; %1"))
end

local function read_word(parsed, tag, known)
   local word = tag.value:lower()
   if known.values[word] then return word end
   local code = SUBTAG[tag.name] and "policy-invalid" or "value-invalid"
   local wanted = copy.keys(known.values)
   local hint, guess = glued(tag.value)
   guess = guess or MEANT[word] or SUBTAG[tag.name] and nearest.names(word, wanted, 1)[1]
   if not (hint or guess and known.values[guess]) then guess = nil end
   values.add(parsed, code, values.span(tag.range), {
      tag = tag.name, value = tag.value, wanted = wanted, hint = hint, suggestion = guess, default = known.default,
   })
end

-- "0:1:d:s" with white space around the colons; all of it is dropped where one item is wrong.
local function read_list(parsed, tag, known)
   local items, seen = {}, {}
   for item in (tag.value .. ":"):gmatch("([^:]*):") do
      local word = item:match("^[ \t]*(.-)[ \t]*$"):lower()
      if not known.list[word] then
         local hint, guess = glued(tag.value)
         values.add(parsed, "value-invalid", values.span(tag.range), {
            tag = tag.name, value = tag.value, wanted = copy.keys(known.list), hint = hint, suggestion = guess,
            default = known.default,
         })
         return nil
      end
      if not seen[word] then items[#items + 1] = word end
      seen[word] = true
   end
   if seen["0"] and seen["1"] then
      local rest = {}
      for _, item in ipairs(items) do rest[#rest + 1] = item ~= "0" and item or nil end
      values.add(parsed, "fo-exclusive", values.span(tag.range), { tag = tag.name, value = tag.value,
         suggestion = table.concat(rest, ":") })
   end
   return items
end

local function read_uris(parsed, tag)
   local list = {}
   for i, item in ipairs(uri.list(tag.value, tag.range.from)) do
      list[i] = copy.with(item, { tag = tag.name })
      if not item.valid then
         local range = item.range[1] < item.range[2] and item.range or values.span(tag.name_range)
         values.add(parsed, "uri-invalid", range, {
            tag = tag.name, value = item.text, reason = item.reason, suggestion = item.suggestion,
         })
      elseif item.size then
         values.add(parsed, "uri-size", { item.range[2] - #item.size - 1, item.range[2] },
            { tag = tag.name, value = item.text, suggestion = "" })
      end
   end
   return list
end

--- What TAG, one of values.TAGS, has for a value in PARSED, whose faults it gets; nil for a bad one.
function values.read(parsed, tag)
   local known = TAGS[tag.name]
   if known.values then return read_word(parsed, tag, known) end
   if known.list then return read_list(parsed, tag, known) end
   return read_uris(parsed, tag)
end

return values
