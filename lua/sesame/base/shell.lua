-- SPDX-License-Identifier: MIT
-- Words for a POSIX shell: the only place that quotes what stands in a command, printed or run. It must not know
-- commands.
local shell = {}

-- Octal escapes of printf for all but letters, digits and a few signs that neither the shell nor printf reads.
local function escaped(value)
   return (value:gsub("[^%w._@/:=+,-]", function(byte) return ("\\%03o"):format(byte:byte()) end))
end

--- VALUE as one word. Only letters, digits, '-', '_' and '.' stand bare, as in the name of a host; everything else
-- stands in single quotes, and control characters and bytes over 0x7E as octal escapes of printf, so that the word is
-- printable whatever VALUE holds. What no word can hold so is lost: a NUL, and line ends at the very end.
function shell.quote(value)
   if value:find("^[%w._-]+$") then return value end
   if not value:find("[^\32-\126]") then return "'" .. value:gsub("'", "'\\''") .. "'" end
   return ([["$(printf '%s')"]]):format(escaped(value))
end

--- The same for the value of an option, which may hold what the names of files and lists do.
function shell.word(value)
   return value:find("^[%w_./][%w_./=:,@+-]*$") and value or shell.quote(value)
end

--- The same for the PATH of a file, which is never taken for an option.
function shell.path(path)
   return shell.quote(path:find("^%-") and "./" .. path or path)
end

--- TEMPLATE with {name} replaced from WORDS (name -> string), each quoted, and {name:path} as a path.
function shell.command(template, words)
   return (template:gsub("{([%w_]+):?(%l*)}", function(name, form)
      local value = words[name] or error(("no word {%s}"):format(name), 3)
      return form == "path" and shell.path(value) or shell.quote(value)
   end))
end

--- The position in TEXT of the first place that PATTERN fits and that stands outside of what shell.quote quoted; nil
-- where there is none.
function shell.outside(text, pattern)
   local at = 1
   while true do
      local found, quoted = text:find(pattern, at), text:find("['\\]", at)
      if not found or not quoted or found < quoted then return found end
      local close = text:sub(quoted, quoted) == "\\" and quoted + 1 or text:find("'", quoted + 1, true)
      if not close then return nil end
      at = close + 1
   end
end

return shell
