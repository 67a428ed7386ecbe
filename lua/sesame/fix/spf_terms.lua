-- SPDX-License-Identifier: MIT
-- Fixes of single terms of an SPF record: written wrong, twice, in vain, too wide, or missing at the end. Functions of
-- models.
local spf = require "sesame.spf"
local change = require "sesame.fix.change"
local console = require "sesame.fix.console"
local include_of = require("sesame.spf.term").include_of
local mend = require "sesame.spf.mend"
local spf_meant = require "sesame.fix.spf_meant"
local text = require "sesame.fix.spf_text"

local terms = { subject = "spf", builders = {} }

local builders = terms.builders

-- One fix that puts NEW in the place of the record.
local function becomes(model, old, new, why)
   if new == old then return nil, "the record would stay as it is" end
   return { changes = { text.swap(model, old, new, why) } }
end

local function choice(model, old, new, words, why, safe)
   return { text = words, safe = safe, changes = { text.swap(model, old, new, why) } }
end

-- ---- syntax ----

--- The record as it was meant, where that is evident.
function builders.mend(finding, audit)
   local model, old = text.single(audit, finding.subject)
   if not model then return nil, old end
   return spf_meant.offer(function(new, why) return text.swap(model, old, new, why) end, old)
end

--- The same for a record of the owner's that the domain's comes to.
function builders.included(finding, audit)
   local entry, tree = text.included_at(audit, finding.subject)
   if not entry then return nil, "the record could not be read" end
   return spf_meant.offer(function(new, why)
      return change.replace(entry.owner, "TXT", { entry.record }, { new }, why)
   end, entry.record, not entry.ends and tree.record or nil)
end

--- Records pasted into one: the terms of each once, in one; or the first, or the last of them.
function builders.split(finding, audit)
   local model, old = text.single(audit, finding.subject)
   if not model then return nil, old end
   local pieces, choices = mend.pieces(old), {}
   local new = text.union(pieces)
   if new then
      choices[1] = choice(model, old, new, ("one record with the terms of all (%s)"):format(new),
         "What stood behind the first \"all\" counts too.")
   end
   for _, piece in ipairs(pieces) do
      local mended = mend.text(piece)
      if mended then
         choices[#choices + 1] = choice(model, old, mended, ("keep only: %s"):format(mended),
            "One record; the other never counted.")
      end
   end
   if #choices == 0 then return nil, "none of the records in it can be read" end
   return { choices = choices }
end

-- ---- the end ----

local function all_of(parsed)
   return parsed.all and parsed.terms[parsed.all]
end

local function ended(old, parsed, word)
   local all = all_of(parsed)
   if all then return text.edit(old, { all.range }, { word }) end
   return old:gsub("%s+$", "") .. " " .. word
end

--- Whoever is not named gets softfail, or fail.
builders["end"] = function(finding, audit)
   local model, old, parsed = text.readable(audit, finding.subject)
   if not model then return nil, old end
   return {
      choices = {
         choice(model, old, ended(old, parsed, "~all"), "end in ~all: mail from elsewhere is suspect",
            "Whoever is not named gets \"softfail\".", true),
         choice(model, old, ended(old, parsed, "-all"),
            "end in -all: mail from elsewhere is refused; once nothing legitimate is left out",
            "Whoever is not named gets \"fail\"."),
      },
   }
end

-- Whether a term of the domain's own lets (nearly) everybody in by itself: +all, or a range of half of all addresses
-- and more.
local function is_open(parsed, walked)
   if walked and walked.status == "dead" then return false end
   if parsed.kind == "all" then return parsed.qualifier == "+" end
   if parsed.kind == "ip4" then return parsed.qualifier == "+" and parsed.prefix4 <= 1 end
   if parsed.kind == "ip6" then return parsed.qualifier == "+" and parsed.prefix6 <= 1 end
   local set = walked and walked.addresses
   return parsed.qualifier == "+" and set ~= nil and (set:is_all "ip4" or set:is_all "ip6")
end

-- Whether a term of the record PARSED, "all" aside, says who may send: without one, closing it stops all mail.
local function names_somebody(parsed)
   for _, term in ipairs(parsed.terms) do
      if term.kind == "redirect" or term.qualifier == "+" and term.kind ~= "all" then return true end
   end
   return false
end

