-- SPDX-License-Identifier: MIT
-- A plan as YAML for octoDNS: the whole sets, to be put into the zone's file in place of what it holds there. Sets that
-- go are comments.
local sets = require "sesame.fix.record_sets"
local text = require "sesame.base.text"
local words = require "sesame.report.fix_words"

local octodns = { summary = "octoDNS, YAML" }

--- TEXT (printable ASCII) as a single-quoted scalar of YAML.
function octodns.quote(words_)
   return "'" .. words_:gsub("'", "''") .. "'"
end

--- A TXT of BYTES as octoDNS wants it, or nil where it has no words for it. It splits and escapes quotes by itself,
-- wants ';' escaped and ASCII only, takes quotes around the whole off and '" "' inside out
-- (octodns/record/chunked.py).
function octodns.txt(bytes)
   if bytes:find("[^\32-\126]") or bytes:find('" "', 1, true) or bytes:find("\\;", 1, true) then return nil end
   local value = bytes:gsub("\\", "\\\\"):gsub(";", "\\;")
   return value:sub(1, 1) == '"' and '"' .. value .. '"' or value
end

local VALUE = {
   TXT = function(record) return octodns.txt(record.bytes) end,
   CNAME = function(record) return record.target .. "." end,
   A = function(record) return record.text end,
}
VALUE.AAAA, VALUE.NS, VALUE.PTR = VALUE.A, VALUE.CNAME, VALUE.CNAME

-- The lines of SET after its type and TTL, or nil.
local function values_of(set)
   local lines = { "values:" }
   for _, record in ipairs(set.after) do
      if set.type == "MX" then
         text.append(lines, { "  - exchange: " .. octodns.quote(record.target .. "."),
            ("    preference: %d"):format(record.preference) })
      else
         local value = VALUE[set.type] and VALUE[set.type](record)
         if not value then return nil end
         if set.type == "CNAME" then return { "value: " .. octodns.quote(value) } end
         lines[#lines + 1] = "  - " .. octodns.quote(value)
      end
   end
   return lines
end

-- One entry of the list at a name, or comments where octoDNS has no words for it.
local function entry_of(set, lines)
   if #set.after == 0 then
      return text.append(lines, words.listed("#", "Take out the set of this type that stands here:", set, set.before))
   end
   local values = values_of(set)
   if not values then
      return text.append(lines, words.listed("#", "octoDNS cannot say this set; publish it in another way:", set,
         set.after))
   end
   text.append(lines, words.comment("#", words.why(set)))
   local members = text.append({ ("ttl: %d"):format(set.ttl), "type: " .. set.type }, values)
   for i, member in ipairs(members) do lines[#lines + 1] = (i == 1 and "  - " or "    ") .. member end
end

-- NAME -> the list of its sets, in the order of names.
local function by_name(list)
   local names, sets_of = {}, {}
   for _, set in ipairs(list) do
      if not sets_of[set.name] then
         sets_of[set.name] = {}
         names[#names + 1] = set.name
      end
      table.insert(sets_of[set.name], set)
   end
   table.sort(names)
   return names, sets_of
end

--- PLAN as text.
function octodns.render(plan)
   local lines = words.comment("#", words.head(plan))
   for _, entry in ipairs(sets.by_zone(sets.of(plan))) do
      text.append(lines, { "# For the file " .. text.escape(entry.zone) .. ".yaml; sets not named here stay.", "---" })
      local names, sets_of = by_name(entry.sets)
      for _, name in ipairs(names) do
         local inside, key = {}, octodns.quote(sets.relative(name, entry.zone, ""))
         for _, set in ipairs(sets_of[name]) do entry_of(set, inside) end
         local any = false
         for _, line in ipairs(inside) do any = any or not line:find("^#") end
         if any then lines[#lines + 1] = key .. ":" else lines[#lines + 1] = "# " .. key .. ":" end
         text.append(lines, inside)
      end
   end
   return table.concat(lines, "\n") .. "\n"
end

return octodns
