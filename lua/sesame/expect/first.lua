-- SPDX-License-Identifier: MIT
-- A first expectations file from identities of Amazon SES as they were given: regions, tokens, MAIL FROM names, and the
-- saved JSON they came from. Makes text; it must not look anything up.
local first = {}

local HEAD = [[
-- What the owner of %s knows: given to sesame with --expect. The file is data: a table, no function is called.
-- Written from saved JSON of Amazon SES; keep it beside the zone and correct it when an identity changes.
return {
   -- SES identities, one a region.
   identities = {
]]

local TAIL = [[
   },
   -- DKIM selectors beside those of SES, such as "google" or "s1._domainkey.%s".
   selectors = {%s},
   -- MAIL FROM names of other services.
   mail_from = {},
   -- Findings the owner lives with, each with a reason and the day on which it speaks again.
   accepted = {
      -- { code = "spf-many-addresses", subject = %q, expires = "2030-12-31", reason = "why this is right" },
   },
}
]]

local function quoted(list)
   local out = {}
   for i, value in ipairs(list) do out[i] = ("%q"):format(value) end
   return table.concat(out, ", ")
end

local function entry_lines(domain, identity)
   local lines = { "      {", ("         domain = %q, region = %q,"):format(domain, identity.region) }
   for _, name in ipairs { "mail_from", "hosted_zone", "origin", "selector" } do
      if identity[name] then lines[#lines + 1] = ("         %s = %q,"):format(name, identity[name]) end
   end
   if identity.tokens then lines[#lines + 1] = ("         tokens = { %s },"):format(quoted(identity.tokens)) end
   for _, name in ipairs { "file", "account_file", "list_file" } do
      if identity[name] then
         lines[#lines + 1] = ("         %s = %q,"):format(name:gsub("_file$", ""), identity[name])
      end
   end
   lines[#lines + 1] = "      },"
   return lines
end

--- The text of an expectations file for DOMAIN: IDENTITIES are { region, tokens, mail_from, hosted_zone, origin,
-- selector, file, account_file, list_file }, all but region optional; SELECTORS are names.
function first.text(domain, identities, selectors)
   local parts = { HEAD:format(domain) }
   for _, identity in ipairs(identities) do
      parts[#parts + 1] = table.concat(entry_lines(domain, identity), "\n") .. "\n"
   end
   local list = #selectors > 0 and " " .. quoted(selectors) .. " " or ""
   parts[#parts + 1] = TAIL:format(domain, list, domain)
   return table.concat(parts)
end

-- PATH as it is written into the file TARGET: relative where it lies in or below the same folder.
function first.relative(path, target, here)
   local function absolute(name) return name:sub(1, 1) == "/" and name or here .. "/" .. name:gsub("^%./", "") end
   local folder = absolute(target):match("^(.*/)")
   local whole = absolute(path)
   return whole:sub(1, #folder) == folder and whole:sub(#folder + 1) or whole
end

return first
