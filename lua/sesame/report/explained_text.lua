-- SPDX-License-Identifier: MIT
-- What a finding means, for people: what it says by an example, why it matters, how to see it, a bad and a good record,
-- what receivers make of it, the mend, and what it comes from and leads to. A function of declarations and examples;
-- it must not look anything up.
local codes = require "sesame.check.codes"
local finding = require "sesame.finding"
local lines_of = require("sesame.base.records").lines
local ranks = require("sesame.finding.declaration").ranks
local replies = require "sesame.check.ses_replies"
local text = require "sesame.base.text"

local report = {}

local SHOWN <const> = 2 -- records at fault of one example
local INDENT <const> = (" "):rep(12)

local Page = {}
Page.__index = Page

function Page:put(label, prose)
   text.append(self.lines, text.wrap(text.escape(prose), INDENT, ("  %-10s"):format(label .. ":")))
end

-- LIST of lines to copy, never broken, behind LABEL.
function Page:copy(label, list)
   for i, line in ipairs(list) do
      self.lines[#self.lines + 1] = (i == 1 and ("  %-10s"):format(label .. ":") or INDENT) .. text.escape(line)
   end
end

-- A finding of CODE as it may be met: DECLARED filled from EXAMPLE.
local function filled(code, declared, example)
   return finding.new({ [code] = declared }, code, {
      subject = example.subject, type = example.type, fields = example.fields, evidence = example.evidence or {},
      records = example.records or {},
   })
end

local function value_of(record)
   return (record.type == "TXT" or record.type == "SPF") and text.quote(record.value) or text.escape(record.value)
end

-- How people see what ITEM speaks of: a question to DNS, or to SES.
local function see(item, declared)
   local record = item.evidence[1] or item.records[1]
   local name, rrtype = record and record.name or item.subject, record and record.type or item.type
   if rrtype and not name:find("@", 1, true) then return ("dig +noall +answer %s %s"):format(name, rrtype) end
   for _, model in ipairs(declared.needs or {}) do
      if model == "message" then return "sesame message FILE" end
      if model == "ses" or model == "identities" then
         return ("aws sesv2 get-email-identity --email-identity %s --region %s"):format(item.subject,
            type(item.fields.region) == "string" and item.fields.region or "us-east-1")
      end
   end
   return "sesame check --full " .. item.subject
end

-- The codes of ALL that may follow from CODE.
local function led_to(code, all)
   local list = {}
   for other, entry in pairs(all) do
      for _, cause in ipairs(entry.declaration.follows) do
         if cause == code then list[#list + 1] = other end
      end
   end
   table.sort(list)
   return list
end

local LISTED <const> = 12 -- codes of one list that are told

local function some(list)
   local shown = table.move(list, 1, math.min(#list, LISTED), 1, {})
   local left = #list - #shown
   return table.concat(shown, ", ") .. (left > 0 and (" and %d more"):format(left) or "")
end

--- The page on CODE of ALL (code -> { check, declaration }), with EXAMPLE { subject, type, fields, evidence, records }
-- of it.
function report.text(code, all, example)
   local entry = all[code]
   local declared, page = entry.declaration, setmetatable({ lines = {} }, Page)
   local item = filled(code, declared, example)
   page.lines[1], page.lines[2] = ("%s (%s)"):format(code, declared.severity), ""
   page:put("Says", item.message)
   page:put("Why", item.why)
   page:copy("See it", { see(item, declared) })
   local bad = {}
   for i = 1, math.min(#item.evidence, SHOWN) do
      local record = item.evidence[i]
      bad[i] = ("%s. %s %s"):format(record.name, record.type, value_of(record))
   end
   page:copy("Bad", bad)
   page:copy("Good", lines_of(item.records))
   if item.advice then page:put("Do", #item.records > 0 and text.leading(item.advice) or item.advice) end
   local said = replies.explained_by(code)
   if #said > 0 then page:put("Receivers", table.concat(said, "; ") .. ".") end
   if #declared.follows > 0 then page:put("Comes of", some(declared.follows)) end
   local leads = led_to(code, all)
   if #leads > 0 then page:put("Leads to", some(leads)) end
   if declared.severity ~= "ok" then page:put("Rank", ("%d, %s"):format(declared.rank, ranks[declared.rank])) end
   page:put("Source", declared.reference)
   local former = codes.former(code)
   if #former > 0 then page:put("Before", table.concat(former, ", ") .. " (retired)") end
   page:put("Check", declared.fix and ("%s; mended by %s"):format(entry.check, declared.fix) or entry.check)
   return table.concat(page.lines, "\n") .. "\n"
end

return report
