-- SPDX-License-Identifier: MIT
-- Files of what SES says: JSON saved from the aws command line, told apart by content, or Easy DKIM tokens. It must not
-- look anything up nor judge.
local account = require "sesame.ses.account"
local classic = require "sesame.ses.classic"
local file = require "sesame.base.file"
local identity = require "sesame.ses.identity"
local json = require "sesame.base.json"

local saved = {}

saved.FILE_MAX = 8 * 1024 * 1024 -- octets of a file read; ten thousand identities take two million

local KNOWN = "`aws sesv2 get-email-identity`, `get-account` or `list-email-identities`"

--- What TEXT (JSON) holds: a table with the fields of sesame.ses.identity for one identity; or { account = see
-- sesame.ses.account }; or
-- { listed = the account's identities }; or { by_name = fields by identity } (version 1). Nil and a message for what is
-- none.
function saved.parse(text)
   local value, reason = json.decode(text)
   if value == nil then return nil, "not JSON: " .. tostring(reason) end
   if type(value) ~= "table" then return nil, ("not the JSON of %s (no object)"):format(KNOWN) end
   local by_name, fault = classic.read(value)
   if by_name then return { by_name = by_name } end
   if fault then return nil, fault end
   if identity.is_one(value) then return identity.read(value) end
   local listed, misshapen = account.read_list(value)
   if listed then return { listed = listed } end
   if misshapen then return nil, misshapen end
   for _, read in ipairs { account.read, account.read_classic } do
      local found
      found, misshapen = read(value)
      if found then return { account = found } end
      if misshapen then return nil, misshapen end
   end
   return nil, ("not the JSON of %s (no DkimAttributes, no SendQuota, no EmailIdentities)"):format(KNOWN)
end

-- A file of tokens: one or more a line, "#" comments.
local function parse_tokens(text)
   local list = {}
   for line in text:gmatch("[^\r\n]+") do
      for token in line:gsub("#.*", ""):gmatch("[^%s,]+") do list[#list + 1] = token end
   end
   local tokens, reason = identity.check_tokens(list)
   if not tokens then return nil, reason end
   if #tokens == 0 then return nil, "holds no token" end
   return { tokens = tokens }
end

--- Reads PATH: JSON where it begins with a brace or is JSON throughout, else tokens. What saved.parse returns, or nil
-- and a message that names the file.
function saved.load(path)
   local text, reason = file.read(path, saved.FILE_MAX)
   if not text then return nil, reason end
   local found, fault
   if text:find("^%s*[{%[]") or json.decode(text) ~= nil then
      found, fault = saved.parse(text)
   else
      found, fault = parse_tokens(text)
   end
   if not found then return nil, ("%s: %s"):format(path, fault) end
   return found
end

--- What FIELDS (of saved.parse) say of NAME, with what they say of all: version 1's files hold several identities.
function saved.of(fields, name)
   if not fields.by_name then return fields end
   local own = { region = fields.region, mail_from = fields.mail_from, account = fields.account, listed = fields.listed,
      saved = true }
   for key, value in pairs(fields.by_name[name:lower()] or {}) do own[key] = value end
   return own
end

return saved
