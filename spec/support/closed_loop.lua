-- SPDX-License-Identifier: MIT
-- The closed loop: what a report says to publish is laid over the facts it was made from, and everything is asked
-- again. What comes back are faults, each a sentence; none where every record that was printed is safe to publish.
local audit = require "sesame.audit"
local causes = require "sesame.check.causes"
local copy = require "sesame.base.copy"
local core = require "sesame.core"
local dmarc_record = require "sesame.dmarc.record"
local fix = require "sesame.fix"
local over = require "sesame.facts.over"
local overlay = require "sesame.facts.overlay"
local owner = require "sesame.base.owner"
local policies = require "sesame.dmarc.policy"
local regions = require "sesame.ses.regions"
local spf = require "sesame.spf"
local suite = require "sesame.check.suite"
local verify = require "sesame.fix.verify"

local loop = {}

-- ---- what was before, and what is after ----

local POLICY = { none = 1, quarantine = 2, reject = 3 }

-- The policies that rule mail of the domain, its organization, and a name below it that does not exist.
local function policies_of(domain, facts)
   local found = {}
   for _, name in ipairs { domain, owner.top(domain), "sesame-no-such-name." .. domain } do
      local said = policies.discover(facts, name)
      found[name] = said.status == "unknown" and "unknown" or POLICY[said.policy] or 0
   end
   return found
end

-- DMARC of every stream of mail from SES, by region, signature and kind of MAIL FROM.
local function streams_of(models)
   local found = {}
   for _, own in ipairs(models and models.ses and models.ses.regions or {}) do
      for _, stream in ipairs(own.streams) do
         local key = table.concat({ own.region, own.domain, own.dkim.selectors[1] or "", stream.mail_from }, " ")
         found[key] = stream.dmarc
      end
   end
   return found
end

-- The audit of WORLD over FACTS, with what else must not get worse. OPTIONS: in place of the world's.
local function seen(world, facts, options)
   local found = audit.run(world.domain, facts, options or world.options)
   return {
      facts = facts, audit = found, policies = policies_of(world.domain, facts), streams = streams_of(found.models),
   }
end

--- WORLD { domain, view, options (of sesame.audit.run), name } as it is.
function loop.before(world)
   return seen(world, world.view)
end

-- ---- findings ----

