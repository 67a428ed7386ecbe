-- SPDX-License-Identifier: MIT
-- The findings that explain why a requirement of AWS or of a mailbox provider is not met: globs of codes by id of
-- sesame.ses.requirements. Data; it must not judge.
local DKIM = { "easy-dkim-*", "ses-byodkim-*", "ses-signing-*", "ses-address-only", "ses-override-unsigned" }
local SPF = { "ses-mail-from-*", "mail-from-*" }
local BOTH = { "ses-mail-from-*", "mail-from-*", "easy-dkim-*", "ses-byodkim-*", "ses-signing-*" }
local ALIGNED = { "ses-mail-fails", "ses-mail-unaligned", "ses-mail-refused", "ses-identity-refused",
   "ses-identity-absent", "ses-strict-*", "ses-mail-from-default" }
local POLICY = { "dmarc-*" }

return {
   ["aws-production"] = { "ses-sandbox*", "ses-review-*" },
   ["aws-sending"] = { "ses-sending-paused", "ses-account-*" },
   ["aws-verified"] = DKIM,
   ["aws-dkim"] = DKIM,
   ["aws-mail-from"] = SPF,
   ["aws-dmarc"] = POLICY,
   ["gmail-auth"] = BOTH,
   ["gmail-key"] = DKIM,
   ["gmail-key-2048"] = { "easy-dkim-weak-key" },
   ["gmail-bulk-spf"] = SPF,
   ["gmail-bulk-dkim"] = DKIM,
   ["gmail-bulk-dmarc"] = POLICY,
   ["gmail-bulk-aligned"] = ALIGNED,
   ["yahoo-auth"] = BOTH,
   ["yahoo-exists"] = { "ses-mail-from-wildcard-answers", "domain-*" },
   ["yahoo-bulk-both"] = DKIM,
   ["yahoo-bulk-spf"] = SPF,
   ["yahoo-bulk-dmarc"] = POLICY,
   ["yahoo-bulk-aligned"] = ALIGNED,
   ["microsoft-bulk-spf"] = SPF,
   ["microsoft-bulk-dkim"] = DKIM,
   ["microsoft-bulk-dmarc"] = POLICY,
   ["microsoft-bulk-aligned"] = ALIGNED,
}
