-- SPDX-License-Identifier: MIT
-- Text for people: escaping of hostile bytes, wrapping, underlining. It must not know findings or DNS.
local bounds = require "sesame.base.bounds"

local text = {}

text.WIDTH = 80 -- columns that prose and evidence fit into

local NAMED = { ['"'] = '\\"', ["\\"] = "\\\\" }

local function decimal(byte)
   return ("\\%03d"):format(byte:byte())
end

--- Bytes as a terminal may have them: controls and everything over 0x7E as \DDD (RFC 1035 5.1).
function text.escape(bytes)
   return (bytes:gsub("[^\32-\126]", decimal))
end

--- The same with '"' and '\' escaped too, between quotes: a character-string as a master file has it.
function text.quote(bytes)
   return '"' .. bytes:gsub('["\\]', NAMED):gsub("[^\32-\126]", decimal) .. '"'
end

--- "1 error", "2 errors".
function text.plural(count, noun)
   return ("%d %s%s"):format(count, noun, count == 1 and "" or "s")
end

--- Wraps PROSE at WIDTH into lines that begin with INDENT (the first one with FIRST). A word longer than a line
-- stands alone and whole.
function text.wrap(prose, indent, first, width)
   width = width or text.WIDTH
   local lines, line, empty = {}, first or indent, true
   for word in prose:gmatch("%S+") do
      if not empty and #line + 1 + #word > width then
         lines[#lines + 1] = line
         line, empty = indent, true
      end
      line = line .. (empty and "" or " ") .. word
      empty = false
   end
   lines[#lines + 1] = line
   return lines
end

local LONG <const> = 24 -- characters of a word that is cut where there is one line only: Easy DKIM's tokens have 32
local KEPT <const> = 8  -- of them

--- WORDS with long tokens cut, as those of Easy DKIM.
function text.short(words)
   return (words:gsub("%w+", function(word) return #word >= LONG and word:sub(1, KEPT) .. "..." or nil end))
end

--- WORDS escaped, on one line behind START: names below DOMAIN (or nil) without it, long tokens cut, and what does not
-- fit the page left out.
function text.one_line(words, start, domain)
   words = text.escape(words)
   if domain then words = words:gsub("([%w_-])%." .. domain:gsub("%p", "%%%0") .. "(%.?)%f[^%w.-]", "%1%2") end
   words = text.short(words)
   local room = text.WIDTH - #start
   if #words <= room then return start .. words end
   local cut = words:sub(1, math.max(room, 8) - 3)
   return start .. (cut:match("^(.+)%s%S*$") or cut) .. "..."
end

--- Adds each of MORE to LINES.
function text.append(lines, more)
   return table.move(more, 1, #more, #lines + 1, lines)
end

-- Bytes as cells: each byte is shown by one cell of one to four columns.
local function cells_of(bytes, quoted)
   local cells = {}
   for i = 1, #bytes do
      local byte = bytes:sub(i, i)
      if byte:find("[^\32-\126]") then
         cells[i] = decimal(byte)
      else
         cells[i] = quoted and NAMED[byte] or byte
      end
   end
   return cells
end

-- The last cell of the row that begins at FROM: where it can, a row ends after a space.
local function chunk(cells, from, room)
   local used, to, space = 0, from - 1, nil
   while to < #cells and used + #cells[to + 1] <= room do
      to = to + 1
      used = used + #cells[to]
      if cells[to] == " " then space = to end
   end
   if to < #cells and space and space > from + room // 2 then return space end
   return math.max(to, from)
end

local function marks(cells, from, to, range)
   local out, any = {}, false
   for i = from, to do
      local hit = i > range[1] and i <= range[2]
      any = any or hit
      out[#out + 1] = (hit and "^" or " "):rep(#cells[i])
   end
   return any and table.concat(out):gsub("%s+$", "") or nil
end

--- Shows VALUE in lines of at most WIDTH columns with INDENT before each and, below the bytes of RANGE ({ from, to },
-- offsets from 0, end not included; nil for none), a line of carets. QUOTED puts a TXT value between quotes.
-- LIMIT is how many lines of the value are shown at most; those around the range are kept.
-- Returns a list of { text =, marks = or nil }.
function text.underline(value, range, options)
   local indent, quoted = options.indent or "", options.quoted
   local room = math.max(8, (options.width or text.WIDTH) - #indent - (quoted and 2 or 0))
   local part, place, before = bounds.excerpt(value, range)
   local behind = #value - before - #part
   value, range = part, place
   local cells, rows, from = cells_of(value, quoted), {}, 1
   repeat
      local to = chunk(cells, from, room)
      local shown = table.concat(cells, "", from, math.min(to, #cells))
      rows[#rows + 1] = { text = shown, marks = range and marks(cells, from, math.min(to, #cells), range) }
      from = to + 1
   until from > #cells
   local pad = quoted and " " or ""
   for i, row in ipairs(rows) do
      local open = quoted and i == 1 and '"' or pad
      row.text = indent .. open .. row.text .. (quoted and i == #rows and '"' or "")
      row.marks = row.marks and indent .. pad .. row.marks
   end
   if before > 0 then table.insert(rows, 1, { text = indent .. "..." }) end
   if behind > 0 then rows[#rows + 1] = { text = indent .. "..." } end
   return text.excerpt(rows, options.limit or 6, indent)
end

--- Keeps LIMIT of ROWS around the first that bears marks; an ellipsis stands for what was left out.
function text.excerpt(rows, limit, indent)
   if #rows <= limit then return rows end
   local first = 1
   for i, row in ipairs(rows) do
      if row.marks then first = i break end
   end
   first = math.max(1, math.min(first - limit // 2, #rows - limit + 1))
   local out = {}
   if first > 1 then out[1] = { text = indent .. "..." } end
   for i = first, first + limit - 1 do out[#out + 1] = rows[i] end
   if first + limit - 1 < #rows then out[#out + 1] = { text = indent .. "..." } end
   return out
end

--- Rows of two columns: each of PAIRS is { left, right }; the right side is wrapped.
function text.columns(pairs_list, indent, width)
   local widest, lines = 0, {}
   for _, pair in ipairs(pairs_list) do widest = math.max(widest, #pair[1]) end
   local hang = (" "):rep(#indent + widest + 2)
   for _, pair in ipairs(pairs_list) do
      local first = indent .. pair[1] .. (" "):rep(widest - #pair[1] + 2)
      for _, line in ipairs(text.wrap(pair[2], hang, first, width)) do lines[#lines + 1] = line end
   end
   return lines
end

--- WORDS, a sentence, as it leads up to what stands below it: with a colon for its full stop.
function text.leading(words)
   return (words:gsub("%.$", ":"))
end

return text
