-- SPDX-License-Identifier: MIT
-- What DNS beneath master files says of the names that these cover: asked for by itself, through what is laid over,
-- written down and replayed; and an Easy DKIM identity whose zone is not, or by now is, the one DNS leads to.
local core = require "sesame.core"
local facts = require "sesame.facts"
local over = require "sesame.facts.over"
local recording = require "sesame.facts.recording"
local replay = require "sesame.facts.replay"
local support = require "spec.support.facts"
local zone = require "sesame.facts.zone"

local T = { "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb3", "ccccccccccccccccccccccccccccccc4" }
local KEY = "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCzQy6qVjpnVpJb7oWbXuTrcL37ic18e9tGm4n2lGHEqOXu9rpyC7HvVqDC3UNEYcn"
   .. "F2t42PDA7D1l0zoEHnTzl1Fr7mkbqCvtPmtOvVtCmoFc8r0UMUTvPDBoG+sPY3TTxWNx3Q7HEpc1uqBnrEN3VMOTDxMnYQHmjSCmTpTLywIDAQAB"

-- Master files of mill.example at ns1.new.test.
local function zones()
   local lines = { "@ 300 IN SOA ns1.new.test. h 7 3600 900 604800 300", "@ 300 IN NS ns1.new.test." }
   for _, token in ipairs(T) do
      lines[#lines + 1] = ("%s._domainkey 300 IN CNAME %s.dkim.amazonses.com."):format(token, token)
   end
   local made = core.zone.open()
   assert(made:parse(table.concat(lines, "\n") .. "\n", "mill.example"))
   return made
end

-- DNS beneath, in which HOSTS serve mill.example.
local function dns(hosts)
   local records = { ["mill.example"] = { SOA = support.zone()["acme.example"].SOA, NS = hosts } }
   for i, token in ipairs(T) do records[token .. ".dkim.amazonses.com"] = { TXT = { i == 1 and KEY or "" } } end
   local own = support.of(support.zone(records))
   return { description = "DNS", get = function(_, name, rrtype, options) return own:get(name, rrtype, options) end }
end

local function source(hosts) return zone.new { zones = zones(), lower = hosts and dns(hosts) } end

local function names(answer)
   local list = {}
   for i = 1, answer and #answer or 0 do list[i] = answer[i] end
   return answer and list
end

local OLD, NEW = { "ns1.old.test" }, { "ns1.new.test" }

describe("what lies beneath master files", function()
   it("is asked for by itself, for names that these cover", function()
      local view = facts.new({ source = source(OLD) }):view()
      assert.same(OLD, names(view:beneath("Mill.Example", "NS")))
      assert.same(NEW, names(view:get("mill.example", "NS")))
      assert.is_nil(view:beneath("acme.example", "NS"))
   end)

   it("is not there offline, nor where no file covers anything", function()
      assert.is_nil(facts.new({ source = source(nil) }):view():beneath("mill.example", "NS"))
      assert.is_nil(facts.new({ source = dns(OLD) }):view():beneath("mill.example", "NS"))
   end)

   it("shows through changes, and is replayed", function()
      local view = facts.new({ source = source(OLD) }):view()
      local changed = over.changes(view, { { action = "add", name = "mill.example", type = "TXT", values = { "x" } } })
      assert.same(OLD, names(changed:beneath("mill.example", "NS")))
      local written = recording.new { lower = source(OLD), started = 1795478400 }
      local first = facts.new({ source = written }):view()
      first:beneath("mill.example", "NS")
      first:get("mill.example", "NS")
      local again = facts.new({ source = assert(replay.parse(written:text())) }):view()
      assert.same({ OLD, NEW }, { names(again:beneath("mill.example", "NS")), names(again:get("mill.example", "NS")) })
      assert.is_nil(again:beneath("mill.example", "SOA"))
   end)
end)

describe("an Easy DKIM identity for which SES met another zone than the file's", function()
   local identity = { region = "us-east-1", tokens = T, saved = true, dkim_status = "PENDING",
      soa = { primary = "ns1.old.test" }, last_checked = "2026-11-23T10:00:00Z" }

   local function audit(hosts)
      local view = facts.new({ source = source(hosts), clock = function() return 1795478400 end }):view()
      return require("sesame.audit").run("mill.example", view, { identities = { identity } })
   end

   it("is not asked for by SES, as DNS shows", function()
      local item = support.find(audit(OLD), "easy-dkim-zone-not-asked")
      assert.matches("the servers that the registrar has, by now ns1.old.test;", item.why, 1, true)
   end)

   it("has its zone asked by now: waiting helps", function()
      local made = audit(NEW)
      assert.is_nil(support.find(made, "easy-dkim-zone-not-asked"))
      assert.is_truthy(support.find(made, "easy-dkim-pending-wait"))
      assert.is_truthy(support.find(made, "easy-dkim-verifies"))
   end)
end)
