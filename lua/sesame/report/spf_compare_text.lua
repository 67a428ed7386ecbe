-- SPDX-License-Identifier: MIT
-- A comparison of two SPF policies as text. Functions of what sesame.spf.compare gives; nothing is looked up.
local addrset = require("sesame.core").addrset
local counts = require "sesame.base.counts"
local shell = require "sesame.base.shell"
local text = require "sesame.base.text"
local walk_words = require "sesame.check.spf_walk_words"
local words = require "sesame.check.spf_compare_words"

local report = {}

local FEW = 40 -- ranges shown without --verbose

local function prose(lines, first, said)
   text.append(lines, text.wrap(text.escape(said), (" "):rep(#first), first))
end

--- "192.0.2.0/24", "192.0.2.1", "192.0.2.1-192.0.2.5": the shortest exact form of a range { first, last }.
function report.range(range)
   if range.first == range.last then return range.first end
   local whole = range.first .. "-" .. range.last
   local prefixes = {}
   for prefix in addrset.new({ whole }):prefixes() do
      prefixes[#prefixes + 1] = prefix
      if #prefixes > 1 then return whole end
   end
   return prefixes[1]
end

local function sizes(set)
   return counts.both(counts.of(set))
end

local function subject(lines, name, denotation)
   local what = denotation.literal and "a record given" or denotation.domain
   if not denotation.record then what = what .. ": " .. (walk_words.reason(denotation.tree) or "no SPF record") end
   prose(lines, name .. ": ", what)
   if denotation.record then
      for _, row in ipairs(text.underline(denotation.record, nil, { indent = "   ", quoted = true })) do
         lines[#lines + 1] = row.text
      end
   end
end

--- The lines for CHANGES, at most FEW unless VERBOSE.
function report.changes(lines, changes, verbose)
   local rows = {}
   for i, change in ipairs(changes) do
      if i > FEW and not verbose then break end
      local several = change.family == "ip4" and change.first ~= change.last
      local size = several and (" (%s addresses)"):format(counts.grouped(change.count)) or ""
      local hangs = words.condition(change)
      local condition = hangs and ", " .. text.escape(hangs) or ""
      rows[i] = { report.range(change), ("%s -> %s%s%s"):format(change.from, change.to, size, condition) }
   end
   text.append(lines, text.columns(rows, "  "))
   if #rows < #changes then
      lines[#lines + 1] = ("  ... and %d more ranges (--verbose shows all)"):format(#changes - #rows)
   end
end

local HEAD = {
   equal = "Equal: every IPv4 and every IPv6 address gets the same result.",
   unprovable = "Cannot prove that they are equal, nor that they differ.",
}

local function unproved(lines, result, verbose)
   local last
   for i, range in ipairs(result.unproved) do
      if i > FEW and not verbose then
         lines[#lines + 1] = ("  ... and %d more ranges (--verbose shows all)"):format(#result.unproved - FEW)
         break
      end
      local reason = words.unproved(range)
      if reason ~= last then prose(lines, "  ", "Not compared: " .. reason .. ".") end
      last = reason
      lines[#lines + 1] = "    " .. report.range(range)
   end
end

local function limits(lines, result)
   if not result.mended:is_empty() then
      prose(lines, "", ("By the lookup limits of RFC 7208 %s get permerror by A today, but not by B.")
         :format(sizes(result.mended)))
   end
   if not result.broken:is_empty() then
      prose(lines, "", ("By the lookup limits of RFC 7208 %s get permerror by B, but not by A.")
         :format(sizes(result.broken)))
   end
   if not (result.mended:is_empty() and result.broken:is_empty()) then
      prose(lines, "", "The comparison leaves the limits aside: it is about what the records say.")
   end
end

-- How to see the first change for oneself.
local function see(lines, a, b, change)
   local domain = not a.literal and a.domain or not b.literal and b.domain
   if not domain or change.term then return end
   lines[#lines + 1] = "To see it: " .. shell.command("sesame spf eval {domain} --ip {ip}",
         { domain = domain, ip = change.example })
end

--- RESULT of comparing the denotations A and B as text. OPTIONS: verbose.
function report.compare(a, b, result, options)
   local lines = {}
   subject(lines, "A", a)
   subject(lines, "B", b)
   lines[#lines + 1] = ""
   if result.verdict == "different" then
      prose(lines, "", ("Different: %s another result."):format(#result.changes == 1 and "1 range gets"
         or ("%d ranges get"):format(#result.changes)))
      report.changes(lines, result.changes, options.verbose)
      prose(lines, "", ("Pass by A only: %s. Pass by B only: %s."):format(counts.both(result.lost),
         counts.both(result.gained)))
      see(lines, a, b, result.changes[1])
   else
      lines[#lines + 1] = HEAD[result.verdict]
   end
   unproved(lines, result, options.verbose)
   if result.verdict ~= "unprovable" then limits(lines, result) end
   return table.concat(lines, "\n") .. "\n"
end

return report
