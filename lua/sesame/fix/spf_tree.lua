-- SPDX-License-Identifier: MIT
-- Fixes of terms somewhere below an SPF record: ones that find nothing, that end in permerror, and too many of them.
-- Functions of models.
local bounds = require "sesame.base.bounds"
local blocks = require "sesame.spf.blocks"
local console = require "sesame.fix.console"
local change = require "sesame.fix.change"
local owners = require "sesame.base.owner"
local spf = require "sesame.spf"
local strangers = require "sesame.spf.strangers"
local terms = require "sesame.spf.term"
local text = require "sesame.fix.spf_text"

local tree = { subject = "spf", builders = {} }

local builders = tree.builders

-- Whether TERM can be taken out without asking: it leads back to where it stands, or to a name without a record. What
-- is no name of a host may be one with a slip of the key, and a service somebody needs.
local function in_vain(term)
   local host = (term.target or ""):find("^[%w_][%w_.-]*[%w]$") and not term.target:find("..", 1, true)
   return term.problem == "loop" or term.problem == "no-record" and host ~= nil and host
end

-- Whether NAME is of the owner of the audited domain.
local function is_own(audit, name)
   local model = audit.models.domain
   return owners.is_own(audit.domain, name, model and model.zone)
end

-- Visits every term of NODE with the record it stands in: visit(term, owner, record).
local function each_term(node, owner, visit)
   for _, term in ipairs(node.terms or {}) do
      visit(term, owner, node.record)
      if term.terms and term.target and term.status ~= "loop" then each_term(term, term.target, visit) end
   end
end

-- The term that stands at RANGE of the record VALUE of OWNER, or nil.
local function term_at(audit, owner, value, range)
   local found
   each_term(audit.models.spf_tree, audit.models.spf_tree.domain, function(term, name, record)
      if name == owner and record == value and range and term.range[1] == range[1] then found = found or term end
   end)
   return found
end

-- The change that takes RANGES out of VALUE, the record of OWNER.
local function cut(audit, owner, value, ranges, why, words)
   local model = text.model_at(audit, owner)
   local name = model and text.owner(model) or owner
   return change.replace(name, "TXT", { value }, { text.edit(value, ranges, words) }, why)
end

local function tell(owner, shown, what)
   return { text = ("Tell whoever publishes the SPF record of %s: %s there %s."):format(owner, shown, what) }
end

--- A term that finds nothing goes, where the record is the owner's.
function builders.void(finding, audit)
   local at = finding.evidence[1]
   if not at or not at.range then return nil, "the term at fault is not known" end
   local shown = finding.fields.term
   if not is_own(audit, at.name) then return { steps = { tell(at.name, shown, "finds nothing") } } end
   local why = ("%s finds nothing, lets nobody send and costs a lookup."):format(shown)
   return { changes = { cut(audit, at.name, at.value, { at.range }, why) } }
end

-- Whether VALUE has faults of its own: their mend says what the record is, before any term of it goes.
local function is_damaged(value)
   local parsed = spf.parse(value or "")
   return parsed ~= nil and #parsed.faults > 0
end

-- The fix of TERM in the record VALUE of OWNER that ends in permerror.
local function broken(audit, finding, owner, value, term)
   if is_own(audit, owner) and is_damaged(value) then
      return { steps = { { text = ("Mend the faults in the SPF record of %s first."):format(owner) } } }
   end
   if not is_own(audit, owner) then
      return { steps = { tell(owner, term.text, "ends in permerror") } }
   end
   local why = ("%s ends in permerror for every sender that comes to it."):format(term.text)
   local changes = { cut(audit, owner, value, { term.range }, why) }
   if in_vain(term) then return { changes = changes } end
   return {
      steps = { { text = ("%s: mend what it leads to, or tell whoever publishes it."):format(
         (finding.message:gsub("%.$", ""))) } },
      choices = { { text = ("take out %s, if nobody sends by it"):format(term.text), changes = changes } },
   }
end

