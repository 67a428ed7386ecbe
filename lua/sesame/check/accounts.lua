-- SPDX-License-Identifier: MIT
-- Findings of one identity say which account they speak of where a region has several. It must not judge.
local copy = require "sesame.base.copy"

local accounts = {}

--- ADD(code, detail) for findings of OWN, an identity or what was made of one: with `account` where it has
-- account_name (sesame.ses.accounts).
function accounts.adder(own, add)
   local name = own.account_name
   if not name then return add end
   return function(code, detail) return add(code, copy.with(detail, { account = name })) end
end

return accounts
