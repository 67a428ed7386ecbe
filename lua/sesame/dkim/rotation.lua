-- SPDX-License-Identifier: MIT
-- The plan of a key rotation: from one selector to the next without a day of unsigned or failing mail. A function of
-- names; it must not look anything up.
local dkim = require "sesame.dkim"
local shell = require "sesame.base.shell"
local text = require "sesame.base.text"

local rotation = {}

-- Days a mail may wait in a queue before it is given up (RFC 5321 4.5.4.1: four to five), and some more for receivers
-- that check late.
rotation.DAYS = 7

local function publish(plan)
   return {
      text = "Publish the new key. Leave the old one as it is.",
      record = ("%s. TXT %s"):format(plan.new_name, plan.presentation or '"v=DKIM1; k=rsa; p=..."'),
   }
end

local function verify(plan)
   return {
      text = "See that every name server gives the new key, and that it is the pair of the private one. Wait until the "
         .. "TTL of a negative answer has passed, if the name was asked before.",
      command = shell.command("sesame dkim match --private {private:path} --domain {domain} --selector {new}", plan),
   }
end

-- BYTES within a string of JSON, in the format of printf.
local function literal(bytes)
   local json = bytes:gsub('[\\"]', "\\%0"):gsub("%c", function(c) return ("\\u%04x"):format(c:byte()) end)
   return (json:gsub("\\", "\\\\"):gsub("%%", "%%%%"))
end

-- The key goes by way of a file of its own: an argument of a command could be seen by other users.
local function switch(plan)
   if not plan.ses then
      return { text = ("Switch the signer to selector %s and the new private key."):format(plan.new) }
   end
   local form = ('{"DomainSigningSelector":"%s","DomainSigningPrivateKey":"%%s"}'):format(literal(plan.new))
   return {
      text = "Give Amazon SES the new key, in every region where this domain is an identity, and remove the file made "
         .. "for it.",
      command = shell.command("(umask 077; printf {form} \"$(cat {line:path})\" >{json:path}) && aws sesv2 "
         .. "put-email-identity-dkim-signing-attributes --email-identity {domain} --signing-attributes-origin EXTERNAL "
         .. "--signing-attributes file://{json:path} --region REGION; rm {json:path}",
         { form = form, line = plan.private .. ".ses", json = plan.private .. ".json", domain = plan.domain }),
   }
end

local function gap(plan)
   if not plan.ses then return nil end
   return {
      text = "Mind the gap: from that call until SES has found the new record (up to 72 hours) mail may go out "
         .. "unsigned, and under DMARC with p=reject unsigned mail without aligned SPF is refused. This is certain "
         .. "when the origin changes (Easy DKIM to your own key, or back): the status goes to PENDING. So publish and "
         .. "verify first, have a custom MAIL FROM whose SPF aligns, switch one region at a time in a quiet hour, and "
         .. "watch the status.",
      command = shell.command("aws sesv2 get-email-identity --email-identity {domain} --region REGION", plan),
   }
end

local function check(plan)
   return {
      text = ("Send a mail to yourself: its DKIM-Signature must have s=%s and d=%s, and the receiver must say "
         .. "dkim=pass.")
         :format(plan.new, plan.domain),
   }
end

local function revoke(plan)
   return {
      text = ("Wait %d days: mail signed with the old key may still be on its way. Then revoke the old key by "
         .. "publishing an empty p=, so that nobody can sign with it, and remove the record some weeks later. Where "
         .. "the old selector is a CNAME of a provider, or one of the three CNAMEs of Easy DKIM, remove it instead; "
         .. "but as long as Easy DKIM is the origin in any region, its CNAMEs must stay.")
         :format(rotation.DAYS),
      record = ('%s. TXT "v=DKIM1; p="'):format(plan.old_name),
   }
end

--- The steps from selector OLD to NEW: a list of { text, record or nil, command or nil }. OPTIONS: domain, old, new
-- (selectors), record (what dkim.generate gave, or nil), ses (whether Amazon SES signs; default true). Nil, message,
-- code for names that are none.
function rotation.plan(options)
   local plan = { domain = options.domain, new = options.new, ses = options.ses ~= false, private = "FILE" }
   local message, code
   for key, selector in pairs { old_name = options.old, new_name = options.new } do
      plan[key], message, code = dkim.name(selector, options.domain)
      if not plan[key] then return nil, message, code end
   end
   if options.record then plan.private, plan.presentation = options.record.private, options.record.presentation end
   local steps = {}
   for _, step in ipairs { publish, verify, switch, gap, check, revoke } do steps[#steps + 1] = step(plan) end
   return steps
end

--- STEPS as lines for people.
function rotation.text(steps)
   local lines = { "The rotation:" }
   for i, step in ipairs(steps) do
      text.append(lines, text.wrap(step.text, "     ", ("  %d. "):format(i)))
      if step.record then lines[#lines + 1] = "     " .. step.record end
      if step.command then lines[#lines + 1] = "     " .. step.command end
   end
   return lines
end

return rotation
