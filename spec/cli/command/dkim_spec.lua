-- SPDX-License-Identifier: MIT
-- The commands of `sesame dkim` about keys, run as people run them; private keys are looked for in everything they say.
local json = require "sesame.base.json"
local records = require "sesame.base.records"

local ACME = " --zone examples/acme.zone --offline "

local folder

local function read(path)
   local file = assert(io.open(path, "rb"))
   local content = file:read("a")
   file:close()
   return content
end

-- Runs the command line ARGUMENTS; status, standard output, standard error. INPUT comes on standard input.
local function sesame(arguments, input)
   local out, err, given = os.tmpname(), os.tmpname(), os.tmpname()
   local file = assert(io.open(given, "wb"))
   file:write(input or "")
   file:close()
   local _, _, status = os.execute(("LC_ALL=C bin/sesame %s >%s 2>%s <%s"):format(arguments, out, err, given))
   local said, complained = read(out), read(err)
   for _, path in ipairs { out, err, given } do os.remove(path) end
   return status, said, complained
end

local function output(command)
   local pipe <close> = assert(io.popen(command .. " 2>/dev/null"))
   return pipe:read("a")
end

local function zone(record)
   local path = folder .. "/keys.test.zone"
   local file = assert(io.open(path, "w"))
   file:write("$ORIGIN keys.test.\n@ 300 SOA ns h 1 2 3 4 5\n", record, "\n")
   file:close()
   return " --offline --zone " .. path .. " "
end

setup(function() folder = output("mktemp -d"):gsub("%s+$", "") end)
teardown(function() os.execute("rm -r " .. folder) end)

local MISUSE = {
   { "no record", "dkim key", "one of these: a NAME" },
   { "two records", "dkim key --record 'p=' a.example", "one of these: a NAME" },
   { "a folder for a record", "dkim key --file spec", "spec: cannot be read: Is a directory" },
   { "an empty input", "dkim key -", "standard input: is empty" },
   { "a missing file", "dkim key --file /nonexistent", "/nonexistent: No such file" },
   { "what is no name", "dkim key a..b", "'a..b': a label is empty" },
   { "no selector", "dkim generate --domain example.com --private /nonexistent/x", "%-%-selector" },
   { "P20 a selector with a dot", "dkim generate --selector a.b --domain example.com --private /nonexistent/x",
      "selector 'a.b': .* has no dot" },
   { "a size that is none", "dkim generate --selector a --domain example.com --private /nonexistent/x --bits many",
      "'many' is no whole number" },
   { "P20 a size SES refuses", "dkim generate --selector a --domain example.com --private /nonexistent/x --bits 4096",
      "2048" },
   { "a folder that is not there", "dkim generate --selector a --domain example.com --private /nonexistent/x",
      "/nonexistent/x" },
   { "a rotation to the same selector",
      "dkim generate --selector a --rotate-from A --domain example.com --private /nonexistent/x", "a new selector" },
   { "a key file that is none", "dkim convert spec/cli/shop.zone", "shop.zone: " },
   { "a missing key file", "dkim convert /nonexistent", "/nonexistent: No such file" },
   { "P20 a selector SES refuses", "dkim convert /nonexistent --selector a.b", "%-%-selector: 'a.b'" },
   { "no private key", "dkim match --domain a.example --selector s" .. ACME, "%-%-private" },
}

