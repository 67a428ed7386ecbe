-- SPDX-License-Identifier: MIT
-- Model of DKIM selectors the owner gave: do they exist, do their aliases lead anywhere? And of names denied though names below them exist.
-- It must not know key records.
local outline = require "sesame.model.outline"

local names = {}

function names.selector_name(selector, domain)
   return ("%s._domainkey.%s"):format(selector, domain)
end

function names.questions(context)
   local list = {}
   for _, selector in ipairs(context.selectors) do
      list[#list + 1] = { name = names.selector_name(selector, context.domain), type = "TXT" }
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
