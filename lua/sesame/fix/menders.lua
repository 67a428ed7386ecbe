-- SPDX-License-Identifier: MIT
-- The builders of fixes by the name that a finding's declaration gives in `fix`, and the order in which fixes are
-- tried. It must not know what any of them does.

-- One line each, in the order of trying. A module is { subject, builders = { NAME = function(finding, audit) } };
-- several may share a subject.
local modules = {
   require "sesame.fix.zone",
   require "sesame.fix.mx",
   require "sesame.fix.publish",
   require "sesame.fix.spf_record",
   require "sesame.fix.spf_terms",
   require "sesame.fix.spf_tree",
   require "sesame.fix.spf_reduce",
   require "sesame.fix.easy_dkim",
   require "sesame.fix.dmarc_place",
   require "sesame.fix.dmarc_record",
   require "sesame.fix.dkim",
   require "sesame.fix.mail_from",
   require "sesame.fix.dmarc_relax",
   (require "sesame.fix.console"),
}

local list = {}

local by_name, ranks = {}, {}

for place, module in ipairs(modules) do
   for name, builder in pairs(module.builders) do
      local full = module.subject .. "." .. name
      if by_name[full] then error(("fix '%s' is built by two modules"):format(full)) end
      by_name[full], ranks[full] = builder, place
   end
end

--- The builder of the fix NAME ("spf.merge"), or nil where there is none.
function list.builder(name)
   return by_name[name]
end

--- Where the fix NAME comes in the order of trying, from 1; one that nobody builds comes last.
function list.rank(name)
   return ranks[name] or #modules + 1
end

--- The names of all fixes that can be built, sorted.
function list.names()
   local names = {}
   for name in pairs(by_name) do names[#names + 1] = name end
   table.sort(names)
   return names
end

return list
