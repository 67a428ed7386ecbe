-- SPDX-License-Identifier: MIT
-- What an SPF tree says is wrong, in words. Words alone: what is so, the tree knows.
local words = {}

local FAMILY = { ip4 = "IPv4", ip6 = "IPv6" }
local VOID_LIMIT = 2 -- RFC 7208 4.6.4

-- The names of the records from the domain's own to the one PATH's last term stands in.
local function names_of(tree, path)
   local names = { tree.domain }
   for i = 1, #path - 1 do names[#names + 1] = path[i].target end
   return names
end

local function where(tree, path)
   local names = names_of(tree, path)
   return #names > 1 and (" (by %s)"):format(table.concat(names, " > ")) or ""
end

local function families_over(tree)
   local list = {}
   for _, family in ipairs { "ip4", "ip6" } do
      if tree.void_certain[family] > VOID_LIMIT then list[#list + 1] = FAMILY[family] end
   end
   return table.concat(list, " and ")
end

-- What to say of TERM where its target may have been written for SES's name.
local function meant(term)
   local alike = require "sesame.ses.spf_alike"
   return alike.is(term.target or "") and "; the name of Amazon SES is " .. alike.SERVICE or ""
end

-- What is wrong, by problem: sentences without a full stop. TERM is the last of PATH.
local sentences = {
   ["no-record"] = function(_, term)
      return ("%s: no SPF record there (%s)%s"):format(term.text, term.dns or "no such name", meant(term))
   end,
   ["several-records"] = function(_, term) return term.text .. ": several SPF records there" end,
   ["syntax"] = function(_, term) return term.text .. ": the SPF record there has a fault" end,
   ["bad-target"] = function(_, term) return term.text .. ": the target is no domain name" end,
   ["mx-limit"] = function(_, term) return term.text .. ": more than 10 MX records" end,
   ["not-learnt"] = function(tree, term)
      local because = term.dns == "ok" and tree.because
      if because then
         return ("%s: %s at %s not learnt from DNS (%s)"):format(term.text, because.type, because.name, because.status)
      end
      return ("%s: not learnt from DNS (%s)%s"):format(term.text, term.dns or "unknown", meant(term))
   end,
   ["too-large"] = function(_, term) return term.text .. ": the tree is larger than a walk goes" end,
   ["loop"] = function(tree, term, path)
      local names = names_of(tree, path)
      names[#names + 1] = term.target
      return ("%s: the record is being evaluated already: %s"):format(term.text, table.concat(names, " > "))
   end,
   ["lookup-limit"] = function(tree, term)
      return ("%s is lookup %d, the limit is %d"):format(term.text, term.position, tree.limit)
   end,
   ["void-limit"] = function(tree)
      local last = tree.over_void[#tree.over_void]
      return ("%s is void lookup %d for %s senders, the limit is %d"):format(last.text, VOID_LIMIT + 1,
         families_over(tree),
         VOID_LIMIT)
   end,
}

local own_sentences = {
   ["no-record"] = function(tree)
      if tree.dns == "ok" then return "no SPF record among the TXT records" end
      return ("no SPF record (%s)"):format(tree.dns or "a single label is no mail domain")
   end,
   ["several-records"] = function() return "several SPF records" end,
   ["syntax"] = function() return "the SPF record has a fault" end,
   ["not-learnt"] = function(tree) return ("not learnt from DNS (%s)"):format(tree.dns) end,
}

--- What decides the result of TREE (sesame.spf.walk) where that is an error or not known: a sentence without a full
-- stop; nil for a sound policy.
function words.reason(tree)
   if not tree.problem then return nil end
   local path = tree.culprit
   if not path then return own_sentences[tree.problem](tree) end
   local term = path[#path]
   local text = sentences[tree.problem](tree, term, path)
   return tree.problem == "loop" and text or text .. where(tree, path)
end

return words
