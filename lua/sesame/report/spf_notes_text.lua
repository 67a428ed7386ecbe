-- SPDX-License-Identifier: MIT
-- What is to be said of one term of an SPF tree (doc/spf-walk.md): its cost, and what is wrong with it, in words that
-- need no colour. Shared by the drawings of a tree; looks nothing up.
local counts = require "sesame.base.counts"
local providers = require "sesame.mail.providers"

local notes = {}

local PROBLEM = {
   ["no-record"] = "NO SPF RECORD THERE", ["several-records"] = "SEVERAL SPF RECORDS THERE",
   ["syntax"] = "SYNTAX ERROR THERE",
   ["loop"] = "LOOP", ["bad-target"] = "NO DOMAIN NAME", ["mx-limit"] = "OVER 10 MX HOSTS",
   ["not-learnt"] = "NOT LEARNT FROM DNS",
   ["too-large"] = "TREE TOO LARGE",
}

local STATUS = { dead = "never reached", ignored = "ignored: there is an \"all\"", loop = "LOOP",
   unknown = "NOT LEARNT FROM DNS" }

local function void_note(term)
   local void = term.void_lookups
   if not void or term.terms then return nil end
   local v4, v6 = void.ip4 > 0, void.ip6 > 0
   if v4 and v6 then return term.void_certain and "void" or "void for strangers" end
   return v4 and "void for IPv4" or v6 and "void for IPv6" or nil
end

local function ends_at(path, term)
   return path ~= nil and path[#path] == term
end

--- Whether a sender that matches nothing ever comes to TERM.
function notes.is_reached(term)
   return term.status ~= "dead" and term.status ~= "ignored"
end

--- Whether TERM, or the record it leads to, is what makes the policy fail.
function notes.is_wrong(term, tree)
   return term.problem ~= nil or term.status == "loop" or ends_at(tree.over_limit, term)
      or term.cost > 0 and term.position and term.position > tree.limit or false
end

--- The remarks on TERM of TREE, a list of short texts.
function notes.of(term, tree)
   local list = {}
   local provider = term.kind == "include" and term.target and providers.of_include(term.target)
   if provider then list[1] = provider end
   list[#list + 1] = term.problem and PROBLEM[term.problem] or STATUS[term.status]
   if ends_at(tree.over_limit, term) then list[#list + 1] = "<-- OVER THE LIMIT" end
   if ends_at(tree.over_void, term) then list[#list + 1] = "<-- void lookups over the limit" end
   if term.macro and not term.terms and (term.kind == "include" or term.kind == "redirect") then
      list[#list + 1] = "differs for each sender"
   end
   list[#list + 1] = void_note(term)
   return list
end

-- The running count of TREE before its first own term that hides a part of what it costs; no such term: huge.
local hidden_from = setmetatable({}, { __mode = "k" })

local function first_hidden(tree)
   local before = -math.huge
   for _, own in ipairs(tree.terms) do
      if own.lower_bound and notes.is_reached(own) then return before end
      before = math.max(before, own.running)
   end
   return math.huge
end

-- Whether more may be used than TERM's running count when it is done: it, or a term of the domain before it, hides a
-- part of what it costs.
local function is_least(term, tree)
   hidden_from[tree] = hidden_from[tree] or first_hidden(tree)
   return hidden_from[tree] < term.running or term.lower_bound == true
end

--- What TERM costs with all below, and the lookups used when it is done: "4 (9/10)", ">=4 (>=9/10)" where there may be
-- more. Nil for what costs nothing.
function notes.cost(term, tree)
   if term.total == 0 and term.cost == 0 or not notes.is_reached(term) then return nil end
   return ("%s%d (%s%d/%d)"):format(term.lower_bound and ">=" or "", term.total, is_least(term, tree) and ">=" or "",
      term.running, tree.limit)
end

--- The same for one of the domain's own terms, with its share of the limit and what is left behind it.
function notes.budget(term, tree)
   if not notes.cost(term, tree) then return nil end
   local left, least = tree.limit - term.running, is_least(term, tree)
   local behind = counts.bound(least) .. -left .. " over"
   if left >= 0 then behind = (least and "at most " or "") .. left .. " left" end
   return ("%s%d, %d%% (%s%d/%d), %s"):format(term.lower_bound and ">=" or "", term.total,
      math.floor(100 * term.total / tree.limit + 0.5), least and ">=" or "", term.running, tree.limit, behind)
end

return notes
