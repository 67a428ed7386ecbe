-- SPDX-License-Identifier: MIT
-- Structured field bodies (RFC 5322 3.2): comments taken out, texts split outside quotes. It must not know any field.
local lexer = {}

lexer.DEPTH_MAX = 16 -- comments within comments; deeper ones end the text

-- The place behind the quoted string that opens at FROM, or behind the text where it does not close.
local function quoted_end(text, from)
   local at = from + 1
   while true do
      local found = text:find('["\\]', at)
      if not found then return #text + 1 end
      if text:byte(found) == 34 then return found + 1 end
      at = found + 2
   end
end

lexer.quoted_end = quoted_end

-- The place behind the comment that opens at FROM; nil where it does not close.
local function comment_end(text, from)
   local at, depth = from, 0
   while true do
      local found, _, mark = text:find("([()\\])", at)
      if not found then return nil end
      if mark == "\\" then
         at = found + 2
      else
         depth = depth + (mark == "(" and 1 or -1)
         at = found + 1
         if depth == 0 then return at end
         if depth > lexer.DEPTH_MAX then return nil end
      end
   end
end

--- TEXT with a space in place of each comment, or with what INSTEAD(comment) gives; quoted strings stay. A comment that
-- does not close takes the rest with it.
function lexer.without_comments(text, instead)
   local parts, at = {}, 1
   while true do
      local found, _, mark = text:find('([("])', at)
      if not found then break end
      if mark == '"' then
         local stop = quoted_end(text, found)
         parts[#parts + 1] = text:sub(at, stop - 1)
         at = stop
      else
         local stop = comment_end(text, found) or #text + 1
         parts[#parts + 1] = text:sub(at, found - 1)
         parts[#parts + 1] = instead and instead(text:sub(found, stop - 1)) or " "
         at = stop
      end
   end
   parts[#parts + 1] = text:sub(at)
   return table.concat(parts)
end

--- TEXT split at the characters of SET (a Lua character class such as "[;]") outside quoted strings; at most LIMIT
-- parts.
function lexer.split(text, set, limit)
   local parts, from, at = {}, 1, 1
   while #parts < limit - 1 do
      local found = text:find(set, at)
      local quote = text:find('"', at, true)
      if not found then break end
      if quote and quote < found then
         at = quoted_end(text, quote)
      else
         parts[#parts + 1] = text:sub(from, found - 1)
         from, at = found + 1, found + 1
      end
   end
   parts[#parts + 1] = text:sub(from)
   return parts
end

--- TEXT without the quotation marks around it and the backslashes within, when it is a quoted string.
function lexer.unquote(text)
   local inner = text:match('^"(.*)"$')
   return inner and inner:gsub("\\(.)", "%1") or text
end

return lexer
