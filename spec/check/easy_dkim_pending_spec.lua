-- SPDX-License-Identifier: MIT
-- Whether waiting helps an Easy DKIM identity: every status of SES with right, wrong and unknown records.
local check = require "sesame.check.easy_dkim_pending"
local easy = require "sesame.model.easy_dkim"
local support = require "spec.support.facts"
local time = require "sesame.base.time"

local T = { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3", "ccccccccccccccccccccccccccccccc4" }
local KEY = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCzQy6qVjpnVpJb7oWbXuTrcL37ic18e9tGm4n2lGHEqOXu9rpyC7HvVqDC3UNEYcn"
   .. "F2t42PDA7D1l0zoEHnTzl1Fr7mkbqCvtPmtOvVtCmoFc8r0UMUTvPDBoG+sPY3TTxWNx3Q7HEpc1uqBnrEN3VMOTDxMnYQHmjSCmTpTLywIDAQAB"
local NOW = time.parse("2026-11-24T12:00Z")
local HOUR = 3600

local function records(state)
   local all = {}
   for i, token in ipairs(T) do
      local name, target = token .. "._domainkey.acme.example", token .. ".dkim.amazonses.com"
      all[target] = { TXT = { i == 2 and KEY or "" } }
      if state ~= "none" and not (state == "wrong" and i == 1) then all[name] = { CNAME = target } end
      if state == "unknown" and i == 1 then all[name] = { all = "servfail" } end
   end
   return support.zone(all)
end

-- The model of an identity that is { dkim_status, requested, ... } over records in STATE, and the codes said of it.
local function judge(state, identity, changes)
   local all = records(state)
   for name, node in pairs(changes or {}) do all[name] = node or nil end
   local facts = support.of(all)
   function facts.clock() return NOW end
   local given = { domain = "acme.example", region = "us-east-1", tokens = T, apex = "acme.example", saved = true }
   for key, value in pairs(identity) do given[key] = value end
   local model = easy.all({ facts = facts, identities = { given } }, "acme.example")[1]
   local codes, details = {}, {}
   check.run({ easy_dkim = { model } }, function(code, detail)
      codes[#codes + 1] = code
      details[code] = require("sesame.finding").new(check.findings, code, detail)
   end)
   return model.pending, codes, details
end

local AN_HOUR, FOUR_DAYS = NOW - HOUR, NOW - 96 * HOUR

-- state of the records, what is known of the identity, whether waiting helps, the codes said
local CASES = {
   { "right", { dkim_status = "SUCCESS" }, "done", {} },
   { "wrong", { dkim_status = "SUCCESS" }, "lost", { "easy-dkim-lost" } },
   { "unknown", { dkim_status = "SUCCESS" }, "unknown", {} },
   { "right", { dkim_status = "PENDING" }, "helps", { "easy-dkim-pending-wait" } },
   { "right", { dkim_status = "PENDING", requested = AN_HOUR }, "helps", { "easy-dkim-pending-wait" } },
   { "right", { dkim_status = "PENDING", requested = FOUR_DAYS }, "restart", { "easy-dkim-window-over" } },
   { "right", { dkim_status = "PENDING", last_key = "2026-11-01T00:00:00Z" }, "helps", { "easy-dkim-pending-wait" } },
   { "wrong", { dkim_status = "PENDING" }, "mend", { "easy-dkim-pending-mend" } },
   { "wrong", { dkim_status = "PENDING", requested = FOUR_DAYS }, "mend-and-restart", { "easy-dkim-window-over" } },
   { "unknown", { dkim_status = "PENDING" }, "unknown", { "easy-dkim-pending-unknown" } },
   { "right", { dkim_status = "FAILED" }, "restart", { "easy-dkim-failed" } },
   { "wrong", { dkim_status = "FAILED" }, "mend-and-restart", { "easy-dkim-failed" } },
   { "unknown", { dkim_status = "FAILED" }, "restart", { "easy-dkim-failed" } },
   { "right", { dkim_status = "NOT_STARTED" }, "restart", { "easy-dkim-not-started" } },
   { "right", { dkim_status = "TEMPORARY_FAILURE" }, "helps",
      { "easy-dkim-temporary-failure", "easy-dkim-pending-wait" } },
   { "wrong", { dkim_status = "TEMPORARY_FAILURE" }, "mend",
      { "easy-dkim-temporary-failure", "easy-dkim-pending-mend" } },
   { "right", { requested = AN_HOUR }, "helps", { "easy-dkim-pending-wait" } },
   { "wrong", { requested = AN_HOUR }, "mend", { "easy-dkim-pending-mend" } },
   { "right", { requested = FOUR_DAYS }, "restart", { "easy-dkim-window-over" } },
}

describe("Easy DKIM that is pending", function()
   for i, case in ipairs(CASES) do
      it(("case %d: records %s, status %s"):format(i, case[1], case[2].dkim_status or "not told"), function()
         local pending, codes = judge(case[1], case[2])
         assert.equal(case[3], pending.waiting)
         assert.same(case[4], codes)
      end)
   end

   it("is not spoken of where neither a status nor a time is known", function()
      assert.same({ nil, {} }, { (judge("wrong", {})), (select(2, judge("wrong", {}))) })
   end)

   it("has 72 hours", function()
      local pending = judge("right", { dkim_status = "PENDING", requested = AN_HOUR })
      assert.same({ from = AN_HOUR, ends = AN_HOUR + 72 * HOUR, left = 71 * HOUR, over = false, basis = "requested" },
         pending.window)
      pending = judge("right", { dkim_status = "PENDING", last_key = "2026-11-24T11:00:00+00:00" })
      assert.same({ "last-key", 71 * HOUR }, { pending.window.basis, pending.window.left })
      assert.is_nil(judge("right", { dkim_status = "PENDING" }).window)
   end)

   describe("is remembered as missing", function()
      it("for the SOA's minimum from the last look on", function()
         local pending, _,
            said = judge("right", { dkim_status = "PENDING", last_checked = "2026-11-24T11:58:00+00:00" })
         assert.same({ seconds = 300, ends = NOW + 180, from = "last-checked" }, pending.negative)
         assert.matches("for 5 min, until 2026%-11%-24 12:03 UTC", said["easy-dkim-pending-wait"].message)
      end)

      it("no longer where SES looked long ago", function()
         local _, _, said = judge("right", { dkim_status = "PENDING", last_checked = "2026-11-24T10:00:00Z" })
         assert.matches("that lasts 5 min, and ended 2026%-11%-24 10:05 UTC", said["easy-dkim-pending-wait"].message)
      end)

      it("from now on at most where nobody knows when SES looked", function()
         local pending = judge("right", { dkim_status = "PENDING" })
         assert.same({ seconds = 300, ends = NOW + 300, from = "now" }, pending.negative)
      end)

      it("for a time that is not known where the SOA could not be learnt", function()
         local _, _, said = judge("right", { dkim_status = "PENDING" }, { ["acme.example"] = { SOA = "servfail" } })
         assert.matches("could not be learnt", said["easy-dkim-pending-wait"].message)
      end)
   end)

   describe("from saved JSON", function()
      local function codes(state, identity)
         identity.dkim_status = "PENDING"
         return select(2, judge(state, identity))
      end

      it("tells what SES met when it last looked", function()
         local _, list, said = judge("wrong", { dkim_status = "PENDING", error = "TYPE_NOT_FOUND",
            last_checked = "2026-11-24T10:00:00Z" })
         assert.same({ "easy-dkim-pending-mend", "easy-dkim-last-check" }, list)
         assert.matches("2026%-11%-24 10:00 UTC%) it met TYPE_NOT_FOUND: a name without a CNAME",
            said["easy-dkim-last-check"].message)
      end)

      it("tells a zone that has changed since from one that has not", function()
         local soa = { primary = "ns1.acme.example.", serial = 1 }
         assert.equal("same", judge("wrong", { dkim_status = "PENDING", soa = soa }).soa)
         soa.serial = 9
         assert.equal("older", judge("wrong", { dkim_status = "PENDING", soa = soa }).soa)
      end)

      local ELSEWHERE = { primary = "ns.elsewhere.test", serial = 1 }

      it("doubts it where SES met another zone, and none of its records is in this one", function()
         assert.same({ "easy-dkim-pending-mend", "easy-dkim-other-zone-seen", "easy-dkim-json-doubtful" },
            codes("none", { soa = ELSEWHERE }))
      end)

      it("does not advise to wait where SES met another zone than the one that has its records", function()
         for _, status in ipairs { "PENDING", "TEMPORARY_FAILURE", "FAILED" } do
            local pending, list, said = judge("right", { dkim_status = status, soa = ELSEWHERE,
               last_checked = "2026-11-24T10:00:00Z" })
            assert.equal(status == "FAILED" and "restart" or "elsewhere", pending.waiting)
            local item = said["easy-dkim-zone-not-asked"]
            assert.matches("SOA it saw %(us%-east%-1, 2026%-11%-24 10:00 UTC%) names ns%.elsewhere%.test as primary, "
               .. "the one here ns1%.acme%.example", item.message)
            assert.matches("the NS records to ns1.acme.example", item.advice, 1, true)
            for _, code in ipairs(list) do
               assert.is_nil(code:find "pending%-wait" or code:find "other%-zone%-seen" or nil, code)
            end
         end
      end)

      it("says beside records that are wrong that they are not asked for", function()
         assert.same({ "easy-dkim-zone-not-asked", "easy-dkim-pending-mend" }, codes("wrong", { soa = ELSEWHERE }))
      end)

      it("knows a server of the zone's own by its name, and believes what SES has verified", function()
         local servers = { ["acme.example"] = { SOA = support.zone()["acme.example"].SOA,
            NS = { "ns1.acme.example", "NS2.Other.Test" } } }
         local _, list = judge("right", { dkim_status = "PENDING", soa = { primary = "ns2.other.test." } }, servers)
         assert.same({ "easy-dkim-pending-wait" }, list)
         _, list = judge("right", { dkim_status = "SUCCESS", soa = ELSEWHERE })
         assert.same({ "easy-dkim-other-zone-seen" }, list)
      end)

      it("says nothing of other zones where the servers of this one could not be learnt", function()
         local servers = { ["acme.example"] = { SOA = support.zone()["acme.example"].SOA, NS = "servfail" } }
         local pending, list = judge("right", { dkim_status = "PENDING", soa = ELSEWHERE }, servers)
         assert.same({ { "easy-dkim-pending-wait" } }, { list, pending.soa })
      end)

      it("the records are right in the zone that was read, and the mail does not wait for SES", function()
         local all = records "right"
         local made = support.audit(all, { identities = { { region = "us-east-1", tokens = T, saved = true,
            dkim_status = "PENDING", verified = false, soa = ELSEWHERE } } })
         assert.is_truthy(support.find(made, "easy-dkim-right-unseen"))
         for _, code in ipairs { "easy-dkim-verifies", "easy-dkim-pending-wait", "ses-mail-waits" } do
            assert.is_nil(support.find(made, code), code)
         end
         assert.is_nil(made.models.ses.regions[1].settled)
         local order = {}
         for _, item in ipairs(made.findings) do
            if item.severity == "error" then order[#order + 1] = item.code end
         end
         assert.same({ "easy-dkim-zone-not-asked", "ses-identity-refused" }, { order[1], order[2] })
      end)

      it("doubts it where its MAIL FROM name is of another domain, not where it lies beside a subdomain", function()
         assert.same({ "easy-dkim-pending-mend", "easy-dkim-json-foreign" },
            codes("wrong", { saved_mail_from = "bounce.other.example" }))
         assert.same({ "easy-dkim-pending-mend" }, codes("wrong", { saved_mail_from = "bounce.acme.example" }))
      end)

      it("doubts it where it is of an address", function()
         assert.same({ "easy-dkim-pending-mend", "easy-dkim-json-foreign" }, codes("wrong", { type = "EMAIL_ADDRESS" }))
      end)

      it("doubts it where none of the three records is there, and says whether the tokens are in use", function()
         local pending, list, said = judge("none", { dkim_status = "PENDING" })
         assert.same({ "easy-dkim-pending-mend", "easy-dkim-json-doubtful" }, list)
         assert.equal("all-missing", pending.doubts[1].kind)
         assert.matches("in use, here or elsewhere", said["easy-dkim-json-doubtful"].why)
         local later
         pending, later, said = judge("none", { dkim_status = "PENDING" },
            { [T[2] .. ".dkim.amazonses.com"] = { TXT = { "" } } })
         assert.equal(2, #later)
         assert.equal("dead-tokens", pending.doubts[1].kind)
         assert.matches("no key for any of these tokens", said["easy-dkim-json-doubtful"].why)
      end)

      it("does not doubt it where a record could not be learnt", function()
         local _, list = judge("none", { dkim_status = "PENDING" },
            { [T[1] .. "._domainkey.acme.example"] = { all = "servfail" } })
         assert.same({ "easy-dkim-pending-mend" }, list)
      end)
   end)
end)
