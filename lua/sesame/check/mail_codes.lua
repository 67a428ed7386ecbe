-- SPDX-License-Identifier: MIT
-- What the check of a message can find. Words alone; it must not decide which of them hold.
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"

local AWS, DMARC = "Amazon SES developer guide, DMARC", "RFC 9989 4.4"

local SUPPORT = "Amazon SES developer guide, Easy DKIM"

local PAST = "a message that was sent cannot be changed; the audit of its domain has the records"

local function declared(severity, text, why, advice, fields, reference, command)
   local unfixable = (severity == "error" or severity == "warning") and PAST or nil
   return {
      severity = severity, text = text, why = why, advice = advice, fields = fields or {}, reference = reference or AWS,
      unfixable = unfixable, command = command,
   }
end

local FORGED = "The header says so; whoever wrote it may lie."

return finding.declare("mail", {
   ["message-author-unclear"] = declared("error", "DMARC cannot be applied: From holds {count} domains.",
      "Receivers need exactly one author domain; many refuse the message.", "Send with one address in From.",
      { "count" },
      "RFC 9989 5.3.1"),
   ["message-header-faulty"] = declared("notice", "{count} lines of the header are no fields.",
      "What follows such a line, receivers may read differently.", "Save the message anew, from its raw source.",
      { "count" },
      "RFC 5322 2.2"),
   ["message-not-ses"] = declared("notice", "Nothing in the header says that Amazon SES sent this message.",
      "Feedback-ID, Message-ID, Received or X-SES-Outgoing would.",
      "Take a message that went through SES, with its whole header."),
   ["message-region"] = declared("ok", "Amazon SES took it in {region}, say {fields}.", FORGED, nil,
      { "region", "fields" }),
   ["message-region-conflict"] = declared("notice", "The header names several regions of SES: {regions}.",
      "With Global Shared Delivery SES sends from other regions' addresses too, so this alone is neither forgery nor "
         .. "forwarding; but a message sent on through SES keeps fields of both, and a forged one may name any.",
      "Go by Feedback-ID: it is the best hint of the identity's region.", { "regions" }),
   ["message-region-of-host"] = declared("notice",
      "A host of Amazon SES in {region} sent it; in which region the identity is, the header does not tell.",
      "With Global Shared Delivery SES sends from other regions' addresses too. Feedback-ID would be the better hint.",
      nil, { "region" }),
   ["message-region-unclear"] = declared("notice",
      "Amazon SES sent it, of an identity in a region that the header does not tell.",
      FORGED),
   ["message-mail-from-custom"] = declared("ok", "The custom MAIL FROM was used: {path}.",
      "SPF speaks for the domain, and can align.", nil,
      { "path" }),
   ["message-mail-from-default"] = declared("warning", "The custom MAIL FROM was not used: the Return-Path is {path}.",
      "SES sends so where none is set for the identity in that region, or where its MX record does not convince SES. "
         .. "SPF then passes for amazonses.com and aligns with nobody; DMARC rests on DKIM alone.",
         "In {region}: see that the identity has a custom MAIL FROM domain with the status SUCCESS; sesame run bounces "
         .. "{subject:sh} says what is wrong with its records.", { "path", "region" }),
   ["message-address-identity"] = declared("warning",
      "SES sent it as the identity {address} of its own in {region}, whose mail has no custom MAIL FROM: the "
         .. "Return-Path is {path}.",
      "SES takes the most specific identity: the MAIL FROM of {subject} does not serve mail of that address. SPF "
         .. "passes for amazonses.com and aligns with nobody; DMARC rests on DKIM alone.",
      "Set a MAIL FROM there too: {command}; or remove the identity if the domain's settings are meant to hold: aws "
         .. "sesv2 delete-email-identity --email-identity {address:sh} --region {region:sh}",
      { "path", "address", "region", "mail_from" }, nil,
      "aws sesv2 put-email-identity-mail-from-attributes --email-identity {address:sh} --region {region:sh} "
         .. "--mail-from-domain {mail_from:sh}"),
   ["message-mail-from-other"] = declared("notice", "The Return-Path is {path}, whose MX is no host of SES.",
      "Forwarders put their own there; otherwise bounces do not reach SES.",
      "If this is the MAIL FROM of the identity, its MX record is wrong.",
      { "path" }),
   ["message-mail-from-region"] = declared("notice",
      "The header tells of SES in {region}; the MX of {path} is that of {found}.",
      "One name may serve several regions: then this is right. Otherwise it is the record of the wrong region.", nil,
      { "path", "region", "found" }),
   ["message-mail-from-unknown"] = declared("unknown",
      "The MX records of the Return-Path {path} could not be learnt: {status}.",
      "Whether it is a custom MAIL FROM of SES cannot be told.", nil, { "path", "status" }),
   ["message-return-path-missing"] = declared("notice", "The header has no Return-Path.",
      "The receiver writes it when it delivers: a copy from the sender's side has none, so the MAIL FROM cannot be "
         .. "told.",
      "Take the message from the mailbox it was delivered to."),
   ["message-return-path-several"] = declared("notice",
      "The header has {count} Return-Path fields; the topmost is {path}.",
      "Only the last receiver's counts.", nil, { "count", "path" }, "RFC 5321 4.4"),
   ["message-return-path-null"] = declared("notice",
      "The Return-Path is empty: this is a bounce or another automatic message.",
      "Nobody answers it. Receivers then judge SPF by the name in HELO."),
   ["message-ses-bounce"] = declared("notice",
      "This is a bounce that Amazon SES made: its Return-Path is empty, and amazonses.com alone signed it.",
      "SES signs bounces (SendBounce) so whatever the identity of {subject} has. There is nothing to mend at the "
         .. "identity."),
   ["message-bounce-dmarc"] = declared("notice", "{explanation}",
      "For a bounce that SES made this is so by design.", nil, { "explanation" }, DMARC),
   ["message-unsigned"] = declared("error", "The message has no DKIM signature.",
      "DMARC can only pass through SPF, which forwarding breaks.",
      "Enable Easy DKIM for the identity."),
   ["message-signed-by-ses-only"] = declared("error",
      "The only signature is that of amazonses.com; none is the domain's.",
      "It never aligns. SES signs for an identity whose DKIM is verified and switched on, in that region; an address "
         .. "verified by itself may have none.",
         "In {region}: verify {subject} as a domain with Easy DKIM, and see that no address identity overrides it.",
      { "region" }),
   ["message-signature"] = declared("ok", "Signed by {domain} with the selector {selector}: {state}.",
      "This is what DMARC can rest on.",
      nil,
      { "domain", "selector", "state" }),
   ["message-signature-unaligned"] = declared("warning",
      "The signature of {domain} does not align with From ({author}).",
      "DMARC does not count it.", "Sign as {author}, or as its organizational domain where adkim is not s.",
      { "domain", "author" }, DMARC),
   ["message-signature-failed"] = declared("error", "The signature of {domain} failed: {by} says {result}.",
      "The key is another one, or the message was changed on its way.", "sesame dkim key {name:sh} shows the key.",
      { "domain", "by", "result", "name" }, "RFC 6376 6.1"),
   ["message-signature-other-key"] = declared("error",
      "By the word of {by}, SES signs mail of {domain} with another key than the one it publishes at {name}: this "
         .. "signature failed there, and SES's own ({other}, over the same fields and body) passed.",
      "So nothing was changed on the way. It was seen where an identity had been deleted and made anew: SES gives it "
         .. "the same three tokens, says SUCCESS, and signs with a key that it does not publish.",
      "Do not make the identity anew. Send another message after some hours; if it fails as well, ask AWS support to "
         .. "set the key right (selector {selector}).", { "domain", "by", "other", "name", "selector" }, SUPPORT),
   ["message-signature-own-key"] = declared("error",
      "By the word of {by}, SES signs mail of {domain} with another private key than the pair of the one at {name}: "
         .. "this signature failed there, and SES's own ({other}, over the same fields and body) passed.",
      "So nothing was changed on the way. Adding a domain again can put a new private key in the place of the old one.",
      "Compare the private key that SES was given: sesame dkim match --private FILE --domain {domain:sh} --selector "
         .. "{selector:sh}. If it is no pair, publish what that prints.",
      { "domain", "by", "other", "name", "selector" }, "Amazon SES developer guide, BYODKIM"),
   ["message-signature-invalid"] = declared("error",
      "The signature of {domain} is not valid whatever its key: {reasons}.",
      "Receivers ignore it.", "Mend what signs the message.", { "domain", "reasons" }, "RFC 6376 6.1.1"),
   ["message-signature-noted"] = declared("notice", "About the signature of {domain}: {reasons}.",
      "It may fail, or say less than it seems to.",
      nil, { "domain", "reasons" }, "RFC 6376 3.5"),
   ["message-key-gone"] = declared("warning", "There is no usable key for the signature of {domain} today: {key}.",
      "If it was so when the message arrived, the signature failed. Keys of old messages are taken away after a "
         .. "rotation.",
      "For Easy DKIM: see that all three CNAME records stand.", { "domain", "key" }, "RFC 6376 6.1.2"),
   ["message-key-unknown"] = declared("unknown", "The key for the signature of {domain} could not be learnt: {status}.",
      "Receivers that meet this defer the message.", nil, { "domain", "status" }, "RFC 6376 6.1.2"),
   ["message-spf-changed"] = declared("notice",
      "The receiver said SPF {word} for {domain}; by today's records {ip} gets {today}.",
      "The records changed since, the message was sent on by others, or the receiver saw another address.", nil,
      { "domain", "word", "today", "ip" }, "RFC 7208 2.6"),
   ["message-dkim2"] = declared("notice", "{count} DKIM2-Signature fields are there; they do not count.",
      "DKIM2 is a draft.", nil,
      { "count" },
      "draft-ietf-dkim-dkim2-spec"),
   ["message-arc"] = declared("notice", "{count} ARC sets are there: the message was sent on by others.",
      "A forwarder's own fields may stand above those of SES. ARC does not make DMARC pass.", nil, { "count" },
      "RFC 8617"),
   ["message-dmarc-pass"] = declared("ok", "{explanation}",
      "By the header and the records as they are today; signatures were not verified here.",
      nil, { "explanation" }, DMARC),
   ["message-dmarc-fail"] = declared("error", "{explanation}",
      "Receivers follow the policy, and Gmail, Yahoo and Microsoft ask bulk senders to pass.",
      "Make one of both align: Easy DKIM for the identity, or a custom MAIL FROM below the domain. Best have both.",
      { "explanation" }, DMARC),
   ["message-dmarc-none"] = declared("warning", "{explanation}",
      "Anybody may write the domain into From, and Gmail and Yahoo want a record.",
      "sesame run dmarc-alignment {subject:sh} says more.", { "explanation" }, DMARC),
   ["message-dmarc-unknown"] = declared("unknown", "{explanation}", "A lookup failed; ask again.", nil,
      { "explanation" }, DMARC),
}, {
   needs = { "domain", "message" }, rank = 2,
   of = {
      ["message-bounce-dmarc"] = { follows = { "message-ses-bounce" } },
      ["message-mail-from-default"] = {
         follows = causes.all("mail_from", { "ses-mail-from-default", "ses-mail-from-failed",
            "ses-mail-from-not-active" }),
      },
      ["message-address-identity"] = { follows = { "ses-address-mail-from-default" } },
      ["message-mail-from-unknown"] = { rank = 2 },
      ["message-signed-by-ses-only"] = { follows = causes.all("easy_dkim", "byodkim", "signing") },
      ["message-signature-failed"] = { follows = { "message-key-gone" } },
      ["message-key-gone"] = { follows = causes.all("selectors", "keys") },
      ["message-key-unknown"] = { rank = 2 },
      ["message-dmarc-fail"] = {
         follows = { "message-address-identity", "message-author-unclear", "message-key-gone",
            "message-mail-from-default", "message-signature-failed", "message-signature-invalid",
            "message-signature-other-key", "message-signature-own-key", "message-signature-unaligned",
            "message-signed-by-ses-only", "message-unsigned" },
      },
      ["message-dmarc-none"] = { rank = 4, follows = causes.no_dmarc },
      ["message-dmarc-unknown"] = {
         rank = 2, follows = { "dmarc-unknown", "message-key-unknown", "message-mail-from-unknown" },
      },
   },
})
