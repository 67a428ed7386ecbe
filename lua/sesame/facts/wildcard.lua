-- SPDX-License-Identifier: MIT
-- Whether a wildcard answers for a name, and which one: the one answer to that. A label nobody publishes (the nonce) is
-- asked for below the name and its ancestors; nothing is asked where the name holds no records. It must not know what
-- the records mean.
local above = require("sesame.core").domain.parent
local names = require "sesame.base.names"
local unknown = require "sesame.base.unknown"

local wildcard = {}

wildcard.LABEL = "sesame-no-such-name" -- the nonce where none is handed in: always the same, so that recordings serve
wildcard.LEVELS_MAX = 8                -- ancestors gone through for one name

--- The nonce of FACTS (or of a source): their own, or the usual one.
function wildcard.label(facts)
   return facts.nonce or wildcard.LABEL
end

--- The name below PARENT that nobody publishes, or nil where DNS has no room for it.
function wildcard.nonce(facts, parent)
   local name = wildcard.label(facts) .. "." .. parent
   return #name <= names.MAX and name or nil
end

-- FACTS: sesame.facts, a source, or anything with get or get_all.
local function ask(facts, name, rrtype)
   if facts.get then return facts:get(name, rrtype) end
   return facts:get_all({ { name = name, type = rrtype } })[1]
end

-- What ANSWER has at its own name, as one text: an alias, records, or "" for a name that has others. False for a name
-- that does not exist, nil where it could not be learnt.
local function shape_of(answer)
   local link = answer:chain()[1]
   if link then return "alias " .. link.target:lower() end
   if answer.known == "unknown" then return nil end
   if answer.known == "absent" then return answer.status ~= "nxdomain" and "" end
   local texts = {}
   for i = 1, #answer do texts[i] = "record " .. answer:text(i) end
   table.sort(texts)
   return table.concat(texts, "\n")
end

--- Whether two answers have the same at their own names: the same alias, or the same records; both have some.
function wildcard.alike(a, b)
   local shape = shape_of(a)
   return shape ~= nil and shape ~= false and shape ~= "" and shape == shape_of(b)
end

-- The name above NAME, nil for a top-level one.
local function over(name)
   local parent = above(name)
   return parent ~= "." and parent or nil
end

-- Whether NAME exists by itself: it does not answer as a name below it that nobody publishes. A copy of the wildcard's
-- records published there looks like none.
local function exists(facts, name, rrtype, shape)
   local own = shape_of(ask(facts, name, rrtype))
   return own ~= nil and own ~= shape
end

-- wildcard.below, for an answer of the shape WANTED, or any.
local function find(facts, parent, rrtype, wanted)
   local found
   for _ = 1, wildcard.LEVELS_MAX do
      local nonce = parent and wildcard.nonce(facts, parent)
      if not nonce then break end
      local answer = ask(facts, nonce, rrtype)
      local shape = shape_of(answer)
      if shape == nil then
         local because = unknown.unlearnt(answer)
         return found and unknown.mark(found, because), because
      end
      if not shape or wanted and shape ~= wanted then break end
      found, wanted = unknown.mark { name = "*." .. parent, parent = parent, answer = answer }, shape
      if exists(facts, parent, rrtype, shape) then break end -- no wildcard higher up reaches below it, RFC 4592 3.3.1
      parent = over(parent)
   end
   return found
end

--- The wildcard that answers for RRTYPE at names below PARENT that do not exist: { name = "*.<ancestor>", parent = that
-- ancestor, answer = to the nonce, known and because }. It is the one above the closest ancestor that exists; `name` is
-- it only where known, else there is one, but which could not be learnt. Nil where there is none; nil and why
-- (sesame.base.unknown) where that could not be learnt. Where all that is seen is that names exist (a wildcard of
-- another type), the answer is "nodata". Waits.
function wildcard.below(facts, parent, rrtype)
   return find(facts, parent, rrtype)
end

--- The wildcard (as wildcard.below) that gives NAME its records of RRTYPE, or its alias; nil where they are its own or
-- there are none, nil and why where that could not be learnt. What lies below a name that exists no wildcard above it
-- reaches, so one question decides it for a name of its own. Waits.
function wildcard.covering(facts, name, rrtype)
   local answer = ask(facts, name, rrtype)
   local shape = shape_of(answer)
   if not shape or shape == "" then return nil, shape == nil and unknown.unlearnt(answer) or nil end
   local nonce, because = wildcard.nonce(facts, name), nil
   if nonce then
      local below = ask(facts, nonce, rrtype)
      local seen = shape_of(below)
      if seen == nil then because = unknown.unlearnt(below) elseif seen ~= shape then return nil end
   end
   local found, unlearnt = find(facts, over(name), rrtype, shape)
   if not found then return nil, unlearnt end
   return because and unknown.mark(found, because) or found
end

--- Whether what NAME has of RRTYPE is certainly its own: no wildcard gives it that, and that could be learnt. Waits.
function wildcard.is_own(facts, name, rrtype)
   local found, because = wildcard.covering(facts, name, rrtype)
   return found == nil and because == nil
end

return wildcard
