-- SPDX-License-Identifier: MIT
-- Other parsers of SPF on words that the ABNF judges: where they differ from it, and why that is theirs. Each
-- difference with what RFC 7208 says; `applies` gets { word, valid (by the ABNF), text (what the oracle says) }.
local syntax = {}

syntax.oracles = {
   { name = "python3-spf", command = "/usr/bin/python3 spec/differential/syntax_pyspf.py",
      probe = "/usr/bin/python3 -c 'import spf' 2>/dev/null" },
   { name = "Mail::SPF", command = "/usr/bin/perl spec/differential/syntax_mailspf.pl",
      probe = "/usr/bin/perl -MMail::SPF -e 1 2>/dev/null" },
}

syntax.differences = {
   {
      oracle = "python3-spf", name = "%% at the end of a name or beside others is taken for an invalid macro",
      says = "7.1: %% is a macro-expand, and a domain-end may be one",
      applies = function(case)
         return case.valid and case.text:find("invalid-macro-char", 1, true) and case.word:find("%%", 1, true)
      end,
   },
   {
      oracle = "python3-spf", name = "the macros c, r and t are refused in unknown modifiers",
      says = "7.2: they are for exp's text only, and 6: an unknown modifier holds any macro-string",
      applies = function(case) return case.valid and case.text:find("c,r,t macros allowed", 1, true) end,
   },
   {
      oracle = "python3-spf", name = "a name that no DNS question can hold is found when its term is evaluated",
      says = "4.8 and 7.1: that is no matter of syntax",
      applies = function(case)
         return case.valid and (case.text:find("has no SPF record", 1, true)
            or case.text:find("No valid SPF record", 1, true) or case.text:find("trivial recursion", 1, true))
      end,
   },
   {
      oracle = "python3-spf", name = "what stands inside %{}, and percent signs in modifiers, are not read closely",
      says = "7.1: macro-letter, transformers, delimiters; percent signs stand in macro-expand alone",
      applies = function(case) return not case.valid and case.word:find("%", 1, true) end,
   },
   {
      oracle = "python3-spf", name = "characters beyond printable ASCII are let through",
      says = "7.1: a macro-literal is of 0x21 to 0x7E",
      applies = function(case) return not case.valid and case.word:find("[^!-~]") end,
   },
   {
      oracle = "python3-spf", name = "redirect and exp in upper case are taken for unknown modifiers",
      says = "4.6.1: names are not case-sensitive",
      applies = function(case) return not case.valid and (case.word:find("^REDIRECT=") or case.word:find("^EXP=")) end,
   },
   {
      oracle = "python3-spf", name = "exists without a name is accepted",
      says = "5.7: a colon and a domain-spec belong to it",
      applies = function(case) return not case.valid and case.word:lower():find("^[-+?~]?exists$") end,
   },
   {
      oracle = "Mail::SPF", name = "a macro that is none (%{d0}, %{c}) is found only when its term is evaluated",
      says = "7.2, 7.3, and 4.6: a syntax error anywhere is a permerror",
      applies = function(case)
         return not case.valid and (case.word:find("%%{[crtCRT]") or case.word:find("%%{%a0+[rR]?[^%drR]"))
      end,
   },
   {
      oracle = "Mail::SPF", name = "the transformer R is known in lower case alone",
      says = "RFC 5234 2.3: literal text is without regard to case",
      applies = function(case) return case.valid and case.word:find("%%{%a%d*R") end,
   },
   {
      oracle = "Mail::SPF", name = "text behind a slash is let through where no colon stands",
      says = "12: nothing but lengths can follow a bare a or mx, and nothing a bare ptr",
      applies = function(case) return not case.valid and case.word:find("^[-+?~]?%w+/") end,
   },
}

--- Whether the packages of ORACLE are there.
function syntax.available(oracle)
   return os.execute(oracle.probe) == true
end

local function difference_of(oracle, case)
   for _, difference in ipairs(syntax.differences) do
      if difference.oracle == oracle.name and difference.applies(case) then return difference end
   end
end

local function write_words(path, words)
   local file <close> = assert(io.open(path, "w"))
   for _, word in ipairs(words) do
      file:write((("v=spf1 " .. word):gsub(".", function(c) return ("%02x"):format(c:byte()) end)), "\n")
   end
end

--- ORACLE on WORDS, of which IS_TERM(word) is what the ABNF says: { agreed, explained = { name -> count },
-- unexplained = { case } }.
function syntax.run(oracle, words, is_term)
   local report, path = { agreed = 0, explained = {}, unexplained = {} }, os.tmpname()
   write_words(path, words)
   local pipe <close> = assert(io.popen(("%s <%s"):format(oracle.command, path)))
   for _, word in ipairs(words) do
      local line = assert(pipe:read("l"), oracle.name .. " ended early")
      local case = { word = word, valid = is_term(word), text = line:sub(5) }
      local difference = case.valid ~= (line == "ok") and difference_of(oracle, case)
      if case.valid == (line == "ok") then
         report.agreed = report.agreed + 1
      elseif difference then
         report.explained[difference.name] = (report.explained[difference.name] or 0) + 1
      else
         report.unexplained[#report.unexplained + 1] = case
      end
   end
   os.remove(path)
   return report
end

return syntax
