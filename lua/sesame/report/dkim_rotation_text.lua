-- SPDX-License-Identifier: MIT
-- The steps of a key rotation (sesame.dkim.rotation) in words, and as lines for people. Functions of data.
local text = require "sesame.base.text"

local report = {}

local WORDS = {
   publish = "Publish the new key. Leave the old one as it is.",
   verify = "See that every name server gives the new key, and that it is the pair of the private one. Wait until the "
      .. "TTL of a negative answer has passed, if the name was asked before.",
   switch = function(step)
      return ("Switch the signer to selector %s and the new private key."):format(step.selector)
   end,
   ["switch-ses"] = "Give Amazon SES the new key, in every region where this domain is an identity, and remove the "
      .. "file made for it.",
   gap = "Mind the gap: from that call until SES has found the new record (up to 72 hours) mail may go out unsigned, "
      .. "and under DMARC with p=reject unsigned mail without aligned SPF is refused. This is certain when the origin "
      .. "changes (Easy DKIM to your own key, or back): the status goes to PENDING. So publish and verify first, have "
      .. "a custom MAIL FROM whose SPF aligns, switch one region at a time in a quiet hour, and watch the status.",
   check = function(step)
      return ("Send a mail to yourself: its DKIM-Signature must have s=%s and d=%s, and the receiver must say "
         .. "dkim=pass."):format(step.selector, step.domain)
   end,
   revoke = function(step)
      return ("Wait %d days: mail signed with the old key may still be on its way. Then revoke the old key by "
         .. "publishing an empty p=, so that nobody can sign with it, and remove the record some weeks later. Where "
         .. "the old selector is a CNAME of a provider, or one of the three CNAMEs of Easy DKIM, remove it instead; "
         .. "but as long as Easy DKIM is the origin in any region, its CNAMEs must stay."):format(step.days)
   end,
}

--- What STEP asks people to do.
function report.words(step)
   local said = WORDS[step.code]
   return type(said) == "function" and said(step) or said
end

--- STEPS as lines for people.
function report.text(steps)
   local lines = { "The rotation:" }
   for i, step in ipairs(steps) do
      text.append(lines, text.wrap(report.words(step), "     ", ("  %d. "):format(i)))
      if step.record then lines[#lines + 1] = "     " .. step.record end
      if step.command then lines[#lines + 1] = "     " .. step.command end
   end
   return lines
end

return report
