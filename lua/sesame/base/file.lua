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

local PRIVATE <const> = "rw-------" -- of a file that only its owner may read

--- A name beside PATH for what is written in its place.
function file.part(path)
   return ("%s.%s.part"):format(path, (core.system.random(6):gsub(".", function(byte)
      return ("%02x"):format(byte:byte())
   end)))
end

local function write_itself(path, text)
   local handle, reason = io.open(path, "wb")
   if not handle then return nil, reason end
   local ok, fault = handle:write(text)
   local closed, trouble = handle:close()
   if not (ok and closed) then return nil, ("%s: %s"):format(path, fault or trouble) end
   return true
end

--- Writes TEXT to the file at PATH: beside it first, then moved there, so that what stood there stays whole until then
-- and no link is followed (one is replaced); a device or a pipe is written itself. True, or nil and a message.
function file.save(path, text)
   local old = require("lfs").symlinkattributes(path)
   if old and old.mode ~= "file" and old.mode ~= "link" then return write_itself(path, text) end
   local part = file.part(path)
   local private = old and old.mode == "file" and old.permissions == PRIVATE
   local ok, message = core.system[private and "write_private" or "write_new"](part, text)
   if not ok then return nil, message end
   local moved, reason = os.rename(part, path)
   if not moved then
      os.remove(part)
      return nil, reason
   end
   return true
end

--- The names of files that file.part gave for PATH and that lie there still, in order.
function file.parts(path)
   local lfs = require "lfs"
   local folder, name = path:match "^(.*/)([^/]*)$"
   local list = {}
   local listed, next_name, state = pcall(lfs.dir, folder or ".")
   if not listed then return list end
   name = name or path
   for entry in next_name, state do
      if entry:sub(1, #name) == name and entry:find("^%.%x%x%x%x%x%x%x%x%x%x%x%x%.part$", #name + 1) then
         list[#list + 1] = (folder or "") .. entry
      end
   end
   table.sort(list)
   return list
end

return file
