-- SPDX-License-Identifier: MIT
-- Kinds of damage to an SPF record, and what becomes of each: the record as it was meant, a question with its choices,
-- or nothing at all. mend_random_spec holds the rule; these are its faces.
local mend = require "sesame.spf.mend"
local spf = require "sesame.spf"

local ALL = { "-all", "~all", "?all" }

-- { damaged, mended } or { damaged, nil, word in question, choices or nil }; all behind "v=spf1 ".
local KINDS = {
   ["strays round all"] = {
      { "mx .-all", "mx -all" }, { "mx all-", "mx -all" }, { "mx \\-all", "mx -all" }, { "mx _all", "mx -all" },
      { "mx ~all.", "mx ~all" }, { "mx --all", "mx -all" }, { "mx \u{2013}all", "mx -all" }, { "mx all=-", "mx -all" },
      { "mx ?all;", "mx ?all" }, { "mx -all:", "mx -all" }, { "mx - all", "mx -all" }, { "mx- all", "mx -all" },
      { "mx !all", nil, "!all", ALL }, { "mx +-all", nil, "+-all", ALL }, { "mx ~-all", nil, "~-all", ALL },
      { "mx all=fail", nil, "all=fail", ALL }, { "mx alll", nil, "alll", ALL },
      { "mx -al", nil, "-al", { "-a", "-all" } },
      { "include:s.shop.example .-all", "include:s.shop.example -all" },
      { "mx:s.shop.example -all.", "mx:s.shop.example -all" },
      { "mx . all", nil, ".", { "-all", "~all", "?all" } },
   },
   ["names of terms"] = {
      { "includ:s.shop.example -all", "include:s.shop.example -all" },
      { "inculde:s.shop.example -all", "include:s.shop.example -all" },
      { "ipv4:192.0.2.1 ip:2001:db8::1 -all", "ip4:192.0.2.1 ip6:2001:db8::1 -all" },
      { "exist:%{i}.x.shop.example -all", "exists:%{i}.x.shop.example -all" },
      { "redirect:s.shop.example", "redirect=s.shop.example" },
      { "mxx -all", "mx -all" }, { ".mx -all", "mx -all" },
      { "ma -all", nil, "ma" },
   },
   ["colons and spaces"] = {
      { "include :s.shop.example -all", "include:s.shop.example -all" },
      { "include: s.shop.example -all", "include:s.shop.example -all" },
      { "include : s.shop.example -all", "include:s.shop.example -all" },
      { "include s.shop.example -all", "include:s.shop.example -all" },
      { "include::s.shop.example -all", "include:s.shop.example -all" },
      { "include=s.shop.example -all", "include:s.shop.example -all" },
      { "include.s.shop.example -all", "include:s.shop.example -all" },
      { "ip4;192.0.2.1 -all", "ip4:192.0.2.1 -all" },
      { "ip4:192.0.2.0/ 24 -all", "ip4:192.0.2.0/24 -all" },
      { "mx :shop.example -all", nil, ":shop.example", { "mx:shop.example", "a:shop.example" } },
      { "includes:hop.example -all", nil, "includes:hop.example", { "include:hop.example", "include:shop.example" } },
   },
   ["glued terms"] = {
      { "ip4:192.0.2.0/24-all", "ip4:192.0.2.0/24 -all" },
      { "ip4:192.0.2.1ip4:192.0.2.2 ~all", "ip4:192.0.2.1 ip4:192.0.2.2 ~all" },
      { "include:s.shop.exampleinclude:t.shop.example ~all", "include:s.shop.example include:t.shop.example ~all" },
      { "a mx~all", "a mx ~all" }, { "a,mx,-all", "a mx -all" }, { "a, mx, -all", "a mx -all" },
      { "include:s.shop.example-all", "include:s.shop.example -all" },
      { "ip4:192.0.2.1,192.0.2.2 -all", "ip4:192.0.2.1 ip4:192.0.2.2 -all" },
      { "amx -all", nil, "amx", { "mx", "a mx" } },
   },
   ["addresses"] = {
      { "192.0.2.1 2001:db8::1 -all", "ip4:192.0.2.1 ip6:2001:db8::1 -all" },
      { "ip4:2001:db8::/32 ip6:192.0.2.1 -all", "ip6:2001:db8::/32 ip4:192.0.2.1 -all" },
      { "a:192.0.2.1 -all", "ip4:192.0.2.1 -all" },
      { "ip4:192.0.2.0/255.255.255.0 -all", "ip4:192.0.2.0/24 -all" },
      { "ip4:192.0.2.0/255.0.255.0 -all", nil, "ip4:192.0.2.0/255.0.255.0", {} },
      { "ip6:[2001:db8::1] -all", "ip6:2001:db8::1 -all" },
      { "ip4:192.0.2.1. -all", nil, "ip4:192.0.2.1." },
      { "ip4:192.000.002.001 -all", "ip4:192.0.2.1 -all" },
      { "ip4:192.0.2.01 -all", nil, "ip4:192.0.2.01" },
      { "ip4:192.0.2.300 -all", nil, "ip4:192.0.2.300" },
      { "ip4:192.168.100.001 -all", nil, "ip4:192.168.100.001" },
      { "mx:192.0.2.1 a -all", "ip4:192.0.2.1 a -all" },
      { "ip4:198.51.300.7 -all", nil, "ip4:198.51.300.7" },
      { "ip4:192.0.2 -all", nil, "ip4:192.0.2" },
      { "ip6:2001:db8::1%eth0 -all", nil, "ip6:2001:db8::1%eth0", {} },
   },
   ["names"] = {
      { 'include:"s.shop.example" -all', "include:s.shop.example -all" },
      { "include:https://s.shop.example/ -all", "include:s.shop.example -all" },
      { "include:<s.shop.example> -all", "include:s.shop.example -all" },
      { "include:s.sh\u{43E}p.example -all", "include:s.shop.example -all" },
      { "include:s..shop.example -all", nil, "include:s..shop.example", { "include:s.shop.example" } },
      { "include:sshop. a ~all", nil, "include:sshop." },
      { "includ:" .. ("l"):rep(64) .. ".example -all", nil, "includ:" .. ("l"):rep(64) .. ".example", {} },
      { "include:mail.shop.co, -all", nil, "include:mail.shop.co," },
      { "mx s.shop.example -all", nil, "s.shop.example",
         { "mx:s.shop.example", "include:s.shop.example", "a:s.shop.example" } },
   },
   ["what people write for something else"] = {
      { "a:mail.shop.example:587 -all", nil, "a:mail.shop.example:587", { "a:mail.shop.example" } },
      { "include:s.shop.example/24 -all", nil, "include:s.shop.example/24", { "include:s.shop.example" } },
      { "ip4:192.0.2.0-192.0.2.255 -all", nil, "ip4:192.0.2.0-192.0.2.255", { "ip4:192.0.2.0/24" } },
      { "ip4:192.0.2.* -all", nil, "ip4:192.0.2.*", { "ip4:192.0.2.0/24" } },
      { "ip4:192.0.2.6/ -all", nil, "ip4:192.0.2.6/", { "ip4:192.0.2.6", "ip4:192.0.2.6/8", "ip4:192.0.2.6/9" } },
      { "host:mail.shop.example -all", nil, "host:mail.shop.example",
         { "include:mail.shop.example", "a:mail.shop.example", "mx:mail.shop.example" } },
      { "mx reject", nil, "reject", { "-all" } }, { "ip4:192.0.2.1 softfail", nil, "softfail", { "~all" } },
   },
   ["what may stand once"] = {
      { "redirect=a.example redirect=b.example", nil, "redirect=b.example", { "", "" } },
      { "mx ~all v=spf1 a -all", nil, "v=spf1", {} },
   },
   ["right already"] = {
      { "mx -all", "mx -all" }, { "include:_spf.shop.example ~all", "include:_spf.shop.example ~all" },
      { "moo=cow mx ?all", "moo=cow mx ?all" }, { "+all", "+all" }, { "all", "all" },
   },
}

