-- SPDX-License-Identifier: MIT
-- The matrix of an audit's SES part: who sends, what signs, which MAIL FROM is used, and rows that are alike.
local facts = require "spec.support.facts"
local matrix = require "sesame.report.ses_matrix_text"
local ses = require "spec.support.ses"

local HOST = { { preference = 10, exchange = "feedback-smtp.us-east-1.amazonses.com" } }

local function mail_from_of(name, entry)
   local zone = facts.zone { [name] = entry, ["amazonses.com"] = { TXT = { "v=spf1 ip4:198.51.100.0/24 -all" } } }
   local audit = facts.audit(zone, { identities = { { region = "us-east-1", mail_from = name, saved_mail_from = name,
      mail_from_told = true, saved = true } } })
   local own = audit.models.ses.regions[1]
   return matrix.mail_from(own), own.now.mail_from, own.now.spf.aligned
end

local CASES = {
   { "no record", {}, "no SPF" },
   { "two records", { "v=spf1 -all", "v=spf1 include:amazonses.com -all" }, "several SPF" },
   { "a record in error", { "v=spf1 moo -all" }, "SPF broken" },
   { "a record that leaves SES out", { "v=spf1 ip4:192.0.2.1 -all" }, "SPF omits SES" },
}

describe("the SES matrix, of a MAIL FROM name with", function()
   for _, case in ipairs(CASES) do
      it(case[1], function()
         local said, _, aligned = mail_from_of("m.acme.example", { MX = HOST, TXT = #case[2] > 0 and case[2] or nil })
         assert.same({ case[3], false }, { said, aligned })
      end)
   end

   it("that is the identity itself is wrong, and SES sends with its own", function()
      local said, used = mail_from_of("acme.example", { MX = HOST, TXT = { "v=spf1 include:amazonses.com -all" } })
      assert.same({ "wrong", "default" }, { said, used })
   end)
end)

describe("the SES matrix", function()
   -- The rows for REGIONS after CHANGE(identities, records), and the whole table.
   local function rows_of(regions, change)
      local records, identities = ses.healthy(regions)
      if change then change(identities, records) end
      local made = matrix.table(facts.audit(records, { identities = identities }).models)
      local list = {}
      for i, row in ipairs(made.rows) do list[i] = table.concat(row, " | ") end
      return list, made
   end

   local ONE = { "us-east-1" }

   local ROWS = {
      { "all right", nil, "yes | Easy 2048 ok | bounce-us-east-1 | yes | pass | yes" },
      { "production", function(ids) ids[1].account = { production = true } end,
         "production | Easy 2048 ok | bounce-us-east-1 | yes | pass | yes" },
      { "the sandbox", function(ids) ids[1].account = { production = false } end,
         "sandbox | Easy 2048 ok | bounce-us-east-1 | yes | pass | yes" },
      { "a paused account", function(ids) ids[1].account = { production = true, sending = false } end,
         "paused | Easy 2048 ok | bounce-us-east-1 | yes | pass | yes" },
      { "a shut account", function(ids) ids[1].account = { production = true, enforcement = "SHUTDOWN" } end,
         "paused | Easy 2048 ok | bounce-us-east-1 | yes | pass | yes" },
      { "a paused identity", function(ids)
         ids[1].listed = { { name = "acme.example", sending = false, verification = "SUCCESS" } }
      end, "paused | Easy 2048 ok | bounce-us-east-1 | yes | pass | yes" },
      { "a refused identity", function(ids) ids[1].verified, ids[1].dkim_status = false, "FAILED" end,
         "refused | Easy 2048 failed | bounce-us-east-1 | no | - | no" },
      { "signing switched off", function(ids) ids[1].signing = false end,
         "yes | Easy 2048 off | bounce-us-east-1 | yes | pass | no" },
      { "DKIM that waits", function(ids) ids[1].dkim_status = "PENDING" end,
         "? | Easy 2048 pending | bounce-us-east-1 | yes | pass | no" },
      { "records that fail", function(_, records) records[ses.token(1, 2) .. "._domainkey.acme.example"] = nil end,
         "? | Easy 2048 fails | bounce-us-east-1 | yes | pass | no" },
      { "no tokens", function(ids) ids[1].tokens = nil end, "? | ? | bounce-us-east-1 | yes | pass | ?" },
      { "a MAIL FROM whose MX is gone", function(_, records) records["bounce-us-east-1.acme.example"].MX = nil end,
         "yes | Easy 2048 ok | amazonses.com | no | pass | no" },
      { "no MAIL FROM", function(ids, records)
         ids[1].mail_from, ids[1].mail_from_told = nil, true
         records["bounce-us-east-1.acme.example"] = nil
      end, "yes | Easy 2048 ok | amazonses.com | no | pass | no" },
      { "no DMARC", function(_, records) records["_dmarc.acme.example"] = nil end,
         "yes | Easy 2048 ok | bounce-us-east-1 | yes | none | yes" },
   }

   for _, case in ipairs(ROWS) do
      it("tells " .. case[1], function()
         assert.same({ "us-east-1 | " .. case[3] }, (rows_of(ONE, case[2])))
      end)
   end

   local MANY = { "us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "ap-south-1", "sa-east-1" }

   it("puts regions that are alike into one row where they are more than four", function()
      local list, made = rows_of(MANY, function(ids) ids[3].signing = false end)
      assert.same({ "5 regions | yes | Easy 2048 ok | bounce-REGION | yes | pass | yes",
         "eu-west-1 | yes | Easy 2048 off | bounce-REGION | yes | pass | no" }, list)
      assert.same({ "The 5 regions: ap-south-1, eu-central-1, sa-east-1, us-east-1, us-west-2." }, made.sentences)
   end)

   it("keeps four apart", function()
      assert.equal(4, #rows_of { table.unpack(MANY, 1, 4) })
   end)

   it("says whose row it is: an account, an address", function()
      local list = rows_of(ONE, function(ids)
         ids[1].file = "prod.json"
         ids[2] = { region = "us-east-1", file = "dev.json", tokens = { ("a"):rep(32), ("b"):rep(32), ("c"):rep(32) },
            listed = { { name = "acme.example" }, { name = ("n"):rep(30) .. "@acme.example" } } }
      end)
      assert.matches("^us%-east%-1 %(dev%.json%) | ", list[1])
      assert.matches("^us%-east%-1 %(prod%.json%) | ", list[2])
      assert.matches("^  nnnnnnnnnnnnnnnnnnnnn%.%.%. | ", list[3])
   end)

   it("shows the first of many addresses, and says how many there are beside", function()
      local list, made = rows_of(ONE, function(ids)
         ids[1].listed = {}
         for i = 1, 20 do ids[1].listed[i] = { name = ("a%02d@acme.example"):format(i) } end
      end)
      assert.same({ 9, 12 }, { #list, made.left })
   end)
end)
