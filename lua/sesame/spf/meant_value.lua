-- SPDX-License-Identifier: MIT
-- What the value of a damaged SPF term was before one slip: an address with its prefix length, or a name. Every reading
-- is given; which is right is not decided here.
local core = require "sesame.core"
local slip = require "sesame.spf.slip"

local value = {}

value.NAMES = { include = true, a = true, mx = true, ptr = true, exists = true, redirect = true, exp = true }

local ADDRESS_MAX = 64    -- octets of an address with its prefix length that are tried one by one
local LENGTHS_MAX = 12    -- "/24//64", and some octets too many
local ALPHABET = "0123456789abcdef:./"

-- In an address any digit, letter or dot may stand for a digit: they lie next to them on some keyboard.
local function stands_in_address(octet)
   if octet:find "^%d$" then return "0123456789" end
   local others = slip.meant(octet)
   return octet:find "[%a.]" and "0123456789" .. others:gsub("%d", "") or others
end

local function kind_of(address)
   local bare = address:match "^[^/]*"
   local parsed = core.spf.parse(("v=spf1 %s:%s"):format(bare:find(":", 1, true) and "ip6" or "ip4", bare))
   return #parsed.faults == 0 and parsed.terms[1] and parsed.terms[1].kind or nil
end

--- "ip4" or "ip6" where TEXT, up to a slash, is an address; nil else.
function value.family(text)
   if not text:find "^[%x:.]+%f[/\0]" then return nil end
   return kind_of(text)
end

-- The prefix length of a network mask of ones and then zeros; nil for what is none.
local function length_of(mask)
   local a, b, c, d = mask:match "^(%d+)%.(%d+)%.(%d+)%.(%d+)$"
   if not a then return nil end
   local bits = 0
   for _, part in ipairs { a, b, c, d } do
      if tonumber(part) > 255 then return nil end
      bits = bits << 8 | math.tointeger(tonumber(part))
   end
   local rest = ~bits & 0xFFFFFFFF
   if bits == 0 or rest & (rest + 1) ~= 0 then return nil end
   local length = 32
   while rest > 0 do length, rest = length - 1, rest >> 1 end
   return length
end

-- "192.0.2.0/255.255.255.0" with the length the mask stands for.
local function without_mask(text)
   local before, mask = text:match "^(.-)/(%d+%.%d+%.%d+%.%d+)$"
   local length = mask and mask:find "^255" and length_of(mask)
   return length and ("%s/%d"):format(before, length)
end

-- "192.000.002.001": octets padded to three digits, which is a way of writing, not a slip.
local function without_padding(text)
   local address, rest = text:match "^(%d+%.%d+%.%d+%.%d+)(.*)$"
   if not address then return nil end
   local padded = 0
   local plain = address:gsub("%f[%d]0+(%d)", function(digit)
      padded = padded + 1
      return digit
   end)
   for octet in address:gmatch "%d+" do
      if #octet ~= 3 then return nil end
   end
   return padded > 0 and plain .. rest or nil
end

local BLOCKS_MAX = 8 -- of a range that is offered as prefixes

--- "A-B", "A.B.C.*" and "A.B.C" as the addresses they seem to mean, prefixes in a list of at most BLOCKS_MAX; nil for
-- anything else.
function value.range(text)
   local first, last = text:match "^([%d.]+)-([%d.]+)$"
   if not first then
      local begin = text:match "^(%d+%.%d+%.%d+)%.?[*xX]?$"
      if not begin then return nil end
      first, last = begin .. ".0", begin .. ".255"
   end
   if kind_of(first) ~= "ip4" or kind_of(last) ~= "ip4" then return nil end
   local ok, set = pcall(core.addrset.new, { first .. "-" .. last })
   if not ok then return nil end
   local blocks = {}
   for block in set:prefixes() do
      if #blocks == BLOCKS_MAX then return nil end
      blocks[#blocks + 1] = block
   end
   return blocks
end

-- What people put round a value, and is no part of it.
local WRAPPERS = {
   { '^["\'`]+(.-)["\'`]*$' }, { '^(.-)["\'`]+$' }, { "^<(.*)>$" }, { "^%[(.*)%](/?%d*)$" }, { "^%((.*)%)$" },
   { "^[hH][tT][tT][pP][sS]?://(.-)/*$" }, { "^(.-)\\$" },
}

local function unwrapped(text, each)
   for _, row in ipairs(WRAPPERS) do
      local inner, rest = text:match(row[1])
      if inner and inner ~= "" and inner .. (rest or "") ~= text then each(inner .. (rest or "")) end
   end
   if text:find '["\'`]' then each((text:gsub('["\'`]', ""))) end
end

--- Every reading of the address TEXT (with its prefix length, if any), through EACH(text).
function value.addresses(text, each)
   unwrapped(text, each)
   local plain = without_mask(text) or without_padding(text)
   if plain then each(plain) end
   if text:find "/%d+%.%d+%.%d+%.%d+$" then return end -- a mask: no slip at all
   if #text <= ADDRESS_MAX then slip.undo(text, ALPHABET, stands_in_address, each) end
end

-- What OCTET, which no name holds, may stand for; at its END not a letter nor a digit: of the last labels there are
-- none has one more.
local function stands_in_name(octet, at_end)
   return (slip.meant(octet):gsub(at_end and "[^.-]" or "[^%w.-]", ""))
end

-- The last label may have ended in "m", left of the comma's key: of the names there are, ".co," alone can be that.
local function cut_com(text, each)
   if text:lower():find "%.co,$" then each(text:sub(1, -2) .. "m") end
end

-- NAME with each octet that may not stand where it does taken away, or read as what it may stand for.
local function without_strays(name, each)
   local body, dot = name:match "^(.-)(%.?)$"
   for at, octet in body:gmatch "()([^%w.~?+@-])" do -- a sign parts terms, an @ a mail address: no strays
      if octet ~= "_" or not body:find(".", at, true) then
         each(body:sub(1, at - 1) .. body:sub(at + 1) .. dot)
         for other in stands_in_name(octet, at == #body):gmatch "." do
            each(body:sub(1, at - 1) .. other .. body:sub(at + 1) .. dot)
         end
      end
   end
   if body:find "%-$" then
      each(body:sub(1, -2) .. dot)
      each(body:sub(1, -2) .. "0" .. dot)
   end
end

--- Every reading of the domain-spec TEXT (with prefix lengths behind it, if any), through EACH(text): what may not
-- stand in a name taken away, or read as what it looks like. Letters and digits are never guessed.
function value.names(text, each)
   unwrapped(text, each)
   if text:find("%", 1, true) then return end -- a macro says too little of what was meant
   local name, lengths = text:match "^([^/]-)(/.*%d.*)$"
   if lengths and #lengths > LENGTHS_MAX then name, lengths = nil, nil end
   cut_com(name or text, function(other) each(other .. (lengths or "")) end)
   without_strays(name or text, function(other) each(other .. (lengths or "")) end)
   for at in text:gmatch "()[\\|]%d" do each(text:sub(1, at - 1) .. "/" .. text:sub(at + 1)) end
   local cut = text:match "^(.-)/+$"
   if cut then each(cut) end
   if lengths then
      slip.undo(lengths, "0123456789/", stands_in_address, function(other) each(name .. other) end)
   end
end

return value