describe("spf.mend", function()
   for kind, cases in pairs(KINDS) do
      for _, case in ipairs(cases) do
         it(kind .. ": " .. case[1], function()
            local damaged = "v=spf1 " .. case[1]
            local mended, said, doubts = mend.text(damaged)
            if case[2] then
               assert.equal("v=spf1 " .. case[2], mended)
               assert.same({}, doubts)
               assert.is_true(said.valid)
               assert.equal(mended, (mend.text(mended)))
               return
            end
            assert.is_nil(mended)
            assert.equal(1, #doubts)
            assert.equal(case[3], doubts[1].text)
            for i, choice in ipairs(case[4] or {}) do
               assert.equal(choice, table.concat(doubts[1].choices[i].words, " "))
            end
            assert.is_true(not case[4] or #doubts[1].choices == #case[4])
         end)
      end
   end

   for _, case in ipairs {
      { '"v=spf1 mx -all"', "v=spf1 mx -all" }, { "v=spf1include:s.shop.example -all",
         "v=spf1 include:s.shop.example -all" },
      { "v=spf1; mx -all", "v=spf1 mx -all" }, { "v=spf 1 mx -all", "v=spf1 mx -all" },
      { "spf1 mx -all", "v=spf1 mx -all" }, { "v=sfp1 mx -all", "v=spf1 mx -all" },
      { "v=\u{455}pf1 mx -all", "v=spf1 mx -all" }, { "v=spf1- all", "v=spf1 -all" },
      { 'shop.example. 300 IN TXT "v=spf1 mx -all"', "v=spf1 mx -all" },
      { "spf2.0/pra mx -all" }, { "some text" }, { "a mx -all" },
      { "v=spf1a ?all" }, { "v=spf1s mx -all" }, { "v=spf1x ip4:192.0.2.1 -all" },
      { "v=spf1 redirect=a.example redirct=b.example" },
      { "ip4:192.0.2.1 -all", "v=spf1 ip4:192.0.2.1 -all" }, { "" }, { "v=DMARC1; p=none" },
   } do
      it("the version: " .. case[1], function() assert.equal(case[2], (mend.text(case[1]))) end)
   end

   it("the choices of one doubt are whole records", function()
      local list = mend.choices "v=spf1 mx !all"
      for i, word in ipairs(ALL) do assert.equal("v=spf1 mx " .. word, list[i].text) end
      assert.same({ "v=spf1 redirect=b.example", "v=spf1 redirect=a.example" },
         { mend.choices("v=spf1 redirect=a.example redirect=b.example")[1].text,
            mend.choices("v=spf1 redirect=a.example redirect=b.example")[2].text })
      assert.same({}, mend.choices "v=spf1 !all !all")
      assert.same({}, mend.choices "v=spf1 mx -all")
   end)

   it("several faults are mended together, or all of them are named", function()
      assert.equal("v=spf1 ip4:192.0.2.1 include:s.shop.example -all",
         (mend.text "v=spf1 192.0.2.1 includ:s.shop.example _all"))
      local mended, _, doubts = mend.text "v=spf1 includ:s.shop.example ip4:192.0.2 !all"
      assert.is_nil(mended)
      assert.same({ "ip4:192.0.2", "!all" }, { doubts[1].text, doubts[2].text })
   end)

   it("says when receivers begin to refuse, and has a form that does not", function()
      local damaged = "v=spf1 mx .-all"
      local mended, better = mend.text(damaged)
      assert.is_true(mend.is_stricter(spf.parse(damaged), better))
      assert.equal("v=spf1 mx ~all", mend.loose(better))
      assert.is_false(mend.is_stricter(spf.parse "v=spf1 include=x.example -all", better))
      assert.is_false(mend.is_stricter(spf.parse(damaged), spf.parse "v=spf1 mx ~all"))
      assert.is_string(mended)
   end)

   it("records pasted into one are told apart", function()
      assert.same({ "v=spf1 mx ~all", "v=spf1 a -all" }, mend.pieces "v=spf1 mx ~all v=spf1 a -all")
   end)

   it("reads a long text in bounded time, and leaves it alone", function()
      assert.is_nil((mend.text("v=spf1 " .. ("x"):rep(60000))))
      assert.is_nil((mend.text("v=spf1" .. (" !"):rep(30000))))
      assert.same({ nil, 0 }, { (mend.text("v=spf1" .. (" ip4:192.0.2"):rep(mend.DAMAGED_MAX + 1))),
         #select(3, mend.text("v=spf1" .. (" ip4:192.0.2"):rep(mend.DAMAGED_MAX + 1))) })
      assert.equal(mend.DAMAGED_MAX, #select(3, mend.text("v=spf1" .. (" ip4:192.0.2"):rep(mend.DAMAGED_MAX))))
      local mended, _, _, message = mend.text(("v"):rep(70000))
      assert.is_nil(mended)
      assert.is_string(message)
   end)
end)
