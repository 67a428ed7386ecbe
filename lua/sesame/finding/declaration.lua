-- SPDX-License-Identifier: MIT
-- What a declaration of a finding may say, held to it when it is made: severity, words and fields; how much it matters
-- (rank), what it follows from, what its mend may bring to light, which models it rests on. It must not know any code.
local declaration = {}

--- What stands for a field in a text: {name}, or in one of the other FORMS {name:sh} within a command, where it is one
-- word of a shell; {name:count}, how many addresses; {name:few}, the first of a list.
declaration.PLACEHOLDER = "{([%w_]+):?(%l*)}"
local FORMS = { [""] = true, sh = true, count = true, few = true }

--- Severities, gravest first; findings are listed in this order.
declaration.severities = { "error", "warning", "unknown", "notice", "ok" }

--- Ranks: within a severity, what matters most comes first.
declaration.ranks = {
   "stops mail now", "mail fails DMARC now", "breaks at the next event", "can be forged", "hygiene",
}

--- The models of an audit (sesame.audit.models) that a finding may rest on.
declaration.models = {
   "domain", "zone", "mx", "spf", "spf_tree", "dmarc", "selectors", "domainkey", "mailboxes", "mail_from", "easy_dkim",
   "identities", "ses", "denied", "message",
}

local LEAST = #declaration.ranks

local function set_of(list)
   local set = {}
   for _, item in ipairs(list) do set[item] = true end
   return set
end

local SEVERITIES, MODELS = set_of(declaration.severities), set_of(declaration.models)

-- Those that must not be ranked in silence; the others are of the least rank unless they say otherwise.
local RANKED = { error = true, warning = true }

local KEYS = {
   severity = "string", text = "string", fields = "table", reference = "string",
   why = "string", advice = "string", command = "string", fix = "string", unfixable = "string",
   rank = "number", follows = "table", reveals = "table", needs = "table",
}
local REQUIRED = { "severity", "text", "reference", "why" }

local function is_code(word)
   return type(word) == "string" and word:match("^%l[%l%d]*[%l%d-]*$") ~= nil
end

local function check_types(where, declared)
   if type(declared) ~= "table" then error(where .. " is not a table", 0) end
   for key, value in pairs(declared) do
      local wanted = KEYS[key]
      if not wanted then error(("%s has an unknown key '%s'"):format(where, tostring(key)), 0) end
      if type(value) ~= wanted then error(("%s: '%s' is not a %s"):format(where, key, wanted), 0) end
   end
   for _, key in ipairs(REQUIRED) do
      if declared[key] == nil then error(("%s lacks '%s'"):format(where, key), 0) end
   end
   if not SEVERITIES[declared.severity] then
      error(("%s: '%s' is no severity"):format(where, declared.severity), 0)
   end
end

local function check_words(where, declared)
   local known = set_of(declared.fields or {})
   known.subject = true
   for _, key in ipairs { "text", "why", "advice", "command" } do
      for name, form in (declared[key] or ""):gmatch(declaration.PLACEHOLDER) do
         if not FORMS[form] then
            error(("%s: {%s:%s} in '%s' is no form"):format(where, name, form, key), 0)
         end
         if not known[name] then error(("%s: {%s} in '%s' is no declared field"):format(where, name, key), 0) end
      end
   end
end

local function check_graph(where, code, declared)
   if declared.rank == nil then error(where .. " lacks 'rank'", 0) end
   if math.type(declared.rank) ~= "integer" or declared.rank < 1 or declared.rank > LEAST then
      error(("%s: rank %s is not one of 1 to %d"):format(where, declared.rank, LEAST), 0)
   end
   for _, key in ipairs { "follows", "reveals" } do
      for _, other in ipairs(declared[key]) do
         if not is_code(other) then error(("%s: '%s' in '%s' is no code"):format(where, tostring(other), key), 0) end
         if other == code and key == "follows" then error(where .. " follows from itself", 0) end
      end
   end
   for _, model in ipairs(declared.needs or {}) do
      if not MODELS[model] then error(("%s: '%s' in 'needs' is no model"):format(where, tostring(model)), 0) end
   end
