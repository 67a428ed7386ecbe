-- SPDX-License-Identifier: MIT
-- Check of DKIM selectors: is there a key, does the alias lead anywhere, where did a missing one go? What a key says is
-- judged by sesame.check.dkim_keys. It must not look anything up.
local causes = require "sesame.check.causes"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local words = require "sesame.check.dkim_words"
local outline = require "sesame.facts.outline"
local records = require "sesame.base.records"

local check = { name = "selectors" }

local FAILS = "Every signature made with this selector fails."

check.findings = finding.declare("selectors", {
   ["selector-present"] = {
      severity = "ok", fields = { "key" }, reference = "RFC 6376 3.6.2.1",
      text = "{subject} holds a key: {key}.", why = "Receivers find it there and can use it.",
   },
   ["selector-missing"] = {
      rank = 2, follows = { "empty-non-terminal-denied" },
      severity = "error", fields = { "status" }, reference = "RFC 6376 6.1.2", fix = "console.advice",
      text = "There is no key at {subject} ({status}).", why = FAILS,
      advice = "Publish the record that the signing service gave you for this selector, or stop signing with it.",
   },
   ["selector-wildcard"] = {
      rank = 2, follows = { "selectors-wildcard" },
      severity = "error", fields = { "owner" }, reference = "RFC 4592 3.3.1", fix = "console.advice",
      text = "There is no key at {subject}: {owner} answers in its place, and not with a key.", why = FAILS,
      advice = "Publish the record of this selector under its own name; a wildcard gives way to it.",
   },
   ["selector-name-doubled"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "at" }, reference = "RFC 1034 3.6.1", fix = "dkim.move",
      text = "The key of {subject} was published at {at}: the domain stands there twice.", why = FAILS,
      advice = "Most DNS consoles add the domain by themselves: enter the name without it, or with a dot at its end.",
   },
   ["selector-label-doubled"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "at" }, reference = "RFC 6376 3.6.2.1", fix = "dkim.move",
      text = "The key of {subject} was published at {at}: _domainkey stands there twice.", why = FAILS,
      advice = "Publish the same record at {subject}; where the console adds _domainkey by itself, leave it out.",
   },
   ["selector-misplaced"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "at" }, reference = "RFC 6376 3.6.2.1", fix = "dkim.move",
      text = "The key of {subject} was published at {at}, where no receiver looks.", why = FAILS,
      advice = "Publish the same record at {subject}.",
   },
   ["selector-delegated"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "parent", "type", "hosts" }, reference = "RFC 1034 4.2.1", fix = "console.advice",
      text = "There is no key at {subject}, and {parent} has {type} records ({hosts}), which hide what the domain's "
         .. "own zone holds below.",
      why = FAILS .. " Receivers are sent to those servers, whatever the zone of the domain holds.",
      advice = "Publish the key on the servers named, or remove the {type} records at {parent}.",
   },
   ["selector-dangling"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "target", "status" }, reference = "RFC 6376 3.6.2.1", fix = "dkim.remove-alias",
      text = "{subject} is an alias for {target}, where there is no key ({status}).",
      why = FAILS .. " Whoever comes to control the target can sign as the domain.",
      advice = "Copy the target anew from the signing service; remove the alias if the service is no longer used.",
   },
   ["selector-idle"] = {
      severity = "notice", fields = { "target", "twin" }, reference = "RFC 6376 3.1",
      text = "{subject} is idle: it is an alias for {target}, where there is no key now; {twin} has one.",
      why = "Microsoft 365 signs with one of its two selectors, and publishes the key of the other when it changes "
         .. "over.",
   },
   ["selectors-not-enabled"] = {
      rank = 3, reveals = causes.keys,
      severity = "warning", fields = { "twin", "tenant", "domain" }, reference = "RFC 6376 3.6.2.1",
      fix = "console.advice",
      text = "Neither {subject} nor {twin} leads to a key: DKIM of Microsoft 365 is not enabled for {domain} "
         .. "({tenant}).",
      why = "The aliases are in place, but Microsoft 365 has made no key: its mail leaves without the domain's "
         .. "signature, and DMARC rests on SPF alone.",
      advice = "Enable DKIM for {domain} in the Microsoft 365 Defender portal (Email authentication settings, DKIM), "
         .. "or in Exchange Online PowerShell: Set-DkimSigningConfig -Identity {domain} -Enabled $true. If the domain "
         .. "no longer sends through it, remove both aliases.",
   },
   ["selector-conflict"] = {
      rank = 2, reveals = causes.keys,
      severity = "error", fields = { "target" }, reference = "RFC 1034 3.6.2", fix = "dkim.conflict",
      text = "{subject} has a TXT record and beside it an alias for {target}; a name with an alias can have nothing "
         .. "else.",
      why = "Some receivers see the one, some the other, and some name servers refuse to load the zone.",
      advice = "Keep the alias if the signing service gave you one, else the TXT record.",
   },
   ["selector-unknown"] = {
      severity = "unknown", rank = 2, fields = { "status", "server" }, reference = "RFC 6376 6.1.2",
      text = "Whether there is a key at {subject} could not be learnt: {status} (asked: {server}).",
      why = "A receiver that meets the same may put the mail off.",
      advice = "Try again, or ask another resolver with --server.",
   },
   ["selector-alias-unknown"] = {
      severity = "unknown", rank = 2, fields = { "status", "key" }, reference = "RFC 1034 3.6.2",
      text = "Whether an alias stands beside the key at {subject} ({key}) could not be learnt: {status}.",
      why = "A name with an alias can have nothing else: some receivers would not see the key.",
      advice = "Try again, or ask another resolver with --server.",
   },
   ["selector-bogus"] = {
      rank = 2, follows = { "domain-dnssec-bogus" },
      severity = "unknown", fields = { "server" }, reference = "RFC 4035 5.5",
      text = "{subject} fails DNSSEC validation (asked: {server}).",
      why = "Receivers that validate see no record of this zone: not this key, and nothing else.",
      advice = "Mend the chain of trust: compare the DS record at the parent with the keys of the zone, and look for "
         .. "expired signatures.",
   },
   ["selectors-none"] = {
      severity = "notice", fields = { "count" }, reference = "RFC 6376 3.1",
      text = "None of the {count} selectors asked for has a key below {subject}.",
      why = "They are those that known services give their customers, or of a list. Others can be in use: a selector "
         .. "can have any name, and those of Amazon SES cannot be guessed.",
   },
   ["selectors-unknown"] = {
      severity = "unknown", rank = 2, fields = { "count", "names", "status" }, reference = "RFC 6376 6.1.2",
      text = "Of the selectors asked for, {count} could not be learnt ({status}): {names}.",
      why = "There may be keys or not.", advice = "Try again, or ask another resolver with --server.",
   },
   ["selectors-wildcard"] = {
      severity = "notice", fields = {}, reference = "RFC 4592 3.3.1",
      text = "{subject} answers for every selector.",
      why = "That a name answers proves nothing here: only answers that differ from the wildcard's are taken for keys.",
   },
   ["selectors-wildcard-unknown"] = {
      severity = "unknown", rank = 4, fields = { "name", "status" }, reference = "RFC 4592 3.3.1",
      text = "Every selector below {subject} gets an answer; whose wildcard that is could not be learnt: {name}: "
         .. "{status}.",
      why = "That a name answers proves nothing here.", advice = "Try again, or ask another resolver with --server.",
   },
   ["selectors-wildcard-key"] = {
      severity = "warning", rank = 4, fields = { "key" }, reference = "RFC 4592 3.3.1", fix = "console.advice",
      text = "{subject} holds a key ({key}), so that one key is valid under every selector.",
      why = "The key cannot be withdrawn by its selector, and a rotation leaves the old one in force.",
      advice = "Publish the key under the selectors in use and remove the wildcard, or give it the value \"v=DKIM1; "
         .. "p=\".",
   },
}, { needs = { "domainkey", "selectors" } })

