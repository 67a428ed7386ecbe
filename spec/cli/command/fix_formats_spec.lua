-- SPDX-License-Identifier: MIT
-- `sesame fix --format F` for every format, on a zone whose TXT are a test for quoting.
local cjson = require "cjson"

local lua = os.getenv("LUA") or "lua5.4"

local ZONE = [[
$ORIGIN acme.example.
$TTL 600
@ SOA ns1 hostmaster 1 7200 900 1209600 300
@ NS ns1
ns1 A 192.0.2.1
@ MX 10 ns1
@ TXT "v=spf1 mx ~all"
@ TXT "v=spf1 a:ns1.acme.example ~all"
@ TXT "keep \"me\" \\ ; %{x} ${y}"
_dmarc TXT "v=DMARC1; p=reject; rua=mailto:d@acme.example"
]]

-- What each format must say of the text that is kept, and of the merged record.
local FORMATS = {
   { "bind", [[acme.example. 600 IN TXT "keep \"me\" \\ ; %{x} ${y}"]],
      "\n;- acme.example. 600 IN TXT \"v=spf1 mx ~all\"" },
   { "nsupdate", [[update add acme.example. 600 TXT "keep \"me\" \\ ; %{x} ${y}"]],
      "update delete acme.example. TXT\n" },
   { "route53", [["Value": "\"keep \\\"me\\\" \\\\ ; %{x} ${y}\""]], '"Action": "UPSERT"' },
   { "terraform", [["keep \\\"me\\\" \\\\ ; %%{x} $${y}"]], 'resource "aws_route53_record" "acme_example_txt" {' },
   { "terraform --provider cloudflare --zone-id z1", [[#   acme.example. TXT "keep \"me\" \\ ; %{x} ${y}"]],
      'zone_id = "z1"' },
   { "cloudformation", [["\"keep \\\"me\\\" \\\\ ; %{x} ${y}\""]], '"Type": "AWS::Route53::RecordSetGroup"' },
   { "cloudflare", [["id": "PUT THE ID OF THIS RECORD HERE: acme.example. TXT \"v=spf1 mx ~all\""]],
      '"proxied": false' },
   { "dnscontrol", [[//   acme.example. TXT "keep \"me\" \\ ; %{x} ${y}"]], '  TXT("@", "v=spf1 ' },
   { "octodns", [[- 'keep "me" \\ \; %{x} ${y}']], "'':\n" },
   { "json", [["\"keep \\\"me\\\" \\\\ ; %{x} ${y}\""]], '"schema": "sesame.fix/1"' },
}

local function with_zone(use)
   local path = os.tmpname()
   local file = assert(io.open(path, "w"))
   file:write(ZONE)
   file:close()
   use(path)
   os.remove(path)
end

local function fix(zone, words)
   local out = os.tmpname()
   local _, _, status =
      os.execute(("%s bin/sesame fix --zone %s --offline --code spf-several --choose spf-several=1 --format %s "
         .. "acme.example >%s 2>&1")
      :format(lua, zone, words, out))
   local file <close> = assert(io.open(out))
   local text = file:read("a")
   os.remove(out)
   return status, text
end

describe("sesame fix", function()
   for _, case in ipairs(FORMATS) do
      it("writes --format " .. case[1], function()
         with_zone(function(zone)
            local status, text = fix(zone, case[1])
            assert.equal(0, status, text)
            assert.matches(case[2], text, 1, true)
            assert.matches(case[3], text, 1, true)
            if text:sub(1, 1) == "{" then assert.is_table(cjson.decode(text)) end
         end)
      end)
   end

   it("lists the formats for one that is none, and the providers", function()
      with_zone(function(zone)
         local status, text = fix(zone, "xml")
         assert.equal(2, status)
         assert.matches("'xml' is not one of text, json, bind, nsupdate, route53, terraform", text, 1, true)
         status, text = fix(zone, "terraform --provider gcp")
         assert.equal(2, status)
         assert.matches("'gcp' is no provider known here (aws, cloudflare, cloudflare4)", text, 1, true)
         status, text = fix(zone, "text --zone-id x")
         assert.equal(2, status)
         assert.matches("go with --format terraform", text, 1, true)
         assert.matches("goes with --format cloudflare", select(2, fix(zone, "json --cloudflare-records x")), 1, true)
         status, text = fix(zone, "cloudflare --cloudflare-records /nonexistent")
         assert.equal(2, status)
         assert.matches("sesame fix: --cloudflare-records: /nonexistent: No such file", text, 1, true)
      end)
   end)
end)
