-- SPDX-License-Identifier: MIT
-- What several findings follow from, or may bring to light, under one name each: lists of codes. Data; a spec holds
-- them to the declarations.
local causes = {}

--- A selector without a key to be found.
causes.selectors = {
   "selector-conflict", "selector-dangling", "selector-delegated", "selector-label-doubled", "selector-misplaced",
   "selector-missing", "selector-name-doubled", "selector-other-domain", "selector-wildcard",
}

--- A key that receivers cannot use.
causes.keys = {
   "dkim-key-algorithm", "dkim-key-cut", "dkim-key-exponent", "dkim-key-hash", "dkim-key-hostname", "dkim-key-none",
   "dkim-key-halves", "dkim-key-pem", "dkim-key-quoting", "dkim-key-repeated", "dkim-key-revoked", "dkim-key-service",
   "dkim-key-several",
   "dkim-key-short", "dkim-key-syntax", "dkim-key-trailing",
}

--- An Easy DKIM record that keeps SES from verifying the identity, or receivers from the key.
causes.easy_dkim = {
   "easy-dkim-bogus", "easy-dkim-broken-key", "easy-dkim-conflict", "easy-dkim-denied-parent", "easy-dkim-inconsistent",
   "easy-dkim-label-doubled", "easy-dkim-misplaced", "easy-dkim-missing", "easy-dkim-missing-wildcard",
   "easy-dkim-name-doubled", "easy-dkim-no-room", "easy-dkim-none-published", "easy-dkim-occluded",
   "easy-dkim-other-domain", "easy-dkim-proxied", "easy-dkim-proxied-cloudflare", "easy-dkim-revoked",
   "easy-dkim-several-aliases", "easy-dkim-stale", "easy-dkim-swapped", "easy-dkim-target-as-text",
   "easy-dkim-target-doubled", "easy-dkim-target-unresolved", "easy-dkim-txt-copied", "easy-dkim-txt-foreign",
   "easy-dkim-txt-in-place", "easy-dkim-txt-outdated", "easy-dkim-underscore-refused", "easy-dkim-wrong-suffix",
   "easy-dkim-wrong-zone", "easy-dkim-wrong-zone-likely", "easy-dkim-zone-not-asked",
}

--- What could not be learnt of Easy DKIM.
causes.easy_dkim_unlearnt = {
   "easy-dkim-delegated", "easy-dkim-key-unknown", "easy-dkim-unknown", "easy-dkim-zone-unknown",
}

--- A key of the owner's that SES cannot sign with.
causes.byodkim = {
   "ses-byodkim-fails", "ses-byodkim-given-up", "ses-byodkim-not-taken", "ses-byodkim-refused", "ses-byodkim-selector",
}

--- SES does not sign, whatever the records say.
causes.signing = {
   "easy-dkim-failed", "easy-dkim-never-started", "easy-dkim-not-set-up", "easy-dkim-not-started",
   "easy-dkim-window-over", "ses-address-only",
   "ses-override-unsigned", "ses-replica-failed", "ses-signing-disabled", "ses-signing-off",
}

--- A MAIL FROM name whose MX is not what SES wants.
causes.mail_from_mx = {
   "ses-mail-from-alias", "ses-mail-from-also-receives", "ses-mail-from-elsewhere", "ses-mail-from-host-doubled",
   "ses-mail-from-host-preference",
   "ses-mail-from-inconsistent", "ses-mail-from-is-domain", "ses-mail-from-mx-missing", "ses-mail-from-mx-several",
   "ses-mail-from-name-doubled", "ses-mail-from-name-mistaken", "ses-mail-from-not-ses", "ses-mail-from-occluded",
   "ses-mail-from-outside", "ses-mail-from-receives", "ses-mail-from-unknown-region", "ses-mail-from-wrong-region",
   "ses-mail-from-wrong-suffix",
}

