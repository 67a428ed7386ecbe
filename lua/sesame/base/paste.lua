-- SPDX-License-Identifier: MIT
-- The data of a TXT record as people paste it: a line of a zone or of dig, quoted strings, text that an editor or a web
-- page has been at. It must not know what the data means.
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

return paste