-- The code of a key that was published at entry.at.
local function misplaced(entry)
   if entry.at:find("._domainkey._domainkey.", 1, true) then return "selector-label-doubled" end
   local doubled = entry.at:sub(1, #entry.name + 1) == entry.name .. "."
   return doubled and "selector-name-doubled" or "selector-misplaced"
end

local function missing(entry, add)
   local detail = { subject = entry.name, type = "TXT", fields = {} }
   if entry.at then
      detail.fields.at = entry.at
      detail.evidence = { evidence.record(entry.at, entry.at_type, entry.at_value) }
      detail.records = records.one(entry.name, entry.at_type, entry.at_value)
      return add(misplaced(entry), detail)
   elseif entry.delegated then
      local parent = entry.name:match("(_domainkey%..*)$")
      detail.fields = { parent = parent, type = entry.delegated.type, hosts = entry.delegated.hosts }
      return add("selector-delegated", detail)
   end
   detail.fields.status = entry.status == "nxdomain" and "NXDOMAIN" or "NODATA"
   add("selector-missing", detail)
end

local function unlearnt(entry, add)
   local server = evidence.server(entry)
   if entry.bogus then
      return add("selector-bogus", { subject = entry.name, type = "TXT", fields = { server = server } })
   end
   add("selector-unknown", { subject = entry.name, type = "TXT", fields = { status = entry.status, server = server } })
end

-- Whether nothing is to be said of KEY but notices.
local function is_clean(key)
   for _, fault in ipairs(key.faults) do
      if fault.severity ~= "notice" then return false end
   end
   return true
end

-- The aliases on the way to the records of ENTRY, and those.
local function whole(entry)
   local out = evidence.chain(entry.name, entry.chain)
   for _, text in ipairs(entry.records) do out[#out + 1] = evidence.record(entry.owner, "TXT", text) end
   return out
end

local function present(entry, around, add)
   if entry.conflict then
      add("selector-conflict", {
         subject = entry.name, type = "CNAME", fields = { target = entry.conflict },
         evidence = { evidence.record(entry.name, "CNAME", entry.conflict), evidence.record(entry.name, "TXT",
            entry.records[1]) },
      })
   end
   local wild = around.wildcard
   if entry.wildcard and entry.verdict ~= "usable" and wild.open then
      unlearnt({ name = entry.name, status = wild.open.status, server = wild.server }, add)
   elseif entry.wildcard and entry.verdict ~= "usable" then
      add("selector-wildcard", {
         subject = entry.name, type = "TXT", fields = { owner = wild.name }, evidence = whole(wild),
      })
   elseif entry.verdict == "usable" and #entry.keys == 1 and is_clean(entry.keys[1]) then
      local key, beside = words.material(entry.keys[1]), entry.beside
      add(beside and "selector-alias-unknown" or "selector-present", {
         subject = entry.name, type = "TXT", fields = { key = key, status = beside and beside.status },
         evidence = whole(entry),
      })
   end
end

-- The alias of one of Microsoft's pair that leads to no key: nothing is wrong where the other does. Where neither does,
-- or the other could not be learnt, that is said once.
local function microsoft(entry, domain, add)
   local twin = entry.microsoft.twin
   local detail = { subject = entry.name, type = "CNAME", evidence = evidence.chain(entry.name, entry.chain) }
   if entry.microsoft.state == "idle" then
      detail.fields = { target = entry.chain[1], twin = twin.name }
      return add("selector-idle", detail)
   elseif entry.microsoft.again then
      return
   elseif entry.microsoft.state == "open" then
      return unlearnt(twin, add)
   end
   table.move(evidence.chain(twin.name, twin.chain), 1, 1, 2, detail.evidence)
   detail.fields = { twin = twin.name, tenant = entry.microsoft.pair.tenant, domain = domain }
   add("selectors-not-enabled", detail)
end

local function selector(entry, around, add)
   if entry.known == "unknown" then return unlearnt(entry, add) end
   if entry.microsoft then return microsoft(entry, around.name:sub(#"_domainkey." + 1), add) end
   if outline.dangles(entry) then
      return add("selector-dangling", {
         subject = entry.name, type = "CNAME", evidence = evidence.chain(entry.name, entry.chain),
         fields = { target = entry.chain[#entry.chain], status = entry.status == "nxdomain" and "NXDOMAIN"
            or "NODATA" },
      })
   end
   if entry.known == "absent" then return missing(entry, add) end
   present(entry, around, add)
end

local function probed(around, add)
   if around.found == 0 and around.known then
      add("selectors-none", { subject = around.name, type = "TXT", fields = { count = around.probed } })
   elseif not around.known then
      local names = {}
      for i, entry in ipairs(around.open) do names[i] = entry.selector end
      add("selectors-unknown", {
         subject = around.name, type = "TXT", fields = { count = #names, names = names,
            status = around.because.status },
      })
   end
end

local function wildcard(around, add)
   local entry = around.wildcard
   if entry.open then
      return add("selectors-wildcard-unknown", {
         subject = around.name, type = "TXT", fields = { name = entry.open.name, status = entry.open.status },
      })
   end
   local detail = { subject = entry.name, type = "TXT", evidence = whole(entry), fields = {} }
   if entry.verdict == "usable" then
      detail.fields.key = words.material(entry.keys[1])
      add("selectors-wildcard-key", detail)
   elseif around.probed > 0 then
      add("selectors-wildcard", detail)
   end
end

--- Findings of MODELS (selectors, domainkey) through ADD(code, detail).
function check.run(models, add)
   local around = models.domainkey
   if not around then return end
   for _, entry in ipairs(models.selectors) do selector(entry, around, add) end
   if around.probed > 0 then probed(around, add) end
   if around.wildcard then wildcard(around, add) end
end

return check
