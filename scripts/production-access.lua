-- SPDX-License-Identifier: MIT
-- Recipe: is the domain ready for production access at AWS, and for what Gmail, Yahoo and Microsoft ask?
local shell = require "sesame.base.shell"
local readiness = require "sesame.report.readiness_text"
local ses = require "sesame.script.ses"
local words = require "sesame.check.readiness_words"

local AWS = "Amazon SES developer guide, production access"

local CODES = {
   ["production-ready"] = {
      severity = "ok", fields = { "who" }, reference = AWS,
      text = "{subject} meets what {who} asks, as far as DNS and saved JSON show.",
      why = "What cannot be seen there (complaint rates, the text of your request) is for you to know.",
   },
   ["production-not-ready"] = {
      rank = 3, follows = { "dmarc-missing", "ses-mail-fails", "ses-mail-refused", "ses-not-verified",
         "ses-identity-absent", "ses-identity-refused" },
      severity = "warning", fields = { "who", "missing" }, reference = AWS,
      unfixable = "each requirement names the findings that explain it",
      text = "{subject} does not meet what {who} asks: {missing}.",
      why = "AWS looks at authentication before it lifts the sandbox; mailbox providers refuse or junk mail that lacks "
         .. "it.",
      advice = "See the tables and the findings they name.",
   },
   ["production-not-known"] = {
      severity = "notice", fields = { "who", "missing" }, reference = AWS,
      text = "Of what {who} asks of {subject}, this is not known: {missing}.",
      why = "It was not told, or could not be learnt.",
      advice = "Give saved JSON of get-email-identity and get-account: --ses REGION=FILE.",
   },
   ["ses-no-identity"] = ses.none["ses-no-identity"],
}

local WHO = { { "aws", "AWS" }, { "gmail", "Gmail" }, { "yahoo", "Yahoo" }, { "microsoft", "Microsoft" } }

-- Reads "gmail,yahoo" in ARGS.providers. True, or nil and one line.
local function prepare(args)
   if not args.providers then return true end
   local arguments, list = require "sesame.script.arguments", {}
   for name in args.providers:lower():gmatch("[^,%s]+") do
      local known, message = arguments.choice("providers", name, { "aws", "gmail", "yahoo", "microsoft" })
      if not known then return nil, message end
      list[#list + 1] = known
   end
   if #list == 0 then return nil, "providers: names nobody" end
   args.providers = list
   return true
end

local function say(audit, items, who)
   local missing, unknown = {}, {}
   for _, item in ipairs(items) do
      if item.provider == who[1] then
         if item.state == "no" then missing[#missing + 1] = words[item.id].text end
         if item.state == "unknown" then unknown[#unknown + 1] = words[item.id].text end
      end
   end
   if #missing > 0 then
      audit:find("production-not-ready", { fields = { who = who[2], missing = table.concat(missing, "; ") } })
   end
   if #unknown > 0 then
      audit:find("production-not-known", { fields = { who = who[2], missing = table.concat(unknown, "; ") } })
   elseif #missing == 0 then
      audit:find("production-ready", { fields = { who = who[2] } })
   end
end

local function request(audit)
   local lines = {}
   for _, own in ipairs(audit.models.ses.regions) do
      if not (own.account and own.account.production) then
         local named = { region = own.region, domain = audit.domain }
         lines[#lines + 1] = shell.command("aws sesv2 put-account-details --region {region} "
            .. "--mail-type TRANSACTIONAL \\", named)
         lines[#lines + 1] = shell.command("   --website-url https://{domain}/ --production-access-enabled", named)
      end
   end
   if #lines == 0 then return end
   audit:section {
      title = "Asking for it", lines = lines,
      text = "For each region by itself; a first answer comes within a day. Until then the sandbox takes mail to "
         .. "verified addresses only, 200 a day: it refuses all other mail, it does not send it to spam.",
   }
end

-- A table for AWS and each provider, a finding for each, and the checks behind them.
local function run(audit)
   local models = audit.models
   local items = models.ses and models.ses.readiness or {}
   local found = audit:check("ses-account", "ses-identity", "ses-mail", "easy-dkim", "ses-mail-from",
      "ses-mail-from-spf",
      "ses-mail-from-place",
      "dmarc")
   if models.domain.exists ~= true then return end
   if not ses.any(audit) or #items == 0 then return end
   local wanted = audit.args.providers
   for _, section in ipairs(readiness.sections(items, found, wanted)) do
      audit:section { title = section.title, columns = section.columns, rows = section.rows }
   end
   local chosen = {}
   for _, name in ipairs(wanted or {}) do chosen[name] = true end
   if not wanted or chosen.aws then request(audit) end
   for _, who in ipairs(WHO) do
      if not wanted or chosen[who[1]] then say(audit, items, who) end
   end
end

return {
   summary = "Ready for production access and for the rules of Gmail, Yahoo and Microsoft? Each requirement with its "
      .. "state.",
   args = { providers = "only these of aws, gmail, yahoo, microsoft" },
   tags = { "safe", "ses" },
   codes = CODES,
   prepare = prepare,
   run = run,
}
