-- SPDX-License-Identifier: MIT
-- Tables of named values that a caller or a file hands in, held to the names and types that are known. It must not
-- know what any of them is for.
local options = {}

local function sorted(known)
   local names = {}
   for name in pairs(known) do names[#names + 1] = name end
   table.sort(names)
   return names
end

--- "unknown NOUN 'NAME' (known: a, b)" for a NAME that is no key of KNOWN.
function options.unknown(noun, name, known)
   local names = sorted(known)
   local list = #names > 0 and "known: " .. table.concat(names, ", ") or "it has none"
   return ("unknown %s '%s' (%s)"):format(noun, tostring(name), list)
end

-- What is wrong with the VALUE of NAME, for which WANTED is known; nil where nothing is.
local function type_fault(noun, name, wanted, value)
   local kind, optional = wanted:match("^(%a+)(%??)$")
   if value == nil then return optional == "" and ("%s '%s' is missing"):format(noun, name) or nil end
   if type(value) ~= kind then return ("%s '%s' is a %s, not a %s"):format(noun, name, type(value), kind) end
end

--- What is wrong with the table GIVEN, as a text, or nil. KNOWN: name -> the type of its value ("string"), with "?"
-- where it may be left out, or true where any value will do and none. NOUN is what a name is called: "option" unless
-- given. Of several faults always the same one is told.
function options.fault(given, known, noun)
   noun = noun or "option"
   local strange
   for name in pairs(given) do
      if known[name] == nil and (not strange or tostring(name) < strange) then strange = tostring(name) end
   end
   if strange then return options.unknown(noun, strange, known) end
   local first, fault
   for name, wanted in pairs(known) do
      local wrong = wanted ~= true and type_fault(noun, name, wanted, given[name])
      if wrong and (not first or name < first) then first, fault = name, wrong end
   end
   return fault
end

--- Raises at LEVEL (1: the function that calls this one, 2: its caller) unless GIVEN is a table of options as KNOWN has
-- them (see options.fault).
function options.check(given, known, level)
   local fault = type(given) ~= "table" and "a table of options is expected" or nil
   fault = fault or options.fault(given, known)
   if fault then error(fault, level + 1) end
end

--- The same for options of what asks DNS: `facts` has to be there, and is told first.
function options.with_facts(given, known, level)
   if type(given) ~= "table" or not given.facts then
      error("options.facts is missing: what is DNS to be asked through?", level + 1)
   end
   options.check(given, known, level + 1)
end

return options
