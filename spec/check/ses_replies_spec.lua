-- SPDX-License-Identifier: MIT
local replies = require "sesame.check.ses_replies"

describe("sesame.check.ses_replies", function()
   -- code, provider or nil, provider it is explained for, a glob it names or nil
   local CASES = {
      { "5.7.27", "gmail", "gmail", "spf-*" }, { "5.7.27", "yahoo", "rfc", "spf-null-mx-senders" },
      { "4.7.27", "gmail", "gmail", "spf-*" },
      { "5.7.30", "gmail", "gmail", "easy-dkim-*" }, { "4.7.31", "gmail", "gmail", "dmarc-*" },
      { "4.7.32", "gmail", "gmail", "ses-mail-fails" },
      { "5.7.25", "gmail", "gmail" }, { "4.7.29", "gmail", "gmail" }, { "5.7.26", "gmail", "gmail", "easy-dkim-*" },
      { "5.7.515", "microsoft", "microsoft", "ses-mail-from-*" }, { "5.7.20", "gmail", "rfc", "selector-*" },
   }
   for _, case in ipairs(CASES) do
      it(("O05 O10 Q10 reads %s of %s"):format(case[1], case[2]), function()
         local list = replies.find(case[1], case[2])
         assert.equal(case[3], list[1].provider)
         local named = case[4] == nil and #list[1].codes == 0
         for _, glob in ipairs(list[1].codes) do named = named or glob == case[4] end
         assert.is_true(named)
      end)
   end

   it("O05 gives a provider's meaning before the standard's", function()
      local list = replies.find "5.7.27"
      assert.same({ "gmail", "rfc" }, { list[1].provider, list[2].provider })
   end)

   it("tells what is for now from what is for good, and what is no code", function()
      assert.is_true(replies.find("4.7.27")[1].temporary)
      assert.is_false(replies.find("5.7.27")[1].temporary)
      assert.is_nil(replies.find "5.7")
      assert.is_nil(replies.find "spf-several")
      assert.same({}, replies.find "5.7.99")
      assert.same({}, replies.find "5.7.15") -- what many pages print for 5.7.515
   end)

   it("names declared codes only", function()
      local glob, codes = require("sesame.check.codes").glob, require("sesame.check.suite").declarations()
      for minor = 1, 600 do
         for _, entry in ipairs(replies.find("5.7." .. minor)) do
            for _, pattern in ipairs(entry.codes) do
               local fits = false
               for code in pairs(codes) do fits = fits or glob(pattern, code) end
               assert(fits, entry.code .. " names " .. pattern)
            end
         end
      end
   end)

   it("is what sesame explain says of a receiver's code", function()
      local pipe <close> = assert(io.popen "bin/sesame explain 5.7.27 2>&1")
      local text = pipe:read "a"
      assert.matches("Gmail: +SPF does not pass", text)
      assert.matches("null MX", text)
   end)
end)
