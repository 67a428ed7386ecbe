-- SPDX-License-Identifier: MIT
-- The tree of an SPF policy as text: every term with its own and the running cost, what is wrong with it, and the
-- budget on top. A function of a tree (doc/spf-walk.md); looks nothing up.
local bounds = require "sesame.base.bounds"
local counts = require "sesame.base.counts"
local notes = require "sesame.report.spf_notes_text"
local senders = require "sesame.spf.senders"
local spf = require "sesame.spf"
local text = require "sesame.base.text"
local walk_words = require "sesame.check.spf_walk_words"

local report = {}

local BAR = 40       -- columns of the budget bar
local RUN = 3        -- address terms in a row from which on they are drawn as one
local TERM_ROWS = 40 -- lines of one term
local DEEP = 12      -- levels drawn by indentation; below, the level is written

local GLYPHS = {
   utf8 = { branch = "├─ ", last = "└─ ", down = "│  ", blank = "   ", full = "█", over = "▓", empty = "░" },
   ascii = { branch = "+- ", last = "`- ", down = "|  ", blank = "   ", full = "#", over = "!", empty = "." },
}

local COLOURS = { red = "\27[31m", yellow = "\27[33m", dim = "\27[2m", bold = "\27[1m", none = "\27[0m" }

local function paint(options, colour, words)
   if not options.colour or not colour then return words end
   return COLOURS[colour] .. words .. COLOURS.none
end

local function colour_of(term, tree)
   if notes.is_wrong(term, tree) then return "red" end
   if not notes.is_reached(term) then return "dim" end
   return term.void_certain and "yellow" or nil
end

-- ---- drawing ----

local function is_address(term)
   return (term.kind == "ip4" or term.kind == "ip6") and term.status ~= "dead"
end

