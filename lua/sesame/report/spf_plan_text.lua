-- SPDX-License-Identifier: MIT
-- A plan for an SPF policy (doc/spf-plan.md) as text for people. A function of the plan; looks nothing up.
local bounds = require "sesame.base.bounds"
local compare_words = require "sesame.check.spf_compare_words"
local counts = require "sesame.base.counts"
local senders_words = require "sesame.check.spf_senders_words"
local steps_text = require "sesame.report.spf_plan_steps_text"
local text = require "sesame.base.text"
local words = require "sesame.check.spf_plan_words"

local report = {}

local RANGES = 6    -- changed ranges shown; JSON has them all
local STRING = 255  -- octets of a character-string, RFC 1035 3.3.14

local BAR = {
   macro = "its target depends on the sender", exists = "exists cannot be written as addresses",
   ptr = "ptr cannot be written as addresses",
   unknown = "some of its addresses depend on the sender or were not learnt",
   ["third-party"] = "the addresses are another organization's (--flatten-third-party writes them out all the same)",
   ["too-many-blocks"] = "it has too many blocks",
}

local function prose(out, said, indent, first)
   text.append(out, text.wrap(text.escape(said), indent or "  ", first or indent or "  "))
end

local function quoted(record)
   local parts = {}
   for from = 1, #record, STRING do parts[#parts + 1] = text.quote(record:sub(from, from + STRING - 1)) end
   return table.concat(parts, " ")
end

