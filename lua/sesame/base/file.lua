-- SPDX-License-Identifier: MIT
-- Text files as people have them: read whole and within a bound, or line by line, without the byte order marks and the
-- UTF-16 of some editors; and files written so that nothing half done ever stands there. It must not know what a file
-- is for.
local core = require "sesame.core"

local file = {}

file.LINES_MAX = 64 * 1024 * 1024 -- octets of a list in UTF-16, which is read whole

--- BYTES as text: without a byte order mark, UTF-16 as UTF-8. Nil and what is wrong with it.
file.plain = core.text.plain

--- What HANDLE holds, as text; NAME stands for it in messages. Nil and one line: over MOST octets, not to be read, or
-- empty.
function file.content(handle, name, most)
   local bytes, fault = handle:read(most + 1)
   if not bytes then return nil, ("%s: %s"):format(name, fault and "cannot be read: " .. fault or "is empty") end
   if #bytes > most then return nil, ("%s: over %d octets"):format(name, most) end
   local text, reason = core.text.plain(bytes)
   if not text then return nil, ("%s: %s"):format(name, reason) end
   return text
end

--- What the file at PATH holds ("-": standard input), as text. Nil, one line that names it, and "not-found" where it
-- cannot be opened.
function file.read(path, most)
   if path == "-" then return file.content(io.stdin, "standard input", most) end
   local handle <close>, reason = io.open(path, "rb")
   if not handle then return nil, reason, "not-found" end
   return file.content(handle, path, most)
end

-- The lines of TEXT, without their endings.
local function lines_of(text)
   local at = 1
   return function()
      if at > #text then return nil end
      local stop = text:find("\n", at, true) or #text + 1
      local line = text:sub(at, stop - 1)
      at = stop + 1
      return line
   end
end

local function is_utf16(line)
   return line:find "^\xFF\xFE" or line:find "^\xFE\xFF" or line:find "^[^\0]\0[^\0]" or line:find "^\0[^\0]\0[^\0]"
      or line:find "^\0\0\xFE\xFF"
end

--- An iterator over the lines of HANDLE as they come, each without its ending; where reading fails, nil and the reason.
function file.lines(handle)
   local whole, fault, begun
   return function()
      if whole then return whole() end
      if fault then return nil, fault end
      local line, reason = handle:read "L"
      if begun or not line then return line and line:gsub("\n$", ""), reason end
      begun = true
      if not is_utf16(line) then return (line:gsub("^\xEF\xBB\xBF", ""):gsub("\n$", "")) end
      local rest = handle:read(file.LINES_MAX) or ""
      local text
      text, fault = core.text.plain(line .. rest)
      if #line + #rest >= file.LINES_MAX then text, fault = nil, ("over %d octets"):format(file.LINES_MAX) end
      if not text then return nil, fault end
      whole = lines_of(text)
      return whole()
   end
end

return file