-- The terms of NODE as rows: { term } or { first, last, count } for a run of addresses.
local function rows_of(node)
   local rows, i = {}, 1
   local list = node.terms or {}
   while i <= #list do
      local last = i
      while is_address(list[i]) and list[last + 1] and is_address(list[last + 1])
         and list[last + 1].qualifier == list[i].qualifier do last = last + 1 end
      if last - i + 1 > RUN then rows[#rows + 1] = { list[i], list[last], last - i + 1 }
      else
         last = i
         rows[#rows + 1] = { list[i] }
      end
      i = last + 1
   end
   return rows
end

-- One line where it fits; else the term in as many as it takes, and what is said of it below. HEAD stands before the
-- first line, HANG before the others.
local function put(pen, head, hang, words, behind, colour)
   local room = text.WIDTH - utf8.len(head)
   local remark = table.concat(behind, "  ")
   local line = text.escape(words) .. (remark ~= "" and "  " .. remark or "")
   if #line <= room then
      pen.out[#pen.out + 1] = head .. paint(pen, colour, line)
      return
   end
   for i, row in ipairs(text.underline(words, nil, { width = room, limit = TERM_ROWS })) do
      pen.out[#pen.out + 1] = (i == 1 and head or hang) .. paint(pen, colour, row.text)
   end
   if remark == "" then return end
   for _, row in ipairs(text.wrap(remark, "", "", room - 3)) do
      pen.out[#pen.out + 1] = hang .. "   " .. paint(pen, colour, row)
   end
end

local function put_term(pen, term, head, hang, depth)
   local behind = notes.of(term, pen.tree)
   local cost = (depth > 0 and notes.cost or notes.budget)(term, pen.tree)
   if cost then table.insert(behind, 1, cost) end
   local level = depth > DEEP and ("[%d] "):format(depth) or ""
   put(pen, head .. level, hang .. (" "):rep(#level), term.text, behind, colour_of(term, pen.tree))
end

local function draw(pen, node, indent, depth)
   local glyphs, rows = pen.glyphs, rows_of(node)
   for i, row in ipairs(rows) do
      if pen.left <= 0 then
         put(pen, indent .. glyphs.last, indent .. glyphs.blank, ("and %d more"):format(#rows - i + 1), {})
         return
      end
      pen.left = pen.left - 1
      local last = i == #rows
      local head, hang = indent .. (last and glyphs.last or glyphs.branch),
         indent .. (last and glyphs.blank or glyphs.down)
      if row[3] then
         put(pen, head, hang, ("%s ... %s"):format(row[1].text, row[2].text), { ("%d ranges"):format(row[3]) })
      else
         put_term(pen, row[1], head, hang, depth)
         draw(pen, row[1], depth < DEEP and hang or indent, depth + 1)
      end
   end
end

local function bar_of(tree, glyphs)
   local unit = BAR / math.max(tree.limit, tree.lookups)
   local full = math.floor(math.min(tree.lookups, tree.limit) * unit + 0.5)
   local over = math.floor(math.max(0, tree.lookups - tree.limit) * unit + 0.5)
   return glyphs.full:rep(full) .. glyphs.over:rep(over) .. glyphs.empty:rep(math.max(0, BAR - full - over))
end

local function prose(out, words)
   text.append(out, text.wrap(words, "  ", "  "))
end

-- RFC 7208 4.6: where the record at fault has its first syntax error.
local function syntax_fault(out, tree, options)
   local record = tree.culprit and tree.culprit[#tree.culprit].record or tree.record
   for _, fault in ipairs(record and spf.parse(record).faults or {}) do
      if fault.fatal then
         for _, row in ipairs(text.underline(record, fault.range, { indent = "    ", quoted = true })) do
            out[#out + 1] = row.text
            if row.marks then out[#out + 1] = paint(options, "red", row.marks) end
         end
         prose(out, fault.reason .. ".")
         return
      end
   end
end

local function summary(out, tree, options)
   local bound = counts.bound(tree.lower_bound)
   local glyphs = options.glyphs
   out[#out + 1] = ("  %s  %s%d of %d lookups"):format(
      paint(options, tree.lookups > tree.limit and "red" or nil, bar_of(tree, glyphs)), bound, tree.lookups, tree.limit)
   local reason = walk_words.reason(tree)
   if reason then
      prose(out, (tree.result == "unknown" and "Unknown: " or "Permerror: ") .. text.escape(reason) .. ".")
   end
   if tree.problem == "syntax" then syntax_fault(out, tree, options) end
   if tree.over_limit and tree.problem ~= "lookup-limit" then
      local term = tree.over_limit[#tree.over_limit]
      prose(out, ("Lookup %d is %s: over the limit."):format(term.position, text.escape(term.text)))
   end
   local void = tree.void_lookups
   if void and (void.ip4 > 0 or void.ip6 > 0) then
      prose(out, ("Void lookups at worst: %s%d for IPv4 senders, %d for IPv6 (limit 2)."):format(
         counts.bound(#(tree.open or {}) > 0), void.ip4, void.ip6))
   end
   local found = senders.of(tree)
   if found then require("sesame.report.spf_senders_text").append(out, found) end
end

--- TREE as text. OPTIONS: colour, utf8 (whether the terminal shows it).
function report.text(tree, options)
   options = { colour = options.colour, glyphs = GLYPHS[options.utf8 and "utf8" or "ascii"] }
   local out = { paint(options, "bold", ("%s: SPF %s"):format(tree.domain, tree.result)) }
   if not tree.record then
      prose(out, text.escape(walk_words.reason(tree) or "no SPF record") .. ".")
      return table.concat(out, "\n") .. "\n"
   end
   summary(out, tree, options)
   out[#out + 1] = ""
   out[#out + 1] = "v=spf1"
   draw({ out = out, tree = tree, left = bounds.ROWS, glyphs = options.glyphs, colour = options.colour }, tree, "", 0)
   return table.concat(out, "\n") .. "\n"
end

return report
