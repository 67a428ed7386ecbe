-- SPDX-License-Identifier: MIT
-- Domains of mailbox providers, at which anybody may have an address and nobody but the provider may publish records.
-- Not all of them: what is not here is not known to be one. It must not know what an address is used for.
local freemail = {}

local DOMAINS = {
   "aol.com", "fastmail.com", "free.fr", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net",
   "googlemail.com", "hotmail.co.uk",
   "hotmail.com", "hotmail.de", "hotmail.fr", "hotmail.it", "icloud.com", "laposte.net", "libero.it", "live.com",
   "mac.com", "mail.com",
   "mail.ru", "me.com", "msn.com", "naver.com", "orange.fr", "outlook.com", "outlook.de", "outlook.fr", "proton.me",
   "protonmail.com",
   "qq.com", "t-online.de", "tutanota.com", "web.de", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.br",
   "yahoo.de", "yahoo.fr",
   "yandex.com", "yandex.ru", "zoho.com", "126.com", "163.com",
}

local known = {}
for _, domain in ipairs(DOMAINS) do known[domain] = true end

--- Whether DOMAIN (lower case) is one of them.
function freemail.has(domain)
   return known[domain] == true
end

return freemail
