-- SPDX-License-Identifier: MIT
-- Where the bundled recipes are: beside the modules when installed, beside lua/ in a source tree.
local place = {}

--- The folder of the bundled recipes, or nil and a message.
function place.scripts()
   local lfs = require "lfs"
   local module = package.searchpath("sesame.cli", package.path)
   local folder = module and module:match("^(.*)/cli%.lua$") or "."
   for _, candidate in ipairs { folder .. "/scripts", folder .. "/../../scripts" } do
      if lfs.attributes(candidate, "mode") == "directory" then return candidate end
   end
   return nil, "the bundled recipes were not found beside " .. folder
end

return place
