-- SPDX-License-Identifier: MIT
-- What the keys of several domains tell together.
local run_keys = require "sesame.check.run_keys"
local json = require "sesame.base.json"
local dkim = require "sesame.dkim"
local support = require "spec.support.facts"
local system = require("sesame.core").system

-- RSA of 1024 bits, made for this: A and B share a prime.
local A = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDe6gnR8pY5KeAKWI9hRQk57THlygQuUiMr6UfltarfYGyF56CdISFCbufWQwzLJgiowpkd"
   .. "jFdZrnd8slckqGeRkW+D76NTDcvElLojDzEUC2Tjk4ny8bBqZ3OLl6nl1f99rJJ6nqG1lIonY6c+62UkyeB4z1TTJmZ3ieKaadncsQIDAQAB"
local B = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7vATd4CsFwncwyr8s0tjh0RcqaobuXLWWROHsL1Rw3JpK8mmL6sK3tOjoxfSR9TkwfT1e"
   .. "iLSZwEIOtVJJjIxkTc+cm8Fni0kXI8vO4G0D3UqKhadwp60ZS3TkolDcuVjvSjQjBkt/w7WvF4tgbAlDJPmpR4qhu51FQ7U7xBrrqQIDAQAB"
local C = "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC8xC/NrvMiiGx5OxtyWo4qEDjODve5Kg4kyC9Dy/O7A0v82Iy+s5Iq+lM+zO1Bdv7GMJyP"
   .. "yPSWIh8tY8GhQeolzHM3qFgOXS0YHPKYx4cv0uBPQHMSJ1sPW3XB2Pl8lJNZMpZ6OdWM1hMgKsrlEru2VPW+M9kfgvFf05Qu2AcOTwIDAQAB"

-- The audit of DOMAIN, whose selector s holds the keys of TEXTS, or is an alias.
local function audit_of(domain, node)
   local name = "s._domainkey." .. domain
   return support.audit({
      [domain] = { SOA = { support.soa() }, TXT = { "v=spf1 -all" } }, [name] = node,
      ["k.sender.example"] = { TXT = { "p=" .. A } },
   }, { domain = domain, selectors = { "s" } })
end

local function found_in(audits, options)
   local run = run_keys.new(options or { factors = true })
   for _, audit in ipairs(audits) do run:take(audit) end
   local list = {}
   for _, item in ipairs(require("sesame.finding").sort(run:findings())) do
      list[#list + 1] = item.code .. " " .. item.subject
   end
   return list, run:findings()
end

local function key(text) return { TXT = { "p=" .. text } } end

describe("check.run_keys", function()
   it("J41 names both keys that share a prime, and each other", function()
      local list, findings = found_in { audit_of("a.example", key(A)), audit_of("b.example", key(B)),
         audit_of("c.example", key(C)) }
      assert.same({ "dkim-shared-factor s._domainkey.a.example", "dkim-shared-factor s._domainkey.b.example" }, list)
      for _, item in ipairs(findings) do assert.is_truthy(item.fields.other:find("^s._domainkey.[ab].example$")) end
   end)

   it("says so where none do, and nothing unless asked", function()
      local audits = { audit_of("a.example", key(A)), audit_of("c.example", key(C)) }
      assert.same({ "dkim-factors-none all domains" }, found_in(audits))
      assert.same({}, found_in(audits, {}))
      assert.same({}, found_in({}))
   end)

   it("J41 one key of two domains, unless both are aliases to one name", function()
      assert.same({ "dkim-key-shared s._domainkey.a.example" },
         found_in({ audit_of("a.example", key(A)), audit_of("b.example", key(A)), audit_of("c.example", key(C)) }, {}))
      local alias = { CNAME = "k.sender.example" }
      assert.same({}, found_in({ audit_of("a.example", alias), audit_of("b.example", alias) }, {}))
   end)

   it("takes the keys of Easy DKIM tokens too", function()
      local audit = audit_of("b.example", key(B))
      local entry = table.remove(audit.models.selectors)
      audit.models.easy_dkim = { { records = { { name = entry.name, txt = entry } } } }
      assert.equal(2, #found_in { audit_of("a.example", key(A)), audit })
   end)

   it("compares at most a bounded number, and says what was left out", function()
      local most = run_keys.KEYS_MAX
      finally(function() run_keys.KEYS_MAX = most end)
      run_keys.KEYS_MAX = 2
      local list = found_in { audit_of("a.example", key(A)), audit_of("b.example", key(B)),
         audit_of("c.example", key(C)) }
      assert.same({ "dkim-shared-factor s._domainkey.a.example", "dkim-shared-factor s._domainkey.b.example",
         "dkim-keys-uncompared all domains" }, list)
   end)

   it("says what was not compared because of Ctrl-C", function()
      local was = system.interrupted
      finally(function() system.interrupted = was end)
      system.interrupted = function() return true end
      assert.same({ "dkim-factors-unknown all domains" },
         found_in { audit_of("a.example", key(A)), audit_of("b.example", key(B)) })
   end)

   it("agrees with C on the bound", function()
      local header = io.open("core/dkim_gcd.h"):read("a")
      assert.equal(run_keys.KEYS_MAX, tonumber(header:match("SESAME_GCD_KEYS_MAX = (%d+)")))
      local moduli = {}
      for i = 1, run_keys.KEYS_MAX + 1 do moduli[i] = "\3" end
      assert.equal("too-many", (select(3, dkim.shared_factors(moduli))))
   end)
end)

describe("sesame check --shared-factors", function()
   local folder

   local function check(arguments)
      local pipe = io.popen("LC_ALL=C bin/sesame check --offline --selector s " .. arguments .. " 2>&1")
      local out = pipe:read("a")
      return out, select(3, pipe:close())
   end

   setup(function()
      local pipe = io.popen("mktemp -d")
      folder = pipe:read("l")
      pipe:close()
      for name, text in pairs { a = A, b = B } do
         local file <close> = assert(io.open(("%s/%s.test.zone"):format(folder, name), "w"))
         file:write(('$ORIGIN %s.test.\n@ 300 SOA n h 1 2 3 4 5\ns._domainkey 300 TXT "p=%s"\n'):format(name, text))
      end
   end)
   teardown(function() os.execute("rm -r " .. folder) end)

   local function zones()
      return ("--zone %s/a.test.zone --zone %s/b.test.zone --only 'dkim-sh*' a.test b.test "):format(folder, folder)
   end

   it("ends the report with what the keys tell together, and counts it", function()
      local out, status = check(zones() .. "--shared-factors")
      assert.equal(1, status)
      assert.matches("\nall domains: 2 errors\n", out)
      assert.matches("s._domainkey.a.test and%s+s._domainkey.b.test share a prime factor", out)
      out, status = check(zones())
      assert.equal(0, status)
      assert.is_nil(out:find("all domains", 1, true))
   end)

   it("writes it behind the audits as JSON, and as the last line of NDJSON", function()
      local value = assert(json.decode((check(zones() .. "--shared-factors --format json"))))
      assert.same({ 2, 2, "error" }, { #value.audits, #value.run.findings, value.run.verdict })
      local last
      for line in check(zones() .. "--shared-factors --format ndjson"):gmatch("[^\n]+") do last = line end
      assert.equal("sesame.run/1", json.decode(last).schema)
      assert.is_nil(json.decode((check(zones() .. "--format json"))).run)
   end)
end)
