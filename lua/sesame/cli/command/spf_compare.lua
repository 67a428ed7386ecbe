-- SPDX-License-Identifier: MIT
-- `sesame spf compare A [B]`: the addresses to which two policies say different things.
local asking = require "sesame.cli.asking"
local spf = require "sesame.spf"

local compare = {
   name = "spf compare", summary = "Compare two SPF policies for every address.",
   groups = { "source", "output" }, formats = { "text", "json" },
   example = { "sesame spf compare acme.example 'v=spf1 mx include:amazonses.com ~all' --zone examples/acme.zone "
      .. "--offline" },
}

local STATUS = { equal = 0, different = 1, unprovable = 1 }

function compare.arguments(parser)
   parser:argument("a", "A domain, or a record in quotes.")
   parser:argument("b", "Another; with --zone-before or --zone-after it may be left out: A again."):args("?")
   parser:option("--domain", "Where a record given in quotes would stand (default: the other one's domain).")
      :argname("NAME")
   parser:option("--zone-before", "Master file laid over DNS for A only."):argname("FILE"):count("*")
      :target("zone-before")
   parser:option("--zone-after", "Master file laid over DNS for B only."):argname("FILE"):count("*")
      :target("zone-after")
end

--- What WORD of the command line names: { text, literal } or nil and a message.
function compare.subject(word)
   if spf.is_record(word) then return { text = word, literal = true } end
   local kind, reason = spf.near_miss(word)
   if kind then return nil, ("'%s' is no SPF record: %s"):format(word, reason) end
   local name, message = asking.domain(word)
   if not name then return nil, message .. " (and no SPF record, which begins with v=spf1)" end
   return { text = name }
end

-- GIVEN with MORE zones.
local function with_zones(given, more)
   local own = {}
   for key, value in pairs(given) do own[key] = value end
   own.zone = {}
   for _, list in ipairs { given.zone or {}, more or {} } do table.move(list, 1, #list, #own.zone + 1, own.zone) end
   return own
end

local function subjects_of(given)
   local a, message = compare.subject(given.a)
   if not a then return nil, message end
   if not given.b and #given["zone-before"] + #given["zone-after"] == 0 then
      return nil, "a second policy is missing: a domain, a record in quotes, or --zone-before or --zone-after"
   end
   local b
   b, message = compare.subject(given.b or given.a)
   if not b then return nil, message end
   local domain
   if given.domain then
      domain, message = asking.domain(given.domain)
      if not domain then return nil, "--domain: " .. message end
   end
   if a.literal then a.domain = domain or (not b.literal and b.text) or nil end
   if b.literal then b.domain = domain or (not a.literal and a.text) or nil end
   return a, b
end

local function denote(subject, facts)
   local made, message, code = spf.denote(subject.text, { facts = facts, domain = subject.domain })
   if made then return made end
   if code == "bad-option" then message = message .. ": say --domain NAME" end
   return nil, ("'%s': %s"):format(subject.text, message)
end

local function render(given, out, a, b, result)
   local module = given.format == "json" and "sesame.report.spf_compare_json" or "sesame.report.spf_compare_text"
   return require(module).compare(a, b, result, { verbose = given.verbose, colour = out.colour })
end

local function judge(given, out, subjects, views)
   local a, b, message
   a, message = denote(subjects[1], views[1])
   if not a then return nil, message end
   b, message = denote(subjects[2], views[2])
   if not b then return nil, message end
   local result = spf.compare(a, b)
   out:write(render(given, out, a, b, result))
   return result.code == "unknown" and 3 or STATUS[result.verdict]
end

function compare.run(given, environment)
   given["zone-before"], given["zone-after"] = given["zone-before"] or {}, given["zone-after"] or {}
   local apart = #given["zone-before"] + #given["zone-after"] > 0
   if apart and (given.record or given.replay) then
      return nil, "--zone-before and --zone-after go with neither --record nor --replay"
   end
   local a, b = subjects_of(given)
   if not a then return nil, b end
   local first = apart and with_zones(given, given["zone-before"]) or given
   return asking.run(first, environment, function(session, out)
      if not apart then
         local view = session:view()
         return judge(given, out, { a, b }, { view, view })
      end
      local options = asking.session_options(with_zones(given, given["zone-after"]))
      local other <close>, message = require("sesame.session").open(options)
      if not other then return nil, message end
      return judge(given, out, { a, b }, { session:view(), other:view() })
   end)
end

return compare
