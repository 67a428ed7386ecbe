-- SPDX-License-Identifier: MIT
-- The layers of Sesame, as data: doc/architecture.md shows them (tools/layers writes the table), and
-- spec/layers_spec.lua holds each require and each #include against them. A layer may use itself and those before it.
return {
   -- Modules below lua/sesame, named as they are required, without "sesame."; "spf.*" is all that lies below spf. A
   -- module named by itself belongs there, whatever its folder. "sesame" is init.lua; recipes and the command, paths.
   lua = {
      { name = "base", modules = { "base.*", "addrset", "taglist" },
         holds = "text, time, JSON, names, options, changes to records; and what the C module gives by noun, under its "
            .. "public name" },
      { name = "facts", modules = { "guard", "loop", "facts", "facts.*" },
         holds = "tasks; the only modules that ask, with their sources, cache and views" },
      { name = "session", modules = { "session" }, holds = "which sources are asked, opened from options" },
      { name = "engines", modules = { "spf", "spf.*", "dkim", "dkim.*", "dmarc.*", "easy_dkim.*", "ses.*", "mail",
         "mail.*" },
         holds = "by noun, side by side: what DNS and messages say and mean; they know no finding. `spf`, `dkim` and "
            .. "`mail` are engines and public at once" },
      { name = "expect", modules = { "expect", "expect.*" }, holds = "what an owner knows, read and checked" },
      { name = "finding", modules = { "finding", "finding.*", "section" },
         holds = "the shape of what is found, and of what is shown beside it" },
      { name = "model", modules = { "model.*" }, holds = "domain and facts to what is true, one table an audit" },
      { name = "check", modules = { "check.*" }, holds = "models to findings" },
      { name = "audit", modules = { "audit", "audit.*" }, holds = "the stages in order, for one domain or many" },
      { name = "fix", modules = { "fix.*" }, holds = "findings to changes and steps, proved by auditing again" },
      { name = "report", modules = { "report.*" }, holds = "findings, plans and trees to text, JSON and other forms" },
      { name = "publish", modules = { "publish.*" }, holds = "changes to a primary, and waiting until they are seen" },
      { name = "faces", modules = { "sesame", "dmarc", "fix", "script", "script.*", "test" },
         holds = "what programs and scripts use, joining layers: `dmarc` judges records, `fix` plans and renders; "
            .. "nothing inside requires them" },
      { name = "cli", modules = { "cli", "cli.*" }, holds = "the command line: arguments in, reports out" },
      { name = "recipes", modules = { "scripts/*", "bin/*" },
         holds = "recipes, each a script, and the command itself" },
   },
   -- Files of core/ and bindings/ by the beginning of their names; `uses` where not all layers before it.
   c = {
      { name = "base", files = { "status", "buffer", "text", "pace", "domain", "taglist", "addrset" }, uses = {},
         holds = "outcomes, bounded reading, text files, names, tag lists, sets of addresses" },
      { name = "dns", files = { "message", "resolver", "zone" }, uses = { "base" },
         holds = "messages, the resolver, master files" },
      { name = "spf", files = { "spf" }, uses = { "base", "dns" }, holds = "records, walks, evaluation, denotations" },
      { name = "dkim", files = { "dkim" }, uses = { "base" }, holds = "keys; the only files that know OpenSSL" },
      { name = "face", files = { "sesame" }, holds = "the header for C programs" },
      { name = "bindings", files = { "bindings/*" }, holds = "the C module `sesame.core`: no decisions" },
   },
}
