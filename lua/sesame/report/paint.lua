-- SPDX-License-Identifier: MIT
-- The colours of reports. It must not know what is painted.
local PAINT = {
   error = "\27[1;31m", warning = "\27[1;33m", unknown = "\27[1;35m", notice = "\27[1;36m", ok = "\27[1;32m",
   bold = "\27[1m", faint = "\27[2m", mark = "\27[31m",
}

--- A function(kind, words) that paints WORDS where COLOUR is true; kinds: the severities, bold, faint, mark.
return function(colour)
   return function(kind, words)
      return colour and PAINT[kind] .. words .. "\27[0m" or words
   end
end
