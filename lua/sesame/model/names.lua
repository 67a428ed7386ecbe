-- SPDX-License-Identifier: MIT
-- Model of names the owner gave: DKIM selectors and MAIL FROM domains. Do they exist, do their aliases lead anywhere?
-- It must not know key records.
local mx = require "sesame.model.mx"
local outline = require "sesame.model.outline"
local regions = require "sesame.ses.regions"
local spf = require "sesame.model.spf"
local walk = require "sesame.spf.walk"

local names = {}

function names.selector_name(selector, domain)
   return ("%s._domainkey.%s"):format(selector, domain)
end

function names.questions(context)
   local list = {}
   for _, selector in ipairs(context.selectors) do
      list[#list + 1] = { name = names.selector_name(selector, context.domain), type = "TXT" }
   end
   for _, name in ipairs(context.mail_from) do
      list[#list + 1] = { name = name, type = "MX" }
      list[#list + 1] = { name = name, type = "TXT" }
   end
   return list
end

local function values_of(answer)
   local values = {}
   for i = 1, answer.known == "present" and #answer or 0 do values[i] = answer[i] end
   table.sort(values)
   return values
end

--- { { selector, name, known, status, server, chain, records = { text } }, ... } in order of selector.
function names.selectors(context)
   local list, questions = {}, {}
   for i, selector in ipairs(context.selectors) do
      questions[i] = { name = names.selector_name(selector, context.domain), type = "TXT" }
   end
   local answers = #questions > 0 and context.facts:get_all(questions) or {}
   for i, answer in ipairs(answers) do
      list[i] = outline.of(answer, { selector = context.selectors[i], name = questions[i].name })
      list[i].records = values_of(answer)
   end
   table.sort(list, function(a, b) return a.name < b.name end)
   return list
end

-- Whether SES uses NAME as MAIL FROM: told so, or its MX is a feedback host.
local function is_ses(served, hosts)
   if served then return true end
   for _, host in ipairs(hosts) do
      local kind = regions.host(host.host)
      if kind == "mail-from" or kind == "mail-from-wrong-suffix" then return true end
   end
   return false
end

--- { { name, mx = model of its MX, spf = model of its SPF, tree = its SPF tree where it has one record, ses = whether SES uses it,
-- regions = those it serves as far as told }, ... } in order of name.
function names.mail_from(context)
   local list = {}
   for i, name in ipairs(context.mail_from) do
      local served = context.mail_from_regions and context.mail_from_regions[name]
      local entry = { name = name, mx = mx.build(context, name), spf = spf.build(context, name), regions = served or {} }
      entry.ses = is_ses(served, entry.mx.hosts)
      if #entry.spf.records == 1 then entry.tree = walk(name, { facts = context.facts }) end
      list[i] = entry
   end
   table.sort(list, function(a, b) return a.name < b.name end)
   return list
end

-- Names that exist only to have names below them, with a child to look for (RFC 8020 2, rule on empty non-terminals).
local function parents(context, selectors)
   local list = {}
   for _, selector in ipairs(selectors) do
      if selector.status == "ok" or selector.status == "nodata" then
         list[#list + 1] = { parent = "_domainkey." .. context.domain, child = selector.name }
         break
      end
   end
   return list
end

--- Names denied with NXDOMAIN although a name below them exists: { { name, child, server }, ... }.
-- OWN is the domain's model.
function names.denied_parents(context, own, selectors)
   local list = {}
   for _, pair in ipairs(parents(context, selectors)) do
      local answer = context.facts:get(pair.parent, "TXT")
      if answer.status == "nxdomain" then
         list[#list + 1] = { name = pair.parent, child = pair.child, server = answer.server }
      end
   end
   if own.denied then list[#list + 1] = { name = own.name, child = "_dmarc." .. own.name, server = own.server } end
   return list
end

return names
