-- SPDX-License-Identifier: MIT
-- Check of Easy DKIM identities of Amazon SES: for each of the three records what is wrong and the record to publish, and
-- what SES will make of the identity. It must not look anything up.
local finding = require "sesame.finding"

local check = { name = "easy-dkim" }

local WEAK_BITS = 2048 -- under this RFC 8301 3.2 asks signers to do better

local AWS = "Amazon SES developer guide, Easy DKIM"

local function declared(severity, text, why, advice, fields)
   return { severity = severity, text = text, why = why, advice = advice, fields = fields or { "token", "region" }, reference = AWS }
end

local SIGNS = "SES finds no CNAME of its own there, so the identity does not verify, and mail leaves without the domain's signature."

check.findings = finding.declare("easy-dkim", {
   ["easy-dkim-verifies"] = declared("ok", "All three Easy DKIM records of {subject} for {region} are right; {keys} of their "
      .. "targets hold a key.", "SES can sign as the domain.", nil, { "region", "keys" }),
   ["easy-dkim-missing"] = declared("error", "The Easy DKIM record {subject} ({region}) is missing.", SIGNS
      .. " Two of three are not enough.", "Publish:"),
   ["easy-dkim-missing-wildcard"] = declared("error", "The Easy DKIM record {subject} ({region}) is missing; what answers there "
      .. "is a wildcard.", SIGNS, "Publish the record; a wildcard steps back where a name exists:"),
   ["easy-dkim-name-doubled"] = declared("error", "The Easy DKIM record of {token} stands at {at}: the domain is there twice.",
      SIGNS .. " The DNS panel appended the domain to a name that already had it.",
      "Remove that record and enter the name relative to the zone, or with a final dot:", { "token", "region", "at" }),
   ["easy-dkim-misplaced"] = declared("error", "The Easy DKIM record of {token} stands at {at}, where SES does not look.", SIGNS,
      "Move it:", { "token", "region", "at" }),
   ["easy-dkim-underscore-refused"] = declared("error", "The Easy DKIM record of {token} stands at {at}, without the underscore.",
      SIGNS .. " Some DNS panels drop or refuse underscores.",
      "Publish it with the underscore; if the provider refuses that, the zone has to move to another:", { "token", "region", "at" }),
   ["easy-dkim-target-doubled"] = declared("error", "The target of {subject} has {tail} appended.",
      SIGNS .. " The DNS panel took the target for a relative name.", "Enter the target with a final dot:",
      { "token", "region", "tail" }),
   ["easy-dkim-wrong-suffix"] = declared("error", "{subject} leads to {found}, not to Amazon SES.", SIGNS,
      "Correct the target:", { "token", "region", "found" }),
   ["easy-dkim-wrong-zone"] = declared("error", "{subject} leads to the DKIM zone of another region: {found}.",
      SIGNS .. " SES names {zone} for this identity.", "Correct the target:", { "token", "region", "found", "zone" }),
   ["easy-dkim-wrong-zone-likely"] = declared("warning", "{subject} leads to {found}, and no key answers there; {region} usually "
      .. "uses {zone}.", "The zone could also be right: replicas and cells use others. SigningHostedZone in `aws sesv2 "
      .. "get-email-identity` says which.", "If SES names no other zone:", { "token", "region", "found", "zone" }),
   ["easy-dkim-swapped"] = declared("error", "{subject} leads to the key of another token: {found}.",
      SIGNS .. " Each token is both the name and the target of its own record.", "Correct the target:",
      { "token", "region", "found" }),
   ["easy-dkim-txt-in-place"] = declared("warning", "{subject} is a TXT record where SES wants a CNAME.",
      "Somebody copied the key by hand, or the DNS provider flattens aliases. A copy breaks when SES rotates the key, and SES "
      .. "may never see the CNAME it waits for.", "Replace it by the CNAME, without flattening:"),
   ["easy-dkim-target-as-text"] = declared("error", "{subject} is a TXT record that holds the CNAME's target as text.", SIGNS,
      "Remove the TXT record and publish a CNAME:"),
   ["easy-dkim-proxied"] = declared("error", "{subject} answers with an address ({found}): a proxy stands in for the CNAME.",
      SIGNS, "Switch the proxy off for this record (\"DNS only\"), or publish it again:", { "token", "region", "found" }),
   ["easy-dkim-proxied-cloudflare"] = declared("error", "{subject} answers with an address of Cloudflare's proxy ({found}).",
      SIGNS, "In Cloudflare's DNS panel set this record to \"DNS only\" (grey cloud):", { "token", "region", "found" }),
   ["easy-dkim-conflict"] = declared("error", "{subject} holds {other} data beside its CNAME.",
      "DNS allows nothing beside a CNAME (RFC 1034 3.6.2): servers answer one or the other, so the signature fails at random.",
      "Remove everything but the CNAME:", { "token", "region", "other" }),
   ["easy-dkim-occluded"] = declared("error", "{subject} is hidden: {at} is delegated away ({type}) to {servers}.",
      "What the zone holds below a delegation is never answered; SES asks the delegated servers.",
      "Publish the record there, or remove the delegation:", { "token", "region", "at", "type", "servers" }),
   ["easy-dkim-stale"] = declared("error", "{subject} is published, but none of the three targets holds a key.",
      "The tokens are those of an identity that was deleted or set up anew. Mail cannot be signed with them.",
      "Take the tokens SES shows today and publish those three records instead."),
   ["easy-dkim-target-unresolved"] = declared("warning", "{subject} is right, but the server cannot follow it to the key.",
      "Receivers behind such a server see no key. The target itself answers.",
      "Ask the DNS provider why it does not follow a CNAME out of its zones."),
   ["easy-dkim-inconsistent"] = declared("error", "The zone's name servers disagree on {subject}: {servers}.",
      "SES and receivers meet one answer or the other; the identity stays pending or fails at random.",
      "Bring every name server to the same zone, with:", { "token", "region", "servers" }),
   ["easy-dkim-denied-parent"] = declared("error", "{subject} is denied (NXDOMAIN), although names below it exist.",
      "A resolver that knows RFC 8020 then denies the keys as well; the DNS provider's software is at fault.",
      "Ask the DNS provider to answer NOERROR for empty non-terminals; a TXT record at that name works around it.", { "region" }),
   ["easy-dkim-revoked"] = declared("error", "The key that {subject} leads to is revoked (empty p=).",
      "Every signature made with it fails.", "Set up Easy DKIM anew in SES."),
   ["easy-dkim-weak-key"] = declared("warning", "The Easy DKIM keys of {subject} ({region}) have {bits} bits.",
      "RFC 8301 3.2 asks for 2048 bits; some receivers count shorter keys as weak.",
      "Let SES change it: aws sesv2 put-email-identity-dkim-signing-attributes --email-identity {subject} --region {region} "
      .. "--signing-attributes-origin AWS_SES --signing-attributes NextSigningKeyLength=RSA_2048_BIT", { "region", "bits" }),
   ["easy-dkim-unknown"] = declared("unknown", "{subject} could not be learnt: {status}.",
      "Whether SES finds the record cannot be said.", "Try again, or ask another resolver with --server.",
      { "token", "region", "status" }),
   ["easy-dkim-bogus"] = declared("unknown", "{subject} fails DNSSEC validation.",
      "With checking disabled the name answers, so the zone's signatures or its DS record are wrong. Nobody who validates sees "
      .. "any record of the zone.", "Correct the DS record at the parent, or sign the zone anew.", { "token", "region" }),
})

