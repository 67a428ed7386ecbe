-- SPDX-License-Identifier: MIT
-- A plan as JavaScript for DNSControl: D_EXTEND with the records that come; those that go, or stay as they are, stand
-- as comments, for a dnsconfig.js holds them in lines of its own.
local sets = require "sesame.fix.record_sets"
local text = require "sesame.base.text"
local words = require "sesame.report.fix_words"

local dnscontrol = { summary = "DNSControl, JavaScript" }

local NAMED = { ['"'] = '\\"', ["\\"] = "\\\\" }

-- CODE as UTF-16, which is what \u of JavaScript means.
local function unit(code)
   if code < 0x80 then return ("\\x%02x"):format(code) end
   if code < 0x10000 then return ("\\u%04x"):format(code) end
   code = code - 0x10000
   return ("\\u%04x\\u%04x"):format(0xD800 + (code >> 10), 0xDC00 + (code & 0x3FF))
end

--- BYTES as a JavaScript string, or nil: DNSControl's strings are Unicode and go to DNS as UTF-8, so other bytes cannot
-- be written.
function dnscontrol.quote(bytes)
   if not utf8.len(bytes) then return nil end
   local quoted = bytes:gsub('["\\]', NAMED):gsub("[^\32-\126]+", function(run)
      local units = {}
      for _, code in utf8.codes(run) do units[#units + 1] = unit(code) end
      return table.concat(units)
   end)
   return '"' .. quoted .. '"'
end

-- Arguments between a record's name and its TTL, or nil.
local ARGUMENTS = {
   TXT = function(record) return dnscontrol.quote(record.bytes) end,
   MX = function(record) return ("%d, %s"):format(record.preference, dnscontrol.quote(record.target .. ".")) end,
   CNAME = function(record) return dnscontrol.quote(record.target .. ".") end,
   A = function(record) return dnscontrol.quote(record.text) end,
}
ARGUMENTS.AAAA, ARGUMENTS.NS, ARGUMENTS.PTR = ARGUMENTS.A, ARGUMENTS.CNAME, ARGUMENTS.CNAME

local function record_line(set, record)
   local arguments = ARGUMENTS[set.type] and ARGUMENTS[set.type](record)
   if not arguments then return nil end
   local name = dnscontrol.quote(sets.relative(set.name, set.zone, "@"))
   return ("  %s(%s, %s, TTL(%d)),"):format(set.type, name, arguments, set.ttl)
end

local function add_set(set, above, inside)
   if #set.added == 0 then text.append(above, words.comment("//", words.why(set))) end
   text.append(above, words.listed("//", "Remove this line from your dnsconfig.js:", set, set.gone))
   text.append(above, words.listed("//", "Keep this line:", set, set.kept))
   local odd, lines = {}, {}
   for _, record in ipairs(set.added) do
      local line = record_line(set, record)
      if line then lines[#lines + 1] = line else odd[#odd + 1] = record end
   end
   text.append(above, words.listed("//", "DNSControl cannot say this record; publish it in another way:", set, odd))
   if #lines > 0 then text.append(inside, words.comment("  //", words.why(set))) end
   text.append(inside, lines)
end

--- PLAN as text.
function dnscontrol.render(plan)
   local lines = words.comment("//", words.head(plan))
   for _, entry in ipairs(sets.by_zone(sets.of(plan))) do
      local inside = {}
      for _, set in ipairs(entry.sets) do add_set(set, lines, inside) end
      if #inside > 0 then
         lines[#lines + 1] = ("D_EXTEND(%s,"):format(dnscontrol.quote(entry.zone))
         text.append(lines, inside)
         lines[#lines] = lines[#lines]:gsub(",$", "")
         lines[#lines + 1] = ");"
      end
   end
   return table.concat(lines, "\n") .. "\n"
end

return dnscontrol
