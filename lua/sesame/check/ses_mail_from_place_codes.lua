-- SPDX-License-Identifier: MIT
-- The findings of check/ses_mail_from_place. Data; it must not know models.
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"

local AWS = "Amazon SES developer guide, custom MAIL FROM domain"

local function declared(severity, text, why, advice, fields, fix, command)
   return { severity = severity, text = text, why = why, advice = advice, fields = fields, reference = AWS, fix = fix,
      command = command }
end

return finding.declare("ses-mail-from-place", {
   ["ses-mail-from-is-domain"] = declared("error", "{subject} cannot be its own MAIL FROM name.",
      "SES takes a subdomain of the identity only.", "Choose a name below it: {instead}", { "instead" },
      "mail-from.instead"),
   ["ses-mail-from-outside"] = declared("error", "The MAIL FROM name {subject} is not below {domain}.",
      "SES takes a subdomain of the identity only, and another domain would not align.",
      "Choose a name below it, such as bounce.{domain}.", { "domain" }, "console.advice"),
   ["ses-mail-from-sibling"] = declared("warning",
      "The MAIL FROM name {subject} lies beside the identity {domain}, not below it.",
      "The guide asks for a subdomain of the identity's parent domain, the interface for one of the identity itself. "
         .. "SPF aligns in relaxed mode only.", "If SES refuses it, choose a name such as bounce.{domain}.",
         { "domain" }, "console.advice"),
   ["ses-mail-from-alias"] = declared("error",
      "The MAIL FROM name {subject} is an alias for {target}, which has not what SES wants.",
      "A name with a CNAME has no records of its own (RFC 1034 3.6.2): an MX or TXT record beside it is never seen.",
      "So that SES finds its records: {instead}", { "target", "instead" }, "mail-from.alias"),
   ["ses-mail-from-alias-works"] = declared("warning", "The MAIL FROM name {subject} is an alias for {target}.",
      "It works as long as {target} keeps SES's MX and SPF record; nothing can be published at the name itself.",
      "To depend on nobody: {instead}", { "target", "instead" }, "mail-from.alias"),
   ["ses-mail-from-name-doubled"] = declared("error",
      "The {type} record of {subject} stands at {at}: the domain is there twice.",
      "The DNS panel appended the domain to a name that already had it.",
      "Remove it there, and enter the name relative to the zone, or with a final dot.", { "type", "at" },
      "mail-from.doubled"),
   ["ses-mail-from-name-mistaken"] = declared("error", "The {type} record of {subject} stands at {at}: {how}.",
      "SES looks at {subject} alone. Such names come from a DNS panel that appends the zone to what was entered.",
      "Remove it there, and enter {enter} as its name, which makes this.", { "type", "at", "how", "enter" },
      "mail-from.doubled"),
   ["ses-mail-from-wildcard"] = declared("notice",
      "{subject} has records of its own, so the wildcard *.{parent} no longer answers for {types} there.",
      "A wildcard steps back at every name that exists (RFC 4592 2.2.1): what it lent the name is gone.",
      "Publish at {subject} what is needed there; nothing is inherited.", { "parent", "types" }),
   ["ses-mail-from-wildcard-answers"] = declared("warning", "{types} at {subject} come from the wildcard *.{parent}.",
      "As soon as any record is published at {subject} the wildcard steps back there. Some receivers want the name "
         .. "itself to exist.",
      "Publish the records at the name itself.", { "parent", "types" }, "mail-from.records"),
   ["ses-mail-from-occluded"] = declared("error",
      "{subject} is delegated to {servers}, so its records in the zone above are never seen.",
      "SES and receivers ask the delegated servers.", "Publish the records there, or remove the delegation.",
      { "servers" },
      "console.advice"),
   ["ses-mail-from-inconsistent"] = declared("error",
      "The zone's name servers disagree on {type} of {subject}: {servers}.",
      "SES and receivers meet one answer or the other; MAIL FROM fails at random.",
      "Bring every name server to the same zone.",
      { "type", "servers" }, "console.advice"),
   ["ses-mail-from-found"] = declared("ok", "{subject} was found to be a MAIL FROM name of SES ({region}).",
      "Nobody gave it; its MX is a feedback host of SES.", nil, { "region" }),
   ["ses-mail-from-default"] = declared("warning", "The identity {subject} ({region}) has no custom MAIL FROM name.",
      "SES sends with a MAIL FROM below amazonses.com: SPF passes there, but never aligns with this domain, and every "
         .. "DMARC report shows it. DMARC rests on DKIM alone. Microsoft wants SPF to pass for the sender's own "
         .. "domain.",
      "Set one in SES (put-email-identity-mail-from-attributes) and publish its MX and SPF record.", { "region" },
      "mail-from.name"),
   ["ses-mail-from-not-found"] = declared("notice", "No custom MAIL FROM name of {subject} ({region}) is known.",
      "Under the usual labels none was found. Without one, SES sends with a MAIL FROM below amazonses.com: SPF passes "
         .. "there, but never aligns with this domain, and DMARC rests on DKIM alone.",
      "If there is one, name it (--mail-from {region:sh}=NAME). If not, set one in SES and publish its MX and SPF "
         .. "record.",
      { "region" },
      "mail-from.name"),
   ["ses-mail-from-not-active"] = declared("warning",
      "The records of {mail_from} are published, but SES does not use it for {subject} ({region}).",
      "SES never uses a MAIL FROM name by itself: it has to be set for the identity, in every region.",
      "{command}", { "region", "mail_from" }, "console.advice",
      "aws sesv2 put-email-identity-mail-from-attributes --email-identity {subject:sh} --region {region:sh} "
         .. "--mail-from-domain {mail_from:sh}"),
}, {
   needs = { "domain", "identities", "mail_from" }, rank = 2,
   reveals = causes.all("ses_settled", { "ses-mail-from-shared", "ses-mail-from-wildcard", "ses-strict-spf" }),
   of = {
      ["ses-mail-from-is-domain"] = { reveals = { "spf-amazonses-unused" } },
      ["ses-mail-from-sibling"] = { rank = 3 },
      ["ses-mail-from-alias"] = { reveals = { "ses-mail-from-mx-missing", "ses-mail-from-spf-missing" } },
      ["ses-mail-from-alias-works"] = {
         rank = 3, reveals = { "ses-mail-from-mx-missing", "ses-mail-from-spf-missing" },
      },
      ["ses-mail-from-name-doubled"] = { reveals = { "ses-mail-from-mx-missing", "ses-mail-from-spf-missing" } },
      ["ses-mail-from-name-mistaken"] = { reveals = { "ses-mail-from-mx-missing", "ses-mail-from-spf-missing" } },
      ["ses-mail-from-wildcard-answers"] = { rank = 3 },
      ["ses-mail-from-occluded"] = { reveals = { "ses-mail-from-mx-missing", "ses-mail-from-spf-missing" } },
      ["ses-mail-from-inconsistent"] = { follows = { "zone-serials-differ" } },
      ["ses-mail-from-default"] = {
         rank = 3, reveals = { "mail-from-mx-dangling", "ses-mail-from-mx-missing", "ses-mail-from-not-active",
            "ses-mail-from-spf-missing" },
      },
      ["ses-mail-from-not-found"] = {
         rank = 3, reveals = { "mail-from-mx-dangling", "ses-mail-from-mx-missing", "ses-mail-from-not-active",
            "ses-mail-from-spf-missing" },
      },
      ["ses-mail-from-not-active"] = { rank = 3 },
   },
})
