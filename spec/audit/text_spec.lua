-- SPDX-License-Identifier: MIT
-- sesame.audit.text through the commands: what `check` reports about the text of a record, in a zone where every name
-- it leads to is in order, `lint` reports from the text alone; and no more than that.
local audit_text = require "sesame.audit.text"
local json = require "sesame.base.json"
local run = require("spec.support.command").run

local WIDE <const> = ("v=spf1" .. (" a:%d.x.lint.example"):rep(11) .. " -all"):format(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
local TEN <const> = ("v=spf1" .. (" a:%d.x.lint.example"):rep(10) .. " -all"):format(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
local LONG <const> = ("l"):rep(64)

local SPF = {
   "v=spf1 -all", "v=spf1 ip4:203.0.113.7 -all", "v=spf1 a:1.x.lint.example ~all", "v=spf1", "v=spf1 ?all",
   "v=spf1 +all", "v=spf1 all", "v=spf1 a:1.x.lint.example", "v=spf1 ip4:0.0.0.0/0 -all",
   "v=spf1 ip4:0.0.0.0/1 ip4:128.0.0.0/1 ip6::/0 -all", "v=spf1 ip4:0.0.0.0/2 -all",
   "v=spf1 redirect=1.x.lint.example", "v=spf1 redirect=1.x.lint.example -all",
   "v=spf1 -all redirect=1.x.lint.example", "v=spf1 redirect=1.x.lint.example redirect=2.x.lint.example",
   "v=spf1 -all a:1.x.lint.example", "v=spf1 ~all ip4:203.0.113.7 ip4:203.0.113.8", WIDE, TEN,
   "v=spf1 a:1.x.lint.example a:1.x.lint.example -all", "v=spf1 ip4:203.0.113.7 ip4:203.0.113.7 -all",
   "v=spf1 include:1.x.lint.example include:1.x.lint.example -all", "v=spf1 ptr -all",
   "v=spf1 ptr:-bad..example -all", "v=spf1 ptr:%{d}..example -all", "v=spf1 exp=a..b -all",
   "v=spf1 exp=" .. LONG .. ".example -all", "v=spf1 a:bad..example -all", "v=spf1 include:a..b -all",
   "v=spf1 include:" .. LONG .. ".example -all", "v=spf1 include:1.x.lint.example mx:a..b exists:c..d -all",
   "v=spf1 include:user@1.x.lint.example -all", "v=spf1 redirect=user@1.x.lint.example",
   "v=spf1 ip4:10.0.0.0/8 -all", "v=spf1 ip4:192.168.1.1 ip6:fe80::1 ip4:127.0.0.1 -all",
   "v=spf1 ip4:203.0.113.7/24 -all", "v=spf1 ip6:::ffff:203.0.113.7 -all", "v=spf1 ip6:::ffff:203.0.113.0/120 -all",
   "v=spf1 ip6:::ffff:203.0.0.0/98 -all", "v=spf1 ip6:::ffff:0:0/96 -all", "v=spf1 exists:%{p}.x.lint.example -all",
   "v=spf1 include:_netblocks.google.com -all", "v=spf1 include:%{i}.x.lint.example -all",
   "v=spf1 include:1.x.lint.example include:%{i}.x.lint.example -all",
   "v=spf1 exists:%{i}.n.lint.example exists:%{s}.n.lint.example exists:%{l}.n.lint.example -all",
   "v=spf1 ipv4:203.0.113.7 mx, ~all", "v=spf1 ip4:300.0.113.7 -all", "v=spf1 a b c -all",
   "v=spf1 ip4=203.0.113.7 -all", "v=spf1 ip4:203.0.113.7 -all v=spf1 ip4:203.0.113.8 -all", "v=spf1mx -all",
   "v=spf2.0 -all", "v=spf1 a:1.x.lint.example include:2.x.lint.example +all", "v=spf1 mx +all", "v=spf1 ptr +all",
   "v=spf1 include:1.x.lint.example ip4:0.0.0.0/2 -all", "v=spf1 exists:%{i}.n.lint.example all",
   "v=spf1 ~include:1.x.lint.example +all", "v=spf1 include:1.x.lint.example ip4:0.0.0.0/0 ip6::/0",
   "v=spf1 include:1.x.lint.example include:2.x.lint.example ip4:203.0.113.99 ~all",
   "v=spf1 include -all", "v=spf1 include: 1.x.lint.example -all", "v=spf1 ip4:203.0.113.7~all",
   "v=spf1 \u{2013}all", "v=spf1 x=y -all", "v=spf1 \"a\" -all", "spf1 -all", "v=spf1 -all exp=why.x.lint.example",
}

local DMARC = {
   "v=DMARC1; p=none", "v=DMARC1; p=reject; rua=mailto:d@d.lint.example",
   "v=DMARC1; p=quarantine; rua=mailto:d@h.example", "v=DMARC1; p=none; rua=mailto:d@d.lint.example",
   "v=DMARC1; p=reject; sp=none; rua=mailto:d@d.lint.example",
   "v=DMARC1; p=reject; np=none; rua=mailto:d@d.lint.example",
   "v=DMARC1; p=none; sp=reject; rua=mailto:d@d.lint.example",
   "v=DMARC1; p=reject; sp=quarantine; rua=mailto:d@d.lint.example", "v=DMARC1; p=reject; t=y",
   "v=DMARC1; p=reject; rua=https://h.example/r", "v=DMARC1; p=reject; rua=mailto:a@@h.example",
   "v=DMARC1; p=reject; rua=mailto:", "v=DMARC1; p=reject; rua=mailto: a@h.example",
   "v=DMARC1; p=reject; rua=a@h.example", "v=DMARC1; p=reject; rua=mailto://a@h.example",
   "v=DMARC1; p=reject; rua=mailto:a@h.example!10m", "v=DMARC1; p=reject; rua=mailto:a@h.example,",
   "v=DMARC1; p=reject; rua=mailto:<a@h.example>", "v=DMARC1; p=reject; ruf=mailto:a@h.example; fo=1",
   "v=DMARC1; p=reject; fo=0:1", "v=DMARC1; p:reject; rua=mailto:a@h.example", "v=DMARC1; p:reject",
   "v=DMARC1; p=rejct; rua=mailto:a@h.example", "v=DMARC1; P=reject; rua=mailto:a@h.example",
   "v=DMARC1; p=reject; p=none", "v=DMARC1; rua=mailto:a@h.example; p=reject", "v=DMARC1; p=reject; pct=50",
   "v=DMARC1; p=reject;; ri=86400", "v=DMARC1; p=reject; adkim=strict",
   "v=DMARC1; p=reject; rau=mailto:a@h.example", "v=DMARC1; p=reject; x=y", "v=DMARC1; rua=mailto:a@h.example",
   "v=DMARC1", "v=dmarc1; p=reject", "v=DMARC1 p=reject",
   "v=DMARC1; p=none; rua=mailto:a@h.example mailto:b@h.example",
}

-- Codes about more than the text: what other names hold, what the domain sends and receives, the size of an answer.
local OF_DNS = {
   ["dmarc-report-unauthorized"] = true, ["dmarc-report-unknown"] = true, ["dmarc-report-authorized"] = true,
   ["dmarc-methods-differ"] = true, ["spf-tree-unknown"] = true, ["spf-amazonses-unused"] = true,
   ["spf-term-covered"] = true, ["spf-same-policy-twice"] = true, ["spf-term-void"] = true, ["dmarc-missing"] = true,
   ["dmarc-lists"] = true, ["spf-missing"] = true,
}

-- A zone with the records: that of SPF at NUMBER.s, that of DMARC at _dmarc.NUMBER.d; all they lead to is in order.
local function zone_of()
   local quote = require("sesame.base.text").quote
   local lines = { "$ORIGIN lint.example.", "$TTL 300", "@ SOA ns hostmaster 1 7200 3600 1209600 300", "@ NS ns",
      "ns A 203.0.113.53", '*.x TXT "v=spf1 ip4:203.0.113.99 -all"', "*.x A 203.0.113.98", "*.x AAAA 2001:db8::98",
      "*.x MX 10 m.x" }
   local function add(list, label, prefix)
      for i, record in ipairs(list) do
         lines[#lines + 1] = ("%d.%s A 203.0.113.1"):format(i, label)
         lines[#lines + 1] = ("%d.%s MX 10 ns"):format(i, label)
         lines[#lines + 1] = ("%s%d.%s TXT %s"):format(prefix, i, label, quote(record))
      end
   end
   add(SPF, "s", "")
   add(DMARC, "d", "_dmarc.")
   return table.concat(lines, "\n") .. "\n"
end

local function write(path, content)
   local file <close> = assert(io.open(path, "wb"))
   file:write(content)
end

-- code -> true of those of FINDINGS that begin with PREFIX and are about the text.
local function codes_of(findings, prefix)
   local codes = {}
   for _, item in ipairs(findings) do
      local told = item.severity == "error" or item.severity == "warning" or item.severity == "notice"
      if told and item.code:sub(1, #prefix) == prefix and not OF_DNS[item.code] then codes[item.code] = true end
   end
   return codes
end

describe("what lint and check say of one text", function()
   local audited, linted = {}, { spf = {}, dmarc = {} }

   setup(function()
      local zone, list = os.tmpname(), os.tmpname()
      local domains = {}
      for i in ipairs(SPF) do domains[#domains + 1] = i .. ".s.lint.example" end
      for i in ipairs(DMARC) do domains[#domains + 1] = i .. ".d.lint.example" end
      write(zone, zone_of())
      write(list, table.concat(domains, "\n"))
      local _, out, err = run(("check --zone lint.example=%s --offline --format ndjson --input %s"):format(zone, list))
      for line in out:gmatch("[^\n]+") do
         local audit = assert(json.decode(line), err)
         audited[audit.domain] = audit
      end
      for kind, texts in pairs { spf = SPF, dmarc = DMARC } do
         write(list, table.concat(texts, "\n"))
         _, out, err = run(kind .. " lint --format json - <" .. list)
         linted[kind] = assert(json.decode(out), err).records
      end
      os.remove(zone)
      os.remove(list)
   end)

   it("is compared record by record, and there is much to compare", function()
      assert.same({ #SPF, #DMARC }, { #linted.spf, #linted.dmarc })
      local seen, count = {}, 0
      for _, kind in ipairs { "spf", "dmarc" } do
         for _, result in ipairs(linted[kind]) do
            for code in pairs(codes_of(result.findings or result.faults, kind)) do seen[code] = true end
         end
      end
      for _ in pairs(seen) do count = count + 1 end
      assert.is_true(count >= 45, count)
   end)

   for i, record in ipairs(SPF) do
      it("SPF: " .. record:sub(1, 60), function()
         local there = codes_of(audited[i .. ".s.lint.example"].findings, "spf")
         assert.same(there, codes_of(linted.spf[i].findings, "spf"))
      end)
   end

   for i, record in ipairs(DMARC) do
      it("DMARC: " .. record:sub(1, 60), function()
         local there = codes_of(audited[i .. ".d.lint.example"].findings, "dmarc")
         assert.same(there, codes_of(linted.dmarc[i].faults, "dmarc"))
      end)
   end
end)

describe("audit.text", function()
   local function codes(found)
      local list = {}
      for i, item in ipairs(found.findings) do list[i] = item.code end
      return table.concat(list, " ")
   end

   it("knows the name where it is known, and what else stands there", function()
      local loop = audit_text.spf("v=spf1 include:a.example -all", { name = "a.example." })
      assert.equal("spf-tree-permerror", codes(loop))
      assert.equal("", codes(audit_text.spf("v=spf1 include:a.example -all", {})))
      assert.equal("spf-several", codes(audit_text.spf("v=spf1 -all", { beside = { "v=spf1 a -all" } })))
      assert.equal("spf-near-miss-beside", codes(audit_text.spf("v=spf1 -all", { beside = { "v=spf1a -all", "x" } })))
      assert.equal("dmarc-several", codes(audit_text.dmarc("v=DMARC1; p=none", { beside = { "v=DMARC1; p=reject" } })))
      local psd = "v=DMARC1; p=reject; psd=y; rua=mailto:a@a.example"
      assert.equal("", codes(audit_text.dmarc(psd, {})))
      assert.equal("dmarc-psd-misused", codes(audit_text.dmarc(psd, { name = "_dmarc.a.example." })))
   end)

   it("tells what of a mended text was not said before", function()
      local before = audit_text.spf("v=spf1 mx, +all", {}).findings
      local more = audit_text.more(before, audit_text.spf("v=spf1 mx +all", {}).findings)
      assert.same({ 1, "spf-anyone" }, { #more, more[1].code })
      assert.same({}, audit_text.more(more, more))
   end)

   it("sees where strings were joined without a space", function()
      local found = audit_text.spf("v=spf1 amx -all", { strings = { "v=spf1 a", "mx -all" } })
      assert.equal("spf-syntax-split", found.findings[1].code)
   end)

   it("says what IPv4 address is meant, of small networks alone", function()
      for text, meant in pairs {
         ["ip6:::ffff:192.0.2.1"] = "ip4:192.0.2.1", ["~ip6:::ffff:c000:200/120"] = "~ip4:192.0.2.0/24",
         ["ip6:::ffff:192.0.2.0/104"] = "ip4:192.0.2.0/8",
      } do
         local item = audit_text.spf(("v=spf1 %s -all"):format(text), {}).findings[1]
         assert.same({ "spf-ip6-mapped", meant }, { item.code, item.fields.meant })
      end
      assert.equal("spf-ip6-mapped-wide", audit_text.spf("v=spf1 ip6:::ffff:192.0.0.0/103 -all", {}).findings[1].code)
   end)

   it("counts the terms that ask, and never names the place that it made up", function()
      local found = audit_text.spf("v=spf1 include:a.example a:%{d} exists:%{d} ptr a:x..y +all", {})
      assert.equal(5, found.looks_up)
      for _, item in ipairs(found.findings) do
         assert.is_nil((item.message .. (item.advice or "")):find("invalid", 1, true))
      end
   end)
end)