describe("sesame dkim", function()
   for _, case in ipairs(MISUSE) do
      it("answers " .. case[1] .. " with status 2 and one line", function()
         local status, out, err = sesame(case[2])
         assert.same({ 2, "" }, { status, out })
         assert.matches(case[3], err)
      end)
   end

   it("has help for each command, also through help", function()
      for _, name in ipairs { "key", "generate", "convert", "match" } do
         local status, out = sesame("dkim " .. name .. " --help")
         assert.equal(0, status)
         assert.matches("Usage: sesame dkim " .. name, out)
         local prose = out:gsub("\nExamples:\n.-\n\n", "\n")
         for line in prose:gmatch("[^\n]+") do assert.is_true(#line <= 80, line) end
         assert.equal(out, select(2, sesame("help dkim " .. name)))
      end
   end)
end)

describe("sesame dkim key", function()
   it("explains a record of DNS tag by tag, in 80 columns", function()
      local status, out = sesame("dkim key" .. ACME .. "google._domainkey.acme.example")
      assert.equal(0, status)
      assert.matches("^google._domainkey.acme.example: usable, RSA, 2048 bits, exponent 65537", out)
      assert.matches("\n  k=rsa +the key is RSA\n", out)
      for line in out:gmatch("[^\n]+") do assert.is_true(#line <= 80, line) end
      assert.equal(out, select(2, sesame("dkim key" .. ACME .. "--selector google acme.example")))
   end)

   it("J31 shows the aliases on the way and judges the key at the end", function()
      local status, out = sesame("dkim key" .. ACME .. "k1._domainkey.acme.example")
      assert.equal(0, status)
      assert.matches("\n  CNAME dkim1.mailbeam.example\n", out)
   end)

   it("J34 tells NXDOMAIN, NODATA and no answer apart", function()
      local asked = "dkim key" .. zone("s._domainkey 300 A 192.0.2.1")
      local status, out = sesame(asked .. "x._domainkey.keys.test")
      assert.equal(1, status)
      assert.matches("NXDOMAIN", out)
      status, out = sesame(asked .. "s._domainkey.keys.test")
      assert.equal(1, status)
      assert.matches("NODATA", out)
      status, out = sesame("dkim key --server 127.0.0.1:9 --timeout 0.2 --tries 1 s._domainkey.keys.test")
      assert.equal(3, status)
      assert.matches("not the same as missing", out)
   end)

   it("reads a record as it is, or as a master file has it", function()
      for _, input in ipairs {
         'v=DKIM1; k=rsa; p=', '"v=DKIM1; " "k=rsa; p="',
         's1._domainkey 300 IN TXT ( "v=DKIM1; k=rsa; "\n  "p=" ) ; revoked',
         '"v=DKIM1\\; k=rsa\\; p="', '"v=DKIM1\\059 k=rsa; p="',
      } do
         local status, out = sesame("dkim key -", input)
         assert.equal(1, status)
         out = out:gsub("^Taken: [^\n]+\n", "")
         assert.matches("^the record: revoked\n  v=DKIM1  the version\n  k=rsa ", out, 1, input)
      end
      local path = folder .. "/record"
      local file = assert(io.open(path, "w"))
      file:write("v=DKIM1; p=\n")
      file:close()
      assert.matches("revoked", select(2, sesame("dkim key --file " .. path)))
   end)

   it("J38 points at a quotation mark of a record on the command line, and reads escapes", function()
      local status, out = sesame([[dkim key --record '"v=DKIM1; k=rsa; p=']])
      assert.equal(1, status)
      assert.matches("quotation mark", out, 1, true)
      assert.matches("%^", out)
      status, out = sesame([[dkim key --record 'v=DKIM1\; k=rsa; p=']])
      assert.equal(1, status)
      assert.matches("^Taken: the TXT value, from a text with backslash escapes.\nthe record: revoked\n", out)
   end)

   it("gives the line to publish of a key, mended where it is damaged, to the octet of what was taken", function()
      local good = "v=DKIM1; k=rsa; p=" .. require("spec.support.keys").rsa_2048
      for _, damage in ipairs {
         good, '"' .. good .. '"', good:sub(1, 100) .. "\n" .. good:sub(101), good:gsub("%+", " "),
         good:gsub("%+", "&#43;"), "s._domainkey.a.example. TXT ( \"" .. good:sub(1, 200) .. '"\n"' .. good:sub(201)
            .. '" )',
      } do
         local out = select(2, sesame("dkim key --format json -", damage))
         local line = json.decode(out).publish
         local set = records.of_line(line:find("^s%.") and line or "x. TXT " .. line)
         assert.same({ good, 2 }, { table.concat(set.values[1]), #set.values[1] }, damage)
      end
      assert.equal(json.null, json.decode(select(2, sesame("dkim key --format json -", good:sub(1, -60)))).publish)
   end)

   it("J29 judges every one of several records", function()
      local status, out = sesame("dkim key --format json -", "v=spf1 -all\nv=DKIM1; p=\n")
      local value = assert(json.decode(out))
      assert.same({ 1, "depends", 1, "not-a-key" }, { status, value.verdict, #value.others, value.faults[1].code })
      assert.is_true(value.others[1].revoked)
   end)

   it("writes JSON with the keys of the contract first", function()
      local _, out = sesame("dkim key --format json --record 'v=DKIM1; t=y; p='")
      local keys = {}
      for name in out:gmatch('\n  "(%w+)":') do keys[#keys + 1] = name end
      assert.same({ "schema", "name", "valid", "type", "bits", "encoding", "revoked", "testing", "tags", "faults" },
         table.move(keys, 1, 10, 1, {}))
      local value = json.decode(out)
      assert.same({ "sesame.dkim.key/1", true, true, "t", "y" },
         { value.schema, value.revoked, value.testing, value.tags[2].name, value.tags[2].value })
      assert.same({ 11, 12 }, value.tags[2].range)
   end)
end)

describe("sesame dkim generate, convert and match", function()
   local made, line, pem

   it("makes two files of mode 0600 and prints the record split at 255 octets", function()
      local status, out, err = sesame("dkim generate --selector ses-2027a --domain Example.com. --private " .. folder
         .. "/key.pem")
      assert.same({ 0, "" }, { status, err })
      assert.equal("600\n600\n", output(("stat -c %%a %s/key.pem %s/key.pem.ses"):format(folder, folder)))
      made = out:match('\n(ses%-2027a%._domainkey%.example%.com%. TXT "[^\n]+)\n')
      line, pem = read(folder .. "/key.pem.ses"):gsub("\n", ""), read(folder .. "/key.pem")
      for part in made:gmatch('"([^"]*)"') do assert.is_true(#part <= 255) end
   end)

   it("agrees with the openssl command on the pair and the bits", function()
      local public = output(("openssl rsa -in %s/key.pem -pubout -outform DER 2>/dev/null | openssl base64 -A")
         :format(folder))
      assert.equal(public, (made:gsub('" "', ""):match('p=([^"]+)')))
      assert.matches("2048 bit", output(("openssl rsa -in %s/key.pem -noout -text"):format(folder)))
   end)

   it("never writes over a file", function()
      local status, _, err = sesame("dkim generate --selector a --domain example.com --private " .. folder
         .. "/key.pem")
      assert.equal(2, status)
      assert.matches("exists", err)
      status = sesame(("dkim convert %s/key.pem --output %s/key.pem.ses"):format(folder, folder))
      assert.equal(2, status)
      assert.equal(pem, read(folder .. "/key.pem"))
   end)

   it("P20 converts PKCS#8 and base64 of PEM to the line of PKCS#1", function()
      os.execute(("cd %s; openssl pkcs8 -topk8 -nocrypt -in key.pem -out p8.pem 2>/dev/null; base64 -w0 key.pem >b64")
         :format(folder))
      for _, name in ipairs { "p8.pem", "b64" } do
         local status, out, err = sesame(("dkim convert %s/%s"):format(folder, name))
         assert.same({ 0, line .. "\n" }, { status, out })
         assert.matches("RSA of 2048 bits", err)
         assert.equal(0,
            (sesame(("dkim convert --quiet %s/%s --output %s/%s.line"):format(folder, name, folder, name))))
         assert.equal(line .. "\n", read(folder .. "/" .. name .. ".line"))
      end
   end)

   it("reads a private key from standard input", function()
      local status, out = sesame("dkim convert -", pem)
      assert.same({ 0, line .. "\n" }, { status, out })
   end)

   it("P20 refuses what Amazon SES cannot use, and writes nothing", function()
      os.execute(([[cd %s; exec 2>/dev/null; openssl genpkey -algorithm ed25519 -out ed; openssl genrsa -out small 768
         openssl genrsa -out large 3072
         openssl rsa -in key.pem -pubout -out public; openssl rsa -in key.pem -aes128 -passout pass:x -out locked
         openssl ecparam -genkey -name prime256v1 -out ec]]):format(folder))
      local reasons = { ed = "RSA keys only", small = "1024", large = "2048", public = "public", locked = "passphrase",
         ec = "" }
      for name, reason in pairs(reasons) do
         local status, out, err = sesame(("dkim convert %s/%s"):format(folder, name))
         assert.same({ 2, "" }, { status, out }, name)
         assert.matches(reason, err, 1, true)
      end
   end)

   it("refuses to write a private key to a terminal", function()
      if output("command -v script") == "" then return pending("no `script` command") end
      local said = output(("script -qec 'bin/sesame dkim convert %s/key.pem' /dev/null"):format(folder))
      assert.matches("terminal", said)
      assert.is_nil(said:find(line:sub(700, 760), 1, true))
   end)

   it("matches what is published, and nothing else", function()
      local command = ("dkim match --private %s/key.pem --domain keys.test --selector ses-2027a"):format(folder)
      local record = made:match('TXT (.*)$')
      local status, out = sesame(command .. zone("ses-2027a._domainkey 300 TXT " .. record))
      assert.same({ 0, "yes: the published key is the pair of this key.\n" }, { status, out })
      status, out = sesame(command .. zone("*._domainkey 300 TXT \"v=DKIM1; p=\""))
      assert.equal(1, status)
      assert.matches("^no: the published key is revoked", out)
      assert.matches("ses-2027a._domainkey.keys.test. TXT " .. record, out, 1, true)
      status, out = sesame(command .. zone("other 300 A 192.0.2.1"))
      assert.equal(1, status)
      assert.matches("^no: no TXT record is published", out)
      status, out = sesame(command .. " --format json --server 127.0.0.1:9 --timeout 0.2 --tries 1")
      assert.equal(3, status)
      assert.equal(json.null, json.decode(out).matches)
   end)

   it("plans a rotation: published, verified, switched, the unsigned gap, revoked", function()
      local rotate = "dkim generate --domain example.com --selector b2 --rotate-from b1 "
      local status, out = sesame(rotate .. "--private '" .. folder .. "/a key.pem'")
      assert.equal(0, status)
      local last = 0
      for _, word in ipairs {
         "1. Publish", "2. See that", "3. Give Amazon SES", "4. Mind the gap", "unsigned", "5. Send a mail",
         "6. Wait 7 days",
         'b1._domainkey.example.com. TXT "v=DKIM1; p="',
      } do
         last = assert(out:find(word, last + 1, true), word)
      end
      assert.matches("'" .. folder .. "/a key.pem.ses'", out, 1, true)
      out = select(2, sesame(rotate .. "--format json --private " .. folder .. "/c"))
      assert.equal(6, #json.decode(out).steps)
   end)

   it("makes other keys for other signers", function()
      local status,
         out = sesame("dkim generate --any-signer --bits 3072 --selector 2027.a --domain example.com --private "
         .. folder .. "/any")
      assert.equal(0, status)
      assert.matches("Amazon SES cannot use it", out)
   end)

   it("opendkim-testkey finds the pair in DNS, and no other", function()
      local nsd = require "spec.support.nsd"
      if output("PATH=$PATH:/usr/sbin command -v opendkim-testkey") == "" or not nsd.installed() then
         return pending("opendkim-testkey or nsd is not installed")
      end
      zone("@ 300 NS ns\nns 300 A 127.0.0.1\nses-2027a._domainkey 300 TXT " .. made:match("TXT (.*)$"))
      local server = nsd.start { ["keys.test"] = folder .. "/keys.test.zone" }
      local unbound <close> = assert(io.open(folder .. "/unbound.conf", "w"))
      unbound:write(('server:\n  do-not-query-localhost: no\n  module-config: "iterator"\n  local-zone: "test." '
         .. 'nodefault\nstub-zone:\n  name: "keys.test"\n  stub-addr: 127.0.0.1@%d\n'):format(server.port))
      unbound:flush()
      local conf <close> = assert(io.open(folder .. "/opendkim.conf", "w"))
      conf:write("ResolverConfiguration ", folder, "/unbound.conf\n")
      conf:flush()
      local function testkey(name)
         local pipe = io.popen(("PATH=$PATH:/usr/sbin opendkim-testkey -x %s/opendkim.conf -d keys.test -s ses-2027a "
            .. "-vv -k %s 2>&1")
            :format(folder, name))
         local said = pipe:read("a")
         return pipe:close() == true, said
      end
      local good, said = testkey(folder .. "/key.pem")
      local bad, complained = testkey(folder .. "/any")
      server:stop()
      assert.is_true(good, said)
      assert.is_nil(said:find("not found", 1, true), said)
      assert.is_false(bad)
      assert.matches("keys do not match", complained)
   end)
end)

describe("sesame check --selectors", function()
   local ZONE = "check --full" .. ACME .. "--only 'selector*' "

   it("asks for the selectors of known services, of one, or of a file", function()
      local status, out = sesame(ZONE .. "--selectors known acme.example")
      assert.equal(1, status) -- k2 leads nowhere
      assert.matches("google._domainkey.acme.example holds a key: RSA, 2048 bits", out)
      assert.matches("k2._domainkey.acme.example is an alias for", out)
      status, out = sesame(ZONE .. "--selectors google acme.example")
      assert.equal(1, status) -- the zone lists k2
      assert.matches("k1._domainkey.acme.example holds a key", out)
      local path = folder .. "/list"
      local file <close> = assert(io.open(path, "w"))
      file:write("# of last year\nk1, nothing-here\ngoogle._domainkey.acme.example\n")
      file:flush()
      out = select(2, sesame(ZONE .. "--selectors " .. path .. " acme.example"))
      assert.matches("k1._domainkey.acme.example holds a key", out)
      assert.is_nil(out:find("nothing-here", 1, true))
   end)

   it("asks for those of the providers in an expectations file", function()
      local path = folder .. "/expect.lua"
      local function expect(word)
         local file <close> = assert(io.open(path, "w"))
         file:write(("return { providers = { %q } }"):format(word))
      end
      expect "google"
      assert.matches("google._domainkey.acme.example holds a key",
         select(2, sesame(ZONE .. "--expect " .. path .. " acme.example")))
      expect "gogle"
      local status, _, err = sesame(ZONE .. "--expect " .. path .. " acme.example")
      assert.equal(2, status)
      assert.matches("'gogle' is no service that is known %(did you mean google%?%)", err)
   end)

   it("answers what is no list with status 2", function()
      for word, reason in pairs {
         gogle = "did you mean google?", ["/nonexistent/list"] = "No such file", ["amazon-ses"] = "cannot be guessed",
         ["spec/cli/shop.zone"] = "no selector",
      } do
         local status, out, err = sesame(ZONE .. "--selectors " .. word .. " acme.example")
         assert.same({ 2, "" }, { status, out })
         assert.matches(reason, err, 1, true)
      end
   end)
end)

describe("private keys", function()
   -- Base64 from the middle of the line: prime numbers, in no record.
   local function secrets(path)
      local line, list = read(path):gsub("%s", ""), {}
      for at = 500, #line - 40, 40 do list[#list + 1] = line:sub(at, at + 23) end
      return list
   end

   it("appear in no output, error, recording or report", function()
      local key = folder .. "/quiet.pem"
      local status, record = sesame("dkim generate --format json --selector q --domain keys.test --private " .. key)
      assert.equal(0, status)
      local line = read(key .. ".ses"):gsub("%s", "")
      local published = {}
      for at = 1, #line, 250 do published[#published + 1] = ('"%s"'):format(line:sub(at, at + 249)) end
      -- the worst case: the owner published the private key
      local text = table.concat(published, " ")
      local asked = zone(('q._domainkey 300 TXT "v=DKIM1; p=" %s\nr._domainkey 300 TXT %s'):format(text, text))
      local said = { record }
      for _, command in ipairs {
         "dkim match --private " .. key .. " --domain keys.test --selector q --verbose" .. asked,
         "dkim match --format json --private " .. key .. " --domain keys.test --selector q" .. asked,
         "dkim convert " .. key .. " --output " .. folder .. "/quiet.line",
         "dkim convert " .. key .. " --output " .. folder .. "/quiet.line", -- it exists
         "dkim generate --selector q --domain keys.test --private " .. key, -- it exists
         "dkim key" .. asked .. "q._domainkey.keys.test", "dkim key --format json" .. asked .. "q._domainkey.keys.test",
         "dkim key" .. asked .. "r._domainkey.keys.test", "dkim key --format json" .. asked .. "r._domainkey.keys.test",
         "check --selector q --selector r" .. asked .. "keys.test",
         "check --format json --selector q --selector r" .. asked .. "keys.test",
         "dkim key --file " .. key, "dkim key --format json --file " .. key .. ".ses",
      } do
         local _, out, err = sesame(command)
         said[#said + 1] = out .. err
      end
      local all = table.concat(said, "\n")
      for _, secret in ipairs(secrets(key .. ".ses")) do assert.is_nil(all:find(secret, 1, true)) end
      -- of what is read from files nothing goes into a recording
      local recording = folder .. "/recording"
      sesame("dkim match --private " .. key .. " --domain keys.test --selector none --record " .. recording
         .. zone("x 300 A 192.0.2.1"))
      local recorded = read(recording)
      for _, secret in ipairs(secrets(key .. ".ses")) do assert.is_nil(recorded:find(secret, 1, true)) end
   end)
end)
