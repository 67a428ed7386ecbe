-- SPDX-License-Identifier: MIT
local cjson = require "cjson"
local json = require "sesame.report.audit_json"
local support = require "spec.support.facts"
local writer = require "sesame.base.json"

-- Keys of the objects in TEXT in the order they are written.
local function keys(text)
   local list = {}
   for key in text:gmatch('"([%w_]+)":') do list[#list + 1] = key end
   return table.concat(list, " ")
end

local function broken()
   return (support.audit(support.zone {
      ["acme.example"] = { TXT = { "v=spf1 -all", "v=spf1 mx\27\0\255 -all" } },
   }))
end

describe("report.json", function()
   it("writes an audit with its keys in order", function()
      local line = json.line(broken())
      assert.matches('^{"schema":"sesame.audit/1","domain":"acme.example","verdict":"error","counts":{"error":1,'
         .. '"warning":0,"notice":0,"unknown":0},"findings":%[{"code":"spf%-several","severity":"error",'
         .. '"subject":"acme.example","type":"TXT","message":"', line)
      assert.matches("code severity subject type message fields count evidence name type value range", keys(line), 1,
         true)
      assert.equal("\n", line:sub(-1))
      assert.equal(1, select(2, line:gsub("\n", "")))
   end)

   it("keeps every byte, and offsets index them", function()
      local finding = cjson.decode(json.line(broken())).findings[1]
      local points = {}
      for _, point in utf8.codes(finding.evidence[2].value) do points[#points + 1] = point end
      assert.same({ ("v=spf1 mx\27\0\255 -all"):byte(1, -1) }, points)
      assert.same({ 0, 6 }, finding.evidence[2].range)
   end)

   it("writes [] for an empty list and null for what is not known", function()
      local line = json.line(support.audit({ ["acme.example"] = { all = "timeout" },
         ["_dmarc.acme.example"] = { all = "timeout" } }))
      assert.matches('"exists":null', line, 1, true)
      assert.matches('"evidence":[]', line, 1, true)
      assert.matches('"type":null', line, 1, true)
      assert.matches('"spf":null,"dkim":[],"dmarc":null,"mail_from":[],"ses":{}', line, 1, true)
   end)

   it("writes a document of several audits, and of none", function()
      local document = cjson.decode(json.open("0.1.0") .. json.item(broken(), 1) .. json.item(broken(), 2)
         .. json.close(2))
      assert.equal("sesame.audit/1", document.schema)
      assert.equal(2, #document.audits)
      assert.equal("acme.example", document.audits[2].domain)
      assert.matches('"audits": []', json.open("0.1.0") .. json.close(0), 1, true)
      assert.is_true(cjson.decode(json.open("0.1.0") .. json.close(0, nil, true)).interrupted)
      assert.is_nil(cjson.decode(json.open("0.1.0") .. json.close(0)).interrupted)
   end)

   it("writes the records of a finding as data, and as the lines to copy made of them", function()
      local audit = support.audit(support.zone { ["_dmarc.acme.example"] = false })
      local item = cjson.decode(writer.encode(json.finding_of(support.find(audit, "dmarc-missing"))))
      local text = '"v=DMARC1; p=none; rua=mailto:dmarc-reports@acme.example"'
      assert.same({ "_dmarc.acme.example. TXT " .. text }, item.publish)
      assert.same({ { name = "_dmarc.acme.example", type = "TXT", ttl = cjson.null, values = { text } } }, item.records)
      assert.equal(4, item.rank)
   end)

   it("names what a finding follows from as declared, whether it was found or not", function()
      local audit = support.audit(support.zone { ["_dmarc.acme.example"] = { TXT = { "v=DMARC1; p=none" } } })
      local item = cjson.decode(writer.encode(json.finding_of(support.find(audit, "dmarc-no-reports"))))
      assert.same({ "dmarc-syntax", "dmarc-tag-misspelt" }, item.follows)
      assert.is_nil(support.find(audit, "dmarc-syntax"))
   end)
end)
