-- SPDX-License-Identifier: MIT
-- The report addresses that a damaged list of them stands for (rua=, ruf=): each as it stands, or corrected where there
-- is one way to do so. It must not know the rest of a record. Pure.
local domains = require("sesame.core").domain
local nearest = require "sesame.base.nearest"
local uri = require "sesame.dmarc.uri"

local addresses = {}

--- Whether TEXT is mailto: with a plain mailbox at a name of two labels or more, or a web address of today's form.
function addresses.is_plain(text)
   local user, host = text:match("^mailto:([%w._+=~-]+)@([%w.-]+)$")
   if not user or user:find("^%.") or user:find("%.$") or user:find("..", 1, true) then return false end
   if not host:find(".", 1, true) or host:find("..", 1, true) or host:find("^[.-]") or host:find("[.-]$") then
      return false
   end
   for label in host:gmatch("[^.]+") do
      if label:find("^%-") or label:find("%-$") or #label > 63 then return false end
   end
   return domains.to_ascii(host) ~= nil
end

local OF_SCHEME = "mailto:"

-- ITEM with its scheme mended, where what is left is a plain address and there is one way to do it.
local function with_scheme(item)
   local found, several
   local function try(text)
      if not addresses.is_plain(text) then return end
      if found and found ~= text then several = true end
      found = text
   end
   for length = #OF_SCHEME - 1, #OF_SCHEME + 1 do
      local head = item:sub(1, length):lower()
      if nearest.distance(head, OF_SCHEME) <= 1 then try(OF_SCHEME .. item:sub(length + 1)) end
   end
   local swapped = item:sub(1, #OF_SCHEME + 1) -- the colon and the first octet of the mailbox in each other's place
   if swapped:lower():sub(1, 6) == "mailto" and swapped:sub(-1) == ":" then
      try(OF_SCHEME .. swapped:sub(7, 7) .. item:sub(#OF_SCHEME + 2))
   end
   if several then
      -- A letter or digit takes no colon's place by a slip: then the colon was left out.
      local rest = item:match("^[Mm][Aa][Ii][Ll][Tt][Oo](%w.*)$")
      if rest and not rest:find(":", 1, true) then return OF_SCHEME .. rest end
      return nil
   end
   return found
end

-- The addresses that ITEM, one of a list, stands for: a list of URIs, or nil where that is not evident.
local function read_item(item)
   if item == "" then return {} end
   if item:find("\\[nrt]") then return nil end -- an escape, or a stray backslash before a letter
   local read = uri.list(item, 0)[1]
   local foreign = read.valid and read.scheme ~= "mailto" and nearest.distance(read.scheme, "mailto") > 2
   if read.valid and (foreign or read.scheme == "mailto"
      and addresses.is_plain((read.uri:gsub("^%a+", string.lower)))) then
      return { read.uri }
   end
   if read.valid and read.scheme == "mailto" and read.uri:lower():find("^mailto:[^@:%%\"'\\]+@[%w-]+%.[%w.-]*%w$")
      and not read.uri:lower():find("mailto", 8, true) then
      return { read.uri }
   end
   local bare = item:gsub("^[\"'`<%s]+", ""):gsub("[\"'`>%s\\]+$", "")
   bare = bare:gsub("^([Mm][Aa][Ii][Ll][Tt][Oo]:)[<\"'%s/]+", "%1"):gsub("![%d]+[kmgtKMGT]?$", "")
   if bare:find("%s") then
      local pieces = {}
      for piece in bare:gmatch("%S+") do
         local one = read_item(piece)
         if not one or #one ~= 1 or not piece:find("@", 1, true) then pieces = nil break end
         pieces[#pieces + 1] = one[1]
      end
      if pieces and #pieces > 1 then return pieces end
      bare = bare:gsub("%s+[Aa][Tt]%s+", "@"):gsub("%s+", "")
   end
   bare = bare:gsub("%%40", "@")
   if addresses.is_plain((bare:gsub("^%a+:", string.lower))) then return { (bare:gsub("^%a+:", string.lower)) } end
   local first, second = bare:match("^(.-)([Mm][Aa][Ii][Ll][Tt][Oo]:.*)$")
   if first and first ~= "" then
      local one, two = read_item(first), read_item(second)
      if one and two and #one == 1 and #two == 1 and first:find("@", 1, true) then return { one[1], two[1] } end
   end
   if bare:lower():find("^mai") or bare:lower():find("^[amil][amil][amil]") then
      local fixed = with_scheme(bare)
      if fixed then return { fixed } end
      if bare:lower():find("mail?t", 1) then return nil end
   end
   if not bare:find(":", 1, true) and addresses.is_plain(OF_SCHEME .. bare) then return { OF_SCHEME .. bare } end
   return nil
end

--- VALUE of rua or ruf as its addresses with commas between; nil where one of them is not evident, or none is there.
function addresses.read(value)
   local list, seen = {}, {}
   for item in (value .. ","):gmatch("([^,]*),") do
      local found = read_item(item:match("^%s*(.-)%s*$"))
      if not found then return nil end
      for _, one in ipairs(found) do
         if not seen[one] then list[#list + 1] = one end
         seen[one] = true
      end
   end
   return #list > 0 and table.concat(list, ",") or nil
end

return addresses
