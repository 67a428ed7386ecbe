-- SPDX-License-Identifier: MIT
-- What the owner of a domain knows (--expect): identities, MAIL FROM names, selectors, accepted findings.
-- Reads and checks the file; it must not look anything up nor judge.
local core = require "sesame.core"
local file = require "sesame.base.file"
local json = require "sesame.base.json"
local names = require "sesame.base.names"
local shape = require "sesame.base.shape"

local expect = {}

expect.FILE_MAX = 4 * 1024 * 1024 -- octets of a file; ten thousand identities take two million

-- What a Lua file may use. One that names ten thousand identities takes a tenth of either.
local BOUNDS = { steps = 10000000, memory = 64 * 1024 * 1024, string = 16384 }

local NAME = { "text", most = 1024 }
local PATH = { "text", most = 4096 }
-- An object of FIELDS and no others.
local function object(fields, need)
   return { fields = fields, closed = shape.names(fields), need = need }
end

local SHAPE = object {
   identities = { list = object {
      domain = NAME, address = NAME, region = NAME, tokens = { list = NAME }, selector = NAME, hosted_zone = NAME,
      origin = NAME, file = PATH, account = PATH, list = PATH, tenants = PATH, mail_from = NAME, requested = NAME,
   } },
   mail_from = { list = NAME }, selectors = { list = NAME }, providers = { list = NAME },
   accepted = { list = object({ code = NAME, subject = NAME, reason = { "text", raw = true }, expires = NAME },
      { "code", "reason", "expires" }) },
}

local function fail(path, format, ...)
   return nil, ("%s: %s"):format(path, format:format(...)), "bad-expectations"
end

-- VALUE of JSON without its nulls.
local function without_null(value)
   if type(value) ~= "table" then return value end
   local out = {}
   for key, item in pairs(value) do
      if item ~= json.null then out[key] = without_null(item) end
   end
   return out
end

local function read_json(path, text)
   local value, reason = json.decode(text)
   if value == nil then return fail(path, "is not valid JSON: %s", reason) end
   return without_null(value)
end

local OVER = {
   instructions = "runs without end", memory = ("needs more than %d octets of memory"):format(BOUNDS.memory),
   ["a string"] = ("holds a string of more than %d octets"):format(BOUNDS.string),
}

-- A Lua file is data: it runs in a state of its own, without any function, and what it returns is copied.
local function read_lua(path, text)
   local value, message, code = core.sandbox.read(text, "@" .. path, BOUNDS)
   if not code then return value end
   if code == "bad-syntax" and message:find(path, 1, true) == 1 then return nil, message, "bad-expectations" end
   return fail(path, "%s; it is data, a table of what is known", OVER[message] or message)
end

local function is_domain(text)
   return not text:find("%s") and core.domain.to_ascii(text) ~= nil
end

-- ENTRY's region; what SES says of an identity there, or its zone, shows that one newer than the table is meant.
local function region_fault(entry)
   local told = (entry.file or entry.account or entry.list or entry.tenants or entry.hosted_zone) and entry or nil
   return require("sesame.ses.regions").fault(entry.region, told)
end

-- What is wrong with ENTRY, an identity of the right shape, as two texts: the field and the fault.
local function identity_fault(entry)
   if (entry.domain == nil) == (entry.address == nil) then
      return "", "an identity lacks 'domain' (or 'address', for one of an address)"
   end
   if entry.address and not entry.address:find("^[^@%s]+@[^@%s]+$") then
      return ".address", ("'%s' is no address"):format(entry.address)
   end
   for _, name in ipairs { "domain", "mail_from", "hosted_zone" } do
      if entry[name] and not is_domain(entry[name]) then
         return "." .. name, ("'%s' is no domain"):format(entry[name])
      end
   end
   if entry.selector and not entry.selector:find("^[%w_.-]+$") then
      return ".selector", ("'%s' is no selector"):format(entry.selector)
   end
   local good, reason = require("sesame.ses.identity").check_tokens(entry.tokens or {})
   if not good then return ".tokens", reason end
   local _, unclear = require("sesame.base.time").parse(entry.requested or "2026-01-01")
   if unclear then return ".requested", unclear end
   local unknown = entry.region and region_fault(entry)
   if unknown then return ".region", unknown end
end

local function accepted_fault(entry)
   if entry.reason == "" then return ".reason", "is empty; say why this is right" end
   if not entry.expires:find("^%d%d%d%d%-%d%d%-%d%d$") then return ".expires", "is not YYYY-MM-DD" end
end

local function provider_fault(word)
   local entry, hint = require("sesame.mail.providers").find(word)
   if not entry then return "", ("'%s' is no service that is known%s"):format(word, hint or "") end
end

local function mail_from_fault(name)
   if not is_domain(name) then return "", ("'%s' is no domain"):format(name) end
end

--- Checks VALUE, what the file PATH holds. Returns it with every list there, or nil, a message that names the file and
-- the keys to what is wrong, "bad-expectations".
function expect.check(path, value)
   if type(value) ~= "table" then return fail(path, "holds a %s, not a table", type(value)) end
   local misshapen = shape.fault(value, SHAPE)
   if misshapen then return fail(path, "%s", misshapen) end
   for name, fault_of in pairs { identities = identity_fault, accepted = accepted_fault, providers = provider_fault,
      mail_from = mail_from_fault } do
      for i, entry in ipairs(value[name] or {}) do
         local field, fault = fault_of(entry)
         if fault then return fail(path, "%s[%d]%s: %s", name, i, field, fault) end
      end
   end
   local checked = {}
   for name in pairs(SHAPE.fields) do checked[name] = value[name] or {} end
   checked.path = path
   return checked
end

--- Reads PATH: JSON where the name ends in .json, otherwise a Lua file that returns a table; the files it names are
-- looked at too. Returns the checked table, or nil, message, code ("not-found", "bad-expectations").
function expect.load(path)
   local text, message, code = file.read(path, expect.FILE_MAX)
   if not text then return nil, message, code or "bad-expectations" end
   local value
   value, message, code = (path:find("%.json$") and read_json or read_lua)(path, text)
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