-- How many findings there are of each place, with their severity; those that are in order left out.
local function counted(found)
   local list = {}
   for _, item in ipairs(found.findings) do
      if item.severity ~= "ok" then list[#list + 1] = item end
   end
   return verify.counts(list)
end

-- What AFTER finds and BEFORE did not: findings of every severity but ok.
local function fresh(before, after)
   local had, has, messages, list = counted(before), counted(after), {}, {}
   for _, item in ipairs(before.findings) do messages[verify.name(item)] = true end
   for _, item in ipairs(after.findings) do
      local key = verify.group(item)
      if item.severity ~= "ok" and has[key] > (had[key] or 0) and not messages[verify.name(item)] then
         list[#list + 1] = item
      end
   end
   return list
end

local function set_of(list)
   local set = {}
   for _, value in ipairs(list or {}) do set[value] = true end
   return set
end

-- Whether every question that ITEM says could not be learnt was named by BEFORE as well, by whatever finding: fewer of
-- them may be told otherwise.
local function is_open_as_before(before, item)
   local open = {}
   for _, other in ipairs(before.findings) do
      for _, question in ipairs(other.because or {}) do open[question.name .. " " .. (question.type or "")] = true end
   end
   for _, question in ipairs(item.because or {}) do
      if not open[question.name .. " " .. (question.type or "")] then return false end
   end
   return item.code == "answer-unknown" or item.code == "answers-unknown"
end

-- What a record says that was hidden until it was moved, or could be read: its owner's own words, whatever else is
-- published with them.
local FROM_HIDDEN = set_of(causes.all("dmarc_record", "spf_record"))

-- ---- SPF: who passes ----

-- Names whose SPF counts: the domain, its MAIL FROM names, its MX hosts (they greet with their names), and every name
-- with a changed TXT set.
local function senders_of(world, models, changed)
   local list, known = {}, {}
   local function add(name)
      if name and name ~= "" and not known[name] then known[name], list[#list + 1] = true, name end
   end
   add(world.domain)
   for _, entry in ipairs(models and models.mail_from or {}) do add(entry.name) end
   for _, host in ipairs(models and models.mx and models.mx.hosts or {}) do
      if not host.null and not host.address then add(host.host) end
   end
   for name in pairs(changed) do add(name) end
   table.sort(list)
   return list
end

local function spf_texts(facts, name)
   local answer, list = facts:get(name, "TXT"), {}
   for i = 1, answer.known == "present" and #answer or 0 do
      if spf.is_record(answer[i]) or spf.near_miss(answer[i]) then list[#list + 1] = answer[i] end
   end
   return list
end

-- The terms that counted for NAME; SES's include never does: the findings about it say that SES may send.
local function counted_terms(facts, name)
   local tree, set = spf.walk(name, { facts = facts, addresses = true }), {}
   for _, term in ipairs(tree and tree.terms or {}) do
      local counts = term.status ~= "dead" and term.status ~= "ignored"
      if counts and term.text:lower() ~= "include:amazonses.com" then set[term.text:lower()] = true end
   end
   return set
end

-- The addresses that the terms of records written at the CHANGED names name, but for `all`: of those terms alone that
-- did not count BEFORE or lead to what changes, where NEW is true.
local function named(before, after, changed, new)
   local addresses = core.addrset.new {}
   for name in pairs(changed) do
      local old = counted_terms(before, name)
      for _, text in ipairs(spf_texts(after, name)) do
         for _, term in ipairs((spf.parse(text) or { terms = {} }).terms) do
            local counts = term.kind ~= "all" and (term.qualifier == "+" or term.kind == "redirect")
               and term.text:find "^[\x21-\x7E]+$"
            local leads = (term.kind == "mx" or term.kind == "a") and changed[(term.value or name):lower()]
            if counts and not (new and old[term.text:lower()] and not leads) then
               local said = spf.denote(spf.render { term.text, term.kind ~= "redirect" and "-all" or nil },
                  { facts = after, domain = name })
               if said then addresses = addresses | said:addresses("pass") end
            end
         end
      end
   end
   return addresses
end

-- Whether TERM can stand in a record of its own; one at fault may hold any byte.
local function is_plain(term) return term.text:find "^[\x21-\x7E]+$" ~= nil end

local function range_of(change) return core.addrset.new { change.first .. "-" .. change.last } end

-- A term of a record at NAME that was in no order, whose addresses NEW does not let pass: what was written is lost.
local function forgotten(name, before, after, new)
   local tree, later = spf.walk(name, { facts = before }), spf.walk(name, { facts = after })
   if not tree or tree.result ~= "permerror" or later.result ~= "ok" then return nil end
   for _, text in ipairs(spf_texts(before, name)) do
      local parsed = spf.is_record(text) and spf.parse(text) or { terms = {} }
      for i, term in ipairs(parsed.terms) do
         local counts = term.kind ~= "all" and term.qualifier == "+" and not (parsed.all and parsed.all < i)
            and is_plain(term)
         local said = counts and spf.denote(spf.render { term.text, "-all" }, { facts = after, domain = name })
         local _, possible = new:addresses "pass"
         if said and not (said:addresses "pass" - possible):is_empty() then
            return ("%s was written at %s, and what it names does not pass"):format(term.text, name)
         end
      end
   end
end

-- Who passes at NAME after and did not, without being named; and who passed and no longer does: two sentences or nil.
local function passes(name, before, after, changed)
   local old, new = spf.denote(name, { facts = before }), spf.denote(name, { facts = after })
   if not (old and new) then return nil, nil end
   local found = spf.compare(old, new)
   local lost, gained
   for _, change in ipairs(found.changes) do
      if change.from == "pass" then
         lost = lost or ("%s-%s passed SPF at %s: %s now"):format(change.first, change.last, name, change.to)
      elseif change.to == "pass" then
         local open = change.from == "permerror" or change.from == "none" or change.from == "temperror"
         local rest = range_of(change) - named(before, after, changed, not open)
         if not gained and not rest:is_empty() then
            gained = ("%s passes SPF at %s, and nobody named it (%s before)"):format(rest:range(1).first,
               name, change.from)
         end
      end
   end
   return gained, lost or forgotten(name, before, after, new)
end

-- ---- the judgement ----

-- Whether SPF at NAME can speak for the domain at all: a name of its owner's that can stand behind an @.
local function aligns(world, name)
   return owner.is_own(world.domain, name) and not name:find("_", 1, true)
end

--- Faults of AFTER (facts) against BEFORE (of loop.before), when the sets CHANGED (name -> true) do. ALLOWED: reveals
-- (codes that may come), strict (of those, no error or warning that names a record to
-- publish: all were), loses, weaker (whether those who passed SPF may
-- fail, and a policy may ask for less), left (names that records
-- are moved away from: nobody sends as them), options (of
-- the audit after, where a step told SES something).
function loop.faults(world, before, facts, changed, allowed)
   local after, list = seen(world, facts, allowed.options), {}
   local reveals = set_of(allowed.reveals)
   for _, item in ipairs(fresh(before.audit, after.audit)) do
      local mendable = allowed.strict and item.severity ~= "notice" and #item.records > 0
         and not FROM_HIDDEN[item.code]
      local ours = item.code ~= "acceptance-unused" -- about a file of the owner's, not a record
         and not is_open_as_before(before.audit, item)
      if ours and (not reveals[item.code] or mendable) then
         list[#list + 1] = ("brings %s %s at %s: %s"):format(item.severity, item.code, item.subject, item.message)
      end
   end
   for name, was in pairs(before.policies) do
      local now = after.policies[name]
      if was ~= "unknown" and was ~= now and not allowed.weaker and (now == "unknown" or now < was) then
         list[#list + 1] = ("the policy of %s is weaker: %s, now %s"):format(name, was, now)
      end
   end
   for key, was in pairs(before.streams) do
      if was == "pass" and after.streams[key] == "fail" then list[#list + 1] = "DMARC fails now: " .. key end
   end
   local left = set_of(allowed.left)
   for _, name in ipairs(senders_of(world, before.audit.models, changed)) do
      local gained, lost
      if not left[name] then gained, lost = passes(name, before.facts, facts, changed) end
      list[#list + 1] = gained
      if lost and aligns(world, name) and not allowed.loses then list[#list + 1] = lost end
   end
   table.sort(list)
   return list, after
end

-- ---- records of findings ----

-- Fixes that take the record shown away from where it is.
local MOVES = set_of { "mail-from.doubled", "dmarc.move", "easy-dkim.move" }

local function left_by(item)
   local list = {}
   for _, at in ipairs(MOVES[item.fix] and item.evidence or {}) do list[#list + 1] = at.name end
   return list
end

-- Findings that too many pass: whom nobody named may fail, nor does a host that never sends, though "mx" names it.
local OPEN = set_of { "spf-anyone", "mail-from-spf-anyone", "ses-feedback-beside" }

-- What VALUE at NAME takes the place of: a function of a text.
local function kin(name, value)
   if spf.is_record(value) then
      return function(text) return spf.is_record(text) or spf.near_miss(text) ~= nil end
   elseif name:find("^_dmarc%.") then
      return function(text) return dmarc_record.is_record(text) end
   elseif name:find("._domainkey.", 1, true) then
      return function() return true end
   end
   return function() return false end
end

local function text_of(value) return type(value) == "table" and table.concat(value) or value end

local function own(facts, name, rrtype)
   return overlay.new { lower = over.source(facts), changes = {} }:own(name, rrtype) or {}
end

-- The TXT set at SET.name once the values of SET took the place of their kin and of what ITEM shows there.
local function texts_after(facts, item, set)
   local shown, kept = {}, {}
   for _, at in ipairs(item.evidence) do
      if at.name == set.name and at.type == "TXT" then shown[at.value] = true end
   end
   local value = text_of(set.values[1])
   local alike = kin(set.name, value)
   for _, there in ipairs(own(facts, set.name, "TXT")) do
      local text = text_of(there)
      if not shown[text] and not alike(text) then kept[#kept + 1] = there end
   end
   return table.move(set.values, 1, #set.values, #kept + 1, kept)
end

local BESIDE = { "TXT", "MX", "A", "AAAA" }

local function change(action, name, rrtype, values)
   return { action = action, name = name, type = rrtype, values = values }
end

-- What a reader does who publishes the records of ITEM: each takes the place of its kind.
local function laid(facts, item)
   local list = {}
   for _, set in ipairs(item.records) do
      if set.type == "CNAME" then
         for _, rrtype in ipairs(BESIDE) do list[#list + 1] = change("remove", set.name, rrtype) end
      elseif #own(facts, set.name, "CNAME") > 0 then
         list[#list + 1] = change("remove", set.name, "CNAME")
      end
      if set.type == "MX" or set.type == "CNAME" then
         list[#list + 1] = change("replace", set.name, set.type, set.values)
      elseif set.type == "TXT" then
         list[#list + 1] = change("replace", set.name, "TXT", texts_after(facts, item, set))
      else
         list[#list + 1] = change("add", set.name, set.type, set.values)
      end
   end
   for _, at in ipairs(MOVES[item.fix] and item.evidence or {}) do
      local values = at.type == "TXT" and { at.value } or nil
      list[#list + 1] = change("remove", at.name, at.type, values)
   end
   return list
end

-- What SES was told once the names of RECORDS were set there, as the findings say: OPTIONS with every identity whose
-- region's feedback host was printed for another name than its own.
local function told(options, records)
   local names, list = {}, {}
   for _, set in ipairs(records) do
      local kind, region = regions.host(set.type == "MX" and set.values[1].exchange or "")
      if kind == "mail-from" then names[region] = set.name end
   end
   for i, identity in ipairs(options.identities or {}) do
      local name = names[identity.region]
      local new = name and identity.mail_from ~= name
      list[i] = new and copy.with(identity, { mail_from = name, saved_mail_from = name, mail_from_told = true })
         or identity
      if new then list[i].mail_from_status = nil end
   end
   return copy.with(options, { identities = list })
end

local function names_of(changes)
   local set = {}
   for _, item in ipairs(changes) do set[item.name] = true end
   return set
end

-- Where two findings print different records for one place.
local function conflicts(items)
   local said, list = {}, {}
   for _, item in ipairs(items) do
      for _, set in ipairs(item.records) do
         local texts = {}
         for i, value in ipairs(set.values) do
            texts[i] = set.type == "MX" and ("%d %s"):format(value.preference, value.exchange) or text_of(value)
         end
         local kind = set.type == "TXT" and texts[1]:match("^v=%w+") or ""
         local key, text = table.concat({ set.name, set.type, kind }, " "), table.concat(texts, " | ")
         local other = said[key]
         if other and other.text ~= text then
            list[#list + 1] = ("%s says %s; %s says %s: for %s"):format(other.code, other.text, item.code, text, key)
         end
         said[key] = other or { code = item.code, text = text }
      end
   end
   return list
end

-- FACTS as they are to be published: everything of FACTS is asked once.
local function with(facts, changes) return over.changes(facts, changes) end

local function say(list, world, what, faults)
   for _, fault in ipairs(faults) do list[#list + 1] = ("%s: %s: %s"):format(world.name, what, fault) end
end

local function with_records(found)
   local items = {}
   for _, item in ipairs(found.findings) do
      if item.severity ~= "ok" and #item.records > 0 then items[#items + 1] = item end
   end
   return items
end

-- Findings whose advice points at records that they do not carry.
local function pointing(found)
   local list = {}
   for _, item in ipairs(found.findings) do
      local points = (item.advice or ""):find "%f[%a][Pp]ublish this%f[%A]" or (item.advice or ""):find "record below"
      if points and #item.records == 0 then
         list[#list + 1] = ("%s at %s advises \"%s\", and carries no record"):format(item.code, item.subject,
            item.advice)
      end
   end
   return list
end

--- The records of every finding, one finding at a time and all of them together. Faults into LIST; TALLY counts.
function loop.records(world, before, list, tally)
   local items = with_records(before.audit)
   say(list, world, "advice", pointing(before.audit))
   for _, item in ipairs(items) do
      tally.records = tally.records + 1
      local changes = laid(before.facts, item)
      local what = ("records of %s at %s"):format(item.code, item.subject)
      local faults, after = loop.faults(world, before, with(before.facts, changes), names_of(changes),
         { reveals = item.reveals, loses = MOVES[item.fix] or OPEN[item.code], left = left_by(item),
            options = told(world.options, item.records) })
      if not verify.gone(item, before.audit, after.audit) then faults[#faults + 1] = "it is still found" end
      say(list, world, what, faults)
   end
   if #items < 2 then return end
   tally.together = tally.together + 1
   say(list, world, "all records", conflicts(items))
   local facts, changed, all, reveals, loses, left = before.facts, {}, {}, {}, false, {}
   for _, item in ipairs(items) do
      local changes = laid(facts, item)
      for name in pairs(names_of(changes)) do changed[name] = true end
      facts = with(facts, changes)
      table.move(item.records, 1, #item.records, #all + 1, all)
      table.move(item.reveals, 1, #item.reveals, #reveals + 1, reveals)
      loses = loses or MOVES[item.fix] or OPEN[item.code]
      table.move(left_by(item), 1, #left_by(item), #left + 1, left)
   end
   say(list, world, "all records", (loop.faults(world, before, facts, changed,
      { reveals = reveals, strict = true, loses = loses, left = left, options = told(world.options, all) })))
end

-- ---- plans ----

local DECLARED = suite.declarations()

-- The changes of MADE that wait for nothing, as an overlay takes them.
local function changes_of(made)
   local changes = {}
   for _, item in ipairs(made.changes) do
      local gone = #item.values == 0
      if not item.waits then
         changes[#changes + 1] = change(gone and "remove" or "replace", item.name, item.type,
            not gone and item.values or nil)
      end
   end
   return changes
end

-- Faults of the plan MADE. ASKED: whether its choice was.
local function plan_faults(world, before, made, asked)
   local changes, reveals, loses, codes = changes_of(made), {}, asked, {}
   if #changes == 0 then return nil end
   for _, item in ipairs(made.fixed) do -- those that came up on the way, too
      local said = DECLARED[item.code] and DECLARED[item.code].declaration
      if said then table.move(said.reveals, 1, #said.reveals, #reveals + 1, reveals) end
      codes[item.code] = true
   end
   for _, item in ipairs(made.revealed) do reveals[#reveals + 1] = item.code end
   for _, item in ipairs(before.audit.findings) do
      if codes[item.code] then loses = loses or MOVES[item.fix] or OPEN[item.code] end
   end
   local faults, after = loop.faults(world, before, with(before.facts, changes), names_of(changes),
      { reveals = reveals, loses = loses, weaker = asked })
   if after.audit.counts.error ~= made.after.error or after.audit.counts.warning ~= made.after.warning then
      faults[#faults + 1] = "the audit is not the one that was promised"
   end
   return faults, after
end

local function planned(world, options)
   return assert(fix.plan(world.domain, world.view, copy.with(world.options, options)))
end

local function find(found, entry)
   for _, item in ipairs(found.findings) do
      if item.code == entry.code and item.subject == entry.subject then return item end
   end
end

-- Choice NUMBER of ENTRY, of a plan for its code alone, taken: faults.
local function choice_faults(world, before, entry, number)
   local taken = planned(world, { codes = { entry.code }, choose = { [entry.code .. "@" .. entry.subject] = number } })
   local faults, after = plan_faults(world, before, taken, entry.chosen ~= number)
   local item, chosen = find(before.audit, entry), false
   for _, other in ipairs(taken.choices) do
      chosen = chosen or other.code == entry.code and other.subject == entry.subject and other.chosen == number
   end
   local there = item and after and not verify.gone(item, before.audit, after.audit)
   if not chosen and (there or not after) then return { "it was printed, and is not taken" } end
   if there and #entry.writes[number] > 0 then
      faults[#faults + 1] = "it is still found"
   end
   return faults or {}
end

-- Whether taking choice NUMBER of ENTRY makes anything worse, whatever its text says.
local function is_harmful(world, before, entry, number)
   local taken = planned(world, { codes = { entry.code }, choose = { [entry.code] = number } })
   local changes = changes_of(taken)
   if #changes == 0 then return false end
   for _, fault in ipairs((loop.faults(world, before, with(before.facts, changes), names_of(changes), {}))) do
      if not fault:find "^brings " then return true end
   end
   return false
end

-- Whether the first of the choices of ENTRY that write something is as safe as any other.
local function in_order(world, before, entry)
   local first
   for i, words in ipairs(entry.choices) do
      if #entry.writes[i] > 0 and not words:find "^not possible: " then
         if first == nil then first = is_harmful(world, before, entry, i) end
         if not first then return {} end
         if not is_harmful(world, before, entry, i) then return { ("choice %d is safer than the first"):format(i) } end
      end
   end
   return {}
end

--- Every choice that a plan for one finding prints, taken. Faults into LIST; TALLY counts.
function loop.choices(world, before, list, tally)
   local asked = {}
   for _, item in ipairs(before.audit.findings) do
      if item.severity ~= "ok" and (item.fix or item.remedy) and not asked[item.code] then
         asked[item.code] = true
         for _, entry in ipairs(planned(world, { codes = { item.code } }).choices) do
            local what = ("choices of %s at %s"):format(entry.code, entry.subject)
            if #entry.choices > 1 then say(list, world, what, in_order(world, before, entry)) end
            for i, words in ipairs(entry.choices) do
               if entry.code == item.code and not words:find("^not possible: ") then
                  tally.choices = tally.choices + 1
                  say(list, world, ("choice %d (%s) of %s at %s"):format(i, words, entry.code, entry.subject),
                     choice_faults(world, before, entry, i))
               end
            end
         end
      end
   end
end

--- The plan of `fix`, whole. Faults into LIST; TALLY counts.
function loop.plan(world, before, list, tally)
   local made = planned(world, {})
   if #made.changes == 0 then return end
   tally.plans = tally.plans + 1
   say(list, world, "the plan", (plan_faults(world, before, made, false)) or {})
end

--- An empty count.
function loop.tally() return { worlds = 0, records = 0, together = 0, choices = 0, plans = 0 } end

--- All of it for WORLD. Faults into LIST; TALLY counts.
function loop.close(world, list, tally)
   tally.worlds = tally.worlds + 1
   local before = loop.before(world)
   loop.records(world, before, list, tally)
   loop.choices(world, before, list, tally)
   loop.plan(world, before, list, tally)
end

return loop
