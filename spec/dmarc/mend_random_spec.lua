-- SPDX-License-Identifier: MIT
-- dmarc.mend over random records damaged in one place: a mend asks for no less than the record or what can be read of
-- it, its addresses are the record's, and what is in doubt is not mended. SEED and COUNT from the environment.
local damage = require "spec.support.damage"
local mend = require "sesame.dmarc.mend"
local property = require "spec.support.property"
local record = require "sesame.dmarc.record"

local SEED, COUNT = property.of("dmarc-mend", 3000, 1)

-- The least share of damaged records that is mended, or valid as it stands, per kind; it may only rise.
local SHARE = {
   ["inserted"] = 86, ["dropped"] = 93, ["doubled"] = 92, ["transposed"] = 92, ["neighbour"] = 83, ["look-alike"] = 88,
   ["case"] = 100, ["quoted whole"] = 100, ["stray quote"] = 59, ["spaces round a sign"] = 100, ["glued"] = 74,
   ["separator"] = 59, ["line break"] = 70, ["pasted name"] = 100,
}

local POLICIES, WEIGHT = { "none", "quarantine", "reject" }, { none = 1, quarantine = 2, reject = 3 }

local function address(below)
   local users, hosts = { "dmarc", "reports", "postmaster", "a.b", "d-reports+x" },
      { "acme", "reports.acme", "beta-1" }
   return ("mailto:%s@%s.example"):format(users[1 + below(#users)], hosts[1 + below(#hosts)])
end

local function random_record(below)
   local tags = { "v=DMARC1", "p=" .. POLICIES[1 + below(3)] }
   local function maybe(one_in, text)
      if below(one_in) == 0 then tags[#tags + 1] = text end
   end
   maybe(3, "sp=" .. POLICIES[1 + below(3)])
   maybe(6, "np=" .. POLICIES[1 + below(3)])
   maybe(4, "adkim=" .. ({ "r", "s" })[1 + below(2)])
   maybe(4, "aspf=" .. ({ "r", "s" })[1 + below(2)])
   if below(5) > 0 then
      tags[#tags + 1] = "rua=" .. address(below) .. (below(3) == 0 and "," .. address(below) or "")
   end
   if below(5) == 0 then
      tags[#tags + 1] = "ruf=" .. address(below)
      maybe(2, "fo=" .. ({ "1", "0", "d:s", "1:d" })[1 + below(4)])
   end
   maybe(10, "t=y")
   return table.concat(tags, ({ "; ", ";" })[1 + below(2)]) .. (below(2) == 0 and ";" or "")
end

-- The weight of the policy that TAG has in SAID by what is written, whether or not receivers act on it.
local function weight(said, tag)
   local function of(name) return said.tags[name] and WEIGHT[said.tags[name].value:lower()] end
   if tag == "np" then return of "np" or of "sp" or of "p" end
   return tag == "sp" and of "sp" or of "p"
end

local function addresses(said, tag)
   local set = {}
   for _, item in ipairs(said[tag] or {}) do
      if item.valid then set[item.uri:lower()] = true end
   end
   return set
end

local PLAIN = { "adkim", "aspf", "fo", "t" }

-- What is wrong with MENDED for RECORD that was damaged into BROKEN (each as record.parse has it); nil when nothing is.
local function harm(original, broken, mended)
   for _, tag in ipairs { "p", "sp", "np" } do
      local was, read, is = weight(original, tag), weight(broken, tag), weight(mended, tag)
      if not is or is < math.min(was, read or was) then return tag .. " is weaker" end
      if is > was and is ~= read then return tag .. " is stricter" end
   end
   for _, tag in ipairs { "rua", "ruf" } do
      local was, read, is = addresses(original, tag), addresses(broken, tag), addresses(mended, tag)
      for one in pairs(is) do
         if not (was[one] or read[one]) then return one .. " is not the record's" end
      end
      for one in pairs(was) do
         if not is[one] then return one .. " is lost" end
      end
   end
   for _, tag in ipairs(PLAIN) do
      local was, read, is = original.tags[tag], broken.tags[tag], mended.tags[tag]
      if was and not (is and (is.value == was.value or read and is.value == read.value)) then
         return tag .. " is lost"
      end
      if is and not was then return tag .. " is new" end
   end
   local again = mend.text(mended.text)
   return again ~= mended.text and "the mend of the mend is another" or nil
end

describe("dmarc.mend", function()
   it(("harms none of %d random records, SEED=%d"):format(COUNT, SEED), function()
      local answered, tried = {}, {}
      for number = 1, COUNT do
         local below = damage.numbers(SEED * 10000019 + number)
         local text = random_record(below)
         local damaged, kind = damage.once(text, below)
         local broken = record.parse(damaged)
         local valid = broken.is_record and #broken.faults == 0
         local mended, said = mend.text(damaged)
         local fault
         if valid then fault = mended ~= damaged and "what was valid is changed" or nil
         elseif mended then fault = harm(record.parse(text), broken, said) end
         assert.is_nil(fault, ("%s: %q, damaged (%s) %q, mended %q"):format(fault, text, kind, damaged, mended))
         tried[kind] = (tried[kind] or 0) + 1
         answered[kind] = (answered[kind] or 0) + ((valid or mended) and 1 or 0)
      end
      property.shares(damage.names(damage.kinds), answered, tried, SHARE, COUNT)
   end)
end)
