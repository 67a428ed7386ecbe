-- SPDX-License-Identifier: MIT
-- What the void lookups of an SPF tree stand in the way of (RFC 7208 4.6.4). A function of a tree that was walked with
-- addresses; it must not judge.
local addrset = require "sesame.addrset"
local in_order = require("sesame.spf.walk_least").in_order

local voids = {}

-- Whether who matches TERM, an include or a mechanism, passes by it; a redirect passes on what lies below.
local function lets_pass(term)
   return (term.qualifier or "+") == "+"
end

--- The addresses that may pass by a term that comes after the last one of PATH (a path of TREE) in the order of
-- evaluation, and by none before it; those that this last one certainly matches are among them, since an mx may find
-- hosts behind one without address.
function voids.behind(tree, path)
   local before, behind, node, passes = addrset.new {}, addrset.new {}, tree, true
   for level, at in ipairs(path) do
      local past = false
      for _, term in ipairs(in_order(node.terms)) do
         if term == at then past = true
         elseif term.addresses and past and passes and lets_pass(term) and term.kind ~= "all" then
            behind = behind | term.possible
         elseif term.addresses and not past and (level == 1 or passes and lets_pass(term)) then
            before = before | term.addresses
         end
      end
      passes, node = passes and lets_pass(at), at
   end
   if passes and node.addresses then behind = behind | node.addresses end
   return behind - before
end

return voids
