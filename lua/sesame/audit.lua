-- SPDX-License-Identifier: MIT
-- The audit of one domain, or of an iterator of them: models from facts, findings from models. Waits where facts wait;
-- knows no source, no report and no command line.
local acceptance = require "sesame.check.acceptance"
local assumed = require "sesame.audit.assumed"
local checks = require "sesame.check.suite"
local codes = require "sesame.check.codes"
local contexts = require "sesame.audit.context"
local copy = require "sesame.base.copy"
local dmarc = require "sesame.model.dmarc"
local domain_model = require "sesame.model.domain"
local easy_dkim = require "sesame.model.easy_dkim"
local finding = require "sesame.finding"
local heard = require "sesame.facts.heard"
local internal = require "sesame.check.internal"
local looked = require "sesame.audit.looked"
local mail_from = require "sesame.model.mail_from"
local mailboxes = require "sesame.model.mailboxes"
local memory = require "sesame.base.memory"
local mx = require "sesame.model.mx"
local names = require "sesame.model.names"
local queue = require "sesame.audit.queue"
local readiness = require "sesame.ses.readiness"
local selectors = require "sesame.model.selectors"
local ses = require "sesame.model.ses"
local spf = require "sesame.model.spf"
local spf_walk = require "sesame.spf.walk"
local unlearnt = require "sesame.finding.unlearnt"
local zone = require "sesame.model.zone"

local audit = {}

--- sesame.audit.context: what models need, and more of it.
audit.context, audit.extend = contexts.of, contexts.extend

local SOMETHING <const> = require("sesame.facts").SOMETHING -- what is asked where the facts do not tell

