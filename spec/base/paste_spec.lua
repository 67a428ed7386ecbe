-- SPDX-License-Identifier: MIT
-- sesame.base.paste: the values in what people paste, and the line they are published with, which the zone reader reads
-- back.
local paste = require "sesame.base.paste"
local records = require "sesame.base.records"

local DIG = [[
; <<>> DiG 9.18.28 <<>> _dmarc.a.example TXT
;; global options: +cmd
;; Got answer:
;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 4711

;; QUESTION SECTION:
;_dmarc.a.example.		IN	TXT

;; ANSWER SECTION:
_dmarc.a.example.	300	IN	CNAME	policies.b.example.
policies.b.example.	300	IN	TXT	"v=DMARC1\; p=none\;" " rua=mailto:d@a.example"
policies.b.example.	300	IN	RRSIG	TXT 13 3 300 20261201000000 (
				20261101000000 1 b.example. abc= )

;; Query time: 3 msec
]]

local UNIX = "Server:\t\t192.0.2.53\nAddress:\t192.0.2.53#53\n\nNon-authoritative answer:\n"
   .. 'a.example\ttext = "v=spf1 mx " "-all"\na.example\ttext = "site=1"\n\nAuthoritative answers can be found from:\n'

local WINDOWS = 'Server:  dns.example\nAddress:  192.0.2.53\n\na.example       text =\n\n\t"v=spf1 mx"\n\t" -all"\n'

