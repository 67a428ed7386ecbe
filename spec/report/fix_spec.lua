-- SPDX-License-Identifier: MIT
-- The formats for people, master files and programs; those of other tools have specs of their own.
local fix = require "sesame.fix"
local json = require "sesame.base.json"
local plan_json = require "sesame.report.fix_json"
local support = require "spec.support.facts"
local zones = require "spec.support.zones"

local HARD = "quote \" back \\ slash \1\200 " .. ("x"):rep(400)

local made = fix.plan("acme.example", support.of(support.zone {
   ["acme.example"] = { TXT = { "v=spf1 mx ?all", HARD }, MX = { { preference = 10, exchange = "192.0.2.25" } } },
   ["_dmarc.acme.example"] = false,
   ["mail.acme.example"] = { A = { "192.0.2.25" } },
}), {})

describe("fix.format", function()
   describe("text", function()
      local text = fix.render(made, "text")

      it("fits 80 columns, but for records and commands, which are never broken", function()
         for line in text:gmatch("[^\n]+") do
            assert(#line <= 80 or line:find("^   [-+] ") or line:find("^      "), line)
         end
      end)

      it("says what, why, what it mends, the proof, the times, the way back and what is to be done elsewhere",
         function()
         for _, part in ipairs {
            "CHANGES, in the order to publish them", "Replace acme.example TXT", "Why:", "Mends: spf-neutral-all",
            "TTL:", "PROOF",
            "Verified: ", "gone: spf-neutral-all at acme.example", "no error or warning is new",
            "SPF of acme.example: ",
            "WHEN IT WORKS", "Caches may keep the old sets", "TO UNDO IT", "put back acme.example TXT",
            "remove _dmarc.acme.example TXT",
            "STEPS outside of the zone", "CHOICES, the safest first", "(taken)",
         } do
            assert(text:gsub("%s+", " "):find(part, 1, true), part .. " is not in:\n" .. text)
         end
      end)

      it("shows no byte of a record raw", function()
         assert.is_nil(text:find("[\1\200]"))
         assert.is_truthy(text:find('quote \\" back \\\\ slash \\001\\200', 1, true))
      end)
   end)

   describe("bind", function()
      local text = fix.render(made, "bind")

      it("is a master file: every set whole, what goes as comments", function()
         local records = zones.parse(text, "acme.example")
         local values = 0
         for _, item in ipairs(made.changes) do values = values + #item.values end
         assert.equal(values, #records)
         assert.matches(';%- acme%.example%. 300 IN TXT "v=spf1 mx %?all"', text)
         assert.matches('\nacme%.example%. 300 IN TXT "v=spf1 mx ~all"', text)
      end)

      it("keeps every octet of other records of the set", function()
         for _, record in ipairs(zones.parse(text, "acme.example")) do
            if record.type == "TXT" and #record.rdata > 400 then
               local first, second = record.rdata:byte(1), record.rdata:byte(257)
               assert.equal(HARD, record.rdata:sub(2, 1 + first) .. record.rdata:sub(258, 257 + second))
               return
            end
         end
         error("the other record is not there")
      end)
   end)

   describe("json", function()
      it("has the keys of cli.md in their order, others behind", function()
         local text = fix.render(made, "json")
         local at = 0
         for _, key in ipairs { "schema", "domain", "verified", "changes", "steps", "before", "after", "left",
            "zone" } do
            local from = text:find('\n  "' .. key .. '": ', 1, true)
            assert(from and from > at, key)
            at = from
         end
         local first = json.decode(text).changes[1]
         for _, key in ipairs { "action", "name", "type", "ttl", "values", "before", "why", "codes" } do
            assert(first[key] ~= nil, key)
         end
      end)

      it("is read back octet by octet", function()
         local read = assert(plan_json.read(fix.render(made, "json")))
         for i, item in ipairs(made.changes) do
            assert.same(item.values, read.changes[i].values)
            assert.same(item.before, read.changes[i].before)
            assert.equal(item.ttl, read.changes[i].ttl)
         end
      end)

      it("refuses what is no plan", function()
         local head = '{"schema":"sesame.fix/1","changes":[{"name":"a.example","type":"TXT",'
         for _, text in ipairs {
            head .. '"values":[null]}]}', head .. '"values":{"a":"b"}}]}', head .. '"values":[],"before":{"a":"b"}}]}',
            head .. '"action":"explode","values":["x"]}]}', '{"schema":"sesame.fix/1","changes":[null]}',
            '{"schema":"sesame.fix/1","changes":[],"steps":7}', "", "[]", "{", '{"schema":"sesame.audit/1"}',
            '{"schema":"sesame.fix/1","changes":[{}]}',
            '{"schema":"sesame.fix/1","changes":[{"name":"a.example","type":"MX","values":["x"],"before":[]}]}',
         } do
            local read, message = plan_json.read(text)
            assert.is_nil(read)
            assert.is_string(message)
         end
      end)
   end)
end)
