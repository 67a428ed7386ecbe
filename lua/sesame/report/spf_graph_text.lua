-- SPDX-License-Identifier: MIT
-- The tree of an SPF policy as a graph: Graphviz dot, and an SVG that needs nothing else. A function of a tree.
local notes = require "sesame.report.spf_notes_text"

local graph = {}

local ROW, INDENT, CHAR, PAD, CELL = 22, 24, 7.3, 16, 14 -- pixels of the SVG
local CELLS_MAX = 60 -- lookups shown in the budget bar

local function label_of(term, tree)
   local parts = notes.of(term, tree)
   local cost = notes.cost(term, tree)
   if cost then table.insert(parts, 1, cost) end
   table.insert(parts, 1, term.text)
   return table.concat(parts, "  ")
end

local function state_of(term, tree)
   if not notes.is_reached(term) then return "dead" end
   if notes.is_wrong(term, tree) then return "wrong" end
   if term.status == "unknown" then return "unknown" end
   return term.cost > 0 and "counted" or "free"
end

local COLOURS = { dead = "#999999", wrong = "#b00020", unknown = "#946200", counted = "#1a4f9c", free = "#333333" }

-- Everything but plain printable ASCII as a dot: hostile bytes have no place in a picture.
local function plain(words)
   return (words:gsub("[^\32-\126]", "."))
end

local function dot_text(words)
   return '"' .. plain(words):gsub('[\\"]', "\\%0") .. '"'
end

--- Graphviz source of TREE.
function graph.dot(tree)
   local lines, last = { "digraph spf {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];' }, 0
   lines[#lines + 1] = ("  n0 [label=%s];"):format(dot_text(("%s  %s%d/%d"):format(tree.domain,
      tree.lower_bound and ">=" or "", tree.lookups or 0, tree.limit)))
   local function draw(node, parent)
      for _, term in ipairs(node.terms or {}) do
         last = last + 1
         local id = last
         lines[#lines + 1] = ('  n%d [label=%s, color="%s"];'):format(id, dot_text(label_of(term, tree)),
            COLOURS[state_of(term, tree)])
         lines[#lines + 1] = ("  n%d -> n%d;"):format(parent, id)
         draw(term, id)
      end
   end
   draw(tree, 0)
   lines[#lines + 1] = "}"
   return table.concat(lines, "\n") .. "\n"
end

local ENTITIES = { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }

local function xml(words)
   return (plain(words):gsub('[&<>"]', ENTITIES))
end

-- The budget: a square a lookup, those over the limit in another colour and behind a line.
local function bar(out, tree, y)
   for i = 1, math.min(math.max(tree.limit, tree.lookups), CELLS_MAX) do
      local state = i > tree.lookups and "free" or i > tree.limit and "wrong" or "counted"
      out[#out + 1] = ('<rect x="%d" y="%d" width="%d" height="%d" stroke="%s" fill="%s"/>'):format(PAD
         + (i - 1) * CELL, y, CELL - 3,
         CELL - 3, COLOURS[state], state == "free" and "white" or COLOURS[state])
   end
   local limit = PAD + tree.limit * CELL - 1.5
   out[#out + 1] = ('<path d="M%.1f %d v%d" stroke="black"/>'):format(limit, y - 4, CELL + 5)
end

--- An SVG of TREE: the budget, then a line a term, indented, coloured by state.
function graph.svg(tree)
   local rows, widest = {}, math.min(math.max(tree.limit, tree.lookups), CELLS_MAX) * CELL
   local function add(words, depth, state)
      rows[#rows + 1] = { words, depth, state }
      widest = math.max(widest, depth * INDENT + #words * CHAR)
   end
   local function draw(node, depth)
      for _, term in ipairs(node.terms or {}) do
         add(label_of(term, tree), depth, state_of(term, tree))
         draw(term, depth + 1)
      end
   end
   local head = ("%s: %s%d of %d lookups, %s"):format(tree.domain, tree.lower_bound and "at least " or "", tree.lookups,
      tree.limit,
      tree.result)
   add(head, 0, tree.result == "ok" and "counted" or "wrong")
   add("", 0, "free") -- the bar
   draw(tree, 1)
   local out = {
      ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="monospace" font-size="12">')
         :format(math.ceil(widest) + 2 * PAD, #rows * ROW + 2 * PAD),
      ("<title>%s</title>"):format(xml(head)),
      '<rect width="100%" height="100%" fill="white"/>',
   }
   bar(out, tree, PAD + ROW + 2)
   for i, row in ipairs(rows) do
      if row[1] ~= "" then
         out[#out + 1] = ('<text x="%d" y="%d" fill="%s">%s</text>'):format(PAD + row[2] * INDENT, PAD + i * ROW - 6,
            COLOURS[row[3]], xml(row[1]))
      end
   end
   out[#out + 1] = "</svg>"
   return table.concat(out, "\n") .. "\n"
end

return graph