--- A MAIL FROM name whose SPF record does not let SES send.
causes.mail_from_spf = {
   "mail-from-spf-missing", "mail-from-spf-several", "ses-mail-from-elsewhere", "ses-mail-from-spf-broken",
   "ses-mail-from-spf-missing",
   "ses-mail-from-spf-partly", "ses-mail-from-spf-without-ses",
}

--- No DMARC record that applies.
causes.no_dmarc = {
   "dmarc-at-apex", "dmarc-dangling", "dmarc-missing", "dmarc-near-miss", "dmarc-policy-missing", "dmarc-several",
   "dmarc-wrong-name",
}

--- What could not be learnt of the ways by which mail from SES passes DMARC.
causes.unlearnt = {
   "dmarc-unknown", "easy-dkim-delegated", "easy-dkim-key-unknown", "easy-dkim-unknown", "easy-dkim-zone-unknown",
   "mail-from-spf-unknown", "mail-from-unknown", "selector-unknown",
}

--- What is said of mail from SES once the records of one region, or of one way to pass, are right.
causes.ses_settled = {
   "easy-dkim-pending-unknown", "easy-dkim-pending-wait", "ses-byodkim-given-up", "ses-byodkim-lost",
   "ses-byodkim-not-taken", "ses-byodkim-pending", "ses-drift-setting", "ses-mail-fails", "ses-mail-held",
   "ses-mail-unaligned", "ses-mail-unknown", "ses-mail-waits", "ses-regions-unknown", "ses-strict-dkim",
   "ses-strict-spf",
}

--- What a DMARC record shows once receivers read it.
causes.dmarc_record = {
   "dmarc-lists", "dmarc-methods-differ", "dmarc-monitoring", "dmarc-no-reports", "dmarc-pct", "dmarc-policy-assumed",
   "dmarc-policy-invalid", "dmarc-policy-missing", "dmarc-reject-spf-only", "dmarc-report-no-mailto",
   "dmarc-report-mailbox-unknown", "dmarc-report-own-mailbox", "dmarc-report-unauthorized",
   "dmarc-report-undeliverable", "dmarc-report-unknown", "dmarc-spf-first", "dmarc-subdomains-open", "dmarc-syntax",
   "dmarc-tag-case", "dmarc-tag-duplicate", "dmarc-tag-misspelt", "dmarc-tag-unknown", "dmarc-testing",
   "dmarc-uri-invalid", "dmarc-value-invalid", "ses-drift-setting", "ses-mail-fails", "ses-mail-waits",
   "ses-strict-dkim", "ses-strict-spf",
}

--- What an SPF record with other terms may show.
causes.spf_mended = { "ses-drift-setting", "ses-mail-waits", "spf-amazonses-unused", "spf-lookups-at-limit" }

--- What an SPF record shows once receivers read it.
causes.spf_record = {
   "spf-amazonses-unused", "spf-anyone", "spf-further-fault", "spf-included-fault", "spf-included-near-miss",
   "spf-included-syntax",
   "spf-lookups-at-limit", "spf-lookups-lower-bound", "spf-lookups-over-limit", "spf-many-addresses",
   "spf-neutral-all", "spf-no-all", "spf-null-mx-senders", "spf-ptr", "spf-redirect-ignored", "ses-drift-setting",
   "ses-mail-waits", "spf-term-void", "spf-terms-after-all", "spf-tree-unknown", "spf-void-idle",
   "spf-void-over-limit", "spf-void-over-limit-family", "spf-void-queries", "spf-void-risk",
}

--- The codes of the lists so named, and of those that are given as lists, in order and each once.
function causes.all(...)
   local out, seen = {}, {}
   local function add(list)
      for _, code in ipairs(list) do
         if not seen[code] then seen[code], out[#out + 1] = true, code end
      end
   end
   for _, named in ipairs { ... } do
      add(type(named) == "table" and named or causes[named])
   end
   table.sort(out)
   return out
end

--- A MAIL FROM name that does not do.
causes.mail_from = causes.all("mail_from_mx", "mail_from_spf")

return causes
