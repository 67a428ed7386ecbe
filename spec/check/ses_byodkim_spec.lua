-- SPDX-License-Identifier: MIT
-- A key of one's own beside what SES says of it: a good key is not in order by itself.
local ses = require "spec.support.ses"
local support = require "spec.support.facts"
local wait = require "sesame.ses.byodkim_wait"

local NAME = "own2026._domainkey.acme.example"
local CHECKED = "2026-03-04T12:00:00.500000+00:00" -- when SES looked
local BEFORE, AFTER = "2026-03-04T11:59:00Z", "2026-03-04T12:01:00Z"

local function seconds(text) return assert(require("sesame.base.time").parse(text)) end

-- The audit where SES says STATUS of the key, with MORE of the identity; KEY: the record (a good one), or false.
local function audit(status, more, key)
   local records, identities = ses.healthy { "us-east-1" }
   local own = identities[1]
   own.tokens, own.origin, own.saved, own.dkim_status = { "own2026" }, "EXTERNAL", true, status
   for field, value in pairs(more or {}) do own[field] = value or nil end
   if own.verified == "no" then own.verified = false end
   records[NAME] = key ~= false and { TXT = { key or ses.key() } } or nil
   return (support.audit(records, { identities = identities }))
end

-- The codes of what is told of the key, as a sorted list.
local function told(result)
   local list = {}
   for _, item in ipairs(result.findings) do
      if item.code:find "^ses%-byodkim" then list[#list + 1] = item.severity .. " " .. item.code end
   end
   table.sort(list)
   return list
end

-- status, more of the identity, what is told of the key, what of the mail
local CASES = {
   { "no status", nil, nil, "ok ses-byodkim-right", "ses-mail-passes" },
   { "SUCCESS", "SUCCESS", nil, "ok ses-byodkim-right", "ses-mail-passes" },
   { "PENDING", "PENDING", nil, "warning ses-byodkim-pending", "ses-mail-passes-by-one" },
   { "PENDING, looked at nobody knows when", "PENDING", { requested = seconds(BEFORE) }, "warning ses-byodkim-pending",
      "ses-mail-passes-by-one" },
   { "PENDING, looked before it was given", "PENDING", { requested = seconds(AFTER), last_checked = CHECKED },
      "warning ses-byodkim-pending", "ses-mail-passes-by-one" },
   { "PENDING, looked after it was given", "PENDING", { requested = seconds(BEFORE), last_checked = CHECKED },
      "error ses-byodkim-not-taken", "ses-mail-passes-by-one" },
   { "PENDING, where the moment is not told", "PENDING", { last_checked = CHECKED }, "warning ses-byodkim-pending",
      "ses-mail-passes-by-one" },
   { "FAILED", "FAILED", { last_checked = CHECKED }, "error ses-byodkim-given-up", "ses-mail-passes-by-one" },
   { "NOT_STARTED", "NOT_STARTED", nil, "error ses-byodkim-given-up", "ses-mail-passes-by-one" },
   { "TEMPORARY_FAILURE", "TEMPORARY_FAILURE", { requested = seconds(BEFORE), last_checked = CHECKED },
      "warning ses-byodkim-lost", "ses-mail-passes" },
   { "refused while PENDING", "PENDING", { verified = "no" }, "warning ses-byodkim-pending", "ses-mail-held" },
   { "refused while the key is not taken", "PENDING",
      { verified = "no", requested = seconds(BEFORE), last_checked = CHECKED }, "error ses-byodkim-not-taken",
      "ses-identity-refused" },
   { "refused after SES gave up", "FAILED", { verified = "no" }, "error ses-byodkim-given-up",
      "ses-identity-refused" },
   { "refused while SES has lost it", "TEMPORARY_FAILURE", { verified = "no" }, "warning ses-byodkim-lost",
      "ses-mail-waits" },
}

describe("a good key of one's own at SES", function()
   for _, case in ipairs(CASES) do
      it("is told of beside its status: " .. case[1], function()
         local result = audit(case[2], case[3])
         assert.same({ case[4] }, told(result))
         assert.is_truthy(support.find(result, case[5]))
      end)
   end

   it("that does not carry the mail alone is held, not right", function()
      local result = audit("PENDING", { mail_from = false, mail_from_told = true })
      assert.equal("fails DMARC", support.find(result, "ses-mail-held").fields.now)
      assert.is_nil(support.find(result, "ses-mail-waits"))
      local more = { mail_from = false, mail_from_told = true, requested = seconds(BEFORE), last_checked = CHECKED }
      assert.is_truthy(support.find(audit("PENDING", more), "ses-mail-fails"))
   end)

   it("is compared with the private key by a command that names it", function()
      for _, status in ipairs { "PENDING", "FAILED", "TEMPORARY_FAILURE" } do
         local item = support.find(audit(status), ({ PENDING = "ses-byodkim-pending",
            FAILED = "ses-byodkim-given-up", TEMPORARY_FAILURE = "ses-byodkim-lost" })[status])
         assert.equal(NAME, item.subject)
         assert.matches("dkim match --private FILE --domain acme.example --selector own2026", item.advice, 1, true)
         if status ~= "TEMPORARY_FAILURE" then
            assert.matches("--email-identity acme.example --region us-east-1", item.command, 1, true)
            assert.matches("--signing-attributes-origin EXTERNAL", item.command, 1, true)
         end
      end
   end)

   it("says when SES looked, and after what", function()
      local item = support.find(audit("PENDING", { requested = seconds(BEFORE), last_checked = CHECKED }),
         "ses-byodkim-not-taken")
      assert.matches("looked at 2026-03-04 12:00 UTC", item.message, 1, true)
      assert.matches("(--requested: 2026-03-04 11:59 UTC)", item.why, 1, true)
   end)

   it("is nothing to wait for where it cannot be used, or is not there", function()
      assert.same({ "error ses-byodkim-fails" }, told(audit("PENDING", nil, false)))
      assert.same({ "error ses-byodkim-fails" }, told(audit("FAILED", nil, "v=DKIM1; p=")))
      local ed25519 = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
      assert.same({ "error ses-byodkim-refused" }, told(audit("PENDING", nil, ed25519)))
   end)
end)

describe("what SES says beside a recording", function()
   local function state(server, at, identity)
      local facts = { situation = { kind = "replay" }, clock = function() return seconds(at) end }
      local made = wait.of(identity or { dkim_status = "PENDING", last_checked = CHECKED }, facts, { server = server })
      return made.state, made.by
   end

   it("counts where SES looked after it", function()
      assert.same({ "unmatched", "recording" }, { state("192.0.2.53", BEFORE) })
      assert.same({ "doubtful" }, { state("192.0.2.53", AFTER) })
   end)

   it("is told apart where the recording shows a master file, perhaps a draft", function()
      assert.same({ "unmatched", "zone-recording" }, { state("zone", BEFORE) })
      assert.same({ "doubtful" }, { state("zone", AFTER) })
   end)

   it("counts where --requested does not", function()
      local identity = { dkim_status = "PENDING", last_checked = CHECKED, requested = seconds(AFTER) }
      assert.same({ "unmatched", "recording" }, { state("192.0.2.53", BEFORE, identity) })
      identity.requested = seconds(BEFORE) - 1
      assert.same({ "unmatched", "requested" }, { state("192.0.2.53", BEFORE, identity) })
   end)

   it("is no other than what is live", function()
      local live = { situation = { kind = "live" }, clock = function() return seconds(BEFORE) end }
      assert.equal("doubtful", wait.of({ dkim_status = "PENDING", last_checked = CHECKED }, live,
         { server = "192.0.2.53" }).state)
      assert.is_nil(wait.of({ dkim_status = "SUCCESS" }, live, {}))
   end)
end)
