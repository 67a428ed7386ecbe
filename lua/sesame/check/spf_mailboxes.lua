-- SPDX-License-Identifier: MIT
-- Check of an SPF record that leaves out the service which holds the domain's mailboxes: what its people write fails.
-- It must not look anything up.
local causes = require "sesame.check.causes"
local edit = require "sesame.spf.edit"
local evidence = require "sesame.check.evidence"
local finding = require "sesame.finding"
local policy = require "sesame.spf.policy"
local records = require "sesame.base.records"
local shell = require "sesame.base.shell"
local spf = require "sesame.spf"

local check = { name = "spf-mailboxes" }

local LIMIT <const> = 10 -- lookups, RFC 7208 4.6.4

local NO_ROOM = "the %d lookups there are do not suffice; `sesame spf plan %s --add %s` looks for room"

-- Why receivers may not see a term that stands there.
local HIDDEN = { "spf-misread-term", "spf-redirect-ignored", "spf-terms-after-all" }

check.findings = finding.declare("spf-mailboxes", {
   ["spf-mailbox-host-left-out"] = {
      severity = "error", fields = { "services", "left", "count", "how", "selectors" }, reference = "RFC 7208 5.1",
      text = "The SPF record of {subject} leaves out {services}, where its mailboxes are: {left:count} of "
         .. "{count:count} IPv4 addresses get \"fail\".",
      why = "The MX says that people write from there. Receivers may refuse all of it: the record ends in -all, and no "
         .. "DKIM key is published for it ({selectors}).",
      advice = "If its people send by {services}: {how}.", fix = "spf.mailboxes",
   },
   ["spf-mailbox-host-not-named"] = {
      severity = "warning", fields = { "services", "left", "count", "how", "result" }, reference = "RFC 7208 5.1",
      text = "The SPF record of {subject} does not name {services}, where its mailboxes are: {left:count} of "
         .. "{count:count} IPv4 addresses get \"{result}\".",
      why = "The MX says that people write from there. Without a DKIM signature that aligns nothing speaks for their "
         .. "mail; some receivers refuse it for SPF alone.",
      advice = "If its people send by {services}: {how}.", fix = "spf.mailboxes",
   },
   ["spf-mailbox-host-unknown"] = {
      severity = "unknown", fields = { "services", "what", "status" }, reference = "RFC 7208 5.1",
      text = "Whether what {subject} sends by {services}, where its mailboxes are, is refused could not be learnt: "
         .. "{what} ({status}).",
      why = "The SPF record does not name it; other terms, or a DKIM key, may let it through.",
      advice = "Try again, or ask another resolver with --server.",
   },
}, {
   needs = { "mailboxes", "spf", "spf_tree" }, rank = 2,
   reveals = causes.all("spf_mended", { "spf-lookups-at-limit", "spf-many-addresses", "spf-term-covered" }),
   of = {
      ["spf-mailbox-host-left-out"] = { follows = HIDDEN }, ["spf-mailbox-host-not-named"] = { follows = HIDDEN },
      ["spf-mailbox-host-unknown"] = { rank = 3 },
   },
})

-- The record with what is missing, as a finding's records; or nil, and what to do where there is no room for it.
local function mend(models, includes, cost)
   local text, tree = models.spf.records[1], models.spf_tree
   local room = tree.lookups + cost <= LIMIT
   if not room then
      return nil, NO_ROOM:format(LIMIT, shell.quote(models.spf.name), shell.quote(includes[1]))
   end
   local new = text
   for _, include in ipairs(includes) do new = edit.with(new, spf.parse(new), "include:" .. include) end
   return records.txt(models.spf.name, new), "publish this in its place"
end

-- What is known of LIST, services left out, as one.
local function sum(list)
   local all = { names = {}, includes = {}, selectors = {}, left = 0, count = 0, cost = 0, unsigned = false }
   for i, service in ipairs(list) do
      all.names[i], all.includes[i] = service.name, service.include
      all.left, all.count, all.cost = all.left + service.left, all.count + service.count, all.cost + service.cost
      all.unsigned = all.unsigned or service.signs == false
      table.move(service.selectors or {}, 1, #(service.selectors or {}), #all.selectors + 1, all.selectors)
   end
   return all
end

--- Findings of MODELS (mailboxes, spf, spf_tree) through ADD(code, detail).
function check.run(models, add)
   local out, result = {}, models.spf_tree and policy.ending(models.spf_tree)
   for _, service in ipairs(models.mailboxes or {}) do
      local open = service.because or result == "fail" and service.key_because
      if open then
         local what = ("%s of %s"):format(service.because and "the addresses" or "the key", open.name)
         add("spf-mailbox-host-unknown", { subject = models.spf.name, type = "TXT", because = { open },
            fields = { services = service.name, what = what, status = open.status } })
      elseif service.out then
         out[#out + 1] = service
      end
   end
   if #out == 0 then return end
   local all = sum(out)
   local sets, how = mend(models, all.includes, all.cost)
   local fields = { services = table.concat(all.names, " and "), left = all.left, count = all.count, how = how }
   local refused = result == "fail" and all.unsigned
   if refused then fields.selectors = all.selectors else fields.result = result end
   add(refused and "spf-mailbox-host-left-out" or "spf-mailbox-host-not-named", {
      subject = models.spf.name, type = "TXT", fields = fields, records = sets,
      evidence = { evidence.record(models.spf.name, "TXT", models.spf.records[1]) },
   })
end

return check
