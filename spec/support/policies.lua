-- SPDX-License-Identifier: MIT
-- Five policies of a.test on which flatteners are known to change the meaning: a denied host becomes authorised, a
-- qualifier or a redirect's all is lost, a macro is taken out of its scope. Each with results that must not change, or
-- why it is not to be flattened.
local function record(text) return { TXT = { text } } end

return {
   { what = "a host denied before an include",
      records = { ["a.test"] = record "v=spf1 -ip4:203.0.113.7 include:mktg.test ?include:crm.test ~all",
         ["mktg.test"] = record "v=spf1 ip4:203.0.113.0/26 -all",
         ["crm.test"] = record "v=spf1 ip4:203.0.113.64/26 -all" },
      results = { ["203.0.113.7"] = "fail", ["203.0.113.8"] = "pass", ["203.0.113.70"] = "neutral",
         ["8.8.8.8"] = "softfail" } },
   { what = "a neutral include",
      records = { ["a.test"] = record "v=spf1 ?include:crm.test include:mktg.test -all",
         ["mktg.test"] = record "v=spf1 ip4:203.0.113.0/24 -all",
         ["crm.test"] = record "v=spf1 ip4:203.0.113.50 -all" },
      results = { ["203.0.113.50"] = "neutral", ["203.0.113.51"] = "pass", ["8.8.8.8"] = "fail" } },
   { what = "a redirect with its own all",
      records = { ["a.test"] = record "v=spf1 redirect=_r.a.test",
         ["_r.a.test"] = record "v=spf1 ip4:192.0.2.0/25 -all" },
      results = { ["192.0.2.9"] = "pass", ["192.0.2.129"] = "fail", ["8.8.8.8"] = "fail" } },
   { what = "a host denied inside an include",
      records = { ["a.test"] = record "v=spf1 include:inner.test -all",
         ["inner.test"] = record "v=spf1 ip4:192.0.2.1 -ip4:192.0.2.2 ip4:192.0.2.0/24" },
      results = { ["192.0.2.1"] = "pass", ["192.0.2.2"] = "fail", ["192.0.2.3"] = "pass", ["8.8.8.8"] = "fail" } },
   { what = "a macro that belongs to the included record",
      records = { ["a.test"] = record "v=spf1 include:mac.test -all",
         ["mac.test"] = record "v=spf1 exists:%{i}.%{d} -all" },
      term = "include:mac.test",
      refused = "exists:%%{i}%.%%{d} in the record of mac%.test depends on more than the sender's address" },
}
