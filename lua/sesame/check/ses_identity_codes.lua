-- SPDX-License-Identifier: MIT
-- The findings of check/ses_identity. Data; it must not know models.
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"
local refusals = require "sesame.check.ses_refusals"

local AWS, API = "Amazon SES developer guide, verified identities", "Amazon SES API v2, GetEmailIdentity"
local MAIL_FROM = "Amazon SES developer guide, custom MAIL FROM domain"

local function declared(severity, text, why, advice, fields, reference, command)
   local fix = (severity == "error" or severity == "warning") and "console.advice" or nil
   return { severity = severity, text = text, why = why, advice = advice, fields = fields, reference = reference or AWS,
      command = command, fix = fix }
end

local SIGN = "aws sesv2 put-email-identity-dkim-attributes --email-identity {subject:sh} --region {region:sh} "
   .. "--signing-enabled"
local LOOK = "aws sesv2 get-email-identity --email-identity {subject:sh} --region {region:sh}"
local REMOVE = "aws sesv2 delete-email-identity --email-identity {subject:sh} --region {region:sh}"
local FOR_GOOD = "One that is deleted and made again keeps its tokens, and its signatures may fail."
local SET = "aws sesv2 put-email-identity-mail-from-attributes --email-identity {%s:sh} --region {region:sh} "
   .. "--mail-from-domain {%s:sh}"

