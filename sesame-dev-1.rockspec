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
            "bindings/addrset.c",
            "bindings/answer.c",
            "bindings/answer_make.c",
            "bindings/common.c",
            "bindings/core.c",
            "bindings/domain.c",
            "bindings/status.c",
            "bindings/system.c",
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
      ["sesame.check.easy_dkim"] = "lua/sesame/check/easy_dkim.lua",
      ["sesame.check.evidence"] = "lua/sesame/check/evidence.lua",
      ["sesame.check.internal"] = "lua/sesame/check/internal.lua",
      ["sesame.check.list"] = "lua/sesame/check/list.lua",
      ["sesame.check.mx"] = "lua/sesame/check/mx.lua",
      ["sesame.check.names"] = "lua/sesame/check/names.lua",
      ["sesame.check.spf"] = "lua/sesame/check/spf.lua",
      ["sesame.check.zone"] = "lua/sesame/check/zone.lua",
      ["sesame.cli"] = "lua/sesame/cli.lua",
      ["sesame.cli.audits"] = "lua/sesame/cli/audits.lua",
      ["sesame.cli.check"] = "lua/sesame/cli/check.lua",
      ["sesame.cli.explain"] = "lua/sesame/cli/explain.lua",
      ["sesame.cli.help"] = "lua/sesame/cli/help.lua",
      ["sesame.cli.input"] = "lua/sesame/cli/input.lua",
      ["sesame.cli.options"] = "lua/sesame/cli/options.lua",
      ["sesame.cli.output"] = "lua/sesame/cli/output.lua",
      ["sesame.cli.place"] = "lua/sesame/cli/place.lua",
      ["sesame.cli.run"] = "lua/sesame/cli/run.lua",
      ["sesame.cli.scripts"] = "lua/sesame/cli/scripts.lua",
      ["sesame.cli.version"] = "lua/sesame/cli/version.lua",
      ["sesame.expect"] = "lua/sesame/expect.lua",
      ["sesame.facts.cache"] = "lua/sesame/facts/cache.lua",
      ["sesame.facts.live"] = "lua/sesame/facts/live.lua",
      ["sesame.finding"] = "lua/sesame/finding.lua",
      ["sesame.loop"] = "lua/sesame/loop.lua",
      ["sesame.model.dmarc"] = "lua/sesame/model/dmarc.lua",
      ["sesame.model.domain"] = "lua/sesame/model/domain.lua",
      ["sesame.model.easy_dkim"] = "lua/sesame/model/easy_dkim.lua",
      ["sesame.model.easy_dkim_probe"] = "lua/sesame/model/easy_dkim_probe.lua",
      ["sesame.model.easy_dkim_target"] = "lua/sesame/model/easy_dkim_target.lua",
      ["sesame.model.mx"] = "lua/sesame/model/mx.lua",
      ["sesame.model.names"] = "lua/sesame/model/names.lua",
      ["sesame.model.outline"] = "lua/sesame/model/outline.lua",
      ["sesame.model.spf"] = "lua/sesame/model/spf.lua",
      ["sesame.model.zone"] = "lua/sesame/model/zone.lua",
      ["sesame.report.catalogue"] = "lua/sesame/report/catalogue.lua",
      ["sesame.report.json"] = "lua/sesame/report/json.lua",
      ["sesame.report.ordered"] = "lua/sesame/report/ordered.lua",
      ["sesame.report.text"] = "lua/sesame/report/text.lua",
      ["sesame.script"] = "lua/sesame/script.lua",
      ["sesame.script.runner"] = "lua/sesame/script/runner.lua",
      ["sesame.ses.regions"] = "lua/sesame/ses/regions.lua",
      ["sesame.text"] = "lua/sesame/text.lua",
      ["sesame.scripts.parked"] = "scripts/parked.lua",
      ["sesame.scripts.txt-room"] = "scripts/txt-room.lua",
   },
   -- End of what tools/rockspec writes.
   install = { bin = { sesame = "bin/sesame" } },
   copy_directories = { "doc" },
}
