-- SPDX-License-Identifier: MIT
-- Fixes of names and of the zone's own servers: what a record can do about them, and for the rest whom to ask.
-- Functions of models.
local change = require "sesame.fix.change"
local console = require "sesame.fix.console"

local zone = { subject = "zone", builders = {} }

local builders = zone.builders

local HOLD = "this name has names below it" -- any text will do

--- A name that is denied although names below it exist: any record there makes the server own up to it.
function builders.hold(finding)
   return {
      changes = { change.add(finding.subject, "TXT", { HOLD },
         "With a record of its own the name exists for every server.") },
      steps = { { text = ("Ask the DNS provider to answer NOERROR without records for %s; then the TXT there can go "
         .. "again."):format(
         finding.subject) } },
   }
end

--- An alias to nowhere, if nothing else is meant.
function builders.alias(finding)
   return {
      steps = { console.step(finding) },
      choices = { {
         text = ("take out the alias at %s"):format(finding.subject),
         changes = { change.remove(finding.subject, "CNAME", nil, "It leads to a name that does not exist.") },
      } },
   }
end

local function another(audit, host)
   for _, entry in ipairs(audit.models.zone and audit.models.zone.hosts or {}) do
      if entry.host ~= host and entry.known == "present" then return true end
   end
   return false
end

--- A name server without an address: it goes here and at the registrar.
function builders.server(finding, audit)
   local host, apex = finding.fields.host, finding.subject
   local offer = { steps = { { text = ("At the registrar of %s: %s"):format(apex, finding.advice) } } }
   if another(audit, host) then
      offer.choices = { {
         text = ("take %s out of the NS set, together with the registrar's"):format(host),
         changes = { change.remove(apex, "NS", { host }, "Questions sent there are lost.") },
      } }
   end
   return offer
end

--- A name server that is an alias: its target in its place.
function builders.server_alias(finding)
   local fields, apex = finding.fields, finding.subject
   return {
      steps = { { text = ("At the registrar of %s, too: name %s in place of %s."):format(apex, fields.target,
         fields.host) } },
      choices = { {
         text = ("name %s in place of %s, together with the registrar's"):format(fields.target, fields.host),
         changes = {
            change.replace(apex, "NS", { fields.host }, { fields.target },
               "An NS record names a host with addresses of its own."),
         },
      } },
   }
end

return zone
