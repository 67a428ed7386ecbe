-- SPDX-License-Identifier: MIT
-- What a walked policy (a tree of sesame.spf.walk with addresses) says to those whom no term names, and whether it
-- refuses everybody. It must not judge, nor look anything up.
local policy = {}

local RESULT = { ["+"] = "pass", ["-"] = "fail", ["~"] = "softfail", ["?"] = "neutral" }

-- The term of NODE that decides for whom no other matches: its first "all", else its redirect; nil without.
local function last_word(node)
   local redirect
   for _, term in ipairs(node.terms) do
      if term.kind == "all" then return term end
      if term.kind == "redirect" then redirect = term end
   end
   return redirect
end

--- The result for a sender that no term of TREE matches, redirects followed: "pass", "fail", "softfail", "neutral"; nil
-- where the policy ends in an error, what decides was not learnt, or a term before it matches everybody.
function policy.ending(tree)
   if tree.result ~= "ok" then return nil end
   local node, last = tree, last_word(tree)
   while last and last.kind == "redirect" do
      node, last = last, last.terms and last_word(last)
   end
   if last and last.status == "dead" then return nil end
   if last then return RESULT[last.qualifier] end
   return node.record and "neutral" or nil
end

-- Whether a term of NODE, or of the records its redirect leads to, gives another result than fail to an address that it
-- may match.
local function spares(node)
   for _, term in ipairs(node.terms or {}) do
      if term.kind == "redirect" then
         if spares(term) then return true end
      elseif term.qualifier ~= "-" and term.possible and not term.possible:is_empty() then
         return true
      end
   end
   return false
end

--- Whether TREE refuses mail from every address: each gets "fail", whatever a sender-dependent term would say. nil
-- where that was not learnt.
function policy.refuses_all(tree)
   if tree.result == "unknown" then return nil end
   return policy.ending(tree) == "fail" and not spares(tree)
end

return policy
