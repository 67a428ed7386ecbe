-- SPDX-License-Identifier: MIT
-- What a damaged SPF record is offered as: a change where it is evident what was meant, else the question with its
-- choices. It must not decide what a record says.
local core = require "sesame.core"
local mend = require "sesame.spf.mend"

local spf_meant = {}

local WHY = "The record as it was meant."

-- That receivers begin to refuse those BETTER does not name.
local function awake()
   return { { text = "From then on receivers refuse mail from hosts that the record does not name, which none does "
      .. "while they cannot read it. Take ~all first if you do not know all that send." } }
end

-- The questions of DOUBTS in words.
local function questions(doubts)
   local steps = {}
   for i, doubt in ipairs(doubts) do
      local shown = doubt.text
      steps[i] = { text = ("What was meant by \"%s\" cannot be told from the record: write it anew."):format(shown) }
   end
   return steps
end

local function choices_of(replace, text)
   local choices = {}
   for i, choice in ipairs(mend.choices(text)) do
      local words = table.concat(choice.words, " ")
      choices[i] = { text = words == "" and ("without it (%s)"):format(choice.text) or words,
         changes = { replace(choice.text, "What was meant, as you say.") } }
   end
   return choices
end

-- The same of a record that another, WHOLE, includes: what ends it decides nothing (RFC 7208 5.2), the end of WHOLE
-- does once the error is gone.
local function within(replace, text, mended, whole)
   local before, outer = core.spf.parse(text), core.spf.parse(whole)
   local all = outer and outer.all and outer.terms[outer.all]
   local wakes = not before.valid and all and all.qualifier == "-"
   return { changes = { replace(mended, WHY) }, steps = wakes and awake() or nil }
end

--- The offer of the record TEXT mended: { changes }, or { choices, steps }; nil and a reason where nothing is damaged.
-- REPLACE(text, why) makes the change. WHOLE: the record of the domain that includes TEXT, or nil where what ends TEXT
-- ends the policy.
function spf_meant.offer(replace, text, whole)
   local mended, better, doubts = mend.text(text)
   if mended == text then return nil, "the record would stay as it is" end
   if not mended then
      local choices = #doubts == 1 and choices_of(replace, text) or {}
      local steps = #choices == 0 and questions(doubts) or nil
      if #choices == 0 and #doubts == 0 then return nil, "what was meant cannot be told: write the record anew" end
      return { steps = steps, choices = #choices > 0 and choices or nil }
   end
   if whole then return within(replace, text, mended, whole) end
   if not mend.is_stricter(core.spf.parse(text), better) then return { changes = { replace(mended, WHY) } } end
   local loose = mend.loose(better)
   return { choices = {
      { text = ("as it was meant (%s)"):format(mended), safe = true, steps = awake(),
         changes = { replace(mended, WHY) } },
      { text = ("with ~all for the time being (%s)"):format(loose),
         changes = { replace(loose, "Receivers can read it, and refuse nobody for it.") } },
   } }
end

return spf_meant
