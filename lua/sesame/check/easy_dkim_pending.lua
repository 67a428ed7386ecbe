-- SPDX-License-Identifier: MIT
-- Check of Easy DKIM identities that SES has not verified, or no longer: whether waiting helps, and whether what SES
-- says is of this domain. It must not look anything up, nor judge records.
local accounts = require "sesame.check.accounts"
local records = require "sesame.base.records"
local spf = require "sesame.spf"
local spf_term = require "sesame.spf.term"
local time = require "sesame.base.time"
local words = require "sesame.check.easy_dkim_words"

local check = { name = "easy-dkim-pending", findings = require "sesame.check.easy_dkim_pending_codes" }

local MEANING = {
   HOST_NOT_FOUND = "a name that does not exist (NXDOMAIN)", TYPE_NOT_FOUND = "a name without a CNAME record",
   INVALID_VALUE = "a CNAME with another target", DNS_SERVER_ERROR = "name servers that did not answer as they should",
   SERVICE_ERROR = "a fault of its own",
}

local function window_words(model)
   local window = model.window
   if not window then return "When it began is not known: --requested TIME tells it." end
   if window.over and window.basis ~= "requested" then
      return ("The keys were made at %s, more than 72 hours ago; --requested TIME tells when it was last asked for.")
         :format(time.text(window.from))
   end
   local began = window.basis == "requested" and "Asked for" or "The keys were made"
   local ends = window.over and "the 72 hours have passed" or ("%s are left"):format(time.span(window.left))
   return ("%s at %s: %s."):format(began, time.text(window.from), ends)
end

local function memory_words(model)
   local negative = model.negative
   if not negative then return "How long resolvers remember that a record was missing could not be learnt." end
   local span = time.span(negative.seconds)
   if negative.ends <= model.now then
      return ("No resolver remembers any more that a record was missing when SES last looked: that lasts %s, and ended "
         .. "%s."):format(span, time.text(negative.ends))
   end
   return ("A resolver that met a missing record may remember that for %s, until %s."):format(span,
      time.text(negative.ends))
end

local function state_words(easy)
   if easy.verdict == "verifies" and easy.pending.elsewhere then return "The records here are right, but not asked." end
   if easy.verdict == "verifies" then return "The records are right now." end
   if easy.verdict == "fails" then return ("The records are not right yet: %s."):format(words.reason(easy.reason)) end
   return "Whether the records are right now is not known."
end

local SINCE = {
   older = "The zone has changed since.", same = "The zone is still the same version.",
}

local function say_last_check(model, say)
   if not (model.error and MEANING[model.error]) then return end
   say("easy-dkim-last-check", {
      checked = model.checked and time.text(model.checked) or "at a time not told", error = model.error,
      meaning = MEANING[model.error],
      since = SINCE[model.soa] or "",
   })
end

local TOKENS = {
   live = "SES keeps a key for these tokens, so they are in use, here or elsewhere.",
   ["dead-tokens"] = "SES keeps no key for any of these tokens.",
   ["all-missing"] = "Whether SES keeps a key for these tokens was not learnt.",
}

local function say_doubts(model, easy, say)
   for _, doubt in ipairs(model.doubts) do
      if doubt.kind == "soa" then
         say("easy-dkim-other-zone-seen", { seen = doubt.value })
      elseif doubt.kind == "mail-from" then
         say("easy-dkim-json-foreign", { doubt = ("its MAIL FROM name is %s"):format(doubt.value) })
      elseif doubt.kind == "type" then
         say("easy-dkim-json-foreign", { doubt = ("it is of an identity of type %s"):format(doubt.value) })
      else
         say("easy-dkim-json-doubtful", { tokens = easy.hosted > 0 and TOKENS.live or TOKENS[doubt.kind] })
      end
   end
end

local function shown(status)
   return status or "status not told"
end

-- Where the domain's own SPF record names SES: people take that for enough.
local function spf_words(models)
   local record = models.spf and models.spf.records[1]
   if not (record and spf_term.include_of(spf.parse(record), "amazonses.com")) then return "" end
   return ("The include of amazonses.com in the SPF record of %s does not help: mail from SES never asks for that "
      .. "record."):format(models.spf.name)
end

-- The records that are to be published before Easy DKIM can start.
local function missing_of(easy)
   local list = {}
   for _, record in ipairs(easy.records) do
      if record.status == "missing" then list = records.join(list, records.alias(record.name, record.target)) end
   end
   return list
end

local function say_not_set_up(model, easy, say, models)
   local wanted = missing_of(easy)
   say("easy-dkim-not-set-up", { status = model.status, spf = spf_words(models) }, #wanted > 0 and wanted or nil)
end

local function say_stopped(model, easy, say)
   if model.status == "NOT_STARTED" and #easy.records == 0 then return say("easy-dkim-never-started", {}) end
   if model.status == "NOT_STARTED" then return say("easy-dkim-not-started", { status = model.status }) end
   if model.status == "FAILED" then
      return say("easy-dkim-failed", { status = model.status, state = state_words(easy) })
   end
   say("easy-dkim-window-over", { ends = time.text(model.window.ends), state = state_words(easy) })
end

local SAY = {
   done = function() end,
   helps = function(model, _, say)
      say("easy-dkim-pending-wait", { memory = memory_words(model), window = window_words(model) })
   end,
   mend = function(model, easy, say)
      say("easy-dkim-pending-mend", {
         status = shown(model.status), reason = words.reason(easy.reason), window = window_words(model),
         memory = memory_words(model),
      })
   end,
   unknown = function(model, easy, say)
      if model.status == "SUCCESS" then return end
      say("easy-dkim-pending-unknown", { status = shown(model.status), reason = words.reason(easy.reason),
         window = window_words(model) })
   end,
   lost = function(_, easy, say) say("easy-dkim-lost", { reason = words.reason(easy.reason) }) end,
   elsewhere = function() end,
   restart = say_stopped, ["mend-and-restart"] = say_stopped, ["set-up"] = say_not_set_up,
}

-- That SES asks another zone.
local function say_elsewhere(model, say)
   local zone = model.elsewhere
   if not zone then return end
   say("easy-dkim-zone-not-asked", { seen = zone.seen, primary = zone.primary, servers = #zone.servers > 0
      and zone.servers or { zone.primary }, checked = model.checked and time.text(model.checked) or "time not told",
      led = zone.led and #zone.led > 0 and (", by now %s"):format(table.concat(zone.led, ", ")) or "" })
end

local function say_identity(easy, models, add)
   local model = easy.pending
   local function say(code, fields, wanted)
      fields.region = easy.region or "region not told"
      add(code, { subject = easy.domain, type = "CNAME", fields = fields, because = easy.open, records = wanted })
   end
   if model.status == "TEMPORARY_FAILURE" then
      say("easy-dkim-temporary-failure", { status = model.status, state = state_words(easy) })
   end
   say_elsewhere(model, say)
   SAY[model.waiting](model, easy, say, models)
   if model.waiting ~= "done" then say_last_check(model, say) end
   say_doubts(model, easy, say)
end

--- Findings of those of MODELS.easy_dkim that have `pending`, through ADD(code, detail).
function check.run(models, add)
   for _, easy in ipairs(models.easy_dkim or {}) do
      if easy.pending then say_identity(easy, models, accounts.adder(easy, add)) end
   end
end

return check