--- A record that lets anyone send: what matches everybody goes, and the record ends in ~all.
function builders.close(finding, audit)
   local model, old, parsed = text.readable(audit, finding.subject)
   if not model then return nil, old end
   local tree, includes = text.tree_at(audit, finding.subject), {}
   local kept, gone = text.without(old, parsed, function(term, i)
      local open = term.kind ~= "all" and is_open(term, tree and tree.terms[i])
      if open and (term.kind == "include" or term.kind == "exists") then includes[#includes + 1] = term.text end
      return open
   end)
   local again = spf.parse(kept)
   local all = all_of(again)
   if not all or all.qualifier == "+" then kept = ended(kept, again, "~all") end
   if kept == old then return nil, "which term lets everybody in cannot be told from the record" end
   local words = #gone > 0 and ("take out %s"):format(table.concat(gone, ", ")) or "end in ~all in place of +all"
   local steps
   if #includes > 0 then
      local names = table.concat(includes, ", ")
      steps = { { text = ("Tell whoever publishes the record behind %s that it passes every address."):format(names) } }
   end
   local why = "Nobody gets \"pass\" whom the record does not name."
   local safe = #includes == 0 and names_somebody(again)
   return { steps = steps, narrows = true, choices = { choice(model, old, kept, words, why, safe) } }
end

-- ---- terms in vain ----

--- What stands behind "all" goes, or "all" moves behind it.
function builders.order(finding, audit)
   local model, old, parsed = text.readable(audit, finding.subject)
   if not model then return nil, old end
   local all = all_of(parsed)
   if not all then return nil, "the record has no \"all\"" end
   local function behind(term, i)
      return i > parsed.all and term.kind ~= "modifier" and term.kind ~= "exp" and term.kind ~= "redirect"
   end
   local without, gone = text.without(old, parsed, behind)
   local moved = text.without(old, parsed, function(term) return term.kind == "all" end) .. " " .. all.text
   return {
      choices = {
         choice(model, old, without, ("take out what never counted (%s): no result changes"):format(table.concat(gone,
            " ")),
            "What stands behind \"all\" never counts.", true),
         choice(model, old, moved, ("move \"all\" to the end, so that %s may send"):format(table.concat(gone, " ")),
            "What stood behind \"all\" counts now."),
      },
   }
end

--- redirect beside "all": it goes, since it never counted, or "all" does.
function builders.redirect(finding, audit)
   local model, old, parsed = text.readable(audit, finding.subject)
   if not model then return nil, old end
   local without = text.without(old, parsed, function(term) return term.kind == "redirect" end)
   local instead = text.without(old, parsed, function(term) return term.kind == "all" end)
   return {
      choices = {
         choice(model, old, without, "take out redirect, which never counted: no result changes",
            "redirect does not count beside \"all\".",
            true),
         choice(model, old, instead, "take out \"all\", if the other record is meant",
            "The record redirect leads to counts now."),
      },
   }
end

-- The term of PARSED at the bytes the finding underlines.
local function underlined(finding, parsed)
   local shown = finding.evidence[1]
   if not shown or not shown.range then return nil end
   for _, term in ipairs(parsed.terms) do
      if term.range[1] == shown.range[1] and term.range[2] == shown.range[2] then return term end
   end
end

-- The record at the finding's name without the underlined term: model, old, new, the term's text.
local function dropped(finding, audit)
   local model, old, parsed = text.readable(audit, finding.subject)
   if not model then return nil, old end
   local term = underlined(finding, parsed)
   if not term or finding.evidence[1].value ~= old then return nil, "the term at fault is not in this record" end
   return model, old, text.edit(old, { term.range }), term.text
end

--- A term that stands twice goes the second time.
function builders.deduplicate(finding, audit)
   local model, old, new = dropped(finding, audit)
   if not model then return nil, old end
   return becomes(model, old, new, "It stands there twice; the second one never matches anything the first did not.")
end

--- A term goes only if its owner says so.
function builders.drop(finding, audit)
   local model, old, new, shown = dropped(finding, audit)
   local steps = { console.step(finding) }
   if not model then return { steps = steps } end
   return {
      steps = steps,
      choices = { choice(model, old, new, ("take out %s, if nobody sends by it"):format(shown), finding.message) },
   }
end

--- Google's blocks named one by one become the one include.
function builders.google(finding, audit)
   local model, old, parsed = text.readable(audit, finding.subject)
   if not model then return nil, old end
   local first, present = nil, false
   for _, term in ipairs(parsed.terms) do
      present = present or include_of({ terms = { term } }, "_spf.google.com") ~= nil
   end
   local ranges, words = {}, {}
   for _, term in ipairs(parsed.terms) do
      if term.kind == "include" and term.value and term.value:lower():find("^_netblocks%d?%.google%.com%.?$") then
         ranges[#ranges + 1] = term.range
         if not first and not present then words[#ranges], first = "include:_spf.google.com", true end
      end
   end
   if #ranges == 0 then return nil, "the blocks are not in this record" end
   return becomes(model, old, text.edit(old, ranges, words), "The one include Google documents, in place of its parts.")
end

--- A domain that takes no mail and lets hosts send: which of the two holds is the owner's to say.
function builders.silent(finding, audit)
   local model, old = text.readable(audit, finding.subject)
   if not model then return nil, old end
   return {
      choices = {
         { text = "the domain sends mail: an MX that takes the bounces, in place of the null MX", steps = { {
            text = ("Publish the MX of the host that takes mail for %s, in place of \"0 .\"."):format(finding.subject),
         } } },
         choice(model, old, "v=spf1 -all", "the domain sends no mail: v=spf1 -all", "Nobody may send for the domain."),
      },
   }
end

return terms
