-- SPDX-License-Identifier: MIT
-- Sentences of a report for people, whose head may be painted. It must not know what they say.
local text = require "sesame.base.text"

--- WORDS, escaped and wrapped: lines that begin with INDENT, the first one with FIRST. HEAD, what WORDS begin with (or
-- nil), is painted KIND by PAINT: sesame.report.paint's.
return function(paint, words, indent, first, head, kind)
   local lines = text.wrap(text.escape(words), indent, first)
   if head then lines[1] = paint(kind, head) .. lines[1]:sub(#head + 1) end
   return lines
end
