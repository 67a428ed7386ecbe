-- SPDX-License-Identifier: MIT
-- An include replaced by the terms it leads to, one level of it: names are copied, other people's addresses are not. A
-- function of walked trees; it must not choose.
local owner = require "sesame.base.owner"
local spf = require "sesame.spf"
local terms = require "sesame.spf.term"

local copies = {}

local TARGETED = { a = true, mx = true }
local ADDRESSES = { ip4 = true, ip6 = true }
local STAYS = { redirect = true, ptr = true, exists = true }
local SILENT = { modifier = true, exp = true }

-- PARSED, one term of the record of TARGET, as it has to be written elsewhere; nil where that cannot be.
local function moved(parsed, target)
   if parsed.qualifier ~= "+" or parsed.macros ~= "" then return nil end
   if not TARGETED[parsed.kind] or parsed.value then return (parsed.text:gsub("^%+", "")) end
   local head, tail = parsed.text:match("^%+?(%a+)(.*)$")
   return ("%s:%s%s"):format(head, target, tail)
end

-- The record behind INCLUDE, where its place in another record can mean the same; or nil.
local function readable(include)
   if include.kind ~= "include" or include.qualifier ~= "+" or include.status ~= "counted" then return nil end
   local parsed = include.terms and include.record and not include.macro and spf.parse(include.record)
   if not parsed or not parsed.valid or parsed.redirect and not parsed.all then return nil end
   return parsed
end

--- What INCLUDE, a walked include in a record of DOMAIN, can be replaced by: { own = whether its record is the owner's,
-- saves = lookups, size = octets, a space before each word counted, parts = { { index of the term in its record, word
-- } } }; nil where the place would mean something else, or addresses of others would be copied.
function copies.of(domain, include)
   local parsed = readable(include)
   if not parsed then return nil end
   local made = { own = owner.is_own(domain, include.target), saves = include.total, size = 0, parts = {} }
   for i, term in ipairs(parsed.terms) do
      local walked = include.terms[i]
      if term.kind == "all" then
         if term.qualifier == "+" then return nil end
         break
      elseif STAYS[term.kind] or ADDRESSES[term.kind] and not made.own then
         return nil
      elseif not SILENT[term.kind] then
         local word = walked and moved(term, include.target)
         if not word then return nil end
         if not terms.is_void(walked) then
            made.parts[#made.parts + 1] = { index = i, word = word }
            made.saves, made.size = made.saves - walked.total, made.size + #word + 1
         end
      end
   end
   return made
end

return copies
