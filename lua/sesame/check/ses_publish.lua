-- SPDX-License-Identifier: MIT
-- The records to publish for a custom MAIL FROM name of Amazon SES, as data. It must not know any finding.
local alike = require "sesame.ses.spf_alike"
local records = require "sesame.base.records"
local regions = require "sesame.ses.regions"
local spf = require "sesame.spf"
local include_of = require("sesame.spf.term").include_of

local publish = {}

publish.PREFERENCE = 10 -- as documented
publish.SPF = "v=spf1 include:amazonses.com ~all"

local SERVICE = alike.SERVICE

--- The feedback host of REGION, built by the pattern for one that is not in the table.
function publish.host(region)
   local known = regions.get(region)
   return known and known.mail_from_mx or ("feedback-smtp.%s.amazonses.com"):format(region)
end

--- The name at which ENTRY's records for REGION are to stand: its own, or another where that serves something else; nil
-- where none is free.
function publish.place(entry, region)
   if entry.moves then return region and entry.places[region] end
   return entry.name
end

--- The MX of ENTRY (sesame.model.mail_from) for REGION, as a finding's records; nil where no region is known.
function publish.mx(entry, region)
   local name = publish.place(entry, region)
   return region and name and records.mx(name, publish.PREFERENCE, publish.host(region)) or nil
end

-- The terms of RECORD; where a space stands within one, those it was meant to be, or else its words.
local function terms_of(record)
   local list = {}
   for _, term in ipairs(assert(spf.parse(record)).terms) do
      local meant = term.text:find "%s" and spf.parse((spf.mend("v=spf1 " .. term.text))).terms or { term }
      for _, each in ipairs(meant) do
         for word in each.text:gmatch "%S+" do
            list[#list + 1] = word == each.text and each or { text = word }
         end
      end
   end
   return list
end

--- RECORD with SES's include before all other terms, and without GONE (texts of terms, or nil). Raises for a record
-- that cannot be read.
function publish.in_front(record, gone)
   local words, leaves = { "include:" .. SERVICE }, {}
   for _, text in ipairs(gone or {}) do leaves[text] = true end
   for _, term in ipairs(terms_of(record)) do
      local known = include_of({ terms = { term } }, SERVICE) or leaves[term.text]
      if not known then words[#words + 1] = term.text end
   end
   return spf.render(words)
end

-- The texts of the terms that go where SES's include comes in: copies of its addresses, and names written for it.
local function replaced(entry)
   local copies = entry.sending and entry.sending.copies or {}
   local list = table.move(copies, 1, #copies, 1, {})
   for _, term in ipairs(entry.tree and alike.terms(entry.tree) or {}) do list[#list + 1] = term.text end
   return list
end

--- The SPF text that lets SES send with ENTRY's name: where there is one record that can be read, that one, with SES
-- first, and without copies of SES's addresses and names written in the place of SES's; else SES alone.
function publish.spf_text(entry)
   local model = entry.spf
   local record = model and not entry.moves and #model.records == 1 and model.records[1]
   local parsed = record and spf.parse(record)
   if not parsed or #parsed.terms == 0 then return publish.SPF end
   return publish.in_front(record, replaced(entry))
end

--- The SPF record of ENTRY, for REGION where it needs another name.
function publish.spf(entry, region)
   local name = publish.place(entry, region)
   return name and records.txt(name, publish.spf_text(entry)) or nil
end

--- MX and SPF record.
function publish.both(entry, region)
   return records.join(publish.mx(entry, region), publish.spf(entry, region))
end

--- The record of RRTYPE ("MX" or "TXT"); and the other one, where a wildcard lends it to the name until then.
function publish.of_type(entry, rrtype, region)
   local lent = entry.wildcard and entry.wildcard[rrtype == "MX" and "TXT" or "MX"] == "answers"
   if lent then return publish.both(entry, region) end
   if rrtype == "MX" then return publish.mx(entry, region) end
   return publish.spf(entry, region)
end

--- The records for names of their own for every region of ENTRY that needs one.
function publish.separate(entry)
   local all = {}
   for _, region in ipairs(entry.regions) do
      local name = entry.places and entry.places[region]
      if name then all = records.join(all, publish.both({ name = name }, region)) end
   end
   return all
end

return publish
