-- SPDX-License-Identifier: MIT
local readiness = require "sesame.ses.readiness"
local explained = require "sesame.check.readiness_codes"
local words = require "sesame.check.readiness_words"
local ses = require "spec.support.ses"
local support = require "spec.support.facts"

local ACCOUNT = {
   production = true, sending = true, enforcement = "HEALTHY", mail_type = "TRANSACTIONAL",
   website = "https://acme.example",
}

-- The states by id after CHANGE(identity, records), and the audit.
local function states(change)
   local records, identities = ses.healthy { "us-east-1" }
   identities[1].account = ACCOUNT
   if change then change(identities[1], records) end
   local result = support.audit(records, { identities = identities })
   local by_id = {}
   for _, item in ipairs(result.models.ses.readiness) do by_id[item.id] = item.state end
   return by_id, result
end

local function no_mail_from(identity) identity.mail_from, identity.mail_from_told = nil, true end
local function no_dkim(identity, records) records[identity.tokens[2] .. "._domainkey.acme.example"] = nil end

-- rule and words, change, id, state
local CASES = {
   { "O01 SPF or DKIM: one is enough", no_dkim, "gmail-auth", "yes" },
   { "O02 Gmail wants both of bulk senders", no_dkim, "gmail-bulk-dkim", "no" },
   { "O02 SPF passes for SES's own MAIL FROM too", no_mail_from, "gmail-bulk-spf", "yes" },
   { "O02 alignment with one of both", no_mail_from, "gmail-bulk-aligned", "yes" },
   { "O02 O05 a policy, p=none will do", function(_, records)
      records["_dmarc.acme.example"].TXT = { "v=DMARC1; p=none" }
   end,
      "gmail-bulk-dmarc", "yes" },
   { "O05 no policy", function(_, records) records["_dmarc.acme.example"] = nil end, "gmail-bulk-dmarc", "no" },
   { "O03 what DNS cannot show", nil, "gmail-spam", "not-visible" },
   { "O04 a key of 2048 bits", nil, "gmail-key-2048", "yes" },
   { "O06 O12 one-click unsubscribe is not visible", nil, "gmail-bulk-unsubscribe", "not-visible" },
   { "O07 O08 Yahoo wants DKIM beside SPF", no_dkim, "yahoo-bulk-both", "no" },
   { "O09 names that exist", nil, "yahoo-exists", "yes" },
   { "O09 a MAIL FROM name that only a wildcard answers for", function(identity, records)
      for _, name in ipairs { "acme.example", identity.mail_from } do
         records["sesame-no-such-name." .. name] = records[identity.mail_from]
      end
   end, "yahoo-exists", "no" },
   { "O10 Microsoft: SPF for the sender's own domain", nil, "microsoft-bulk-spf", "yes" },
   { "O11 a pass for amazonses.com does not count there", no_mail_from, "microsoft-bulk-spf", "no" },
   { "O10 DKIM must pass as well", no_dkim, "microsoft-bulk-dkim", "no" },
   { "production access", nil, "aws-production", "yes" },
   { "the sandbox", function(identity) identity.account = { production = false } end, "aws-production", "no" },
   { "an account nothing is known of", function(identity) identity.account = nil end, "aws-production", "unknown" },
   { "sending stopped", function(identity) identity.account = { sending = true, enforcement = "SHUTDOWN" } end,
      "aws-sending", "no" },
   { "no website told", function(identity) identity.account = { mail_type = "MARKETING" } end, "aws-details", "no" },
   { "P01 no custom MAIL FROM", no_mail_from, "aws-mail-from", "no" },
   { "a MAIL FROM name that nobody told", function(identity, records)
      records[identity.mail_from], identity.mail_from = nil, nil
   end, "microsoft-bulk-spf", "unknown" },
   { "no tokens known", function(identity) identity.tokens = nil end, "gmail-bulk-dkim", "unknown" },
}

describe("model.readiness", function()
   for _, case in ipairs(CASES) do
      it(case[1], function() assert.equal(case[4], (states(case[2]))[case[3]]) end)
   end

   -- rule, id, what its note has to say
   local NOTES = {
      { "O03", "gmail-bulk-dmarc", "All names of one organizational domain count together" },
      { "O06", "gmail-auth", "Since November 2025" },
      { "O07", "gmail-spam", "0%.1%%.*0%.3%%.*seven days" }, { "O07", "gmail-bulk-unsubscribe", "48 hours" },
      { "O08", "yahoo-bulk-unsubscribe", "mailto is accepted" }, { "O09", "yahoo-exists", "SOA" },
      { "O10", "microsoft-bulk-aligned", "550 5%.7%.515" }, { "O11", "microsoft-bulk-spf", "amazonses%.com only" },
      { "O12", "gmail-bulk-unsubscribe", "https address and List%-Unsubscribe%-Post, both inside the DKIM signature" },
   }
   for _, case in ipairs(NOTES) do
      it(("%s is said of %s"):format(case[1], case[2]), function()
         for _, row in ipairs(require "sesame.ses.requirements") do
            if row.id == case[2] then assert.matches(case[3], words[row.id].note) end
         end
      end)
   end

   it("O06 asks for no ARC anywhere", function()
      for _, row in ipairs(require "sesame.ses.requirements") do
         assert.is_nil((words[row.id].text .. (words[row.id].note or "")):find "%f[%w]ARC%f[%W]")
      end
   end)

   it("is met by a healthy domain in all that DNS and SES can show", function()
      for id, state in pairs((states())) do assert(state == "yes" or state == "not-visible", id .. " " .. state) end
   end)

   it("knows nothing where no identity is given", function()
      assert.same({}, support.audit(support.zone()).models.ses.readiness)
   end)

   it("names declared codes, and a reader for what it reads", function()
      local glob, codes = require("sesame.check.codes").glob, require("sesame.check.suite").declarations()
      local ids = {}
      for _, row in ipairs(require "sesame.ses.requirements") do
         assert.is_nil(ids[row.id])
         ids[row.id] = true
         assert.is_string(words[row.id].text)
         for _, pattern in ipairs(explained[row.id] or {}) do
            local fits = false
            for code in pairs(codes) do fits = fits or glob(pattern, code) end
            assert(fits, row.id .. " names " .. pattern)
         end
         assert(row.audience == "production" or row.rule:find("^O%d%d"), row.id)
      end
      for id in pairs(words) do assert.is_true(ids[id], id) end
      for id in pairs(explained) do assert.is_true(ids[id], id) end
      assert.matches("^%d%d%d%d%-%d%d%-%d%d$", readiness.date)
   end)

   it("is shown with the findings that explain a no", function()
      local _, result = states(no_dkim)
      local sections = require("sesame.report.readiness_text").sections(result.models.ses.readiness, result.findings,
         { "microsoft" })
      assert.equal(1, #sections)
      assert.same({ "no", "bulk" }, { table.unpack(sections[1].rows[2], 1, 2) })
      assert.matches("^DKIM passes%. See easy%-dkim%-missing", sections[1].rows[2][3])
   end)
end)
