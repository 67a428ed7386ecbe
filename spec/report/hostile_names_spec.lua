-- SPDX-License-Identifier: MIT
-- Names that hold what shells, templates and master files read otherwise, in every format, read back by other programs
-- as exactly the octets they are of; and TXT values through nsupdate's `show`.
local bind = require "sesame.report.fix_bind"
local core = require "sesame.core"
local dnscontrol = require "sesame.report.fix_dnscontrol"
local nsupdate = require "sesame.report.fix_nsupdate"
local octodns = require "sesame.report.fix_octodns"
local oracles = require "spec.support.oracles"
local plans = require "spec.support.plans"
local sets = require "sesame.fix.record_sets"
local terraform = require "sesame.report.fix_terraform"

-- Octets of a label, in lower case.
local LABELS = {
   "a|id", "a;b", "a b", "a$b", "${x}", "%{x}", "$${x}", "%%{x}", "$$${x}", "a@b", "@", "a(b)", 'a"b', "a'b", "''",
   "a`id`b", "a\\b", "a\\", "a.b", "*", "a#b", "#", "- a", "a/b", "//", "/*", "a,b", "a: b", "a<b>", "a&b", "!a",
   "{a}", "[b]", "~", "\0", "\n", "\r\n", "\127", "\255", "\195\188", "$origin", "$include", "null", "true", "1",
   "yes", "a=b", "\\032", "\\\"",
}

local function hex(bytes)
   return (bytes:gsub(".", function(c) return ("%02x"):format(c:byte()) end))
end

-- LABEL.acme.example in presentation form, as all of the library has it.
local function name_of(label)
   local escaped = label:gsub("[^%w]", function(c) return ("\\%03d"):format(c:byte()) end)
   return assert(core.domain.to_ascii(escaped .. ".acme.example"))
end

-- Its octets as the oracles below write them: labels in hexadecimal.
local function octets_of(label)
   return ("%s/%s/%s"):format(hex(label), hex("acme"), hex("example"))
end

