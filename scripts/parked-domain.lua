-- SPDX-License-Identifier: MIT
-- Recipe: is a domain that sends and receives no mail locked against those who would use its name?
local discover = require("sesame.dmarc.policy").discover
local dkim = require "sesame.dkim"
local is_dmarc = require("sesame.dmarc.record").is_record
local parked = require "sesame.script.parked"
local policy = require "sesame.spf.policy"
local records = require "sesame.base.records"
local spf = require "sesame.spf"
local walk = require "sesame.spf.walk"

local M3AAWG = "M3AAWG Protecting Parked Domains"

local function declared(severity, text, why, advice, fields, reference)
   return {
      severity = severity, text = text, why = why, advice = advice, fields = fields or {}, rank = 4,
      reference = reference or M3AAWG,
   }
end

local CODES = {
   ["parked-spf-open"] = declared("warning", "{subject} does not say in SPF that it sends no mail.",
      "Anyone may put the domain into the envelope.", "Publish this, in place of any other SPF record."),
   ["parked-mx-open"] = declared("warning", "{subject} does not say by a null MX that it receives no mail.",
      "Senders try for days, and replies to forged mail go somewhere.",
      "Publish this, in place of any other MX record.", {}, "RFC 7505 3"),
   ["parked-dmarc-open"] = declared("warning", "No DMARC policy p=reject applies to {subject} (it is: {policy}).",
      "Anyone may write the domain into the From header.", "Publish this, in place of any other DMARC record.",
      { "policy" }),
   ["parked-key-found"] = declared("notice", "{subject} does not revoke every DKIM key.",
      "A forgotten key lets its holder sign for the domain.", "Publish this."),
   ["parked-below-open"] = declared("notice", "Names below the domain say nothing in SPF: there is no {subject}.",
      "SPF is not inherited: anyone may put such a name into the envelope.", "Publish this.", {}, "RFC 7208 3"),
   ["parked-in-use"] = {
      severity = "warning", fields = { "signs" }, rank = 4, reference = M3AAWG,
      text = "{subject} may not be parked: it has {signs}.", unfixable = "whether it is parked is its owner's to say",
      why = "The records of a parked domain would stop its mail, so none is named here.",
      advice = "If it is parked all the same, say so: sesame run parked-domain parked=yes {subject:sh}",
   },
   ["parked-locked"] = declared("ok", "{subject} is locked: no sender, no receiver, p=reject, no key.",
      "Nothing passes in its name."),
   ["parked-unknown"] = declared("unknown", "{type} at {subject} could not be learnt: {status}.",
      "No answer is not the answer \"no\".", nil, { "type", "status" }, "RFC 2308 7"),
}

-- Whether the policy at NAME refuses everybody; nil and the status where that was not learnt.
local function spf_locks(audit, _, name)
   local tree, _, fault = walk(name, { facts = audit.facts, addresses = true })
   if not tree then return nil, fault end
   local refuses, path = policy.refuses_all(tree), tree.culprit
   if refuses == nil then return nil, path and path[#path].dns or tree.dns or tree.problem end
   return refuses
end

local function mx_locks(_, answer)
   local only = answer.known == "present" and #answer == 1 and answer[1]
   return only and only.preference == 0 and (only.exchange == "" or only.exchange == ".") or false
end

-- Whether every record a selector gets says that its key is revoked.
local function key_locks(_, answer)
   local check = answer.known == "present" and dkim.check(answer)
   return check and check.status == "revoked" or false
end

-- { name asked, type, whether it locks: locks(audit, answer, name), code, subject, value }
local function wanted(domain)
   local none = "v=spf1 -all"
   return {
      { domain, "TXT", spf_locks, "parked-spf-open", domain, none },
      { domain, "MX", mx_locks, "parked-mx-open", domain, { preference = 0, exchange = "." } },
      { "sesame-probe._domainkey." .. domain, "TXT", key_locks, "parked-key-found", "*._domainkey." .. domain,
         "v=DKIM1; p=" },
      { "sesame-probe." .. domain, "TXT", spf_locks, "parked-below-open", "*." .. domain, none },
   }
end

local function any() return true end

local function unknown(audit, name, rrtype, status)
   audit:find("parked-unknown", { subject = name, type = rrtype, fields = { type = rrtype, status = status } })
   return false
end

local LOCK = "v=DMARC1; p=reject"

-- Whether DMARC, of which FOUND was learnt, locks the domain; says what does not, with the record where it MAY.
local function dmarc(audit, found, may)
   local name = "_dmarc." .. audit.domain
   if found.status == "unknown" then return unknown(audit, found.because.name, "TXT", found.because.status) end
   if found.policy == "reject" or not may then return found.policy == "reject" end
   audit:find("parked-dmarc-open", {
      subject = audit.domain, type = "TXT", fields = { policy = found.policy or "none" },
      records = records.txt(name, LOCK),
      fix = parked.fix(audit:get(name, "TXT"), name, "TXT", LOCK, is_dmarc),
   })
   return false
end

-- Whether records that stop mail may be named: nothing shows mail, or the owner says that the domain is parked.
local function may_lock(audit, found)
   if audit.args.parked == "yes" then return true end
   local signs, known = parked.signs(audit, found)
   if #signs > 0 then audit:find("parked-in-use", { fields = { signs = signs } }) end
   return #signs == 0 and known
end

local function run(audit)
   local list, questions, found = wanted(audit.domain), {}, discover(audit.facts, audit.domain)
   local may = may_lock(audit, found)
   local locked = may
   for i, item in ipairs(list) do questions[i] = { name = item[1], type = item[2] } end
   for i, answer in ipairs(audit:get_all(questions)) do
      local name, rrtype, locks, code, subject, value = table.unpack(list[i])
      local locks_it, status = nil, answer.status
      if answer.known ~= "unknown" then locks_it, status = locks(audit, answer, name) end
      if locks_it == nil then unknown(audit, subject, rrtype, status) end
      locked = locked and locks_it == true
      if locks_it == false and may then
         local wild = subject:find("*", 1, true) -- what a new wildcard would answer, an overlay does not tell
         audit:find(code, {
            subject = subject, type = rrtype, records = records.one(subject, rrtype, value),
            fix = not wild and parked.fix(answer, subject, rrtype, value, rrtype == "MX" and any or spf.is_record)
               or nil,
         })
      end
   end
   locked = dmarc(audit, found, may) and locked
   if locked then audit:find("parked-locked", { type = "TXT" }) end
end

return {
   summary = "Is a domain that sends no mail locked against forgery (SPF, null MX, DMARC, DKIM)?",
   args = { parked = "yes: the domain is parked, whatever shows mail" }, tags = { "safe", "parked" },
   codes = CODES,
   run = run,
}
