-- SPDX-License-Identifier: MIT
-- The public face for scripts: audits, lookups, names. Waits in a loop of its own unless a session is given.
-- It must not know the command line.
local check_options = require("sesame.base.options").check
local core = require "sesame.core"

local sesame = {}

sesame.version = "0.1.0"

-- Options of an audit, beside those of a session.
local AUDIT = {
   "selectors", "probes", "mail_from", "identities", "expect", "only", "skip", "script", "ordered", "domains_in_flight",
   "interrupted", "guess", "common",
   "session",
}

local KNOWN -- names of all options, once they were asked for

local function check_known(options, level)
   if not KNOWN then
      KNOWN = {}
      for _, list in ipairs { AUDIT, require("sesame.session").options } do
         for _, name in ipairs(list) do KNOWN[name] = true end
      end
   end
   check_options(options, KNOWN, level + 1)
end

-- What a session does beside asking its sources, as methods of the ones that are opened here.
local methods = {}

--- The audit of DOMAIN (A-labels), as sesame.audit.run has it. Waits.
function methods:audit(domain, options)
   return require("sesame.audit").of(self, domain, options)
end

--- Audits of every domain that ITERATOR gives, many at once: an iterator over them (sesame.audit.all).
function methods:audit_all(iterator, options)
   return require("sesame.audit").all(self, iterator, options)
end

--- The plan that mends DOMAIN (A-labels), proved over this session's facts, and the audit it began with: see
-- sesame.fix. Nil, message, code for a choice that is none. Waits.
function methods:fix(domain, options)
   return require("sesame.fix").of(self, domain, options)
end

-- The session of OPTIONS, and whether it is ours to close.
local function session_of(options)
   if options.session then return options.session, false end
   local opened, message, code = require("sesame.session").open(options)
   return opened, opened ~= nil, message, code
end

local function audit_options(options)
   local given = {}
   for _, name in ipairs(AUDIT) do given[name] = options[name] end
   given.session = nil
   if type(given.expect) == "table" then
      given.expect = assert(require("sesame.expect").check("expect", given.expect))
   end
   return given
end

--- Opens a session to be used for many lookups, audits and fixes: that of sesame.session, with the methods audit,
-- audit_all and fix. Returns it, or nil, message, code.
function sesame.open(options)
   options = options or {}
   check_known(options, 2)
   local open, message, code = require("sesame.session").open(options)
   if not open then return nil, message, code end
   for name, method in pairs(methods) do open[name] = method end
   return open
end

--- The audit of DOMAIN: { domain, verdict, counts, findings, accepted, models }, as doc/json.md describes it; or nil,
-- message, code for what is no domain and for a source that cannot be opened. OPTIONS: those of sesame.open, or
-- session; and selectors, probes, guess, common, mail_from, identities (see sesame.audit), expect, only, skip.
function sesame.audit(domain, options)
   options = options or {}
   check_known(options, 2)
   local name, message, code = core.domain.to_ascii(domain)
   if not name then return nil, ("'%s': %s"):format(domain, message), code end
   local open, ours, why, what = session_of(options)
   if not open then return nil, why, what end
   local result = require("sesame.audit").of(open, name, audit_options(options))
   if ours then
      local ok, fault = open:close()
      if not ok then return nil, fault, "io" end
   end
   return result
end

-- Domains as A-labels; what is none is an error of the caller's.
local function names_of(iterator)
   return function()
      local domain = iterator()
      if domain == nil then return nil end
      local name, message = core.domain.to_ascii(domain)
      if not name then error(("'%s': %s"):format(domain, message), 0) end
      return name
   end
end

local function iterator_of(domains)
   if type(domains) == "function" then return domains end
   local at = 0
   return function()
      at = at + 1
      return domains[at]
   end
end

--- Audits of DOMAINS (an iterator function or a list), thousands at once: returns an iterator over them. OPTIONS as for
-- sesame.audit, and: ordered (default true), domains_in_flight (100), interrupted. Returns nil, message, code for a
-- source that cannot be opened.
function sesame.audit_all(domains, options)
   options = options or {}
   check_known(options, 2)
   local open, ours, message, code = session_of(options)
   if not open then return nil, message, code end
   local next_audit = require("sesame.audit").all(open, names_of(iterator_of(domains)), audit_options(options))
   return function()
      local result = next_audit()
      if result == nil and ours then open:close() end
      return result
   end
end

local default -- the session of lookups without one

--- The answer for (NAME, RRTYPE): see doc/facts.md. OPTIONS: session (default: one over the system's resolver, opened
-- once), server, cd. Returns nil, message, code for a name that is none and where no resolver can be opened.
function sesame.resolve(name, rrtype, options)
   options = options or {}
   local ascii, message, code = core.domain.to_ascii(name)
   if not ascii then return nil, ("'%s': %s"):format(name, message), code end
   local open = options.session or default
   if not open then
      open, message, code = require("sesame.session").open {}
      if not open then return nil, message, code end
      default = open
   end
   local asked
   if options.server or options.cd then asked = { server = options.server, cd = options.cd } end
   return open:resolve(ascii, rrtype, asked)
end

--- Everything an audit can find: code -> { check, declaration }.
function sesame.codes()
   return require("sesame.check.suite").declarations()
end

--- The models of DOMAIN without judgement, over the session's facts: see doc/checks.md.
function sesame.models(domain, options)
   options = options or {}
   check_known(options, 2)
   local name, message, code = core.domain.to_ascii(domain)
   if not name then return nil, ("'%s': %s"):format(domain, message), code end
   local open, ours, why, what = session_of(options)
   if not open then return nil, why, what end
   local audit = require "sesame.audit"
   local models = audit.models(audit.context(name, open.facts:view(), audit_options(options)))
   if ours then open:close() end
   return models
end

return sesame
