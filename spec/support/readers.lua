-- SPDX-License-Identifier: MIT
-- Every reader of files from outside, with valid samples, what is done with what it read, and a command that reads it:
-- for tests that damage the samples. A command is run in this process, its output kept.
local system = require("sesame.core").system

local readers = {}

local function content(path)
   local file <close> = assert(io.open(path, "rb"))
   return file:read "a"
end

local function samples(...)
   local list = {}
   for i, path in ipairs { ... } do list[i] = content(path) end
   return list
end

-- luacheck: globals io.stdout io.stderr
-- What is written, in place of a file.
local function sink()
   local parts = {}
   return { write = function(self, ...)
      for _, part in ipairs { ... } do parts[#parts + 1] = tostring(part) end
      return self
   end, flush = function(self) return self end, setvbuf = function() return true end,
      text = function() return table.concat(parts) end }
end

--- Runs sesame with WORDS in this process: its exit status, and what it wrote to standard output and standard error.
function readers.command(list)
   local out, err = io.stdout, io.stderr
   local caught, said = sink(), sink()
   io.stdout, io.stderr = caught, said
   local ok, status = pcall(require("sesame.cli").main, list, { getenv = function() end })
   io.stdout, io.stderr = out, err
   if not ok then error(status, 0) end
   return status, caught.text(), said.text()
end

-- The plan of the demo, as JSON.
local function a_plan()
   return (select(2, readers.command { "fix", "--zone", "examples/acme.zone", "--offline", "--format", "json",
      "acme.example" }))
end

-- A recording of the audit of a clean zone.
local function a_recording()
   local path = os.tmpname()
   assert(readers.command { "check", "--zone", "examples/clean.zone", "--offline", "--record", path, "--output",
      "/dev/null", "clean.example" } < 2)
   local text = content(path)
   os.remove(path)
   return text
end

local CLOUDFLARE = [[{ "success": true, "result": [
  { "id": "id-spf", "name": "acme.example", "type": "TXT", "content": "\"v=spf1 \" \"mx ~all\"", "ttl": 1 },
  { "id": "id-mx", "name": "acme.example", "type": "MX", "content": "mail.acme.example", "priority": 10 },
  { "id": "id-caa", "name": "acme.example", "type": "CAA", "content": "0 issue \"ca.example\"" } ] }
]]

local CLASSIC = {
   '{ "DkimAttributes": { "acme.example": { "DkimEnabled": true, "DkimVerificationStatus": "Success", '
      .. '"DkimTokens": ["a1", "b2"] } } }',
   '{ "MailFromDomainAttributes": { "acme.example": { "MailFromDomain": "b.acme.example", '
      .. '"MailFromDomainStatus": "Success", "BehaviorOnMXFailure": "UseDefaultValue" } } }',
   '{ "VerificationAttributes": { "acme.example": { "VerificationStatus": "Pending", "VerificationToken": "x" } } }',
   '{ "Max24HourSend": 50000.0, "MaxSendRate": 14.0, "SentLast24Hours": 3.0 }',
   '{ "Identities": [ "z@acme.example", "acme.example" ] }',
   '{ "EmailIdentities": [ { "IdentityName": "a@acme.example", "IdentityType": "EMAIL_ADDRESS", '
      .. '"SendingEnabled": true, "VerificationStatus": "SUCCESS" } ] }',
   "abcdefghijklmnopqrstuvwxyz012345 # first\nbcdefghijklmnopqrstuvwxyz0123456\n",
}

local EXPECTED = '{ "identities": [ { "domain": "acme.example", "region": "us-east-1", "tokens": ["a1", "b2"], '
   .. '"mail_from": "bounce.acme.example", "requested": "2026-01-02T03:04:05Z", "origin": "AWS_SES" }, '
   .. '{ "address": "a@acme.example", "region": "eu-west-1" } ], "mail_from": ["m.acme.example"], '
   .. '"selectors": ["s1", "s2._domainkey.acme.example"], "providers": ["google"], "accepted": [ { "code": "spf-*", '
   .. '"subject": "acme.example", "reason": "moving", "expires": "2027-01-01" } ] }'

local KEYS = {
   'key "k1" {\n\talgorithm hmac-sha256;\n\tsecret "c2VjcmV0";\n};\n', "hmac-sha256:k1:c2VjcmV0\n",
   "key:\n  - id: k1\n    algorithm: hmac-sha256\n    secret: c2VjcmV0\n",
}

local DEMO = { "--zone", "examples/acme.zone", "--offline" }

-- COMMAND ("dkim match") over the demo's zone, and what else it is given.
local function words(command, ...)
   local list = {}
   for word in command:gmatch "%S+" do list[#list + 1] = word end
   table.move(DEMO, 1, #DEMO, #list + 1, list)
   return table.move({ ... }, 1, select("#", ...), #list + 1, list)
end

local function private_key()
   local base64 = require("spec.support.keys").private
   return { "-----BEGIN RSA PRIVATE KEY-----\n" .. base64:gsub(("."):rep(64), "%0\n")
      .. "\n-----END RSA PRIVATE KEY-----\n", base64 }
end

-- Each has samples() -> texts, read(path) -> value, or nil and a message that names the file unless UNNAMED (another
-- one may be at fault, or the caller names it); perhaps use(value), and command(path) -> words.
readers.list = {
   { name = "AWS JSON",
      samples = function()
         local list = samples("examples/acme-ses-us-east-1.json", "examples/acme-ses-eu-west-1.json",
            "examples/acme-account-us-east-1.json", "examples/acme-account-eu-west-1.json")
         list[#list + 1] = "Type,Name,Value\nCNAME,abcd._domainkey.acme.example,abcd.dkim.amazonses.com\n"
            .. "MX,m.acme.example,10 feedback-smtp.us-east-1.amazonses.com\n"
         list[#list + 1] = '{ "dkim_attributes": { "tokens": ["abcd"], "signing_enabled": true } }'
         list[#list + 1] = '[ { "IdentityName": "acme.example", "SendingEnabled": true } ]'
         return table.move(CLASSIC, 1, #CLASSIC, #list + 1, list)
      end,
      read = function(path) return require("sesame.ses.saved").load(path) end,
      use = function(found) require("sesame.ses.saved").of(found, "acme.example") end,
      command = function(path) return words("check", "--ses", "us-east-1=" .. path, "acme.example") end },
   { name = "expectations (JSON)", suffix = ".json", samples = function() return { EXPECTED } end,
      read = function(path) return require("sesame.expect").load(path) end,
      use = function(expected)
         require("sesame.expect").names(expected, "acme.example", { selectors = {}, mail_from = {}, identities = {} })
      end,
      command = function(path) return words("check", "--expect", path, "acme.example") end },
   { name = "expectations (Lua)", suffix = ".lua",
      samples = function()
         local text = content "examples/acme.expect.lua"
         return { text, "return { selectors = { 's1' }, mail_from = { 'm.acme.example' } }",
            "local s = 'x' for i = 1, 3 do s = s .. s end return { selectors = { s } }" }
      end,
      read = function(path) return require("sesame.expect").load(path) end,
      command = function(path) return words("check", "--expect", path, "acme.example") end },
   { name = "TSIG keys", samples = function() return KEYS end,
      read = function(path) return require("sesame.publish.key").read(path) end },
   { name = "plans", samples = function() return { a_plan() } end,
      read = function(path)
         return require("sesame.cli.planning").load(path, "acme.example", "--plan")
      end,
      use = function(plan)
         for _, format in ipairs { "bind", "nsupdate", "route53", "octodns" } do
            require("sesame.report.fix_" .. format).render(plan, {})
         end
      end },
   { name = "recordings", samples = function() return { a_recording() } end,
      read = function(path) return require("sesame.facts.replay").load(path) end,
      use = function(source)
         for _, rrtype in ipairs { "TXT", "MX", "NS" } do source:get("clean.example", rrtype) end
         source:covers "clean.example"
      end,
      command = function(path) return { "check", "--replay", path, "clean.example" } end },
   { name = "Cloudflare's records", unnamed = true, samples = function() return { CLOUDFLARE } end,
      read = function(path)
         local text, message = require("sesame.base.file").read(path, 1000000)
         if not text then return nil, message end
         return require("sesame.report.fix_cloudflare_records").read(text)
      end,
      use = function(id_of)
         id_of("acme.example", "TXT", { bytes = "v=spf1 mx ~all", text = '"v=spf1 mx ~all"' })
      end,
      command = function(path)
         return words("fix", "--format", "cloudflare", "--cloudflare-records", path, "acme.example")
      end },
   { name = "private keys", samples = private_key,
      read = function(path)
         local key <close>, message = require("sesame.dkim").load(path)
         return key and key:record(), message
      end,
      command = function(path)
         return words("dkim match", "--private", path, "--domain", "acme.example", "--selector", "s1")
      end },
   { name = "lists of domains", samples = function()
      return { "acme.example\n# ours\nhttps://www.acme.example/x\n\n<a@acme.example>\nb\u{fc}cher.example\n" }
   end,
      read = function(path)
         local file <close> = assert(io.open(path, "rb"))
         local refused = {}
         local function refuse(line) refused[#refused + 1] = line end
         for _ in require("sesame.cli.input").lines(file, path, refuse, {}) do refused.any = true end
         return refused
      end,
      use = function(refused)
         for _, line in ipairs(refused) do assert(not line:find "\n", line) end
      end },
   { name = "lists of selectors", samples = function() return { "s1, s2\n# more\ns3._domainkey.acme.example\n" } end,
      read = function(path) return require("sesame.cli.selectors").probes { path } end,
      command = function(path) return words("check", "--selectors", path, "acme.example") end },
   { name = "messages", samples = function() return samples "examples/acme-message.eml" end,
      read = function(path) return require("sesame.mail").load(path) end,
      use = function(parsed)
         local model = require "sesame.model.mail"
         model.domains(model.read(parsed, 1000))
      end,
      command = function(path) return words("message", path) end },
   { name = "key records", samples = function()
      return { 's1._domainkey.acme.example. 300 IN TXT "v=DKIM1; k=rsa; " "p=MIGf"', "v=DKIM1; p=\n" }
   end,
      read = function(path) return require("sesame.base.file").read(path, 1000000) end,
      command = function(path) return { "dkim", "key", "--file", path } end },
   { name = "endpoints", unnamed = true, suffix = ".json",
      samples = function() return { '{ "Routes": [ { "Region": "us-east-1" }, { "Region": "eu-west-1" } ] }' } end,
      read = function(path) return require("sesame.script.arguments").endpoint("endpoint", path) end },
   { name = "zones", unnamed = true, suffix = ".zone", samples = function() return samples "examples/clean.zone" end,
      read = function(path) return require("sesame.session").open { zones = { path }, offline = true } end,
      use = function(session) session:close() end,
      command = function(path)
         return { "check", "--zone", "clean.example=" .. path, "--offline", "clean.example" }
      end },
}

local STEPS_MAX <const> = 40000000 -- instructions of one reading, 100 times what the largest sample takes
local MEMORY_MAX <const> = 128 * 1024 -- kilobytes held by Lua after one

local function bounded(work, ...)
   local results = table.pack(xpcall(function(...)
      debug.sethook(function() error("HANGS", 2) end, "", STEPS_MAX)
      return work(...)
   end, debug.traceback, ...))
   debug.sethook()
   return table.unpack(results, 1, results.n)
end

local function try_command(reader, path)
   local ok, status, out, err = bounded(readers.command, reader.command(path))
   if not ok then return status end
   local both = (out .. err):gsub(path:gsub("%p", "%%%0") .. ":%d+: ", "") -- a fault of a file in Lua is in the file
   if both:find "internal.error" or both:find "traceback" or both:find "%.lua:%d+: attempt" then return both end
   if not (status == 0 or status == 1 or status == 2 or status == 3) then return "status " .. tostring(status) end
   if status == 2 and select(2, err:gsub("\n", "")) ~= 1 then return "not one line: " .. err end
end

local function try_reading(reader, path)
   local ok, value, message = bounded(reader.read, path)
   if not ok then return value end
   if value == nil or value == false then
      if type(message) ~= "string" then return "neither a value nor a message" end
      if not message:find(path, 1, true) and not reader.unnamed then
         return "no name of the file: " .. message
      end
      return nil
   end
   local used, fault = true, nil
   if reader.use then used, fault = bounded(reader.use, value) end
   return not used and fault or nil
end

--- What is wrong with how READER (of readers.list) takes a file that holds TEXT: a traceback, no clear line, no end,
-- too much memory; nil where nothing is. WHOLE: run its command too.
function readers.fault(reader, text, whole)
   local path = os.tmpname() .. (reader.suffix or "")
   assert(system.write_private(path, text) or io.open(path, "wb"):write(text):close())
   local fault = try_reading(reader, path)
   if not fault and whole and reader.command then fault = try_command(reader, path) end
   os.remove(path)
   if reader.suffix then os.remove((path:sub(1, -#reader.suffix - 1))) end
   if not fault and collectgarbage "count" > MEMORY_MAX then
      collectgarbage()
      if collectgarbage "count" > MEMORY_MAX then fault = "holds too much memory" end
   end
   return fault
end

return readers
