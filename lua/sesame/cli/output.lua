-- SPDX-License-Identifier: MIT
-- Where output goes: standard output or a file, colour, notes and the progress line. A file is written beside and put
-- in place at the end, so that an old one stays whole until then. It must not know reports.
local files = require "sesame.base.file"
local lfs = require "lfs"
local system = require("sesame.core").system
local text = require "sesame.base.text"

local output = {}

local PRIVATE = "rw-------" -- of a file that only its owner may read

local Output = {}
Output.__index = Output

local function wants_colour(given, getenv)
   if given.color ~= "auto" then return given.color == "always" end
   local refused = getenv("NO_COLOR")
   return not given.output and not (refused and refused ~= "") and getenv("TERM") ~= "dumb" and system.isatty(1)
end

local NARROW <const>, WIDE <const>, USUAL <const> = 60, 120, 80 -- columns

--- The columns that prose may take: COLUMNS where that is a number, else the terminal's, from 60 to 120; 80 where
-- neither is known.
function output.width(given, getenv)
   local told = math.tointeger(tonumber(getenv("COLUMNS") or ""))
   local columns = told and told > 0 and told or not given.output and system.isatty(1) and system.columns(1) or USUAL
   return math.max(NARROW, math.min(WIDE, columns))
end

-- A new file at NAME, with the permissions PATH has; nil where there can be none.
local function create(name, path)
   local old = lfs.symlinkattributes(path)
   if old and old.permissions == PRIVATE then system.write_private(name, "") end
   local file = io.open(name, "w")
   if file and old and lfs.attributes(name, "permissions") ~= old.permissions then
      file:close()
      os.remove(name)
      return nil
   end
   return file
end

-- Whether the file at PATH, with attributes OLD or nil, can be written: true, or nil and the reason.
local function is_writable(path, old)
   if old and old.mode ~= "file" and old.mode ~= "link" then return true end
   local file, reason = io.open(path, old and "r+" or "w")
   if not file then return nil, reason end
   file:close()
   if not old then os.remove(path) end
   return true
end

-- The name beside PATH that is written in its place, false where PATH has to be written itself (a device, a link, a
-- file with permissions of its own); nil and a reason where it cannot be. Nothing is left there yet.
local function place(path)
   local old = lfs.symlinkattributes(path)
   local ok, reason = is_writable(path, old)
   if not ok then return nil, reason end
   if old and (old.mode ~= "file" or old.nlink ~= 1) then return false end
   local name = files.part(path)
   local file = create(name, path)
   if not file then return false end
   file:close()
   os.remove(name)
   return name
end

local function shown(name)
   return text.escape(name)
end

--- Opens what GIVEN (checked options) asks for. Returns an output, or nil and a message.
function output.open(given, getenv)
   local part, reason
   text.WIDTH = output.width(given, getenv)
   local left = given.output and files.parts(given.output) or {}
   if given.output then
      part, reason = place(given.output)
      if part == nil then return nil, ("--output: %s"):format(reason) end
   end
   local self = setmetatable({
      file = not given.output and io.stdout or nil, path = given.output, part = part or nil,
      colour = wants_colour(given, getenv), quiet = given.quiet, verbose = given.verbose,
      progress = not given.quiet and system.isatty(2), dirty = false, broken = false,
   }, Output)
   for _, name in ipairs(left) do
      self:note(("sesame: %s lies there: a run that was cut off left it, or one still writes it"):format(shown(name)))
   end
   if part and given.verbose then
      self:note(("sesame: --output: %s until it is whole"):format(shown(part)))
   end
   return self
end

-- Opens the file when the first octet comes. False where that cannot be; `fault` then says why.
function Output:begin()
   if self.file then return true end
   local reason
   if self.part then
      self.file = create(self.part, self.path)
      reason = self.part .. ": cannot be created"
   else
      self.file, reason = io.open(self.path, "w")
   end
   if not self.file then self.broken, self.fault = true, reason end
   return self.file ~= nil
end

--- Writes DATA. False when nobody reads any more (a broken pipe) or the disk is full; `fault` then says what.
function Output:write(data)
   if self.broken then return false end
   self:clear()
   if not self:begin() then return false end
   local ok, reason = self.file:write(data)
   if not ok then self:fail(reason) end
   return ok ~= nil
end

-- Nothing more can be written, for REASON; what was lies in the part file, if there is one, until the end.
function Output:fail(reason)
   local name = self.part or self.path
   self.broken, self.fault = true, name and ("%s: %s"):format(name, reason) or reason
end

--- A line for people on standard error.
function Output:note(line)
   self:clear()
   if not self.quiet then io.stderr:write(line, "\n") end
end

--- A line for people that --quiet does not silence.
function Output:complain(line)
   self:clear()
   io.stderr:write(line, "\n")
end

--- The progress line, LINE; only on a terminal.
function Output:show_line(line)
   if not self.progress then return end
   io.stderr:write("\r", line, "\27[K")
   self.dirty = true
end

--- The progress line: DONE of TOTAL domains; where TOTAL is nil, of at most MOST; where that is nil too, DONE alone.
function Output:show_progress(done, total, most)
   local of = total and " of " .. total or most and " of at most " .. most or ""
   self:show_line(("%d%s domains done"):format(done, of))
end

function Output:clear()
   if self.dirty then
      io.stderr:write("\r\27[K")
      self.dirty = false
   end
end

--- Closes without a result: a file that was there stays as it was.
function Output:discard()
   self:clear()
   if self.file and self.file ~= io.stdout then
      self.file:close()
      if self.part then os.remove(self.part) end
   end
   self.part = nil
end

-- An output that an error left open.
function Output:__gc()
   if self.part and self.file then os.remove(self.part) end
end

--- Flushes and closes. False and a message where not everything could be written; a broken pipe is no fault.
function Output:close()
   self:clear()
   if not self:begin() then return false, tostring(self.fault) end
   local ok, reason = self.file:flush()
   if not ok and not self.broken then self:fail(reason) end
   if self.file ~= io.stdout then
      local closed, fault = self.file:close()
      if not closed and not self.broken then self:fail(fault) end
   end
   if self.part then
      if not self.broken then ok, reason = os.rename(self.part, self.path) end
      if self.broken or not ok then os.remove(self.part) end
      if not ok and not self.broken then self.broken, self.fault = true, reason end
      self.part = nil
   end
   if self.broken and not tostring(self.fault):find("[Pp]ipe") then return false, tostring(self.fault) end
   return true
end

return output
