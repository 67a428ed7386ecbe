-- SPDX-License-Identifier: MIT
-- Ways back that earlier runs of `apply` left, finished or cut off, and what the primary shows of them. It must not
-- send, and removes no file.
local core = require "sesame.core"
local planning = require "sesame.cli.planning"
local sets = require "sesame.fix.record_sets"
local shell = require "sesame.base.shell"

local earlier = {}

earlier.SHOWN_MAX = 3 -- the newest undo files of a domain; older ones are only counted

--- The name of the undo file of DOMAIN that a run at TIME (seconds) writes where none is given.
function earlier.path(domain, time)
   return ("%s.undo-%s.json"):format(domain:gsub("[^%w._-]", "_"), os.date("!%Y%m%dT%H%M%SZ", time))
end

--- The command that takes back what the undo file PATH is for.
function earlier.back(given, want, path)
   return shell.command("sesame apply --to {server} --key {key:path} --undo {undo:path} --yes {domain}",
      { server = want.server, key = given.key or "FILE", undo = path, domain = want.domain })
end

local function is_there(path)
   local file <close> = io.open(path, "rb")
   return file ~= nil
end

-- The undo files of DOMAIN here by the names that earlier.path gives, the newest first.
local function listed(domain)
   local ok, lfs = pcall(require, "lfs")
   local head, list = earlier.path(domain, 0):match("^(.*%.undo%-)"), {}
   if not ok then return list end
   for name in lfs.dir(".") do
      if name:sub(1, #head) == head and name:find("^%d%d%d%d%d%d%d%dT%d%d%d%d%d%dZ%.json$", #head + 1) then
         list[#list + 1] = name
      end
   end
   table.sort(list, function(a, b) return a > b end)
   return list
end

-- What a SURVEY of the sets of an undo file says of the run that wrote it: undone they would be as they were.
local function state_of(survey)
   if #survey.unknown > 0 then return "unknown" end
   if #survey.differ > 0 then return "other" end
   if #survey.done == 0 then return "there" end
   return #survey.sets == 0 and "gone" or "part"
end

local function look(given, want, primary, path)
   local plan = planning.load(path, want.domain, "--undo")
   if not plan then return { path = path, state = "unreadable" } end
   local state = state_of(primary:survey(sets.of(plan)))
   local back = (state == "there" or state == "part") and earlier.back(given, want, path)
   return { path = path, state = state,
      command = back or state == "gone" and shell.command("rm {path:path}", { path = path }) or nil }
end

--- The ways back of earlier runs, by GIVEN and WANT of `apply`, as PRIMARY shows them: { more = how many are not
-- looked at, { path, state, command = the next one, or nil } }. State: "there" (it shows all that the run published),
-- "part" (some sets are as before the run), "gone" (all are), "other" (a set is neither), "unknown" (it could not be
-- asked), "unreadable" (no whole undo file: the run that wrote it had sent nothing). Nothing where nobody is asked.
function earlier.find(given, want, primary)
   local found, names = { more = 0 }, {}
   if not primary.session then return found end
   local own = given["save-undo"]
   if own and is_there(own) then names[1] = own end
   for _, name in ipairs(listed(want.domain)) do
      if name ~= own and name ~= given.undo then names[#names + 1] = name end
   end
   for i = 1, math.min(#names, earlier.SHOWN_MAX) do
      if core.system.interrupted() then break end
      found[#found + 1] = look(given, want, primary, names[i])
   end
   found.more = #names - math.min(#names, earlier.SHOWN_MAX)
   return found
end

return earlier
