-- SPDX-License-Identifier: MIT
-- The tree of an SPF policy as text: every term with its own and the running cost, what is wrong with it, and the budget on top. A
-- function of a tree (doc/spf-walk.md); looks nothing up.
local providers = require "sesame.ses.providers"
local text = require "sesame.text"

local report = {}

local BAR = 40       -- columns of the budget bar
local RUN = 3        -- address terms in a row from which on they are drawn as one
local BLOCKS = 3     -- biggest blocks named

local GLYPHS = {
   utf8 = { branch = "├─ ", last = "└─ ", down = "│  ", blank = "   ", full = "█", over = "▓", empty = "░" },
   ascii = { branch = "+- ", last = "`- ", down = "|  ", blank = "   ", full = "#", over = "!", empty = "." },
}

local COLOURS = { red = "\27[31m", yellow = "\27[33m", dim = "\27[2m", bold = "\27[1m", none = "\27[0m" }

local function paint(options, colour, words)
   if not options.colour or not colour then return words end
   return COLOURS[colour] .. words .. COLOURS.none
end

-- ---- the notes behind a term ----

local PROBLEM = {
   ["no-record"] = "NO SPF RECORD THERE", ["several-records"] = "SEVERAL SPF RECORDS THERE", ["syntax"] = "SYNTAX ERROR THERE",
   ["loop"] = "LOOP", ["bad-target"] = "NO DOMAIN NAME", ["mx-limit"] = "OVER 10 MX HOSTS", ["not-learnt"] = "NOT LEARNT FROM DNS",
   ["too-large"] = "TREE TOO LARGE",
}

local STATUS = { dead = "never reached", ignored = "ignored: there is an \"all\"", loop = "LOOP", unknown = "NOT LEARNT FROM DNS" }

local function void_note(term)
   local void = term.void_lookups
   if not void or term.terms then return nil end
   local v4, v6 = void.ip4 > 0, void.ip6 > 0
   if v4 and v6 then return term.void_certain and "void" or "void for strangers" end
   return v4 and "void for IPv4" or v6 and "void for IPv6" or nil
end

