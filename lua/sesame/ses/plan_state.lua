-- SPDX-License-Identifier: MIT
-- What is published now of the records of a plan (sesame.ses.plan): there, to be added, in the place of others, or not
-- to be learnt; and what may go. It must not know how a plan is shown.
local change = require "sesame.base.change"
local copy = require "sesame.base.copy"
local names = require "sesame.base.names"
local regions = require "sesame.ses.regions"
local spf = require "sesame.spf"
local unknown = require "sesame.base.unknown"

local state = {}

local BESIDE = { "TXT", "A", "AAAA", "MX" } -- what may stand in the place of a CNAME

local function texts_of(answer)
   local list = {}
   for i = 1, answer.known == "present" and #answer:chain() == 0 and #answer or 0 do list[i] = answer:text(i) end
   return list
end

-- Data of other types at the name of a CNAME to be: changes that take it away.
local function clear(item, answers)
   for i, rrtype in ipairs(BESIDE) do
      local texts = texts_of(answers[i])
      if #texts > 0 then
         item.before[#item.before + 1] = ("%s %s"):format(rrtype, texts[1])
         item.changes[#item.changes + 1] = change.remove(item.name, rrtype)
      end
   end
end

local function judge_cname(audit, item)
   local questions = { { name = item.name, type = "CNAME" } }
   for _, rrtype in ipairs(BESIDE) do questions[#questions + 1] = { name = item.name, type = rrtype } end
   local answers = audit:get_all(questions)
   local own = table.remove(answers, 1)
   if own.known == "unknown" then return "unknown", unknown.unlearnt(own) end
   if own.known == "present" then
      if names.canonical(own[1]) == names.canonical(item.value) then return "there" end
      local open = item.placeholder and item.placeholder.code == "zone" -- then any zone of SES may be the right one
      if open and regions.dkim_target(own[1]) == item.name:match "^[^.]+" then return "there" end
      item.before[1] = "CNAME " .. own[1] .. "."
      item.changes[1] = change.replace(item.name, "CNAME", nil, { item.value })
      return "replace"
   end
   clear(item, answers)
   local occupied = #item.changes > 0
   item.changes[#item.changes + 1] = change.add(item.name, "CNAME", { item.value })
   return occupied and "replace" or "add"
end

local function alias_of(answer)
   return { code = "alias", target = answer:chain()[1].target }
end

local function judge_mx(audit, item)
   local answer = audit:get(item.name, "MX")
   if answer.known == "unknown" then return "unknown", unknown.unlearnt(answer) end
   if #answer:chain() > 0 then return "conflict", alias_of(answer) end
   local foreign
   for i = 1, answer.known == "present" and #answer or 0 do
      item.before[i] = "MX " .. answer:text(i)
      local host = names.canonical(answer[i].exchange)
      if host == item.value.exchange and #answer == 1 then return "there" end
      if not regions.host(host) then foreign = host end
   end
   if foreign then return "conflict", { code = "receives", host = foreign } end
   local values = { item.value }
   item.changes[1] = #item.before > 0 and change.replace(item.name, "MX", nil, values)
      or change.add(item.name, "MX", values)
   return #item.before > 0 and "replace" or "add"
end

local function names_ses(term)
   return term.kind == "include" and term.value ~= nil and names.canonical(term.value) == "amazonses.com"
      and (term.qualifier or "+") == "+"
end

local function includes_ses(record)
   local parsed = spf.parse(record)
   for _, term in ipairs(parsed and parsed.terms or {}) do
      if names_ses(term) then return true end
   end
   return false
end

local function judge_spf(audit, item)
   local answer = audit:get(item.name, "TXT")
   if answer.known == "unknown" then return "unknown", unknown.unlearnt(answer) end
   if #answer:chain() > 0 then return "conflict", alias_of(answer) end
   local old = {}
   for i, place in ipairs((spf.select(answer))) do old[i] = answer[place] end
   if #old == 1 and includes_ses(old[1]) then return "there" end
   for i, text in ipairs(old) do item.before[i] = ("TXT %q"):format(text) end
   item.changes[1] = #old > 0 and change.replace(item.name, "TXT", old, { item.value })
      or change.add(item.name, "TXT", { item.value })
   return #old > 0 and "replace" or "add"
end

-- A key or a policy: TXT that is there with another text is for people to look at.
local function judge_text(audit, item)
   local answer = audit:get(item.name, "TXT")
   if answer.known == "unknown" then return "unknown", unknown.unlearnt(answer) end
   local function squeezed(text) return (text:gsub("%s", "")) end
   for i = 1, answer.known == "present" and #answer or 0 do
      if squeezed(answer[i]) == squeezed(item.value) then return "there" end
      item.before[i] = "TXT " .. answer:text(i)
   end
   if #item.before > 0 then
      if item.placeholder then return "there" end
      return "conflict", { code = "other-text" }
   end
   item.changes[1] = change.add(item.name, "TXT", { item.value })
   return "add"
end

local JUDGE = { CNAME = judge_cname, MX = judge_mx }

-- A name that holds a placeholder is nobody's yet: there is nothing to ask for.
local function is_nameless(item)
   return item.placeholder ~= nil and item.name:find(item.placeholder.name, 1, true) ~= nil
end

-- ITEM with its status, reason, known, because, before and changes.
local function judged(audit, item)
   local made = copy.with(item, { before = {}, changes = {} })
   if is_nameless(item) then
      made.status, made.changes[1] = "add", change.add(item.name, item.type, { item.value })
      return made
   end
   local how = JUDGE[item.type] or item.kind == "MAIL FROM" and judge_spf or judge_text
   local status, why = how(audit, made)
   made.status, made.reason = status, status == "conflict" and why or nil
   if status == "conflict" or status == "unknown" then made.changes = {} end
   return unknown.mark(made, status == "unknown" and why or nil)
end

-- The SPF record of the domain itself without SES, when every region has a MAIL FROM name: SES never asks for it.
local function root_spf(audit, made)
   local records = audit.models.spf and audit.models.spf.records or {}
   if #records ~= 1 or not includes_ses(records[1]) or #made.nameless > 0 or #made.mail_from == 0 then return end
   local kept = {}
   for _, term in ipairs(spf.parse(records[1]).terms) do
      if not names_ses(term) then kept[#kept + 1] = term.text end
   end
   return { code = "root-spf", name = made.domain, type = "TXT", before = records[1], after = spf.render(kept) }
end

-- Verification texts of the time before DKIM did that.
local function legacy(audit, made)
   local name, list = "_amazonses." .. made.domain, {}
   local answer = audit:get(name, "TXT")
   for i = 1, answer.known == "present" and #answer or 0 do
      list[i] = { code = "verification", name = name, type = "TXT", before = answer[i] }
   end
   return list
end

--- MADE (of sesame.ses.plan), as a new table, whose records have their status ("there", "add", "replace", "conflict",
-- "unknown"), known and because, reason where it conflicts ({ code = "alias", target }, { code = "receives", host } or
-- { code = "other-text" }), before (texts of what is there) and changes (of sesame.base.change; those that remove clear
-- the place for a CNAME); and may_go = { { name, type, before, after or nil, code = "root-spf|verification" } }. Waits.
function state.judge(audit, made)
   local records, may_go = {}, {}
   for i, item in ipairs(made.records) do records[i] = judged(audit, item) end
   may_go[1] = root_spf(audit, made)
   for _, item in ipairs(legacy(audit, made)) do may_go[#may_go + 1] = item end
   return copy.with(made, { records = records, may_go = may_go })
end

return state
