-- SPDX-License-Identifier: MIT
-- What only the keys of all domains of a run together can tell: one key published by several domains, and, on request,
-- primes that two keys share. It must not look anything up.
local dkim = require "sesame.dkim"
local finding = require "sesame.finding"
local system = require("sesame.core").system

local check = { name = "run-keys" }

check.KEYS_MAX = 10000 -- keys of a run that are kept (core/dkim_gcd.h SESAME_GCD_KEYS_MAX)
check.NAMES_MAX = 100  -- names kept of one key
check.SUBJECT = "all domains"

local BITS_MIN, BITS_MAX = 256, 8192 -- of a modulus that is compared (core/dkim_gcd.h SESAME_GCD_OCTETS_MAX)

check.findings = finding.declare("run-keys", {
   ["dkim-shared-factor"] = {
      severity = "error", rank = 4, fields = { "other" }, reference = "RFC 8017 3.2", fix = "console.advice",
      text = "The RSA keys at {subject} and {other} share a prime factor.",
      why = "Anyone can compute both private keys from the two records. Pairs like that come from devices or programs "
         .. "that made them without enough randomness.",
      advice = "Revoke both keys at once, and make new pairs on another machine (sesame dkim generate).",
   },
   ["dkim-key-shared"] = {
      severity = "notice", rank = 4, fields = { "count", "names" }, reference = "RFC 6376 3.1",
      text = "One key is published by {count} domains: {names}.",
      why = "Whoever has the private key can sign for all of them, and a leak is a leak of all.",
      advice = "Where the domains are not run by one and the same owner, give each a pair of its own.",
   },
   ["dkim-factors-none"] = {
      severity = "ok", fields = { "count" }, reference = "RFC 8017 3.2",
      text = "No two of the {count} RSA keys of this run share a prime factor.",
      why = "Keys made without enough randomness give themselves away like that.",
   },
   ["dkim-keys-uncompared"] = {
      severity = "unknown", fields = { "count", "limit" }, reference = "RFC 8017 3.2",
      text = "Of the keys of this run, {count} were not compared with the others; {limit} are the most at a time.",
      why = "Among them there may be keys that share a prime factor.", advice = "Audit fewer domains at once.",
   },
   ["dkim-factors-unknown"] = {
      severity = "unknown", fields = { "count" }, reference = "RFC 8017 3.2",
      text = "The {count} RSA keys of this run were not compared to the end: Ctrl-C came first.",
      why = "Among them there may be keys that share a prime factor.",
      advice = "Run it again, and let it end: ten thousand keys take about a minute.",
   },
}, { needs = {} })

local Run = {}
Run.__index = Run

--- Keeps the keys of a run's audits. OPTIONS: factors (whether primes are looked for).
function check.new(options)
   return setmetatable({ factors = options.factors == true, prints = {}, list = {}, left = 0 }, Run)
end

-- A key met at NAME of DOMAIN; OWNER is the name that holds the record.
local function add(self, key, domain, name, owner)
   local entry = self.prints[key.fingerprint]
   if not entry then
      if #self.list >= check.KEYS_MAX then
         self.left = self.left + 1
         return
      end
      entry = {
         modulus = self.factors and key.modulus or nil, bits = key.bits, domain = domain, name = name, names = {},
         owners = {},
         domains = {}, count = 0,
      }
      self.prints[key.fingerprint] = entry
      self.list[#self.list + 1] = entry
   end
   if entry.domains[domain] or entry.owners[owner] or #entry.names >= check.NAMES_MAX then return end
   entry.domains[domain], entry.owners[owner], entry.count = true, true, entry.count + 1
   entry.names[entry.count] = name
end

local function take_entry(self, domain, entry)
   for _, key in ipairs(entry.keys or {}) do
      if key.fingerprint then add(self, key, domain, entry.name, entry.chain[#entry.chain] or entry.name) end
   end
end

--- Takes the keys out of AUDIT: those of its selectors and of its Easy DKIM tokens.
function Run:take(audit)
   local models = audit.models or {}
   for _, entry in ipairs(models.selectors or {}) do take_entry(self, audit.domain, entry) end
   for _, identity in ipairs(models.easy_dkim or {}) do
      for _, record in ipairs(identity.records or {}) do
         if record.txt then take_entry(self, audit.domain, record.txt) end
      end
   end
end

-- Keys that gcd can say something about: not those whose modulus is even, which are no RSA keys at all.
local function comparable(list)
   local chosen = {}
   for _, entry in ipairs(list) do
      local modulus = entry.modulus
      if modulus and entry.bits >= BITS_MIN and entry.bits <= BITS_MAX and modulus:byte(-1) % 2 == 1 then
         chosen[#chosen + 1] = entry
      end
   end
   return chosen
end

local function find_factors(self, made)
   local chosen, moduli = comparable(self.list), {}
   for i, entry in ipairs(chosen) do moduli[i] = entry.modulus end
   local partners, fault, code = dkim.shared_factors(moduli, function() return not system.interrupted() end)
   if code == "cancelled" then
      return made("dkim-factors-unknown", { subject = check.SUBJECT, fields = { count = #chosen } })
   end
   assert(partners, fault)
   local any = false
   for i, entry in ipairs(chosen) do
      if partners[i] then
         any = true
         made("dkim-shared-factor", { subject = entry.name, type = "TXT",
            fields = { other = chosen[partners[i]].name } })
      end
   end
   if not any and #chosen > 1 then
      made("dkim-factors-none", { subject = check.SUBJECT, fields = { count = #chosen } })
   end
   if self.left > 0 then
      made("dkim-keys-uncompared", { subject = check.SUBJECT, fields = { count = self.left, limit = check.KEYS_MAX } })
   end
end

--- The findings about the keys taken, unsorted.
function Run:findings()
   local found = {}
   local function made(code, detail) found[#found + 1] = finding.new(check.findings, code, detail) end
   for _, entry in ipairs(self.list) do
      if entry.count > 1 then
         table.sort(entry.names)
         made("dkim-key-shared", { subject = entry.names[1], type = "TXT",
            fields = { count = entry.count, names = entry.names } })
      end
   end
   if self.factors then find_factors(self, made) end
   return found
end

return check