local function notes_of(term, tree)
   local notes = {}
   local provider = term.kind == "include" and term.target and providers.of_include(term.target)
   if provider then notes[#notes + 1] = provider end
   if term.problem and PROBLEM[term.problem] then notes[#notes + 1] = PROBLEM[term.problem]
   elseif STATUS[term.status] then notes[#notes + 1] = STATUS[term.status] end
   if tree.over_limit and tree.over_limit[#tree.over_limit] == term then notes[#notes + 1] = "<-- OVER THE LIMIT" end
   if tree.over_void and tree.over_void[#tree.over_void] == term then notes[#notes + 1] = "<-- void lookups over the limit" end
   if term.macro and not term.terms and (term.kind == "include" or term.kind == "redirect") then
      notes[#notes + 1] = "differs for each sender"
   end
   notes[#notes + 1] = void_note(term)
   return notes
end

local function cost_of(term, tree, depth)
   if (term.total or 0) == 0 and (term.cost or 0) == 0 then return nil end
   if term.status == "dead" or term.status == "ignored" then return nil end
   local running = ("(%d/%d)"):format(term.running, tree.limit)
   if depth > 0 then return ("%d %s"):format(term.total, running) end
   local left = tree.limit - term.running
   return ("%d, %d%% %s, %s"):format(term.total, math.floor(100 * term.total / tree.limit + 0.5), running,
      left >= 0 and left .. " left" or -left .. " over")
end

local function colour_of(term, tree)
   if tree.over_limit and tree.over_limit[#tree.over_limit] == term or term.problem then return "red" end
   if term.status == "dead" or term.status == "ignored" then return "dim" end
   return term.running and term.running > tree.limit and term.cost > 0 and "red" or term.void_certain and "yellow" or nil
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

-- One line; what does not fit behind the term goes below it.
local function put(out, head, hang, words, notes, options, colour)
   local shown = text.escape(words)
   local behind = table.concat(notes, "  ")
   if behind == "" then
      out[#out + 1] = head .. paint(options, colour, shown)
   elseif utf8.len(head) + #shown + 2 + #behind <= text.WIDTH then
      out[#out + 1] = head .. paint(options, colour, shown .. "  " .. behind)
   else
      out[#out + 1] = head .. paint(options, colour, shown)
      out[#out + 1] = hang .. "   " .. paint(options, colour, behind)
   end
end

local function draw(out, node, tree, indent, depth, options)
   local glyphs, rows = options.glyphs, rows_of(node)
   for i, row in ipairs(rows) do
      local term, last = row[1], i == #rows
      local head, hang = indent .. (last and glyphs.last or glyphs.branch), indent .. (last and glyphs.blank or glyphs.down)
      if row[3] then
         put(out, head, hang, ("%s ... %s"):format(term.text, row[2].text), { ("%d ranges"):format(row[3]) }, options)
      else
         local notes = notes_of(term, tree)
         table.insert(notes, 1, cost_of(term, tree, depth))
         put(out, head, hang, term.text, notes, options, colour_of(term, tree))
         draw(out, term, tree, hang, depth + 1, options)
      end
   end
end

local function bar_of(tree, glyphs)
   local unit = BAR / math.max(tree.limit, tree.lookups)
   local full = math.floor(math.min(tree.lookups, tree.limit) * unit + 0.5)
   local over = math.floor(math.max(0, tree.lookups - tree.limit) * unit + 0.5)
   return glyphs.full:rep(full) .. glyphs.over:rep(over) .. glyphs.empty:rep(math.max(0, BAR - full - over))
end

local function grouped(number)
   local digits = tostring(number)
   if #digits > 15 then return ("%.2e"):format(tonumber(digits)) end
   return (digits:reverse():gsub("(%d%d%d)", "%1,"):reverse():gsub("^,", ""))
end

local function biggest(tree)
   local list = {}
   for _, term in ipairs(tree.terms) do
      if term.addresses and term.qualifier == "+" and term.kind ~= "all" and term.status ~= "dead" then
         list[#list + 1] = { term.text, tonumber(term.addresses:size("ip4")) }
      end
   end
   table.sort(list, function(a, b) return a[2] > b[2] or a[2] == b[2] and a[1] < b[1] end)
   local parts = {}
   for i = 1, math.min(BLOCKS, #list) do
      if list[i][2] > 0 then parts[#parts + 1] = ("%s %s"):format(text.escape(list[i][1]), grouped(list[i][2])) end
   end
   return table.concat(parts, ", ")
end

local function prose(out, words)
   text.append(out, text.wrap(words, "  ", "  "))
end

local function summary(out, tree, options)
   local bound = tree.lower_bound and "at least " or ""
   local glyphs = options.glyphs
   out[#out + 1] = ("  %s  %s%d of %d lookups"):format(
      paint(options, tree.lookups > tree.limit and "red" or nil, bar_of(tree, glyphs)), bound, tree.lookups, tree.limit)
   if tree.reason then prose(out, (tree.result == "unknown" and "Unknown: " or "Permerror: ") .. text.escape(tree.reason) .. ".") end
   if tree.over_limit and tree.problem ~= "lookup-limit" then
      local term = tree.over_limit[#tree.over_limit]
      prose(out, ("Lookup %d is %s: over the limit."):format(term.position, text.escape(term.text)))
   end
   local void = tree.void_lookups
   if void and (void.ip4 > 0 or void.ip6 > 0) then
      prose(out, ("Void lookups at worst: %d for IPv4 senders, %d for IPv6 (limit 2)."):format(void.ip4, void.ip6))
   end
   if tree.authorised then
      prose(out, ("May send: %s IPv4 and %s IPv6 addresses%s."):format(grouped(tree.authorised:size("ip4")),
         grouped(tree.authorised:size("ip6")), tree.possible ~= tree.authorised and ", and some that depend on the sender" or ""))
      local blocks = biggest(tree)
      if blocks ~= "" then prose(out, "The most: " .. blocks .. ".") end
   end
end

--- TREE as text. OPTIONS: colour, utf8 (whether the terminal shows it).
function report.text(tree, options)
   options = { colour = options.colour, glyphs = GLYPHS[options.utf8 and "utf8" or "ascii"] }
   local out = { paint(options, "bold", ("%s: SPF %s"):format(tree.domain, tree.result)) }
   if not tree.record then
      prose(out, text.escape(tree.reason or "no SPF record") .. ".")
      return table.concat(out, "\n") .. "\n"
   end
   summary(out, tree, options)
   out[#out + 1] = ""
   out[#out + 1] = "v=spf1"
   draw(out, tree, tree, "", 0, options)
   return table.concat(out, "\n") .. "\n"
end

return report