-- what, input, { from, name or "-", value, strings or 0 } of each
local CASES = {
   { "a bare record", "v=spf1 -all", { "-", "-", "v=spf1 -all", 0 } },
   { "bare records, one a line", "v=spf1 a\nv=spf1 mx -all", { "-", "-", "v=spf1 a", 0 }, { "-", "-", "v=spf1 mx -all",
      0 } },
   { "a bare record keeps its spaces", " v=spf1 -all ", { "-", "-", " v=spf1 -all ", 0 } },
   { "quoted strings, joined without a space", '"v=spf1 a" "mx -all"', { "quoted", "-", "v=spf1 amx -all", 2 } },
   { "quoted strings, one value a line", '"v=spf1 a -all"\n"site=1"', { "quoted", "-", "v=spf1 a -all", 1 },
      { "quoted", "-", "site=1", 1 } },
   { "escapes within strings", [["a\"b\\c\;\032d\255"]], { "quoted", "-", 'a"b\\c; d\255', 1 } },
   { "an escaped backslash before digits", [["\\065"]], { "quoted", "-", "\\065", 1 } },
   { "escapes of a text without quotes", [[v=DMARC1\; p=none\;\032rua=x]], { "escaped", "-",
      "v=DMARC1; p=none; rua=x", 0 } },
   { "quotes that are escaped", [[\"v=spf1 \" \"-all\"]], { "escaped", "-", "v=spf1 -all", 2 } },
   { "a zone line with all its parts", '_dmarc.a.example. 1h IN TXT "v=DMARC1; p=none" ; ours', { "zone",
      "_dmarc.a.example.", "v=DMARC1; p=none", 1 } },
   { "class before TTL", '@ in 300 txt "v=spf1 -all"', { "zone", "@", "v=spf1 -all", 1 } },
   { "a zone line without a name", '   IN TXT "v=spf1 -all"', { "zone", "-", "v=spf1 -all", 1 } },
   { "a type and its data", 'TXT "v=spf1 -all"', { "zone", "-", "v=spf1 -all", 1 } },
   { "parentheses over lines, with comments", '$TTL 300\n@ TXT ( "v=spf1 " ; first ")"\n   "-all" )\n', { "zone", "@",
      "v=spf1 -all", 2 } },
   { "a zone line without quotes", "_dmarc 300 TXT v=DMARC1; p=none; rua=x", { "unquoted", "_dmarc",
      "v=DMARC1; p=none; rua=x", 0 } },
   { "dig with everything around", DIG, { "dig", "policies.b.example.", "v=DMARC1; p=none; rua=mailto:d@a.example",
      2 } },
   { "dig +noall +answer", 'a.example.\t60\tIN\tMX\t10 m.a.example.\na.example.\t60\tIN\tTXT\t"x"', { "zone",
      "a.example.", "x", 1 } },
   { "host", 'a.example descriptive text "v=spf1 " "-all"', { "host", "a.example.", "v=spf1 -all", 2 } },
   { "nslookup", UNIX, { "nslookup", "a.example.", "v=spf1 mx -all", 2 }, { "nslookup", "a.example.", "site=1", 1 } },
   { "nslookup of Windows", WINDOWS, { "nslookup", "a.example.", "v=spf1 mx -all", 2 } },
   { "a row of a console", 'a.example\tTXT\tSimple\t-\tNo\t"v=spf1 -all"\t300\t-', { "route53", "a.example.",
      "v=spf1 -all", 1 } },
   { "carriage returns", '"a"\r\n"b"\r\n', { "quoted", "-", "a", 1 }, { "quoted", "-", "b", 1 } },
   { "a quotation mark that is not closed", '"v=spf1 -all', { "-", "-", '"v=spf1 -all', 0 } },
   { "a parenthesis that is not closed", '@ TXT ( "v=spf1 -all"', { "-", "-", '@ TXT ( "v=spf1 -all"', 0 } },
   { "text behind the strings", '"v=spf1" -all', { "-", "-", '"v=spf1" -all', 0 } },
   { "quotes within strings are data", [["\"v=spf1 -all\""]], { "quoted", "-", '"v=spf1 -all"', 1 } },
   { "a record that names TXT", "v=spf1 TXT a", { "-", "-", "v=spf1 TXT a", 0 } },
   { "nothing but a comment", "; v=spf1", { "-", "-", "; v=spf1", 0 } },
}

describe("paste.values", function()
   for _, case in ipairs(CASES) do
      it("reads " .. case[1], function()
         local found = {}
         for i, item in ipairs((paste.values(case[2]))) do
            found[i] = { item.from or "-", item.name or "-", item.value, item.strings and #item.strings or 0 }
         end
         assert.same({ table.unpack(case, 3) }, found)
      end)
   end

   it("says whether anything but texts was there", function()
      assert.is_false((select(2, paste.values "v=spf1 -all\nv=spf1 a")))
      assert.is_true((select(2, paste.values 'v=spf1 -all\n"x"')))
   end)

   it("says in one sentence what was taken", function()
      local list = paste.values(DIG)
      assert.equal("Taken: the TXT value of policies.b.example., 2 strings, from dig output.", paste.taken(list[1], 1))
      list = paste.values '@ TXT "x"'
      assert.equal("Taken: the TXT value of @, 1 string, one of 3 values, from a zone line.", paste.taken(list[1], 3))
      assert.is_nil(paste.taken(paste.values("x")[1], 1))
   end)
end)

describe("paste.line", function()
   it("is read back by the zone reader as exactly the value, in strings of at most 255 octets", function()
      local every = {}
      for byte = 0, 255 do every[byte + 1] = string.char(byte) end
      for _, value in ipairs {
         "v=spf1 -all", 'a"b\\c;d', "(x) $y @", ("x"):rep(255), ("x"):rep(256), ('"\\'):rep(300), table.concat(every),
         " leading and trailing ",
      } do
         local line = paste.line("a.example.", value)
         assert.is_nil(line:find("\n", 1, true))
         local set = records.of_line(line)
         assert.same({ "a.example", "TXT", value }, { set.name, set.type, table.concat(set.values[1]) })
         for _, part in ipairs(set.values[1]) do assert.is_true(#part <= 255) end
         local again = paste.values(line)
         assert.same({ 1, value, "a.example." }, { #again, again[1].value, again[1].name })
         assert.equal(value, paste.values(paste.line(nil, value))[1].value)
      end
   end)

   it("is none where no record holds so much", function()
      assert.is_nil(paste.line(nil, ("x"):rep(70000)))
   end)
end)
