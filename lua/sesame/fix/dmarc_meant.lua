-- SPDX-License-Identifier: MIT
-- What a mended DMARC record is offered as: a change, or choices where it would make receivers stricter than they are
-- today, or where what was meant is in doubt; and the warning of what receivers begin to do. It must not decide what a
-- record says.
local mend = require "sesame.dmarc.mend"
local record = require "sesame.dmarc.record"

local dmarc_meant = {}

local WHY = "The record as it was meant."

local AWAKE = {
   moved = "Receivers act on %s=%s from then on, which none has read so far. To see first whom it would hit, publish "
      .. "it with %s=none, and raise it once the reports are clean.",
   mended = "Receivers act on %s=%s from then on, which none does so far. Take it once the reports show that all your "
      .. "mail passes DMARC.",
}

--- The step that warns of what receivers begin to do with a record that reads SAID (dmarc.record) once it is MOVED or
-- MENDED (HOW): a list of one, or nil where it asks for nothing.
function dmarc_meant.awake(said, how)
   for _, kind in ipairs { "own", "sub", "nonexistent" } do
      local policy, tag = record.policy(said, kind)
      if policy and policy ~= "none" then return { { text = AWAKE[how]:format(tag, said[tag], tag) } } end
   end
end

--- The offer of TEXT, which reads BETTER, in place of a record that reads SAID: { changes } where receivers do no more
-- than today, else { choices } of a form that changes nothing for them and the one that was meant. REPLACE(text, why)
-- makes the change.
function dmarc_meant.offer(replace, said, text, better)
   if not mend.is_stricter(said, better) then return { changes = { replace(text, WHY) } } end
   local loose = mend.render(mend.loose(said, better))
   return { choices = {
      { text = ("as receivers apply it today (%s)"):format(loose),
         changes = { replace(loose, "Receivers can read it, and do what they do today.") } },
      { text = ("as it was meant (%s)"):format(text), steps = dmarc_meant.awake(better, "mended"),
         changes = { replace(text, WHY) } },
   } }
end

--- The choices of the one doubt in the record TEXT ({ text, choices } as mend.text has it), or nil where there is no
-- one. Those of addresses given twice begin with all of them; none else is taken unasked.
function dmarc_meant.choices(replace, text, doubts)
   local whole, choices = mend.choices(text), {}
   for i, choice in ipairs(whole) do
      local taken = {}
      for j, tag in ipairs(choice.take) do taken[j] = tag.name .. "=" .. tag.value end
      choices[i] = { text = table.concat(taken, "; "), changes = { replace(choice.text, WHY) },
         safe = i == 1 and (doubts[1].tag == "rua" or doubts[1].tag == "ruf") or nil }
   end
   return #choices > 0 and choices or nil
end

return dmarc_meant
