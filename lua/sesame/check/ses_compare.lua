-- SPDX-License-Identifier: MIT
-- Check of an identity of Amazon SES that is set up in several regions: what differs between them, so that mail which
-- passes from one does not from another. Speaks of what is known in both alone. It must not look anything up.
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"

local check = { name = "ses-compare" }

local AWS = "Amazon SES developer guide, regions"

local SIGNING <const> = { "ses-signing-disabled", "ses-signing-off" }
local SENDING <const> = { "ses-account-shutdown", "ses-sending-paused" }
local SANDBOX <const> = { "ses-sandbox", "ses-sandbox-likely" }
local DKIM <const> = causes.all("easy_dkim", "byodkim")
local MAIL_FROM <const> = causes.all("mail_from", { "ses-mail-from-default" })
local BOTH <const> = causes.all(DKIM, MAIL_FROM, "signing")

check.findings = finding.declare("ses-compare", {
   ["ses-regions-alike"] = {
      severity = "ok", fields = { "regions" }, reference = AWS,
      text = "{subject} is set up alike in {regions}, as far as is known.",
      why = "Each region of SES is set up by itself; nothing is copied from one to the other.",
   },
   ["ses-regions-unknown"] = {
      severity = "unknown", rank = 3, fields = { "regions", "what" }, reference = AWS,
      text = "Whether {subject} is set up alike in {regions} is not known: {what} could not be learnt of each.",
      why = "Each region of SES is set up by itself; nothing is copied from one to the other.",
      advice = "Try again where DNS did not answer, and give the saved JSON of each region (--ses REGION=FILE).",
   },
   ["ses-regions-keys"] = {
      severity = "ok", fields = { "how" }, reference = AWS, text = "DKIM of {subject} over the regions: {how}.",
      why = "Easy DKIM tokens differ by region and account; replicas (Deterministic Easy DKIM) share those of their "
         .. "parent.",
   },
   ["ses-drift"] = {
      severity = "warning", rank = 3, fields = { "what", "values" }, reference = AWS,
      text = "The regions of {subject} differ in {what}: {values}.",
      why = "Mail that passes from one region is refused, unsigned or unaligned from another; fail-over shows it at "
         .. "the worst time.",
      advice = "Decide which of these is meant, and set it in the SES console of each region that has another.",
      unfixable = "it is set in SES, region by region; the findings of each region have the records",
   },
   ["ses-drift-setting"] = {
      severity = "notice", fields = { "what", "values" }, reference = AWS,
      text = "The regions of {subject} differ in {what}: {values}.",
      why = "It may be meant so; if not, it surprises whoever moves mail from one region to the other, or fail-over "
         .. "does.",
      advice = "Decide for one, or accept this finding with the reason.",
   },
}, {
   needs = { "ses" },
   of = {
      ["ses-drift"] = { follows = causes.all(SIGNING, SENDING, SANDBOX) },
      ["ses-drift-setting"] = {
         follows = causes.all("easy_dkim", "byodkim", "mail_from", "signing", SANDBOX, { "easy-dkim-weak-key",
            "ses-mail-from-default" }),
      },
   },
})

local function yes_no(value, yes, no)
   if value == nil then return nil end
   return value and yes or no
end

local KIND = { easy = "Easy DKIM", replica = "Easy DKIM", byodkim = "a key of your own" }
local OUTCOME = { pass = "passes", fail = "fails" }

-- Whether mail passes; nil where it fails only as far as is known.
local function outcome_of(own)
   if own.now.refused then return "refused" end
   if own.now.dmarc == "fail" and own.mail_from.kind == "unknown" then return nil end
   return OUTCOME[own.now.dmarc]
end

