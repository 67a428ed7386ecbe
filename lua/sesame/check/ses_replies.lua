-- SPDX-License-Identifier: MIT
-- Enhanced status codes with which receivers refuse mail for its authentication, and the findings that explain each. A
-- provider's own meaning comes before the RFC's: 5.7.27 is SPF at Gmail and a null MX in RFC 7505. Data; it must not
-- judge a domain.
local replies = {}

replies.source = "Gmail SMTP errors, Microsoft and Yahoo sender pages, RFC 7372, RFC 7505"
replies.date = "2026-11-23"

local SPF = { "spf-*", "ses-mail-from-*", "mail-from-*" }
local DKIM = { "easy-dkim-*", "ses-byodkim-*", "ses-signing-*", "dkim-*", "selector-*" }
local DMARC = { "dmarc-*" }
local ALIGNED = { "ses-mail-fails", "ses-mail-unaligned", "ses-strict-*", "ses-mail-from-default" }
local DMARC_FAILS = { "ses-mail-fails", "ses-mail-unaligned", "message-dmarc-fail", "easy-dkim-*", "ses-mail-from-*" }
local BOTH = { "spf-*", "ses-mail-from-*", "mail-from-*", "easy-dkim-*", "ses-signing-*", "selector-*" }

-- provider; the code behind its first digit; what is meant; globs of codes, or nil where DNS of the domain cannot show
-- it.
local ROWS = {
   { "gmail", "7.23", "The sending address has no matching PTR record" },
   { "gmail", "7.25", "The sending address has no matching PTR record" },
   { "gmail", "7.26", "Neither SPF nor DKIM passes, or DMARC asks to refuse it", BOTH },
   { "gmail", "7.27", "SPF does not pass", SPF },
   { "gmail", "7.29", "The message came without TLS" },
   { "gmail", "7.30", "DKIM does not pass", DKIM },
   { "gmail", "7.31", "There is no DMARC record, or it has no policy", DMARC },
   { "gmail", "7.32", "From is aligned with neither SPF nor DKIM", ALIGNED },
   { "microsoft", "7.515", "SPF, DKIM and aligned DMARC are wanted of senders of 5,000 a day; one of them fails",
      BOTH },
   { "microsoft", "7.509", "DMARC fails, and the domain's policy asks to refuse it", DMARC_FAILS },
   { "rfc", "7.20", "No DKIM signature passes (RFC 7372)", DKIM },
   { "rfc", "7.21", "No acceptable DKIM signature (RFC 7372)", DKIM },
   { "rfc", "7.22", "No DKIM signature of the author's domain passes (RFC 7372)", DKIM },
   { "rfc", "7.23", "SPF says fail (RFC 7372)", SPF },
   { "rfc", "7.24", "SPF could not be evaluated: temperror or permerror (RFC 7372)", SPF },
   { "rfc", "7.25", "The sending address has no matching PTR record (RFC 7372)" },
   { "rfc", "7.26", "Several checks of authentication fail (RFC 7372)", BOTH },
   { "rfc", "7.27", "The sender's domain takes no mail: it has a null MX (RFC 7505)",
      { "mx-null*", "spf-null-mx-senders" } },
}

local NAMES = { gmail = "Gmail", microsoft = "Microsoft", rfc = "The standard" }

--- What CODE ("5.7.26", "4.7.27"; the first digit is 4 or 5) means, providers first: a list of { provider =
-- "gmail|microsoft|rfc", name, code, text, temporary = whether it may pass later, codes = globs of the findings that
-- explain it, {} where DNS of the domain cannot }. Nil for what is no such code; an empty list for one that is not
-- known. PROVIDER limits the list to its own meaning, else the standard's.
function replies.find(code, provider)
   local class, rest = code:match("^([45])%.(%d+%.%d+)$")
   if not class then return nil end
   local own, list = {}, {}
   for _, row in ipairs(ROWS) do
      if row[2] == rest then
         local entry = {
            provider = row[1], name = NAMES[row[1]], code = class .. "." .. rest, text = row[3],
            temporary = class == "4",
            codes = row[4] or {},
         }
         list[#list + 1] = entry
         if provider and row[1] == provider then own[#own + 1] = entry end
      end
   end
   if not provider then return list end
   if #own > 0 then return own end
   for _, entry in ipairs(list) do
      if entry.provider == "rfc" then own[#own + 1] = entry end
   end
   return own
end

--- What receivers may say in a bounce of mail to which the finding of CODE has happened: "Gmail 5.7.26, 5.7.27;
-- Microsoft 5.7.515", in the order of the table, and the first code of these; nil where nothing is known.
function replies.explained_by(code)
   local parts, of, first, fits = {}, {}, nil, require("sesame.check.codes").fits
   for _, row in ipairs(ROWS) do
      for _, glob in ipairs(row[4] or {}) do
         if fits(glob, code) then
            local name = NAMES[row[1]]
            if not of[name] then of[name], parts[#parts + 1] = {}, name end
            table.insert(of[name], "5." .. row[2])
            first = first or "5." .. row[2]
            break
         end
      end
   end
   for i, name in ipairs(parts) do parts[i] = name .. " " .. table.concat(of[name], ", ") end
   return first and table.concat(parts, "; ") or nil, first
end

return replies
