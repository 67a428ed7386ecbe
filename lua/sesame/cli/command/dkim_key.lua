-- SPDX-License-Identifier: MIT
-- `sesame dkim key NAME`: a key record explained tag by tag, from DNS, the command line, standard input or a file.
local asking = require "sesame.cli.asking"
local dkim = require "sesame.dkim"

local key = {
   name = "dkim key", summary = "Explain a DKIM key record tag by tag.",
   groups = { "source", "output" }, formats = { "text", "json" },
   example = {
      "sesame dkim key --zone examples/acme.zone --offline google._domainkey.acme.example",
      "sesame dkim key --record 'v=DKIM1; k=rsa; p='",
   },
}

local INPUT_MAX = 1024 * 1024 -- octets read from a file or standard input
local RECORDS_MAX = 100       -- records of one input

function key.arguments(parser)
   parser:argument("name",
      "The record's name, such as s1._domainkey.example.com; '-' reads a record from standard input."):args("?")
   parser:option("--selector", "With a domain for NAME: the selector."):argname("S"):count("?")
   parser:option("--record", "The text of a record; '-' reads it from standard input."):argname("TEXT"):count("?")
   parser:option("--file", "A file that holds the record."):argname("FILE"):count("?")
end

-- The character-strings of a line such as `"v=DKIM1; " "p=..."`, joined; nil where it is none. What stands before the
-- first quotation mark (a name, TXT) and parentheses are passed over.
local function unquote(line)
   local rest = line:match('^[%w%s._*@-]*%(?%s*(".*)$')
   if not rest then return nil end
   local parts, at = {}, 1
   while true do
      local from, to = rest:find('^[%s()]*"', at)
      if not from then break end
      local finish = to + 1
      while finish <= #rest and rest:sub(finish, finish) ~= '"' do
         finish = finish + (rest:sub(finish, finish) == "\\" and 2 or 1)
      end
      if finish > #rest then return nil end
      parts[#parts + 1] = rest:sub(to + 1, finish - 1)
      at = finish + 1
   end
   if not rest:find("^[%s()]*$", at) and not rest:find("^[%s()]*;", at) then return nil end
   local text = table.concat(parts):gsub("\\(%d%d%d)", function(digits)
      local byte = tonumber(digits)
      return byte < 256 and string.char(byte) or nil
   end)
   return (text:gsub("\\([^%d])", "%1"))
end

-- One record a line, each as it is or in quotes as a master file has it; a PEM file is one text.
local function records_of(input)
   if input:find("-----BEGIN", 1, true) then return { (input:gsub("%s+$", "")) } end
   if input:find("%(") and input:find('"', 1, true) then input = input:gsub('"%s*\r?\n%s*"', '" "') end
   local list = {}
   for line in input:gmatch("[^\r\n]+") do
      if line:find("%S") then list[#list + 1] = unquote(line) or line end
   end
   return list
end

local function read_input(path)
   local file, reason = io.stdin
   if path ~= "-" then file, reason = io.open(path, "rb") end
   if not file then return nil, reason end
   local input, failure = file:read(INPUT_MAX + 1)
   if path ~= "-" then file:close() end
   local name = path == "-" and "standard input" or path
   if failure then return nil, ("%s: cannot be read: %s"):format(name, failure) end
   if not input or not input:find("%S") then return nil, ("%s: holds no record"):format(name) end
   if #input > INPUT_MAX then return nil, ("%s: over %d octets"):format(path, INPUT_MAX) end
   local list = records_of(input)
   if #list > RECORDS_MAX then return nil, ("%s: more than %d records"):format(path, RECORDS_MAX) end
   return list
end

-- The texts given, or nil, or nil and a message.
local function given_texts(given)
   local ways = 0
   for _, name in ipairs { "name", "record", "file" } do ways = ways + (given[name] and 1 or 0) end
   if ways ~= 1 then return nil, "one of these: a NAME, --record TEXT, --file FILE, or '-' for standard input" end
   if given.name == "-" or given.record == "-" then return read_input("-") end
   if given.file then return read_input(given.file) end
   return given.record and { given.record } or nil
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

local function explain_texts(given, texts, environment)
   local result, message = judge(texts, { chain = {} })
   if not result then return nil, message end
   local out
   out, message = require("sesame.cli.output").open(given, environment.getenv)
   if not out then return nil, message end
   show(out, given, result)
   local ok, fault = out:close()
   if not ok then return nil, fault end
   return status_of(result)
end

function key.run(given, environment)
   local texts, message = given_texts(given)
   if texts then return explain_texts(given, texts, environment) end
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
      local judged, fault = judge(found, result)
      if not judged then return nil, fault end
      if not show(out, given, judged) then return 1 end
      return status_of(judged)
   end)
end

return key
