-- SPDX-License-Identifier: MIT
-- Files about SES as people hold them: whatever says what SES says is read, whatever does not is told apart in one line
-- with what to do instead.
local identities = require "sesame.cli.identities"
local saved = require "sesame.ses.saved"
local facts = require "spec.support.facts"

local T = { "x7k2vqaz5mdrt4lpw6ynbchoj3sfgieu", "q5b6n7m2c3x4z7lkjhgfdsapoiuytrew", "m4n5b6v7c2x3zasdfghjklqwertyuiop" }
local LIST = ('["%s", "%s", "%s"]'):format(table.unpack(T))
local WHOLE = ([[{ "IdentityType": "DOMAIN", "VerifiedForSendingStatus": true, "DkimAttributes": {
   "SigningEnabled": true, "Status": "SUCCESS", "Tokens": %s, "SigningHostedZone": "dkim.amazonses.com",
   "CurrentSigningKeyLength": "RSA_2048_BIT" }, "MailFromAttributes": { "MailFromDomain": "m.acme.example",
   "MailFromDomainStatus": "SUCCESS", "BehaviorOnMxFailure": "REJECT_MESSAGE" } }]]):format(LIST)

local function camel(text)
   return (text:gsub('"(%u)(%w*)":', function(first, rest) return ('"%s%s":'):format(first:lower(), rest) end))
end

local function snake(text)
   return (text:gsub('"(%u%w*)":', function(key)
      return ('"%s":'):format(key:gsub("(%l)(%u)", "%1_%2"):lower())
   end))
end

local function load(text)
   local path = os.tmpname()
   local file <close> = assert(io.open(path, "wb"))
   file:write(text)
   file:close()
   local found, message = saved.load(path)
   os.remove(path)
   return found, message and message:gsub("^" .. path:gsub("%p", "%%%0") .. ": ", "") or nil
end

local function utf16(text)
   return "\xFF\xFE" .. text:gsub(".", "%0\0")
end

local function rows(format)
   local lines = {}
   for i, token in ipairs(T) do
      lines[i] = format:gsub("%%", token)
   end
   return table.concat(lines, "\r\n") .. "\r\n"
end

-- what it is, the text, the status of DKIM that it tells (nil: none)
local READ = {
   { "the reply of version 2", WHOLE, "SUCCESS" },
   { "that of the library for JavaScript", '{ "$metadata": { "attempts": 1 }, ' .. WHOLE:sub(2), "SUCCESS" },
   { "that of boto3", '{ "ResponseMetadata": { "HTTPStatusCode": 200 }, ' .. WHOLE:sub(2), "SUCCESS" },
   { "camelCase", camel(WHOLE), "SUCCESS" },
   { "snake_case", snake(WHOLE), "SUCCESS" },
   { "UTF-16 of PowerShell", utf16(WHOLE), "SUCCESS" },
   { "a byte order mark", "\xEF\xBB\xBF" .. WHOLE, "SUCCESS" },
   { "warnings above it", "urllib3/connectionpool.py:1061: InsecureRequestWarning: x\n  warnings.warn(\n" .. WHOLE,
      "SUCCESS" },
   { "--query DkimAttributes", ('{ "SigningEnabled": true, "Status": "PENDING", "Tokens": %s }'):format(LIST),
      "PENDING" },
   { "--query DkimAttributes.Tokens", LIST },
   { "the same as text", table.concat(T, "\t") .. "\n" },
   { "verify-domain-dkim", ('{ "DkimTokens": %s }'):format(LIST) },
   { "put-email-identity-dkim-signing-attributes",
      ('{ "DkimStatus": "PENDING", "DkimTokens": %s, "SigningHostedZone": "dkim.amazonses.com" }'):format(LIST),
      "PENDING" },
   { "create-email-identity", ('{ "IdentityType": "DOMAIN", "VerifiedForSendingStatus": false, "DkimAttributes": '
      .. '{ "Status": "NOT_STARTED", "Tokens": %s } }'):format(LIST), "NOT_STARTED" },
   { "the console's CSV", "Type,Name,Value\r\n" .. rows "CNAME,%._domainkey.acme.example,%.dkim.amazonses.com" },
   { "the console's CSV, quoted", rows '"CNAME","%._domainkey.acme.example.","%.dkim.amazonses.com."' },
   { "rows copied out of the console", rows "%._domainkey.acme.example\tCNAME\t%.dkim.amazonses.com" },
   { "rows of a region of its own", rows "CNAME  %._domainkey.acme.example  %.dkim.af-south-1.amazonses.com" },
}

