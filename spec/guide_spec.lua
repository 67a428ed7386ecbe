-- SPDX-License-Identifier: MIT
-- The problems that guides to Amazon SES name: each, where it is present, has a line in the first screen of a check,
-- where the command that looks closer is named too.
local copy = require "sesame.base.copy"
local folded = require "sesame.report.folded_text"
local ses = require "spec.support.ses"
local support = require "spec.support.facts"

local NAME = "bounce-us-east-1.acme.example"

local function include_many(records, identities)
   local terms = {}
   for i = 1, 11 do
      terms[i] = ("include:s%d.example"):format(i)
      records[("s%d.example"):format(i)] = { TXT = { "v=spf1 ip4:192.0.2.1 -all" } }
   end
   records["acme.example"].TXT = { "v=spf1 " .. table.concat(terms, " ") .. " ~all" }
   return identities
end

-- problem, change(identities, records), what the first screen says of it, commands it names
local ROWS = {
   { "DMARC alignment fails: SES uses amazonses.com as Return-Path", function(ids, records)
      ids[1].mail_from, ids[1].mail_from_told, records[NAME] = nil, true, nil
   end, "has no custom MAIL FROM", { "ses plan", "message" } },
   { "SPF permerror: too many lookups", function(ids, records) include_many(records, ids) end,
      "DNS lookups; the limit is 10", { "spf plan" } },
   { "the sandbox", function(ids) ids[1].account = { production = false } end, "is in the sandbox in us-east-1",
      { "run production-access" } },
   { "Easy DKIM stays Pending: a record is missing", function(ids, records)
      ids[1].dkim_status = "PENDING"
      records[ses.token(1, 2) .. "._domainkey.acme.example"] = nil
   end, "is missing", { "dkim easy" } },
   { "Easy DKIM stays Pending: a proxy", function(ids, records)
      ids[1].dkim_status = "PENDING"
      records[ses.token(1, 2) .. "._domainkey.acme.example"] = { A = { "104.18.32.7" } }
   end, "Cloudflare", { "dkim easy" } },
   { "Easy DKIM stays Pending: a record of another kind at the name", function(ids, records)
      ids[1].dkim_status = "PENDING"
      records[ses.token(1, 2) .. "._domainkey.acme.example"] = { TXT = { "v=DKIM1; p=" } }
   end, "TXT", { "dkim easy" } },
   { "bounces come back to amazonses.com: the MX of MAIL FROM is wrong", function(_, records)
      records[NAME].MX = { { preference = 10, exchange = "mail.acme.example" } }
   end, "no host of SES", { "run bounces" } },
   { "the MX of another region", function(_, records)
      records[NAME].MX[1].exchange = "feedback-smtp.eu-west-1.amazonses.com"
   end, "is that of SES in eu-west-1", { "run bounces" } },
   { "SPF on the wrong domain: none at the MAIL FROM name", function(_, records)
      records[NAME].TXT = nil
      records["acme.example"].TXT = { "v=spf1 include:amazonses.com ~all" }
   end, "has no SPF record", { "run mail-from-placement" } },
   { "a MAIL FROM name that receives mail as well", function(_, records)
      table.insert(records[NAME].MX, { preference = 20, exchange = "mail.acme.example" })
   end, "also receives mail", { "run bounces" } },
   { "regions of which one is in the sandbox", function(ids)
      ids[1].account, ids[2].account = { production = true }, { production = false }
   end, "is in the sandbox in eu-west-1", { "run production-access" }, { "us-east-1", "eu-west-1" } },
}

local SCREEN = 12

-- The first lines of the report of a domain after CHANGE, as one line.
local function screen(change, regions)
   local records, identities = ses.healthy(regions or { "us-east-1" })
   change(identities, records)
   local report = folded.audit(support.audit(records, { identities = copy.with(identities, {}) }), { taken = 1,
      command = function(domain) return "sesame fix " .. domain end })
   local lines = {}
   for line in report:gmatch "([^\n]*)\n" do
      if #lines < SCREEN - 1 then lines[#lines + 1] = line end
   end
   return (table.concat(lines, " "):gsub("%s+", " "))
end

describe("a problem of the guides is told in the first screen:", function()
   for _, row in ipairs(ROWS) do
      it(row[1], function()
         local said = screen(row[2], row[5])
         assert.is_truthy(said:find(row[3], 1, true), said)
         for _, command in ipairs(row[4]) do
            assert.matches("[Cc]loser: sesame .*" .. command:gsub("%-", "%%-"), said)
         end
      end)
   end
end)
