-- SPDX-License-Identifier: MIT
-- What the owner of a domain knows (--expect): identities, MAIL FROM names, selectors, accepted findings.
-- Reads and checks the file; it must not look anything up nor judge.
local core = require "sesame.core"
local names = require "sesame.base.names"
local options = require "sesame.base.options"

local expect = {}

local FIELDS = { identities = true, mail_from = true, selectors = true, providers = true, accepted = true }
local IDENTITY = {
   domain = true, address = true, region = true, tokens = true, selector = true, hosted_zone = true, origin = true,
   file = true, account = true, list = true, mail_from = true, requested = true,
}
local IDENTITY_TEXTS = {
   "domain", "address", "region", "selector", "hosted_zone", "origin", "file", "account", "list", "mail_from",
   "requested",
}
local ACCEPTED = { code = true, subject = true, reason = true, expires = true }

local function fail(path, format, ...)
   return nil, ("%s: %s"):format(path, format:format(...)), "bad-expectations"
end

local function read_json(path)
   local file, reason = io.open(path, "rb")
   if not file then return nil, reason, "not-found" end
   local content = file:read("a")
   file:close()
   local ok, value = pcall(require("cjson.safe").new().decode, content)
   if not ok or value == nil then return fail(path, "is not valid JSON") end
   return value
end

local STEPS_MAX = 10000000 -- instructions of a Lua file; one that names ten thousand identities takes a tenth

-- A Lua file is data: it runs without any global function, and not for long.
local function read_lua(path)
   local file, reason = io.open(path, "r")
   if not file then return nil, reason, "not-found" end
   file:close()
   local chunk, message = loadfile(path, "t", {})
   if not chunk then return nil, message, "bad-expectations" end
   local thread = coroutine.create(chunk)
   debug.sethook(thread, function() error(path .. ": runs without end; it is data, a table of what is known", 0) end,
      "", STEPS_MAX)
   local ok, value = coroutine.resume(thread)
   if not ok then return nil, tostring(value), "bad-expectations" end
   return value
end

local function is_list_of_strings(value)
   if type(value) ~= "table" then return false end
   for key, item in pairs(value) do
      if math.type(key) ~= "integer" or type(item) ~= "string" then return false end
   end
   return true
end

local function check_keys(path, what, entry, known)
   if type(entry) ~= "table" then return fail(path, "each of '%s' is a table", what) end
   local fault = options.fault(entry, known, "field")
   if fault then return fail(path, "'%s': %s", what, fault) end
   return true
end

local function check_identity(path, entry)
   local ok, message, code = check_keys(path, "identities", entry, IDENTITY)
   if not ok then return nil, message, code end
   local who = entry.domain or entry.address
   if type(who) ~= "string" or entry.domain and entry.address then
      return fail(path, "an identity lacks 'domain' (or 'address', for one of an address)")
   end
   if entry.address and not tostring(entry.address):find("^[^@%s]+@[^@%s]+$") then
      return fail(path, "'%s' is no address", tostring(entry.address))
   end
   for _, name in ipairs { "domain", "mail_from", "hosted_zone" } do
      if type(entry[name]) == "string" and (entry[name]:find("[%s%c]") or not core.domain.to_ascii(entry[name])) then
         return fail(path, "'%s' of %s is no domain: '%s'", name, who, entry[name])
      end
   end
   if type(entry.selector) == "string" and not entry.selector:find("^[%w_.-]+$") then
      return fail(path, "'selector' of %s is no selector: '%s'", who, entry.selector)
   end
   if entry.tokens and not is_list_of_strings(entry.tokens) then
      return fail(path, "'tokens' of %s is a list of strings", who)
   end
   for _, name in ipairs(IDENTITY_TEXTS) do
      if entry[name] ~= nil and type(entry[name]) ~= "string" then
         return fail(path, "'%s' of %s is a string", name, who)
      end
   end
   if entry.tokens then
      local good, reason = require("sesame.ses.identity").check_tokens(entry.tokens)
      if not good then return fail(path, "%s: %s", who, reason) end
   end
   local _, unclear = require("sesame.base.time").parse(entry.requested or "2026-01-01")
   if unclear then return fail(path, "'requested' of %s: %s", who, unclear) end
   local regions = require "sesame.ses.regions"
   if entry.region and not regions.get(entry.region) then
      return fail(path, "'%s' is no region of SES%s", entry.region, require("sesame.base.nearest").hint(entry.region,
         regions.names()))
   end
   return true
end

