-- SPDX-License-Identifier: MIT
-- The data of a TXT record as people paste it: a line of a zone or of dig, quoted strings, text that an editor or a web
-- page has been at. It must not know what the data means.
local records = require "sesame.base.records"

local paste = {}

-- What an editor, a keyboard or a copy puts in place of a plain character.
local PLAIN = {
   ["\u{A0}"] = " ", ["\u{200B}"] = "", ["\u{FEFF}"] = "", ["\u{2009}"] = " ", ["\u{202F}"] = " ",
   ["\u{201C}"] = '"', ["\u{201D}"] = '"', ["\u{201E}"] = '"', ["\u{2018}"] = "'", ["\u{2019}"] = "'",
   ["\u{FF1B}"] = ";", ["\u{FF1A}"] = ":", ["\u{FF1D}"] = "=", ["\u{FF0C}"] = ",", ["\u{FF20}"] = "@",
   ["\u{FF0B}"] = "+", ["\u{FF0F}"] = "/",
   ["\u{2010}"] = "-", ["\u{2011}"] = "-", ["\u{2012}"] = "-", ["\u{2013}"] = "-", ["\u{2014}"] = "-",
   ["\u{2212}"] = "-",
}
local LETTERS = { -- Cyrillic, in lower case: letters of a key must not be guessed from them
   ["\u{430}"] = "a", ["\u{435}"] = "e", ["\u{43E}"] = "o", ["\u{440}"] = "p", ["\u{441}"] = "c", ["\u{445}"] = "x",
   ["\u{443}"] = "y", ["\u{456}"] = "i", ["\u{455}"] = "s", ["\u{501}"] = "d", ["\u{4CF}"] = "l",
}

local ENTITIES = { amp = "&", quot = '"', apos = "'", lt = "<", gt = ">", nbsp = " ", plus = "+", equals = "=",
   sol = "/", semi = ";", colon = ":" }

