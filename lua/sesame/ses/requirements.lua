-- SPDX-License-Identifier: MIT
-- What AWS looks at before it gives production access, and what the large mailbox providers ask of senders. Data:
-- `reads` names the reader of sesame.ses.readiness, none means that DNS cannot show it. What is asked, in words:
-- sesame.check.readiness_words. It must not judge.
return {
   -- AWS: production access. First answer within 24 hours; for each region.
   { id = "aws-production", provider = "aws", audience = "production", reads = "production", rule = "P" },
   { id = "aws-sending", provider = "aws", audience = "production", reads = "sending", rule = "P" },
   { id = "aws-verified", provider = "aws", audience = "production", reads = "verified", rule = "P07" },
   { id = "aws-dkim", provider = "aws", audience = "production", reads = "dkim", rule = "P07" },
   { id = "aws-mail-from", provider = "aws", audience = "production", reads = "mail_from", rule = "P01" },
   { id = "aws-dmarc", provider = "aws", audience = "production", reads = "dmarc", rule = "L" },
   { id = "aws-details", provider = "aws", audience = "production", reads = "described", rule = "P" },
   { id = "aws-bounces", provider = "aws", audience = "production", rule = "P" },

   -- Gmail: every sender, then 5,000 a day and more to personal accounts.
   { id = "gmail-auth", provider = "gmail", audience = "all", reads = "spf_or_dkim", rule = "O01" },
   { id = "gmail-ptr", provider = "gmail", audience = "all", rule = "O01" },
   { id = "gmail-tls", provider = "gmail", audience = "all", rule = "O01" },
   { id = "gmail-spam", provider = "gmail", audience = "all", rule = "O07" },
   { id = "gmail-format", provider = "gmail", audience = "all", rule = "O01" },
   { id = "gmail-key", provider = "gmail", audience = "all", reads = "bits_least", rule = "O04" },
   { id = "gmail-key-2048", provider = "gmail", audience = "all", reads = "bits_good", rule = "O04" },
   { id = "gmail-bulk-spf", provider = "gmail", audience = "bulk", reads = "spf", rule = "O02" },
   { id = "gmail-bulk-dkim", provider = "gmail", audience = "bulk", reads = "dkim", rule = "O02" },
   { id = "gmail-bulk-dmarc", provider = "gmail", audience = "bulk", reads = "dmarc", rule = "O02" },
   { id = "gmail-bulk-aligned", provider = "gmail", audience = "bulk", reads = "aligned", rule = "O02" },
   { id = "gmail-bulk-unsubscribe", provider = "gmail", audience = "bulk", rule = "O02 O12" },

   -- Yahoo.
   { id = "yahoo-auth", provider = "yahoo", audience = "all", reads = "spf_or_dkim", rule = "O08" },
   { id = "yahoo-spam", provider = "yahoo", audience = "all", rule = "O08" },
   { id = "yahoo-ptr", provider = "yahoo", audience = "all", rule = "O08" },
   { id = "yahoo-format", provider = "yahoo", audience = "all", rule = "O08" },
   { id = "yahoo-exists", provider = "yahoo", audience = "all", reads = "exists", rule = "O09" },
   { id = "yahoo-bulk-both", provider = "yahoo", audience = "bulk", reads = "dkim", rule = "O08" },
   { id = "yahoo-bulk-spf", provider = "yahoo", audience = "bulk", reads = "spf", rule = "O08" },
   { id = "yahoo-bulk-dmarc", provider = "yahoo", audience = "bulk", reads = "dmarc", rule = "O08" },
   { id = "yahoo-bulk-aligned", provider = "yahoo", audience = "bulk", reads = "aligned", rule = "O08" },
   { id = "yahoo-bulk-unsubscribe", provider = "yahoo", audience = "bulk", rule = "O08" },

   -- Microsoft: outlook.com, hotmail.com, live.com, msn.com; 5,000 a day and more with the same From domain.
   { id = "microsoft-bulk-spf", provider = "microsoft", audience = "bulk", reads = "spf_own", rule = "O10 O11" },
   { id = "microsoft-bulk-dkim", provider = "microsoft", audience = "bulk", reads = "dkim", rule = "O10" },
   { id = "microsoft-bulk-dmarc", provider = "microsoft", audience = "bulk", reads = "dmarc", rule = "O10" },
   { id = "microsoft-bulk-aligned", provider = "microsoft", audience = "bulk", reads = "aligned", rule = "O10" },
}
