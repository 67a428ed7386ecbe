-- SPDX-License-Identifier: MIT
-- What an audit says of the text of a record alone, before it is published: the checks run over models in which this
-- text is all that is known. It must not ask anybody; what DNS would have to tell is not said.
local names = require "sesame.base.names"
local copy = require "sesame.base.copy"
local core = require "sesame.core"
local dmarc_record = require "sesame.dmarc.record"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local spf = require "sesame.spf"
local spf_model = require "sesame.model.spf"

local make, domains, canonical = core.answer.make, core.domain, names.canonical

local text = {}

-- Where a text stands whose name is not known. It is never shown.
local NOWHERE <const> = "d.invalid"
local NAMELESS <const> = "the domain"
local CAPITAL <const> = "The domain"
local OWNER <const> = "DOMAIN" -- the same within a name or a field

local SPF_CHECKS = {
   require "sesame.check.spf", require "sesame.check.spf_syntax", require "sesame.check.spf_tree",
   require "sesame.check.spf_voids", require "sesame.check.spf_reach", require "sesame.check.spf_terms",
   (require "sesame.check.spf_targets"),
}
-- Whom the text itself lets send, by no other name's help.
local SENDERS_CHECKS = { (require "sesame.check.spf_senders") }
local DMARC_CHECKS = {
   require "sesame.check.dmarc", require "sesame.check.dmarc_record", (require "sesame.check.dmarc_policy"),
}
local dmarc_tree = require "sesame.check.dmarc_tree"

local function unlearnt(name, rrtype)
   return make { name = name, type = rrtype, status = "not-recorded" }
end

-- What any other name holds where it is taken to let nobody send: a policy that matches nobody, and no address.
local function matchless(name, rrtype)
   if rrtype == "TXT" then return make { name = name, type = rrtype, records = { "v=spf1" } } end
   return make { name = name, type = rrtype, status = "nodata" }
end

-- Facts of which nothing is known but the TXT records at NAME: a list of lists of strings. OTHER answers for the rest.
local function only(name, values, other)
   local facts = {}
   function facts:get(asked, rrtype) -- luacheck: ignore 212
      local own = canonical(asked) == name
      if own and rrtype == "TXT" then return make { name = name, type = "TXT", records = values } end
      if own and rrtype == "SPF" then return make { name = name, type = rrtype, status = "nodata" } end
      return other(asked, rrtype)
   end
   function facts:get_all(questions)
      local answers = {}
      for i, question in ipairs(questions) do answers[i] = self:get(question.name, question.type) end
      return answers
   end
   return facts
end

-- NAME as a name in DNS, where it is absolute (it has a final dot); nil where that is not known.
local function absolute(name)
   local ascii = name and name:sub(-1) == "." and domains.to_ascii(name)
   return ascii and canonical(ascii):find(".", 1, true) and canonical(ascii) or nil
end

-- LIST (sorted already) in the order of the places that are underlined; what has none comes last.
local function by_place(list)
   local places = {}
   for i, item in ipairs(list) do
      local range = item.evidence[1] and item.evidence[1].range
      places[item] = { range and range[1] or math.huge, i }
   end
   table.sort(list, function(a, b)
      local one, other = places[a], places[b]
      if one[1] ~= other[1] then return one[1] < other[1] end
      return one[2] < other[2]
   end)
   return list
end

local LEFT_OUT = { ok = true, unknown = true } -- what is right is not told, and what DNS holds was not asked