return finding.declare("ses-identity", {
   ["ses-not-verified"] = declared("error", "SES in {region} says that {subject} is not verified{why}.",
      "Its VerifiedForSendingStatus is false though DKIM is not what it waits for. SES refuses every message from an "
         .. ("identity that is not verified (\"%s\")."):format(refusals.said "unverified"),
      "Look what SES waits for, once more and today: {command}", { "region", "why" }, API, LOOK),
   ["ses-signing-off"] = declared("error",
      "SES in {region} does not sign mail from {subject}: DKIM is set up but switched off.",
      "SigningEnabled is false while Status is SUCCESS. Every message leaves without the domain's signature.",
      "{command}", { "region" }, API, SIGN),
   ["ses-signing-disabled"] = declared("warning", "SES in {region} is told not to sign mail from {subject}.",
      "SigningEnabled is false. Once DKIM is verified, mail still leaves without the domain's signature.",
      "{command}", { "region" }, API, SIGN),
   ["ses-replica"] = declared("ok",
      "The identity {subject} in {region} is a replica of the one in {parent}: the same keys and records.",
      "Deterministic Easy DKIM: no CNAME of its own is needed.", nil, { "region", "parent" }),
   ["ses-replica-of-replica"] = declared("error",
      "The identity {subject} in {region} is a replica of the one in {parent}, which is a replica itself.",
      "SES takes an Easy DKIM identity as the parent only.", "Name the first one as the parent.",
      { "region", "parent" }),
   ["ses-replica-of-byodkim"] = declared("error",
      "The identity {subject} in {region} is a replica of the one in {parent}, which has a key of its own.",
      "SES replicates Easy DKIM only.",
      "Give SES in {region} the same private key (BYODKIM: one TXT record serves all regions), or set up Easy DKIM in "
         .. "{parent}.",
      { "region", "parent" }),
   ["ses-replica-failed"] = declared("error", "SES could not make {subject} in {region} a replica: {error}{since}.",
      "The identity has no key of its own, and mail from {region} leaves unsigned.",
      "ACCESS_DENIED: allow ses:ReplicateEmailIdentityDKIMSigningKey on the parent. The other words name the parent's "
         .. "fault.",
      { "region", "error", "since" }, API),
   ["ses-tokens-repeated"] = declared("warning",
      "{region} and {other} are given the same DKIM token {token} for {subject}.",
      "Every region has tokens of its own, unless one is a replica of the other. Probably one list was copied over the "
         .. "other.",
      "Copy the tokens of each region anew; if {region} is a replica, say so (origin, or saved JSON).",
      { "region", "other", "token" }),
   ["ses-mail-from-pending"] = declared("warning",
      "SES in {region} has not accepted the MAIL FROM name {subject} yet. {now}",
      "MailFromDomainStatus is PENDING. SES looks for up to 72 hours, then gives up; until then mail is sent with a "
         .. "MAIL FROM of SES's own, or refused if set so.", "If the MX is right, wait. If not, mend it.",
         { "region", "domain", "now" }, MAIL_FROM),
   ["ses-mail-from-failed"] = declared("error", "SES in {region} has given up on the MAIL FROM name {subject}. {now}",
      "MailFromDomainStatus is FAILED. SES does not look again by itself: mail is sent with a MAIL FROM of SES's own, "
         .. "or refused if set so.", "With the MX in place, set the name again: {command}",
      { "region", "domain", "now", "name" }, MAIL_FROM, SET:format("domain", "name")),
   ["ses-mail-from-temporary-failure"] = declared("error",
      "SES in {region} has lost sight of the MX of {subject}. {now}",
      "MailFromDomainStatus is TEMPORARY_FAILURE. SES looks again for 72 hours, then gives up; meanwhile mail is sent "
         .. "with a MAIL FROM of SES's own, or refused if set so.", "Bring the MX back within that time.",
         { "region", "domain", "now" }, MAIL_FROM),
   ["ses-region-newer"] = declared("notice",
      "{region} is not in the table of SES's regions, which is of {date}.",
      "What was given is taken as it stands. The MAIL FROM host is built by the pattern of the other regions; the DKIM "
         .. "zone is the one that SES names; where it names none, it is supposed to be like that of the newest "
         .. "regions.",
      "See that the name is right; a later Sesame may know it.", { "region", "date" }, "doc/ses.md"),
   ["ses-file-of-others"] = declared("unknown",
      "The file given for {region} says nothing of {subject}: it speaks of {what}.",
      "What SES says of this domain is not known, and nothing here rests on that file.",
      "Save what SES says of this one, and give that: {command}", { "region", "what" }, "doc/ses.md",
      LOOK .. " --output json"),
   ["ses-mail-from-differs"] = declared("error", "SES in {region} uses {set} as MAIL FROM for {subject}, not {given}.",
      "Records at {given} have no effect on this mail.",
      "Set it in SES: {command}; or correct what was given here.", { "region", "given", "set" }, MAIL_FROM,
      SET:format("subject", "given")),
   ["ses-byodkim-right"] = declared("ok", "{subject} holds a key that SES in {region} can sign with.",
      "One record serves every region and account that has the same private key.", nil, { "region" }),
   ["ses-byodkim-selector"] = declared("error", "SES does not take the selector of {subject} ({region}): {reason}.",
      "A selector for BYODKIM is one label of letters, digits and hyphens.", "Publish the key under another selector.",
      { "region", "reason" }),
   ["ses-byodkim-refused"] = declared("error", "SES in {region} cannot use the key at {subject}: {reason}.",
      "SES signs with RSA keys of 1024 to 2048 bits.", "Make a pair of 2048 bits: sesame dkim generate.",
      { "region", "reason" }),
   ["ses-byodkim-fails"] = declared("error", "There is no usable key at {subject} for SES in {region}: {reason}.",
      "Every signature SES makes with it fails, and SES does not verify the identity.",
      "Publish the public key that belongs to the private key in SES.", { "region", "reason" }),
   ["ses-address-only"] = declared("error",
      "{subject} is an identity of an address in {region}, and no identity of its domain is there.",
      "Nothing signs as the domain, so DKIM does not align, and DMARC fails.",
      "Verify the domain in {region}, with Easy DKIM.",
      { "region" }),
   ["ses-address-signed"] = declared("ok", "The address identity of {subject} in {region} is signed as its domain.",
      "It has DKIM from the domain's identity.", nil, { "region" }),
   ["ses-identity-overrides"] = declared("notice", "{subject} is an identity of its own in {region}: its settings "
      .. "apply to its mail, not those of {domain}.",
      "SES takes the most specific identity: its DKIM, its MAIL FROM, its feedback settings.",
      "Remove it if the domain's settings are meant to hold, and for good: {command}. " .. FOR_GOOD,
      { "region", "domain" }, nil, REMOVE),
   ["ses-address-mail-from-unknown"] = declared("notice",
      "{subject} is an identity of its own in {region}: the MAIL FROM {mail_from} of {domain} does not serve its "
         .. "mail unless it is set for it too.",
      "SES takes the most specific identity: its DKIM, its MAIL FROM, its feedback settings. Where it has no MAIL "
         .. "FROM, SES uses its own, and SPF aligns with nobody.",
      "See what it has: " .. LOOK .. "; where there is no MailFromDomain, set it there too: {command}; or remove the "
         .. "identity if the domain's settings are meant to hold: " .. REMOVE .. ". " .. FOR_GOOD,
      { "region", "domain", "mail_from" }, MAIL_FROM, SET:format("subject", "mail_from")),
   ["ses-address-mail-from-default"] = declared("warning",
      "{subject} is an identity of its own in {region}, without a MAIL FROM name: {mail_from} of {domain} does not "
         .. "serve its mail.",
      "SES takes the most specific identity. It sends this mail with a MAIL FROM below amazonses.com: SPF passes "
         .. "there, but aligns with nobody, and DMARC rests on DKIM alone.",
      "Set it there too: {command}; or remove the identity if the domain's settings are meant to hold: " .. REMOVE
         .. ". " .. FOR_GOOD,
      { "region", "domain", "mail_from" }, MAIL_FROM, SET:format("subject", "mail_from")),
   ["ses-identity-below"] = declared("ok", "{subject} is an identity of its own in {region}.",
      "Its settings apply to mail from there, not those of {domain}.", nil, { "region", "domain" }),
   ["ses-override-unsigned"] = declared("error",
      "{subject} is an identity of its own in {region}, and SES does not sign its mail.",
      "The most specific identity decides: DKIM of {domain} does not help.",
      "Set up DKIM for it, or remove it for good ({command}). " .. FOR_GOOD,
      { "region", "domain" }, nil, REMOVE),
   ["ses-address-foreign"] = declared("warning", "{subject} is an identity in {region}, but {provider} is not yours.",
      "Nobody but {provider} can sign or send as it: DMARC never passes for such mail, and most receivers refuse it.",
      "Send from a domain of your own, with that address in Reply-To.", { "region", "provider" }),
}, {
   needs = { "domain", "ses" }, rank = 2,
   of = {
      ["ses-not-verified"] = { rank = 1 },
      ["ses-address-mail-from-unknown"] = { rank = 2 },
      ["ses-replica-failed"] = { follows = { "ses-replica-of-byodkim", "ses-replica-of-replica" } },
      ["ses-tokens-repeated"] = { rank = 3 },
      ["ses-mail-from-pending"] = { follows = causes.mail_from },
      ["ses-mail-from-failed"] = { follows = causes.mail_from },
      ["ses-mail-from-temporary-failure"] = { follows = causes.mail_from },
      ["ses-byodkim-refused"] = { follows = causes.keys },
      ["ses-byodkim-fails"] = { follows = causes.all("selectors", "keys") },
   },
})