local function check_accepted(path, entry)
   local ok, message, code = check_keys(path, "accepted", entry, ACCEPTED)
   if not ok then return nil, message, code end
   if type(entry.code) ~= "string" then return fail(path, "an accepted finding lacks 'code'") end
   if type(entry.reason) ~= "string" or entry.reason == "" then
      return fail(path, "accepted finding %s lacks a 'reason'", entry.code)
   end
   if type(entry.expires) ~= "string" or not entry.expires:find("^%d%d%d%d%-%d%d%-%d%d$") then
      return fail(path, "accepted finding %s needs 'expires' as YYYY-MM-DD", entry.code)
   end
   return true
end

local function check_each(path, list, what, check)
   if list == nil then return true end
   if type(list) ~= "table" then return fail(path, "'%s' is not a list", what) end
   for _, entry in ipairs(list) do
      local ok, message, code = check(path, entry)
      if not ok then return nil, message, code end
   end
   return true
end

--- Checks VALUE, what the file PATH holds. Returns it with every list there, or nil, message, "bad-expectations".
function expect.check(path, value)
   if type(value) ~= "table" then return fail(path, "holds a %s, not a table", type(value)) end
   local strange = options.fault(value, FIELDS, "field")
   if strange then return fail(path, "%s", strange) end
   for _, name in ipairs { "mail_from", "selectors", "providers" } do
      if value[name] and not is_list_of_strings(value[name]) then
         return fail(path, "'%s' is a list of strings", name)
      end
   end
   for _, word in ipairs(value.providers or {}) do
      local entry, hint = require("sesame.mail.providers").find(word)
      if not entry then return fail(path, "'providers': '%s' is no service that is known%s", word, hint) end
   end
   local ok, message, code = check_each(path, value.identities, "identities", check_identity)
   if not ok then return nil, message, code end
   ok, message, code = check_each(path, value.accepted, "accepted", check_accepted)
   if not ok then return nil, message, code end
   local checked = {}
   for name in pairs(FIELDS) do checked[name] = value[name] or {} end
   checked.path = path
   return checked
end

--- Reads PATH: JSON where the name ends in .json, otherwise a Lua file that returns a table; the files it names are
-- looked at too. Returns the checked table, or nil, message, code ("not-found", "bad-expectations").
function expect.load(path)
   local read = path:find("%.json$") and read_json or read_lua
   local value, message, code = read(path)
   if value == nil and message then return nil, message, code end
   local checked
   checked, message, code = expect.check(path, value)
   if not checked then return nil, message, code end
   local ok, fault = require("sesame.expect.identities").check_files(checked)
   if not ok then return nil, fault, "bad-expectations" end
   return checked
end

local function add_once(list, name)
   for _, known in ipairs(list) do
      if known == name then return end
   end
   list[#list + 1] = name
end

-- A selector for every domain ("google"), or for one ("google._domainkey.acme.example"): nil when it is another's.
local function selector_for(text, domain)
   local selector, owner = text:match("^(.-)%._domainkey%.(.+)$")
   if not selector then return text end
   return names.canonical(owner) == domain and selector or nil
end

--- Adds to LISTS { selectors, probes, mail_from, identities, overrides } what EXPECTED says of DOMAIN: its selectors,
-- those that customers of its providers get, the MAIL FROM names at or below it, and its SES identities with what
-- their saved JSON (fields `file`, `account`, `list`, beside the expectations) holds: sesame.expect.identities says
-- which. Nil and a message for a file that cannot be read.
function expect.names(expected, domain, lists)
   for _, text in ipairs(expected.selectors) do
      local selector = selector_for(text, domain)
      if selector then add_once(lists.selectors, selector) end
   end
   local found, message = require("sesame.expect.identities").of(expected, domain)
   if not found then return nil, message end
   table.move(found.identities, 1, #found.identities, #lists.identities + 1, lists.identities)
   lists.overrides = table.move(found.overrides, 1, #found.overrides, 1, lists.overrides or {})
   lists.probes = lists.probes or {}
   for _, word in ipairs(expected.providers) do
      for _, selector in ipairs((require("sesame.mail.providers").find(word) or { selectors = {} }).selectors) do
         if not selector:find("*", 1, true) then add_once(lists.probes, selector) end
      end
   end
   for _, name in ipairs(expected.mail_from) do
      if names.below(name, domain) then add_once(lists.mail_from, name) end
   end
   return lists
end

--- PATH as a file beside the file BASE, unless it is absolute.
function expect.beside(base, path)
   local folder = path:sub(1, 1) ~= "/" and type(base) == "string" and base:match("^(.*/)[^/]*$")
   return (folder or "") .. path
end

return expect
