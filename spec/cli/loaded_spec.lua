-- SPDX-License-Identifier: MIT
-- A command loads what it uses: how many Lua modules each enters, counted in a process of its own, and a few that it
-- must not touch. Bounds are a little above what is needed now: a knot shows, a module more does not.
local lua = os.getenv("LUA") or "lua5.4"

-- Runs bin/sesame and writes what was loaded where it ends.
local HOOK = [[
local exit = os.exit
os.exit = function(...)
   for name in pairs(package.loaded) do
      if package.searchpath(name, package.path) then io.stderr:write("loaded ", name, "\n") end
   end
   exit(...)
end
]]

local function loaded(words)
   local path, out = os.tmpname(), os.tmpname()
   local file = assert(io.open(path, "w"))
   file:write(HOOK, ("arg = { [0] = 'bin/sesame' }\nfor word in (%q):gmatch('%%S+') do arg[#arg + 1] = word end\n")
      :format(words), "dofile 'bin/sesame'\n")
   file:close()
   os.execute(("%s %s >/dev/null 2>%s"):format(lua, path, out))
   local set, count = {}, 0
   for line in io.lines(out) do
      local name = line:match("^loaded (.+)$")
      if name then set[name], count = true, count + 1 end
   end
   os.remove(path)
   os.remove(out)
   return set, count
end

local ZONE = " --zone examples/acme.zone --offline acme.example"
local cases = {
   { "version", 14, 4, { "sesame.session", "sesame.audit", "sesame.finding" } },
   { "spf tree" .. ZONE, 41, 15, { "sesame.audit", "sesame.finding", "sesame.fix", "sesame.report.audit_text" } },
   { "spf plan" .. ZONE, 62, 20, { "sesame.audit", "sesame.finding", "sesame.fix", "sesame.report.audit_text" } },
   { "dmarc align --from acme.example --spf pass:acme.example" .. ZONE, 43, 12, { "sesame.audit", "sesame.fix" } },
   { "check" .. ZONE, 210, 80, { "sesame.fix", "sesame.script", "sesame.report.audit_json", "sesame.spf.plan" } },
   { "check --format json" .. ZONE, 210, 80, { "sesame.fix", "sesame.report.audit_text" } },
   { "fix" .. ZONE, 260, 100, { "sesame.publish.apply", "sesame.report.fix_terraform", "sesame.report.audit_json" } },
}

describe("what a command loads", function()
   for _, case in ipairs(cases) do
      local words, most, least, without = table.unpack(case)
      it(("`%s` enters at most %d modules"):format(words, most), function()
         local set, count = loaded(words)
         assert.is_true(count >= least, ("only %d: did it run?"):format(count))
         assert.is_true(count <= most, ("it enters %d"):format(count))
         assert.is_true(set["sesame.cli"])
         for _, name in ipairs(without) do assert.is_nil(set[name], name .. " is loaded") end
      end)
   end
end)
