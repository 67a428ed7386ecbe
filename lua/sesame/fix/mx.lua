-- SPDX-License-Identifier: MIT
-- Fixes of MX sets: null among others, hosts that are gone, aliases or addresses. Functions of models.
local change = require "sesame.fix.change"
local console = require "sesame.fix.console"
local mailboxes = require "sesame.dmarc.mailboxes"
local policy = require "sesame.spf.policy"
local regions = require "sesame.ses.regions"

local mx = { subject = "mx", builders = {} }

local builders = mx.builders

local NAMES = { "mail", "mx", "mx1", "mx2", "smtp-in" } -- for a host that has only an address yet

local function value_of(entry)
   return { preference = entry.preference, exchange = entry.null and "." or entry.host }
end

-- The set of MX at the finding's name, and its name in the zone; nil where it comes by an alias that leads nowhere.
local function model_of(audit, name)
   local model = audit.models.mx
   if model and model.name == name then return model, model.chain[#model.chain] or name end
end

local function entries(model, fits)
   local list = {}
   for _, entry in ipairs(model.hosts) do
      if fits(entry) then list[#list + 1] = value_of(entry) end
   end
   return list
end

--- A null MX among others: it goes where the others can take mail.
function builders.null(finding, audit)
   local model, name = model_of(audit, finding.subject)
   if not model then return nil, "the MX records could not be read" end
   local live = false
   for _, entry in ipairs(model.hosts) do live = live or entry.known == "present" end
   local nulls = entries(model, function(entry) return entry.null end)
   local others = entries(model, function(entry) return not entry.null end)
   return {
      choices = {
         {
            text = "take the null MX out: the domain receives mail", safe = live,
            changes = { change.remove(name, "MX", nulls, "A null MX must stand alone, and the others take mail.") },
         },
         {
            text = "keep the null MX alone: the domain receives no mail",
            changes = { change.remove(name, "MX", others, "A null MX must stand alone.") },
         },
      },
   }
end

--- A host without an address goes where another takes the mail.
function builders.dangling(finding, audit)
   local model, name = model_of(audit, finding.subject)
   if not model then return nil, "the MX records could not be read" end
   local live = false
   for _, entry in ipairs(model.hosts) do
      live = live or entry.known == "present" and entry.host ~= finding.fields.host
   end
   local gone = entries(model, function(entry) return entry.host == finding.fields.host end)
   if not live then return { steps = { console.step(finding) } } end
   return {
      choices = { {
         text = ("take %s out: other hosts take the mail"):format(finding.fields.host), safe = true,
         changes = { change.remove(name, "MX", gone, "It has no address, so no mail can go there.") },
      } },
   }
end

--- The host an alias leads to, in its place.
function builders.alias(finding, audit)
   local model, name = model_of(audit, finding.subject)
   if not model then return nil, "the MX records could not be read" end
   local old, new = entries(model, function(entry) return entry.host == finding.fields.host end), {}
   for i, value in ipairs(old) do new[i] = { preference = value.preference, exchange = finding.fields.target } end
   return {
      changes = { change.replace(name, "MX", old, new,
         "An MX names a host with addresses of its own, never an alias.") },
   }
end

-- Whether AUDIT itself says where the feedback host of REGION belongs: a MAIL FROM name of that region, or one to make.
local function is_placed(audit, region)
   for _, identity in ipairs(audit.models.identities or {}) do
      local own = identity.mail_from or identity.found_mail_from or identity.place
      if identity.region == region and own then return true end
   end
   return false
end

--- A feedback host of SES beside hosts that take the mail: it goes. Where nothing else says so, a step tells whose it
-- is.
function builders.feedback(finding, audit)
   local model, name = model_of(audit, finding.subject)
   if not model then return nil, "the MX records could not be read" end
   local host = finding.fields.host
   local gone = entries(model, function(entry) return entry.host == host end)
   local _, region = regions.host(host)
   local step = { text = ("Where %s is the MAIL FROM of an identity in SES, set a name below it (such as bounce.%s) "
      .. "in its place, and publish %s as the one MX of that name."):format(name, name, host) }
   return { narrows = true, -- an "mx" of SPF names that host no more; it never sends
      changes = { change.remove(name, "MX", gone, "It takes bounces of SES, and no mail of people.") },
      steps = not is_placed(audit, region) and { step } or nil,
   }
end

-- A name below DOMAIN for a host with ADDRESS: one that is there and has it alone, or one that is free.
local function host_for(facts, domain, address)
   local rrtype = address:find(":", 1, true) and "AAAA" or "A"
   for _, label in ipairs(NAMES) do
      local name = label .. "." .. domain
      local answer = facts:get(name, rrtype)
      if answer.known == "present" and #answer == 1 and answer[1] == address and answer.target == name then
         return name, rrtype, true
      end
      if answer.status == "nxdomain" and answer.target == name then return name, rrtype, false end
   end
end

--- An address in the place of a host gets a name.
function builders.address(finding, audit, facts)
   local model, name = model_of(audit, finding.subject)
   if not model then return nil, "the MX records could not be read" end
   local address = finding.fields.host
   local host, rrtype, there = host_for(facts, audit.domain, address)
   if not host then return nil, "no name for the host is free" end
   local old, changes = entries(model, function(entry) return entry.host == address end), {}
   if not there then changes[1] = change.add(host, rrtype, { address }, "A name for the host that takes the mail.") end
   local new = {}
   for i, value in ipairs(old) do new[i] = { preference = value.preference, exchange = host } end
   changes[#changes + 1] = change.replace(name, "MX", old, new,
      "An MX names a host; an address is taken for a name that does not exist.")
   return { changes = changes }
end

-- What a null MX would end of the mail that the domain sends, in words, or nil.
local function stopped(audit)
   local tree, ses = audit.models.spf_tree, audit.models.ses
   local sends = tree and policy.refuses_all(tree) ~= true or ses and ses.used
   return sends and "; bounces of the mail it sends are lost then, and some receivers refuse that mail" or nil
end

--- The null MX for a domain that takes no mail, or says nothing of it; not where a mailbox at it is named.
function builders.none(finding, audit)
   local named = mailboxes.at(audit.models.dmarc and audit.models.dmarc.reports, finding.subject)
   if #named > 0 then
      return { steps = { { text = ("%s is to take mail: its DMARC record has reports sent to %s. Publish an MX for the "
         .. "host that takes them, or take an address at another name."):format(finding.subject,
         table.concat(named, " and ")) } } }
   end
   return {
      choices = { {
         text = "if the domain receives no mail: the null MX" .. (stopped(audit) or ""),
         changes = {
            change.add(finding.subject, "MX", { { preference = 0, exchange = "." } },
               "Senders learn at once that no mail is taken."),
         },
      } },
   }
end

return mx
