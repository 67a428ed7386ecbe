-- SPDX-License-Identifier: MIT
-- Files as strangers, editors and accidents leave them: a valid sample changed in its bytes, in the type of a value of
-- JSON, or in its structure. Each change is a function of the numbers it is given, so that a seed shows it again.
local mutate = {}

local function pick(below, list) return list[1 + below(#list)] end

local function put(text, at, length, new) return text:sub(1, at - 1) .. new .. text:sub(at + length) end

-- What stands in the place of a value of JSON.
local VALUES = {
   "null", "true", "false", "0", "-1", "1.5", "3", "1e308", "1e999", "-1e999", "nan", "0x10", "9007199254740993",
   "99999999999999999999", '""', '"x"', '"\\u0000"', '"a\\u0000b"', '"\\ud800"', '"a..b"', '"\\u00ff"', '"."', '"@"',
   '"a@b@c"', '"../../etc/passwd"', '"a b"', '"*"', '"%s%d"', "[]", "{}", "[[]]", "[null]", "[0]", '[""]', '{"a":null}',
   '{"":1}', '{"1":2}', "[[[[[[[[1]]]]]]]]", "[1,", "{", "",
   '"' .. ("a"):rep(64) .. '.example"', '"' .. ("a."):rep(140) .. 'example"', '"' .. ("x"):rep(70000) .. '"',
   ("["):rep(100) .. ("]"):rep(100), ("["):rep(5000), '{"a":' .. ("[0,"):rep(50) .. "0" .. ("]"):rep(50) .. "}",
}

-- What stands between the bytes of any text.
local PIECES = {
   "\0", "\255", "\xC3", "\xED\xA0\x80", "\xEF\xBB\xBF", "\xFF\xFE", "\r", "\n", "\r\n", "\t", "\27[31m", "\127", " ",
   '"', "'", "\\", "{", "}", "[", "]", "(", ")", "<", ">", ",", ";", ":", "=", "@", ".", "..", "#", "--", "%", "*", "/",
   "$INCLUDE /etc/passwd\n", "null", "nil", "0", "1e999", "function() end", "[[", "]]", "--[[", "return ", "\\u0000",
   ("a"):rep(300), ("a"):rep(70000), ("("):rep(1000), ("{"):rep(300), ("\n"):rep(2000), ("a."):rep(200),
}

-- The places of the values in TEXT, if it is JSON as we write samples: no brackets within strings.
local function values_of(text)
   local list, at = {}, 1
   while at <= #text do
      local from, to = text:find('^"[^"]*"', at)
      if not from then from, to = text:find("^[%w.+-]+", at) end
      if from and not text:find("^%s*:", to + 1) then list[#list + 1] = { from, to } end
      local open = not from and (text:match("^%b{}", at) or text:match("^%b[]", at))
      if open then list[#list + 1] = { at, at + #open - 1 } end
      at = (to or at) + 1
   end
   return list
end

-- Each is { name, change(text, below) -> text }.
mutate.kinds = {
   { "type", function(text, below)
      local values = values_of(text)
      if #values == 0 then return text end
      local place = pick(below, values)
      return put(text, place[1], place[2] - place[1] + 1, pick(below, VALUES))
   end },
   { "structure", function(text, below) -- one value in the place of another
      local values = values_of(text)
      if #values == 0 then return text end
      local place, other = pick(below, values), pick(below, values)
      return put(text, place[1], place[2] - place[1] + 1, text:sub(other[1], other[2]))
   end },
   { "key", function(text, below) -- a key misspelt, or given twice
      local keys = {}
      for at, key in text:gmatch('()"([%w_]+)"%s*:') do keys[#keys + 1] = { at + 1, key } end
      if #keys == 0 then return text end
      local place, other = pick(below, keys), pick(below, keys)
      return put(text, place[1], #place[2], pick(below, { other[2], place[2]:lower(), place[2] .. "s", "" }))
   end },
   { "insert", function(text, below) return put(text, 1 + below(#text + 1), 0, pick(below, PIECES)) end },
   { "replace", function(text, below) return put(text, 1 + below(#text), 1 + below(12), pick(below, PIECES)) end },
   { "flip", function(text, below)
      local at = 1 + below(#text)
      return put(text, at, 1, string.char(text:byte(at) ~ 1 << below(8)))
   end },
   { "drop", function(text, below) return put(text, 1 + below(#text), 1 + below(60), "") end },
   { "cut", function(text, below) return text:sub(1, below(#text + 1)) end },
   { "behead", function(text, below) return text:sub(1 + below(#text + 1)) end },
   { "repeat", function(text, below)
      local at = 1 + below(#text)
      return put(text, at, 0, text:sub(at, at + below(200)):rep(1 + below(50)))
   end },
   { "splice", function(text, below)
      local at, from = 1 + below(#text), 1 + below(#text)
      return put(text, at, below(40), text:sub(from, from + below(200)))
   end },
   { "UTF-16", function(text, below)
      local wide = pick(below, { "\xFF\xFE", "" }) .. text:gsub(".", "%0\0")
      return wide:sub(1, #wide - below(2) * below(3))
   end },
}

--- TEXT changed up to four times by the numbers of BELOW (below(n): one of 0 .. n - 1), and the names of the changes.
function mutate.some(text, below)
   local names = {}
   for i = 1, 1 + below(4) do
      if #text == 0 then break end
      local kind = pick(below, mutate.kinds)
      text, names[i] = kind[2](text, below), kind[1]
   end
   return text, table.concat(names, ", ")
end

return mutate