-- What is compared, in order: { words, read(own) -> text or nil where it is not known, code }. What records decide is a
-- notice: each region has findings of its own about it, and records mended in one region first must not seem to do
-- harm.
local COMPARED = {
   { "whether its mail passes DMARC", outcome_of, "ses-drift-setting", BOTH },
   { "SPF alignment", function(own)
      return own.mail_from.kind ~= "unknown" and yes_no(own.now.spf.aligned, "aligned", "not aligned") or nil
   end, "ses-drift-setting", MAIL_FROM },
   { "DKIM", function(own) return own.dkim.verdict ~= "unknown" and own.dkim.verdict or nil end, "ses-drift-setting",
      DKIM },
   { "a custom MAIL FROM", function(own) return own.mail_from.kind ~= "unknown" and own.mail_from.kind or nil end,
      "ses-drift-setting", MAIL_FROM },
   { "signing", function(own) return yes_no(own.identity.signing, "on", "off") end, "ses-drift", SIGNING },
   { "production access", function(own) return own.account and yes_no(own.account.production, "granted", "sandbox") end,
      "ses-drift", SANDBOX },
   { "sending", function(own) return own.account and yes_no(own.account.sending, "on", "paused") end, "ses-drift",
      SENDING },
   { "what happens when the MAIL FROM's MX fails", function(own) return own.mail_from.on_failure end,
      "ses-drift-setting" },
   { "the kind of DKIM key", function(own) return KIND[own.dkim.kind] end, "ses-drift-setting" },
   { "the length of DKIM keys", function(own)
      return own.identity.key_length or own.dkim.bits and ("RSA_%d_BIT"):format(own.dkim.bits)
   end, "ses-drift-setting", { "easy-dkim-weak-key" } },
   { "forwarding of bounces by mail", function(own) return yes_no(own.identity.feedback, "on", "off") end,
      "ses-drift-setting" },
   { "the daily quota", function(own)
      local quota = own.account and own.account.quota
      return quota and quota.day and ("%.0f"):format(quota.day) or nil
   end, "ses-drift-setting", SANDBOX },
}

local BY_RECORDS <const> = 4 -- of these, the first, are decided by records

-- The values of LIST (regions) by what READ says, "pass: us-east-1" and so on, where there are two or more; else nil.
local function differing(list, read)
   local by_value, order = {}, {}
   for _, own in ipairs(list) do
      local value = read(own)
      if value ~= nil then
         if not by_value[value] then
            by_value[value] = {}
            order[#order + 1] = value
         end
         table.insert(by_value[value], own.region)
      end
   end
   if #order < 2 then return nil end
   for i, value in ipairs(order) do order[i] = ("%s in %s"):format(value, table.concat(by_value[value], ", ")) end
   return order
end

-- Whether what READ says, which records decide, was not learnt of each of LIST.
local function is_open(list, read)
   for _, own in ipairs(list) do
      local no_policy = read == outcome_of and own.now.dmarc == "none" -- that is learnt
      if read(own) == nil and not no_policy then return true end
   end
   return false
end

local function keys_of(list)
   local own, replicas = {}, {}
   for _, region in ipairs(list) do
      if region.dkim.kind == "replica" then
         replicas[#replicas + 1] = ("%s of %s"):format(region.region, region.dkim.parent)
      elseif region.dkim.kind ~= "unknown" then own[#own + 1] = region.region end
   end
   local parts = {}
   if #own > 0 then
      parts[1] = (#own == 1 and "its own in %s" or "separate ones in %s"):format(table.concat(own, ", "))
   end
   if #replicas > 0 then parts[#parts + 1] = "replicas: " .. table.concat(replicas, ", ") end
   return #parts > 0 and table.concat(parts, "; ") or nil
end

local function compare(domain, list, add)
   local any = false
   for _, entry in ipairs(COMPARED) do
      local values = differing(list, entry[2])
      if values then
         any = true
         add(entry[3], { subject = domain, follows = entry[4] or {}, fields = { what = entry[1],
            values = table.concat(values, "; ") } })
      end
   end
   local how = keys_of(list)
   if how then add("ses-regions-keys", { subject = domain, type = "CNAME", fields = { how = how } }) end
   if any then return end
   local names, open, because = {}, {}, {}
   for i, own in ipairs(list) do
      names[i] = own.region
      table.move(own.open or {}, 1, #(own.open or {}), #because + 1, because)
   end
   for i = 1, BY_RECORDS do
      if is_open(list, COMPARED[i][2]) then open[#open + 1] = COMPARED[i][1] end
   end
   add(#open > 0 and "ses-regions-unknown" or "ses-regions-alike", {
      subject = domain, fields = { regions = table.concat(names, ", "), what = open[1] and open or nil },
      rests = list, because = because,
   })
end

--- Findings of MODELS.ses.regions, where an identity is in two or more regions, through ADD(code, detail).
function check.run(models, add)
   local by_domain, order = {}, {}
   for _, own in ipairs(models.ses and models.ses.regions or {}) do
      local list = by_domain[own.domain]
      if not list then
         list = { seen = {} }
         by_domain[own.domain], order[#order + 1] = list, own.domain
      end
      if not list.seen[own.region] then
         list.seen[own.region], list[#list + 1] = true, own
      end
   end
   for _, domain in ipairs(order) do
      if #by_domain[domain] > 1 then compare(domain, by_domain[domain], add) end
   end
end

return check
