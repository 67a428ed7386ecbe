-- SPDX-License-Identifier: MIT
-- The report addresses of a DMARC record: the values of rua= and ruf= (RFC 9989 4.7, 4.8). Plain data; asks nobody.
local domains = require("sesame.core").domain

local uri = {}

uri.MAX = 100 -- addresses read of one tag; RFC 9990 lets receivers stop sooner

local LITERAL = "^[%w%-._~:/?#%[%]@$&'()*+=%%]+$" -- RFC 3986 2, without "," "!" and ";" (RFC 9989 4.8)
local SIZE = "!%d+[kmgtKMGT]?$" -- RFC 7489 6.4, obsolete

local function unescape(text)
   return (text:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

-- The address and the host of a mailto URI without its size, or nil, reason, better text.
local function read_mailbox(text)
   local path = unescape(text:match("^%a+:([^?]*)"))
   local user, host = path:match("^(.+)@([^@]+)$")
   if not user then return nil, "no mail address follows mailto:" end
   if text:find('^%a+:[^"?][^?]*@[^?]*@') then return nil, "more than one @ in an address" end
   if path:find("[^\33-\126]") then return nil, "an address that is not plain ASCII" end
   local name = domains.to_ascii(host)
   if not name or name:find("[^%w._-]") then return nil, "what follows @ is no domain" end
   return user .. "@" .. name, name
end

local function host_of_url(text)
   local authority = text:match("^%a[%w+.-]*://([^/?#]*)")
   local host = authority and authority:gsub("^.*@", ""):gsub(":%d*$", "")
   return host and domains.to_ascii(host) or nil
end

-- What people put around an address, or into it: pattern, reason. The captures together are the address that is meant.
local WRAPPED = {
   { "^[\"'](.+)[\"']$", "quotation marks around the address" },
   { "^([Mm][Aa][Ii][Ll][Tt][Oo]:)<(.+)>$", "angle brackets around the address" },
   { "^<(.+)>$", "angle brackets around the address" }, { "^(.+)\\$", "a backslash behind the address" },
   { "^([Mm][Aa][Ii][Ll][Tt][Oo]:)//(.+)$", "\"//\" after mailto:, which belongs to web addresses" },
}

local function wrapped(text)
   for _, case in ipairs(WRAPPED) do
      local first, second = text:match(case[1])
      if first then return case[2], first .. (second or "") end
   end
end

-- Why TEXT, that is not empty, is no URI at all, and what may be meant.
local function form_fault(text)
   local reason, meant = wrapped(text)
   if reason then return reason, meant end
   if text:find("[\128-\255]") then return "bytes outside ASCII; a report address has to be a plain one" end
   local joined = text:gsub("%s+", "")
   if joined ~= text and joined:find("^[Mm][Aa][Ii][Ll][Tt][Oo]:[^@:]+@[^@:]+$") then
      return "white space within the address", joined
   elseif text:find("%s") then
      return "white space within the address; several are separated by commas"
   end
   if not text:find("^%a[%w+.-]*:") then
      if text:find("^[^@:]+@[^@]+$") then return "no mailto: before the address", "mailto:" .. text end
      return "no URI scheme, such as mailto:"
   end
   if text:find("!") then return "a \"!\" that no size follows" end
   if not text:find(LITERAL) then return "a character that has no place in a URI" end
end

-- One URI of TEXT, which lies at FROM of the record.
local function read_one(text, from)
   local item = { text = text, range = { from, from + #text }, valid = false }
   local size = text:match(SIZE)
   local plain = size and text:sub(1, -#size - 1) or text
   item.size = size and size:sub(2) or nil
   if text == "" then
      item.reason = "nothing between two commas"
      return item
   end
   item.reason, item.suggestion = form_fault(plain)
   if item.reason then return item end
   item.scheme = plain:match("^(%a[%w+.-]*):"):lower()
   if item.scheme == "mailto" then
      item.address, item.host = read_mailbox(plain)
      if not item.address then
         item.reason, item.host, item.scheme = item.host, nil, nil
         return item
      end
   else
      item.host = host_of_url(plain)
   end
   item.uri, item.valid = plain, true
   return item
end

--- The addresses in VALUE, which begins at octet FROM of the record: a list of { text, range, valid, reason,
-- suggestion, scheme (lower case), uri (TEXT without its size), address and host (of mailto:; host of a URL), size }.
-- Reads MAX of them.
function uri.list(value, from)
   local list, at = {}, 1
   repeat
      local stop = value:find(",", at, true) or #value + 1
      local first, last = at, stop - 1
      while first <= last and value:find("^[ \t]", first) do first = first + 1 end
      while last >= first and value:find("^[ \t]", last) do last = last - 1 end
      list[#list + 1] = read_one(value:sub(first, last), from + first - 1)
      at = stop + 1
   until at > #value + 1 or #list >= uri.MAX
   return list
end

return uri
