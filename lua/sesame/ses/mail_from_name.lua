-- SPDX-License-Identifier: MIT
-- The one place that decides which name below an identity is to become a custom MAIL FROM name of Amazon SES: a usual
-- label that serves nothing else, with the region in it where there are several. It must not judge what is published.
local regions = require "sesame.ses.regions"
local spf = require "sesame.spf"
local unknown = require "sesame.base.unknown"

local name_of = {}

name_of.LABELS = { "bounce", "bounces", "ses-bounce", "mail-from" } -- in the order they are tried

-- Whether NAME may become the MAIL FROM name of REGION: nothing of another purpose is there. FACTS may wait.
local function is_free(facts, name, region)
   local answers = facts:get_all { { name = name, type = "MX" }, { name = name, type = "TXT" },
      { name = name, type = "A" } }
   for _, answer in ipairs(answers) do
      if answer.known == "unknown" then return nil, unknown.unlearnt(answer) end
      if #answer:chain() > 0 then return false end
   end
   local others = answers[2].known == "present" and answers[1].known ~= "present" and spf.select(answers[2])[1]
   if others then return false end -- an SPF record without SES's MX, a wildcard's too, is of whoever sends by it
   for i = 1, answers[1].known == "present" and #answers[1] or 0 do
      local kind, found = regions.host(answers[1][i].exchange)
      if kind ~= "mail-from" or found ~= region then return false end
   end
   return answers[3].known ~= "present"
end

--- A name below DOMAIN for REGION: the first usual label (or the one LABEL, unasked) that is free and not in TAKEN;
-- SEVERAL: with the region in it. Nil, and what could not be learnt, if any. FACTS may wait.
function name_of.choose(facts, domain, region, given)
   local because
   for _, label in ipairs(given.label and { given.label } or name_of.LABELS) do
      local name = ("%s%s.%s"):format(label, given.several and "-" .. region or "", domain)
      local free, open = true, nil
      if not given.label then free, open = is_free(facts, name, region) end
      if free and not given.taken[name] then return name end
      because = because or open
   end
   return nil, because
end

return name_of
