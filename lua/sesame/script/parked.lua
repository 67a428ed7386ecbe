-- SPDX-License-Identifier: MIT
-- What shows that a domain sends or receives mail, for recipes that would lock it: MX, SPF, keys, Amazon SES, a mailbox
-- for reports; and the change that locks. Over an audit of sesame.script. It must not know any finding.
local change = require "sesame.fix.change"
local spf = require "sesame.spf"
local within = require("sesame.core").domain.within

local parked = {}

local function mx(models, add)
   for _, host in ipairs(models.mx and models.mx.hosts or {}) do
      if not host.null then add(("the MX %s"):format(host.host)) end
   end
   return not models.mx or models.mx.known ~= "unknown"
end

local function senders(audit, models, add)
   local said = models.spf and #models.spf.records > 0 and spf.denote(audit.domain, { facts = audit.facts })
   if not said then return not models.spf or models.spf.known ~= "unknown" end
   local certain, possible = said:addresses "pass"
   if not certain:is_empty() or not possible:is_empty() then
      add("an SPF record that lets somebody pass")
   end
   return said.unknown == nil or not possible:is_empty()
end

local function keys(models, add)
   local known = true
   for _, entry in ipairs(models.selectors or {}) do
      if entry.known == "present" and entry.verdict ~= "revoked" then add(("a DKIM key at %s"):format(entry.name)) end
      known = known and entry.known ~= "unknown"
   end
   return known
end

local function ses(audit, models, add)
   for _, identity in ipairs(audit.identities or {}) do
      add(("an identity of SES%s"):format(identity.region and " in " .. identity.region or ""))
   end
   for _, entry in ipairs(models.mail_from or {}) do
      local there = entry.mx.known == "present" or #entry.spf.records > 0
      if there then add(("the MAIL FROM name %s"):format(entry.name)) end
   end
end

local function mailbox(domain, policy, add)
   for _, item in ipairs(policy.said and policy.said.rua or {}) do
      local host = item.valid and item.scheme == "mailto" and item.host
      if host and within(host, domain) then add(("reports to %s"):format(item.uri)) end
   end
end

--- The signs of mail at the domain of AUDIT, a list of words; and whether all that could show one was learnt. POLICY:
-- what sesame.dmarc.policy found for it. Waits.
function parked.signs(audit, policy)
   local list, models = {}, audit.models
   local function add(words) list[#list + 1] = words end
   if models.domain.exists ~= true then return list, models.domain.exists == false end
   local known = mx(models, add)
   known = senders(audit, models, add) and known
   known = keys(models, add) and known
   ses(audit, models, add)
   mailbox(audit.domain, policy, add)
   return list, known
end

--- What a finding offers as its fix: the change that puts VALUE in the place of what FITS among the values of ANSWER,
-- or beside what is there.
function parked.fix(answer, name, rrtype, value, fits)
   local old = {}
   for i = 1, answer.known == "present" and #answer:chain() == 0 and #answer or 0 do
      if fits(answer[i]) then old[#old + 1] = answer[i] end
   end
   local values, why = { change.value(name, rrtype, value) }, "The domain sends and receives no mail."
   local made = #old > 0 and change.replace(name, rrtype, old, values, why) or change.add(name, rrtype, values, why)
   return { changes = { made }, narrows = true } -- nobody is to send
end

return parked
