-- SPDX-License-Identifier: MIT
-- Check of the tenants of an SES account, and of the reputation SES keeps of them (saved JSON): mail sent through one
-- that is disabled is refused, which no record shows. It must not look anything up.
local finding = require "sesame.finding"

local check = { name = "ses-tenant" }

local LOOK = "aws sesv2 list-recommendations --region {region:sh} --filter STATUS=OPEN"
local WHOSE = "aws sesv2 list-resource-tenants --region {region:sh} --resource-arn "
   .. "arn:aws:ses:{region:sh}:ACCOUNT:identity/{subject:sh}"

local function declared(severity, text, why, advice, fields, command)
   return { severity = severity, text = text, why = why, advice = advice, fields = fields, command = command,
      reference = "Amazon SES API v2, GetTenant, GetReputationEntity",
      fix = (severity == "error" or severity == "warning") and "console.advice" or nil }
end

check.findings = finding.declare("ses-tenant", {
   ["ses-tenant-disabled"] = declared("error",
      "SES in {region} refuses mail of {subject} that is sent through {senders}: it may not send (DISABLED).",
      "Mail sent through it is refused though identity and account are healthy; DNS cannot show it. SES says: {causes}",
      "Mend what its findings name ({command}), then reinstate it.", { "region", "senders", "causes" }, LOOK),
   ["ses-tenant-disabled-other"] = declared("warning",
      "In {region} {senders} of the SES account may not send (DISABLED). Whether {subject} is sent through it, the "
         .. "file does not say.",
      "Mail sent through it is refused though identity and account are healthy; DNS cannot show it. SES says: {causes}",
      "Save which tenants the identity belongs to ({command}) and give that file too; mend what SES names.",
      { "region", "senders", "causes" }, WHOSE),
   ["ses-tenant-ok"] = declared("ok", "SES in {region} has stopped none of the tenants that it tells of ({count}).",
      "Mail sent through them is taken as that of the account is.", nil, { "region", "count" }),
   ["ses-tenant-reinstated"] = declared("notice",
      "In {region} {senders} of the SES account may send again (REINSTATED), with findings that are still open.",
      "It was disabled. SES says: {causes}", nil, { "region", "senders", "causes" }),
   ["ses-tenant-impact"] = declared("warning",
      "SES in {region} has a finding of high impact on the reputation of {senders}.",
      "What has such findings may be stopped from sending next. SES says: {causes}", "See what it is: {command}",
      { "region", "senders", "causes" }, LOOK),
}, {
   needs = { "ses" }, rank = 1,
   of = { ["ses-tenant-impact"] = { rank = 3 } },
})

-- The code for ENTRY of what TOLD says, for mail of IDENTITY; nil for what is in order, or another's.
local function code_of(told, entry, identity)
   local included = require("sesame.ses.tenancy").includes(told, entry, identity)
   if included == false then return nil end
   if entry.status == "DISABLED" then
      return included and "ses-tenant-disabled" or "ses-tenant-disabled-other"
   elseif entry.status == "REINSTATED" then
      return "ses-tenant-reinstated"
   end
   return entry.impact == "HIGH" and "ses-tenant-impact" or nil
end

local NONE <const> = "no cause."

-- What OWN's region is told of tenants, one finding a code.
local function of_region(own, add)
   local told, groups, order = own.identity.tenancy, {}, {}
   for _, entry in ipairs(told.entries) do
      local code = code_of(told, entry, own.domain)
      if code then
         if not groups[code] then groups[code], order[#order + 1] = { senders = {}, causes = {} }, code end
         local group = groups[code]
         table.insert(group.senders, ("the %s %s"):format(entry.kind, entry.name))
         table.move(entry.causes, 1, #entry.causes, #group.causes + 1, group.causes)
      end
   end
   if #order == 0 and #told.entries > 0 then
      add("ses-tenant-ok", { subject = own.domain, fields = { region = own.region, count = #told.entries } })
   end
   for _, code in ipairs(order) do
      local group = groups[code]
      table.sort(group.senders)
      add(code, { subject = own.domain, fields = { region = own.region, senders = group.senders,
         causes = #group.causes > 0 and group.causes or NONE } })
   end
end

--- Findings of MODELS.ses through ADD(code, detail). A region is spoken of once for an identity.
function check.run(models, add)
   local said = {}
   for _, own in ipairs(models.ses and models.ses.regions or {}) do
      local key = own.region .. " " .. own.domain
      if own.identity.tenancy and not said[key] then of_region(own, add) end
      said[key] = said[key] or own.identity.tenancy ~= nil
   end
end

return check
