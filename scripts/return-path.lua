-- SPDX-License-Identifier: MIT
-- Recipe: which region of Amazon SES sent this message, with which MAIL FROM and whose signature, and what DMARC makes
-- of it.
local message = require "sesame.mail"
local model = require "sesame.model.mail"
local names = require "sesame.base.names"
local trace = require "sesame.ses.trace"

-- Reads the saved message PATH ("-": standard input): what sesame.model.mail reads in it. Nil and one line for what is
-- none.
local function load_message(path)
   local parsed, fault = message.load(path)
   if not parsed then return nil, fault end
   return model.read(parsed, math.floor(require("sesame.core").system.time()))
end

-- The domains to audit for READ; nil and one line where the header names none.
local function domains_of(read)
   local list = model.domains(read)
   if #list == 0 then return nil, "the header names no domain to audit (none in From, Return-Path or d=)" end
   return list
end

-- Adds what READ tells of the audited domain to AUDIT: its selectors, and the MAIL FROM name with the region that
-- sent.
local function know(audit, read)
   local known = { selectors = {}, mail_from = {}, identities = {} }
   for _, entry in ipairs(read.signatures) do
      if entry.domain == audit.domain and entry.selector then known.selectors[#known.selectors + 1] = entry.selector end
   end
   local path = read.return_path
   local name = path and path.domain
   if name and names.below(name, audit.domain) and name ~= audit.domain and not trace.is_ses(name) then
      if read.region and read.trace.sent then
         known.identities[1] = { region = read.region, mail_from = name }
      else
         known.mail_from[1] = name
      end
   end
   for _, identity in ipairs(audit.identities) do
      if identity.region == read.region then known.identities = {} end
   end
   audit:know(known)
end

local function result_text(entry)
   if not entry.word then return entry.assumed and "not verified; a key is published" or entry.result end
   return ("%s (says %s)"):format(entry.word, entry.by)
end

local function aligned_text(entry)
   if entry.aligned == nil then return "unknown" end
   return entry.aligned and "yes" or "no"
end

local ENVELOPE = {
   default = "SES's own", custom = "custom MAIL FROM", other = "no MX of SES", null = "a bounce",
   unknown = "MX unknown",
}

local VALUE_SHOWN = 40 -- octets of a field's value in a table: its end is what tells

local function short(value)
   if #value <= VALUE_SHOWN then return value end
   return value:sub(1, 10) .. "..." .. value:sub(13 - VALUE_SHOWN)
end

local BOUNCE = "A bounce that Amazon SES made: an empty Return-Path, signed by amazonses.com alone, so DMARC "
   .. "fails by design. There is nothing to mend at the identity."

-- Adds to AUDIT the tables of READ, as sesame.model.mail.build completes it.
local function sections(audit, read)
   local rows = { { "From", "author domain", short(table.concat(read.from.domains, ", ")) } }
   local path = read.return_path
   rows[#rows + 1] = { "Return-Path", path and (ENVELOPE[read.envelope] or "no domain") or "not delivered", path
      and short(path.text) or "none" }
   for _, witness in ipairs(read.trace.witnesses) do
      if witness.field ~= "Return-Path" then rows[#rows + 1] = { witness.field, witness.region or "SES",
         short(witness.value:match("^from (%S+)") or witness.value) } end
   end
   if read.bounce then audit:section { title = "What it is", text = BOUNCE } end
   audit:section { title = "What the header says", columns = { "field", "tells", "value" }, rows = rows }
   local checks = {}
   if read.spf and read.spf.result then
      local spf = read.dmarc.spf or {}
      checks[1] = { "SPF", aligned_text(spf), result_text { word = read.spf.word, by = read.spf.by,
         result = read.spf.result },
         read.spf.domain }
   end
   for _, entry in ipairs(read.signatures) do
      checks[#checks + 1] = { "DKIM", aligned_text(entry), result_text(entry), ("%s (s=%s)"):format(entry.domain or "?",
         entry.selector or "?") }
   end
   if #checks > 0 then
      audit:section { title = "SPF and DKIM", columns = { "method", "aligned", "result", "domain" }, rows = checks }
   end
   local said = {}
   for _, field in ipairs(read.results) do
      for _, result in ipairs(field.results) do
         said[#said + 1] = { field.id or "(no name)", result.method .. "=" .. result.result, field.counted and "counted"
            or "not counted" }
      end
   end
   if #said > 0 then
      audit:section {
         title = "Who says so", columns = { "receiver", "result", "" }, rows = said,
         text = "Only the topmost Authentication-Results count, and only if that name is your own receiver's; anybody "
            .. "may have written the others.",
      }
   end
end

-- All of it for one audited domain: the message's findings and tables where the domain is the author's (or the first
-- of several), then the audit of the domain. READ is what load_message gave.
local function run(audit, read)
   local first = model.domains(read)[1] == audit.domain
   know(audit, read)
   if first or audit.domain == read.from.domain then
      local completed = model.build(read, audit.facts)
      audit:add_model("message", completed)
      sections(audit, completed)
   end
   audit:check "*"
end

return {
   summary = "From a saved message: the region that sent it, the MAIL FROM, the signatures, DMARC; then an audit of "
      .. "its domains.",
   args = { message = "the saved message, or its header alone ('-': standard input)" },
   tags = { "safe", "ses", "dmarc" },
   prepare = function(args)
      if not args.message then return nil, "message=FILE is missing: which message?" end
      local read, fault = load_message(args.message)
      if not read then return nil, fault end
      args.read = read
      return true
   end,
   domains = function(args) return domains_of(args.read) end,
   run = function(audit) run(audit, audit.args.read) end,
}
