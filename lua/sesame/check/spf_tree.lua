-- SPDX-License-Identifier: MIT
-- Check of what an SPF record costs: ten lookups, and everything below it in reach (RFC 7208 4.6.4). It must not look
-- anything up; void lookups are check/spf_voids'.
local causes = require "sesame.check.causes"
local counts = require "sesame.base.counts"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local in_order = require("sesame.spf.walk_least").in_order
local walk_words = require "sesame.check.spf_walk_words"

local check = { name = "spf-tree" }

check.findings = finding.declare("spf-tree", {
   ["spf-lookups-over-limit"] = {
      rank = 2, reveals = { "spf-further-fault", "spf-lookups-at-limit" },
      severity = "error", fields = { "lookups", "limit", "term", "costs", "bound" }, reference = "RFC 7208 4.6.4",
      text = "The SPF record of {subject} needs {bound}{lookups} DNS lookups; the limit is {limit}.",
      why = "Receivers stop at {term} and answer permerror: mail from whatever comes behind it fails, and so does the "
         .. "verdict on everybody else. Lookups by term: {costs}.",
      advice = "Remove what no longer sends, or give services a name of their own to send from. The least change: "
         .. "{command}", command = "sesame spf plan {subject:sh}", fix = "spf.reduce",
   },
   ["spf-lookups-at-limit"] = {
      severity = "warning", rank = 3, fields = { "limit", "costs", "bound" }, reference = "RFC 7208 4.6.4",
      text = "The SPF record of {subject} needs {bound}all of the {limit} DNS lookups there are.",
      why = "One more include, by any of the services named, and every receiver answers permerror. "
         .. "Lookups by term: {costs}.",
      advice = "Remove what no longer sends.", fix = "spf.reduce",
   },
   ["spf-lookups"] = {
      severity = "ok", fields = { "lookups", "limit" }, reference = "RFC 7208 4.6.4",
      text = "The SPF record of {subject} needs {lookups} of {limit} DNS lookups.",
      why = "Receivers stop at the limit.",
   },
   ["spf-tree-permerror"] = {
      rank = 2,
      follows = { "spf-included-near-miss", "spf-included-syntax", "spf-lookups-over-limit", "spf-merged-records",
         "spf-misread-term", "spf-syntax", "spf-syntax-split", "spf-void-over-limit" }, reveals = causes.spf_record,
      severity = "error", fields = { "reason" }, reference = "RFC 7208 4.6", fix = "spf.permerror",
      text = "The SPF record of {subject} ends in permerror: {reason}.",
      why = "Every receiver that comes to the underlined term gives up; the record no longer protects or helps anybody "
         .. "behind it.",
      advice = "Mend or remove that term.",
   },
   ["spf-tree-unknown"] = {
      severity = "unknown", rank = 2, fields = { "reason", "name", "status" }, reference = "RFC 7208 4.4",
      text = "What the SPF record of {subject} costs could not be learnt: {reason}.",
      why = "A receiver that meets the same answers temperror and may put the mail off.",
      advice = "Try again, or ask another resolver with --server.",
   },
}, { needs = { "spf_tree" }, reveals = causes.spf_mended })

-- "include:_spf.google.com 4" for each of the domain's own terms that costs; "at least 4" where a part is hidden.
local function costs_of(tree)
   local list = {}
   for _, term in ipairs(tree.terms) do
      local total = term.total or 0
      if total > 0 then list[#list + 1] = ("%s %s%d"):format(term.text, counts.bound(term.lower_bound), total) end
   end
   return list
end

-- The domain's record with the term underlined that PATH begins at.
local function record_at(tree, path)
   local term = path and path[1]
   if not tree.record then return {} end
   local range = term and term.range or { nil, nil }
   return { evidence.record(tree.domain, "TXT", tree.record, range[1], range[2]) }
end

local function text_of(path)
   return path and path[#path] and path[#path].text or "a term"
end

local function at_or_over(tree, add)
   local detail = { subject = tree.domain, type = "TXT", evidence = record_at(tree, tree.over_limit) }
   local bound = counts.bound(tree.lower_bound)
   if tree.lookups > tree.limit then
      detail.fields = {
         lookups = tree.lookups, limit = tree.limit, term = text_of(tree.over_limit), costs = costs_of(tree),
         bound = bound,
      }
      add("spf-lookups-over-limit", detail)
   elseif tree.lookups == tree.limit and #(tree.open or {}) == 0 then -- else it may be over
      detail.fields = { limit = tree.limit, costs = costs_of(tree), bound = bound }
      add("spf-lookups-at-limit", detail)
   elseif tree.result == "ok" and not tree.lower_bound then -- of a part that is hidden check/spf_reach tells
      detail.fields, detail.evidence = { lookups = tree.lookups, limit = tree.limit }, {}
      add("spf-lookups", detail)
   end
end

-- Whether a part of TREE that could not be learnt comes before the term at fault: what it costs, or that it finds
-- nothing, may be too much, and then that term is never reached.
local function is_open_before(tree)
   local fault, met, open = tree.culprit and tree.culprit[#tree.culprit], false, false
   local function descend(terms)
      for _, term in ipairs(in_order(terms)) do
         if met then return end
         met = term == fault
         open = open or not met and (term.status == "unknown" or term.problem == "not-learnt")
         descend(term.terms)
      end
   end
   descend(fault and tree.terms)
   return met and open
end

local function other_problems(tree, add)
   if tree.problem == "lookup-limit" or tree.problem == "void-limit" or not tree.problem then return end
   local code = tree.result == "unknown" and "spf-tree-unknown" or "spf-tree-permerror"
   local open = #(tree.open or {}) > 0 and is_open_before(tree)
   if code == "spf-tree-permerror" and open then return end -- told as what could not be learnt
   local fields, because = { reason = walk_words.reason(tree) }, tree.because
   if because then fields.name, fields.status = because.name, because.status end
   add(code, {
      subject = tree.domain, type = "TXT", fields = fields, because = because and tree.open or nil,
      evidence = record_at(tree, tree.culprit),
   })
end

--- Findings of MODELS.spf_tree (a tree of sesame.spf.walk, or nil where there is not exactly one record) through ADD.
function check.run(models, add)
   local tree = models.spf_tree
   if not tree then return end
   at_or_over(tree, add)
   other_problems(tree, add)
end

return check
