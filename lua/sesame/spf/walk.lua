-- SPDX-License-Identifier: MIT
-- The static walk: the whole tree of SPF records below a domain, what each term costs, who may send. It drives
-- core/spf_walk with facts. It must not judge: severity, advice and words are the checks' business
-- (sesame.check.spf_walk_words).
local check_options = require("sesame.base.options").with_facts
local core = require "sesame.core"
local unknown = require "sesame.base.unknown"

local OPTIONS = { addresses = true, alone = true, denotation = true, facts = true }

local ASKED = { a = "A", mx = "MX", ptr = "PTR", exists = "A", include = "TXT", redirect = "TXT" } -- first of each kind

-- The question of OPEN that left TREE unknown, or nil: that of the term at fault, or where that was answered one that
-- followed from it (the addresses of an MX host).
local function because_of(tree, open)
   if tree.result ~= "unknown" then return nil end
   local term = tree.culprit and tree.culprit[#tree.culprit]
   local name, rrtype = tree.domain, "TXT"
   if term then name, rrtype = term.target or term.text, ASKED[term.kind] or "TXT" end
   if open[1] and term and term.dns == "ok" then return open[1] end
   return unknown.because(name, rrtype, term and term.dns or tree.dns or tree.problem)
end

-- Rule E16: what a direct term takes of the limit, and what is left behind it.
local function add_shares(tree)
   for _, term in ipairs(tree.terms) do
      term.share = term.total / tree.limit
      term.headroom = tree.limit - term.running
   end
end

-- The texts of ANSWER that only look like SPF records: { { value, reason, range } }, or nil.
local function near_misses_of(answer)
   local list, _, others = {}, core.spf.select(answer)
   for _, place in ipairs(others) do
      local value = answer[place]
      local kind, reason = core.spf.near_miss(value)
      if kind and kind ~= "sender-id" then
         list[#list + 1] = { value = value, reason = reason, range = { 0, #value:match("^%s*%S*") } }
      end
   end
   table.sort(list, function(a, b) return a.value < b.value end)
   return list[1] and list or nil
end

-- Notes them at the terms of NODE that lead to a name without an SPF record. ANSWERS: name -> answer.
local function add_near_misses(node, answers)
   for _, term in ipairs(node.terms or {}) do
      local answer = term.problem == "no-record" and answers[term.target]
      if answer and answer.known == "present" then term.near_misses = near_misses_of(answer) end
      add_near_misses(term, answers)
   end
end

--- The tree of DOMAIN's policy, as doc/spf-walk.md describes it, learnt through OPTIONS.facts (sesame.facts, or
-- anything with get_all); with OPTIONS.addresses every term has the sets of addresses it matches, with
-- OPTIONS.denotation the tree has what the core makes of it (doc/spf-denote.md). OPTIONS.alone: only the record itself
-- is meant, so what other names hold leaves nothing open. nil, message, code for what is no domain. Waits.
local function walk(domain, options)
   check_options(options, OPTIONS, 2)
   local name, message, code = core.domain.to_ascii(domain)
   if not name then return nil, message, code end
   local walker <close> = core.spf.walk(name)
   local wanted, open, texts = walker:needs(), {}, {}
   while #wanted > 0 do
      local got = options.facts:get_all(wanted)
      for i = 1, #wanted do
         walker:feed(wanted[i], got[i])
         if wanted[i].type == "TXT" then texts[wanted[i].name] = got[i] end
         local failed = unknown.unlearnt(got[i])
         if failed then open[#open + 1] = unknown.because(wanted[i].name, wanted[i].type, failed.status) end
      end
      wanted = walker:needs()
   end
   local tree = walker:result { addresses = options.addresses }
   if options.denotation then
      tree.denotation, message, code = core.spf.denote(walker)
      if not tree.denotation then return nil, message, code end
   end
   if options.alone then open = {} end
   if open[1] and options.addresses then require("sesame.spf.walk_least").settle(tree) end
   add_shares(tree)
   tree.open = open
   if tree.problem then add_near_misses(tree, texts) end
   return unknown.mark(tree, because_of(tree, open))
end

return walk