-- what it is, the text, what is said
local TOLD = {
   { "a Python dict", "{'IdentityType': 'DOMAIN', 'VerifiedForSendingStatus': True}", "a Python dict.*json%.dumps" },
   { "YAML", "DkimAttributes:\n  Status: SUCCESS\n", "^is YAML; add %-%-output json$" },
   { "a table", "-----------\n|  GetEmailIdentity  |\n+----+----+\n", "table form of aws; add %-%-output json$" },
   { "text", "True\tDOMAIN\tTrue\nTOKENS\t" .. T[1] .. "\n", "text form of aws; add %-%-output json$" },
   { "an identity that is not there", "\nAn error occurred (NotFoundException) when calling the GetEmailIdentity "
      .. "operation: Email identity acme.example does not exist.\n",
      "no such identity in that region.*does not exist" },
   { "no permission", "An error occurred (AccessDeniedException) when calling the GetEmailIdentity operation: User: "
      .. "arn:aws:iam::1:user/x is not authorized\n", "may not read it" },
   { "no credentials", "Unable to locate credentials. You can configure credentials by running \"aws configure\".",
      "found no credentials" },
   { "gzip", "\31\139\8\0\0", "compressed.*unpack" },
   { "an IP pool", '{ "DedicatedIpPool": { "PoolName": "p" } }', "dedicated IP.*get%-email%-identity" },
   { "a configuration set", '{ "ConfigurationSetName": "c", "SendingOptions": { "SendingEnabled": true } }',
      "a configuration set; save" },
   { "an endpoint", '{ "EndpointName": "g", "Routes": [ { "Region": "us-east-1" } ] }',
      "multi%-region endpoint; give it to `sesame run ses%-multi%-region endpoint" },
   { "Terraform's state", '{ "format_version": "1.0", "terraform_version": "1.9.0", "values": {} }',
      "Terraform's state" },
   { "Terraform's outputs", ('{ "tokens": { "sensitive": false, "type": ["list", "string"], "value": %s } }')
      :format(LIST), "outputs of Terraform" },
   { "the CDK's outputs", ('{ "Mail": { "Name0": "%s._domainkey.acme.example" } }'):format(T[1]),
      "outputs of the CDK" },
   { "CloudFormation", '{ "Stacks": [ { "StackName": "m" } ] }', "CloudFormation" },
   { "records for Route 53", '{ "Changes": [ { "Action": "UPSERT" } ] }', "Route 53" },
   { "an event", '{ "eventName": "CreateEmailIdentity", "responseElements": { "identityType": "DOMAIN" } }',
      "CloudTrail" },
   { "an item of AWS Config", '{ "resourceType": "AWS::SES::EmailIdentity", "configuration": {} }', "AWS Config" },
   { "rows of a query", ('[ { "identity": "a.b", "dkim_attributes": { "a.b": { "DkimTokens": %s } } } ]'):format(LIST),
      "a list of something else" },
   { "recommendations", '{ "Recommendations": [] }', "recommendations" },
   { "an ARN", '"arn:aws:ses:us-east-1:111122223333:identity/acme.example"', "an ARN" },
   { "several documents", WHOLE .. "\n" .. WHOLE .. "\n", "several JSON documents; save each" },
   { "placeholders", '{ "DkimAttributes": { "Tokens": ["EXAMPLEtoken1", "EXAMPLEtoken2", "EXAMPLEtoken3"] } }',
      "'EXAMPLEtoken1' stands in the documentation" },
   { "a word", "hello\n", "'hello' is no DKIM token: those of Easy DKIM have 32 letters and digits" },
   { "nothing", "", "is empty" },
}

