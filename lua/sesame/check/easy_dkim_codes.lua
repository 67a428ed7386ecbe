-- SPDX-License-Identifier: MIT
-- What the check of Easy DKIM identities can find. Words alone; it must not decide which of them hold.
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"

local AWS = "Amazon SES developer guide, Easy DKIM"

-- What was seen of identities that were deleted and made again: the same tokens, and signatures that fail.
local KEEP = "Do not delete the identity to make it anew: its tokens stay the same, and its signatures may fail ever "
   .. "after."

local SIGNS = "SES finds no CNAME of its own there, so the identity does not verify, and mail leaves without the "
   .. "domain's signature."

local ENTER = "Remove that record, and enter {enter} as its name in the DNS panel, which makes this."

-- Codes about one record: beside MORE their fields are its token, region and the right target.
local function record(severity, text, why, advice, more, fix, command)
   local fields = { "token", "region", "target" }
   table.move(more or {}, 1, #(more or {}), #fields + 1, fields)
   return { severity = severity, text = text, why = why, advice = advice, fields = fields, reference = AWS, fix = fix,
      command = command }
end

-- Codes about the whole identity.
local function identity(severity, text, why, advice, more, fix, command)
   local fields = { "region" }
   table.move(more or {}, 1, #(more or {}), #fields + 1, fields)
   return { severity = severity, text = text, why = why, advice = advice, fields = fields, reference = AWS, fix = fix,
      command = command }
end

return finding.declare("easy-dkim", {
   ["easy-dkim-verifies"] = identity("ok", "All three Easy DKIM records of {subject} for {region} are right; targets "
      .. "that hold a key: {keys}.", "SES can sign as the domain.", nil, { "keys" }),
   ["easy-dkim-right-unseen"] = identity("ok", "All three Easy DKIM records of {subject} for {region} are right in the "
      .. "zone that was looked at, which is not the one that SES met; targets that hold a key: {keys}.",
      "SES sees them once it is asked at the same servers.", nil, { "keys" }),
   ["easy-dkim-verdict"] = identity("notice",
      "Whether SES verifies {subject} in {region}: {verdict}. {reason}. First: {first}.",
      "SES verifies an identity only when all three of its CNAME records are right.", nil,
      { "verdict", "reason", "first" }),
   ["easy-dkim-missing"] = record("error", "The Easy DKIM record {subject} ({region}) is missing.", SIGNS
      .. " Two of three are not enough.", "Publish this.", nil, "easy-dkim.publish"),
   ["easy-dkim-missing-unnoticed"] = record("warning",
      "The Easy DKIM record {subject} ({region}) is missing, and SES has not noticed: it counts the identity as "
         .. "verified.",
      "As soon as SES signs with the key of this token, signatures fail; and SES looks for all three "
         .. "CNAMEs again and again.", "Publish this.", nil, "easy-dkim.publish"),
   ["easy-dkim-missing-wildcard"] = record("error",
      "The Easy DKIM record {subject} ({region}) is missing; what answers there is a wildcard.", SIGNS,
      "Publish the record (a wildcard steps back where a name exists); if it is there already, switch the proxy off "
      .. "for it.", nil, "easy-dkim.publish"),
   ["easy-dkim-name-doubled"] = record("error",
      "The Easy DKIM record of {token} stands at {at}: the domain is there twice.",
      SIGNS .. " The DNS panel appended the domain to a name that already had it.",
      "Remove that record and enter the name relative to the zone, or with a final dot.", { "at" }, "easy-dkim.move"),
   ["easy-dkim-label-doubled"] = record("error",
      "The Easy DKIM record of {token} stands at {at}: {label} is there twice.",
      SIGNS .. " Names shown relative to a parent of the zone come out so where the DNS panel appends the zone.",
      ENTER, { "at", "label", "enter" }, "easy-dkim.move"),
   ["easy-dkim-other-domain"] = record("error",
      "The Easy DKIM record of {token} stands at {at}: its name was written with {other}, and the zone was appended.",
      SIGNS .. " Probably it was copied from an example or from another domain.",
      ENTER, { "at", "other", "enter" }, "easy-dkim.move"),
   ["easy-dkim-misplaced"] = record("error", "The Easy DKIM record of {token} stands at {at}, where SES does not look.",
      SIGNS,
      "Move it.", { "at" }, "easy-dkim.move"),
   ["easy-dkim-underscore-refused"] = record("error",
      "The Easy DKIM record of {token} stands at {at}, without the underscore.",
      SIGNS .. " Some DNS panels drop or refuse underscores.",
      "Publish it with the underscore; if the provider refuses that, the zone has to move to another.", { "at" },
      "easy-dkim.move"),
   ["easy-dkim-target-doubled"] = record("error", "The target of {subject} has {tail} appended.",
      SIGNS .. " The DNS panel took the target for a relative name.", "Enter the target with a final dot.", { "tail" },
      "easy-dkim.replace"),
   ["easy-dkim-wrong-suffix"] = record("error", "{subject} leads to {found}, not to Amazon SES.", SIGNS,
      "Correct the target.", { "found" }, "easy-dkim.replace"),
   ["easy-dkim-wrong-zone"] = record("error",
      "{subject} leads to another DKIM zone than that of the identity: {found}.",
      SIGNS .. " SES names {zone} for this identity.", "Correct the target.", { "found", "zone" }, "easy-dkim.replace"),
   ["easy-dkim-wrong-zone-likely"] = identity("warning", "Easy DKIM records of {subject} lead into {zones}, where no "
      .. "key was found; {region} usually uses {zone}.", "The zone could also be right: replicas and cells use others. "
      .. "SigningHostedZone in `aws sesv2 get-email-identity` says which.", "Publish this, if SES names no other zone.",
      { "tokens", "zones", "zone" }, "easy-dkim.zone"),
   ["easy-dkim-swapped"] = record("error", "{subject} leads to the key of another token: {found}.",
      SIGNS .. " Each token is both the name and the target of its own record.", "Correct the target.", { "found" },
      "easy-dkim.replace"),
   ["easy-dkim-txt-in-place"] = record("warning", "{subject} is a TXT record where SES wants a CNAME.",
      "Somebody copied the key by hand, or the DNS provider flattens aliases. A copy breaks when SES rotates the key, "
         .. "and SES may never see the CNAME it waits for.", "Replace it by the CNAME, without flattening.", nil,
         "easy-dkim.alias"),
   ["easy-dkim-txt-copied"] = record("warning",
      "{subject} is a TXT record with a copy of SES's key, where SES wants a CNAME.",
      "No DNS provider made it from an alias: the other names do not answer so. A copy stays behind when SES rotates "
         .. "its key, and signatures fail from then on.",
      "Replace it by the CNAME, and publish those that are missing.", nil, "easy-dkim.alias"),
   ["easy-dkim-flattened"] = identity("notice",
      "{count} of the Easy DKIM names of {subject} ({region}) answer with what stands at their targets, and show no "
         .. "CNAME: the DNS provider flattens aliases.",
      "Receivers find the key, and find the next one too. SES looks for the CNAMEs. {state}",
      "While SES says SUCCESS there is nothing to do; else switch the flattening off for these names.",
      { "count", "state" }),
   ["easy-dkim-txt-outdated"] = record("error",
      "{subject} is a TXT record with another key than the one SES signs with.",
      "A key copied by hand is left behind when SES rotates its own: signatures fail from then on.",
      "Replace it by the CNAME.", nil, "easy-dkim.alias"),
   ["easy-dkim-txt-foreign"] = record("error", "{subject} is a TXT record that is no key, where SES wants a CNAME.",
      SIGNS,
      "Remove the TXT record and publish a CNAME.", nil, "easy-dkim.instead"),
   ["easy-dkim-target-as-text"] = record("error", "{subject} is a TXT record that holds the CNAME's target as text.",
      SIGNS,
      "Remove the TXT record and publish a CNAME.", nil, "easy-dkim.alias"),
   ["easy-dkim-proxied"] = record("error",
      "{subject} answers with an address ({found}): a proxy stands in for the CNAME.",
      SIGNS, "Switch the proxy off for this record (\"DNS only\"), or publish it again.", { "found" },
      "easy-dkim.alias"),
   ["easy-dkim-proxied-cloudflare"] = record("error",
      "{subject} answers with an address of Cloudflare's proxy ({found}).",
      SIGNS, "In Cloudflare's DNS panel set this record to \"DNS only\" (grey cloud).", { "found" }, "easy-dkim.alias"),
   ["easy-dkim-conflict"] = record("error", "{subject} holds {other} data beside its CNAME.",
      "DNS allows nothing beside a CNAME (RFC 1034 3.6.2): servers answer one or the other, so the signature fails at "
         .. "random.",
      "Remove everything but the CNAME.", { "other" }, "easy-dkim.alone"),
   ["easy-dkim-several-aliases"] = record("error", "{subject} holds several CNAMEs.",
      "DNS allows one CNAME at a name (RFC 2181 10.1): servers answer one or the other, or nothing.",
      "Remove all but this one.", nil, "easy-dkim.replace"),
   ["easy-dkim-occluded"] = record("error", "{subject} is hidden: {at} is led away ({type}) to {servers}.",
      "What the zone holds below a delegation or a DNAME is never answered; SES asks there instead.",
      "Publish the record there, or remove the {type} record.", { "at", "type", "servers" }, "easy-dkim.uncover"),
   ["easy-dkim-stale"] = record("error", "{subject} is published, but none of the three targets holds a key.",
      "The tokens are those of another account or region, or of an identity that is gone: one name has the same three "
         .. "tokens in one account and region for ever. Mail cannot be signed with them.",
      "Take the tokens SES shows today ({command}) and publish those three records instead.", { "domain" },
      "easy-dkim.renew",
      "aws sesv2 get-email-identity --email-identity {domain:sh} --region {region:sh}"),
   ["easy-dkim-target-unresolved"] = record("warning",
      "{subject} is right, but the server cannot follow it to the key.",
      "Receivers behind such a server see no key. The target itself answers.",
      "Ask the DNS provider why it does not follow a CNAME out of its zones.", nil, "console.advice"),
   ["easy-dkim-inconsistent"] = record("error", "The zone's name servers disagree on {subject}: {servers}.",
      "SES and receivers meet one answer or the other; the identity stays pending or fails at random.",
      "Bring every name server to the same zone, with this in it.", { "servers" }, "console.advice"),
   ["easy-dkim-remembered"] = record("notice", "{subject} is right at every name server of the zone, but the resolver "
      .. "asked remembers for up to {seconds} s what was there before.",
      "Resolvers keep answers, denials as well, for as long as the zone said then.",
      "Wait; nothing is to be mended here.", { "seconds" }),
   ["easy-dkim-denied-parent"] = identity("error", "{subject} is denied (NXDOMAIN), although names below it exist.",
      "A resolver that knows RFC 8020 then denies the keys as well; the DNS provider's software is at fault.",
      "Ask the DNS provider to answer NOERROR for empty non-terminals; a TXT record at that name works around it.", nil,
      "zone.hold"),
   ["easy-dkim-revoked"] = record("error",
      "The key that {subject} leads to is revoked (empty p=), and no other target holds one.",
      "Every signature made with it fails.", "Start Easy DKIM once more in SES. " .. KEEP, nil, "console.advice"),
   ["easy-dkim-broken-key"] = record("error", "What {subject} leads to is no usable key.",
      "Every signature made with it fails.", "Start Easy DKIM once more in SES, or ask AWS. " .. KEEP, nil,
      "console.advice"),
   ["easy-dkim-weak-key"] = identity("warning", "The Easy DKIM keys of {subject} ({region}) have {bits} bits.",
      "RFC 8301 3.2 asks for 2048 bits; some receivers count shorter keys as weak.",
      "Let SES change it: {command}", { "bits" }, "easy-dkim.lengthen",
      "aws sesv2 put-email-identity-dkim-signing-attributes --email-identity {subject:sh} --region {region:sh} "
         .. "--signing-attributes-origin AWS_SES --signing-attributes NextSigningKeyLength=RSA_2048_BIT"),
   ["easy-dkim-key-unknown"] = identity("unknown",
      "Whether SES keeps a key for {subject} ({region}) could not be learnt: {status}.",
      "The CNAME records are right; whether one of them leads to a key cannot be said.",
      "Try again, or ask another resolver with --server.", { "status" }),
   ["easy-dkim-zone-unknown"] = record("unknown", "{subject} leads to {found}, in another zone than the usual one of "
      .. "{region}; whether a key answers there could not be learnt: {status}.",
      "The zone may be right: replicas and cells use others. SigningHostedZone in `aws sesv2 get-email-identity` says "
      .. "which.", "Try again, or ask another resolver with --server.", { "found", "status" }),
   ["easy-dkim-unknown"] = record("unknown", "{subject} could not be learnt: {status}.",
      "Whether SES finds the record cannot be said.", "Try again, or ask another resolver with --server.",
      { "status" }),
   ["easy-dkim-delegated"] = record("unknown",
      "{subject} could not be learnt: {status}. {at} is delegated to {servers}.",
      "Only those servers are asked for it; what the zone above holds there is never answered.",
      "See that those servers answer, or remove the delegation and publish the record in the zone above.",
      { "status", "at", "servers" }),
   ["easy-dkim-bogus"] = identity("error", "The Easy DKIM records of {subject} ({region}) fail DNSSEC validation.",
      "With checking disabled the names answer, so the zone's signatures or its DS record are wrong. Nobody who "
         .. "validates sees any record of the zone.", "Correct the DS record at the parent, or sign the zone anew.",
         nil, "console.advice"),
   ["easy-dkim-no-tokens"] = identity("notice",
      "Easy DKIM of {subject} in {region} cannot be judged: its three tokens are not known.",
      "The records stand at names made of the tokens, which SES alone knows; nobody can list them from outside.",
      "Save them and give them to sesame: {command}; then --ses {region:sh}=identity.json", nil, nil,
      "aws sesv2 get-email-identity --email-identity {subject:sh} --region {region:sh} >identity.json"),
   ["easy-dkim-file-silent"] = identity("notice",
      "The file given for {region} says nothing of DKIM of {subject}: its DkimAttributes is empty.",
      "So version 1 of the interface answers for a name that is no identity in that region and account. Whether Easy "
         .. "DKIM is set up is not known.",
      "Save what SES says today: {command}; then --ses {region:sh}=identity.json", nil, nil,
      "aws sesv2 get-email-identity --email-identity {subject:sh} --region {region:sh} >identity.json"),
   ["easy-dkim-no-room"] = identity("error", "{subject} is too long for Easy DKIM: {reason}.",
      "SES can never find them, so the identity does not verify.",
      "Use a shorter domain, or a key of your own with a short selector (sesame dkim generate).", { "reason" },
      "console.advice"),
   ["easy-dkim-none-published"] = identity("warning", "There is no DKIM record at all: {subject} does not exist.",
      "Below a name that does not exist there is nothing (RFC 8020 2), so none of the three Easy DKIM records is "
         .. "published, whatever the tokens are.", "Publish the three CNAME records that SES shows for {region}.", nil,
         "console.advice"),
   ["easy-dkim-wildcard"] = identity("notice", "Every name below {subject} gets an answer: a wildcard.",
      "A key found at a guessed name proves nothing there.",
      "Give the tokens, so that the real records can be told from it."),
}, {
   needs = { "denied", "easy_dkim", "selectors" }, rank = 2, reveals = causes.ses_settled,
   of = {
      ["easy-dkim-verdict"] = { rank = 2, follows = causes.all("easy_dkim", "easy_dkim_unlearnt") },
      ["easy-dkim-missing"] = {
         follows = { "easy-dkim-denied-parent" },
         reveals = { "easy-dkim-stale", "easy-dkim-target-unresolved", "easy-dkim-txt-in-place", "easy-dkim-weak-key" },
      },
      ["easy-dkim-missing-wildcard"] = { follows = { "easy-dkim-wildcard" } },
      ["easy-dkim-txt-in-place"] = { rank = 3 },
      ["easy-dkim-txt-copied"] = { rank = 3 },
      ["easy-dkim-missing-unnoticed"] = {
         rank = 3, follows = { "easy-dkim-denied-parent" }, reveals = { "easy-dkim-txt-in-place" },
      },
      ["easy-dkim-inconsistent"] = { follows = { "zone-serials-differ" } },
      ["easy-dkim-weak-key"] = { rank = 4 },
      ["easy-dkim-key-unknown"] = { rank = 2 },
      ["easy-dkim-zone-unknown"] = { rank = 2 },
      ["easy-dkim-unknown"] = { rank = 2 },
      ["easy-dkim-delegated"] = { rank = 2 },
      ["easy-dkim-none-published"] = { follows = { "empty-non-terminal-denied" } },
   },
})
