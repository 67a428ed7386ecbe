-- SPDX-License-Identifier: MIT
local json = require "sesame.base.json"

local function sesame(format, ...)
   local pipe <close> = assert(io.popen("bin/sesame " .. format:format(...) .. " 2>&1; echo \"status $?\""))
   local text = pipe:read("a")
   return text:match("^(.*)status (%d+)\n$")
end

describe("sesame ses", function()
   it("lists the regions with what is known of each", function()
      local text, status = sesame "ses regions"
      assert.equal("0", status)
      assert.matches("\naf%-south%-1 +no +yes%? +dkim%.af%-south%-1%.amazonses%.com\n", text)
      assert.matches("\nus%-gov%-west%-1 +yes +no +dkim%.amazonses%.com\n", text)
      for line in text:gmatch("[^\n]+") do assert.is_true(#line <= 80) end
   end)

   it("shows one region in full", function()
      local text = sesame "ses regions eu-central-2"
      assert.matches("MAIL FROM MX  feedback%-smtp%.eu%-central%-2%.amazonses%.com\n", text)
      assert.matches("SMTP +none\n", text)
      assert.matches("DKIM zone +dkim%.eu%-central%-2%.amazonses%.com\n", text)
   end)

   it("writes JSON as the contract has it, unknown as null", function()
      local text, status = sesame "ses regions --format json eusc-de-east-1 us-east-1"
      local value = assert(json.decode(text))
      assert.equal("0", status)
      assert.equal("sesame.ses.regions/1", value.schema)
      assert.equal(json.null, value.regions[1].dkim_domain)
      assert.equal("feedback-smtp.us-east-1.amazonses.com", value.regions[2].mail_from_mx)
      assert.equal("high", value.regions[2].confidence.dkim_domain)
      local first = text:find('"api_endpoint"', 1, true)
      assert.is_true(text:find('"region"', 1, true) < first and first < text:find('"smtp_endpoint"', 1, true))
   end)

   it("offers the nearest names for a region that is none, on one line", function()
      local commands = {
         "ses regions us-esat-1", "check --ses us-esat-1 acme.example",
         "check --mail-from us-esat-1=b.acme.example acme.example",
      }
      for _, words in ipairs(commands) do
         local text, status = sesame(words)
         assert.equal("2", status)
         assert.matches("'us%-esat%-1' is no region of SES %(did you mean us%-east%-1, us%-east%-2", text)
         assert.equal(1, select(2, text:gsub("\n", "")))
      end
   end)
end)

-- Files given with --ses, in order; what the audit then knows of its identities.
local function identities(files, more)
   local paths, words = {}, {}
   for i, entry in ipairs(files) do
      local path = os.tmpname()
      paths[i] = path
      local file = assert(io.open(path, "w"))
      file:write(entry[2])
      file:close()
      words[i] = entry[1] .. "=" .. path
   end
   local list, message = require("sesame.cli.identities").read { ses = words, ["mail-from"] = more }
   for _, path in ipairs(paths) do os.remove(path) end
   return list, message
end

describe("cli.identities", function()
   local IDENTITY, ACCOUNT = '{ "IdentityType": "DOMAIN" }', '{ "ProductionAccessEnabled": true }'

   it("joins what files say of one region, in any order", function()
      for _, order in ipairs { { ACCOUNT, IDENTITY }, { IDENTITY, ACCOUNT } } do
         local list = identities { { "us-east-1", order[1] }, { "us-east-1", order[2] } }
         assert.equal(1, #list)
         assert.equal("DOMAIN", list[1].type)
         assert.is_true(list[1].account.production)
      end
   end)

   it("keeps regions apart, and two accounts of one region as two identities", function()
      local list = identities { { "us-east-1", IDENTITY }, { "eu-west-1", ACCOUNT }, { "us-east-1", IDENTITY } }
      assert.equal(3, #list)
      for _, identity in ipairs(list) do assert.equal(identity.region == "eu-west-1", identity.account ~= nil) end
   end)

   it("lets --mail-from speak for a region and remembers what SES said", function()
      local file = '{ "MailFromAttributes": { "MailFromDomain": "a.acme.example" } }'
      local list = identities({ { "us-east-1", file } }, { "us-east-1=b.acme.example" })
      assert.same({ "b.acme.example", "a.acme.example" }, { list[1].mail_from, list[1].saved_mail_from })
   end)

   it("refuses a file that is none of SES's", function()
      local list, message = identities { { "us-east-1", '{ "a": 1 }' } }
      assert.is_nil(list)
      assert.matches("^%-%-ses: /.*: not the JSON of", message)
   end)
end)
