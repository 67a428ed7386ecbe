-- SPDX-License-Identifier: MIT
-- Check of whom an SPF record lets send: everybody, very many, or somebody who depends on a name that is gone. It must
-- not look anything up.
local causes = require "sesame.check.causes"
local counts = require "sesame.base.counts"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local senders = require "sesame.spf.senders"
local words = require "sesame.check.spf_senders_words"

local check = { name = "spf-senders" }

-- "Lazy Gatekeepers" (IMC 2023) drew the line here.
local MANY_IP4 = 100000

check.findings = finding.declare("spf-senders", {
   ["spf-anyone"] = {
      rank = 4, follows = { "spf-anyone-through" },
      severity = "error", fields = { "family" }, reference = "RFC 7208 5.1",
      text = "The SPF record of {subject} lets anyone send: it passes every {family} address.",
      why = "A forger gets \"pass\", and with it DMARC passes for any mail that claims to come from here.",
      advice = "Remove the term that matches everybody, and end the record in ~all or -all.", fix = "spf.close",
   },
   ["spf-anyone-through"] = {
      severity = "error", rank = 4, fields = { "term", "result" }, reference = "RFC 7208 5.2", fix = "spf.close",
      text = "{term} in the SPF record of {subject} matches everybody, so everybody gets \"{result}\".",
      why = "The record it leads to passes every address. No term behind it counts.",
      advice = "Remove it, and tell whoever publishes that record.",
   },
   ["spf-many-addresses"] = {
      severity = "notice", rank = 4, fields = { "ip4", "ip6", "biggest", "bound" }, reference = "RFC 7208 11.4",
      text = "The SPF record of {subject} lets {bound}{ip4:count} IPv4 addresses send.",
      why = "Most belong to services shared with strangers; each of their customers can send as this domain as far as "
         .. "SPF goes. The biggest: {biggest}.",
      advice = "Prefer services that sign with DKIM and use an envelope domain of their own or below yours.",
   },
   ["spf-term-covered"] = {
      follows = { "spf-duplicate-lookup", "spf-duplicate-term", "spf-same-policy-twice" },
      severity = "notice", fields = { "term", "first", "lookups", "bound" }, reference = "RFC 7208 4.6.4",
      fix = "spf.drop",
      text = "{term} in the SPF record of {subject} lets nobody send whom {first} does not let send already.",
      why = "So it is as long as neither changes; meanwhile it takes {bound}{lookups} of the 10 lookups.",
      advice = "Keep it if the two belong to different services; else one of them can go.",
   },
   ["spf-authorised"] = {
      severity = "ok", fields = { "ip4" }, reference = "RFC 7208 11.4",
      text = "The SPF record of {subject} lets {ip4:count} IPv4 addresses send.",
      why = "A number anyone can check against what is meant.",
   },
}, { needs = { "spf", "spf_tree" }, reveals = causes.spf_mended })

local FAMILY = { ip4 = "IPv4", ip6 = "IPv6" }
local RESULT = { ["+"] = "pass", ["-"] = "fail", ["~"] = "softfail", ["?"] = "neutral" }
local BIGGEST_SHOWN = 3

local function everybody(tree)
   local list = {}
   for _, family in ipairs { "ip4", "ip6" } do
      if tree.authorised:is_all(family) then list[#list + 1] = FAMILY[family] end
   end
   return list
end

-- The first of the domain's own terms that matches every address of FAMILIES, but for "all" itself.
local function open_term(tree)
   for _, term in ipairs(tree.terms) do
      local set = term.addresses
      if term.kind ~= "all" and term.status ~= "dead" and set and set:is_all("ip4") and set:is_all("ip6") then
         return term
      end
   end
end

-- The services with the most addresses, from what sesame.spf.senders found.
local function biggest(found)
   local list = {}
   for i = 1, math.min(BIGGEST_SHOWN, #found.groups) do
      list[i] = ("%s (%s)"):format(words.called(found.groups[i]), counts.grouped(found.groups[i].ip4))
   end
   return list
end

local function detail(models, fields, term)
   local model = models.spf
   local from, to
   if term then from, to = term.range[1], term.range[2] end
   return {
      subject = model.name, type = "TXT", fields = fields,
      evidence = { evidence.record(model.name, "TXT", model.records[1], from, to) },
   }
end

local function is_same(first, second)
   return first.text:lower() == second.text:lower() or first.record and first.record == second.record
end

-- Terms that cost lookups and let nobody through whom an earlier one does not; one that stands twice, or leads to a
-- policy met before, is spf_terms' to tell.
local function covered(models, found, add)
   local said = {}
   for _, pair in ipairs(found.overlaps) do
      if is_same(pair.first_term, pair.second_term) then said[pair.second_term] = true end
   end
   for _, pair in ipairs(found.overlaps) do
      local first, second = pair.first_term, pair.second_term
      if pair.whole and second.total > 0 and not said[second] and second.addresses == second.possible then
         said[second] = true
         add("spf-term-covered", detail(models, { term = second.text, first = first.text, lookups = second.total,
            bound = counts.bound(second.lower_bound) }, second))
      end
   end
end

--- Findings of MODELS (spf, spf_tree with addresses) through ADD(code, detail).
function check.run(models, add)
   local tree = models.spf_tree
   if not tree or #models.spf.records ~= 1 or not tree.authorised then return end
   local families, term = everybody(tree), open_term(tree)
   if term and #families < 2 then
      add("spf-anyone-through", detail(models, { term = term.text,
         result = RESULT[term.kind == "redirect" and "+" or term.qualifier] }, term))
   elseif #families > 0 then
      add("spf-anyone", detail(models, { family = table.concat(families, " and ") }, term))
      return
   end
   local found = senders.of(tree)
   covered(models, found, add)
   local count = tonumber(tree.authorised:size("ip4"))
   if count > MANY_IP4 then
      add("spf-many-addresses", detail(models, {
         ip4 = count, ip6 = tree.authorised:size("ip6"), biggest = biggest(found),
         bound = counts.bound(found.lower_bound),
      }))
   elseif tree.result == "ok" and tree.authorised == tree.possible then
      add("spf-authorised", detail(models, { ip4 = count })) -- of the others the count is not known, or not what counts
   end
end

return check
