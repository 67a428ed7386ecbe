-- SPDX-License-Identifier: MIT
-- octoDNS's YAML, read by a YAML parser and then as octodns/record/chunked.py reads it: the program itself could not be
-- had here.
local octodns = require "sesame.report.fix_octodns"
local oracles = require "spec.support.oracles"
local plans = require "spec.support.plans"

-- octoDNS checks ASCII and semicolons, takes outer quotes off and '" "' out; ";" is unescaped by the provider.
local READ = [==[
import re, sys, yaml
def data(value):
    value.encode("ascii")
    assert not re.search(r"\w;", value) and not re.search(r"\\\\;", value), value
    if value[:1] == '"': value = value[1:-1]
    value = value.replace('" "', "")
    return re.sub(r"\\(.)", r"\1", value)
for zone in yaml.safe_load_all(open(sys.argv[1])):
    for label, entry in (zone or {}).items():
        for one in entry if isinstance(entry, list) else [entry]:
            name = label + ".acme.example" if label else "acme.example"
            for value in one.get("values") or [one["value"]]:
                if one["type"] == "MX": value = "%d %s" % (value["preference"], value["exchange"])
                text = data(value) if one["type"] == "TXT" else value
                print(name, one["type"], text.encode("ascii").hex())
]==]

local function read(plan)
   if not oracles.python("yaml") then return pending("python3-yaml is not installed") end
   local out, complaint = oracles.run_python(READ, octodns.render(plan))
   assert.equal("", complaint)
   return oracles.records(out)
end

-- What octoDNS has no words for: what is not printable ASCII, the separator of strings, a backslash before ';'.
local function is_unsaid(bytes)
   return bytes:find("[^\32-\126]") or bytes:find('" "', 1, true) or bytes:find("\\;", 1, true)
end

describe("octoDNS's YAML", function()
   it("holds the whole sets, and removals as comments", function()
      assert.equal([[
# Changes for acme.example, by Sesame.
# Verified: an audit of the zone with these changes came out as promised.
# For the file acme.example.yaml; sets not named here stay.
---
'_dmarc':
# To be there.
  - ttl: 300
    type: TXT
    values:
      - 'v=DMARC1\; p=none\; rua=mailto:d@acme.example'
'':
# Too many lookups.
  - ttl: 300
    type: TXT
    values:
      - 'v=spf1 include:amazonses.com ~all'
      - 'site=1'
'bounce':
# To be there.
  - ttl: 300
    type: MX
    values:
      - exchange: 'feedback-smtp.us-east-1.amazonses.com.'
        preference: 10
# 'old':
# Take out the set of this type that stands here:
#   old.acme.example. TXT "v=spf1 -all"
't1._domainkey':
# Take out the set of this type that stands here:
#   t1._domainkey.acme.example. A 104.18.32.7
# To be there.
  - ttl: 300
    type: CNAME
    value: 't1.dkim.amazonses.com.'
]], octodns.render(plans.whole()))
   end)

   it("is what a YAML parser reads", function()
      local found = read(plans.whole())
      assert.same({ "10 feedback-smtp.us-east-1.amazonses.com." }, found["bounce.acme.example MX"])
      assert.same({ "site=1", "v=spf1 include:amazonses.com ~all" }, found["acme.example TXT"])
      assert.same({ "t1.dkim.amazonses.com." }, found["t1._domainkey.acme.example CNAME"])
   end)

   it("holds every TXT to the byte that octoDNS can say, and says which it cannot", function()
      local plan, said = plans.of_texts(plans.texts()), {}
      local yaml = octodns.render(plan)
      for name, list in pairs(plans.texts_after(plan)) do
         local label = name:match("^[^.]+")
         if is_unsaid(list[1]) then
            assert.matches(("# octoDNS cannot say this set; publish it in another way:\n#   %s.acme"):format(label),
               yaml, 1, true)
         else
            said[name] = list
         end
      end
      assert.same(said, read(plan))
   end)
end)
