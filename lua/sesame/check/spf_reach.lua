-- SPDX-License-Identifier: MIT
-- Check of every term below an SPF record: those that find nothing, those that break it though another breaks it first,
-- and what cannot be counted. It must not look anything up; the limits themselves are check/spf_tree's and
-- check/spf_voids'.
local causes = require "sesame.check.causes"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local is_void = require("sesame.spf.term").is_void

local check = { name = "spf-reach" }

check.findings = finding.declare("spf-reach", {
   ["spf-further-fault"] = {
      rank = 2, follows = { "spf-included-near-miss", "spf-included-syntax" },
      severity = "error", fields = { "term", "reason", "path" }, reference = "RFC 7208 5.2", fix = "spf.further",
      text = "{term} below the SPF record of {subject} {reason} (by way of {path}).",
      why = "It ends in permerror for every sender that reaches it, once what is wrong before it is mended.",
      advice = "Mend or remove that term.",
   },
   ["spf-term-void"] = {
      rank = 5,
      severity = "warning", fields = { "term", "status", "path" }, reference = "RFC 7208 4.6.4", fix = "spf.void",
      text = "{term} below the SPF record of {subject} finds nothing ({status}; by way of {path}).",
      why = "It lets nobody send, costs a lookup, and is one of the two void lookups a receiver forgives.",
      advice = "Remove it, or tell whoever publishes that record.",
   },
   ["spf-lookups-lower-bound"] = {
      rank = 3,
      severity = "warning", fields = { "lookups", "terms" }, reference = "RFC 7208 7.2", fix = "console.advice",
      text = "The SPF record of {subject} needs {lookups} or more DNS lookups: {terms} leads elsewhere for each "
         .. "sender.",
      why = "A macro of the sender hides what lies below; the true count may be over the limit for some mail.",
      advice = "Ask whoever runs that service what a look-up there costs.",
   },
}, { needs = { "spf_tree" }, reveals = causes.spf_mended })

-- What a term with a problem does, to go on from its text.
local REASON = {
   ["no-record"] = "leads to a name without an SPF record", ["several-records"] = "leads to several SPF records",
   ["syntax"] = "leads to a record with a syntax error", ["loop"] = "leads back to a record above it",
   ["bad-target"] = "names no domain", ["mx-limit"] = "has more than 10 MX hosts",
}

-- Visits every term of TREE with the record it stands in: visit(term, owner, record, names of the records above).
local function each_term(tree, visit)
   local function descend(node, owner, names)
      for _, term in ipairs(node.terms or {}) do
         visit(term, owner, node.record, names)
         if term.terms and term.target then
            local below = table.move(names, 1, #names, 1, {})
            below[#below + 1] = term.target
            descend(term, term.target, below)
         end
      end
   end
   descend(tree, tree.domain, { tree.domain })
end

local function detail_of(tree, term, owner, record, fields)
   return {
      subject = tree.domain, type = "TXT", fields = fields,
      evidence = record and { evidence.record(owner, "TXT", record, term.range[1], term.range[2]) } or nil,
   }
end

local function terms(tree, add)
   local said = {}
   local first = tree.culprit and tree.culprit[#tree.culprit]
   each_term(tree, function(term, owner, record, names)
      local key = owner .. "\0" .. term.text
      if said[key] or term.status == "dead" or term.doubtful then return end
      local path = table.concat(names, " > ")
      if term.problem and REASON[term.problem] and term ~= first then
         said[key] = true
         add("spf-further-fault", detail_of(tree, term, owner, record, {
            term = term.text, reason = REASON[term.problem], path = path,
         }))
      elseif is_void(term) then
         said[key] = true
         add("spf-term-void", detail_of(tree, term, owner, record, { term = term.text, status = term.dns,
            path = path }))
      end
   end)
end

local function hidden(tree, add)
   local list = {}
   each_term(tree, function(term)
      if term.macro and term.lower_bound and term.status ~= "dead" and not term.terms then
         list[#list + 1] = term.text
      end
   end)
   if tree.lower_bound and tree.result == "ok" and #list > 0 then
      add("spf-lookups-lower-bound", {
         subject = tree.domain, type = "TXT", fields = { lookups = tree.lookups, terms = list },
         evidence = { evidence.record(tree.domain, "TXT", tree.record) },
      })
   end
end

--- Findings of MODELS.spf_tree through ADD(code, detail).
function check.run(models, add)
   local tree = models.spf_tree
   if not tree or not tree.record then return end
   terms(tree, add)
   hidden(tree, add)
end

return check
