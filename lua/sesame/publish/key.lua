-- SPDX-License-Identifier: MIT
-- A TSIG key (RFC 8945) out of a file, as BIND, Knot DNS and nsupdate's own option write it. No message of this module
-- holds the secret, and nobody but nsupdate's standard input gets it.
local core = require "sesame.core"
local file = require "sesame.base.file"
local names = require "sesame.base.names"

local key = {}

key.FILE_MAX = 65536 -- octets of a key file

--- The algorithms nsupdate knows, RFC 8945 6.
key.algorithms = { "hmac-sha256", "hmac-sha512", "hmac-sha384", "hmac-sha224", "hmac-sha1", "hmac-md5" }

local function known_algorithm(name)
   for _, known in ipairs(key.algorithms) do
      if known == name then return true end
   end
   return false
end

-- key "NAME" { algorithm A; secret "S"; };
local function read_bind(text, add)
   for name, body in text:gmatch('key%s+"?([^%s"{]+)"?%s*(%b{})') do
      add(name, body:match('algorithm%s+"?([%w.-]+)"?%s*;'), body:match('secret%s+"?([%w+/=]+)"?%s*;'))
   end
end

-- Knot's YAML: "- id: NAME", "algorithm: A", "secret: S"
local function read_knot(text, add)
   for item in ("\n" .. text):gsub("\n%s*%-%s*id:", "\n\0id:"):gmatch("%z([^%z]+)") do
      add(item:match('id:%s*"?([^%s"]+)'), item:match('algorithm:%s*"?([%w.-]+)'), item:match('secret:%s*"?([%w+/=]+)'))
   end
end

-- ALGORITHM:NAME:SECRET, as nsupdate -y has it.
local function read_line(text, add)
   local algorithm, name, secret = text:match("^%s*(hmac%-[%w-]+):([^%s:]+):([%w+/=]+)%s*$")
   if algorithm then add(name, algorithm, secret) end
end

local function check(path, found)
   local algorithm = names.canonical(found.algorithm or "")
   if not known_algorithm(algorithm) then
      return nil, ("%s: the key's algorithm is none of %s"):format(path, table.concat(key.algorithms, ", "))
   elseif not found.secret or #found.secret % 4 ~= 0 or #found.secret < 4 then
      return nil, ("%s: the key has no secret in Base64"):format(path)
   end
   local name = found.name and core.domain.to_ascii(found.name)
   if not name or name:find("[^%w._-]") then
      return nil, ("%s: the key has no name that is a domain name"):format(path)
   end
   return { name = name, algorithm = algorithm, secret = found.secret }
end

-- Whether others than the owner may read PATH.
local function is_loose(path)
   local ok, lfs = pcall(require, "lfs")
   local permissions = ok and lfs.attributes(path, "permissions")
   return permissions ~= nil and permissions ~= false and permissions:find("r", 4, true) ~= nil
end

--- The one key in the file PATH: { name, algorithm, secret, loose = whether others may read the file }, or nil and a
-- message.
function key.read(path)
   local text, message = file.read(path, key.FILE_MAX)
   if not text then return nil, message end
   if text:find("\0", 1, true) then return nil, path .. ": holds a NUL, and is no key file" end
   local found = {}
   for _, reader in ipairs { read_bind, read_knot, read_line } do
      if #found == 0 then
         reader(text, function(name, algorithm, secret)
            found[#found + 1] = { name = name, algorithm = algorithm, secret = secret }
         end)
      end
   end
   if #found == 0 then return nil, ("%s: holds no TSIG key (as tsig-keygen or keymgr -t writes one)"):format(path) end
   if #found > 1 then return nil, ("%s: holds %d keys; one is needed"):format(path, #found) end
   local checked
   checked, message = check(path, found[1])
   if checked then checked.loose = is_loose(path) end
   return checked, message
end

return key
