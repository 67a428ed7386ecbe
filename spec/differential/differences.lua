-- SPDX-License-Identifier: MIT
-- Where another implementation differs from us and why we stay: each with the section of RFC 7208 that decides and what
-- it says. A rule is as narrow as what the oracle tells allows. `applies` gets { ours, code, verdict, theirs, text,
-- policies, query, zone, ip6, trace }.

local function has(case, pattern)
   return case.policies:find(pattern) ~= nil
end

-- Whether an mx mechanism matched on our way, or ended it.
local function mx_decided(case)
   if (case.verdict.mechanism or ""):lower():find("^[-+?~]?mx") then return true end
   for _, event in ipairs(case.trace()) do
      if event.outcome == "match" and event.term:lower():find("^[-+?~]?mx") then return true end
   end
   return false
end

-- Whether the client has PTR records; the clients of generate.lua are written 192.0.2.N and 2001:db8::N.
local function has_pointer(case)
   local ip = case.query[1]
   local digit = ip:match("^2001:db8::(%x)$")
   local name = digit and digit .. (".0"):rep(23) .. ".8.b.d.0.1.0.0.2.ip6.arpa"
      or ip:gsub("^(%d+)%.(%d+)%.(%d+)%.(%d+)$", "%4.%3.%2.%1.in-addr.arpa")
   for _, record in ipairs(case.zone.records) do
      if record[1] == name then return true end
   end
   return false
end

return {
   {
      oracle = "python3-spf", name = "an include of the record's own name is an error before anything is evaluated",
      reference = "RFC 7208 4.6.2", says = "mechanisms are evaluated from left to right, and a match ends it",
      applies = function(case)
         return case.theirs == "permerror" and case.text:find("include has trivial recursion", 1, true)
            and case.code ~= "syntax"
      end,
   },
   {
      oracle = "python3-spf", name = "an unknown modifier may not be repeated",
      reference = "RFC 7208 6",
      says = "redirect and exp appear once at most; unrecognized modifiers are ignored, wherever and how often",
      applies = function(case)
         return case.theirs == "permerror" and case.text:find("MUST appear at most once: [%w.-]+=") ~= nil
            and not case.text:lower():find("once: redirect=") and not case.text:lower():find("once: exp=")
            and case.code ~= "syntax"
      end,
   },
   {
      oracle = "python3-spf", name = "modifier names are told apart by case: exp= and EXP= together are no fault",
      reference = "RFC 7208 4.6.1, 6", says = "names are not case-sensitive; exp and redirect must not appear twice",
      applies = function(case)
         return case.code == "syntax" and case.theirs ~= "permerror" and has(case, "EXP=") and has(case, "exp=")
      end,
   },
   {
      oracle = "python3-spf", name = "%{d0} and a delimiter that is none are accepted",
      reference = "RFC 7208 7.1", says = "the DIGIT is not zero (7.3), and the delimiters are . - + , / _ =",
      applies = function(case)
         return case.code == "syntax" and case.theirs ~= "permerror" and (has(case, "%%{d0}") or has(case, "%%{s1r@}"))
      end,
   },
   {
      oracle = "python3-spf", name = "%{p} of later terms is looked up first and counts as void",
      reference = "RFC 7208 4.6.2, 4.8",
      says = "terms are evaluated in order; a domain-spec is expanded when its term is",
      applies = function(case)
         return case.theirs == "permerror" and has(case, "%%{p}") and case.verdict.void_lookups <= 2
            and case.text:find("Void lookup limit", 1, true)
      end,
   },
   {
      name = "a redirect that is not followed counts as a lookup",
      reference = "RFC 7208 4.6.4, 6.1",
      says = "terms that cause queries count; redirect is used only when no mechanism matched",
      applies = function(case)
         return case.theirs == "permerror" and has(case, "redirect=") and case.verdict.lookups <= 10
            and (case.text:find("Too many DNS lookups", 1, true) or case.text:find("DNS-interactive terms limit", 1,
            true)) ~= nil
      end,
   },
   {
      oracle = "Mail::SPF", name = "an ip6 mechanism of prefix length 0 or 1 matches IPv4 clients",
      reference = "RFC 7208 5", says = "an IPv4 client does not match an ip6 mechanism; it is no mapped IPv6 address",
      applies = function(case)
         return not case.ip6 and has(case, "[iI][pP]6:[%x:]+/[01]%f[%s\0]")
      end,
   },
   {
      oracle = "Mail::SPF", name = "the hosts of mx are asked one by one, and a match ends it before a limit is met",
      reference = "RFC 7208 4.6.4",
      says = "more than 10 MX names are a permerror; void lookups and the order of questions are local",
      applies = function(case)
         return (case.code == "void-limit" or case.code == "mx-limit") and case.theirs ~= "permerror"
            and mx_decided(case)
      end,
   },
   {
      oracle = "Mail::SPF", name = "a macro that is none (%{x}, %{d0}) is found only when its term is evaluated",
      reference = "RFC 7208 4.6, 7.1", says = "a syntax error anywhere is a permerror, and nothing is evaluated",
      applies = function(case)
         return case.code == "syntax" and case.theirs ~= "permerror" and (has(case, "%%{[xcz]}") or has(case, "%%{d0}"))
      end,
   },
   {
      oracle = "Mail::SPF", name = "PTR names that cannot match are not looked up, so they are not void",
      reference = "RFC 7208 5.5",
      says = "every PTR name is looked up before any is compared; what is void is a matter of local counting",
      applies = function(case)
         return case.code == "void-limit" and case.theirs ~= "permerror" and has_pointer(case)
            and has(case, "[pP][tT][rR]")
      end,
   },
}
