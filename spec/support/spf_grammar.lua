-- SPDX-License-Identifier: MIT
-- The grammar of RFC 7208 section 12 a second time, from its ABNF alone, and random terms of it and beside it.
local abnf = require "spec.support.abnf"
local property = require "spec.support.property"

local spf_grammar = {}

local function read(path)
   local file <close> = assert(io.open(path))
   return file:read("a")
end

local grammar = abnf.read(read("spec/spf/rfc7208.abnf"))

-- What the RFC says beside the rules: comments of section 12, and sections 7.2 and 7.3.
local RULES = {
   ["ip4-cidr-length"] = function(text) return tonumber(text:sub(2)) <= 32 end,
   ["ip6-cidr-length"] = function(text) return tonumber(text:sub(2)) <= 128 end,
   ["unknown-modifier"] = function(text)
      local name = text:match("^[^=]*"):lower()
      return name ~= "redirect" and name ~= "exp"
   end,
   ["domain-spec"] = function(text) return not text:gsub("%%%%", ""):find("%%{[crtCRT]") end,
   transformers = function(text) return not text:find("^0+[rR]?$") end,
}

--- Whether TEXT, all of it, is a RULE ("record", "directive", "modifier", ...).
function spf_grammar.matches(rule, text)
   return abnf.matches(grammar, rule, text, RULES)
end

--- Whether TEXT is a term, and whether it is a record: in that redirect and exp stand once at most (section 6).
function spf_grammar.is_term(text)
   return spf_grammar.matches("directive", text) or spf_grammar.matches("modifier", text)
end

function spf_grammar.is_record(text)
   local seen = {}
   for name in text:lower():gmatch("%f[^ ](%l+)=") do
      if seen[name] and (name == "redirect" or name == "exp") then return false end
      seen[name] = true
   end
   return spf_grammar.matches("record", text)
end

--- Numbers for random words: spec.support.property's.
spf_grammar.generator = property.numbers

local PARTS = {
   "a", "mx", "ptr", "all", "include", "exists", "ip4", "ip6", "redirect", "exp", ":", "=", "/", "//", "/24", "//64",
   "/33", "//129", "/0", "/00", ".", "..", "-", "+", "~", "x", "foo", "example.com", ".com", "com.", "x.1", "192.0.2.0",
   "255.255.255.0", "2001:db8::", "::ffff:192.0.2.1", "%{d}", "%{d2r.}", "%{c}", "%{d0}", "%%", "%_", "%", "%{", "}",
   ",", ";", "\"", "'", "_", "@", "24", "0", "\t", "\128", "\127", "v=spf1",
}
local RULE_NAMES = { "directive", "directive", "directive", "mechanism", "a", "mx", "ptr", "ip4", "ip6", "modifier" }

local function part(below)
   return PARTS[1 + below(#PARTS)]
end

local EDITS = {
   function(text, at, below) return text:sub(1, at) .. part(below) .. text:sub(at + 1) end,
   function(text, at) return text:sub(1, at) .. text:sub(at + 2) end,
   function(text, at) return text:sub(1, at) .. text:sub(at, at) .. text:sub(at + 1) end,
   function(text, at, below) return text:sub(1, at) .. part(below) .. text:sub(at + 2) end,
   function(text, at) return text:sub(1, at) .. text:sub(at + 1, at + 2):reverse() .. text:sub(at + 3) end,
   function(text, _, below) return text .. part(below) end,
}

--- A random word: a term, one that was changed in one to three places, or parts of terms in a row.
function spf_grammar.word(below)
   local text
   if below(5) == 0 then
      local parts = {}
      for i = 1, 1 + below(5) do parts[i] = part(below) end
      text = table.concat(parts)
   else
      text = abnf.random(grammar, RULE_NAMES[1 + below(#RULE_NAMES)], below)
      for _ = 1, below(4) do text = EDITS[1 + below(#EDITS)](text, below(#text + 1), below) end
   end
   return text ~= "" and text:gsub(" ", "") or "a"
end

return spf_grammar
