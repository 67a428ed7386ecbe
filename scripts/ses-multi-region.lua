-- SPDX-License-Identifier: MIT
-- Recipe: the regions of Amazon SES that a domain sends from, side by side: tokens or replicas, MAIL FROM, drift,
-- global endpoints.
local arguments = require "sesame.script.arguments"
local ses = require "sesame.script.ses"

local ENDPOINT = "Amazon SES developer guide, global endpoints"

local CODES = {
   ["ses-no-identity"] = ses.none["ses-no-identity"],
   ["ses-endpoint-ready"] = {
      severity = "ok", fields = { "pair" }, reference = ENDPOINT,
      text = "{subject} is ready for a global endpoint over {pair}.",
      why = "It is verified and signed in both regions, and both may send.",
   },
   ["ses-endpoint-fails"] = {
      rank = 3, follows = { "ses-mail-fails", "ses-mail-refused", "ses-not-verified",
         "ses-identity-absent", "ses-identity-refused" },
      severity = "error", fields = { "pair", "region", "what" }, reference = ENDPOINT,
      unfixable = "it is set in SES; the findings of the region have the records",
      text = "A global endpoint over {pair} would fail from {region}: {what}.",
      why = "It sends from either region, as it sees fit.",
      advice = "Set {region} up like the other one.",
   },
   ["ses-endpoint-weak"] = {
      rank = 3, follows = { "ses-mail-unaligned" },
      severity = "warning", fields = { "pair", "region", "what" }, reference = ENDPOINT,
      unfixable = "it is set in SES; the findings of the region have the records",
      text = "Mail of a global endpoint over {pair} would be weaker from {region}: {what}.",
      why = "MAIL FROM, keys of your own, policies and configuration sets are not copied from one region to the other.",
      advice = "Set {region} up like the other one.",
   },
   ["ses-endpoint-unknown"] = {
      rank = 3, follows = { "ses-mail-unknown" },
      severity = "unknown", fields = { "pair", "region", "what" }, reference = ENDPOINT,
      text = "Whether {region} is ready for a global endpoint over {pair} is not known: {what}.",
      why = "What was not told is not taken for right.",
      advice = "Give its JSON: --ses {region:sh}=FILE (get-email-identity, get-account).",
   },
}

-- Code and words for each thing that OWN, one region of the pair, lacks.
local function lacks(own)
   local list = {}
   local function add(code, what) list[#list + 1] = { "ses-endpoint-" .. code, what } end
   if own.verified == false then add("fails", "the identity is not verified there") end
   if own.verified == nil then add("unknown", "whether the identity is verified") end
   if own.account and own.account.production == false then add("fails", "the account is in the sandbox there") end
   if own.account and own.account.sending == false then add("fails", "sending is paused there") end
   if own.account == nil or own.account.production == nil then
      add("unknown", "whether the account has production access")
   end
   if own.identity.signing == false then add("fails", "DKIM is switched off there") end
   if own.mail_from.kind == "default" then add("weak", "it has no custom MAIL FROM") end
   if own.mail_from.kind == "custom" and own.mail_from.verdict == "wrong" then
      add("weak", "the records of its MAIL FROM are wrong")
   end
   if own.now.dmarc == "fail" then add("fails", "its mail fails DMARC") end
   return list
end

-- Says for AUDIT's domain whether a global endpoint over PAIR (two regions) would work.
local function endpoint(audit, pair)
   local shown, ready = table.concat(pair, " and "), true
   for _, region in ipairs(pair) do
      local own
      for _, candidate in ipairs(audit.models.ses and audit.models.ses.regions or {}) do
         if candidate.region == region then own = own or candidate end
      end
      for _, item in ipairs(own and lacks(own) or { { "ses-endpoint-unknown", "no identity there was given" } }) do
         ready = false
         audit:find(item[1], { fields = { pair = shown, region = region, what = item[2] } })
      end
   end
   if ready then audit:find("ses-endpoint-ready", { fields = { pair = shown } }) end
end

return {
   summary = "The regions of SES side by side: will mail pass from each, whose keys, which MAIL FROM, and what differs "
      .. "between them.",
   args = {
      regions = "only these, us-east-1,eu-west-1 (default: all that --ses or --expect name)",
      endpoint = "the two regions of a global endpoint, us-east-1,eu-west-1, or saved get-multi-region-endpoint JSON: "
         .. "would it work?",
   },
   tags = { "safe", "ses" },
   codes = CODES,
   prepare = function(args)
      return arguments.read(args, { regions = arguments.regions, endpoint = arguments.endpoint })
   end,
   run = function(audit)
      if audit.args.regions then ses.narrow(audit, audit.args.regions) end
      ses.any(audit)
      ses.sections(audit)
      audit:check("ses-compare", table.unpack(ses.checks))
      if audit.args.endpoint then endpoint(audit, audit.args.endpoint) end
   end,
}
