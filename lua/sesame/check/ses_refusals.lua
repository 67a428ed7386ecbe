-- SPDX-License-Identifier: MIT
-- The words with which Amazon SES refuses mail, and a few of receivers: what each means, the findings it belongs to,
-- what to run and to do. Data; findings that quote SES take its words from here. It must not judge a domain.
local refusals = {}

refusals.source = "Amazon SES developer guide (sending errors, SMTP replies), API v1 and v2, Gmail and Microsoft"
refusals.date = "2026-11-29"

local LOOK = "aws sesv2 get-email-identity --email-identity {identity:sh} --region {region:sh} --output json "
   .. "> identity.json"
local CHECK = "sesame check {domain:sh} --ses {region:sh}=identity.json"
local ACCOUNT = "aws sesv2 get-account --region {region:sh} --output json > account.json"
local CHECK_ACCOUNT = "sesame check {domain:sh} --ses {region:sh}=account.json"
local PLAIN = "sesame check {domain:sh}"

local PAUSED = { "ses-sending-paused", "ses-account-shutdown", "ses-account-probation", "ses-identity-paused" }
local SANDBOX = { "ses-sandbox", "ses-sandbox-likely", "ses-review-*" }

-- id; error = its names at the API and over SMTP; said = the words of SES, {region} for what it fills in; fits = lists
-- of fixed parts in lower case, the text has to hold those of one list in their order; means; codes = globs of
-- findings, {} where none shows it; run = commands; advice; temporary = it may pass later. The first that fits counts.
local ROWS = {
   {
      id = "unverified", error = "MessageRejected; 554 Message rejected",
      said = "Email address is not verified. The following identities failed the check in region {region}",
      fits = { { "email address is not verified" }, { "email address not verified" },
         { "identities failed the check in region" } },
      means = "SES takes mail from identities that are verified in the region it is asked in, and from names below "
         .. "them. An account in the sandbox may write to verified addresses only. Those named are what failed: "
         .. "senders, or in the sandbox recipients.",
      codes = { "ses-identity-refused", "ses-identity-absent", "ses-not-verified", "ses-sandbox", "ses-sandbox-likely",
         "easy-dkim-*" },
      run = { LOOK, CHECK, ACCOUNT },
      advice = "Is the one named a sender: verify its domain by Easy DKIM in that very region, or send from the region "
         .. "where it is verified. Is it a recipient: ask for production access there.",
   },
   {
      id = "mail-from", error = "MailFromDomainNotVerified; MailFromDomainNotVerifiedException",
      said = "MAIL FROM domain is not verified",
      fits = { { "mailfromdomainnotverified" }, { "mail from domain", "not verified" } },
      means = "The custom MAIL FROM domain's MX is not what SES wants, or SES has not seen it yet, and the identity is "
         .. "told to reject then (BehaviorOnMxFailure REJECT_MESSAGE).",
      codes = { "ses-mail-refused", "ses-mail-from-*" }, run = { LOOK, CHECK },
      advice = "Mend the MX of the MAIL FROM name; until then let SES fall back (USE_DEFAULT_VALUE).",
   },
   {
      id = "suspended", error = "AccountSuspendedException", said = "Sending suspended for this account",
      fits = { { "accountsuspended" }, { "sending suspended" }, { "ability to send", "permanently restricted" } },
      means = "AWS has stopped the account from sending in that region.", codes = { "ses-account-shutdown" },
      run = { ACCOUNT, CHECK_ACCOUNT }, advice = "Answer in the support case. No record in DNS changes it.",
   },
   {
      id = "set-paused", error = "ConfigurationSetSendingPausedException",
      said = "Email sending is disabled for the configuration set",
      fits = { { "configurationsetsendingpaused" }, { "sending", "disabled for", "configuration set" },
         { "sending paused", "configuration set" } },
      means = "Sending is switched off for the configuration set that the message names, not for the account.",
      codes = {}, run = { "aws sesv2 put-configuration-set-sending-options --configuration-set-name {set:sh} "
         .. "--region {region:sh} --sending-enabled" },
      advice = "Find out who paused it and why, then switch it on; or send with another one.",
   },
   {
      id = "tenant-missing", error = "NotFoundException", said = "NotFoundException: Tenant does not exist",
      fits = { { "notfoundexception", "tenant" } },
      means = "The tenant that the request names is not there in that account and region.", codes = {},
      run = { "aws sesv2 list-tenants --region {region:sh}" }, advice = "Correct its name, or make it there.",
   },
   {
      id = "tenant", error = "MessageRejected; SendingPausedException", said = "Sending is disabled for the tenant",
      fits = { { "sending", "disabled", "tenant" }, { "sending", "paused", "tenant" },
         { "tenant", "sending", "disabled" }, { "tenant", "sending", "paused" }, { "messagerejected", "tenant" } },
      means = "The tenant through which the message was sent may not send, though identity and account may be healthy.",
      codes = { "ses-tenant-*" },
      run = { "aws sesv2 get-tenant --tenant-name {tenant:sh} --region {region:sh} --output json > tenant.json",
         "sesame check {domain:sh} --ses {region:sh}=tenant.json" },
      advice = "Mend what its reputation findings name, then reinstate it. No record in DNS changes it.",
   },
   {
      id = "paused", error = "AccountSendingPausedException; SendingPausedException; 554 Message rejected",
      said = "Sending paused for this account",
      fits = { { "accountsendingpaused" }, { "sendingpaused" }, { "sending paused" }, { "account is paused" },
         { "ability to send", "paused" }, { "sending", "disabled for", "account" } },
      means = "Sending is paused for the whole account in that region, by its owner or by AWS.", codes = PAUSED,
      run = { ACCOUNT, CHECK_ACCOUNT },
      advice = "EnforcementStatus tells who paused it: SHUTDOWN is AWS, and to be answered in the support case; else "
         .. "aws sesv2 put-account-sending-attributes --sending-enabled.",
   },
   {
      id = "set-missing", error = "ConfigurationSetDoesNotExist; ConfigurationSetDoesNotExistException",
      said = "Configuration set does not exist",
      fits = { { "configurationsetdoesnotexist" }, { "configuration set", "does not exist" } },
      means = "The configuration set that the message names (X-SES-CONFIGURATION-SET), or the identity's default one, "
         .. "is not there in that region.", codes = {},
      run = { "aws sesv2 list-configuration-sets --region {region:sh}" },
      advice = "Make it in that region too: sets are regional; or take the name out.",
   },
   {
      id = "exists", error = "AlreadyExistsException", said = "Email identity already exists",
      fits = { { "alreadyexistsexception" }, { "email identity", "already exist" } },
      means = "The identity is there in that account and region.", codes = {}, run = { LOOK, CHECK },
      advice = "Read it as it is. Do not delete it to make it again: its tokens stay the same, and its signatures may "
         .. "then fail although its status is SUCCESS.",
   },
   {
      id = "no-identity", error = "NotFoundException", said = "Email identity does not exist",
      fits = { { "email identity", "does not exist" }, { "notfoundexception", "identity" } },
      means = "There is no such identity in that account and region; the domain may be verified in another one.",
      codes = { "ses-identity-absent" },
      run = { "aws sesv2 list-email-identities --region {region:sh} --output json > list.json",
         "sesame check {domain:sh} --ses {region:sh}=list.json" },
      advice = "Look in the region and the account that the mail is sent from; make it there if that is where it goes.",
   },
   {
      id = "dkim-unverified", error = "InvalidParameterValue", said = "Domain is not verified for DKIM signing",
      fits = { { "not verified for dkim signing" } },
      means = "SES signs only after it has found the Easy DKIM records.", codes = { "easy-dkim-*" },
      run = { LOOK, CHECK }, advice = "Publish the three CNAME records, and wait until SES has seen them.",
   },
   {
      id = "review", error = "ConflictException", said = "ConflictException",
      fits = { { "conflictexception" } },
      means = "AWS is already looking at a request for production access in that region.",
      codes = { "ses-review-pending" }, run = { ACCOUNT, CHECK_ACCOUNT },
      advice = "Wait for its answer in the support case; a second request changes nothing.",
   },
   {
      id = "quota-day", error = "Throttling; LimitExceededException; 454 Throttling failure", temporary = true,
      said = "Daily message quota exceeded", fits = { { "daily message quota exceeded" }, { "daily sending quota" } },
      means = "The account has sent as many messages within 24 hours as it may in that region; 200 is the sandbox's "
         .. "quota.", codes = SANDBOX, run = { ACCOUNT, CHECK_ACCOUNT },
      advice = "Wait, or ask for a higher quota; in the sandbox ask for production access.",
   },
   {
      id = "rate-old-credentials", error = "Throttling; 454 Throttling failure", temporary = true,
      said = "Maximum SigV2 SMTP sending rate exceeded", fits = { { "sigv2", "rate exceeded" } },
      means = "The SMTP credentials are from before 2019, and SES slows those down.", codes = {}, run = {},
      advice = "Make new SMTP credentials, and delete the old ones.",
   },
   {
      id = "rate", error = "Throttling; TooManyRequestsException; 454 Throttling failure", temporary = true,
      said = "Maximum sending rate exceeded",
      fits = { { "maximum sending rate exceeded" }, { "rate exceeded" }, { "toomanyrequests" },
         { "throttling failure" }, { "throttlingexception" }, { "limitexceededexception" } },
      means = "More was asked of SES in a second than the account may in that region; one message a second is the "
         .. "sandbox's rate.", codes = SANDBOX, run = { ACCOUNT, CHECK_ACCOUNT },
      advice = "Send more slowly and try again, each time after a longer wait.",
   },
   {
      id = "not-authorized", error = "AccessDenied; AccessDeniedException; 554 Access denied",
      said = "User is not authorized to perform ses:SendRawEmail",
      fits = { { "not authorized to perform" }, { "accessdenied" }, { "access denied: user" } },
      means = "The IAM policy of the user, or the identity's sending policy, does not allow it. It says nothing of "
         .. "records.", codes = {}, run = { "aws sts get-caller-identity" },
      advice = "Allow the action on the identity's ARN, for the user whose credentials are in use.",
   },
   {
      id = "credentials", error = "535; 530; SignatureDoesNotMatch; InvalidClientTokenId",
      said = "Authentication Credentials Invalid",
      fits = { { "authentication credentials invalid" }, { "530 authentication required" }, { "not subscribed to ses" },
         { "signaturedoesnotmatch" }, { "invalidclienttokenid" }, { "security token", "is invalid" },
         { "expiredtoken" }, { "unrecognizedclient" } },
      means = "SES does not know the credentials. SMTP has a user and a password of its own, made for one region; an "
         .. "AWS access key is not that.", codes = {}, run = { "sesame ses regions {region:sh}" },
      advice = "Make SMTP credentials for the region whose host is asked.",
   },
   {
      id = "address", error = "InvalidParameterValue; 501; 554 Transaction failed", said = "Illegal address",
      fits = { { "illegal address" }, { "missing final '@domain'" }, { "local address contains" },
         { "domain contains illegal character" }, { "domain contains control" }, { "domain starts with dot" },
         { "domain ends with dot" }, { "user name is missing" }, { "invalid mail from address" },
         { "invalid rcpt to address" }, { "non-ascii characters", "address" } },
      means = "An address in the message or its envelope is not written as RFC 5321 wants it.", codes = {}, run = {},
      advice = "Look at From, To, Reply-To and Return-Path. A domain that is not ASCII is to be given in A-labels "
         .. "(xn--); what stands before the @ has to be ASCII.",
   },
   {
      id = "repeated-field", error = "InvalidParameterValue; 554 Transaction failed", said = "Duplicate header",
      fits = { { "duplicate header" } },
      means = "A field that may stand once stands twice in the message, as when the sender signs it before SES does.",
      codes = {}, run = {},
      advice = "Leave out what SES adds itself: Message-ID, Date, Return-Path, and DKIM-Signature where SES signs.",
   },
   {
      id = "too-long", error = "552; InvalidParameterValue", said = "Message is too long",
      fits = { { "message is too long" }, { "message length is more than" } },
      means = "The message is longer than SES takes.", codes = {}, run = {},
      advice = "Put attachments elsewhere and send links.",
   },
   {
      id = "suppressed", error = "a bounce of SES", said = "The address is on the suppression list for your account",
      fits = { { "suppression list for your account" }, { "amazon ses", "suppress" },
         { "suppressed sending to this address" } },
      means = "SES did not try to deliver: the address bounced or complained before.", codes = {},
      run = { "aws sesv2 get-suppressed-destination --email-address {identity:sh} --region {region:sh}" },
      advice = "Take it off the list only if it is known to be right now.",
   },
   {
      id = "no-smtp", error = "the name of the SMTP host does not resolve", said = "email-smtp.{region}.amazonaws.com",
      fits = { { "enotfound", "email-smtp." }, { "email-smtp.", "no such host" }, { "email-smtp.", "not known" },
         { "resolve", "email-smtp." }, { "email-smtp.", "enotfound" }, { "email-smtp.", "nxdomain" } },
      means = "That region has no SMTP interface, or its name is written wrong.", codes = {},
      run = { "sesame ses regions {region:sh}" },
      advice = "Send by the API there, or by SMTP in a region that has it; the identity has to be verified there.",
   },
   {
      id = "for-now", error = "451; 454; 421", said = "Temporary service failure", temporary = true,
      fits = { { "temporary service failure" }, { "temporary authentication failure" },
         { "too many concurrent smtp connections" }, { "timeout waiting for data from client" } },
      means = "SES could not take the message just now.", codes = {}, run = {},
      advice = "Try again, each time after a longer wait; open fewer connections at once.",
   },
   {
      id = "gmail-dmarc", by = "gmail", error = "550 5.7.26", code = "5.7.26",
      said = "Unauthenticated email from DOMAIN is not accepted due to domain's DMARC policy",
      fits = { { "unauthenticated email from", "dmarc policy" } }, run = { PLAIN },
   },
   {
      id = "gmail-unauthenticated", by = "gmail", error = "550 5.7.26", code = "5.7.26",
      said = "This mail has been blocked because the sender is unauthenticated",
      fits = { { "blocked because the sender is unauthenticated" }, { "requires all senders to authenticate" } },
      run = { PLAIN },
   },
   {
      id = "microsoft-level", by = "microsoft", error = "550 5.7.515", code = "5.7.515",
      said = "Access denied, sending domain does not meet the required authentication level",
      fits = { { "does not meet the required authentication level" } }, run = { PLAIN },
   },
   {
      id = "microsoft-dmarc", by = "microsoft", error = "550 5.7.509", code = "5.7.509",
      said = "Access denied, sending domain does not pass DMARC verification and has a DMARC policy of reject",
      fits = { { "does not pass dmarc verification" } }, run = { PLAIN },
   },
   {
      id = "rejected", error = "MessageRejected; 554 Message rejected", said = "554 Message rejected: (other words)",
      fits = { { "messagerejected" }, { "554 message rejected:" } },
      means = "SES took no mail; the words behind it say why, and these are not known here.",
      codes = { "ses-identity-refused", "ses-identity-absent", "ses-sending-paused", "ses-sandbox" },
      run = { ACCOUNT, CHECK_ACCOUNT }, advice = "See whether account and identity may send in that region.",
   },
}

local by_id = {}
for _, row in ipairs(ROWS) do by_id[row.id] = row end

--- All of them, in the order in which they are tried.
function refusals.list() return ROWS end

--- The words of SES in ID's, {region} standing for the region; WHOLE: or their first sentence alone.
function refusals.said(id, whole)
   local said = by_id[id].said
   return whole and said or said:match "^[^.]+"
end

--- The name that the API has for ID's.
function refusals.error(id) return by_id[id].error:match "^[^;]+" end

return refusals
