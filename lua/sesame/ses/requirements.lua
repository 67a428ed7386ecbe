-- SPDX-License-Identifier: MIT
-- What AWS looks at before it gives production access, and what the large mailbox providers ask of senders. Data:
-- `reads` names the reader of sesame.ses.readiness, none means that DNS cannot show it; `codes` are the findings that
-- explain a "no". It must not judge.
local DKIM = { "easy-dkim-*", "ses-byodkim-*", "ses-signing-*", "ses-address-only", "ses-override-unsigned" }
local SPF = { "ses-mail-from-*", "mail-from-*" }
local BOTH = { "ses-mail-from-*", "mail-from-*", "easy-dkim-*", "ses-byodkim-*", "ses-signing-*" }
local ALIGNED = { "ses-mail-fails", "ses-mail-unaligned", "ses-mail-refused", "ses-strict-*", "ses-mail-from-default" }
local POLICY = { "dmarc-*" }

return {
   -- AWS: production access. First answer within 24 hours; for each region.
   { id = "aws-production", provider = "aws", audience = "production", reads = "production", rule = "P",
      text = "The account has production access", codes = { "ses-sandbox*", "ses-review-*" },
      note = "In the sandbox SES refuses mail to addresses that are not verified; it does not put mail into spam "
         .. "folders." },
   { id = "aws-sending", provider = "aws", audience = "production", reads = "sending", rule = "P",
      text = "Sending is not paused or stopped", codes = { "ses-sending-paused", "ses-account-*" } },
   { id = "aws-verified", provider = "aws", audience = "production", reads = "verified", rule = "P07",
      text = "The domain is verified", codes = DKIM },
   { id = "aws-dkim", provider = "aws", audience = "production", reads = "dkim", rule = "P07",
      text = "DKIM signs as the domain", codes = DKIM },
   { id = "aws-mail-from", provider = "aws", audience = "production", reads = "mail_from", rule = "P01",
      text = "A custom MAIL FROM name is set up", codes = SPF },
   { id = "aws-dmarc", provider = "aws", audience = "production", reads = "dmarc", rule = "L",
      text = "The domain has a DMARC policy",
      codes = POLICY },
   { id = "aws-details", provider = "aws", audience = "production", reads = "described", rule = "P",
      text = "Mail type and website are given to AWS",
      note = "aws sesv2 put-account-details; read from saved get-account JSON." },
   { id = "aws-bounces", provider = "aws", audience = "production", rule = "P",
      text = "Bounces and complaints are handled, and addresses were collected with consent",
      note = "The reviewers ask for it." },

   -- Gmail: every sender, then 5,000 a day and more to personal accounts.
   { id = "gmail-auth", provider = "gmail", audience = "all", reads = "spf_or_dkim", rule = "O01",
      text = "SPF or DKIM passes", codes = BOTH,
      note = "Since November 2025 Gmail refuses what does not comply, for a time (4.7.x) or for good (5.7.x)." },
   { id = "gmail-ptr", provider = "gmail", audience = "all", rule = "O01",
      text = "Sending addresses have matching forward and reverse DNS",
      note = "They are SES's, or those of your dedicated addresses." },
   { id = "gmail-tls", provider = "gmail", audience = "all", rule = "O01", text = "Mail is sent over TLS",
      note = "SES tries TLS by itself." },
   { id = "gmail-spam", provider = "gmail", audience = "all", rule = "O07",
      text = "Fewer than 0.3% of messages are reported as spam",
      note = "Under 0.1% is wanted; at 0.3% no mitigation is given until seven days below. See Postmaster Tools." },
   { id = "gmail-format", provider = "gmail", audience = "all", rule = "O01", text = "Messages follow RFC 5322" },
   { id = "gmail-key", provider = "gmail", audience = "all", reads = "bits_least", rule = "O04",
      text = "The DKIM key has 1024 bits or more",
      codes = DKIM },
   { id = "gmail-key-2048", provider = "gmail", audience = "all", reads = "bits_good", rule = "O04",
      text = "The DKIM key has 2048 bits (recommended)", codes = { "easy-dkim-weak-key" } },
   { id = "gmail-bulk-spf", provider = "gmail", audience = "bulk", reads = "spf", rule = "O02", text = "SPF passes",
      codes = SPF },
   { id = "gmail-bulk-dkim", provider = "gmail", audience = "bulk", reads = "dkim", rule = "O02", text = "DKIM passes",
      codes = DKIM },
   { id = "gmail-bulk-dmarc", provider = "gmail", audience = "bulk", reads = "dmarc", rule = "O02",
      text = "There is a DMARC policy (p=none will do)",
      codes = POLICY, note = "All names of one organizational domain count together, and a bulk sender stays one." },
   { id = "gmail-bulk-aligned", provider = "gmail", audience = "bulk", reads = "aligned", rule = "O02",
      text = "From is aligned with SPF or DKIM", codes = ALIGNED },
   { id = "gmail-bulk-unsubscribe", provider = "gmail", audience = "bulk", rule = "O02 O12",
      text = "Marketing mail has one-click unsubscribe (RFC 8058) and a link in its body",
      note = "List-Unsubscribe with an https address and List-Unsubscribe-Post, both inside the DKIM signature; mailto "
         .. "alone is not one-click. Acted on within 48 hours." },

   -- Yahoo.
   { id = "yahoo-auth", provider = "yahoo", audience = "all", reads = "spf_or_dkim", rule = "O08",
      text = "SPF or DKIM passes", codes = BOTH },
   { id = "yahoo-spam", provider = "yahoo", audience = "all", rule = "O08",
      text = "Fewer than 0.3% of messages are reported as spam" },
   { id = "yahoo-ptr", provider = "yahoo", audience = "all", rule = "O08",
      text = "Sending addresses have matching forward and reverse DNS" },
   { id = "yahoo-format", provider = "yahoo", audience = "all", rule = "O08",
      text = "Messages follow RFC 5321 and 5322" },
   { id = "yahoo-exists", provider = "yahoo", audience = "all", reads = "exists", rule = "O09",
      text = "From and MAIL FROM domains exist by themselves", codes = { "ses-mail-from-wildcard-answers", "domain-*" },
      note = "Yahoo asks for their SOA; a name that only a wildcard answers for may fail." },
   { id = "yahoo-bulk-both", provider = "yahoo", audience = "bulk", reads = "dkim", rule = "O08",
      text = "DKIM passes, beside SPF", codes = DKIM },
   { id = "yahoo-bulk-spf", provider = "yahoo", audience = "bulk", reads = "spf", rule = "O08", text = "SPF passes",
      codes = SPF },
   { id = "yahoo-bulk-dmarc", provider = "yahoo", audience = "bulk", reads = "dmarc", rule = "O08",
      text = "There is a DMARC policy (p=none will do)",
      codes = POLICY },
   { id = "yahoo-bulk-aligned", provider = "yahoo", audience = "bulk", reads = "aligned", rule = "O08",
      text = "DMARC passes (relaxed alignment will do)", codes = ALIGNED },
   { id = "yahoo-bulk-unsubscribe", provider = "yahoo", audience = "bulk", rule = "O08",
      text = "Marketing mail has List-Unsubscribe, acted on within two days",
      note = "One-click is highly recommended; mailto is accepted." },

   -- Microsoft: outlook.com, hotmail.com, live.com, msn.com; 5,000 a day and more with the same From domain.
   { id = "microsoft-bulk-spf", provider = "microsoft", audience = "bulk", reads = "spf_own", rule = "O10 O11",
      text = "SPF passes for the sender's own domain", codes = SPF,
      note = "Without a custom MAIL FROM name SPF passes for amazonses.com only; read strictly, that does not count." },
   { id = "microsoft-bulk-dkim", provider = "microsoft", audience = "bulk", reads = "dkim", rule = "O10",
      text = "DKIM passes", codes = DKIM },
   { id = "microsoft-bulk-dmarc", provider = "microsoft", audience = "bulk", reads = "dmarc", rule = "O10",
      text = "There is a DMARC policy (p=none will do)", codes = POLICY },
   { id = "microsoft-bulk-aligned", provider = "microsoft", audience = "bulk", reads = "aligned", rule = "O10",
      text = "From is aligned with SPF or DKIM", codes = ALIGNED,
      note = "What fails is refused with 550 5.7.515 since May 2025." },
}
