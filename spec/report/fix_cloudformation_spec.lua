-- SPDX-License-Identifier: MIT
-- CloudFormation templates, held against the resource specification that AWS publishes.
local cjson = require "cjson"
local cloudformation = require "sesame.report.fix_cloudformation"
local oracles = require "spec.support.oracles"
local plans = require "spec.support.plans"

-- Every property known, of its type, and the needed ones there.
local VALIDATE = [[
const { ResourceTypes, PropertyTypes } = require('@aws-cdk/cfnspec').specification();
const template = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
const KIND = 'AWS::Route53::RecordSetGroup';
const complain = (text) => { console.log(text); };
function check(where, value, properties, kind) {
  for (const name of Object.keys(properties))
    if (properties[name].Required && !(name in value)) complain(where + ' lacks ' + name);
  for (const [name, inner] of Object.entries(value)) {
    const rule = properties[name];
    if (!rule) { complain(where + ' has unknown ' + name); continue; }
    if (rule.PrimitiveType === 'String' && typeof inner !== 'string' && !inner.Ref)
      complain(where + '.' + name + ' is no string');
    if (rule.Type === 'List') {
      if (!Array.isArray(inner) || inner.length === 0) { complain(where + '.' + name + ' is no list'); continue; }
      for (const item of inner) {
        if (rule.PrimitiveItemType === 'String') {
          if (typeof item !== 'string') complain(where + '.' + name + ' holds no string');
        } else check(where + '.' + name, item, PropertyTypes[KIND + '.' + rule.ItemType].Properties, kind);
      }
    }
  }
}
const TOP = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Resources'];
for (const key of Object.keys(template)) if (!TOP.includes(key)) complain('unknown section ' + key);
if (Buffer.byteLength(template.Description) > 1024) complain('long description');
for (const [id, resource] of Object.entries(template.Resources)) {
  if (!/^[A-Za-z0-9]+$/.test(id)) complain('bad logical id ' + id);
  if (resource.Type !== KIND) complain('unknown type ' + resource.Type);
  check(id, resource.Properties, ResourceTypes[KIND].Properties, KIND);
  if (!(resource.Properties.HostedZoneId.Ref in template.Parameters)) complain('no parameter');
}
console.log('checked');
]]

local READ = oracles.PYTHON_STRINGS .. [[
import json, sys
for resource in json.load(open(sys.argv[1]))["Resources"].values():
    for set in resource["Properties"]["RecordSets"]:
        if set["Type"] == "TXT":
            for value in set["ResourceRecords"]:
                print(set["Name"].rstrip("."), "TXT", strings(value, 8).hex())
]]

describe("a CloudFormation template", function()
   it("says in its metadata what it cannot do", function()
      local template = cjson.decode(cloudformation.render(plans.whole()))
      local notes = template.Metadata.Sesame
      assert.same({ "t1._domainkey.acme.example. A 104.18.32.7", 'old.acme.example. TXT "v=spf1 -all"' },
         notes.RemoveByHand)
      assert.same({ 'acme.example. TXT "v=spf1 mx ~all"', 'acme.example. TXT "site=1"' }, notes.RemoveOrImportFirst)
      assert.equal(4, #template.Resources.SesameRecords.Properties.RecordSets)
   end)

   it("has a group and a parameter for each zone", function()
      local plan = plans.whole()
      plan.changes[3].zone = "bounce.acme.example"
      local template = cjson.decode(cloudformation.render(plan))
      assert.same({ Ref = "HostedZoneId2" }, template.Resources.SesameRecords2.Properties.HostedZoneId)
      assert.is_table(template.Parameters.HostedZoneId2)
   end)

   it("is none for a plan that only takes away", function()
      local plan = plans.whole()
      plan.changes = { plan.changes[6] }
      assert.matches("only takes records away", select(2, cloudformation.render(plan)))
   end)

   it("is what the published specification takes", function()
      if not oracles.node("@aws-cdk/cfnspec") then
         return pending("@aws-cdk/cfnspec is not installed (tools/install-node-oracles)")
      end
      for _, plan in ipairs { plans.whole(), plans.of_texts(plans.TEXTS) } do
         assert.same({ "checked\n", "" }, { oracles.run_node(VALIDATE, cloudformation.render(plan)) })
      end
   end)

   it("holds every TXT to the byte", function()
      if not oracles.python("json") then return pending("python3 is not installed") end
      local plan = plans.of_texts(plans.texts())
      local out, complaint = oracles.run_python(READ, cloudformation.render(plan))
      assert.equal("", complaint)
      assert.same(plans.texts_after(plan), oracles.records(out))
   end)
end)
