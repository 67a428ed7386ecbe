-- SPDX-License-Identifier: MIT
-- What AWS looks at before it gives production access, and what the large mailbox providers ask of senders, in words:
-- by id of sesame.ses.requirements, what is asked and, for some, what there is to know. Words alone; it must not judge.
return {
   ["aws-production"] = {
      text = "The account has production access",
      note = "In the sandbox SES refuses mail to addresses that are not verified; it does not put mail into spam "
         .. "folders.",
   },
   ["aws-sending"] = { text = "Sending is not paused or stopped" },
   ["aws-verified"] = { text = "The domain is verified" },
   ["aws-dkim"] = { text = "DKIM signs as the domain" },
   ["aws-mail-from"] = { text = "A custom MAIL FROM name is set up" },
   ["aws-dmarc"] = { text = "The domain has a DMARC policy" },
   ["aws-details"] = {
      text = "Mail type and website are given to AWS",
      note = "aws sesv2 put-account-details; read from saved get-account JSON.",
   },
   ["aws-bounces"] = {
      text = "Bounces and complaints are handled, and addresses were collected with consent",
      note = "The reviewers ask for it.",
   },
   ["gmail-auth"] = {
      text = "SPF or DKIM passes",
      note = "Since November 2025 Gmail refuses what does not comply, for a time (4.7.x) or for good (5.7.x).",
   },
   ["gmail-ptr"] = {
      text = "Sending addresses have matching forward and reverse DNS",
      note = "They are SES's, or those of your dedicated addresses.",
   },
   ["gmail-tls"] = {
      text = "Mail is sent over TLS",
      note = "SES tries TLS by itself.",
   },
   ["gmail-spam"] = {
      text = "Fewer than 0.3% of messages are reported as spam",
      note = "Under 0.1% is wanted; at 0.3% no mitigation is given until seven days below. See Postmaster Tools.",
   },
   ["gmail-format"] = { text = "Messages follow RFC 5322" },
   ["gmail-key"] = { text = "The DKIM key has 1024 bits or more" },
   ["gmail-key-2048"] = { text = "The DKIM key has 2048 bits (recommended)" },
   ["gmail-bulk-spf"] = { text = "SPF passes" },
   ["gmail-bulk-dkim"] = { text = "DKIM passes" },
   ["gmail-bulk-dmarc"] = {
      text = "There is a DMARC policy (p=none will do)",
      note = "All names of one organizational domain count together, and a bulk sender stays one.",
   },
   ["gmail-bulk-aligned"] = { text = "From is aligned with SPF or DKIM" },
   ["gmail-bulk-unsubscribe"] = {
      text = "Marketing mail has one-click unsubscribe (RFC 8058) and a link in its body",
      note = "List-Unsubscribe with an https address and List-Unsubscribe-Post, both inside the DKIM signature; "
         .. "mailto alone is not one-click. Acted on within 48 hours.",
   },
   ["yahoo-auth"] = { text = "SPF or DKIM passes" },
   ["yahoo-spam"] = { text = "Fewer than 0.3% of messages are reported as spam" },
   ["yahoo-ptr"] = { text = "Sending addresses have matching forward and reverse DNS" },
   ["yahoo-format"] = { text = "Messages follow RFC 5321 and 5322" },
   ["yahoo-exists"] = {
      text = "From and MAIL FROM domains exist by themselves",
      note = "Yahoo asks for their SOA; a name that only a wildcard answers for may fail.",
   },
   ["yahoo-bulk-both"] = { text = "DKIM passes, beside SPF" },
   ["yahoo-bulk-spf"] = { text = "SPF passes" },
   ["yahoo-bulk-dmarc"] = { text = "There is a DMARC policy (p=none will do)" },
   ["yahoo-bulk-aligned"] = { text = "DMARC passes (relaxed alignment will do)" },
   ["yahoo-bulk-unsubscribe"] = {
      text = "Marketing mail has List-Unsubscribe, acted on within two days",
      note = "One-click is highly recommended; mailto is accepted.",
   },
   ["microsoft-bulk-spf"] = {
      text = "SPF passes for the sender's own domain",
      note = "Without a custom MAIL FROM name SPF passes for amazonses.com only; read strictly, that does not count.",
   },
   ["microsoft-bulk-dkim"] = { text = "DKIM passes" },
   ["microsoft-bulk-dmarc"] = { text = "There is a DMARC policy (p=none will do)" },
   ["microsoft-bulk-aligned"] = {
      text = "From is aligned with SPF or DKIM",
      note = "What fails is refused with 550 5.7.515 since May 2025.",
   },
}
