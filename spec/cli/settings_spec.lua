-- SPDX-License-Identifier: MIT
-- What is set once for many runs: by the environment and by .sesame.json of the current folder.
local lfs = require "lfs"

local TREE = lfs.currentdir()
local FOLDER = os.tmpname()
os.remove(FOLDER)

-- Runs `sesame WORDS` in FOLDER with CONFIG as its .sesame.json (nil: none) and VARIABLES of the environment.
local function sesame(words, config, variables)
   lfs.mkdir(FOLDER)
   if config then
      local file <close> = assert(io.open(FOLDER .. "/.sesame.json", "w"))
      file:write(config)
   end
   local out, err = os.tmpname(), os.tmpname()
   local _, _, status = os.execute(("cd %s && COLUMNS= LC_ALL=C %s %s %s/bin/sesame %s >%s 2>%s"):format(FOLDER,
      variables or "", os.getenv "LUA" or "lua5.4", TREE, words, out, err))
   local function slurp(path)
      local file <close> = assert(io.open(path))
      local text = file:read "a"
      os.remove(path)
      return text
   end
   os.remove(FOLDER .. "/.sesame.json")
   return status, slurp(out), slurp(err)
end

local DEMO = ("--zone %s/examples/acme.zone --offline acme.example"):format(TREE)
local EXPECT = TREE .. "/examples/acme.expect.lua"

describe("settings", function()
   teardown(function() os.execute("rm -r " .. FOLDER) end)

   it("of the file are taken where the command line is silent, and named in the head", function()
      local _, out = sesame("check --brief " .. DEMO, ('{ "expect": "%s" }'):format(EXPECT))
      assert.matches("settings of %.sesame%.json", out)
      assert.matches("8 errors", out)
      _, out = sesame("check --brief --no-config " .. DEMO, ('{ "expect": "%s" }'):format(EXPECT))
      assert.matches("3 errors", out)
      assert.is_nil(out:find("settings", 1, true))
   end)

   it("of the environment go before those of the file, and the command line before both", function()
      local _, out = sesame("check " .. DEMO, '{ "format": "text" }', "SESAME_FORMAT=ndjson")
      assert.matches('^{"schema"', out)
      _, out = sesame("check --format text " .. DEMO, '{ "format": "ndjson" }', "SESAME_FORMAT=json")
      assert.matches("^%d+%-%d+%-%d+ ", out)
      _, out = sesame("check --brief " .. DEMO, nil, "SESAME_EXPECT=" .. EXPECT)
      assert.matches("8 errors", out)
   end)

   it("name regions, and what is looked at", function()
      local _, out = sesame("check " .. DEMO, '{ "regions": ["us-east-1"], "only": ["spf-*"], "skip": ["spf-void*"] }')
      assert.matches("  us%-east%-1 ", out)
      assert.is_nil(out:find("dmarc-", 1, true))
      assert.is_nil(out:find("spf-void", 1, true))
      assert.matches("spf%-lookups%-over%-limit", out)
   end)

   it("of a server are not meant where nobody is asked", function()
      assert.equal(1, (sesame("check " .. DEMO, '{ "server": "127.0.0.1:9" }', "SESAME_SERVER=127.0.0.1:9")))
   end)

   it("of a form that a command has not leave it its usual one", function()
      local status, out = sesame("spf tree " .. DEMO, '{ "format": "ndjson" }')
      assert.equal(1, status)
      assert.matches("acme%.example", out)
   end)

   local FAULTS = {
      { "with a form that no command has", '{ "format": "jsn" }', "'jsn' is no form of any command" },
      { "that are no JSON", "{ ", "%.sesame%.json: is not valid JSON" },
      { "with a name that is none", '{ "sever": "192.0.2.1" }', "'sever' is no setting %(did you mean server%?%)" },
      { "with a value of another kind", '{ "skip": "spf-*" }', "%.sesame%.json: " },
      { "that cannot be", '{ "regions": ["us-esat-1"] }', "'us%-esat%-1' is no region of SES" },
   }
   for _, case in ipairs(FAULTS) do
      it(case[1] .. " are refused in one line", function()
         local status, out, err = sesame("check " .. DEMO, case[2])
         assert.same({ 2, "" }, { status, out })
         assert.matches(case[3], err)
         assert.matches("^[^\n]+\n$", err)
      end)
   end

   it("are not read from what is no file, and not passed over where they cannot be read", function()
      lfs.mkdir(FOLDER)
      os.execute(("mkfifo %s/.sesame.json"):format(FOLDER))
      local status, _, err = sesame("check " .. DEMO)
      assert.equal(2, status)
      assert.matches("^sesame check: %.sesame%.json: is no file but a named pipe\n$", err)
   end)

   it("are told on standard error where the output has no head", function()
      local _, out, err = sesame("check --json " .. DEMO, '{ "skip": ["*"] }')
      assert.matches('"verdict": "ok"', out)
      assert.equal("sesame: settings of .sesame.json are used; --no-config leaves it alone\n", err)
      _, _, err = sesame("check --quiet --json " .. DEMO, '{ "skip": ["*"] }')
      assert.equal("", err)
   end)

   it("do not concern commands that take none of them", function()
      assert.equal(0, (sesame("version", '{ "server": "192.0.2.1" }')))
   end)
end)
