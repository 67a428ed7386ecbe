-- SPDX-License-Identifier: MIT
-- Other people's programs that judge what the formats write: Node with two npm packages (tools/install-node-oracles),
-- and Debian's python3.
local support = {}

local DEFAULT = (os.getenv("HOME") or "") .. "/.cache/sesame/node"

local function shell(command)
   return (os.execute(command .. " >/dev/null 2>&1")) == true
end

local function node_modules()
   return (os.getenv("SESAME_NODE_ORACLES") or DEFAULT) .. "/node_modules"
end

--- Whether Node is there, with npm's PACKAGE where one is named.
function support.node(package_name)
   if not shell("command -v node") then return false end
   return package_name == nil or shell(("test -d '%s/%s'"):format(node_modules(), package_name))
end

--- Whether Debian's python3 has MODULE.
function support.python(module)
   return shell(("/usr/bin/python3 -c 'import %s'"):format(module))
end

local function write(text)
   local path = os.tmpname()
   local file <close> = assert(io.open(path, "wb"))
   file:write(text)
   return path
end

local function run(command, program, input)
   local script, data, err = write(program), write(input), os.tmpname()
   local pipe <close> = assert(io.popen(("%s %s %s 2>%s"):format(command, script, data, err)))
   local out = pipe:read("a")
   local file <close> = assert(io.open(err))
   local complaint = file:read("a")
   for _, path in ipairs { script, data, err } do os.remove(path) end
   return out, complaint
end

--- Runs PROGRAM (JavaScript) with the path of a file that holds INPUT as its argument; standard output and error.
function support.run_node(program, input)
   return run(("NODE_PATH='%s' node"):format(node_modules()), program, input)
end

--- The same for Python.
function support.run_python(program, input)
   return run("LC_ALL=C.UTF-8 /usr/bin/python3", program, input)
end

local function from_hex(digits)
   return (digits:gsub("%x%x", function(pair) return string.char(tonumber(pair, 16)) end))
end

--- Lines "NAME TYPE HEX" as a table "NAME TYPE" -> list of byte strings, sorted.
function support.records(out)
   local found = {}
   for name, rrtype, digits in out:gmatch("([^ \n]+) ([^ \n]+) (%x*)\n") do
      local key = name .. " " .. rrtype
      found[key] = found[key] or {}
      table.insert(found[key], from_hex(digits))
   end
   for _, list in pairs(found) do table.sort(list) end
   return found
end

-- Python that reads character-strings in quotes back into bytes; BASE is that of three-digit escapes.
support.PYTHON_STRINGS = [[
import re
def strings(text, base):
    out = bytearray()
    rest = text
    while rest:
        match = re.match(r'"((?:[^"\\]|\\.)*)"(?: |$)', rest, re.S)
        assert match, "no quoted strings: %r" % rest
        rest = rest[match.end():]
        body, i, one = match.group(1), 0, bytearray()
        while i < len(body):
            if body[i] == "\\" and body[i + 1:i + 4].isdigit():
                one.append(int(body[i + 1:i + 4], base)); i += 4
            elif body[i] == "\\":
                one += body[i + 1].encode("latin-1"); i += 2
            else:
                one += body[i].encode("ascii"); i += 1
        assert len(one) <= 255, "a string of %d octets" % len(one)
        out += one
    return bytes(out)
]]

return support
