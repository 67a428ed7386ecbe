-- SPDX-License-Identifier: MIT
-- sesame.dmarc: DMARC records, discovery, alignment. doc/dmarc.md describes it. What a result means for a domain is the checks' business.
local align = require "sesame.model.dmarc_align"
local policy = require "sesame.model.dmarc_policy"
local record = require "sesame.model.dmarc_record"
local walk = require "sesame.model.dmarc_walk"

local dmarc = {}

local ALIGN_OPTIONS = { facts = true, from = true, spf = true, dkim = true, policy = true }

local function check_facts(options, level)
   if type(options) ~= "table" or not options.facts then
      error("options.facts is missing: what is DNS to be asked through?", level + 1)
   end
end

--- What the record TEXT says, with its faults (doc/dmarc.md has the keys); TEXT need not be valid. nil, message, "too-long".
function dmarc.parse(text)
   return record.parse(text)
end

--- Whether TEXT is a DMARC record: v=DMARC1 first, then a semicolon or the end (RFC 9989 4.8).
function dmarc.is_record(text)
   return record.is_record(text)
end

--- The reason, the range at fault and, where known, what belongs there, of a TEXT that was meant to be a record, but is none.
function dmarc.near_miss(text)
   return record.near_miss(text)
end

--- The tree walk of RFC 9989 4.10 for DOMAIN: queries in order, places, organizational domain. Waits.
function dmarc.walk(domain, options)
   check_facts(options, 2)
   return walk.of(options.facts, domain:lower())
end

--- The policy that applies to mail from DOMAIN, by RFC 9989 and beside it by RFC 7489. Waits.
function dmarc.discover(domain, options)
   check_facts(options, 2)
   return policy.discover(options.facts, domain:lower())
end

--- Whether a message from options.from passes, with options.spf and options.dkim as what authenticated it. Waits.
function dmarc.align(options)
   check_facts(options, 2)
   for name in pairs(options) do
      if not ALIGN_OPTIONS[name] then
         error(("unknown option '%s' (known: dkim, facts, from, policy, spf)"):format(tostring(name)), 2)
      end
   end
   return align.message(options.facts, options)
end

return dmarc
