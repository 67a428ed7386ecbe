-- SPDX-License-Identifier: MIT
-- Values of saved JSON as the kind they should be: each is optional, and one of another kind is as good as none. It
-- must not know what they mean.
local json = require "sesame.base.json"

local fields = {}

--- VALUE as bytes, nil where it is no text.
function fields.text(value)
   return type(value) == "string" and json.bytes(value) or nil
end

--- VALUE, nil where it is neither true nor false.
function fields.flag(value)
   if type(value) == "boolean" then return value end
   return nil
end

--- VALUE, nil where it is no number.
function fields.number(value)
   return type(value) == "number" and value or nil
end

--- VALUE, an empty table where it is none.
function fields.table(value)
   return type(value) == "table" and value or {}
end

return fields
