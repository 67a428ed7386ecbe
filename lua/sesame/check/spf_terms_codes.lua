-- SPDX-License-Identifier: MIT
-- What check.spf_terms can find: terms that are legal but wasted, harmful or not what was meant.
local causes = require "sesame.check.causes"
local finding = require "sesame.finding"

return finding.declare("spf-terms", {
   ["spf-no-all"] = {
      rank = 4, follows = { "spf-syntax", "spf-syntax-split" },
      severity = "warning", fields = {}, reference = "RFC 7208 4.7",
      text = "The SPF record of {subject} ends without \"all\" or \"redirect=\".",
      why = "Whoever is not named gets \"neutral\", as if there were no record.",
      advice = "Add ~all at the end, or -all once nothing legitimate is left out.", fix = "spf.end",
   },
   ["spf-neutral-all"] = {
      severity = "warning", rank = 4, fields = {}, reference = "RFC 7208 5.1",
      text = "The SPF record of {subject} ends in \"?all\".",
      why = "Whoever is not named gets \"neutral\", as if there were no record.",
      advice = "Use ~all, or -all once nothing legitimate is left out.", fix = "spf.end",
   },
   ["spf-terms-after-all"] = {
      rank = 2, reveals = causes.spf_record,
      severity = "warning", fields = { "terms" }, reference = "RFC 7208 5.1",
      text = "What stands behind \"all\" in the SPF record of {subject} never counts: {terms}.",
      why = "\"all\" matches everybody, so receivers stop there. Mail from those services is not authorised.",
      advice = "Move \"all\" to the end, or remove what stands behind it.", fix = "spf.order",
   },
   ["spf-terms-unreachable"] = {
      rank = 5, follows = { "spf-anyone-through" },
      severity = "warning", fields = { "terms", "term" }, reference = "RFC 7208 4.6.2", fix = "spf.close",
      text = "{terms} in the SPF record of {subject} is never reached: {term} matches everybody.",
      why = "The first term that matches decides.", advice = "Mend {term} first.",
   },
   ["spf-redirect-ignored"] = {
      reveals = causes.spf_record,
      severity = "notice", fields = { "term", "lookups", "bound" }, reference = "RFC 7208 6.1", fix = "spf.redirect",
      text = "{term} in the SPF record of {subject} is ignored, since the record has an \"all\".",
      why = "redirect counts only where no \"all\" stands. The policy it names does not apply. pyspf and Mail::SPF "
         .. "charge a lookup for it all the same: {bound}{lookups} of 10.",
      advice = "Remove \"all\" if the other record is meant, or remove redirect.",
   },
   ["spf-ptr"] = {
      severity = "warning", rank = 5, fields = { "term" }, reference = "RFC 7208 5.5", fix = "spf.drop",
      text = "The SPF record of {subject} uses {term}.",
      why = "It is slow, burdens the reverse zones of others, and some receivers skip it; it should not be published.",
      advice = "Name the hosts with ip4:, ip6: or a:.",
   },
   ["spf-macro-p"] = {
      severity = "warning", rank = 5, fields = { "term" }, reference = "RFC 7208 7.3", fix = "spf.drop",
      text = "The SPF record of {subject} uses the macro \"p\" in {term}.",
      why = "It costs the same as ptr, may count as one lookup more, and should not be published.",
      advice = "Name the hosts with ip4:, ip6: or a:.",
   },
   ["spf-duplicate-term"] = {
      severity = "notice", fields = { "term" }, reference = "RFC 7208 4.6.2",
      text = "{term} stands twice in the SPF record of {subject}.",
      why = "The second one never matches anything the first did not.", advice = "Remove the second one.",
      fix = "spf.deduplicate",
   },
   ["spf-duplicate-lookup"] = {
      severity = "warning", rank = 3, fields = { "term", "lookups", "bound" }, reference = "RFC 7208 4.6.4",
      text = "{term} stands twice in the SPF record of {subject}; the second one costs {bound}another {lookups} of the "
         .. "10 lookups.",
      why = "The limit counts terms, not questions: no receiver gives a discount for repetition.",
      advice = "Remove the second one.", fix = "spf.deduplicate",
   },
   ["spf-same-policy-twice"] = {
      severity = "warning", rank = 3, fields = { "first", "second", "lookups", "bound" }, reference = "RFC 7208 4.6.4",
      text = "{second} in the SPF record of {subject} leads to the same policy as {first}.",
      why = "Whatever it matches, the other has matched; removing it saves {bound}{lookups} of the 10 lookups.",
      advice = "Keep the one the service documents.", fix = "spf.drop",
   },
   ["spf-host-bits"] = {
      severity = "notice", fields = { "term", "network" }, reference = "RFC 7208 5.6",
      text = "{term} in the SPF record of {subject} means the whole of {network}.",
      why = "The bits behind the prefix length are not looked at. Perhaps one host was meant.",
      advice = "Write the network, or leave the length out to mean the one address.",
   },
   ["spf-reserved-range"] = {
      severity = "warning", rank = 5, fields = { "term", "use" }, reference = "RFC 6890", fix = "spf.drop",
      text = "{term} in the SPF record of {subject} names {use}.",
      why = "No mail reaches the world from such an address. Behind a shared one it may let strangers in.",
      advice = "Name the public address that the mail leaves from.",
   },
   ["spf-google-netblocks"] = {
      rank = 3,
      severity = "warning", fields = { "terms" }, reference = "Google Workspace: set up SPF", fix = "spf.google",
      text = "The SPF record of {subject} names Google's blocks one by one: {terms}.",
      why = "Google changes those names without notice (_netblocks3 is gone), and each costs a lookup.",
      advice = "Replace them all by include:_spf.google.com, which costs one.",
   },
   ["spf-amazonses-unused"] = {
      severity = "notice", fields = {}, reference = "Amazon SES developer guide, custom MAIL FROM domain",
      fix = "spf.drop",
      text = "The SPF record of {subject} includes amazonses.com, which SES mail never asks for here.",
      why = "Mail from SES carries a MAIL FROM below amazonses.com or the custom MAIL FROM name, which is always "
         .. "another name than this one. The include costs one lookup.",
      advice = "It can go if nothing else of yours sends from Amazon's addresses with this domain in its envelope; the "
         .. "custom MAIL FROM name needs it, not this one.",
   },
   ["spf-amazon-workmail"] = {
      severity = "notice", fields = { "host" }, reference = "Amazon WorkMail administrator guide",
      text = "The SPF record of {subject} includes amazonses.com, and its mail goes to {host}.",
      why = "Amazon WorkMail is set up like this and needs the include; mail from SES itself does not.",
   },
   ["spf-null-mx-senders"] = {
      severity = "warning", rank = 3, fields = {}, reference = "RFC 7505 4.2", fix = "spf.silent",
      text = "{subject} takes no mail (null MX), but its SPF record lets hosts send in its name.",
      why = "Bounces have nowhere to go, and receivers may refuse mail whose sender cannot be answered.",
      advice = "If mail is sent with this domain, give it an MX that takes the bounces; if none is, let its SPF record "
         .. "pass nobody.",
   },
}, { needs = { "mail_from", "mx", "spf", "spf_tree" }, reveals = causes.spf_mended })
