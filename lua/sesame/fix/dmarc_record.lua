-- SPDX-License-Identifier: MIT
-- Fixes of what a DMARC record says: the record as it was meant, an address for reports, marks of the tree. Functions
-- of models; a policy is never made stronger without being asked.
local change = require "sesame.fix.change"
local dmarc_meant = require "sesame.fix.dmarc_meant"
local mailboxes = require "sesame.dmarc.mailboxes"
local mend = require "sesame.dmarc.mend"

local fixes = { subject = "dmarc", builders = {} }

local builders = fixes.builders

local JOINED = { rua = true, ruf = true } -- given twice, their addresses belong together

local WEAKER = { reject = "quarantine", quarantine = "none" }

-- The place of the walk, or of a name below, that FINDING shows, with the record that is there now.
local function place_of(finding, audit)
   local shown, model = finding.evidence[1], audit.models.dmarc
   for _, places in ipairs { model.policy.walk.places, model.below or {} } do
      for _, place in ipairs(places) do
         if shown and place.name == shown.name and place.record then return place end
      end
   end
end

local function replace(place, text, why)
   return change.replace(place.chain[#place.chain] or place.name, "TXT", place.records, { text }, why)
end

-- The tags of PLACE's record, mended, as a list of { name, value }.
local function tags_of(place)
   local _, said, _, readable = mend.text(place.records[1])
   return readable or mend.tags(said)
end

local with = mend.with

-- An address at BASE as a value of rua, and the steps it takes; nil where BASE receives no mail, and the steps then.
local function mailbox(base, audit)
   if not mailboxes.may_receive(audit.models.mx, base) then
      return nil, { { text = ("%s receives no mail: put into rua= an address at a name that does."):format(base) } }
   end
   local text = ("Make the mailbox dmarc-reports@%s, or put another address into rua."):format(base)
   return "mailto:dmarc-reports@" .. base, { { text = text } }
end

-- ---- the record as it was meant ----

-- pct is gone (RFC 9989 A.6): receivers that follow RFC 9989 apply the policy to all mail, those of RFC 7489 to a part.
-- Which of the two is meant for all is its owner's to say.
local function without_pct(place, said)
   local tags = with(tags_of(place), "pct", nil)
   local whole = replace(place, mend.render(tags), "pct is gone; the policy for all mail.")
   local weaker = WEAKER[said.p]
   return { choices = {
      { text = ("p=%s for all mail, as receivers that follow RFC 9989 have it already"):format(said.p),
         changes = { whole } },
      { text = ("t=y, which asks for the next weaker policy as long as it stands; receivers that follow RFC 7489 do "
         .. "not know it, and apply p=%s to all mail"):format(said.p),
         changes = { replace(place, mend.render(with(tags, "t", "y")), "t=y says what pct did (RFC 9989 A.6).") } },
      { text = ("p=%s for all mail: weaker than what stands there"):format(weaker),
         changes = { replace(place, mend.render(with(tags, "p", weaker)),
            "pct is gone; a weaker policy for all mail.") } },
   } }
end

-- Two values of one tag: the first stays, which is the one that is read, unless told otherwise.
local function one_of(place, said)
   local choices, seen = {}, {}
   for _, tag in ipairs(said.list) do
      local first = said.tags[tag.name]
      if first and first ~= tag and not (seen[tag.name] or JOINED[tag.name]) then
         seen[tag.name] = true
         local tags = tags_of(place)
         for i, value in ipairs { first.value, tag.value } do
            choices[i] = {
               text = ("keep %s=%s"):format(tag.name, value), safe = i == 1,
               changes = { replace(place, mend.render(with(tags, tag.name, value)), "A tag may stand once.") },
            }
         end
      end
   end
   if #choices == 0 then return nil end
   return { choices = choices }
end

local function replacing(place)
   return function(text, why) return replace(place, text, why) end
end

-- Whether DOUBTS are about a policy or an address that somebody wrote.
local function asked_about(doubts)
   for _, doubt in ipairs(doubts or {}) do
      if doubt.text ~= "" then return true end
   end
   return false
end

-- Whether nothing is in doubt but one address for reports, of which nothing can be kept.
local function only_addresses(doubts)
   local text = doubts and #doubts == 1 and #doubts[1].choices == 0 and doubts[1].text:lower()
   return text and text:find("^rua%s*=") ~= nil
end

--- The record with every fault mended that needs no decision; choices where one is needed.
function builders.mend(finding, audit)
   local place = place_of(finding, audit)
   if not place then return nil, "the record is not there any more" end
   local said = place.record
   if finding.code == "dmarc-pct" and WEAKER[said.p] then return without_pct(place, said) end
   if finding.code == "dmarc-tag-duplicate" then
      local made = one_of(place, said)
      if made then return made end
   end
   local text, better, doubts, readable = mend.text(place.records[1])
   if text and better.applies and text ~= place.records[1] then
      return dmarc_meant.offer(replacing(place), said, text, better)
   elseif not said.applies and not (text and better.applies) and not asked_about(doubts) then
      local uri, steps = mailbox(place.owner, audit)
      local why = "A policy that changes nothing for mail" .. (uri and ", and asks for reports." or ".")
      local tags = with(with(readable or {}, "p", "none"), "rua", uri)
      return { changes = { replace(place, mend.render(tags), why) }, steps = steps }
   elseif only_addresses(doubts) then
      local uri, steps = mailbox(place.owner, audit)
      if not uri then return { steps = steps } end
      local mended = mend.render(with(readable, "rua", uri))
      return { changes = {
         replace(place, mended, "The record as it was meant, with an address that reports can go to.") },
         steps = steps }
   end
   local choices = dmarc_meant.choices(replacing(place), place.records[1], doubts)
   if choices then return { choices = choices } end
   return nil, "what was meant cannot be told: write the record anew"
end

-- ---- reports ----

--- An address for aggregate reports beside those that are there.
function builders.reports(finding, audit)
   local place = place_of(finding, audit)
   if not place then return nil, "the record is not there any more" end
   local uri, steps = mailbox(place.owner, audit)
   if not uri then return { steps = steps } end
   local tags, old = tags_of(place), nil
   for _, tag in ipairs(tags) do
      if tag.name == "rua" then old = tag.value end
   end
   local text = mend.render(with(tags, "rua", old and old .. "," .. uri or uri))
   return { changes = { replace(place, text, "Reports tell who sends in the domain's name.") }, steps = steps }
end

--- What the other organization must publish, and what is left without it.
function builders.authorize(finding, audit)
   local steps = { {
      text = ("Ask whoever runs %s to publish this record; reports go there only then:"):format(finding.fields.host),
      records = finding.records,
   } }
   local place = place_of(finding, audit)
   local kept = {}
   for _, item in ipairs(place and place.record[finding.fields.tag] or {}) do
      if item.valid and item.uri ~= finding.fields.uri then kept[#kept + 1] = item.uri end
   end
   if not place or #kept == 0 then return { steps = steps } end
   local tags = with(tags_of(place), finding.fields.tag, table.concat(kept, ","))
   return { steps = steps, choices = { {
      text = ("without %s"):format(finding.fields.uri),
      changes = { replace(place, mend.render(tags), ("%s does not agree to reports."):format(finding.fields.host)) },
   } } }
end

-- ---- the tree ----

--- psd goes. Where it is psd=n somebody may have meant it.
function builders.psd(finding, audit)
   local place = place_of(finding, audit)
   if not place then return nil, "the record is not there any more" end
   local changes = { replace(place, mend.render(with(tags_of(place), "psd", nil)),
      "The names below belong to one organization.") }
   if place.record.psd == "y" then return { changes = changes } end
   return { choices = { { text = "without psd=n: one organization with the domain above", changes = changes } } }
end

--- A public suffix says that it is one, once its owner says so.
builders["psd-y"] = function(finding, audit)
   local place = place_of(finding, audit)
   if not place then return nil, "the record is not there any more" end
   local text = mend.render(with(tags_of(place), "psd", "y"))
   return { choices = { {
      text = "psd=y: others register names below, and each is an organization of its own",
      changes = { replace(place, text, "psd=y keeps the organizations below apart.") },
   } } }
end

--- The organization begins at the registrable domain, whatever the suffix above says.
builders["psd-n"] = function(_, audit)
   local base = audit.models.domain.registrable
   for _, place in ipairs(audit.models.dmarc.policy.walk.places) do
      if place.owner == base and place.record then
         local text = mend.render(with(tags_of(place), "psd", "n"))
         return { changes = {
            replace(place, text, "psd=n says that the organization begins here, whatever the suffix publishes.") } }
      end
   end
   return nil, "first publish a record of the domain's own"
end

--- sp and np go from a record in which they mean nothing.
builders["subdomain-tags"] = function(finding, audit)
   local place = place_of(finding, audit)
   if not place then return nil, "the record is not there any more" end
   local text = mend.render(with(with(tags_of(place), "sp", nil), "np", nil))
   return { changes = { replace(place, text, "sp and np count only in the record of the organizational domain.") } }
end

--- Names below without a policy: raised only when asked for.
function builders.subdomains(finding, audit)
   local place = place_of(finding, audit)
   if not place then return nil, "the record is not there any more" end
   local choices, tag = {}, finding.fields.tag
   for i, policy in ipairs(finding.fields.policy == "reject" and { "quarantine", "reject" } or { "quarantine" }) do
      choices[i] = {
         text = ("%s=%s"):format(tag, policy),
         changes = { replace(place, mend.render(with(tags_of(place), tag, policy)), "Names below get a policy too.") },
      }
   end
   return { choices = choices }
end

--- np where no name is ever missing.
function builders.np(finding, audit)
   local place = place_of(finding, audit)
   if not place then return nil, "the record is not there any more" end
   local tags, np = tags_of(place), place.record.np
   return { choices = {
      { text = ("sp=%s, so that what np says applies to every name below"):format(np),
         changes = { replace(place, mend.render(with(tags, "sp", np)),
            "Every name below exists, so sp is what counts.") } },
      { text = "without np",
         changes = { replace(place, mend.render(with(tags, "np", nil)), "np never applies here.") } },
   } }
end

return fixes
