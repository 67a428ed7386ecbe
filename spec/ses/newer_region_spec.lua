-- SPDX-License-Identifier: MIT
-- A region of Amazon SES that is newer than the table: taken with what SES says of it, never for a slip of the pen.
local ses = require "spec.support.ses"

local folder

local function write(name, text)
   local path = folder .. "/" .. name
   local file <close> = assert(io.open(path, "w"))
   file:write(text)
   return path
end

local function sesame(words)
   local pipe <close> = assert(io.popen(("bin/sesame %s 2>&1; echo \"status $?\""):format(words)))
   local text, status = pipe:read("a"):match "^(.*)status (%d+)\n$"
   return text, status
end

local T = { ses.token(1, 1), ses.token(1, 2), ses.token(1, 3) }

-- Zone files in which acme.example is in order for REGION, with keys in ZONE.
local function zones(region, zone)
   local own = { "$ORIGIN acme.example.", "$TTL 300", "@ SOA ns1 hostmaster 1 7200 900 1209600 300", "@ NS ns1",
      "ns1 A 192.0.2.1", "@ MX 10 inbound-smtp." .. region .. ".amazonaws.com.", '@ TXT "v=spf1 -all"',
      '_dmarc TXT "v=DMARC1; p=none; rua=mailto:d@acme.example"', 'bounce TXT "' .. ses.GOOD .. '"',
      "bounce MX 10 feedback-smtp." .. region .. ".amazonses.com." }
   local theirs = { "$ORIGIN amazonses.com.", "$TTL 300", "@ SOA ns1 hostmaster 1 7200 900 1209600 300", "@ NS ns1",
      "ns1 A 192.0.2.1", '@ TXT "v=spf1 ip4:192.0.2.0/24 -all"', "feedback-smtp." .. region .. " A 192.0.2.9" }
   for i, token in ipairs(T) do
      own[#own + 1] = ("%s._domainkey CNAME %s.%s."):format(token, token, zone)
      local key = ses.key()
      theirs[#theirs + 1] = ('%s.%s. TXT "%s" "%s"'):format(token, zone, i == 1 and key:sub(1, 200) or "", i == 1
         and key:sub(201) or "")
   end
   return ("--offline --zone %s --zone %s"):format(write("acme.example.zone", table.concat(own, "\n") .. "\n"),
      write("amazonses.com.zone", table.concat(theirs, "\n") .. "\n"))
end

local function identity(zone)
   return write("identity.json", ([[{ "IdentityType": "DOMAIN", "VerifiedForSendingStatus": true, "DkimAttributes": {
      "SigningEnabled": true, "Status": "SUCCESS", "Tokens": ["%s", "%s", "%s"],
      "SigningAttributesOrigin": "AWS_SES"%s },
      "MailFromAttributes": { "MailFromDomain": "bounce.acme.example", "MailFromDomainStatus": "SUCCESS",
      "BehaviorOnMxFailure": "USE_DEFAULT_VALUE" } }]]):format(T[1], T[2], T[3], zone
      and (', "SigningHostedZone": "%s"'):format(zone) or ""))
end

describe("a region newer than the table", function()
   setup(function()
      folder = os.tmpname()
      os.remove(folder)
      assert(os.execute("mkdir " .. folder))
   end)
   teardown(function() os.execute("rm -r " .. folder) end)

   -- region, the zone that holds the keys, whether SES names it
   for _, case in ipairs { { "xx-new-1", "dkim.xx-new-1.amazonses.com", true },
      { "xx-new-1", "dkim.amazonses.com", true }, { "xx-new-1", "dkim.xx-new-1.amazonses.com", false },
      { "xx-new-1", "dkim.amazonses.com", false }, { "us-east-3", "a31d.dkim.us-east-3.amazonses.com", true },
      { "ap-southeast-4", "dkim.ap-southeast-4.amazonses.com", false } } do
      it(("is in order: %s with keys in %s%s"):format(case[1], case[2], case[3] and "" or ", untold"), function()
         local given = zones(case[1], case[2])
         local file = identity(case[3] and case[2])
         local text = sesame(("check --full %s --ses %s=%s acme.example"):format(given, case[1], file))
         assert.truthy(text:find(case[1] .. " is not in the table of SES's regions", 1, true))
         assert.matches("\n  " .. case[1]:gsub("%-", "%%-") .. " +yes +Easy 2048 ok +bounce +yes +pass +yes\n", text)
         assert.is_nil(text:find "easy%-dkim%-wrong%-zone\n")
         assert.is_nil(text:find "ses%-receives%-unknown%-region")
         assert.is_nil(text:find "ses%-mail%-from%-unknown%-region")
         text = sesame(("run ses-plan %s --ses %s=%s acme.example"):format(given, case[1], file))
         assert.matches("nothing to mend by ses%-plan", text)
      end)
   end

   it("asks for the DKIM zone where nobody names it", function()
      local given = zones("xx-new-1", "dkim.xx-new-1.amazonses.com"):gsub("%-%-zone %S+acme", "--zone acme.example="
         .. write("bare.zone", "$ORIGIN acme.example.\n$TTL 300\n@ SOA ns1 h 1 7200 900 1209600 300\n@ NS ns1\n")
         .. " --zone %0", 1):gsub("%-%-zone %-%-zone %S+", "", 1)
      local text = sesame(("run ses-plan %s --ses xx-new-1=%s acme.example"):format(given, identity()))
      assert.matches("replace%-me%-xx%-new%-1%-dkim%-zone", text)
      assert.is_nil(text:find("CNAME " .. T[1] .. ".dkim.amazonses.com", 1, true))
   end)

   it("is refused without a file, and so is a slip of the pen with one", function()
      local given, file = zones("xx-new-1", "dkim.amazonses.com"), identity "dkim.amazonses.com"
      for _, case in ipairs { { "xx-new-1", "what SES says of the identity: %-%-ses xx%-new%-1=FILE\n$" },
         { "us-esat-1=" .. file, "did you mean us%-east%-1" }, { "us-esat-1", "did you mean us%-east%-1" },
         { "us-east-3=" .. file, "did you mean us%-east%-1" }, { "mars-1=" .. file, "'mars%-1' is no region of SES" },
         { "xx-new-1=" .. folder .. "/nofile", "xx%-new%-1=FILE\n$" } } do
         local text, status = sesame(("check --full %s --ses %s acme.example"):format(given, case[1]))
         assert.equal("2", status)
         assert.matches(case[2], text)
         assert.equal(1, select(2, text:gsub("\n", "")))
      end
   end)

   it("has its receiving host called absent where the table says so, though its address was not learnt", function()
      local given = zones("us-gov-west-1", "dkim.amazonses.com")
      local text = sesame(("check --full %s --ses us-gov-west-1=%s acme.example"):format(given, identity()))
      assert.matches("is of a region where SES receives no\n? +mail", text)
      assert.matches("explain ses%-receives%-absent", text)
      assert.matches("explain mx%-host%-unknown", text)
      assert.is_nil(text:find "not in the table")
   end)

   it("is taken from the expectations as well", function()
      local given = zones("xx-new-1", "dkim.xx-new-1.amazonses.com")
      identity "dkim.xx-new-1.amazonses.com"
      local path = write("acme.expect.lua",
         'return { identities = { { domain = "acme.example", region = "xx-new-1", file = "identity.json" } } }\n')
      local text = sesame(("check --full %s --expect %s acme.example"):format(given, path))
      assert.matches("xx%-new%-1 is not in the table of SES's regions", text)
      assert.matches("\n  xx%-new%-1 +yes +Easy 2048 ok +bounce +yes +pass +yes\n", text)
   end)
end)
