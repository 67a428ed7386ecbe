-- SPDX-License-Identifier: MIT
-- What a finding means, for people: what it says by an example, why it matters, how to see it, a bad and a good record,
-- what receivers make of it, the mend, and what it comes from and leads to. A function of declarations and examples;
-- it must not look anything up.
local codes = require "sesame.check.codes"
local finding = require "sesame.finding"
local lines_of = require("sesame.base.records").lines
local ranks = require("sesame.finding.declaration").ranks
local replies = require "sesame.check.ses_replies"
local shell = require "sesame.base.shell"
local text = require "sesame.base.text"

local report = {}

local SHOWN <const> = 2 -- records at fault of one example
local INDENT <const> = (" "):rep(13)

local Page = {}
Page.__index = Page

function Page:put(label, prose)
   text.append(self.lines, text.wrap(text.escape(prose), INDENT, ("  %-11s"):format(label .. ":")))
end

-- LIST of lines to copy, never broken, behind LABEL.
function Page:copy(label, list)
   for i, line in ipairs(list) do
      self.lines[#self.lines + 1] = (i == 1 and ("  %-11s"):format(label .. ":") or INDENT) .. text.escape(line)
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

-- The question to DNS that shows what ITEM speaks of: where its record belongs, else where the one at fault stands; nil
-- where DNS does not show it.
local function asked(item)
   local record = item.records[1] or item.evidence[1]
   local name, rrtype = item.subject, item.type
   if record and (not rrtype or record.type == rrtype) then name, rrtype = record.name, record.type end
   if not rrtype or name:find("@", 1, true) then return nil end
   if item.code:find "^easy%-dkim" and not name:find("_domainkey", 1, true) then return nil end
   if item.code:find "^dmarc%-" and not name:find "^_dmarc%." and rrtype == "TXT" and not record then
      name = "_dmarc." .. name
   end
   return name, rrtype
end

-- How people see what ITEM speaks of: a question to DNS, or to SES.
local function see(item, declared)
   if item.code:find "^message%-" then return "sesame message FILE" end
   if item.subject:find "[%s]" then return "sesame check --shared-factors DOMAIN..." end
   local name, rrtype = asked(item)
   if rrtype then return ("dig +noall +answer %s %s"):format(shell.quote(name), rrtype) end
   for _, model in ipairs(declared.needs or {}) do
      local region = item.fields.region
      if item.fields.tenant then
         return ("aws sesv2 get-tenant --tenant-name %s --region %s"):format(shell.quote(tostring(item.fields.tenant)),
            type(region) == "string" and region or "us-east-1")
      end
      if declared.reference:find("GetAccount", 1, true) and type(region) == "string" then
         return "aws sesv2 get-account --region " .. region
      end
      if model == "ses" or model == "identities" or model == "easy_dkim" then
         return ("aws sesv2 get-email-identity --email-identity %s --region %s"):format(item.subject,
            type(region) == "string" and region or "us-east-1")
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

-- What stands for an example of CODE where there is none: a script's own finding, with its fields by name.
local function made_up(declared)
   local fields = {}
   for _, name in ipairs(declared.fields or {}) do fields[name] = name:gsub("_", " ") end
   return { subject = "example.org", fields = fields }
end

--- The page on CODE of ALL (code -> { check, declaration }), by the example that sesame.check.samples has of it.
function report.text(code, all)
   local entry = all[code]
   local example = require("sesame.check.samples")[code] or made_up(entry.declaration)
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
   if item.advice then page:put("Do", #item.records > 0 and text.leading(item.advice) or item.advice) end
   page:copy("Good", lines_of(item.records))
   local said, first = replies.explained_by(code)
   if said then page:put("Receivers", ("may say %s; sesame explain %s"):format(said, first)) end
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
