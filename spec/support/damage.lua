-- SPDX-License-Identifier: MIT
-- Records damaged in one place, as people do it: a slip of a key, a look-alike, a separator of another format, quotes,
-- line breaks, words run together, a name and TTL pasted along. Each damage is a function of the numbers it is given.
local property = require "spec.support.property"

local damage = {}

--- Numbers from SEED: below(n) is one of 0 .. n - 1.
damage.numbers = property.numbers

local KEYS = {} -- the neighbours of a key on its row
for row in ("`1234567890-= qwertyuiop[] asdfghjkl;' zxcvbnm,./"):gmatch("%S+") do
   for i = 1, #row do KEYS[row:sub(i, i)] = (row:sub(i - 1, i - 1) .. row:sub(i + 1, i + 1)):gsub("^$", "x") end
end

local LOOKALIKES = { ["-"] = { "\u{2013}", "\u{2014}", "\u{2212}", "_" }, ["="] = { ":", "\u{FF1D}" },
   [";"] = { ":", ",", "\u{FF1B}" }, [":"] = { ";", ".", "=", "\u{FF1A}" }, ["1"] = { "l", "I" }, ["0"] = { "O" },
   ["l"] = { "1" }, ["o"] = { "0" }, ["a"] = { "\u{430}" }, ["."] = { ",", ".." }, ["@"] = { " at ", "%40" },
   [" "] = { "\u{A0}", "\t", "  ", "\n" }, ["/"] = { "\\", "|" }, [","] = { ";", "." } }