-- Every question known from the start goes out at once; the models then read what was learnt.
local function ask_first(context)
   local questions = {}
   local function add(list) table.move(list, 1, #list, #questions + 1, questions) end
   add(domain_model.questions(context.domain))
   add(spf.questions(context.domain))
   add(mx.questions(context.domain))
   add(dmarc.questions(context.domain))
   add(selectors.questions(context))
   add(mail_from.questions(context))
   context.facts:get_all(questions)
end

-- The models of MODELS.domain's domain, in an order in which each finds those it needs. `open` says for each which of
-- its questions came to nothing, `failed` all of them.
local function build(context, models)
   local facts, apex = context.facts, models.domain.zone
   models.open, models.failed = {}, table.move(models.domain.open, 1, #models.domain.open, 1, {})
   local function learn(name, made)
      local open, model, more, rest = heard.during(facts, function() return made(context, models) end)
      models.open[name], models[name] = open, model
      table.move(open, 1, #open, #models.failed + 1, models.failed)
      return more, rest
   end
   learn("spf", function() return spf.build(context) end)
   learn("mx", function() return mx.build(context) end)
   learn("spf_tree", function()
      return #models.spf.records == 1 and spf_walk(context.domain, { facts = facts, addresses = true }) or nil
   end)
   learn("dmarc", dmarc.build)
   models.domainkey = learn("selectors", function() return selectors.build(context, apex, models) end)
   learn("mailboxes", mailboxes.build)
   learn("zone", function() return zone.build(context, apex, models) end)
   models.identities, models.mail_from_left = learn("mail_from", mail_from.build)
   learn("easy_dkim", function() return easy_dkim.all(context, apex) end)
   learn("ses", function()
      local model = ses.build(context, models)
      models.ses = model
      return copy.with(model, { readiness = readiness.of(models) })
   end)
   learn("denied", function() return names.denied_parents(context, models.domain, models.selectors) end)
end

--- The models of CONTEXT: { domain, spf, spf_tree, mx, dmarc, zone or nil, selectors, mailboxes, mail_from, easy_dkim,
-- denied,
-- open = model -> the questions it left open, failed = all of those }. Where the domain does not exist or could not be
-- learnt there is `domain` alone, and empty lists; and `easy_dkim`, where tokens are known of one that does not exist.
function audit.models(context)
   ask_first(context)
   context = copy.with(context, { facts = heard.over(context.facts) })
   local models = { domain = domain_model.build(context), selectors = {}, mail_from = {}, denied = {} }
   if models.domain.exists ~= true then
      models.easy_dkim = easy_dkim.of_missing(context, models.domain)
      return models
   end
   build(context, models)
   return models
end

local function chosen(list, only, skip)
   if #only == 0 and #skip == 0 then return list end
   local kept = {}
   for _, item in ipairs(list) do
      local wanted = #only == 0
      for _, glob in ipairs(only) do wanted = wanted or codes.fits(glob, item.code) end
      for _, glob in ipairs(skip) do wanted = wanted and not codes.fits(glob, item.code) end
      if wanted then kept[#kept + 1] = item end
   end
   return kept
end

--- Sorts and judges FOUND: the audit as cli.md has it, { domain, verdict, counts, findings, accepted, models, sections,
-- shows = names of the tables that reports make of the models and put before the sections, looked =
-- sesame.audit.looked, assumed = names that were taken as absent and on which a finding rests }. EXTRAS: sections (of a
-- script), shows, codes (the set of those it may find; all when nil), by (the script's name), situation (of the facts),
-- assumed, looked.
function audit.conclude(domain, found, models, options, extras)
   local accepted = {}
   extras = extras or {}
   if options.expect then
      found, accepted = acceptance.apply(found, options.expect.accepted, domain, options.today, extras.codes)
   end
   found = finding.sort(chosen(found, options.only or {}, options.skip or {}))
   local counts = finding.counts(found)
   return {
      domain = domain, verdict = finding.verdict(counts), counts = counts, findings = found,
      accepted = accepted, models = models, sections = extras.sections or {}, shows = extras.shows or {},
      looked = extras.looked or looked.of(models or {}, extras.situation or SOMETHING, options, extras),
      assumed = extras.assumed or {},
   }
end

--- The audit of DOMAIN over FACTS. OPTIONS: those of audit.context, today ("YYYY-MM-DD"), only, skip (globs of codes),
-- script (runs in place of the checks; see sesame.script), rests (whether `assumed` is wanted). An error inside becomes
-- the finding internal-error.
function audit.run(domain, facts, options)
   local context = audit.context(domain, facts, options)
   local models, extras
   local ok, found = pcall(function()
      if options.script then
         local list
         list, models, extras = options.script(context)
         return list
      end
      models = audit.models(context)
      extras = { shows = { "ses-matrix" } }
      return checks.run(models)
   end)
   if not ok then found = { internal.finding(domain, memory.pass(found)) } end
   extras = copy.with(extras or {}, { situation = facts.situation or SOMETHING })
   unlearnt.advise(found, extras.situation)
   if ok and options.rests and models then
      local told = chosen(found, options.only or {}, options.skip or {})
      extras.assumed = assumed.names(context, models, told, extras.own)
   end
   local done = audit.conclude(domain, found, models, options, extras)
   done.limit = facts.deadline
   return done
end

--- The audit of DOMAIN in the place of one that, or whose report, was not done in time.
function audit.given_up(domain, options)
   return audit.conclude(domain, { internal.out_of_time(domain) }, {}, options)
end

-- OPTIONS with the day on which acceptances are judged: that of the facts of SESSION.
local function dated(session, options)
   local given = { today = session:today(), rests = true }
   for key, value in pairs(options or {}) do given[key] = value end
   return given
end

--- The audit of DOMAIN (A-labels) over the facts of SESSION (sesame.session), as audit.run has it. Waits.
function audit.of(session, domain, options)
   return audit.run(domain, session:view(), dated(session, options))
end

--- Audits of every domain that ITERATOR gives over SESSION, many at once: an iterator over them. OPTIONS as for
-- audit.run, and those of sesame.audit.queue.
function audit.all(session, iterator, options)
   options = dated(session, options)
   return queue.over(session.loop, iterator, {
      of = function(domain) return audit.run(domain, session:view(), options) end,
      failed = function(domain, fault, stopped)
         if stopped then return audit.given_up(domain, options) end
         return audit.conclude(domain, { internal.finding(domain, memory.pass(fault)) }, {}, options)
      end,
   }, options)
end

return audit
