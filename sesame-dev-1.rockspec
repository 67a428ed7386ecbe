-- SPDX-License-Identifier: MIT
rockspec_format = "3.0"
package = "sesame"
version = "dev-1"
source = {
   url = "git+file://.", -- `luarocks make` takes the tree it stands in
}
description = {
   summary = "E-mail authentication toolkit: audits, fixes and scripts for SPF, DKIM, DMARC and Amazon SES",
   detailed = [[
      A small C core (DNS, SPF, DKIM) and Lua modules over it. Audits a domain from live DNS, from zone files that are
      not published yet or from a recording; says what is wrong, shows the bytes at fault and how to mend them.]],
   license = "MIT",
   labels = { "dns", "email", "spf", "dkim", "dmarc" },
}
supported_platforms = { "linux" }
dependencies = { "lua >= 5.4, < 5.5", "lua-cjson >= 2.1", "argparse >= 0.7", "luafilesystem >= 1.8" }
external_dependencies = {
   CARES = { header = "ares.h", library = "cares" },
   OPENSSL = { header = "openssl/evp.h", library = "crypto" },
   IDN2 = { header = "idn2.h", library = "idn2" },
   PSL = { header = "libpsl.h", library = "psl" },
}
build = {
   type = "builtin",
   -- From here to the next mark: written by tools/rockspec.
   modules = {
      sesame_core = {
         sources = {
            "core/addrset.c",
            "core/addrset_text.c",
            "core/buffer.c",
            "core/domain.c",
            "core/domain_idna.c",
            "core/message.c",
            "core/message_build.c",
            "core/message_record.c",
            "core/status.c",
         },
         incdirs = { "core", "$(CARES_INCDIR)", "$(OPENSSL_INCDIR)", "$(IDN2_INCDIR)", "$(PSL_INCDIR)" },
         libdirs = { "$(CARES_LIBDIR)", "$(OPENSSL_LIBDIR)", "$(IDN2_LIBDIR)", "$(PSL_LIBDIR)" },
         libraries = { "cares", "crypto", "idn2", "psl" },
         defines = { "_GNU_SOURCE" },
      },
      ["sesame.addrset"] = "lua/sesame/addrset.lua",
      ["sesame.audit"] = "lua/sesame/audit.lua",
      ["sesame.check.acceptance"] = "lua/sesame/check/acceptance.lua",
      ["sesame.check.dmarc"] = "lua/sesame/check/dmarc.lua",
      ["sesame.check.domain"] = "lua/sesame/check/domain.lua",
      ["sesame.check.evidence"] = "lua/sesame/check/evidence.lua",
      ["sesame.check.internal"] = "lua/sesame/check/internal.lua",
      ["sesame.check.list"] = "lua/sesame/check/list.lua",
      ["sesame.check.mx"] = "lua/sesame/check/mx.lua",
      ["sesame.check.names"] = "lua/sesame/check/names.lua",
      ["sesame.check.spf"] = "lua/sesame/check/spf.lua",
      ["sesame.check.zone"] = "lua/sesame/check/zone.lua",
      ["sesame.expect"] = "lua/sesame/expect.lua",
      ["sesame.finding"] = "lua/sesame/finding.lua",
      ["sesame.model.dmarc"] = "lua/sesame/model/dmarc.lua",
      ["sesame.model.domain"] = "lua/sesame/model/domain.lua",
      ["sesame.model.mx"] = "lua/sesame/model/mx.lua",
      ["sesame.model.names"] = "lua/sesame/model/names.lua",
      ["sesame.model.outline"] = "lua/sesame/model/outline.lua",
      ["sesame.model.spf"] = "lua/sesame/model/spf.lua",
      ["sesame.model.zone"] = "lua/sesame/model/zone.lua",
      ["sesame.script"] = "lua/sesame/script.lua",
      ["sesame.ses.regions"] = "lua/sesame/ses/regions.lua",
      ["sesame.text"] = "lua/sesame/text.lua",
   },
   -- End of what tools/rockspec writes.
   install = { bin = { sesame = "bin/sesame" } },
   copy_directories = { "doc" },
}
