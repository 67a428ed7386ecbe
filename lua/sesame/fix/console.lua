-- SPDX-License-Identifier: MIT
-- Fixes whose place is not the zone: steps at the registrar, at another's console, or with Amazon's command line. Functions of models.
local console = { subject = "console", builders = {} }

local builders = console.builders

--- The advice of the finding, as the step it is.
function builders.advice(finding)
   return { steps = { { text = finding.advice } } }
end

return console
