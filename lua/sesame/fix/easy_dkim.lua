-- SPDX-License-Identifier: MIT
-- Fixes of Easy DKIM records: the CNAME that SES waits for, in the place of whatever stands there. Functions of
-- findings and models.
local change = require "sesame.fix.change"
local names = require "sesame.base.names"
local shell = require "sesame.base.shell"

local easy = { subject = "easy-dkim", builders = {} }

local builders = easy.builders

local WANTED = "Amazon SES looks for this CNAME."

-- The judged record at NAME, or nil.
local function record_at(audit, name)
   for _, model in ipairs(audit.models.easy_dkim or {}) do
      for _, record in ipairs(model.records) do
         if record.name == name then return record end
      end
   end
end

local function alias(finding)
   return change.replace(finding.subject, "CNAME", nil, { finding.fields.target }, WANTED)
end

--- The record, where nothing else stands.
function builders.publish(finding)
   return { changes = { alias(finding) } }
end

--- The record in the place of one with another target.
builders.replace = builders.publish

-- Whether AT is the place of the record for an identity of a name above: the token may be that identity's.
local function is_above(finding)
   local label, domain = finding.subject:match("^([^.]+%._domainkey)%.(.+)$")
   local owner = label and finding.fields.at:sub(1, #label + 1) == label .. "." and finding.fields.at:sub(#label + 2)
   return owner and owner ~= domain and names.below(domain, owner)
end

--- The record at its name, and no longer at the one it was published at by mistake; what may be that of an identity
-- above stays.
function builders.move(finding)
   if is_above(finding) then
      return {
         changes = { alias(finding) },
         steps = { {
            text = ("Take %s away only if SES has no identity with this token there (an identity sends for all names "
               .. "below it, and needs nothing more)."):format(finding.fields.at),
         } },
      }
   end
   return {
      changes = { alias(finding), change.remove(finding.fields.at, "CNAME", nil,
         "Nobody looks for the record there.") },
   }
end

-- Takes away what stands at the finding's name beside a CNAME, so that there may be one.
local function cleared(finding, audit)
   local changes, seen = {}, {}
   local record = record_at(audit, finding.subject)
   for _, item in ipairs(record and record.found or {}) do
      local rrtype = item.kind:upper()
      if rrtype ~= "CNAME" and not seen[rrtype] then
         seen[rrtype] = true
         changes[#changes + 1] = change.remove(finding.subject, rrtype, nil, "Nothing may stand beside a CNAME.")
      end
   end
   changes[#changes + 1] = alias(finding)
   return changes
end

--- The CNAME in the place of a TXT record or of addresses; a proxy has to be switched off where it is.
function builders.alias(finding, audit)
   local offer = { changes = cleared(finding, audit) }
   if finding.code == "easy-dkim-proxied-cloudflare" then
      offer.steps = {
         { text = ("In Cloudflare's DNS panel set %s to \"DNS only\" (grey cloud)."):format(finding.subject) } }
   end
   return offer
end

--- The same where the text may serve another purpose.
function builders.instead(finding, audit)
   return {
      choices = { {
         text = ("take the other records at %s away: nothing may stand beside a CNAME"):format(finding.subject),
         changes = cleared(finding, audit),
      } },
   }
end

-- Whether all that stands beside the CNAME at NAME is addresses or keys, which mean nothing there.
local function is_leftover(audit, name)
   local record = record_at(audit, name)
   for _, item in ipairs(record and record.found or {}) do
      if item.kind == "txt" and not item.is_key then return false end
   end
   return record ~= nil and #record.found > 1
end

--- The CNAME alone. A master file hides what stands beside it, so that only a server that answers both shows the
-- change.
function builders.alone(finding, audit)
   return {
      steps = { { text = ("Remove everything but the CNAME at %s."):format(finding.subject) } },
      choices = { {
         text = ("take the other records at %s away"):format(finding.subject),
         safe = is_leftover(audit, finding.subject),
         changes = cleared(finding, audit),
      } },
   }
end

--- A record hidden by a delegation: in the zone that is asked, or in the one above once the delegation is gone. What a
-- DNAME makes is no record that could be changed.
function builders.uncover(finding)
   local fields = finding.fields
   if fields.type ~= "NS" then
      return { steps = { {
         text = ("Take the DNAME at %s away and publish the record, or publish it below %s."):format(fields.at,
            fields.servers),
      } } }
   end
   return {
      choices = {
         {
            text = ("publish the record in the zone %s, at %s"):format(fields.at, fields.servers), safe = true,
            changes = { alias(finding) },
         },
         {
            text = ("take the delegation of %s away, with all that lies behind it"):format(fields.at),
            changes = { change.remove(fields.at, "NS", nil, "It hides the records below it."), alias(finding) },
         },
      },
   }
end

local LOOK = "aws sesv2 get-email-identity --email-identity {identity} --region {region}"
local START = "aws sesv2 put-email-identity-dkim-signing-attributes --email-identity {identity} --region {region} "
   .. "--signing-attributes-origin AWS_SES"

--- Records in another zone than the usual one: only SES knows which is right.
function builders.zone(finding)
   local fields, changes = finding.fields, {}
   for i, token in ipairs(fields.tokens) do
      local name = ("%s._domainkey.%s"):format(token, finding.subject)
      changes[i] = change.replace(name, "CNAME", nil, { token .. "." .. fields.zone }, WANTED)
   end
   return {
      steps = { {
         text = "Look which zone SES names (SigningHostedZone) before the records are changed.",
         command = shell.command(LOOK, { identity = finding.subject, region = fields.region }),
      } },
      choices = { { text = ("lead the records to %s"):format(fields.zone), changes = changes } },
   }
end

local function domain_of(finding)
   return finding.subject:match("%._domainkey%.(.+)$") or finding.subject
end

--- Tokens that SES does not know: those of the identity have to be fetched.
function builders.renew(finding)
   return {
      steps = { {
         text = "Take the tokens SES shows today, and publish the three records made of them.",
         command = shell.command(LOOK, { identity = domain_of(finding), region = finding.fields.region }),
      } },
   }
end

--- Keys that SES is to make longer.
function builders.lengthen(finding)
   return {
      steps = { {
         text = ("Let SES make keys of 2048 bits for %s; no record changes."):format(finding.subject),
         command = shell.command(START .. " --signing-attributes NextSigningKeyLength=RSA_2048_BIT",
            { identity = finding.subject, region = finding.fields.region }),
      } },
   }
end

local SIGN = "aws sesv2 put-email-identity-dkim-attributes --email-identity {identity} --region {region} "
   .. "--signing-enabled"

-- The step that has SES look for the records again, or for the first time.
local function start_step(finding)
   return {
      text = "Start Easy DKIM anew once the records are right; the tokens stay what they are.",
      command = shell.command(START, { identity = finding.subject, region = finding.fields.region }),
   }
end

-- Whether SES is told not to sign for the identity of FINDING.
local function is_off(finding, audit)
   for _, own in ipairs(audit.models.ses and audit.models.ses.regions or {}) do
      if own.region == finding.fields.region and own.domain == finding.subject and own.identity.signing == false then
         return true
      end
   end
   return false
end

--- Easy DKIM that was never started: the records first, then SES is told to look for them, then to sign.
builders["set-up"] = function(finding, audit)
   local changes, steps = {}, { start_step(finding) }
   for i, set in ipairs(finding.records) do
      changes[i] = change.replace(set.name, "CNAME", nil, set.values, WANTED)
   end
   if is_off(finding, audit) then
      local command = shell.command(SIGN, { identity = finding.subject, region = finding.fields.region })
      steps[2] = { text = command, command = command }
   end
   return { changes = changes, steps = steps }
end

--- Easy DKIM that SES has given up, to be started anew.
function builders.restart(finding)
   return { steps = { start_step(finding) } }
end

return easy