--- A further term that ends in permerror.
function builders.further(finding, audit)
   local at = finding.evidence[1]
   local term = at and term_at(audit, at.name, at.value, at.range)
   if not term then return nil, "the term at fault is not known" end
   return broken(audit, finding, at.name, at.value, term)
end

--- The first term that ends in permerror.
function builders.permerror(finding, audit)
   local walked = audit.models.spf_tree
   local path = walked and walked.culprit
   if not path or #path == 0 then return nil, "it goes with the faults of the record itself" end
   local owner, value = walked.domain, walked.record
   for i = 1, #path - 1 do owner, value = path[i].target, path[i].record end
   local offer = broken(audit, finding, owner, value, path[#path])
   if #path > 1 and not is_own(audit, owner) then
      local own = path[1]
      offer.choices = { {
         text = ("take out %s, if nobody sends by it any more"):format(own.text),
         changes = { cut(audit, walked.domain, walked.record, { own.range }, "What it leads to ends in permerror.") },
      } }
   end
   return offer
end

-- ---- void lookups ----

local WORDS_MAX <const> = 24 -- terms in the place of one: a host of one's own has fewer addresses

-- The addresses of TERM as ip4: and ip6: terms with its qualifier, or nil where they are not certain or too many.
local function addresses_of(term)
   if term.macro or not term.addresses or term.addresses ~= term.possible then return nil end
   local list = blocks.words(term.addresses, blocks.sign(term.qualifier), WORDS_MAX)
   return list and #list > 0 and table.concat(list, " ") or nil
end

-- The changes that WORD_OF(term, owner) asks for in the owner's own records, as far as they are mended term by term:
-- nil keeps a term, "" takes it out. None where there are too many terms.
local function rewritten(audit, why, word_of)
   local edits, order, done, count = {}, {}, {}, 0
   each_term(audit.models.spf_tree, audit.domain, function(term, owner, record)
      local key = owner .. "\0" .. term.range[1]
      if done[key] or not record or #record > bounds.MENDED or not is_own(audit, owner) then return end
      done[key], count = true, count + 1
      local word = count <= bounds.TREE and word_of(term, owner)
      if word then
         if not edits[owner] then
            edits[owner] = { value = record, ranges = {}, words = {} }
            order[#order + 1] = owner
         end
         local edit = edits[owner]
         edit.ranges[#edit.ranges + 1] = term.range
         edit.words[#edit.ranges] = word ~= "" and word or nil
      end
   end)
   if count > bounds.TREE then return {} end
   local changes = {}
   for i, owner in ipairs(order) do
      local edit = edits[owner]
      changes[i] = cut(audit, owner, edit.value, edit.ranges, why, edit.words)
   end
   return changes
end

--- Too many void lookups: what finds nothing goes; then the owner's own hosts are written as addresses.
function builders.voids(finding, audit, facts)
   local walked = audit.models.spf_tree
   if not walked or not spf.is_record(walked.record or "") then return nil, "the record could not be read" end
   local function gone(term) return terms.is_void(term) and "" or nil end
   local function written(term)
      if terms.is_void(term) then return "" end
      if term.status == "counted" and strangers.none(audit.domain, term, facts) then return addresses_of(term) end
   end
   local function copied(term)
      local word = written(term)
      if word then return word end
      if (term.kind == "a" or term.kind == "mx") and term.status == "counted" then return addresses_of(term) end
   end
   local choices = {}
   local addresses = "Addresses cost no lookup."
   for _, try in ipairs {
      { gone, "take out the terms that find nothing", "It finds nothing and lets nobody send.", true },
      { written, "write your own hosts as addresses, which cost no lookup", addresses, true },
      { copied, "write the hosts of others as addresses too, which go stale when they move", addresses, false },
   } do
      local changes = rewritten(audit, try[3], try[1])
      if #changes > 0 then choices[#choices + 1] = { text = try[2], safe = try[4], changes = changes } end
   end
   return { steps = { console.step(finding) }, choices = #choices > 0 and choices or nil }
end

return tree