-- A TXT and a CNAME of each label, one name apart. EXPECTED: lines "owner TYPE target" that a reader finds again.
local function plan_of(labels)
   local changes, expected = {}, {}
   local function add(name, rrtype, value)
      changes[#changes + 1] = { action = "add", name = name, type = rrtype, ttl = 300, values = { value }, before = {},
         why = "To be there.", zone = "acme.example", codes = {} }
   end
   for i, label in ipairs(labels) do
      add(name_of(label), "TXT", "text " .. i)
      expected[#expected + 1] = octets_of(label) .. " TXT " .. hex("text " .. i)
      add(("alias%d.acme.example"):format(i), "CNAME", name_of(label))
      expected[#expected + 1] = ("%s CNAME %s"):format(octets_of("alias" .. i), octets_of(label))
   end
   table.sort(expected)
   return { domain = "acme.example", zone = "acme.example", verified = "yes", changes = changes, placeholders = {} },
      expected
end

-- Python that turns names into their octets; lines of "NAME", "TYPE", "DATA" in hexadecimal, escapes of base BASE.
local READ = oracles.PYTHON_STRINGS .. [[
import sys
def octets(name, base):
    labels, one, i = [], bytearray(), 0
    while i < len(name):
        if name[i] == "\\" and name[i + 1:i + 4].isdigit():
            one.append(int(name[i + 1:i + 4], base)); i += 4
        elif name[i] == "\\":
            one += name[i + 1].encode("latin-1"); i += 2
        elif name[i] == ".":
            labels.append(bytes(one)); one = bytearray(); i += 1
        else:
            one += name[i].encode("latin-1"); i += 1
    if one: labels.append(bytes(one))
    return "/".join(label.hex() for label in labels)
def tell(name, kind, data, base):
    if kind == "CNAME": data = octets(data, base)
    elif data.startswith('"'): data = strings(data, base).hex()
    else: data = data.encode("latin-1").hex()
    print(octets(name, base), kind, data)
]]

local FROM_HEX = READ .. [[
for line in open(sys.argv[1]):
    name, kind, data = [bytes.fromhex(word).decode("latin-1") for word in line.split()]
    tell(name, kind, data, %s)
]]

-- A zone as named-checkzone and nsupdate write it out: fields between blanks.
local FROM_LINES = READ .. [[
for line in open(sys.argv[1]):
    fields = line.rstrip("\n").split(None, 4)
    if len(fields) == 5 and fields[3] in ("TXT", "CNAME") and not line.startswith(";"):
        tell(fields[0], fields[3], fields[4], 10)
]]

local function sorted(out)
   local lines = {}
   for line in out:gmatch("[^\n]+") do lines[#lines + 1] = line end
   table.sort(lines)
   return lines
end

local function read(program, input)
   local out, complaint = oracles.run_python(program, input)
   assert.equal("", complaint)
   return sorted(out)
end

local function shell(command, input)
   local path = os.tmpname()
   local file <close> = assert(io.open(path, "wb"))
   file:write(input)
   file:close()
   local line = ("PATH=$PATH:/usr/sbin; " .. command):gsub("FILE", path)
   local pipe <close> = assert(io.popen(line))
   local out = pipe:read("a")
   os.remove(path)
   return out
end

local function there(program)
   return (os.execute(("PATH=$PATH:/usr/sbin command -v %s >/dev/null"):format(program))) == true
end

local HEAD = "$ORIGIN acme.example.\n@ 300 IN SOA ns1 hostmaster 1 7200 900 1209600 300\n@ 300 IN NS ns1\nns1 300 IN A "
   .. "192.0.2.1\n"

describe("names that tools stumble over", function()
   local plan, expected = plan_of(LABELS)

   it("are the same in a fragment of a master file", function()
      if not there("named-checkzone") then return pending("named-checkzone is not installed") end
      if not there("python3") then return pending("python3 is not installed") end
      local zone = shell("named-checkzone -k ignore -D -s full -o - acme.example FILE 2>/dev/null", HEAD
         .. bind.render(plan))
      assert.same(expected, read(FROM_LINES, zone))
   end)

   it("are the same in commands of nsupdate", function()
      if not there("nsupdate") then return pending("nsupdate is not installed") end
      if not there("python3") then return pending("python3 is not installed") end
      local told = shell("nsupdate FILE 2>&1", (nsupdate.render(plan):gsub("send\n$", "show\n")))
      assert.same(expected, read(FROM_LINES, told:match("UPDATE SECTION:\n(.*)")))
   end)

   it("are the same in octoDNS's YAML", function()
      if not oracles.python("yaml") then return pending("python3-yaml is not installed") end
      local out, complaint = oracles.run_python(READ .. [==[
import yaml
for zone in yaml.safe_load_all(open(sys.argv[1])):
    for label, entries in zone.items():
        assert isinstance(label, str), label
        for one in entries:
            tell(label + ".acme.example", one["type"], one.get("value") or one["values"][0], 10)
]==], octodns.render(plan))
      assert.equal("", complaint)
      assert.same(expected, sorted(out))
   end)

   it("are the same in DNSControl's JavaScript", function()
      if not oracles.node() then return pending("node is not installed") end
      local out, complaint = oracles.run_node([==[
const hex = (text) => Buffer.from(text, 'latin1').toString('hex');
const stubs = { TTL: () => 0, D_EXTEND: (zone, ...records) => {
  for (const [type, name, data] of records) console.log(hex(name + '.' + zone), hex(type), hex(data));
} };
for (const type of ['TXT', 'CNAME']) stubs[type] = (name, data) => [type, name, data];
require('vm').runInNewContext(require('fs').readFileSync(process.argv[2], 'utf8'), stubs);
]==], dnscontrol.render(plan))
      assert.equal("", complaint)
      assert.same(expected, read(FROM_HEX:gsub("%%s", "10"), out))
   end)

   it("are the same in Terraform's HCL", function()
      if not oracles.node("@cdktf/hcl2json") then
         return pending("@cdktf/hcl2json is not installed (tools/install-node-oracles)")
      end
      for provider, base in pairs { aws = "8", cloudflare = "10" } do
         local out, complaint = oracles.run_node([==[
const { parse } = require('@cdktf/hcl2json');
const hex = (text) => Buffer.from(text.replace(/([$%])\1\{/g, '$1{'), 'latin1').toString('hex');
parse('x.tf', require('fs').readFileSync(process.argv[2], 'utf8')).then((tree) => {
  for (const resources of Object.values(tree.resource)) for (const [one] of Object.values(resources))
    console.log(hex(one.name), hex(one.type), hex(one.records ? one.records[0] : one.content));
});
]==], terraform.render(plan, { provider = provider, zone_id = "z" }))
         assert.equal("", complaint)
         assert.same(expected, read(FROM_HEX:gsub("%%s", base), out))
      end
   end)
end)

describe("commands of nsupdate", function()
   it("hold every TXT to the byte", function()
      if not there("nsupdate") then return pending("nsupdate is not installed") end
      if not there("python3") then return pending("python3 is not installed") end
      local plan, wanted = plans.of_texts(plans.texts()), {}
      for _, set in ipairs(sets.of(plan)) do
         local name = set.name:gsub("[^.]+", hex):gsub("%.", "/")
         wanted[#wanted + 1] = ("%s TXT %s"):format(name, hex(set.after[1].bytes))
      end
      table.sort(wanted)
      local told = shell("nsupdate FILE 2>&1", (nsupdate.render(plan):gsub("send\n$", "show\n")))
      assert.same(wanted, read(FROM_LINES, told:match("UPDATE SECTION:\n(.*)")))
   end)
end)
