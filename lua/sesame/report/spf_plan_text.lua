-- SPDX-License-Identifier: MIT
-- A plan for an SPF policy (doc/spf-plan.md) as text for people. A function of the plan; looks nothing up.
local counts = require "sesame.base.counts"
local figures = require "sesame.spf.plan.figures"
local text = require "sesame.base.text"

local report = {}

local RANGES = 6    -- changed ranges shown; JSON has them all
local STRING = 255  -- octets of a character-string, RFC 1035 3.3.14

local WHY = {
   dead = "no sender ever comes to it", ignored = "it is ignored beside \"all\"", duplicate = "it stands there twice",
   ["same-policy"] = "%s leads to the same policy", void = "it finds nothing (%s)",
   ["no-record"] = "there is no SPF record, so every sender that comes to it gets permerror", asked = "as you asked",
}

local BAR = {
   macro = "its target depends on the sender", exists = "exists cannot be written as addresses",
   ptr = "ptr cannot be written as addresses",
   unknown = "some of its addresses depend on the sender or were not learnt",
   ["third-party"] = "the addresses are another organization's (--flatten-third-party writes them out all the same)",
   ["too-many-blocks"] = "it has too many blocks",
}

local function prose(out, words, indent, first)
   text.append(out, text.wrap(text.escape(words), indent or "  ", first or indent or "  "))
end

local function saves(step)
   if step.saves < 0 then return ("Costs %s."):format(text.plural(-step.saves, "lookup")) end
   return ("Saves %s."):format(text.plural(step.saves, "lookup"))
end

local function where(step, domain)
   return step.record ~= domain and " in the record of " .. step.record or ""
end

local function quoted(record)
   local parts = {}
   for from = 1, #record, STRING do parts[#parts + 1] = text.quote(record:sub(from, from + STRING - 1)) end
   return table.concat(parts, " ")
end

-- ---- steps ----

-- One sentence or two for each kind of step; PLACE names the record where that is not the domain's own.
local sentence = {
   remove = function(step, place)
      local why = WHY[step.reason]:format(step.first or step.dns or "nothing there")
      return ("Remove %s%s: %s."):format(step.terms[1], place, why)
   end,
   add = function(step, place) return ("Add %s%s: as you asked."):format(step.terms[1], place) end,
   move = function(step, place)
      local service = step.provider or step.terms[1]:match("([^.:]+%.[^.]+)$") or step.terms[1]
      local who = (step.provider and "Let %s send" or "Ask whether %s can send"):format(service)
      return ("%s with a name of its own below yours, such as %s (a \"return path\" or \"bounce domain\"), then take "
         .. "%s out%s. Not before: its mail would fail SPF."):format(who, step.name, step.terms[1], place)
   end,
   replace = function(step, place)
      return ("Replace %s%s by %s, which the service keeps right."):format(table.concat(step.terms, " "), place,
         step.include)
   end,
   copy = function(step, place)
      local whose = step.effort == "copy"
         and "They are names only, but should the service add or drop one there, this record does not follow: look "
         .. "again now and then" or "Both records are yours: what is added to one from now on belongs into the other"
      return ("Write what %s leads to in its place%s: %s. %s."):format(step.terms[1], place,
         #step.words > 0 and table.concat(step.words, " ") or "nothing", whose)
   end,
   flatten = function(step, place)
      local risk = step.effort == "flatten"
         and "They are another organization's, which changes them without telling you"
         or "When your hosts move, the record must follow"
      return ("Write the addresses of %s%s in its place. %s: make this plan anew %s."):format(step.terms[1], place,
         risk,
         step.ttl and ("at least every %s"):format(step.ttl < 86400 and "day" or "week") or "from time to time")
   end,
}

--- STEP of a plan for DOMAIN as one or two sentences.
function report.step(step, domain)
   return sentence[step.action](step, where(step, domain)) .. " " .. saves(step)
end

local function add_steps(out, steps, domain, numbered)
   for i, step in ipairs(steps) do
      local mark = numbered and ("  %d. "):format(i) or "  - "
      prose(out, report.step(step, domain), (" "):rep(#mark), mark)
   end
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
      prose(out, ("Not proved: %s."):format(proof.reason or "the two policies cannot be compared"))
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
   prose(out, ("Then: %s. Now: %s."):format(figures.text(plan.figures), figures.text(result.figures)))
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
   for _, row in ipairs(result.budget) do
      local words = ("%s (%s)"):format(text.escape(row.term), text.escape(row.owner))
      text.append(out, text.wrap(words, "         ", ("  %s%2d  "):format(row.lower_bound and ">=" or "  ",
         row.lookups)))
   end
end

local function add_choices(out, result)
   if #result.choices == 0 then return end
   out[#out + 1] = ""
   out[#out + 1] = "FOR YOU TO DECIDE"
   for _, choice in ipairs(result.choices) do
      prose(out, ("%s (%s) may not matter: %s. If nothing else of yours sends by it, --remove %s saves %s%s.")
         :format(choice.term, choice.provider, choice.why, choice.key, counts.bound(choice.lower_bound),
         text.plural(choice.saves, "lookup")), "    ", "  - ")
   end
end

-- What is not counted, and why.
local function add_dynamic(out, result)
   local terms = {}
   for i, item in ipairs(result.dynamic) do terms[i] = item.term .. where(item, result.domain) end
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
   if result.reason then prose(out, beginning(result.reason) .. ".") end
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
   for _, bar in ipairs(result.bars) do
      prose(out, ("%s keeps its %s%s: %s."):format(bar.term, counts.bound(bar.lower_bound),
         text.plural(bar.lookups, "lookup"), BAR[bar.bar] or bar.bar), "    ", "  - ")
   end
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