--- TEXT with the character references of HTML taken back (&#43; &#x2F; &amp;), once.
function paste.unescape_html(text)
   text = text:gsub("&#[xX](%x%x?);", function(hex) return string.char(tonumber(hex, 16)) end)
   text = text:gsub("&#(%d%d?%d?);", function(code)
      local number = tonumber(code)
      return number < 128 and string.char(number) or nil
   end)
   return (text:gsub("&(%a+);", ENTITIES))
end

--- TEXT with plain characters in place of those that look like them, and white space of one kind. CASED: letters
-- stand for themselves, since case counts in TEXT.
function paste.plain(text, cased)
   text = text:gsub("[\xC2-\xF4][\x80-\xBF]+", PLAIN)
   if not cased then text = text:gsub("[\xC2-\xF4][\x80-\xBF]+", LETTERS) end
   text = text:gsub("[\t\r\n]", " ")
   return (text:gsub("([;\"']%s*)\\r?\\?n", "%1 "):gsub("\\r?\\?n(%s*[;\"'])", " %1"):gsub("\\r?\\n%s*$", "")
      :gsub("^%s*\\r?\\n", ""))
end

--- TEXT with Latin letters in place of those that look like them, in every run of letters and digits that has plain
-- ones too: one that is all of another script is a word of it.
function paste.latin(text)
   return (text:gsub("[%w\xC2-\xF4\x80-\xBF]+", function(run)
      return run:find "%w" and run:gsub("[\xC2-\xF4][\x80-\xBF]+", LETTERS) or nil
   end))
end

--- TEXT, which may be pasted from a zone, from dig or from a console, as the data alone: without name, TTL, class and
-- type, without the quotation marks around strings, their parts joined, plain characters (CASED as for paste.plain).
function paste.data(text, cased)
   text = paste.plain(paste.unescape_html(text), cased)
   text = text:match("^[%w@._*-]*%s*%d*%s*[INin]*%s*[Tt][Xx][Tt]%s+(.*)$") or text
   text = text:gsub("\\+;", ";"):gsub('"%s+"', "")
   local before
   repeat
      before = text
      text = text:gsub("^%s+", ""):gsub("%s+$", "")
      text = text:gsub('^[\\]*["\'`]', ""):gsub('[\\]*["\'`]$', "")
   until text == before
   return text
end

-- ---- the values in what was pasted ----

local function from_escape(first, more)
   local code = #more == 2 and tonumber(first .. more)
   if code and math.type(code) == "integer" and code < 256 then return string.char(code) end
   return first .. more
end

-- TEXT with the escapes of a master file (RFC 1035 5.1) taken back.
local function unescape(text)
   return (text:gsub("\\(.)(%d?%d?)", from_escape))
end

-- The quoted character-strings of INPUT from AT on, with white space, parentheses and comments between; across lines
-- within parentheses, or where WRAPPED. A list and the place behind the last; nil where a quotation mark is not closed.
local function read_strings(input, at, wrapped)
   local strings, depth, stop = {}, 0, at
   while at <= #input do
      local byte = input:sub(at, at)
      if byte == '"' then
         local from = at + 1
         repeat
            at = input:find('["\\]', at + 1)
            if not at then return nil end
            local escaped = input:sub(at, at) == "\\"
            if escaped then at = at + 1 end
         until not escaped
         strings[#strings + 1] = unescape(input:sub(from, at - 1))
         stop = at + 1
      elseif byte == "(" or byte == ")" then
         depth = depth + (byte == "(" and 1 or -1)
         stop = at + 1
      elseif byte == ";" then
         at = (input:find("[\r\n]", at) or #input + 1) - 1
      elseif byte:find("[\r\n]") and depth <= 0 and not (wrapped and input:find('^%s*"', at)) then
         break
      elseif not byte:find("%s") then
         break
      end
      at = at + 1
   end
   if depth ~= 0 or #strings == 0 then return nil end
   return strings, stop
end

local CLASSES = { IN = true, CH = true, HS = true, ANY = true }
local TEXTS = { TXT = true, SPF = true }
local OTHERS = {}
for word in ("A AAAA CNAME MX NS SOA PTR SRV CAA DS DNSKEY RRSIG NSEC NSEC3 NSEC3PARAM TLSA HTTPS SVCB DNAME NAPTR "
   .. "HINFO CDS CDNSKEY SSHFP"):gmatch("%S+") do
   OTHERS[word] = true
end

local WORDS_BEFORE_TYPE <const> = 4 -- name, TTL, class, and a type to come

local function is_ttl(word) return word:find("^%d+[smhdwSMHDW]?[%dsmhdwSMHDW]*$") ~= nil end

-- The name (or nil), the type and the place of the data, where LINE is one of a master file or of dig.
local function zone_line(line)
   local owner, at, plain = nil, 1, not line:find("^%s")
   for i = 1, WORDS_BEFORE_TYPE do
      local from, to, word = line:find("^%s*(%S+)", at)
      if not from then return nil end
      local upper = word:upper()
      if TEXTS[upper] and line:find("^%s", to + 1) then return upper, owner, to + 1 end
      if OTHERS[upper] and i > 1 then return upper, owner, to + 1 end
      if i == 1 and plain and not CLASSES[upper] and word:find("^[%w@._*\\-]+$") and not is_ttl(word) then
         owner = word
      elseif not CLASSES[upper] and not is_ttl(word) then
         return nil
      end
      at = to + 1
   end
end

-- What begins at the line at AT of INPUT: its form, the name and the place of the data; nil for a text of its own.
local function head(input, at)
   local line = input:match("^[^\r\n]*", at)
   local name, place = line:match("^%s*(%S+)%s+descriptive text%s+()")
   if name then return "host", name, at + place - 1 end
   name, place = line:match("^%s*(%S+)%s+text%s*=%s*()")
   if name then return "nslookup", name, at + place - 1 end
   local rrtype, owner
   rrtype, owner, place = zone_line(line)
   if rrtype then return TEXTS[rrtype] and "zone" or "other", owner, at + place - 1 end
   if line:find('^%s*%(?%s*"') then return "quoted", nil, at end
end

-- Lines that dig, host, nslookup and master files have beside the records.
local NOISE = {
   "^%s*;", "^%$%u+%s", "^Server:", "^Address:", "^Name:", "^Aliases:", "^Using domain server", "^Addresses:",
   "^Non%-authoritative answer", "^Authoritative answers can be found", "^%*%*%* ", "^%S+ is an alias for ",
   "^%S+ has address ", "^%S+ has IPv6 address ", "^%S+ mail is handled by ", "^%S+%s+canonical name = ",
   "^%S+%s+internet address = ", "^%s*>",
}

local function is_noise(line)
   for _, pattern in ipairs(NOISE) do
      if line:find(pattern) then return true end
   end
   return false
end

-- Of a row of the console of Amazon Route 53: what stands between the type and the value.
local ROUTE53 = '^%s*%u%l+[%w%s-]-()"'

local ABSOLUTE = { host = true, nslookup = true, route53 = true } -- forms whose names lack the final dot

local function full(name, form)
   return name and ABSOLUTE[form] and name:sub(-1) ~= "." and name .. "." or name
end

-- The item whose data begins at AT, and the place behind it; nil where it cannot be read as FORM.
local function structured(input, form, name, at)
   local rest = input:match("^[^\r\n]*", at)
   local row = form == "zone" and rest:match(ROUTE53)
   if row then form, at = "route53", at + row - 1 end
   local strings, stop = read_strings(input, at, form == "nslookup")
   if strings then
      local left = input:match("^[^\r\n]*", stop)
      if form == "route53" or left:find("^%s*$") or left:find("^%s*;") then
         return { value = table.concat(strings), strings = strings, name = full(name, form), from = form }, stop + #left
      end
   end
   if form ~= "zone" or rest:find('^%s*[("]') or not rest:find("%S") then return nil end
   return { value = unescape(rest:match("^%s*(.-)%s*$")), name = name, from = "unquoted" }, at + #rest
end

-- A text of its own: as it is, or with the escapes that it has taken back.
local function bare(text)
   if not text:find('\\["\\;%d]') then return { value = text } end
   local plain = unescape(text)
   local strings, stop = read_strings(plain, 1)
   if strings and not plain:find("%S", stop) then
      return { value = table.concat(strings), strings = strings, from = "escaped" }
   end
   return { value = plain, from = "escaped" }
end

-- The place behind a record of another type whose data begins at AT: the end of its line, or of that where its
-- parentheses end.
local function behind(input, at)
   local line = input:match("^[^\r\n]*", at)
   local close = line:find("(", 1, true) and not line:find(")", 1, true) and input:find(")", at, true)
   return close and close + #input:match("^[^\r\n]*", close) or at + #line
end

--- The values of TXT records in INPUT, which may be output of dig, host or nslookup, lines of a master file or of a
-- console, quoted strings, or texts, one a line: a list of { value, name = as written or nil, strings = its
-- character-strings or nil, from = nil for a text as it stands, or "zone", "dig", "host", "nslookup", "route53",
-- "quoted", "unquoted" (a line without quotation marks), "escaped" (a text with backslashes before characters) }; and
-- whether anything but texts was found. Records of other types, comments and headings are passed over.
function paste.values(input)
   local list, texts, others = {}, {}, false
   local at, dig = 1, input:find("^; <<>>") or input:find("\n; <<>>") or input:find(";; ANSWER SECTION", 1, true)
   while at <= #input do
      local line = input:match("^[^\r\n]*", at)
      local form, name, place = head(input, at)
      local item, stop
      if form == "other" then stop = behind(input, place)
      elseif form then item, stop = structured(input, form, name, place) end
      if item then
         others = true
         if dig and item.from == "zone" then item.from = "dig" end
         list[#list + 1] = item
      elseif line:find("%S") then
         if form == "other" or is_noise(line) then texts[#texts + 1] = line
         else list[#list + 1] = bare(line) end
      end
      at = (stop or at + #line) + 1
   end
   if #list == 0 then
      for _, line in ipairs(texts) do list[#list + 1] = { value = line } end -- nothing but what looks like noise
   end
   return list, others
end

local FROM = {
   zone = "a zone line", dig = "dig output", host = "host output", nslookup = "nslookup output",
   route53 = "a row of the Route 53 console", quoted = "quoted strings",
   unquoted = "a line without quotation marks", escaped = "a text with backslash escapes",
}

--- What was taken of what was pasted, in a sentence, for ITEM of paste.values, one of COUNT; nil for a text as it
-- stands.
function paste.taken(item, count)
   if not item.from then return nil end
   local parts = { "the TXT value" .. (item.name and " of " .. item.name or "") }
   if item.strings then parts[#parts + 1] = ("%d string%s"):format(#item.strings, #item.strings == 1 and "" or "s") end
   if count > 1 then parts[#parts + 1] = ("one of %d values"):format(count) end
   parts[#parts + 1] = "from " .. FROM[item.from]
   return ("Taken: %s."):format(table.concat(parts, ", "))
end

--- The line to publish VALUE with, a TXT record at NAME (as written; nil for the data alone): character-strings of at
-- most 255 octets in quotation marks, as a master file has them. Nil where no record holds so much.
function paste.line(name, value)
   local ok, data = pcall(records.text, "x", "TXT", value)
   if not ok then return nil end
   return name and ("%s TXT %s"):format(name, data) or data
end

return paste
