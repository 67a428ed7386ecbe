-- SPDX-License-Identifier: MIT
-- `sesame dkim key NAME`: a key record explained tag by tag, from DNS, the command line, standard input or a file.
local asking = require "sesame.cli.asking"
local file = require "sesame.base.file"
local dkim = require "sesame.dkim"
local mend = require "sesame.dkim.mend"
local paste = require "sesame.base.paste"

local key = {
   name = "dkim key", summary = "Explain a DKIM key record tag by tag.",
   groups = { "source", "output" }, formats = { "text", "json" },
   example = {
      "sesame dkim key --zone examples/acme.zone --offline google._domainkey.acme.example",
      "sesame dkim key google acme.example --zone examples/acme.zone --offline",
      "sesame dkim key --record 'v=DKIM1; k=rsa; p='",
   },
}

local INPUT_MAX = 1024 * 1024 -- octets read from a file or standard input
local RECORDS_MAX = 100       -- records of one input

function key.arguments(parser)
   parser:argument("name",
      "The record's name, such as s1._domainkey.example.com, or a selector before DOMAIN; '-' reads a record from "
         .. "standard input."):args("?")
   parser:argument("domain", "With a selector for NAME: its domain."):args("?")
   parser:option("--selector", "With a domain for NAME: the selector."):argname("S"):count("?")
   parser:option("--record", "The text of a record; '-' reads it from standard input."):argname("TEXT"):count("?")
   parser:option("--file", "A file that holds the record."):argname("FILE"):count("?")
end

-- A line that goes on with the key of the line before it.
local MORE <const> = "^%s*[%w+/]+=?=?%s*;?%s*$"

-- The values in INPUT (sesame.base.paste): a key that is broken over lines and a PEM file are one text.
local function records_of(input)
   if input:find("-----BEGIN", 1, true) then return { { value = (input:gsub("%s+$", "")) } } end
   local values, others = paste.values(input)
   if others then return values end
   local list = {}
   for _, item in ipairs(values) do
      local last = list[#list]
      if last and not last.from and item.value:find(MORE) then last.value = last.value .. item.value
      else list[#list + 1] = item end
   end
   return list
end

local function read_input(path)
   local name = path == "-" and "standard input" or path
   local input, reason = file.read(path, INPUT_MAX)
   if not input then return nil, reason end
   if not input:find("%S") then return nil, ("%s: holds no record"):format(name) end
   local list = records_of(input)
   if #list > RECORDS_MAX then return nil, ("%s: more than %d records"):format(path, RECORDS_MAX) end
   return list
end

-- What TEXT of the command line holds.
local function read_text(text)
   local list = records_of(text)
   if #list == 1 and list[1].from or select(2, paste.values(text)) then return list end
   return { { value = text } }
end

-- The values given, or nil, or nil and a message.
local function given_values(given)
   local ways = 0
   for _, name in ipairs { "name", "record", "file" } do ways = ways + (given[name] and 1 or 0) end
   if ways ~= 1 then return nil, "one of these: a NAME, --record TEXT, --file FILE, or '-' for standard input" end
   if given.name == "-" or given.record == "-" then return read_input("-") end
   if given.file then return read_input(given.file) end
   return given.record and read_text(given.record) or nil
end

local function show(out, given, result)
   if given.format == "json" then return out:write(require("sesame.report.dkim_json").key(result)) end
   return out:write(require("sesame.report.dkim_key_text").text(result))
end

local function judge(texts, result)
   local check, message = dkim.check(texts)
   if not check then return nil, message end
   result.check, result.texts = check, texts
   return result
end

local function status_of(result)
   if result.known == "unknown" then return 3 end
   return result.check.status == "usable" and 0 or 1
end

-- The text to publish for the only record of RESULT: it, or it mended.
local function publishable(result)
   if #result.texts ~= 1 then return end
   local text, item = result.texts[1], result.pasted[1]
   result.mended = mend.record(text)
   local line = result.mended or result.check.status == "usable" and text
   result.publish = line and paste.line(item.name, line) or nil
end

local function explain_values(given, values, environment)
   local texts = {}
   for i, item in ipairs(values) do
      item.count, texts[i] = #values, item.value
   end
   local result, message = judge(texts, { chain = {}, pasted = values })
   if not result then return nil, message end
   publishable(result)
   local out
   out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then return nil, message end
   show(out, given, result)
   local ok, fault = out:close()
   if not ok then return nil, fault end
   return status_of(result)
end

-- A selector and a domain are a name in two words.
local function join_name(given)
   if not given.domain then return true end
   if given.selector then return nil, "a selector before the domain, or --selector: not both" end
   given.selector, given.name = given.name, given.domain
   return true
end

function key.run(given, environment)
   local joined, fault = join_name(given)
   if not joined then return nil, fault end
   local values, message = given_values(given)
   if values then return explain_values(given, values, environment) end
   if message then return nil, message end
   local name
   name, message = asking.domain(given.name)
   if not name then return nil, message end
   name, message = require("sesame.cli.selectors").check(given.selector, name)
   if not name then return nil, "--selector: " .. message end
   return asking.run(given, environment, function(session, out)
      local answer = session:view():get(name, "TXT")
      local result = require("sesame.facts.outline").of(answer, { name = name })
      local found = {}
      for i = 1, answer.known == "present" and #answer or 0 do found[i] = answer[i] end
      table.sort(found)
      local judged, why = judge(found, result)
      if not judged then return nil, why end
      if not show(out, given, judged) then return 1 end
      asking.note_unlearnt(given, out, session, result.because)
      return status_of(judged)
   end)
end

return key
