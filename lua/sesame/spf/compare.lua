-- SPDX-License-Identifier: MIT
-- Two policies side by side: which addresses get another result, from what to what. It must not look anything up nor
-- say what is better.
local core = require "sesame.core"

local MAPPED = core.addrset.new { "::ffff:0:0/96" } -- no IPv6 clients: RFC 7208 5 takes them as IPv4

local function set_of(list)
   local texts = {}
   for i, change in ipairs(list) do texts[i] = change.first .. "-" .. change.last end
   return core.addrset.new(texts) - MAPPED
end

local function sizes(set)
   return { ip4 = math.tointeger(set:size("ip4")), ip6 = set:size("ip6") }
end

local function change_of(change)
   local set = set_of { change }
   local all = sizes(set)
   return {
      family = change.family, first = change.first, last = change.last, from = change.from, to = change.to,
      example = change.first, count = change.family == "ip4" and all.ip4 or all.ip6, term = change.term,
      matching = change.matching, domain = change.domain,
   }
end

local function unproved_of(change, a, b)
   return { family = change.family, first = change.first, last = change.last, relation = change.relation,
      term = change.term, domain = change.domain,
      unknown = change.relation == "unknown" and (a.unknown or b.unknown) or nil }
end

local function check(denotation, name)
   if type(denotation) ~= "table" or not denotation.map then
      error(("%s is no denotation: sesame.spf.denote gives one"):format(name), 3)
   end
end

--- Compares two denotations: { verdict = "equal|different|unprovable", code, changes, gained, lost, unproved, mended,
-- broken, limited }; doc/spf-denote.md has the keys, sesame.check.spf_compare_words the words. Exact for every IPv4 and
-- IPv6 address, limits lifted.
local function compare(a, b)
   check(a, "the first argument")
   check(b, "the second argument")
   local found = core.spf.compare(a.map, b.map)
   local result = {
      verdict = found.verdict == "unknown" and "unprovable" or found.verdict, code = found.verdict ~= "equal"
         and found.verdict or nil,
      changes = {}, unproved = {}, gained = sizes(found.gained), lost = sizes(found.lost),
      gained_addresses = found.gained, lost_addresses = found.lost,
      mended = a.limited - b.limited, broken = b.limited - a.limited, limited = a.limited & b.limited,
   }
   for _, change in ipairs(found.changes) do
      if change.relation == "different" then result.changes[#result.changes + 1] = change_of(change)
      else result.unproved[#result.unproved + 1] = unproved_of(change, a, b) end
   end
   return result
end

return compare
