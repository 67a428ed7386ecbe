-- SPDX-License-Identifier: MIT
-- Fixes whose place is not the zone: steps at the registrar, at another's console, or with Amazon's command line.
-- Functions of models.

local console = { subject = "console", builders = {} }

local builders = console.builders

--- The advice of FINDING as a step: { text, command or nil, records (those it publishes) }.
function console.step(finding)
   return { text = finding.advice, command = finding.command, records = finding.records }
end

--- The advice of the finding, as the step it is.
function builders.advice(finding)
   return { steps = { console.step(finding) } }
end

return console
