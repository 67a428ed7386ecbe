-- SPDX-License-Identifier: MIT
-- The tree of an SPF policy as a graph: Graphviz dot, and an SVG that needs nothing else. A function of a tree.
local graph = {}

local ROW, INDENT, CHAR, PAD = 22, 24, 7.3, 16 -- pixels of the SVG

local function label_of(term, tree)
   if (term.total or 0) == 0 then return term.text end
   return ("%s  %d (%d/%d)"):format(term.text, term.total, term.running, tree.limit)
end

local function state_of(term, tree)
   if term.status == "dead" or term.status == "ignored" then return "dead" end
   if term.problem or term.status == "loop" or (term.cost or 0) > 0 and term.running > tree.limit then return "wrong" end
   if term.status == "unknown" then return "unknown" end
   return (term.cost or 0) > 0 and "counted" or "free"
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
   lines[#lines + 1] = ("  n0 [label=%s];"):format(dot_text(("%s  %d/%d"):format(tree.domain, tree.lookups or 0, tree.limit)))
   local function draw(node, parent)
      for _, term in ipairs(node.terms or {}) do
         last = last + 1
         local id = last
         lines[#lines + 1] = ('  n%d [label=%s, color="%s"];'):format(id, dot_text(label_of(term, tree)), COLOURS[state_of(term, tree)])
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

--- An SVG of TREE: a line a term, indented, coloured by state.
function graph.svg(tree)
   local rows, widest = {}, 0
   local function add(words, depth, state)
      rows[#rows + 1] = { words, depth, state }
      widest = math.max(widest, depth * INDENT + #words * CHAR)
   end
   add(("%s: %d of %d lookups, %s"):format(tree.domain, tree.lookups or 0, tree.limit, tree.result), 0,
      tree.result == "ok" and "counted" or "wrong")
   local function draw(node, depth)
      for _, term in ipairs(node.terms or {}) do
         add(label_of(term, tree), depth, state_of(term, tree))
         draw(term, depth + 1)
      end
   end
   draw(tree, 1)
   local out = {
      ('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="monospace" font-size="12">')
         :format(math.ceil(widest) + 2 * PAD, #rows * ROW + 2 * PAD),
      '<rect width="100%" height="100%" fill="white"/>',
   }
   for i, row in ipairs(rows) do
      out[#out + 1] = ('<text x="%d" y="%d" fill="%s">%s</text>'):format(PAD + row[2] * INDENT, PAD + i * ROW - 6, COLOURS[row[3]],
         xml(row[1]))
   end
   out[#out + 1] = "</svg>"
   return table.concat(out, "\n") .. "\n"
end

return graph
