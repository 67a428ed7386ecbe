-- SPDX-License-Identifier: MIT
-- TSIG keys in files.
local key = require "sesame.publish.key"
local system = require("sesame.core").system

local function with_file(text, use)
   local path = os.tmpname()
   os.remove(path)
   assert(system.write_private(path, text))
   local results = table.pack(use(path))
   os.remove(path)
   return table.unpack(results, 1, results.n)
end

describe("a TSIG key", function()
   local GOOD = {
      { "tsig-keygen", 'key "k1" {\n\talgorithm hmac-sha256;\n\tsecret "c2VjcmV0";\n};\n' },
      { "an unquoted BIND key with comments", "// ours\nkey k1 { secret c2VjcmV0; algorithm hmac-sha256; };" },
      { "keymgr -t",
         "# hmac-sha256:k1:c2VjcmV0\nkey:\n  - id: k1\n    algorithm: hmac-sha256\n    secret: c2VjcmV0\n" },
      { "one line", "hmac-sha256:k1:c2VjcmV0\n" },
      { "capitals and final dots", 'key "K1." { algorithm HMAC-SHA256.; secret "c2VjcmV0"; };' },
   }
   for _, case in ipairs(GOOD) do
      it("is read as " .. case[1] .. " writes it", function()
         local found = assert(with_file(case[2], key.read))
         assert.same({ name = "k1", algorithm = "hmac-sha256", secret = "c2VjcmV0", loose = false }, found)
      end)
   end

   local BAD = {
      { "no key", "hello", "holds no TSIG key" },
      { "two keys", GOOD[1][2] .. GOOD[1][2], "holds 2 keys; one is needed" },
      { "an unknown algorithm", 'key "k" { algorithm rot13; secret "c2VjcmV0"; };',
         "algorithm is none of hmac%-sha256" },
      { "no secret", 'key "k" { algorithm hmac-sha256; };', "no secret in Base64" },
      { "half a secret", 'key "k" { algorithm hmac-sha256; secret "c2Vj5"; };', "no secret in Base64" },
      { "no name", 'key:\n  - id:" k1\n    algorithm: hmac-sha256\n    secret: c2VjcmV0\n',
         "no name that is a domain name" },
      { "a bad name", 'key "a..b" { algorithm hmac-sha256; secret "c2VjcmV0"; };', "no name that is a domain name" },
      { "too much", ("x"):rep(70000), "over 65536 octets" },
      { "nothing", "", "is empty" },
   }
   for _, case in ipairs(BAD) do
      it("is not read from a file with " .. case[1], function()
         local found, message = with_file(case[2], key.read)
         assert.is_nil(found)
         assert.matches(case[3], message)
         assert.is_nil(message:find("c2Vj", 1, true))
      end)
   end

   it("is not read from a file that is not there", function()
      assert.equal("/nonexistent/key: No such file or directory", select(2, key.read("/nonexistent/key")))
   end)

   it("in a file that others may read is loose", function()
      local path = os.tmpname()
      local file = assert(io.open(path, "w"))
      file:write(GOOD[4][2])
      file:close()
      os.execute("chmod 644 " .. path)
      local found = key.read(path)
      os.remove(path)
      assert.is_true(found.loose)
   end)
end)
