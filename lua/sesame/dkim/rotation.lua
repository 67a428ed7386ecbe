-- SPDX-License-Identifier: MIT
-- The plan of a key rotation: from one selector to the next without a day of unsigned or failing mail. A function of
-- names; it must not look anything up, nor phrase a step.
local dkim = require "sesame.dkim"
local shell = require "sesame.base.shell"

local rotation = {}

-- Days a mail may wait in a queue before it is given up (RFC 5321 4.5.4.1: four to five), and some more for receivers
-- that check late.
rotation.DAYS = 7

local function publish(plan)
   return {
      code = "publish",
      record = ("%s. TXT %s"):format(plan.new_name, plan.presentation or '"v=DKIM1; k=rsa; p=..."'),
   }
end

local function verify(plan)
   return {
      code = "verify",
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
   if not plan.ses then return { code = "switch", selector = plan.new } end
   local form = ('{"DomainSigningSelector":"%s","DomainSigningPrivateKey":"%%s"}'):format(literal(plan.new))
   return {
      code = "switch-ses",
      command = shell.command("(umask 077; printf {form} \"$(cat {line:path})\" >{json:path}) && aws sesv2 "
         .. "put-email-identity-dkim-signing-attributes --email-identity {domain} --signing-attributes-origin EXTERNAL "
         .. "--signing-attributes file://{json:path} --region REGION; rm {json:path}",
         { form = form, line = plan.private .. ".ses", json = plan.private .. ".json", domain = plan.domain }),
   }
end

local function gap(plan)
   if not plan.ses then return nil end
   return {
      code = "gap",
      command = shell.command("aws sesv2 get-email-identity --email-identity {domain} --region REGION", plan),
   }
end

local function check(plan)
   return { code = "check", selector = plan.new, domain = plan.domain }
end

local function revoke(plan)
   return { code = "revoke", days = rotation.DAYS, record = ('%s. TXT "v=DKIM1; p="'):format(plan.old_name) }
end

--- The steps from selector OLD to NEW: a list of { code =
-- "publish|verify|switch|switch-ses|gap|check|revoke", record or nil, command or nil, and selector, domain, days where
-- the words need them (sesame.report.dkim_rotation_text) }. OPTIONS: domain, old, new
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

return rotation
