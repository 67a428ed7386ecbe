-- SPDX-License-Identifier: MIT
-- A flattening, and whether a flattened record has drifted, as text. Functions of what sesame.spf.flatten gives;
-- nothing is looked up.
local compare = require "sesame.report.spf_compare_text"
local compare_words = require "sesame.check.spf_compare_words"
local counts = require "sesame.base.counts"
local plan = require "sesame.fix.plan"
local text = require "sesame.base.text"
local words = require "sesame.report.spf_flatten_words"

local report = {}

local FEW = 40 -- ranges shown without --verbose

local function prose(lines, first, said)
   text.append(lines, text.wrap(text.escape(said), (" "):rep(#first), first))
end

local function rows(lines, title, list, said)
   if #list == 0 then return end
   lines[#lines + 1] = title
   local pairs_list = {}
   for i, item in ipairs(list) do pairs_list[i] = { text.escape(item.term), text.escape(said(item)) } end
   text.append(lines, text.columns(pairs_list, "  "))
end

local function flattened_words(item)
   local said = ("%s%s, %s"):format(counts.bound(item.lower_bound), text.plural(item.lookups, "lookup"),
      text.plural(item.blocks, "block"))
   return item.owner and said .. " of " .. item.owner or said
end

local DOES = { add = "gets", replace = "has in place of its TXT records", remove = "loses" }

-- Each set whole, as a master file has it, in the order to publish.
local function changes(lines, list)
   for i, item in ipairs(list) do
      local texts = plan.texts(item)
      lines[#lines + 1] = ""
      prose(lines, ("%d. "):format(i), ("%s %s: %s"):format(item.name, DOES[item.action], words.change(item.why)))
      for _, data in ipairs(item.action == "remove" and texts.before or texts.values) do
         lines[#lines + 1] = ("%s%s. %d IN %s %s"):format(item.action == "remove" and ";- " or "", item.name, item.ttl,
            item.type, data)
      end
   end
end

-- "3 IPv4 addresses", of the families that SET has addresses of; nil where it has none.
local function some(set)
   return counts.some(counts.of(set))
end

local function head(lines, made)
   local from = made.source and (" from %s"):format(made.source.name or "the record given") or ""
   local bound = counts.bound(made.lower_bound)
   prose(lines, "", ("%s%s: %s%s now, %s%d afterwards, %d allowed."):format(made.domain, from, bound,
      text.plural(made.before, "lookup"), bound, made.after, made.target))
   prose(lines, "", "Proved: every IPv4 and every IPv6 address gets the same result.")
   local mended, limited = some(made.proof.mended), some(made.proof.limited)
   if mended then prose(lines, "", ("Mended: %s, which get permerror today by the lookup limits."):format(mended)) end
   if limited then
      prose(lines, "", ("Not mended: %s, which meet a lookup limit (10 lookups, or 2 that find nothing) before and "
         .. "after. See: sesame spf tree %s"):format(limited, made.domain))
   end
end

--- MADE (sesame.spf.flatten) as text.
function report.flatten(made)
   local lines = {}
   if made.verdict ~= "flattened" then
      prose(lines, "", ("%s: %s."):format(made.domain, words.reason(made.reason)))
      rows(lines, "Stays:", made.kept, function(item) return words.reason(item.reason) end)
      if made.verdict == "refused" then
         prose(lines, "", ("What else can be done: sesame spf plan %s"):format(made.domain))
      end
      return table.concat(lines, "\n") .. "\n"
   end
   head(lines, made)
   rows(lines, "Written as addresses:", made.flattened, flattened_words)
   rows(lines, "Stays:", made.kept, function(item) return words.reason(item.reason) end)
   if #made.changes == 0 then
      lines[#lines + 1] = "It is published like that already: nothing is to be done."
   else
      prose(lines, "", ("Before you publish: sesame spf plan %s shows what can be removed, or moved to a name of its "
         .. "own; that does not go stale."):format(made.domain))
      lines[#lines + 1] = "Publish in this order, each set whole:"
      changes(lines, made.changes)
      lines[#lines + 1] = ""
      prose(lines, "Risk: ", words.risk(made.risk))
   end
   for _, note in ipairs(made.notes) do prose(lines, "Note: ", words.note(note)) end
   return table.concat(lines, "\n") .. "\n"
end

-- ---- drift ----

local function ranges(lines, title, list, verbose)
   if #list == 0 then return end
   prose(lines, "", title)
   for i, range in ipairs(list) do
      if i > FEW and not verbose then
         lines[#lines + 1] = ("  ... and %d more ranges (--verbose shows all)"):format(#list - FEW)
         break
      end
      lines[#lines + 1] = "  " .. compare.range(range)
   end
end

--- DRIFT (sesame.spf.flatten.source) as text. OPTIONS: verbose.
function report.drift(drift, options)
   local lines, where = {}, drift.source.name or "the record given"
   if drift.verdict == "equal" then
      prose(lines, "", ("%s: in order. Every address gets the same result as by %s."):format(drift.domain, where))
      return table.concat(lines, "\n") .. "\n"
   elseif drift.verdict == "drifted" then
      prose(lines, "", ("%s: stale. It says no longer what %s says."):format(drift.domain, where))
   else
      prose(lines, "", ("%s: cannot be compared with %s: %s."):format(drift.domain, where,
         compare_words.reason(drift.comparison)))
   end
   ranges(lines, "Missing: may send by the source, but not by the published record:", drift.missing, options.verbose)
   ranges(lines, "Extra: may send by the published record, but not by the source:", drift.extra, options.verbose)
   local others = {}
   for _, change in ipairs(drift.comparison.changes) do
      if change.term or (change.from ~= "pass" and change.to ~= "pass") then others[#others + 1] = change end
   end
   if #others > 0 then
      prose(lines, "", "Other results, by the source and by the published record:")
      compare.changes(lines, others, options.verbose)
   end
   if drift.verdict == "drifted" then
      prose(lines, "", ("Make it anew with sesame spf flatten %s, as it was made."):format(drift.domain))
   end
   return table.concat(lines, "\n") .. "\n"
end

return report
