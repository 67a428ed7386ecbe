-- SPDX-License-Identifier: MIT
-- SPF records under repair: which record a name has, and its text with terms taken out or put in, every other byte
-- kept. Functions of models; it must not know findings' codes.
local change = require "sesame.fix.change"
local edit = require "sesame.spf.edit"
local included = require "sesame.spf.included"
local spf = require "sesame.spf"

local text = {}

--- The SPF model at NAME, the domain's or a MAIL FROM name's, or nil.
function text.model_at(audit, name)
   local models = audit.models or {}
   if models.spf and models.spf.name == name then return models.spf end
   for _, entry in ipairs(models.mail_from or {}) do
      if entry.name == name then return entry.spf end
   end
end

--- The record of the owner's that holds at NAME and that the domain's record, or one of a MAIL FROM name, comes to
-- (sesame.spf.included), and the tree it is of; or nil.
function text.included_at(audit, name)
   local models = audit.models or {}
   local trees = { models.spf_tree }
   for _, entry in ipairs(models.mail_from or {}) do trees[#trees + 1] = entry.tree end
   for _, tree in ipairs(trees) do
      for _, entry in ipairs(included.own(tree, models.domain and models.domain.zone)) do
         if entry.owner == name then return entry, tree end
      end
   end
end

--- The walked tree of the record at NAME, or nil.
function text.tree_at(audit, name)
   if audit.models.spf and audit.models.spf.name == name then return audit.models.spf_tree end
   for _, entry in ipairs(audit.models.mail_from or {}) do
      if entry.name == name then return entry.tree end
   end
end

--- The name whose zone holds the record of MODEL: where its aliases end.
function text.owner(model)
   return model.chain[#model.chain] or model.name
end

--- The one record at NAME: model, text and parsed record; nil and a reason where there is not exactly one that can be
-- read.
function text.single(audit, name)
   local model = text.model_at(audit, name)
   if not model or #model.records ~= 1 then return nil, "there is not exactly one SPF record to mend" end
   local parsed = spf.parse(model.records[1])
   if not parsed then return nil, "the record is too long to be read" end
   return model, model.records[1], parsed
end

--- The same of a record that receivers can read: before that nothing else of it is mended, since the mend of its faults
-- says what it is.
function text.readable(audit, name)
   local model, old, parsed = text.single(audit, name)
   if model and #parsed.faults > 0 then return nil, "the record has faults, which are to be mended first" end
   return model, old, parsed
end

--- The change that puts NEW in the place of the record OLD of MODEL.
function text.swap(model, old, new, why)
   return change.replace(text.owner(model), "TXT", { old }, { new }, why)
end

text.edit, text.with = edit.ranges, edit.with -- as sesame.spf.edit has them

--- RECORD (text and PARSED) without the terms for which GOES(term, index) is true. The new text, and the texts that
-- went.
function text.without(record, parsed, goes)
   local ranges, gone = {}, {}
   for i, term in ipairs(parsed.terms) do
      if goes(term, i) then
         ranges[#ranges + 1], gone[#gone + 1] = term.range, term.text
      end
   end
   return text.edit(record, ranges), gone
end

local STRICT = { ["-"] = 3, ["~"] = 2, ["?"] = 1, ["+"] = 0 }

--- One record with the terms of all RECORDS once each, and the strictest "all" among them, "~all" where that lets
-- everybody in; nil and a reason where that cannot be told.
function text.union(records)
   local terms, seen, all = {}, {}, nil
   for _, record in ipairs(records) do
      local parsed = spf.parse((spf.mend(record)) or record)
      if not parsed or not parsed.valid then return nil, "one of the records has a syntax error: mend that first" end
      if parsed.redirect and not parsed.all then
         return nil, "one of the records ends in redirect=: which policy is meant is the owner's to say"
      end
      for _, term in ipairs(parsed.terms) do
         local key = term.text:lower()
         if term.kind == "all" then
            if not all or STRICT[term.qualifier] > STRICT[all.qualifier] then all = term end
         elseif term.kind ~= "redirect" and not seen[key] then
            seen[key] = true
            terms[#terms + 1] = term.text
         end
      end
   end
   terms[#terms + 1] = all and STRICT[all.qualifier] > 1 and all.text or "~all"
   return spf.render(terms)
end

return text
