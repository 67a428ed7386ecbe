-- SPDX-License-Identifier: MIT
-- What check.selectors can find: which selectors are there, where they lead, and what is in their way.
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"

local FAILS = "Every signature made with this selector fails."

return finding.declare("selectors", {
   ["selector-present"] = {
      severity = "ok", fields = { "key" }, reference = "RFC 6376 3.6.2.1",
      text = "{subject} holds a key: {key}.", why = "Receivers find it there and can use it.",
   },
   ["selector-missing"] = {
      rank = 2, follows = { "empty-non-terminal-denied" },
      severity = "error", fields = { "status" }, reference = "RFC 6376 6.1.2", fix = "console.advice",
      text = "There is no key at {subject} ({status}).", why = FAILS,
      advice = "Publish the record that the signing service gave you for this selector, or stop signing with it.",
   },
   ["selector-wildcard"] = {
      rank = 2, follows = { "selectors-wildcard" },
      severity = "error", fields = { "owner" }, reference = "RFC 4592 3.3.1", fix = "console.advice",
      text = "There is no key at {subject}: {owner} answers in its place, and not with a key.", why = FAILS,
      advice = "Publish the record of this selector under its own name; a wildcard gives way to it.",
   },
   ["selector-name-doubled"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "at" }, reference = "RFC 1034 3.6.1", fix = "dkim.move",
      text = "The key of {subject} was published at {at}: the domain stands there twice.", why = FAILS,
      advice = "Most DNS consoles add the domain by themselves: enter the name without it, or with a dot at its end.",
   },
   ["selector-label-doubled"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "at", "label", "enter" }, reference = "RFC 6376 3.6.2.1", fix = "dkim.move",
      text = "The key of {subject} was published at {at}: {label} stands there twice.",
      why = FAILS .. " Some DNS consoles add what they do not show, or show names relative to a parent of the zone.",
      advice = "Enter {enter} as its name in the DNS console, which makes this.",
   },
   ["selector-other-domain"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "at", "other", "enter" }, reference = "RFC 1034 3.6.1", fix = "dkim.move",
      text = "The key of {subject} was published at {at}: the name was written with {other}, and the zone was "
         .. "appended.",
      why = FAILS .. " Probably it was copied from an example or from another domain.",
      advice = "Enter {enter} as its name in the DNS console, which makes this.",
   },
   ["selector-misplaced"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "at" }, reference = "RFC 6376 3.6.2.1", fix = "dkim.move",
      text = "The key of {subject} was published at {at}, where no receiver looks.", why = FAILS,
      advice = "Publish the same record at {subject}.",
   },
   ["selector-delegated"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "parent", "type", "hosts" }, reference = "RFC 1034 4.2.1", fix = "console.advice",
      text = "There is no key at {subject}, and {parent} has {type} records ({hosts}), which hide what the domain's "
         .. "own zone holds below.",
      why = FAILS .. " Receivers are sent to those servers, whatever the zone of the domain holds.",
      advice = "Publish the key on the servers named, or remove the {type} records at {parent}.",
   },
   ["selector-dangling"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "target", "status" }, reference = "RFC 6376 3.6.2.1", fix = "dkim.remove-alias",
      text = "{subject} is an alias for {target}, where there is no key ({status}).",
      why = FAILS .. " Whoever comes to control the target can sign as the domain.",
      advice = "Copy the target anew from the signing service; remove the alias if the service is no longer used.",
   },
   ["selector-idle"] = {
      severity = "notice", fields = { "target", "twin" }, reference = "RFC 6376 3.1",
      text = "{subject} is idle: it is an alias for {target}, where there is no key now; {twin} has one.",
      why = "Microsoft 365 signs with one of its two selectors, and publishes the key of the other when it changes "
         .. "over.",
   },
   ["selectors-not-enabled"] = {
      rank = 3, reveals = causes.keys,
      severity = "warning", fields = { "twin", "tenant", "domain" }, reference = "RFC 6376 3.6.2.1",
      fix = "console.advice",
      text = "Neither {subject} nor {twin} leads to a key: DKIM of Microsoft 365 is not enabled for {domain} "
         .. "({tenant}).",
      why = "The aliases are in place, but Microsoft 365 has made no key: its mail leaves without the domain's "
         .. "signature, and DMARC rests on SPF alone.",
      advice = "Enable DKIM for {domain} in the Microsoft 365 Defender portal (Email authentication settings, DKIM), "
         .. "or in Exchange Online PowerShell: Set-DkimSigningConfig -Identity {domain} -Enabled $true. If the domain "
         .. "no longer sends through it, remove both aliases.",
   },
   ["selector-conflict"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "target" }, reference = "RFC 1034 3.6.2", fix = "dkim.conflict",
      text = "{subject} has a TXT record and beside it an alias for {target}; a name with an alias can have nothing "
         .. "else.",
      why = "Some receivers see the one, some the other, and some name servers refuse to load the zone.",
      advice = "Keep the alias if the signing service gave you one, else the TXT record.",
   },
   ["selector-unknown"] = {
      severity = "unknown", rank = 2, fields = { "status", "server" }, reference = "RFC 6376 6.1.2",
      text = "Whether there is a key at {subject} could not be learnt: {status} (asked: {server}).",
      why = "A receiver that meets the same may put the mail off.",
      advice = "Try again, or ask another resolver with --server.",
   },
   ["selector-alias-unknown"] = {
      severity = "unknown", rank = 2, fields = { "status", "key" }, reference = "RFC 1034 3.6.2",
      text = "Whether an alias stands beside the key at {subject} ({key}) could not be learnt: {status}.",
      why = "A name with an alias can have nothing else: some receivers would not see the key.",
      advice = "Try again, or ask another resolver with --server.",
   },
   ["selector-bogus"] = {
      rank = 2, follows = { "domain-dnssec-bogus" },
      severity = "unknown", fields = { "server" }, reference = "RFC 4035 5.5",
      text = "{subject} fails DNSSEC validation (asked: {server}).",
      why = "Receivers that validate see no record of this zone: not this key, and nothing else.",
      advice = "Mend the chain of trust: compare the DS record at the parent with the keys of the zone, and look for "
         .. "expired signatures.",
   },
   ["selectors-none"] = {
      severity = "notice", fields = { "count", "names" }, reference = "RFC 6376 3.1",
      text = "None of the {count} selectors asked for has a key below {subject}: {names}.",
      why = "They are those of the services that the domain's records show, the commonest, or those of a list. Others "
         .. "can be in use: a selector can have any name, and those of Amazon SES cannot be guessed.",
      advice = "Name the selectors in use with --selector S or --expect FILE; the signatures of a message tell them "
         .. "(s=).",
   },
   ["selectors-denied"] = {
      severity = "notice", fields = { "count", "asked", "names" }, reference = "RFC 8020 2",
      text = "{subject} does not exist (NXDOMAIN), so that no selector can have a key below it. Not asked "
         .. "for: {count} of those wanted; asked for all the same: {asked}{names}.",
      why = "A server that denies a name denies all names below it. Some do so although there are such names: those "
         .. "that are likeliest are asked for all the same.",
      advice = "Name the selectors in use with --selector S: they are always asked for.",
   },
   ["selectors-absent"] = {
      severity = "notice", fields = {}, reference = "RFC 6376 3.6.2.1",
      text = "The zone that was given holds no name below {subject}: no DKIM key is published.",
      why = "Mail leaves without the domain's signature, DMARC rests on SPF alone, and what is forwarded fails.",
      advice = "Set up DKIM with each service that sends for the domain, and publish the records it gives.",
   },
   ["selectors-unknown"] = {
      severity = "unknown", rank = 2, fields = { "count", "names", "status" }, reference = "RFC 6376 6.1.2",
      text = "Of the selectors asked for, {count} could not be learnt ({status}): {names}.",
      why = "There may be keys or not.", advice = "Try again, or ask another resolver with --server.",
   },
   ["selectors-wildcard"] = {
      severity = "notice", fields = {}, reference = "RFC 4592 3.3.1",
      text = "{subject} answers for every selector.",
      why = "That a name answers proves nothing here: only answers that differ from the wildcard's are taken for keys.",
   },
   ["selectors-wildcard-unknown"] = {
      severity = "unknown", rank = 4, fields = { "name", "status" }, reference = "RFC 4592 3.3.1",
      text = "Every selector below {subject} gets an answer; whose wildcard that is could not be learnt: {name}: "
         .. "{status}.",
      why = "That a name answers proves nothing here.", advice = "Try again, or ask another resolver with --server.",
   },
   ["selectors-wildcard-key"] = {
      severity = "warning", rank = 4, fields = { "key" }, reference = "RFC 4592 3.3.1", fix = "console.advice",
      text = "{subject} holds a key ({key}), so that one key is valid under every selector.",
      why = "The key cannot be withdrawn by its selector, and a rotation leaves the old one in force.",
      advice = "Publish the key under the selectors in use and remove the wildcard, or give it the value \"v=DKIM1; "
         .. "p=\".",
   },
}, { needs = { "domain", "domainkey", "easy_dkim", "identities", "selectors", "ses", "spf_tree" } })
