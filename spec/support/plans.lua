-- SPDX-License-Identifier: MIT
-- Plans made by hand, for the specs of formats and of publishing.
local plans = {}

--- TXT texts that tools stumble over: { label, bytes }.
plans.TEXTS = {
   { "long", ("0123456789"):rep(40) },
   { "just", ("a"):rep(255) }, { "over", ("a"):rep(255) .. "b" },
   { "quotes", [["quoted" and 'single' \ back\\slash \" end\]] },
   { "signs", [[v=DMARC1; p=none; 100% ${x} %{y} $${z} %%{w} $$${v} `tick` #no //no /* */ <b>&amp;]] },
   { "inner", [[one " " two]] }, { "semi", [[a\;b]] }, { "space", "  two spaces  " }, { "empty", "" },
   { "digits", [[\123 \200]] }, { "yaml", "- {a: [b]}: !x &y *z | > ? @ ~" },
}

--- Bytes that some formats cannot say.
plans.RAW = { { "raw", "\0\1\t\r\n\27[31m\127\128\255" }, { "utf", "gr\u{fc}\u{df}e \u{1f600}" } }

local RANDOM = 150
local PIECES = {
   '"', "\\", ";", "$", "{", "}", "%", " ", "'", "`", "#", "/", "*", "a", "0",
   "\n", "\255", "\0", ":", "-", "<", '" "', "${", "\\;",
}

--- Everything above, and RANDOM texts out of what makes quoting go wrong, the same in every run.
function plans.texts()
   local list, state = {}, 20261125
   for _, source in ipairs { plans.TEXTS, plans.RAW } do table.move(source, 1, #source, #list + 1, list) end
   local function random(count)
      state = (state * 1103515245 + 12345) % 0x80000000 -- a linear congruential generator, the upper bits
      return (state >> 12) % count + 1
   end
   for i = 1, RANDOM do
      local pieces = {}
      for j = 1, random(12) do pieces[j] = PIECES[random(i % 3 == 0 and #PIECES or 15)] end
      list[#list + 1] = { "r" .. i, table.concat(pieces) }
   end
   return list
end

local function add(changes, name, rrtype, values, more)
   local change = { action = "add", name = name, type = rrtype, ttl = 300, values = values, before = {},
      why = "To be there." }
   for key, value in pairs(more or {}) do change[key] = value end
   changes[#changes + 1] = change
end

--- A plan that adds a TXT for each of TEXTS at LABEL.acme.example.
function plans.of_texts(texts)
   local changes = {}
   for _, pair in ipairs(texts) do add(changes, pair[1] .. ".acme.example", "TXT", { pair[2] }) end
   return { domain = "acme.example", zone = "acme.example", verified = "yes", changes = changes, placeholders = {} }
end

--- "NAME TYPE" -> { bytes } of what a plan's TXT sets hold afterwards.
function plans.texts_after(plan)
   local list = {}
   for _, change in ipairs(plan.changes) do
      local texts = {}
      for i, value in ipairs(change.values) do texts[i] = type(value) == "table" and table.concat(value) or value end
      table.sort(texts)
      if change.type == "TXT" and #texts > 0 then list[change.name .. " TXT"] = texts end
   end
   return list
end

--- A plan with one change of every kind in acme.example: a set changed in part, new sets, an address that an alias
-- replaces, a removal.
function plans.whole()
   local changes = {}
   add(changes, "acme.example", "TXT", { "v=spf1 include:amazonses.com ~all", "site=1" }, {
      action = "replace", before = { "v=spf1 mx ~all", "site=1" }, before_ttl = 3600, why = "Too many lookups.",
   })
   add(changes, "_dmarc.acme.example", "TXT", { "v=DMARC1; p=none; rua=mailto:d@acme.example" })
   add(changes, "bounce.acme.example", "MX",
      { { preference = 10, exchange = "feedback-smtp.us-east-1.amazonses.com" } })
   add(changes, "t1._domainkey.acme.example", "A", {}, { action = "remove", before = { "104.18.32.7" },
      before_ttl = 120 })
   add(changes, "t1._domainkey.acme.example", "CNAME", { "t1.dkim.amazonses.com" })
   add(changes, "old.acme.example", "TXT", {}, { action = "remove", before = { "v=spf1 -all" }, before_ttl = 60,
      why = "Left over." })
   return {
      domain = "acme.example", zone = "acme.example", verified = "yes", changes = changes, placeholders = {},
      steps = {},
      before = { error = 2, warning = 1 }, after = { error = 0, warning = 0 }, left = {},
   }
end

return plans
