-- SPDX-License-Identifier: MIT
-- Selectors of the command line: those given one by one (--selector), and lists to ask for (--selectors): those of
-- known services, or a file. It must not look anything up.
local file = require "sesame.base.file"
local providers = require "sesame.mail.providers"

local selectors = {}

selectors.FILE_MAX = 1024 * 1024 -- octets of a list
selectors.PROBES_MAX = 1000      -- selectors asked for at one domain

local function is_selector(text)
   return text:find("^[%w_\x80-\xFF-][%w_.\x80-\xFF-]*$") and #text <= 200
end

--- The name of the key of SELECTOR (nil is well) below DOMAIN; nil and a message where SELECTOR is none.
function selectors.check(selector, domain)
   if not selector then return domain end
   if not is_selector(selector) then
      return nil, ("'%s' is no selector (letters, digits, hyphens, such as ses-2027a)"):format(selector)
   end
   local name, message = require("sesame.dkim").name(selector, domain)
   if not name then return nil, ("'%s': %s"):format(selector, message) end
   return name
end

--- The selectors of LIST (or nil) as they are; nil and a message for what is none.
function selectors.given(list)
   for _, selector in ipairs(list or {}) do
      if not is_selector(selector) then return nil, ("--selector: '%s' is no selector"):format(selector) end
   end
   return list or {}
end

local function read_file(path)
   local content, reason = file.read(path, selectors.FILE_MAX)
   if not content then return nil, reason end
   local list, number = {}, 0
   for line in (content .. "\n"):gmatch("([^\n]*)\n") do
      number = number + 1
      for word in line:gsub("#.*", ""):gmatch("[^%s,]+") do
         local selector = word:gsub("%._domainkey%..*$", "")
         if not is_selector(selector) then return nil, ("%s:%d: '%s' is no selector"):format(path, number, word) end
         list[#list + 1] = selector
      end
   end
   return list
end

-- "known", the key of a service, or a file.
local function list_of(word)
   if word == "known" then return providers.selectors() end
   if not word:find("[/.]") then
      local entry, hint = providers.find(word)
      local there = not entry and io.open(word, "r")
      if there then there:close()
      elseif not entry then
         return nil, ("'%s' is neither \"known\", nor a service, nor a file%s"):format(word, hint or "")
      elseif #entry.selectors == 0 then return nil, ("the selectors of %s cannot be guessed"):format(entry.name)
      else
         local list = {}
         for _, selector in ipairs(entry.selectors) do
            if not selector:find("*", 1, true) then list[#list + 1] = selector end
         end
         return list
      end
   end
   return read_file(word)
end

--- The selectors that WORDS ("known", names of services, paths of files) stand for, each once; nil and a message. Third
-- comes whether the commonest are wanted too, wherever they stand.
function selectors.probes(words)
   local all, seen, common = {}, {}, false
   for _, word in ipairs(words or {}) do
      common = common or word == "known"
      local list, message = list_of(word)
      if not list then return nil, "--selectors: " .. message end
      for _, selector in ipairs(list) do
         if not seen[selector:lower()] then all[#all + 1] = selector end
         seen[selector:lower()] = true
      end
   end
   if #all > selectors.PROBES_MAX then
      return nil, ("--selectors: more than %d selectors"):format(selectors.PROBES_MAX)
   end
   return all, nil, common
end

return selectors
