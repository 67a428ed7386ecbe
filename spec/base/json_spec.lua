-- SPDX-License-Identifier: MIT
local json = require "sesame.base.json"

describe("sesame.base.json", function()
   it("keeps the order of keys and tells empty lists from empty objects", function()
      assert.equal('{"b":1,"a":[],"c":{}}',
         json.encode(json.object { { "b", 1 }, { "a", json.list {} }, { "c", json.object {} } }))
   end)

   it("writes null, booleans, whole and other numbers", function()
      assert.equal("[null,true,false,3,0.5]", json.encode(json.list { json.null, true, false, 3, 0.5 }))
   end)

   it("writes each byte as the code point of its number, and reads it back", function()
      local bytes = {}
      for byte = 0, 255 do bytes[#bytes + 1] = string.char(byte) end
      local all = table.concat(bytes)
      local text = json.encode(all)
      assert.is_nil(text:find("[^\32-\126]"))
      assert.equal(all, json.bytes(json.decode("[" .. text .. "]")[1]))
   end)

   it("indents when asked", function()
      assert.equal('{\n  "a": [1, 2]\n}', json.encode(json.object { { "a", json.list { 1, 2 } } }, 0))
   end)

   it("refuses tables that are neither, and what has no JSON", function()
      assert.has_error(function() json.encode {} end)
      assert.has_error(function() json.encode(print) end)
   end)

   it("reports text that is no JSON, and nesting without end", function()
      assert.is_nil((json.decode("{")))
      assert.is_nil((json.decode(("["):rep(1000) .. ("]"):rep(1000))))
   end)
end)
