-- SPDX-License-Identifier: MIT
-- A domain that sends through Amazon SES in good order, for specs: records and identities for any list of regions, to
-- be changed.
local regions = require "sesame.ses.regions"
local support = require "spec.support.facts"
local within = require("sesame.core").domain.within

local ses = {}

ses.GOOD = "v=spf1 include:amazonses.com ~all"

local LETTERS = "abcdefghijklmnopqrstuvwxyz234567"

--- Token NUMBER (1 to 3) of region number INDEX: 32 letters of base32.
function ses.token(index, number)
   local text = {}
   for i = 1, 32 do
      local at = (index * 7 + number * 11 + i * (index + 3)) % #LETTERS + 1
      text[i] = LETTERS:sub(at, at)
   end
   return table.concat(text)
end

--- Records (spec.support.facts) of acme.example and identities, in good order in each of NAMES (regions). DMARC: the
-- policy's text.
function ses.healthy(names, dmarc)
   local changes = {
      ["amazonses.com"] = { TXT = { "v=spf1 ip4:192.0.2.0/25 ip4:198.51.100.0/24 -all" } },
      ["_dmarc.acme.example"] = { TXT = { dmarc or "v=DMARC1; p=reject; rua=mailto:d@acme.example" } },
   }
   local identities = {}
   for index, name in ipairs(names) do
      local region = regions.get(name)
      local identity = { region = name, mail_from = "bounce-" .. name .. ".acme.example", tokens = {} }
      for number = 1, 3 do
         local token = ses.token(index, number)
         identity.tokens[number] = token
         changes[token .. "._domainkey.acme.example"] = { CNAME = token .. "." .. region.dkim_domain }
         changes[token .. "." .. region.dkim_domain] = { TXT = { number == 1 and ses.key() or "" } }
      end
      changes[identity.mail_from] = { MX = { { preference = 10, exchange = region.mail_from_mx } }, TXT = { ses.GOOD } }
      changes[region.mail_from_mx] = { A = { "192.0.2.9" } }
      identities[index] = identity
   end
   return support.zone(changes), identities
end

local made

--- An RSA key record of 2048 bits, as SES publishes one.
function ses.key()
   if not made then
      local path = os.tmpname()
      os.remove(path)
      made = assert(require("sesame.dkim").generate { selector = "s", domain = "a.example", private = path }).record
      os.remove(path)
      os.remove(path .. ".ses")
      made = made:match("p=.*")
   end
   return made
end

local UNANSWERED = { ["answer-unknown"] = true, ["answers-unknown"] = true }

--- Whether ITEM, of an audit of DOMAIN, says no more than that names above and beside it could not be learnt: of a
-- server that does not serve them.
function ses.is_outside(item, domain)
   if not UNANSWERED[item.code] then return false end
   for _, question in ipairs(item.because) do
      if within(question.name, domain) then return false end
   end
   return true
end

--- "severity code subject" of every finding of severity notice and above (unknown too) of AUDIT.
function ses.found(audit)
   local list = {}
   for _, item in ipairs(audit.findings) do
      if item.severity ~= "ok" then list[#list + 1] = ("%s %s %s"):format(item.severity, item.code, item.subject) end
   end
   return list
end

return ses