-- How many of a list are LEFT out.
local function more(out, left)
   if left > 0 then out[#out + 1] = ("  and %s more"):format(counts.grouped(left)) end
end

-- ---- steps ----

local function add_steps(out, steps, domain, numbered)
   local shown, left = bounds.first(steps, bounds.STEPS)
   for i, step in ipairs(shown) do
      local mark = numbered and ("  %d. "):format(i) or "  - "
      prose(out, steps_text.step(step, domain), (" "):rep(#mark), mark)
   end
   more(out, left)
end

-- ---- proof ----

local RESULT = "%s: %s, was %s"

local function add_changes(out, changes)
   for i = 1, math.min(RANGES, #changes) do
      local change = changes[i]
      local range = change.first == change.last and change.first or change.first .. " to " .. change.last
      if change.from and change.to then out[#out + 1] = "    " .. RESULT:format(range, change.to, change.from) end
   end
   if #changes > RANGES then
      out[#out + 1] = ("    and %d more ranges (--format json has them all)"):format(#changes - RANGES)
   end
end

-- Whom the limits of lookups hit before and no longer, or now and not before.
local function add_limits(out, proof)
   local mended = counts.some(counts.of(proof.mended))
   local broken = counts.some(counts.of(proof.broken))
   local limited = counts.some(counts.of(proof.limited))
   if mended then
      prose(out, ("It mends: %s get permerror now, since a limit of lookups is met first."):format(mended))
   end
   if broken then prose(out, ("But %s would get permerror, since a limit of lookups is met first."):format(broken)) end
   if limited then prose(out, ("It does not mend: %s go on getting permerror by such a limit."):format(limited)) end
end

local function add_proof(out, proof)
   if not proof then return end
   if proof.mended then add_limits(out, proof) end
   if proof.verdict == "equal" then
      prose(out, "Proved: every IPv4 and IPv6 address gets the result it gets now, the limits of lookups aside.")
      return
   elseif proof.verdict ~= "different" then
      prose(out, ("Not proved: %s."):format(compare_words.reason(proof) or "the two policies cannot be compared"))
      return
   end
   local lost, gained = counts.some(proof.lost), counts.some(proof.gained)
   local parts = {}
   if lost then parts[#parts + 1] = lost .. " no longer pass" end
   if gained then parts[#parts + 1] = gained .. " pass that did not" end
   if #parts == 0 then parts[1] = "no address gains or loses a pass, but some results differ" end
   prose(out, ("What changes, exactly: %s; everybody else gets the result they get now, the limits of lookups aside.")
      :format(
      table.concat(parts, ", ")))
   add_changes(out, proof.changes)
end

-- ---- plans ----

local TITLE = {
   preferred = "THE PLAN", tidy = "THE PLAN", ["same-results"] = "WITHOUT ANYBODY'S HELP",
}

local function add_dependents(out, list)
   for _, other in ipairs(list or {}) do
      prose(out, ("%s reaches this record by %s: %s%d lookups before, %d after (%s)."):format(other.name,
         other.term, counts.bound(other.lower_bound), other.lookups_before, other.lookups_after, other.result_after))
   end
end

--- The lookups of PLANNED, a policy or a plan for it, where some may be hidden: "9" or "at least 9".
function report.counted(planned)
   return ("%s%d"):format(counts.bound(planned.lower_bound), planned.lookups)
end

local function add_plan(out, plan, result)
   out[#out + 1] = ""
   out[#out + 1] = ("%s: %s -> %s lookups"):format(TITLE[plan.kind], report.counted(result), report.counted(plan))
   prose(out, ("Then: %s. Now: %s."):format(words.figures(plan.figures), words.figures(result.figures)))
   if #plan.steps == 0 and #result.steps > 0 then prose(out, "What is listed above is enough.") end
   add_steps(out, plan.steps, result.domain, true)
   if plan.withheld then
      prose(out, "It copies another organization's addresses, which go stale: --flatten-third-party shows the records.")
   else
      for _, record in ipairs(plan.records) do
         out[#out + 1] = record.before and "  Publish in place of its SPF record:" or "  Publish:"
         out[#out + 1] = ("  %s. TXT %s"):format(record.name, quoted(record.after))
      end
   end
   add_proof(out, plan.proof)
   add_dependents(out, plan.dependents)
end

local function add_budget(out, result)
   if #result.budget == 0 then return end
   out[#out + 1] = ""
   out[#out + 1] = "LOOKUPS NOW"
   local shown, left = bounds.first(result.budget, bounds.STEPS)
   for _, row in ipairs(shown) do
      local said = ("%s (%s)"):format(text.escape(row.term), text.escape(senders_words.called(row)))
      text.append(out, text.wrap(said, "         ", ("  %s%2d  "):format(row.lower_bound and ">=" or "  ",
         row.lookups)))
   end
   more(out, left)
end

local function add_choices(out, result)
   if #result.choices == 0 then return end
   out[#out + 1] = ""
   out[#out + 1] = "FOR YOU TO DECIDE"
   local shown, left = bounds.first(result.choices, bounds.STEPS)
   for _, choice in ipairs(shown) do
      prose(out, ("%s (%s) may not matter: %s. If nothing else of yours sends by it, --remove %s saves %s%s.")
         :format(choice.term, choice.provider, words.why(choice.why), choice.key, counts.bound(choice.lower_bound),
         text.plural(choice.saves, "lookup")), "    ", "  - ")
   end
   more(out, left)
end

-- What is not counted, and why.
local function add_dynamic(out, result)
   local terms = {}
   for i, item in ipairs(result.dynamic) do terms[i] = item.term .. steps_text.where(item, result.domain) end
   if #terms == 0 then return end
   prose(out, ("Not counted, since it depends on the sender: what %s leads to. It stays as it is."):format(
      table.concat(terms, ", ")))
end

local HEAD = {
   fits = "%s: %s%s, within %d. Nothing has to change.",
   bound = "%s: %s%s that can be counted, within %d.", planned = "%s: %s%s; the target is %d.",
   impossible = "%s: %s%s; %d cannot be reached.", unknown = "%s: could not be learnt (%s%s so far, target %d).",
   none = "%s: no SPF record (%s%s, target %d).",
}

-- REASON as the beginning of a sentence; a term of a record, where it begins with one, stays as it is.
local function beginning(reason)
   if reason:find("^%w+[:=/]") then return reason end
   return reason:sub(1, 1):upper() .. reason:sub(2)
end

--- RESULT of sesame.spf.plan as text.
function report.text(result)
   local bound = counts.bound(result.lower_bound)
   local head = HEAD[result.verdict == "fits" and result.lower_bound and "bound" or result.verdict]
   local out = text.wrap(head:format(result.domain, bound, text.plural(result.lookups, "lookup"), result.target), "  ",
      "")
   if result.reason then prose(out, beginning(words.reason(result.reason)) .. ".") end
   add_dynamic(out, result)
   add_budget(out, result)
   for _, learnt in ipairs(result.added) do
      local service = learnt.provider ~= learnt.include and (" (%s)"):format(learnt.provider) or ""
      prose(out, ("%s%s costs %s%s and lets %s send."):format(learnt.include, service,
         counts.bound(learnt.lower_bound), text.plural(learnt.lookups, "lookup"),
         counts.some(learnt) or "nobody"))
   end
   if #result.steps > 0 then
      out[#out + 1] = ""
      out[#out + 1] = "FIRST"
      add_steps(out, result.steps, result.domain)
   end
   for _, plan in ipairs(result.plans) do add_plan(out, plan, result) end
   local bars, left = bounds.first(result.bars, bounds.STEPS)
   for _, bar in ipairs(bars) do
      prose(out, ("%s keeps its %s%s: %s."):format(bar.term, counts.bound(bar.lower_bound),
         text.plural(bar.lookups, "lookup"), BAR[bar.bar] or bar.bar), "    ", "  - ")
   end
   more(out, left)
   add_choices(out, result)
   return table.concat(out, "\n") .. "\n"
end

--- What PLAN asks of people, in a few words.
function report.kind(plan)
   if plan.kind == "tidy" then return "nobody misses what goes" end
   if plan.moves then return "asks others to move" end
   if plan.third_party then return "the same senders pass, by copied addresses" end
   return plan.copied and "the same senders pass, by copied names" or "the same senders pass"
end

--- Why there is no total for RESULT, of whose policy a part hangs on the sender.
function report.open_end(result)
   local terms = {}
   for i, item in ipairs(result.dynamic) do terms[i] = item.term end
   return ("%s lookups, and what %s leads to depends on the sender"):format(report.counted(result),
      #terms > 0 and table.concat(terms, ", ") or "a term")
end

return report