describe("files about SES", function()
   for _, case in ipairs(READ) do
      it("are read: " .. case[1], function()
         local found, message = load(case[2])
         assert.is_nil(message)
         assert.same({ T, case[3] }, { found.tokens, found.dkim_status })
      end)
   end

   for _, case in ipairs(TOLD) do
      it("are told apart: " .. case[1], function()
         local found, message = load(case[2])
         assert.is_nil(found)
         assert.matches(case[3], message)
         assert.is_nil(message:find("\n", 1, true))
      end)
   end

   it("keep what camelCase and snake_case say beside", function()
      for _, spelled in ipairs { WHOLE, camel(WHOLE), snake(WHOLE) } do
         local found = assert(load(spelled))
         assert.same({ true, "m.acme.example", "REJECT_MESSAGE", "RSA_2048_BIT", "dkim.amazonses.com", true },
            { found.verified, found.mail_from, found.on_mx_failure, found.key_length, found.hosted_zone,
               found.signing })
      end
      assert.is_true(load(snake '{ "ProductionAccessEnabled": true, "SendQuota": { "Max24HourSend": 5.0 } }')
         .account.production)
      assert.equal("a.b", load('[ { "IdentityName": "a.b", "SendingEnabled": true } ]').listed[1].name)
      assert.equal("a.b", load('[ "b@a.b", "a.b" ]').listed[1].name)
   end)

   it("tell what rows say of MAIL FROM, the zone and the identity", function()
      local found = assert(load(rows "CNAME,%._domainkey.acme.example,%.dkim.af-south-1.amazonses.com"
         .. "MX,m.acme.example,10 feedback-smtp.af-south-1.amazonses.com\r\nTXT,m.acme.example,v=spf1 x\r\n"))
      assert.same({ "dkim.af-south-1.amazonses.com", "m.acme.example", "acme.example" },
         { found.hosted_zone, found.mail_from, found.name })
   end)

   local function read(texts)
      local words, paths = {}, {}
      for i, text in ipairs(texts) do
         paths[i] = os.tmpname()
         local file <close> = assert(io.open(paths[i], "wb"))
         file:write(text)
         words[i] = "us-east-1=" .. paths[i]
      end
      local list = identities.read { ses = words }
      for _, path in ipairs(paths) do os.remove(path) end
      return list
   end

   it("merge where they are of one identity, whatever command each came from", function()
      local own = ('{ "DkimAttributes": { "acme.example": { "DkimEnabled": false, "DkimTokens": %s } } }'):format(LIST)
      local mail_from = '{ "MailFromDomainAttributes": { "acme.example": { "MailFromDomain": "m.acme.example" } } }'
      for _, order in ipairs { { own, mail_from }, { mail_from, own } } do
         local list = read(order)
         assert.equal(1, #list)
         local said = saved.of(list[1], "acme.example")
         assert.same({ false, T, "m.acme.example", true }, { said.signing, said.tokens, said.mail_from,
            said.mail_from_told })
      end
      local list = read { ('{ "Status": "PENDING", "Tokens": %s }'):format(LIST),
         '{ "MailFromDomain": "m.acme.example" }' }
      assert.same({ 1, "m.acme.example", true }, { #list, list[1].mail_from, list[1].mail_from_told })
      list = read { '{ "MailFromDomain": "m.acme.example" }', ('{ "DkimTokens": %s }'):format(LIST) }
      assert.same({ 1, true }, { #list, list[1].mail_from_told })
      list = read { WHOLE, '{ "VerificationAttributes": { "other.example": { "VerificationStatus": "Success" } } }' }
      assert.same({ 1 }, { #list, saved.of(list[1], "acme.example").others })
      assert.equal(1, #read { WHOLE, ('{ "DkimTokens": %s }'):format(LIST) })
   end)

   it("stay apart where two accounts speak", function()
      local other = WHOLE:gsub(T[1], (T[1]:reverse()))
      assert.equal(2, #read { WHOLE, other })
      assert.equal(2, #read { '{ "IdentityType": "DOMAIN" }', '{ "IdentityType": "DOMAIN" }' })
      assert.equal(2, #read { WHOLE, (WHOLE:gsub('"Status": "SUCCESS"', '"Status": "FAILED"')) })
   end)

   it("that speak of another domain keep what they say of the account", function()
      local list = read { '{ "ProductionAccessEnabled": true }',
         (rows "%._domainkey.other.example %.dkim.amazonses.com") }
      local said = saved.of(list[#list], "acme.example")
      assert.same({ { "other.example" }, true }, { said.others, said.account.production })
   end)

   it("that speak of other domains only say so", function()
      local other = ('{ "DkimAttributes": { "other.example": { "DkimTokens": %s } } }'):format(LIST)
      for _, text in ipairs { other, rows "CNAME,%._domainkey.other.example,%.dkim.amazonses.com" } do
         local audit = facts.audit(facts.zone(), { identities = read { text } })
         local found
         for _, item in ipairs(audit.findings) do found = item.code == "ses-file-of-others" and item or found end
         assert.same({ "unknown", "acme.example", { "other.example" } },
            { found.severity, found.subject, found.fields.what })
         for _, item in ipairs(audit.findings) do assert.is_nil(item.message:find(T[1], 1, true)) end
      end
   end)
end)
