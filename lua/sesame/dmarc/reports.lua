-- SPDX-License-Identifier: MIT
-- Where the reports of a DMARC record go, and whether other parties agreed to receive them (RFC 9990 3, RFC 9991). It
-- must not judge.
local heard = require "sesame.facts.heard"
local mailboxes = require "sesame.dmarc.mailboxes"
local names = require "sesame.base.names"
local record = require "sesame.dmarc.record"
local unknown = require "sesame.base.unknown"
local walk = require "sesame.dmarc.walk"

local reports = {}

reports.MAX = 40 -- destinations looked at; a record with more is no honest one

local function destinations(said)
   local list = {}
   for _, tag in ipairs { "rua", "ruf" } do
      for _, item in ipairs(said[tag] or {}) do
         if item.valid and #list < reports.MAX then
            list[#list + 1] = {
               tag = tag, uri = item.uri, scheme = item.scheme, host = item.host, address = item.address,
               range = item.range, known = true,
            }
         end
      end
   end
   return list
end

-- What the texts at the authorising name say: the first that parses, and a replacement of the destination where one is
-- given.
local function read_texts(entry, answer)
   local texts = {}
   for i = 1, answer.known == "present" and #answer or 0 do texts[i] = answer[i] end
   table.sort(texts)
   for _, text in ipairs(texts) do
      local said = record.is_record(text) and record.parse(text)
      if said then
         entry.status, entry.record = "authorized", entry.record or text
         for _, item in ipairs(said[entry.tag] or {}) do
            if item.valid and not entry.override then entry.override, entry.override_host = item.uri, item.host end
         end
      end
   end
   if entry.override then entry.status = entry.override_host == entry.host and "redirected" or "dropped" end
   if #texts > 0 and not entry.record then entry.found = texts[1] end
end

local function judge(entry, answer)
   entry.answer = answer.status
   if answer.known == "unknown" then
      entry.status = "unknown"
      unknown.mark(entry, unknown.unlearnt(answer))
   else
      entry.status = "unauthorized"
      read_texts(entry, answer)
   end
end

-- Whether HOST lies in another organization than the name the record stands at (RFC 9990 3); nil where that could not
-- be learnt.
local function is_external(facts, host, policy_domain)
   if host == policy_domain then return false end
   local ours, theirs = walk.of(facts, policy_domain), walk.of(facts, host)
   local same = walk.same_organization(ours, theirs)
   if same == nil then return nil, ours.because or theirs.because end
   return not same
end

local SENT <const> = { internal = true, authorized = true, redirected = true }

-- Whether what is sent to the entries of LIST can arrive; of those that get nothing it is not asked.
local function deliveries(facts, list)
   local hosts, seen = {}, {}
   for _, entry in ipairs(list) do
      if SENT[entry.status] and entry.scheme == "mailto" and not seen[entry.host] then
         hosts[#hosts + 1], seen[entry.host] = entry.host, true
      end
   end
   local found = mailboxes.of(facts, hosts)
   for _, entry in ipairs(list) do
      entry.mailbox = SENT[entry.status] and entry.scheme == "mailto" and found[entry.host] or nil
   end
   return list
end

--- The destinations of the record FOUND (by dmarc_policy.discover) over FACTS; waits:
-- { { tag = "rua" | "ruf", uri, scheme, host or nil, address or nil, range, external = true | false | nil
-- (undetermined), open = the questions for that which came to nothing,
--     name = where the host must agree, or nil, status = "internal" | "authorized" | "redirected" (to override, at the
--     same host) | "dropped" (override names another host: nobody gets reports) | "unauthorized" | "name-too-long" |
--     "unknown" | "no-host", known and because, record, override, found = another text at that name, answer = its
-- status, mailbox = of sesame.dmarc.mailboxes where reports are sent there by mail } }.
function reports.build(facts, found)
   if not found.said then return {} end
   local list, questions, asked = destinations(found.said), {}, {}
   for _, entry in ipairs(list) do
      if not entry.host then
         entry.status = "no-host"
      else
         local open, external, because = heard.during(facts, function()
            return is_external(facts, entry.host, found.policy_domain)
         end)
         entry.external, entry.open = external, external == nil and (open[1] and open or { because }) or {}
         if entry.external == false then entry.status = "internal"
         else
            entry.name = ("%s._report._dmarc.%s"):format(found.policy_domain, entry.host)
            if #entry.name > names.MAX then entry.status = "name-too-long"
            else
               questions[#questions + 1] = { name = entry.name, type = "TXT" }
               asked[#asked + 1] = entry
            end
         end
      end
   end
   for i, answer in ipairs(#questions > 0 and facts:get_all(questions) or {}) do
      judge(asked[i], answer)
      -- within one organization nobody has to agree: a refusal says nothing where that is open
      if asked[i].external == nil and asked[i].status == "unauthorized" then
         asked[i].status = "unknown"
         unknown.mark(asked[i], asked[i].open[1])
      end
   end
   return deliveries(facts, list)
end

return reports
