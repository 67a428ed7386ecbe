-- SPDX-License-Identifier: MIT
-- What the check of DKIM keys can find, and which fault of a record is which finding. Declarations alone; the check is
-- sesame.check.dkim_keys.
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"

local codes = {}

local DISCARDED = "Receivers discard the record: every signature made with this selector fails."
local ANEW = "Make a new pair (sesame dkim generate), publish it under a new selector and sign with that; then revoke "
   .. "this one."

codes.findings = finding.declare("dkim-keys", {
   ["dkim-key-private"] = {
      severity = "error", rank = 4, fields = {}, reference = "RFC 6376 8.1", fix = "dkim.rotate",
      text = "The record at {subject} publishes a private key.",
      why = "Anyone who reads it can sign mail as this domain. What was once in DNS stays known.",
      advice = "Treat the pair as lost: put the record below in its place at once, and stop signing with it. " .. ANEW,
   },
   ["dkim-key-known"] = {
      severity = "error", rank = 4, fields = { "reason" }, reference = "RFC 6376 8.1", fix = "dkim.rotate",
      text = "Anyone can sign with the key at {subject}: {reason}.",
      why = "The private key stands in a published document or a test suite.", advice = ANEW,
   },
   ["dkim-key-revoked"] = {
      severity = "error", rank = 2, fields = {}, reference = "RFC 6376 3.6.1", fix = "console.advice",
      text = "The key at {subject} is revoked: its p= is empty.",
      why = "Every signature made with this selector fails.",
      advice = "Sign with another selector, or publish a key here; a selector out of use needs no check.",
   },
   ["dkim-key-testing"] = {
      severity = "warning", rank = 3, fields = {}, reference = "RFC 6376 3.6.1", fix = "dkim.mend",
      text = "The key at {subject} is in test mode (t=y).",
      why = "Receivers must not treat its signatures otherwise than no signature; some do not count them for DMARC.",
      advice = "Take y out of t= once the test is over.",
   },
   ["dkim-key-short"] = {
      severity = "error", rank = 2, fields = { "bits" }, reference = "RFC 8301 3.2", fix = "dkim.rotate",
      text = "The RSA key at {subject} has {bits} bits; fewer than 1024 are not valid.",
      why = "Receivers must not accept it, and it can be broken with a rented computer.", advice = ANEW,
   },
   ["dkim-key-weak"] = {
      severity = "warning", rank = 4, fields = { "bits" }, reference = "RFC 8301 3.2", fix = "dkim.rotate",
      text = "The RSA key at {subject} has {bits} bits; 2048 are customary.",
      why = "It is still accepted, and within reach of those with money.", advice = ANEW,
   },
   ["dkim-key-long"] = {
      severity = "warning", rank = 3, fields = { "bits" }, reference = "RFC 8301 3.2", fix = "dkim.rotate",
      text = "The RSA key at {subject} has {bits} bits; receivers need not support more than 4096.",
      why = "Signatures fail at receivers that do not.", advice = ANEW,
   },
   ["dkim-key-exponent"] = {
      severity = "error", rank = 2, fields = { "reason" }, reference = "RFC 8017 3.1", fix = "dkim.rotate",
      text = "The key at {subject} is no sound RSA key: {reason}.",
      why = "Receivers refuse it, or anyone can make signatures that fit.", advice = ANEW,
   },
   ["dkim-key-exponent-3"] = {
      severity = "notice", fields = {}, reference = "RFC 8017 3.1",
      text = "The key at {subject} has the public exponent 3.",
      why = "It is sound, but careless receivers have been fooled with such keys; 65537 is customary.", advice = ANEW,
   },
   ["dkim-key-exponent-large"] = {
      severity = "warning", rank = 3, fields = { "reason" }, reference = "RFC 8017 3.1", fix = "dkim.rotate",
      text = "The key at {subject} has {reason}.",
      why = "Signatures fail at those receivers.", advice = ANEW,
   },
   ["dkim-key-hash"] = {
      severity = "error", rank = 2, fields = {}, reference = "RFC 8301 3.1", fix = "dkim.mend",
      text = "The h= of the key at {subject} allows no hash that receivers accept.",
      why = "rsa-sha1 is dead: no signature with this key can be valid.", advice = "Leave h= out, or write h=sha256.",
   },
   ["dkim-key-sha1"] = {
      severity = "notice", fields = {}, reference = "RFC 8301 3.1", fix = "dkim.mend",
      text = "The h= of the key at {subject} still names sha1.",
      why = "No receiver may accept such a signature; sha256 beside it works.",
      advice = "Leave h= out, or write h=sha256.",
   },
   ["dkim-key-service"] = {
      severity = "error", rank = 2, fields = {}, reference = "RFC 6376 3.6.1", fix = "console.advice",
      text = "The key at {subject} is not for e-mail: its s= names other services.",
      why = "Receivers of mail ignore the key. For TLS reports alone (s=tlsrpt, RFC 8460 3) that is right.",
      advice = "Leave s= out for a key that signs mail.",
   },
   ["dkim-key-cut"] = {
      rank = 2, reveals = { "dkim-key-short", "dkim-key-testing", "dkim-key-weak" },
      severity = "error", fields = { "reason" }, reference = "RFC 1035 3.3.14", fix = "console.advice",
      text = "The record at {subject}: {reason}.",
      why = DISCARDED .. " A string of a TXT record holds 255 octets; a longer text is several strings in one record, "
         .. "and some consoles keep only the first.",
      advice = "Publish the whole record, as two strings in quotation marks where the console does not split it by "
         .. "itself.",
   },
   ["dkim-key-trailing"] = {
      rank = 2, reveals = { "dkim-key-short", "dkim-key-testing", "dkim-key-weak" },
      severity = "error", fields = { "reason" }, reference = "RFC 6376 3.6.1", fix = "console.advice",
      text = "The record at {subject}: {reason}.",
      why = "Strict receivers discard the key.", advice = "Copy the record anew from the signing service.",
   },
   ["dkim-key-algorithm"] = {
      rank = 2, reveals = { "dkim-key-short", "dkim-key-testing", "dkim-key-weak" },
      severity = "error", fields = { "reason" }, reference = "RFC 6376 3.6.1", fix = "dkim.mend",
      text = "The record at {subject}: {reason}.",
      why = DISCARDED, advice = "Write the k= that the key has, or publish the key that k= names.",
   },
   ["dkim-key-pem"] = {
      rank = 2, reveals = { "dkim-key-short", "dkim-key-testing", "dkim-key-weak" },
      severity = "error", fields = { "reason" }, reference = "RFC 6376 3.6.1", fix = "dkim.mend",
      text = "The record at {subject} holds more than the bare key: {reason}.",
      why = DISCARDED, advice = "Behind p= belongs the base64 of the public key alone, without BEGIN and END lines.",
   },
   ["dkim-key-quoting"] = {
      rank = 2, reveals = { "dkim-key-short", "dkim-key-testing", "dkim-key-weak" },
      severity = "error", fields = { "reason" }, reference = "RFC 6376 3.2", fix = "dkim.mend",
      text = "The record at {subject}: {reason}.",
      why = DISCARDED,
      advice = "Enter the record without the quotation marks and backslashes; the console adds its own.",
   },
   ["dkim-key-none"] = {
      severity = "error", rank = 2, fields = { "reason" }, reference = "RFC 6376 6.1.2", fix = "dkim.mend",
      text = "What stands at {subject} is no key: {reason}.",
      why = "Every signature made with this selector fails.",
      advice = "Publish the key that the signing service gave you; other records belong elsewhere.",
   },
   ["dkim-key-hostname"] = {
      rank = 2, reveals = { "dkim-key-short", "dkim-key-testing", "dkim-key-weak", "selector-dangling" },
      severity = "error", fields = {}, reference = "RFC 6376 3.6.2", fix = "dkim.alias",
      text = "At {subject} a host name stands as the text of a TXT record.",
      why = "Receivers look for a key and find none: every signature made with this selector fails.",
      advice = "Publish it as the target of a CNAME record, in place of the TXT record.",
   },
   ["dkim-key-syntax"] = {
      rank = 2, reveals = { "dkim-key-short", "dkim-key-testing", "dkim-key-weak" },
      severity = "error", fields = { "reason" }, reference = "RFC 6376 3.2", fix = "dkim.mend",
      text = "The key record at {subject} has an error: {reason}.",
      why = DISCARDED, advice = "Correct the underlined bytes.",
   },
   ["dkim-key-form"] = {
      severity = "warning", rank = 3, fields = { "reason" }, reference = "RFC 6376 3.2", fix = "dkim.mend",
      text = "The key record at {subject} is not as strict receivers want it: {reason}.",
      why = "Some receivers read it, some do not.", advice = "Correct the underlined bytes.",
   },
   ["dkim-key-space"] = {
      severity = "notice", fields = { "reason" }, reference = "RFC 6376 3.2",
      text = "The key record at {subject}: {reason}.",
      why = "Nearly every receiver passes over it.", advice = "Take it out at the next change.",
   },
   ["dkim-key-halves"] = {
      rank = 2, reveals = { "dkim-key-reused", "dkim-key-short", "dkim-key-testing", "dkim-key-weak" },
      severity = "error", fields = {}, reference = "RFC 6376 3.6.2.2", fix = "dkim.join",
      text = "The key at {subject} is cut in two: one TXT record begins it, and another goes on with it.",
      why = "Receivers join the strings of one record, and never two records: neither half is a key, so every "
         .. "signature made with this selector fails.",
      advice = "Publish both halves as two strings in quotation marks of one record, if they belong together.",
   },
   ["dkim-key-several"] = {
      rank = 2,
      severity = "error", fields = { "count", "verdicts" }, reference = "RFC 6376 3.6.2.2", fix = "dkim.keep",
      text = "{subject} has {count} TXT records ({verdicts}); there must be exactly one.",
      why = "A receiver may take any of them, or try all: whether a signature is valid depends on the receiver.",
      advice = "Keep the record of the key in use and remove the others.",
   },
   ["dkim-key-repeated"] = {
      rank = 2,
      severity = "error", fields = { "count", "verdicts" }, reference = "RFC 6376 3.6.2.2", fix = "dkim.keep",
      text = "{subject} has {count} TXT records that say the same ({verdicts}); there must be exactly one.",
      why = "Some receivers give up where there is more than one.", advice = "Keep one of them.",
   },
   ["dkim-key-only-ed25519"] = {
      rank = 2, follows = causes.keys,
      severity = "warning", fields = {}, reference = "RFC 8301 3.1", fix = "dkim.rotate",
      text = "The only usable key found is Ed25519, at {subject}.",
      why = "Signers must sign with RSA, and many receivers do not know Ed25519: for them the mail is unsigned.",
      advice = "Publish an RSA key of 2048 bits under a second selector, and sign with both.",
   },
   ["dkim-key-reused"] = {
      rank = 5,
      severity = "warning", fields = { "names", "fingerprint" }, reference = "RFC 6376 3.1", fix = "console.advice",
      text = "One key is published at {names}.",
      why = "Whoever gets the private key has it for all of them, and a rotation from one to the other changes "
         .. "nothing. SHA-256 of the key: {fingerprint}.",
      advice = "Give each selector a pair of its own.",
   },
}, { needs = { "easy_dkim", "selectors" } })

