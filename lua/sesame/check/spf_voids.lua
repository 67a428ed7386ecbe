-- SPDX-License-Identifier: MIT
-- Check of void lookups below an SPF record: two are forgiven, the third is permerror (RFC 7208 4.6.4). Each family of
-- senders meets others, and receivers count them by term or by query. It must not look anything up.
local causes = require "sesame.check.causes"
local counts = require "sesame.base.counts"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local voids = require "sesame.spf.voids"

local check = { name = "spf-voids" }

local LIMIT = 2 -- RFC 7208 4.6.4

check.findings = finding.declare("spf-voids", {
   ["spf-void-over-limit"] = {
      rank = 2, follows = { "spf-term-void" },
      severity = "error", fields = { "count", "term", "bound" }, reference = "RFC 7208 4.6.4", fix = "spf.voids",
      text = "{bound}{count} terms below the SPF record of {subject} look up names that hold nothing; the limit is 2.",
      why = "Receivers stop at {term} and answer permerror.", advice = "Remove the terms that find nothing.",
   },
   ["spf-void-over-limit-family"] = {
      rank = 2, follows = { "spf-term-void" },
      severity = "warning", fields = { "count", "term", "family" }, reference = "RFC 7208 4.6.4", fix = "spf.voids",
      text = "For {family} senders {count} terms below the SPF record of {subject} find no address; the limit is 2.",
      why = "Receivers that are reached over {family} by a sender no earlier term allows stop at {term} and answer "
         .. "permerror.",
      advice = "Put terms that name addresses (ip4, ip6) and services in use first; remove those that find nothing.",
   },
   ["spf-void-queries"] = {
      rank = 3, follows = { "spf-term-void" },
      severity = "warning", fields = { "count", "term", "family", "terms" }, reference = "RFC 7208 4.6.4",
      fix = "spf.voids",
      text = "For {family} senders {count} lookups below the SPF record of {subject} find no address, counted by query "
         .. "as pyspf and Mail::SPF do; the limit is 2.",
      why = "RFC 7208 counts terms, and there are {terms} of them. Receivers that count each host of an mx stop at "
         .. "{term} and answer permerror, though addresses behind it are meant to send over {family}.",
      advice = "Put terms that name addresses (ip4, ip6) and services in use first, or write the hosts of the mx as "
         .. "addresses.",
   },
   ["spf-void-idle"] = {
      severity = "notice", fields = { "count", "family", "counted" }, reference = "RFC 7208 4.6.4",
      text = "For {family} senders {count} lookups below the SPF record of {subject} find nothing, counted {counted}; "
         .. "the limit is 2.",
      why = "Nobody is lost: no address behind the third of them is meant to send over {family}.",
   },
   ["spf-void-risk"] = {
      rank = 3, follows = { "spf-term-void" },
      severity = "warning", fields = { "ip4", "ip6" }, reference = "RFC 7208 4.6.4, erratum 6595",
      fix = "console.advice",
      text = "A sender that is on none of the lists of {subject} meets up to {ip4} void lookups by IPv4, {ip6} by "
         .. "IPv6.",
      why = "Terms with macros and ptr find nothing for strangers. At the third void lookup receivers answer permerror "
         .. "where \"fail\" or \"softfail\" was meant.",
      advice = "Keep at most two such terms.",
   },
}, { needs = { "spf_tree" }, reveals = causes.spf_mended })

local FAMILIES = { "ip4", "ip6" }
local NAME = { ip4 = "IPv4", ip6 = "IPv6" }

-- By which count, the strictest first, the void lookups of a family are over the limit; what each is called.
local COUNTS = {
   { by = "terms", figure = "void_certain", words = "by term" },
   { by = "queries", figure = "void_queries_certain", words = "by query as pyspf and Mail::SPF do" },
   { by = "worst", figure = "void_lookups", words = "by term for a sender on none of the lists" },
}

-- The first of COUNTS over the limit for FAMILY, or nil. By query it is told only where nothing worse is.
local function count_over(tree, family)
   for _, count in ipairs(COUNTS) do
      if tree[count.figure][family] > LIMIT and (count.by ~= "queries" or tree.result == "ok") then return count end
   end
end

-- A finding CODE about the third void lookup, at the end of PATH, with FIELDS.
local function say(tree, add, code, path, fields)
   local range = path and path[1] and path[1].range or {}
   add(code, {
      subject = tree.domain, type = "TXT", fields = fields,
      evidence = { evidence.record(tree.domain, "TXT", tree.record, range[1], range[2]) },
   })
end

local function term_of(path)
   return path[#path] and path[#path].text or "a term"
end

local function fields_of(tree, family, count, path)
   local number = tree[count.figure][family]
   if count.by == "terms" then return { count = number, term = term_of(path), family = NAME[family] } end
   return { count = number, term = term_of(path), family = NAME[family], terms = tree.void_certain[family] }
end

local CODES = { terms = "spf-void-over-limit-family", queries = "spf-void-queries" }

-- Whether the limit that FAMILY is over by COUNT harms anybody: over IPv4 strangers come in numbers; over IPv6 those
-- who are meant to send.
local function is_grave(tree, family, count)
   if family == "ip4" and count.by ~= "queries" then return true end
   return not voids.behind(tree, tree.over_voids[count.by][family]):is_empty(family)
end

-- Tells of both families; OVER: the count by which each is over the limit, or nil.
local function judge(tree, over, add)
   local risk = false
   for _, family in ipairs(FAMILIES) do
      risk = risk or over[family] and over[family].by == "worst" and is_grave(tree, family, over[family])
   end
   for _, family in ipairs(FAMILIES) do
      local count = over[family]
      local path = count and tree.over_voids[count.by][family]
      local code = count and CODES[count.by]
      if code and is_grave(tree, family, count) then
         say(tree, add, code, path, fields_of(tree, family, count, path))
      elseif count and not (risk and count.by == "worst") then
         add("spf-void-idle", { subject = tree.domain, type = "TXT", fields = { -- a line, without the record
            count = tree[count.figure][family], family = NAME[family], counted = count.words } })
      end
   end
   if risk then
      say(tree, add, "spf-void-risk", nil, { ip4 = tree.void_lookups.ip4, ip6 = tree.void_lookups.ip6 })
   end
end

--- Findings of MODELS.spf_tree through ADD(code, detail).
function check.run(models, add)
   local tree = models.spf_tree
   if not tree or not tree.record then return end
   local certain, open = tree.void_certain, #(tree.open or {}) > 0
   if certain.ip4 > LIMIT and certain.ip6 > LIMIT then
      local path = tree.over_voids.terms.ip4
      say(tree, add, "spf-void-over-limit", path, { count = math.min(certain.ip4, certain.ip6),
         term = term_of(path), bound = counts.bound(open) })
      return
   elseif open then -- what could not be learnt may be a void lookup of both families, and certain
      return
   end
   judge(tree, { ip4 = count_over(tree, "ip4"), ip6 = count_over(tree, "ip6") }, add)
end

return check
