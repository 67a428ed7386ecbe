-- SPDX-License-Identifier: MIT
-- Parts of the recipe return-path: a saved message read, what it tells of the domain, and the tables a report shows.
-- Over an audit of sesame.script. It must not know the command line.
local message = require "sesame.mail"
local model = require "sesame.model.mail"
local trace = require "sesame.ses.trace"

local recipe = {}

--- Reads the saved message PATH ("-": standard input): what sesame.model.mail reads in it. Nil and one line for what is
-- none.
function recipe.load(path)
   local parsed, fault = message.load(path)
   if not parsed then return nil, fault end
   return model.read(parsed, math.floor(require("sesame.core").system.time()))
end

--- The domains to audit for READ; nil and one line where the header names none.
function recipe.domains(read)
   local list = model.domains(read)
   if #list == 0 then return nil, "the header names no domain to audit (none in From, Return-Path or d=)" end
   return list
end

local function within(name, domain)
   return name ~= nil and (name == domain or name:sub(-#domain - 1) == "." .. domain)
end

--- Adds what READ tells of the audited domain to AUDIT: its selectors, and the MAIL FROM name with the region that
-- sent.
function recipe.know(audit, read)
   local known = { selectors = {}, mail_from = {}, identities = {} }
   for _, entry in ipairs(read.signatures) do
      if entry.domain == audit.domain and entry.selector then known.selectors[#known.selectors + 1] = entry.selector end
   end
   local path = read.return_path
   local name = path and path.domain
   if within(name, audit.domain) and name ~= audit.domain and not trace.is_ses(name) then
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

--- Adds to AUDIT the tables of READ, as sesame.model.mail.build completes it.
function recipe.sections(audit, read)
   local rows = { { "From", "author domain", short(table.concat(read.from.domains, ", ")) } }
   local path = read.return_path
   rows[#rows + 1] = { "Return-Path", path and (ENVELOPE[read.envelope] or "no domain") or "not delivered", path
      and short(path.text) or "none" }
   for _, witness in ipairs(read.trace.witnesses) do
      if witness.field ~= "Return-Path" then rows[#rows + 1] = { witness.field, witness.region or "SES",
         short(witness.value:match("^from (%S+)") or witness.value) } end
   end
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

--- All of it for one audited domain: the message's findings and tables where the domain is the author's (or the first
-- of several), then the audit of the domain. READ is what recipe.load gave.
function recipe.run(audit, read)
   local first = model.domains(read)[1] == audit.domain
   recipe.know(audit, read)
   if first or audit.domain == read.from.domain then
      local completed = model.build(read, audit.facts)
      audit:add_model("message", completed)
      recipe.sections(audit, completed)
   end
   audit:check "*"
end

return recipe
