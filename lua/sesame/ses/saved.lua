-- SPDX-License-Identifier: MIT
-- Files of what SES says: JSON saved from the aws command line, told apart by content, or Easy DKIM tokens. It must not
-- look anything up nor judge.
local account = require "sesame.ses.account"
local classic = require "sesame.ses.classic"
local copy = require "sesame.base.copy"
local file = require "sesame.base.file"
local identity = require "sesame.ses.identity"
local json = require "sesame.base.json"

local saved = {}

saved.FILE_MAX = 8 * 1024 * 1024 -- octets of a file read; ten thousand identities take two million

local KNOWN = "`aws sesv2 get-email-identity`, `get-account` or `list-email-identities`"

local SEVERAL_MAX = 20 -- places tried at which a second document may begin
local HEAD_MAX = 20 -- lines of warnings that stand before the JSON

-- TEXT decoded, with what a tool wrote above it left out; nil and a reason.
local function decoded(text)
   local value, reason = json.decode(text)
   local at = 1
   local begins = text:find "^%s*[{%[]" ~= nil
   for _ = 1, value == nil and not begins and HEAD_MAX or 0 do
      at = text:find("\n", at, true)
      if not at then break end
      at = at + 1
      value = text:find("^%s*[{%[]", at) and json.decode(text:sub(at)) or nil
      if value ~= nil then return value end
   end
   return value, reason
end

-- Whether TEXT, which does not decode, begins with JSON behind which there is more JSON.
local function is_several(text)
   local tries = 0
   for at in text:gmatch "[}%]]%s*()\n%s*[{%[]" do
      tries = tries + 1
      if tries > SEVERAL_MAX then break end
      if json.decode(text:sub(1, at)) ~= nil then return true end
   end
   return false
end

-- What VALUE, decoded and spelled as the interface does, holds; see saved.parse.
local function understood(value)
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
   local told
   told, misshapen = require("sesame.ses.tenancy").read(value)
   if told then return { tenancy = told } end
   if misshapen then return nil, misshapen end
   local what = require("sesame.ses.told_apart").value(value)
   if what then return nil, "is " .. what end
   return nil, ("not the JSON of %s (no DkimAttributes, no SendQuota, no EmailIdentities)"):format(KNOWN)
end

--- What TEXT (JSON) holds: a table with the fields of sesame.ses.identity for one identity; or { account = see
-- sesame.ses.account }; or { listed = the account's identities }; or { tenancy = see sesame.ses.tenancy }; or {
-- by_name = fields by identity } (version 1). Nil and a message for what is none.
function saved.parse(text)
   local value, reason = decoded(text)
   if value == nil then
      local what = require("sesame.ses.told_apart").text(text)
      if what then return nil, "is " .. what end
      if is_several(text) then return nil, "is several JSON documents; save each reply to a file of its own" end
      return nil, "not JSON: " .. tostring(reason)
   end
   value = require("sesame.ses.spelling").whole(value)
   if type(value) ~= "table" then return nil, "is " .. require("sesame.ses.told_apart").value(value) end
   return understood(value)
end

-- A file of tokens: one or more a line, "#" comments.
local function parse_tokens(text)
   local list = {}
   for line in text:gmatch("[^\r\n]+") do
      for token in line:gsub("#.*", ""):gmatch("[^%s,]+") do list[#list + 1] = token end
   end
   local tokens, reason = identity.check_easy(list)
   if not tokens then return nil, reason end
   if #tokens == 0 then return nil, "holds no token" end
   return { tokens = tokens }
end

-- Whether TEXT is JSON, or has some behind a few lines of something else.
local function looks_like_json(text)
   return text:find "^%s*[{%[]" ~= nil or text:find "\n%s*[{%[]" ~= nil or json.decode(text) ~= nil
end

-- What TEXT that is no JSON holds: rows of records, or tokens.
local function plain(text)
   local what = require("sesame.ses.told_apart").text(text)
   if what then return nil, "is " .. what end
   local found = require("sesame.ses.rows").read(text)
   if not found then return parse_tokens(text) end
   local tokens, fault = identity.check_tokens(found.tokens or {})
   if not tokens then return nil, fault end
   return found
end

--- Reads PATH: JSON, rows of records, or tokens. What saved.parse returns, with `name` where the rows name the
-- identity; nil and a message that names the file.
function saved.load(path)
   local text, reason = file.read(path, saved.FILE_MAX)
   if not text then return nil, reason end
   local found, fault
   if not text:find "%S" then
      fault = "is empty; was the command's output written there?"
   else
      found, fault = (looks_like_json(text) and saved.parse or plain)(text)
   end
   if not found then return nil, ("%s: %s"):format(path, fault) end
   return found
end

local function same_tokens(a, b)
   return a.tokens ~= nil and b.tokens ~= nil and table.concat(a.tokens, " ") == table.concat(b.tokens, " ")
end

-- Fields that are no word of SES.
local OURS <const> = { region = true, file = true, saved = true, mail_from_told = true }

-- Whether A and B, tables of fields, say nothing of the same; ALIKE: or say the same of it. NAMED:
-- the name of both is known, and their type with it.
local function beside(a, b, alike, named)
   for key, value in pairs(a) do
      local other = b[key]
      if OURS[key] or other == nil or named and key == "type" then goto continue end
      local deeper = type(value) == "table" and type(other) == "table"
      if deeper and key == "by_name" then
         for name, fields in pairs(value) do
            local same = other[name]
            if same and not beside(fields, same, same_tokens(fields, same), true) then return false end
         end
      elseif deeper and alike then
         if not beside(value, other, true) then return false end
      elseif not alike or value ~= other then
         return false
      end
      ::continue::
   end
   return true
end

--- Whether what two files say (of saved.parse, with their region) is of one identity and account: tokens are those of
-- one account alone; without them, what one says the other must leave open.
function saved.joins(a, b) return beside(a, b, same_tokens(a, b)) end

--- What FOUND says joins INTO.
function saved.join(into, found)
   for key, value in pairs(found) do
      if key == "by_name" and into.by_name then
         for name, fields in pairs(value) do
            into.by_name[name] = into.by_name[name] or {}
            saved.join(into.by_name[name], fields)
         end
      elseif key == "file" then
         into.file = into.file or value
      elseif key ~= "mail_from_told" or value then
         into[key] = value
      end
   end
end

--- What FIELDS (of saved.parse) say of NAME, with what they say of all: version 1's files hold several identities.
-- `others`: the names that they speak of in its place.
function saved.of(fields, name)
   local own, lower = {}, name:lower()
   for key, value in pairs(fields) do own[key] = value end
   own.by_name, own.name = nil, nil
   if fields.name and fields.name ~= lower then
      return { region = fields.region, account = fields.account, listed = fields.listed, tenancy = fields.tenancy,
         others = { fields.name } }
   elseif not fields.by_name then
      return own
   end
   own.saved = true
   for key, value in pairs(fields.by_name[lower] or {}) do own[key] = value end
   local more = own.type or own.tokens -- of another file of that region
   if not fields.by_name[lower] and not more then own.others = copy.keys(fields.by_name) end
   return own
end

return saved
