-- SPDX-License-Identifier: MIT
-- Mail addresses in From and Return-Path (RFC 5322 3.4): their domains. It must not judge them.
local domains = require("sesame.core").domain
local lexer = require "sesame.mail.lexer"
local names = require "sesame.base.names"

local address = {}

address.MAX = 100 -- addresses of one field

local trim = require("sesame.mail").trim

-- The addr-spec in ITEM: what stands in angle brackets, else all of it. Several brackets are several addresses.
local function specs_of(item)
   local list = {}
   for inner in item:gmatch("<([^<>]*)>") do list[#list + 1] = trim(inner):gsub("^@[^:]*:", "") end
   if #list == 0 then list[1] = trim(item) end
   return list
end

-- { text, domain = A-labels in lower case or nil, fault = why not }
local function read(spec)
   local host = spec:match("@([^@]*)$")
   if not host then return { text = spec, fault = "no domain in it" } end
   host = trim(host)
   if host:find("^%[") then return { text = spec, fault = "an address literal, no domain" } end
   local name, reason = domains.to_ascii(names.bare(host))
   return { text = spec, domain = name, fault = not name and reason or nil }
end

-- Quoted strings may hold any of the marks that part addresses: they become "Q".
local function without_quotes(text)
   local parts, at = {}, 1
   while true do
      local found = text:find('"', at, true)
      if not found then break end
      parts[#parts + 1] = text:sub(at, found - 1) .. "Q"
      at = lexer.quoted_end(text, found)
   end
   parts[#parts + 1] = text:sub(at)
   return table.concat(parts)
end

--- The addresses in VALUE, a mailbox or address list: { { text, domain or nil, fault or nil }, ... }; quoted local
-- parts are shown as Q.
function address.list(value)
   local text = without_quotes(lexer.without_comments(value))
   local list = {}
   for _, item in ipairs(lexer.split(text, "[,;]", address.MAX)) do
      item = item:find("<", 1, true) and item or item:gsub("^[^@]*:", "") -- "Group: a@b, c@d;"
      if trim(item) ~= "" then
         for _, spec in ipairs(specs_of(item)) do list[#list + 1] = read(spec) end
      end
   end
   return list
end

--- The path in VALUE, a Return-Path: { text, null = whether it is "<>", domain, fault }.
function address.path(value)
   local text = trim(without_quotes(lexer.without_comments(value)))
   local inner = text:match("<([^<>]*)>") or text
   inner = trim(inner):gsub("^@[^:]*:", "")
   if inner == "" then return { text = "<>", null = true } end
   local path = read(inner)
   path.null = false
   return path
end

return address
