-- SPDX-License-Identifier: MIT
-- What an audit comes to at first sight: the verdict, SES region by region, what SPF costs and which DMARC policy
-- applies. A function of audits; it must not judge.
local counts = require "sesame.base.counts"
local looked_words = require "sesame.report.looked_text"
local matrix = require "sesame.report.ses_matrix_text"
local sections = require "sesame.report.sections_text"
local text = require "sesame.base.text"

local glance = {}

--- COUNTS in words: "2 errors, 1 warning"; where there is nothing, of what there is nothing (LOOKED of an audit, or
-- nil).
function glance.summary(found, looked)
   local parts = {}
   for _, pair in ipairs { { "error", "error" }, { "warning", "warning" }, { "notice", "notice" } } do
      if found[pair[1]] > 0 then parts[#parts + 1] = text.plural(found[pair[1]], pair[2]) end
   end
   if found.unknown > 0 then parts[#parts + 1] = ("%d unknown"):format(found.unknown) end
   return #parts > 0 and table.concat(parts, ", ") or "nothing to mend" .. looked_words.of_what(looked)
end

local SES <const> = "amazonses.com"

-- What the terms below NODE that lead to SES take of the lookups.
local function share_of_ses(node)
   local share = 0
   for _, term in ipairs(node.terms or {}) do
      if term.target and term.target:lower() == SES then share = share + (term.total or 0)
      else share = share + share_of_ses(term) end
   end
   return share
end

local function spf(models)
   local model, tree = models.spf, models.spf_tree
   if not model then return nil end
   if model.known == "unknown" then return "SPF ?" end
   if #model.records == 0 then return "no SPF" end
   if #model.records > 1 then return ("%d SPF records"):format(#model.records) end
   if not tree or not tree.lookups then return "SPF ?" end
   local words = ("SPF %s%d/%d lookups"):format(counts.bound(tree.lower_bound), tree.lookups, tree.limit)
   local share = share_of_ses(tree)
   return share > 0 and ("%s (SES %d)"):format(words, share) or words
end

local function dmarc(models)
   local found = models.dmarc and models.dmarc.policy
   if not found then return nil end
   if found.status == "unknown" then return "DMARC ?" end
   if not found.policy or not found.said then return "no DMARC" end
   local said = found.said
   local tag = found.tag and found.tag ~= "p" and found.tag or "p"
   return ("DMARC %s=%s, adkim %s, aspf %s"):format(tag, found.policy, said.adkim or "r", said.aspf or "r")
end

--- One line on the policies of MODELS: "SPF 13/10 lookups (SES 1), DMARC p=none, adkim r, aspf r"; nil where nothing
-- of both was looked at.
function glance.policies(models)
   if not models then return nil end
   local parts = {}
   for _, part in ipairs { spf(models) or false, dmarc(models) or false } do
      if part then parts[#parts + 1] = part end
   end
   return #parts > 0 and table.concat(parts, ", ") or nil
end

--- The lines of the matrix of MODELS, without a title; none where no identity of SES is known. PAINT(kind, words)
-- colours.
function glance.matrix(models, paint)
   local made = matrix.table(models)
   if not made then return {} end
   local lines = sections.table(made, paint)
   for _, sentence in ipairs(made.sentences) do text.append(lines, text.wrap(text.escape(sentence), "  ")) end
   if made.left > 0 then
      lines[#lines + 1] = ("  and %d more addresses that are identities of their own"):format(made.left)
   end
   return lines
end

return glance