local function publish(record)
   return { ("%s. CNAME %s."):format(record.name, record.target) }
end

local function evidence_of(record)
   local list = {}
   for i, text in ipairs(record.found or {}) do
      local rrtype, value = text:match("^(%S+) (.*)$")
      list[i] = { name = record.name, type = rrtype, value = value, range = { 0, #value } }
   end
   return list
end

local function alias_of(record)
   return (record.found[1] or ""):match("^CNAME (.*)$") or ""
end

local function first_value(record)
   return (record.found[1] or ""):match("^%S+ (.*)$") or ""
end

local function server_list(servers)
   local parts = {}
   for i, server in ipairs(servers) do
      if type(server) == "string" then parts[i] = server
      else parts[i] = ("%s has %s"):format(server.host, server.value == "" and "none" or server.value:gsub("\n", ", ")) end
   end
   return table.concat(parts, "; ")
end

-- What each status becomes: its code, and the fields beyond token and region.
local SAY = {
   missing = function(r) return r.wildcard and "easy-dkim-missing-wildcard" or "easy-dkim-missing" end,
   ["name-doubled"] = function(r) return "easy-dkim-name-doubled", { at = r.at } end,
   misplaced = function(r) return "easy-dkim-misplaced", { at = r.at } end,
   ["underscore-refused"] = function(r) return "easy-dkim-underscore-refused", { at = r.at } end,
   ["target-doubled"] = function(r) return "easy-dkim-target-doubled", { tail = r.detail } end,
   ["wrong-suffix"] = function(r) return "easy-dkim-wrong-suffix", { found = alias_of(r) } end,
   ["wrong-zone"] = function(r, model)
      return model.zone_certain and "easy-dkim-wrong-zone" or "easy-dkim-wrong-zone-likely",
         { found = alias_of(r), zone = model.zone }
   end,
   swapped = function(r) return "easy-dkim-swapped", { found = alias_of(r) } end,
   ["txt-in-place"] = function(r)
      return r.detail == "target-as-text" and "easy-dkim-target-as-text" or "easy-dkim-txt-in-place"
   end,
   proxied = function(r)
      return r.detail == "cloudflare" and "easy-dkim-proxied-cloudflare" or "easy-dkim-proxied", { found = first_value(r) }
   end,
   conflict = function(r) return "easy-dkim-conflict", { other = r.detail } end,
   occluded = function(r)
      return "easy-dkim-occluded", { at = r.at, type = r.detail, servers = server_list(r.servers) }
   end,
   stale = function() return "easy-dkim-stale" end,
   ["target-unresolved"] = function() return "easy-dkim-target-unresolved" end,
   inconsistent = function(r) return "easy-dkim-inconsistent", { servers = server_list(r.servers) } end,
   unknown = function(r)
      if r.cause == "dnssec-bogus" then return "easy-dkim-bogus" end
      return "easy-dkim-unknown", { status = r.cause }
   end,
}

local NOTHING_TO_PUBLISH = { stale = true, unknown = true, ["target-unresolved"] = true }

local function say_record(record, model, add)
   local say = SAY[record.status]
   if not say then return end
   local code, fields = say(record, model)
   fields = fields or {}
   fields.token, fields.region = record.token, model.region
   add(code, {
      subject = record.name, type = "CNAME", fields = fields, evidence = evidence_of(record),
      publish = not NOTHING_TO_PUBLISH[record.status] and publish(record) or nil,
   })
end

local function say_identity(model, add)
   for _, record in ipairs(model.records) do
      say_record(record, model, add)
      if record.key == "revoked" then
         add("easy-dkim-revoked", { subject = record.name, type = "TXT", fields = { token = record.token, region = model.region } })
      end
   end
   if model.denied_parent then
      add("easy-dkim-denied-parent", { subject = "_domainkey." .. model.domain, type = "TXT", fields = { region = model.region } })
   end
   if model.bits and model.bits < WEAK_BITS then
      add("easy-dkim-weak-key", { subject = model.domain, type = "TXT", fields = { region = model.region, bits = model.bits } })
   end
   if model.verdict == "verifies" then
      add("easy-dkim-verifies", { subject = model.domain, type = "CNAME", fields = { region = model.region, keys = model.keys } })
   end
end

--- Findings of MODELS.easy_dkim (a list, one model a region; none when no tokens were given) through ADD(code, detail).
function check.run(models, add)
   for _, model in ipairs(models.easy_dkim or {}) do say_identity(model, add) end
end

return check