-- What CHECKS find in MODELS, with SHOWN for the name in what is said of HIDDEN.
local function run(checks, models, hidden, shown)
   local found, made = {}, {}
   local collect = finding.collector(made)
   local owner = shown == NAMELESS and OWNER or shown
   local function put(value, by) return value == hidden and by or value end
   for _, check in ipairs(checks) do
      check.run(models, function(code, detail)
         local fields, list = {}, {}
         for key, value in pairs(detail.fields or {}) do fields[key] = put(value, owner) end
         for i, item in ipairs(detail.evidence or {}) do list[i] = copy.with(item, { name = put(item.name, owner) }) end
         collect(check.findings, code, copy.with(detail, {
            subject = put(detail.subject, shown), fields = fields, evidence = list,
         }))
      end)
   end
   for _, item in ipairs(made) do
      item.message = item.message:gsub("^" .. NAMELESS, CAPITAL)
      if not LEFT_OUT[item.severity] then found[#found + 1] = item end
   end
   return found
end

-- FOUND in order.
local function ordered(found) return by_place(finding.sort(found)) end

--- Those errors and warnings of AFTER, findings of a text mended, whose codes are not among BEFORE, those it had.
function text.more(before, after)
   local known, list = {}, {}
   for _, item in ipairs(before) do known[item.code] = true end
   for _, item in ipairs(after) do
      if item.severity ~= "notice" and not known[item.code] then list[#list + 1] = item end
   end
   return list
end

-- ---- SPF ----

local function walked(name, values, other)
   return spf.walk(name, { facts = only(name, values, other), addresses = true, alone = true })
end

-- The first of the record's own terms that breaks the policy whatever DNS says.
local function broken_term(tree)
   for _, term in ipairs(tree.terms) do
      if term.problem == "bad-target" and term.status ~= "dead" then return term end
   end
end

-- TREE without what was not learnt: a term that breaks it by itself is what is wrong, or nothing is.
local function of_text(name, tree)
   if tree.problem ~= "not-learnt" then return tree end
   local term = broken_term(tree)
   local own = term and walked(name, { "v=spf1 " .. term.text }, unlearnt)
   return copy.with(tree, {
      result = own and own.result or "ok", problem = own and own.problem or false, reason = own and own.reason,
      culprit = term and { term } or false,
   })
end

local function spf_values(value, options)
   local values = { options.strings or value }
   return table.move(options.beside or {}, 1, #(options.beside or {}), 2, values)
end

--- What an audit would say of VALUE, an SPF record or meant to be one, and of no more than that. OPTIONS: name (as
-- written, absolute with its final dot; nil where it is not known), strings (the character-strings of VALUE), beside
-- (the other TXT values at the name, each a text or its character-strings). { findings (by place), looks_up = how many
-- terms ask DNS, which were not followed }.
function text.spf(value, options)
   local name = absolute(options.name)
   local values = spf_values(value, options)
   local ok = pcall(make, { name = name or NOWHERE, type = "TXT", records = values })
   local record = ok and spf.parse(value)
   if not record then return { findings = {}, looks_up = 0 } end
   local place = name or NOWHERE
   local model = spf_model.build({ domain = place, facts = only(place, values, unlearnt) })
   if #model.records == 0 and #model.near_misses == 0 then return { findings = {}, looks_up = 0 } end
   local models = { spf = model, mx = { known = "unknown", hosts = {} } }
   local shown, found = name or NAMELESS, {}
   if #model.records == 1 then
      found = run(SENDERS_CHECKS, copy.with(models, { spf_tree = walked(place, values, matchless) }), place, shown)
      models.spf_tree = of_text(place, walked(place, values, unlearnt)) -- only now: of a long record each is large
   end
   for _, item in ipairs(run(SPF_CHECKS, models, place, shown)) do found[#found + 1] = item end
   local looks_up = 0
   for _, term in ipairs(record.terms) do looks_up = looks_up + (term.costs and 1 or 0) end
   return { findings = ordered(found), looks_up = looks_up }
end

-- ---- DMARC ----

-- The parts of the model of SAID, the record at PLACE, of a domain that is taken for an organizational one unless the
-- public suffix list knows better.
local function dmarc_policy(said, place, organizational)
   place.record = said
   local policy, tag = dmarc_record.policy(said, "own")
   return {
      domain = place.owner, said = said, place = place, record = said.text, policy_domain = place.owner, kind = "own",
      organizational_domain = organizational and place.owner or nil, policy = policy, tag = tag,
      walk = { places = { place } }, differences = {},
   }
end

local function sorted_dmarc(values)
   local records, misses = {}, {}
   for _, item in ipairs(values) do
      local value = type(item) == "table" and table.concat(item) or item
      local reason, range = dmarc_record.near_miss(value)
      if dmarc_record.is_record(value) then records[#records + 1] = value
      elseif reason then misses[#misses + 1] = { value = value, reason = reason, range = range } end
   end
   return records, misses
end

-- That VALUE stands at NAME (as written), where no receiver asks for it: a finding, or nil.
local function misplaced(name, value)
   local asked = name and dmarc_record.asked_at(name)
   if not asked then return nil end
   local bare = names.bare(name)
   return finding.new(DMARC_CHECKS[1].findings, "dmarc-at-apex", {
      subject = bare, type = "TXT", fields = { name = names.bare(asked) },
      evidence = { evidence.record(bare, "TXT", value) },
   })
end

--- The same for VALUE, a DMARC record. OPTIONS: name ("_dmarc.a.example.") and beside, as above.
function text.dmarc(value, options)
   local name = absolute(options.name)
   local wrong = misplaced(options.name, value)
   local owner = name and (name:match("^_dmarc%.(.+)$") or wrong and name) or NOWHERE
   local place = { name = name or "_dmarc", owner = owner, known = "present", chain = {}, status = "not-recorded" }
   local beside = options.beside or {}
   place.records, place.near_misses = sorted_dmarc { value, table.unpack(beside) }
   if #place.records == 0 and #place.near_misses == 0 then return { findings = {} } end
   local organizational = not name or owner == NOWHERE or domains.registrable(owner) == owner
   local policy = { walk = { places = {} }, differences = {} }
   if #place.records == 1 and place.records[1] == value then
      policy = dmarc_policy(dmarc_record.parse(value), place, organizational)
   end
   local model = copy.with(place, {
      policy = policy, at_apex = {}, misplaced = {}, above = { known = true },
      inherited = nil, wildcard = { name = "*." .. owner, known = true, exists = false, records = {} },
   })
   local registrable = owner ~= NOWHERE and domains.registrable(owner) or nil
   local models = { dmarc = model, domain = { name = owner, registrable = registrable } }
   if #place.records == 0 then model.known = "absent" end
   local checks = DMARC_CHECKS
   if owner ~= NOWHERE then checks = { table.unpack(DMARC_CHECKS) } checks[#checks + 1] = dmarc_tree end
   local found = run(checks, models, owner, owner == NOWHERE and NAMELESS or owner)
   if wrong then found[#found + 1] = wrong end
   return { findings = ordered(found) }
end

return text