--- The finding for each fault of sesame.dkim.parse_key; what is not listed is a syntax error.
codes.of = {
   ["private-key"] = "dkim-key-private", ["known-key"] = "dkim-key-known", ["test-mode"] = "dkim-key-testing",
   ["rsa-too-short"] = "dkim-key-short", ["rsa-short"] = "dkim-key-weak", ["rsa-long"] = "dkim-key-long",
   ["rsa-exponent"] = "dkim-key-exponent", ["rsa-even"] = "dkim-key-exponent",
   ["rsa-exponent-3"] = "dkim-key-exponent-3",
   ["rsa-exponent-large"] = "dkim-key-exponent-large", ["no-usable-hash"] = "dkim-key-hash",
   ["sha1-allowed"] = "dkim-key-sha1",
   ["not-for-email"] = "dkim-key-service", ["cut-short"] = "dkim-key-cut", ["trailing-octets"] = "dkim-key-trailing",
   ["wrong-algorithm"] = "dkim-key-algorithm", ["unknown-key-type"] = "dkim-key-algorithm",
   ["ed25519-length"] = "dkim-key-algorithm",
   ["ed25519-spki"] = "dkim-key-algorithm", ["pem-markers"] = "dkim-key-pem", ["pem-in-base64"] = "dkim-key-pem",
   certificate = "dkim-key-pem", quoting = "dkim-key-quoting", ["not-a-key"] = "dkim-key-none",
   ["empty-record"] = "dkim-key-none",
   ["bare-base64"] = "dkim-key-none", ["hostname-as-text"] = "dkim-key-hostname", ["empty-tag"] = "dkim-key-form",
   ["name-case"] = "dkim-key-form", ["value-case"] = "dkim-key-form", ["base64-padding"] = "dkim-key-form",
   ["key-parameters"] = "dkim-key-form", ["stray-space"] = "dkim-key-space", ["version-missing"] = "dkim-key-space",
}

return codes
