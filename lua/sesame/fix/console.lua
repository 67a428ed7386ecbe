-- SPDX-License-Identifier: MIT
-- Fixes whose place is not the zone: steps at the registrar, at another's console, or with Amazon's command line.
-- Functions of models.
local shell = require "sesame.base.shell"

local console = { subject = "console", builders = {} }

local builders = console.builders

-- The command line in WORDS, up to the end of its sentence or bracket; nil where there is none.
local function command_of(words)
   local from = words:find("aws sesv2 ", 1, true)
   if not from then return nil end
   local command = words:sub(from)
   for _, ending in ipairs { "[;)`]", "%. %u" } do
      local at = shell.outside(command, ending)
      command = at and command:sub(1, at - 1) or command
   end
   return (command:gsub("[.,:%s]+$", function(tail) return tail:match("^ %.%.%.") or "" end))
end

--- The advice of FINDING as a step: { text, command or nil }.
function console.step(finding)
   return { text = finding.advice, command = command_of(finding.advice) }
end

--- The advice of the finding, as the step it is.
function builders.advice(finding)
   return { steps = { console.step(finding) } }
end

return console