local function pick(below, list) return list[1 + below(#list)] end

local function put(text, at, length, new) return text:sub(1, at - 1) .. new .. text:sub(at + length) end

-- Each is { name, damage(text, below) -> text or nil }.
damage.kinds = {
   { "inserted", function(text, below)
      local letters = "abcdefghijklmnopqrstuvwxyz0123456789.-_;:,=/!\\\"' "
      local at = 1 + below(#letters)
      return put(text, 1 + below(#text + 1), 0, letters:sub(at, at))
   end },
   { "dropped", function(text, below) return put(text, 1 + below(#text), 1, "") end },
   { "doubled", function(text, below)
      local at = 1 + below(#text)
      return put(text, at, 0, text:sub(at, at))
   end },
   { "transposed", function(text, below)
      local at = 1 + below(#text - 1)
      return put(text, at, 2, text:sub(at + 1, at + 1) .. text:sub(at, at))
   end },
   { "neighbour", function(text, below)
      local at = 1 + below(#text)
      local near = KEYS[text:sub(at, at):lower()]
      if not near then return nil end
      local which = 1 + below(#near)
      return put(text, at, 1, near:sub(which, which))
   end },
   { "look-alike", function(text, below)
      local at = 1 + below(#text)
      local like = LOOKALIKES[text:sub(at, at):lower()]
      return like and put(text, at, 1, pick(below, like))
   end },
   { "case", function(text, below)
      local at = 1 + below(#text)
      local byte = text:sub(at, at)
      return put(text, at, 1, byte:lower() == byte and byte:upper() or byte:lower())
   end },
   { "quoted whole", function(text, below) return pick(below, { '"%s"', "'%s'", '\u{201C}%s\u{201D}', '\\"%s\\"' })
      :gsub("%%s", (text:gsub("%%", "%%%%"))) end },
   { "stray quote", function(text, below)
      return put(text, 1 + below(#text + 1), 0, pick(below, { '"', "'", "`" }))
   end },
   { "spaces round a sign", function(text, below)
      local places = {}
      for at in text:gmatch("()[:=;,/@]") do places[#places + 1] = at end
      if #places == 0 then return nil end
      local at = pick(below, places)
      return put(text, at, 1, pick(below, { " %s", "%s ", " %s " }):format(text:sub(at, at)))
   end },
   { "glued", function(text, below)
      local places = {}
      for at in text:gmatch("()[ ;,]+") do places[#places + 1] = at end
      if #places == 0 then return nil end
      local at = pick(below, places)
      return put(text, at, #text:match("^[ ;,]+", at), "")
   end },
   { "separator", function(text, below)
      local places = {}
      for at in text:gmatch("()[ ;,:=]") do places[#places + 1] = at end
      local at = pick(below, places)
      return at and put(text, at, 1, pick(below, { ";", ",", " ", ":", "=", "\\;", ";;" }))
   end },
   { "line break", function(text, below)
      return put(text, 1 + below(#text + 1), 0, pick(below, { "\n", "\r\n", "\\n" }))
   end },
   { "pasted name", function(text, below)
      return pick(below, { '_dmarc.acme.example. 300 IN TXT "%s"', "_dmarc TXT %s", 'TXT "%s"', "@ 3600 IN TXT %s" })
         :gsub("%%s", (text:gsub("%%", "%%%%")))
   end },
}

local MASKS = { ["8"] = "255.0.0.0", ["16"] = "255.255.0.0", ["24"] = "255.255.255.0", ["28"] = "255.255.255.240",
   ["30"] = "255.255.255.252", ["32"] = "255.255.255.255" }

local function at_one_of(text, below, pattern, change)
   local places = {}
   for from, inner, to in text:gmatch(pattern) do places[#places + 1] = { from, inner, to } end
   if #places == 0 then return nil end
   local place = pick(below, places)
   local new = change(place[2])
   return new and put(text, place[1], place[3] - place[1], new)
end

--- Those of SPF records: the kinds of all texts, and what only terms suffer.
damage.spf = { table.unpack(damage.kinds, 1, #damage.kinds - 1) }
for _, kind in ipairs {
   { "pasted name", function(text, below)
      return pick(below, { 'acme.example. 300 IN TXT "%s"', "acme.example TXT %s", 'TXT "%s"', "@ 3600 IN TXT %s" })
         :gsub("%%s", (text:gsub("%%", "%%%%")))
   end },
   { "wrong family", function(text, below)
      return at_one_of(text, below, "()(ip[46])():", function(name) return name == "ip4" and "ip6" or "ip4" end)
   end },
   { "mask for prefix", function(text, below)
      return at_one_of(text, below, "ip4:[%d.]+/()(%d+)()", function(length) return MASKS[length] end)
   end },
   { "no ip4: or ip6:", function(text, below)
      return at_one_of(text, below, "()(ip[46]:)()", function() return "" end)
   end },
   { "a: for ip4:", function(text, below)
      return at_one_of(text, below, "()(ip[46]:)()", function() return pick(below, { "a:", "mx:", "include:" }) end)
   end },
   { "address of a page", function(text, below)
      return at_one_of(text, below, "include:()([%w._-]+)()", function(name)
         return pick(below, { "https://%s", "http://%s/", '"%s"', "<%s>", "https://%s/" }):format(name)
      end)
   end },
   { "strays round all", function(text, below)
      return at_one_of(text, below, "()([-~?]all)()", function(all)
         local sign, name = all:sub(1, 1), all:sub(2)
         return pick(below, { "." .. all, "\\" .. all, all .. ".", all .. ";", name .. sign, sign .. all, all .. ":",
            "," .. all })
      end)
   end },
} do damage.spf[#damage.spf + 1] = kind end

--- The names of KINDS.
function damage.names(kinds)
   local list = {}
   for i, kind in ipairs(kinds) do list[i] = kind[1] end
   return list
end

--- TEXT damaged in one place by the numbers BELOW, and the name of the kind (of KINDS, damage.kinds unless given);
-- never TEXT itself.
function damage.once(text, below, kinds)
   kinds = kinds or damage.kinds
   for _ = 1, 100 do
      local kind = kinds[1 + below(#kinds)]
      local damaged = kind[2](text, below)
      if damaged and damaged ~= text then return damaged, kind[1] end
   end
   error "no damage found in 100 tries"
end

return damage
