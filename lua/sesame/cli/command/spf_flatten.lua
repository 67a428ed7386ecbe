-- SPDX-License-Identifier: MIT
-- `sesame spf flatten DOMAIN`: terms written as addresses, with a proof; `--check`: whether a flattened record has
-- drifted.
local asking = require "sesame.cli.asking"
local copy = require "sesame.base.copy"
local fixes = require "sesame.fix"
local spf = require "sesame.spf"
local words = require "sesame.report.spf_flatten_words"

local flatten = {
   name = "spf flatten", summary = "Write SPF terms as addresses, proved to change nothing; check that it stays so.",
   groups = { "source", "output" }, formats = fixes.formats,
   example = {
      "sesame spf flatten acme.example --third-party --zone examples/acme.zone --offline",
      "sesame spf flatten acme.example --check --source 'v=spf1 mx ~all' --zone examples/acme.zone --offline",
   },
}

local STATUS = { flattened = 0, nothing = 0, refused = 1, unknown = 3 }
local DRIFT = { equal = 0, drifted = 1, unprovable = 1 }
local OCTETS = { 200, 4000 } -- of a name and its TXT records: no less holds addresses, no more comes in one answer

function flatten.arguments(parser)
   parser:argument("domain", "The domain.")
   parser:option("--only", "Flatten this term: its text, or the name it leads to."):argname("TERM"):count("*")
   parser:flag("--all", "Flatten every term that can be (default: the fewest that reach the target).")
   parser:flag("--third-party", "Also other organizations' addresses, which they change without telling you.")
      :target("third-party")
   parser:option("--target", "Lookups the result may take (default: 10)."):argname("N")
   parser:option("--octets", "Octets of a name and its TXT records together (default: 450)."):argname("N")
   parser:option("--prefix", "First label of further names, a number follows (default: _spf)."):argname("LABEL")
   parser:option("--source",
      "What the record is made from (default: the TXT at _spf-source.DOMAIN, else the domain's own)."):argname("WHAT")
   parser:flag("--check", "Ask whether the published record still says what its source says.")
end

local function number(given, name, low, high)
   local text = given[name]
   if not text then return nil end
   local value = math.tointeger(tonumber(text))
   if not value or value < low or value > high then
      return nil, ("--%s: '%s' is not a whole number from %d to %d"):format(name, text, low, high)
   end
   return value
end

local function options_of(given)
   local options = {
      only = #given.only > 0 and given.only or nil, all = given.all, third_party = given["third-party"],
      source = given.source,
      prefix = given.prefix,
   }
   local message
   options.target, message = number(given, "target", 0, 100)
   if message then return nil, message end
   options.octets, message = number(given, "octets", OCTETS[1], OCTETS[2])
   if message then return nil, message end
   if options.all and options.only then return nil, "--all and --only exclude each other" end
   if given.prefix and not given.prefix:find("^_?%l[%l%d_-]*$") or #(given.prefix or "") > 60 then
      return nil, ("--prefix: '%s' is not the beginning of a label, such as _spf"):format(given.prefix)
   end
   if given.check and (options.all or options.only or given["third-party"] or given.target or given.octets
      or given.prefix) then
      return nil, "--check only compares: of the others it takes --source alone"
   end
   if given.check and given.format ~= "text" and given.format ~= "json" then
      return nil, ("--format %s: --check knows text and json"):format(given.format)
   end
   return options
end

local function source_of(given)
   if not given.source or spf.is_record(given.source) then return given.source end
   local kind, reason = spf.near_miss(given.source)
   if kind then return nil, ("--source: '%s' is no SPF record: %s"):format(given.source, reason) end
   local name, message = asking.domain(given.source)
   if not name then return nil, "--source: " .. message end
   return name
end

-- What the formats of fixes take.
local function plan_of(made)
   local changes = {}
   for i, change in ipairs(made.changes) do changes[i] = copy.with(change, { why = words.change(change.why) }) end
   return {
      domain = made.domain, verified = #made.changes > 0 and "yes" or "no", changes = changes, placeholders = {},
      steps = {},
      proof = "Proved: every IPv4 and every IPv6 address gets the same SPF result as before.",
   }
end

local function render(given, made)
   if given.format == "text" then return require("sesame.report.spf_flatten_text").flatten(made) end
   if given.format == "json" then return require("sesame.report.spf_flatten_json").flatten(made) end
   if made.verdict == "flattened" then return fixes.render(plan_of(made), given.format, {}) end
   return nil, ("%s: %s"):format(made.domain, words.reason(made.reason))
end

local function check(given, domain, view, out)
   local drift, message, code = spf.drift(domain, { facts = view, source = given.source })
   if not drift and code == "unknown" then
      out:complain("sesame spf flatten: " .. message)
      return 3
   end
   if not drift then return nil, message end
   local report = require(given.format == "json" and "sesame.report.spf_flatten_json"
      or "sesame.report.spf_flatten_text")
   local silent = given.quiet and given.format == "text" and drift.verdict == "equal"
   if not silent then out:write(report.drift(drift, { verbose = given.verbose })) end
   return drift.code == "unknown" and 3 or DRIFT[drift.verdict]
end

function flatten.run(given, environment)
   given.only = given.only or {}
   local domain, message = asking.domain(given.domain)
   if not domain then return nil, message end
   given.source, message = source_of(given)
   if message then return nil, message end
   local options
   options, message = options_of(given)
   if not options then return nil, message end
   return asking.run(given, environment, function(session, out)
      if given.check then return check(given, domain, session:view(), out) end
      options.facts = session:view()
      local made, fault = spf.flatten(domain, options)
      if not made then return nil, fault end
      local text, trouble = render(given, made)
      if text then out:write(text) else out:complain("sesame spf flatten: " .. trouble) end
      return STATUS[made.verdict]
   end)
end

return flatten
