-- SPDX-License-Identifier: MIT
-- Check of the terms of an SPF record that are legal but wasted, harmful or not what was meant. It must not look
-- anything up, nor count lookups (check/spf_tree) or addresses (check/spf_senders).
local addrset = require "sesame.addrset"
local counts = require "sesame.base.counts"
local evidence = require "sesame.check.evidence"
local regions = require "sesame.ses.regions"
local reserved = require "sesame.check.reserved"
local spf = require "sesame.spf"
local include_of = require("sesame.spf.term").include_of

local check = { name = "spf-terms", findings = require "sesame.check.spf_terms_codes" }

-- One record under judgement: NAME, its text, its terms, the terms of the tree beside them, and where findings go.
local function say(at, code, fields, term)
   local from, to
   if term then from, to = term.range[1], term.range[2] end
   at.add(code, {
      subject = at.name, type = "TXT", fields = fields,
      evidence = { evidence.record(at.name, "TXT", at.text, from, to) },
   })
end

local function ending(at)
   local record = at.record
   local all = record.all and record.terms[record.all]
   if not all and not record.redirect then
      say(at, "spf-no-all", {})
   elseif all and all.qualifier == "?" then
      say(at, "spf-neutral-all", {}, all)
   end
   if all and record.redirect then
      local redirect = record.terms[record.redirect]
      say(at, "spf-redirect-ignored", { term = redirect.text, lookups = at.tree.lookups + 1,
         bound = counts.bound(at.tree.lower_bound) }, redirect)
   end
end

local function dead_terms(at)
   local behind, unreachable, everybody = {}, {}, nil
   local past_all
   for i, term in ipairs(at.tree.terms) do
      local parsed = at.record.terms[i]
      if term.status == "dead" and parsed and parsed.kind ~= "modifier" and parsed.kind ~= "exp" then
         table.insert(past_all and behind or unreachable, term)
      elseif term.status ~= "dead" and term.kind ~= "all" and term.kind ~= "redirect" and term.cost > 0 then
         everybody = term
      end
      past_all = past_all or term.kind == "all"
   end
   local function report(code, list, fields)
      if #list == 0 then return end
      local texts = {}
      for i, term in ipairs(list) do texts[i] = term.text end
      fields.terms = texts
      say(at, code, fields, { range = { list[1].range[1], list[#list].range[2] } })
   end
   report("spf-terms-after-all", behind, {})
   if everybody then report("spf-terms-unreachable", unreachable, { term = everybody.text }) end
end

local function macro_p(at, term)
   if term.macros:find("p", 1, true) then say(at, "spf-macro-p", { term = term.text }, term) end
end

local function ranges(at, term)
   if not term.address then return end
   local bits = term.kind == "ip4" and 32 or 128
   local prefix = term.kind == "ip4" and term.prefix4 or term.prefix6
   local set = addrset.new { ("%s/%d"):format(term.address, prefix) }
   local first = set:range(1).first
   local network = ("%s/%d"):format(first, prefix)
   if prefix < bits and first ~= term.address and prefix > 0 then
      say(at, "spf-host-bits", { term = term.text, network = network }, term)
   end
   local use = reserved.use(network)
   if use then say(at, "spf-reserved-range", { term = term.text, use = use }, term) end
end

local function key_of(term)
   return (term.qualifier or "") .. term.text:lower():gsub("^[+?~-]", "")
end

-- Whether two includes of one text certainly match the same addresses: a bare "a" or %{d} means another name in each.
local function matches_alike(first, second)
   return second.addresses == second.possible and first.addresses == second.addresses
      and first.possible == second.possible
end

local function duplicates(at)
   local seen, policies = {}, {}
   for i, term in ipairs(at.record.terms) do
      local walked, key = at.tree.terms[i], key_of(term)
      local reached = walked and walked.status ~= "dead" and not walked.doubtful
      if reached and term.kind ~= "modifier" and seen[key] then
         local costs = walked.total > 0
         say(at, costs and "spf-duplicate-lookup" or "spf-duplicate-term", {
            term = term.text, lookups = costs and walked.total or nil,
            bound = costs and counts.bound(walked.lower_bound) or nil,
         }, term)
      elseif reached and term.kind == "include" and walked.record and not walked.macro then
         local first = policies[(term.qualifier or "") .. walked.record]
         if first and walked.total == first.total and matches_alike(first, walked) then
            say(at, "spf-same-policy-twice", {
               first = first.text, second = term.text, lookups = walked.total, bound = counts.bound(walked.lower_bound),
            }, term)
         end
         policies[(term.qualifier or "") .. walked.record] = first or walked
      end
      seen[key] = true
   end
end

local function google(at)
   local list, last = {}, nil
   for _, term in ipairs(at.record.terms) do
      if term.kind == "include" and term.value and term.value:lower():find("^_netblocks%d?%.google%.com%.?$") then
         list[#list + 1], last = term.text, term
      end
   end
   if #list > 0 then say(at, "spf-google-netblocks", { terms = list }, last) end
end

local function inbound_host(mx)
   for _, entry in ipairs(mx.hosts) do
      if regions.host(entry.host) == "inbound" then return entry.host end
   end
end

-- Whether the policy NODE comes to the record at NAME, by an include or a redirect.
local function reaches(node, name)
   for _, term in ipairs(node.terms or {}) do
      local leads = term.kind == "include" or term.kind == "redirect"
      if leads and (term.target == name or reaches(term, name)) then return true end
   end
   return false
end

local function amazon(at, models)
   for _, entry in ipairs(models.mail_from) do
      if entry.name == at.name or entry.tree and reaches(entry.tree, at.name) then return end
   end
   local term = include_of(at.record, "amazonses.com")
   if not term then return end
   local host = models.mx and inbound_host(models.mx)
   if host then say(at, "spf-amazon-workmail", { host = host }, term)
   else say(at, "spf-amazonses-unused", {}, term) end
end

-- Said only where somebody certainly passes: what a macro, ptr or DNS leaves open is not claimed.
local function null_mx(at, mx)
   if not (mx and mx.null) or at.tree.authorised:is_empty() then return end
   at.add("spf-null-mx-senders", { subject = at.name, type = "TXT",
      evidence = { evidence.record(mx.name, "MX", mx.hosts[1].text), evidence.record(at.name, "TXT", at.text) } })
end

--- Findings of MODELS (spf, spf_tree, mx, mail_from) through ADD(code, detail). Without mail_from, where nobody knows
-- what the name is for, nothing is said of what it needs.
function check.run(models, add)
   local model, tree = models.spf, models.spf_tree
   if not tree or #model.records ~= 1 then return end
   local record = spf.parse(model.records[1])
   if not record then return end
   local at = { name = model.name, text = model.records[1], record = record, tree = tree, add = add }
   ending(at)
   dead_terms(at)
   for _, term in ipairs(record.terms) do
      if term.kind == "ptr" then say(at, "spf-ptr", { term = term.text }, term) end
      macro_p(at, term)
      ranges(at, term)
   end
   duplicates(at)
   google(at)
   if models.mail_from then amazon(at, models) end
   null_mx(at, models.mx)
end

return check
