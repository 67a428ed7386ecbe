-- SPDX-License-Identifier: MIT
-- Check of what the terms of an SPF record name: targets that are no domain, mail addresses in place of one, IPv4
-- addresses written as IPv6. It must not look anything up; a target that breaks the policy is check/spf_tree's.
local addrset = require "sesame.addrset"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local spf = require "sesame.spf"

local check = { name = "spf-targets" }

check.findings = finding.declare("spf-targets", {
   ["spf-target-unusable"] = {
      severity = "warning", rank = 5, fields = { "term", "reason" }, reference = "RFC 7208 4.3 and 4.8",
      text = "What {term} in the SPF record of {subject} names can be no domain: {reason}.",
      why = "ptr with such a name is an error to some receivers and matches nobody for the others; exp gives no "
         .. "explanation.",
      advice = "Correct the name, or remove the term.", unfixable = "which name is meant is yours to say",
   },
   ["spf-target-address"] = {
      severity = "warning", rank = 2, fields = { "term", "domain" }, reference = "RFC 7208 7.1",
      text = "{term} in the SPF record of {subject} holds a mail address where a domain belongs.",
      why = "\"@\" is read as a letter of the name, and no such name is there: include and redirect end in permerror, "
         .. "other terms match nobody.",
      advice = "Write the domain alone ({domain}), if that is what is meant.",
      unfixable = "whose policy is meant is yours to say",
   },
   ["spf-ip6-mapped"] = {
      severity = "warning", rank = 2, fields = { "term", "meant" }, reference = "RFC 7208 5",
      text = "{term} in the SPF record of {subject} never matches: it is an IPv4 address written as IPv6.",
      why = "Receivers take a sender with such an address for the IPv4 address that it is, and compare that with ip4 "
         .. "only.",
      advice = "Write {meant}, if that is to be allowed to send.",
      unfixable = "it would let senders pass that do not today, which is yours to decide",
   },
   ["spf-ip6-mapped-wide"] = {
      severity = "warning", rank = 5, fields = { "term" }, reference = "RFC 7208 5",
      text = "{term} in the SPF record of {subject} never matches: it is a large range of IPv4 addresses written as "
         .. "IPv6.",
      why = "Receivers take a sender with such an address for the IPv4 address that it is, and compare that with ip4 "
         .. "only.",
      advice = "Name the networks that send with ip4:, or remove it.",
      unfixable = "which addresses are meant is yours to say",
   },
}, { needs = { "spf" } })

local SHOWN_MAX <const> = 10 -- of one record; more say nothing new
local LABEL_MAX <const> = 63 -- octets, RFC 1035 2.3.4
local MAPPED_BITS <const> = 96 -- the bits before the IPv4 address, RFC 4291 2.5.5.2
local NARROW <const> = 104 -- from here on an IPv4 network of at most /8, which somebody may mean

local mapped

-- Whether the address of TERM lies among those that stand for IPv4 addresses.
local function is_mapped(term)
   if term.kind ~= "ip6" or not term.address or term.prefix6 < MAPPED_BITS then return false end
   mapped = mapped or addrset.new { "::ffff:0:0/96" }
   return (addrset.new { ("%s/%d"):format(term.address, term.prefix6) } - mapped):is_empty()
end

-- The term that says with ip4 what TERM was to say.
local function as_ip4(term)
   local address, bits = term.address:match("([%d.]+)$"), term.prefix6 - MAPPED_BITS
   local qualifier = term.text:match("^[+?~-]") or ""
   return ("%sip4:%s%s"):format(qualifier, address, bits < 32 and "/" .. bits or "")
end

local function mapped_address(term, say)
   if not is_mapped(term) then return end
   if term.prefix6 >= NARROW then say("spf-ip6-mapped", term, { meant = as_ip4(term) })
   else say("spf-ip6-mapped-wide", term, {}) end
end

-- Terms whose unusable target the tree does not tell of.
local UNTOLD = { ptr = true, exp = true }

-- Why NAME, in which "x" stands for each macro, can be no domain; nil where it can.
local function fault_of(name)
   for label in name:gmatch("[^.]+") do
      if #label > LABEL_MAX then return ("a label of %d octets, of which %d is the most"):format(#label, LABEL_MAX) end
   end
end

local TARGETS = { a = true, mx = true, ptr = true, exists = true, include = true, redirect = true, exp = true }

local function target(term, say)
   if not TARGETS[term.kind] or not term.value or not term.valid then return end
   local name = term.value:gsub("%%%b{}", "x"):gsub("%%[%%_-]", "x")
   local domain = name:match("@([^@]*)$")
   if domain and term.macros == "" then
      say("spf-target-address", term, { domain = domain })
   end
   local reason = UNTOLD[term.kind] and fault_of(name)
   if reason then say("spf-target-unusable", term, { reason = reason }) end
end

--- Findings of RECORD (spf.parse of TEXT), which stands at NAME, through ADD(code, detail).
function check.judge(name, text, record, add)
   local count = 0
   local function say(code, term, fields)
      count = count + 1
      if count > SHOWN_MAX then return end
      fields.term = term.text
      add(code, {
         subject = name, type = "TXT", fields = fields,
         evidence = { evidence.record(name, "TXT", text, term.range[1], term.range[2]) },
      })
   end
   for _, term in ipairs(record.terms) do
      mapped_address(term, say)
      target(term, say)
   end
end

--- Findings of MODELS.spf through ADD(code, detail).
function check.run(models, add)
   local model = models.spf
   if model.known ~= "present" or #model.records ~= 1 then return end
   local record = spf.parse(model.records[1])
   if record then check.judge(model.name, model.records[1], record, add) end
end

return check
