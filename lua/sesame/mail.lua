-- SPDX-License-Identifier: MIT
-- sesame.mail: the header of a saved message as a list of fields (RFC 5322 2.2, 3.6), read with care, since anybody may
-- have written it. doc/mail.md describes it. It must not know what a field means, nor look anything up.
local file = require "sesame.base.file"

local message = {}

message.HEADER_MAX = 1024 * 1024 -- octets read; what lies behind is not looked at
message.FIELDS_MAX = 1000        -- fields kept, in order from the top
message.VALUE_MAX = 65535        -- octets of one field's value, the rest cut off
message.FAULTS_MAX = 20          -- lines that are no field; with more of them it is no header

-- A header holds at least one of these; a text without any is something else.
local TELLING = {}
for _, name in ipairs {
   "from", "to", "date", "subject", "message-id", "received", "return-path", "dkim-signature", "authentication-results",
   "feedback-id",
   "delivered-to", "mime-version",
} do TELLING[name] = true end

-- TEXT as lines without their endings: CRLF, LF, or CR where that is all there is.
local function lines_of(text)
   if not text:find("\n", 1, true) then text = text:gsub("\r", "\n") end
   local at, number = 1, 0
   return function()
      if at > #text then return nil end
      local stop = text:find("\n", at, true) or #text + 1
      local line = text:sub(at, stop - 1):gsub("\r$", "")
      at, number = stop + 1, number + 1
      return line, number
   end
end

-- Never quadratic, whatever runs of spaces there are.
local function trim(text)
   return text:match("^%s*(.*%S)") or ""
end

message.trim = trim

local State = {}
State.__index = State

-- The field being read is complete: its lines become one value (RFC 5322 2.2.3).
function State:finish()
   local open = self.open
   if not open then return end
   self.open = nil
   if #self.fields >= message.FIELDS_MAX then
      self.truncated = true
      return
   end
   local value = trim(table.concat(open.parts))
   if #value > message.VALUE_MAX then value, open.cut = value:sub(1, message.VALUE_MAX), true end
   self.fields[#self.fields + 1] = { name = open.name, key = open.name:lower(), value = value, line = open.line,
      cut = open.cut }
end

function State:continue(line)
   local open = self.open
   if not open then return self:fault(line, "a continuation of nothing") end
   open.size = open.size + #line
   if open.size <= message.VALUE_MAX then open.parts[#open.parts + 1] = line else open.cut = true end
end

function State:fault(_, reason)
   self.faults[#self.faults + 1] = { line = self.line, reason = reason }
end

-- One line of the header; true at its end.
function State:take(line, number)
   self.line = number
   if line == "" then return #self.fields > 0 or self.open ~= nil end
   if number == 1 and line:find("^>?From [^:%s]") then return false end -- the separator of a mailbox file
   if line:find("^[ \t]") then
      if line:find("[^ \t]") then self:continue(line) end
      return false
   end
   self:finish()
   local name, value = line:match("^([\33-\57\59-\126]+)[ \t]*:(.*)$")
   if name then
      self.open = { name = name, parts = { value }, size = #value, line = number }
   else
      self:fault(line, "no field")
   end
   return #self.faults > message.FAULTS_MAX
end

local function telling(fields)
   for _, field in ipairs(fields) do
      if TELLING[field.key] then return true end
   end
   return false
end

--- The header at the beginning of TEXT, up to the first empty line: { fields = { { name, key = name in lower case,
-- value = unfolded, line,
-- cut = whether the value was longer than is kept } }, faults = { { line, reason } }, truncated = whether more fields
-- followed }. Or nil, a message and "no-header".
function message.parse(text)
   local whole, fault = file.plain(text)
   if not whole then return nil, fault, "no-header" end
   text = whole
   local state = setmetatable({ fields = {}, faults = {}, truncated = false }, State)
   local ended = #text <= message.HEADER_MAX
   for line, number in lines_of(text:sub(1, message.HEADER_MAX)) do
      if state:take(line, number) then
         ended = true
         break
      end
   end
   state:finish()
   if not telling(state.fields) or #state.faults > message.FAULTS_MAX then
      return nil, "holds no message header (no From, Received, Return-Path or DKIM-Signature field before the first "
         .. "empty line)",
         "no-header"
   end
   return { fields = state.fields, faults = state.faults, truncated = state.truncated or not ended }
end

--- Reads PATH ("-": standard input) and parses it. Nil, a message that names the file, and a code.
function message.load(path)
   local handle, reason = io.stdin, nil
   if path ~= "-" then handle, reason = io.open(path, "rb") end
   if not handle then return nil, reason, "not-found" end
   local text, trouble = handle:read(message.HEADER_MAX + 2) -- a whole number of UTF-16's units
   if path ~= "-" then handle:close() end
   local shown = path == "-" and "standard input" or path
   if not text then return nil, ("%s: %s"):format(shown, trouble or "it is empty"), "not-found" end
   local parsed, fault, code = message.parse(text)
   if not parsed then return nil, ("%s: %s"):format(shown, fault), code end
   return parsed
end

--- The fields of PARSED called NAME (any case), from the top.
function message.all(parsed, name)
   local list = {}
   name = name:lower()
   for _, field in ipairs(parsed.fields) do
      if field.key == name then list[#list + 1] = field end
   end
   return list
end

return message
