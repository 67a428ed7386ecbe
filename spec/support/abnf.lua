-- SPDX-License-Identifier: MIT
-- Grammars in ABNF (RFC 5234) as data: what a rule matches, all ends of it at once, and random texts of a rule. Slow
-- and plain; it shares nothing with the parsers it is held against.
local abnf = {}

local BLANK = "^[ \t]*"

-- Alternatives, concatenations and repetitions of a rule's TEXT from AT on, as nodes; each reader gives its end too.
local alternation

local function element(text, at)
   local open = text:match("^[%(%[]", at)
   if open then
      local node, behind = alternation(text, at + 1)
      local close = text:match(BLANK .. (open == "(" and "%)" or "%]") .. "()", behind)
      assert(close, "not closed: " .. text)
      return open == "(" and node or { kind = "repeat", least = 0, most = 1, node }, close
   end
   local literal, behind = text:match('^"([^"]*)"()', at)
   if literal then return { kind = "literal", text = literal:lower() }, behind end
   local first, last, after = text:match("^%%x(%x+)%-?(%x*)()", at)
   if first then
      first = tonumber(first, 16)
      return { kind = "range", first = first, last = tonumber(last, 16) or first }, after
   end
   local name, rest = text:match("^(%a[%w-]*)()", at)
   if name then return { kind = "rule", name = name }, rest end
end

local function repetition(text, at)
   local least, star, most, behind = text:match("^(%d*)(%*?)(%d*)()", at)
   local node, after = element(text, behind)
   if not node then return nil, at end
   if star == "" and least == "" then return node, after end
   local fixed = star == "" and tonumber(least)
   return { kind = "repeat", least = tonumber(least) or 0, most = fixed or tonumber(most), node }, after
end

local function concatenation(text, at)
   local list = { kind = "all" }
   while true do
      at = text:match(BLANK .. "()", at)
      local node, behind = repetition(text, at)
      if not node then return list, at end
      list[#list + 1], at = node, behind
   end
end

function alternation(text, at)
   local list, behind = { kind = "any" }, at
   while behind do
      list[#list + 1], at = concatenation(text, behind)
      behind = text:match(BLANK .. "/()", at)
   end
   return list, at
end

--- The grammar of SOURCE: rule name -> node. Comments go, and lines that start with a blank belong to the rule above.
function abnf.read(source)
   local grammar, name, texts = {}, nil, {}
   for line in source:gmatch("[^\n]+") do
      line = line:gsub('^(.-);.*$', "%1")
      local named, rest = line:match("^(%a[%w-]*)%s*=(.*)$")
      name = named or name
      if name then texts[name] = (texts[name] or "") .. " " .. (named and rest or line) end
   end
   for rule, text in pairs(texts) do
      local node, behind = alternation(text, 1)
      assert(text:match("^%s*$", behind), ("%s: not read: %s"):format(rule, text:sub(behind)))
      grammar[rule] = node
   end
   return grammar
end

local match = {}

local function ends_of(state, node, at)
   return match[node.kind](state, node, at)
end

function match.literal(state, node, at)
   local behind = at + #node.text
   return state.lower:sub(at, behind - 1) == node.text and { [behind] = true } or {}
end

function match.range(state, node, at)
   local octet = state.text:byte(at)
   return octet and octet >= node.first and octet <= node.last and { [at + 1] = true } or {}
end

function match.any(state, node, at)
   local ends = {}
   for _, choice in ipairs(node) do
      for behind in pairs(ends_of(state, choice, at)) do ends[behind] = true end
   end
   return ends
end

-- The ends of NODE from each of STARTS.
local function step(state, node, starts)
   local ends = {}
   for at in pairs(starts) do
      for behind in pairs(ends_of(state, node, at)) do ends[behind] = true end
   end
   return ends
end

function match.all(state, node, at)
   local ends = { [at] = true }
   for _, part in ipairs(node) do ends = step(state, part, ends) end
   return ends
end

match["repeat"] = function(state, node, at)
   local ends, found, count = { [at] = true }, {}, 0
   while next(ends) and count <= (node.most or math.huge) do
      local new = count < node.least
      for behind in pairs(ends) do
         if count >= node.least and not found[behind] then found[behind], new = true, true end
      end
      if not new then break end
      ends, count = step(state, node[1], ends), count + 1
   end
   return found
end

-- A rule's ends are kept by its place; those that RULES say more of in words (name -> function(text)) are sifted.
function match.rule(state, node, at)
   local key = node.name .. "@" .. at
   if state.known[key] then return state.known[key] end
   local ends = ends_of(state, assert(state.grammar[node.name], node.name), at)
   local sift = state.rules[node.name]
   for behind in pairs(sift and ends or {}) do
      if not sift(state.text:sub(at, behind - 1)) then ends[behind] = nil end
   end
   state.known[key] = ends
   return ends
end

--- Whether all of TEXT is a RULE of GRAMMAR.
function abnf.matches(grammar, rule, text, rules)
   local state = { grammar = grammar, rules = rules or {}, text = text, lower = text:lower(), known = {} }
   return ends_of(state, { kind = "rule", name = rule }, 1)[#text + 1] == true
end

local LIKELY, MORE = "abcdefghz0123456789.-/:", 3

--- A random text of RULE, from BELOW(n), a random number from 0 to n - 1: the words that RULES adds are not heeded.
function abnf.random(grammar, rule, below)
   local make
   local function each(node)
      if node.kind == "literal" then return below(8) == 0 and node.text:upper() or node.text end
      if node.kind == "rule" then return each(grammar[node.name]) end
      if node.kind == "any" then return each(node[1 + below(#node)]) end
      return make[node.kind](node)
   end
   make = {
      range = function(node)
         local place = 1 + below(#LIKELY)
         local octet = LIKELY:byte(place)
         if octet >= node.first and octet <= node.last then return string.char(octet) end
         return string.char(node.first + below(node.last - node.first + 1))
      end,
      all = function(node)
         local parts = {}
         for i, part in ipairs(node) do parts[i] = each(part) end
         return table.concat(parts)
      end,
      ["repeat"] = function(node)
         local most = math.min(node.most or node.least + MORE, node.least + MORE)
         local parts = {}
         for i = 1, node.least + below(most - node.least + 1) do parts[i] = each(node[1]) end
         return table.concat(parts)
      end,
   }
   return each(grammar[rule])
end

return abnf