end

--- The codes of ALL (code -> declaration or finding) by name, but causes before what follows from them; and the codes
-- of a circle, where there is one: its last link is left out of account.
function declaration.ordered(all)
   local order, state, path, circle, codes = {}, {}, {}, nil, {}
   local function visit(code)
      if state[code] == "done" or not all[code] then return end
      path[#path + 1] = code
      if state[code] == "open" then
         circle = circle or table.move(path, 1, #path, 1, {})
      else
         state[code] = "open"
         for _, cause in ipairs(all[code].follows) do visit(cause) end
         state[code], order[#order + 1] = "done", code
      end
      path[#path] = nil
   end
   for code in pairs(all) do codes[#codes + 1] = code end
   table.sort(codes)
   for _, code in ipairs(codes) do visit(code) end
   return order, circle
end

-- The codes of both lists, each once.
local function joined(own, more)
   local list, known = {}, {}
   for _, source in ipairs { own or {}, more or {} } do
      for _, code in ipairs(source) do
         if not known[code] then known[code], list[#list + 1] = true, code end
      end
   end
   return list
end

-- DECLARED with what SHARED gives all of its kind.
local function completed(code, declared, shared)
   local made, own = {}, shared.of and shared.of[code] or {}
   for _, source in ipairs { { needs = shared.needs }, own, declared } do
      for key, value in pairs(source) do made[key] = value end
   end
   if made.rank == nil then
      made.rank = type(shared.rank) == "table" and shared.rank[made.severity] or nil
      if made.rank == nil and math.type(shared.rank) == "integer" and RANKED[made.severity] then
         made.rank = shared.rank
      end
      if made.rank == nil and not RANKED[made.severity] then made.rank = LEAST end
   end
   if made.command and made.advice then
      made.advice = made.advice:gsub("{command}", { ["{command}"] = made.command })
   end
   made.follows, made.reveals = made.follows or {}, joined(made.reveals, made.severity ~= "ok" and shared.reveals)
   return made
end

local SHARED = { rank = true, needs = true, of = true, reveals = true }

local function check_shared(owner, declarations, shared)
   for key in pairs(shared) do
      if not SHARED[key] then error(("%s: unknown key '%s' for all findings"):format(owner, tostring(key)), 0) end
   end
   for code in pairs(shared.of or {}) do
      if not declarations[code] then error(("%s: '%s' is not declared here"):format(owner, tostring(code)), 0) end
   end
end

--- Checks DECLARATIONS, code -> { severity, text, fields, reference, why, advice, command (what to run: {command} of
-- the advice), fix (the name of what mends it) or unfixable (why no record can), rank, follows, reveals, needs }, and
-- returns them completed: with a rank, lists, and the command in the advice.
-- SHARED says what several have in common: needs (of all), reveals (of all that are not ok, beside their own), rank (of
-- errors and warnings; or by severity), and `of`,
-- code -> { rank, follows, ... }, what is said apart from the words. OWNER names the check in errors. Raises on the
-- first fault.
function declaration.declare(owner, declarations, shared)
   local made = {}
   shared = shared or {}
   check_shared(owner, declarations, shared)
   for code, declared in pairs(declarations) do
      local where = ("%s: finding '%s'"):format(owner, tostring(code))
      if not is_code(code) then error(where .. ": a code is lower-case words joined by '-'", 0) end
      check_types(where, declared)
      local whole = completed(code, declared, shared)
      check_types(where, whole)
      check_words(where, whole)
      check_graph(where, code, whole)
      made[code] = whole
   end
   local _, circle = declaration.ordered(made)
   if circle then
      error(("%s: follows runs in a circle: %s"):format(owner, table.concat(circle, ", ")), 0)
   end
   return made
end

return declaration
