-- SPDX-License-Identifier: MIT
-- Codes of findings as people write them: patterns with * and ?, and codes that were retired. It must not know any
-- finding.
local codes = {}

--- Code that is found no more -> the one that says the same now. Whoever wrote the old one (--only, --skip, --code,
-- --choose, an accepted finding, `sesame explain`, a script) goes on meaning the new one.
codes.RETIRED = {
   ["mx-null-with-spf"] = "spf-null-mx-senders",
}

local former = {}
for old, new in pairs(codes.RETIRED) do
   former[new] = former[new] or {}
   table.insert(former[new], old)
end
for _, list in pairs(former) do table.sort(list) end

--- Whether NAME fits GLOB, where * stands for any run of characters and ? for one.
function codes.glob(glob, name)
   local pattern = glob:gsub("[%^%$%(%)%%%.%[%]%+%-]", "%%%0"):gsub("%*", ".*"):gsub("%?", ".")
   return name:find("^" .. pattern .. "$") ~= nil
end

--- Whether CODE, or a retired one that it took the place of, fits GLOB.
function codes.fits(glob, code)
   if codes.glob(glob, code) then return true end
   for _, old in ipairs(former[code] or {}) do
      if codes.glob(glob, old) then return true end
   end
   return false
end

--- The code that says now what CODE said: itself unless it was retired.
function codes.current(code)
   return codes.RETIRED[code] or code
end

--- The retired codes whose place CODE took, sorted.
function codes.former(code)
   return table.move(former[code] or {}, 1, #(former[code] or {}), 1, {})
end

return codes
