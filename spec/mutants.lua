-- SPDX-License-Identifier: MIT
-- Single decisions, each with a wrong one in its place and the specs that have to notice (make mutants): file, the
-- text as it stands there (once, or its place nth), what is put in its place, specs.
local list = {}

-- Adds changes { from, to, nth or nil } of FILE, to be noticed by SPECS.
local function of(file, specs, changes)
   for _, change in ipairs(changes) do
      list[#list + 1] = { file = file, from = change[1], to = change[2], nth = change[3], specs = specs }
   end
end

-- ---- checks ----

of("lua/sesame/check/mx.lua", { "spec/check/mx_spec.lua" }, {
   { "good == #mx.hosts", "good >= 0" },
   { "return entry.known == \"present\" and #entry.chain == 0", "return entry.known == \"present\"" },
   { "if mx.left_out > 0 then", "if mx.left_out > 5 then" },
   { "elseif entry.known == \"present\" and #entry.chain > 0 then", "elseif entry.known == \"present\" then" },
   { "elseif mx.implicit.known == \"absent\" then", "elseif mx.implicit.known ~= \"present\" then" },
})

of("lua/sesame/check/spf_terms.lua", { "spec/check/mx_spec.lua", "spec/check/spf_terms_spec.lua" }, {
   { "if not (mx and mx.null) or at.tree.authorised:is_empty() then return end",
      "if not (mx and mx.null) or at.tree.possible:is_empty() then return end" },
   { "if not (mx and mx.null) or", "if not mx or" },
   { "walked.total == first.total and", "true and" },
   { "local reached = walked and walked.status ~= \"dead\"", "local reached = walked" },
   { "costs and \"spf-duplicate-lookup\"", "true and \"spf-duplicate-lookup\"" },
   { "if all and record.redirect then", "if record.redirect then" },
   { "elseif all and all.qualifier == \"?\" then", "elseif all and all.qualifier == \"~\" then" },
   { "and matches_alike(first, walked) then", "then" },
   { "return second.addresses == second.possible and", "return" },
   { "if prefix < bits and first ~= term.address and prefix > 0 then", "if prefix < bits and prefix > 0 then" },
})

of("lua/sesame/check/spf_senders.lua", { "spec/check/spf_terms_spec.lua", "spec/check/spf_tree_spec.lua" }, {
   { "elseif tree.result == \"ok\" and", "elseif" },
   { "and tree.authorised == tree.possible then", "then" },
   { "if count > MANY_IP4 then", "if count >= MANY_IP4 then" },
   { "if term and #families < 2 then", "if term then" },
   { "if is_same(pair.first_term, pair.second_term) then said[pair.second_term] = true end", "" },
   { "second.addresses == second.possible then", "true then" },
})

of("lua/sesame/check/spf_tree.lua", { "spec/check/spf_tree_spec.lua" }, {
   { "if tree.lookups > tree.limit then", "if tree.lookups >= tree.limit then" },
   { "elseif tree.result == \"ok\" and not tree.lower_bound then", "elseif not tree.lower_bound then" },
})

of("lua/sesame/check/spf_voids.lua", { "spec/check/spf_voids_spec.lua" }, {
   { "certain.ip4 > LIMIT and certain.ip6 > LIMIT", "certain.ip4 > LIMIT or certain.ip6 > LIMIT" },
   { "tree[count.figure][family] > LIMIT", "tree[count.figure][family] >= LIMIT" },
   { "(count.by ~= \"queries\" or tree.result == \"ok\")", "true" },
   { "family == \"ip4\" and count.by ~= \"queries\"", "count.by ~= \"queries\"" },
   { "not (risk and count.by == \"worst\")", "true" },
})

of("lua/sesame/spf/voids.lua", { "spec/spf/voids_spec.lua" }, {
   { "past and passes and lets_pass(term) and term.kind ~= \"all\"", "past and passes and lets_pass(term)" },
   { "past and passes and lets_pass(term)", "past and passes" },
   { "passes, node = passes and lets_pass(at), at", "node = at" },
   { "return behind - before", "return behind" },
   { "if passes and node.addresses then", "if false then" },
})

of("lua/sesame/spf/included.lua", { "spec/spf/included_spec.lua", "spec/check/spf_included_spec.lua" }, {
   { "not seen[term.target] and not strangers", "not strangers" },
   { "local last = ends and term.kind == \"redirect\"", "local last = term.kind == \"redirect\"" },
   { "term.chain and term.chain[#term.chain] or term.target", "term.target" },
})

of("lua/sesame/dmarc/older.lua", { "spec/dmarc/older_spec.lua" }, {
   { "or code == \"helo\"", "" },
   { "mode ~= \"s\" and", "" },
   { "(out.result ~= \"fail\" or out.policy == verdict.policy)", "true" },
})

of("lua/sesame/check/dmarc_policy.lua", { "spec/check/dmarc_policy_spec.lua" }, {
   { "return models.mx and models.mx.null and models.spf_tree and", "return models.spf_tree and" },
   { "and spf_policy.refuses_all(models.spf_tree)", "" },
   { "spf_policy.ending(tree) == \"fail\"", "spf_policy.ending(tree) ~= nil" },
   { "and not is_parked(models) then\n      add(\"dmarc-spf-first\"", "then\n      add(\"dmarc-spf-first\"" },
   { "entry.verdict == \"depends\" or", "" },
   { "if said.t == \"y\" then", "if said.t then" },
})

of("lua/sesame/check/codes.lua", { "spec/check/codes_spec.lua" }, {
   { "if codes.glob(glob, old) then return true end", "" },
   { "return name:find(\"^\" .. pattern .. \"$\") ~= nil", "return name:find(\"^\" .. pattern) ~= nil" },
})

of("lua/sesame/check/acceptance.lua", { "spec/check/codes_spec.lua", "spec/expect_spec.lua" }, {
   { "if today <= entry.expires then", "if today < entry.expires then" },
   { "for _, entry in ipairs(item.severity ~= \"ok\" and entries or {}) do", "for _, entry in ipairs(entries) do" },
   { "elseif not used[entry] and concerns(entry, domain)", "elseif not used[entry]" },
})

of("lua/sesame/check/ses_mail_from_spf.lua", { "spec/check/ses_mail_from_spec.lua" }, {
   { "if not sending.names and", "if" },
   { "if sending.result == \"unknown\" then", "if false then" },
})

of("lua/sesame/check/spf_mailboxes.lua", { "spec/check/spf_mailboxes_spec.lua" }, {
   { "result == \"fail\" and all.unsigned", "all.unsigned" },
   { "result == \"fail\" and all.unsigned", "result == \"fail\"" },
   { "tree.lookups + cost <= LIMIT", "true" },
   { "service.because or result == \"fail\" and service.key_because", "service.because" },
})

of("lua/sesame/model/mailboxes.lua", { "spec/check/spf_mailboxes_spec.lua" }, {
   { "entry.envelope == \"user\" and entry.include", "entry.include" },
   { "made.left * 2 > made.count", "made.left > 0" },
   { "left_of(own.authorised, tree.possible)", "left_of(own.authorised, tree.authorised)" },
   { "if policy.refuses_all(tree) then return list end", "" },
   { "HAS_KEY[checked.status] == true or false", "true" },
})

of("lua/sesame/model/mail_from_nearby.lua", { "spec/model/mail_from_nearby_spec.lua" }, {
   { "if #list < nearby.QUESTIONS_MAX and", "if" },
   { "and not (other.kind == \"all\" and other.qualifier ~= \"+\")", "and other.kind ~= \"all\"" },
   { "if known == other then return false end", "" },
   { "and wildcard.is_own(facts, question.name, question.type)", "" },
})

of("lua/sesame/easy_dkim/pending.lua", { "spec/check/easy_dkim_pending_spec.lua" }, {
   { "if not servers or share(servers, { met }) then return nil end", "if not servers then return nil end" },
   { "if led and share(servers, led) then return \"older\" end", "" },
   { "status ~= \"SUCCESS\" and #model.records > 0", "#model.records > 0" },
   { "#model.records > 0 and not all_missing(model)", "#model.records > 0" },
})

-- ---- findings ----

of("lua/sesame/finding.lua", { "spec/finding_spec.lua" }, {
   { "local VERDICT = { \"error\", \"unknown\", \"warning\", \"notice\" }",
      "local VERDICT = { \"error\", \"warning\", \"unknown\", \"notice\" }" },
   { "if severity == \"unknown\" or severity == \"ok\" then return false end",
      "if severity == \"ok\" then return false end" },
   { "return RANK[severity] <= RANK[limit]", "return RANK[severity] < RANK[limit]" },
   { "if counts[severity] > 0 then return severity end", "if counts[severity] > 1 then return severity end" },
})

-- ---- engines ----

of("lua/sesame/spf/policy.lua", { "spec/spf/policy_spec.lua" }, {
   { "if last and last.status == \"dead\" then return nil end", "" },
   { "if term.kind == \"all\" then return term end", "if term.kind == \"all\" then redirect = term end" },
   { "if tree.result ~= \"ok\" then return nil end", "" },
   { "return node.record and \"neutral\" or nil", "return \"neutral\"" },
   { "if spares(term) then return true end", "" },
   { "if tree.result == \"unknown\" then return nil end", "" },
   { "term.qualifier ~= \"-\" and term.possible", "term.qualifier == \"+\" and term.possible" },
   { "return policy.ending(tree) == \"fail\" and not spares(tree)", "return not spares(tree)" },
})

of("lua/sesame/model/mx.lua", { "spec/model/mx_spec.lua", "spec/check/mx_spec.lua" }, {
   { "return host:find(\"^%d+%.%d+%.%d+%.%d+$\") ~= nil or", "return" },
})

of("lua/sesame/easy_dkim/settle.lua", { "spec/check/easy_dkim_spec.lua", "spec/easy_dkim/zones_spec.lua" }, {
   { "local stale = counted.hosted == 0 and not counted.because and", "local stale = counted.hosted == 0 and" },
   { "and #records == settle.TOKENS", "" },
   { "if broken > 0 then", "if broken > 1 then" },
   { "if total < settle.TOKENS then", "if total < settle.TOKENS - 1 then" },
   { "(verdict.status == \"right\" or verdict.status == \"wrong-zone\") and state_of(verdict.key) == \"key\"",
      "verdict.status == \"right\" and state_of(verdict.key) == \"key\"" },
   { "record.hosted.state == \"key\" and \"no-key\" or \"likely\"", "\"likely\"" },
})

of("lua/sesame/easy_dkim/judge.lua", { "spec/check/easy_dkim_spec.lua", "spec/easy_dkim/zones_spec.lua" }, {
   { "and facts:get(answer.name, answer.type, { cd = true }).known ~= \"unknown\"", "" },
   { "local of_ses = led.status == \"right\" or led.status == \"wrong-zone\"",
      "local of_ses = led.status == \"right\"" },
   { "if known and look.is_wildcard(seen, around.nonce) then", "if look.is_wildcard(seen, around.nonce) then" },
   { "if answer.status == \"nxdomain\" and #answer:chain() == 0 then", "if answer.status == \"nxdomain\" then" },
   { "if led.status ~= \"right\" and seen.dname then", "if seen.dname then" },
   { "return answer.status == \"servfail\" and facts", "return facts" },
   { "and facts:get(answer.name, \"MX\").status == \"servfail\"", "" },
})

-- ---- plans for SPF ----

local PLANS = { "spec/spf/plan_spec.lua", "spec/spf/plan_copies_spec.lua", "spec/spf/plan_surfaces_spec.lua" }

of("lua/sesame/spf/plan.lua", PLANS, {
   { "if not next(changed) then return state end", "do return state end" },
   { "if tree.problem == \"several-records\" and not tree.culprit then", "if false then" },
   { "if tree.problem == \"syntax\" or tree.problem == \"loop\" then", "if tree.problem == \"loop\" then" },
})
of("lua/sesame/spf/plan/choices.lua", PLANS, {
   { "if not term.addresses or term.addresses ~= term.possible then", "if not term.addresses then" },
   { "if effort == \"flatten\" and not context.third_party then", "if false then" },
   { "if entry and entry.envelope ~= \"subdomain\" then return end", "" },
   { "if not context.kept[term.target or \"\"] then add_move", "do add_move" },
})
of("lua/sesame/spf/plan/copies.lua", PLANS, {
   { "if term.qualifier == \"+\" then return nil end", "" },
   { "ADDRESSES[term.kind] and not made.own", "false" },
   { "if not terms.is_void(walked) then", "do" },
})
of("lua/sesame/spf/plan/intents.lua", PLANS, {
   { "if term.kind == \"all\" or term.kind == \"redirect\" then place() end", "" },
})
of("lua/sesame/spf/plan/optional.lua", PLANS, {
   { "if kind == \"mail-from\" or kind == \"inbound\" then return true end",
      "if kind == \"inbound\" then return true end" },
   { "entry.envelope == \"own\" or", "" },
})
of("lua/sesame/spf/plan/solve.lua", PLANS, {
   { "same.withheld = same.third_party and not options.flatten_third_party or nil", "" },
   { "step.effort == \"flatten\" or nil", "step.action == \"flatten\" or nil" },
})

of("lua/sesame/ses/mail_from_host.lua", { "spec/ses/mail_from_host_spec.lua" }, {
   { "if feedback > 0 and #others > 0 then", "if #others > 0 then" },
   { "if #entry.regions == 0 or has(entry.regions, region) then", "if has(entry.regions, region) then" },
   { "takes = TAKEN[state] == true", "takes = true" },
})

of("lua/sesame/ses/spf_alike.lua", { "spec/ses/spf_alike_spec.lua" }, {
   { "if plain == alike.SERVICE then return false end", "" },
   { "and term.target and nobody and alike.is", "and term.target and alike.is" },
})

of("lua/sesame/ses/mail_from_spf.lua", { "spec/ses/mail_from_right_spec.lua", "spec/check/ses_mail_from_spec.lua" }, {
   { "if result == \"pass\" and left then result = \"mixed\" end", "" },
})

of("lua/sesame/ses/byodkim_wait.lua", { "spec/check/ses_byodkim_spec.lua" }, {
   { "if checked > moment.at then", "if checked then" },
   { "facts.situation.kind == \"replay\"", "facts.situation.kind ~= \"zones\"" },
   { "NOT_STARTED = \"stopped\"", "NOT_STARTED = \"doubtful\"" },
})

of("lua/sesame/easy_dkim/flattened.lua", { "spec/easy_dkim/zones_spec.lua" }, {
   { "if count.idle > 0 then return", "if count.idle >= 0 then return" },
   { "return record.hosted.denied and \"other\" or \"absent\"", "return \"other\"" },
   { "if dkim_status ~= \"SUCCESS\" then return false end", "" },
})

of("lua/sesame/facts/lost.lua", { "spec/easy_dkim/astray_spec.lua", "spec/facts/lost_spec.lua" }, {
   { "if #questions < most and", "if" },
   { "{ hit and hit.place or list[1] }", "list" },
   { "return other.known == \"unknown\" or wildcard.alike(answer, other)", "return false" },
})

of("lua/sesame/mail/other_key.lua", { "spec/check/mail_spec.lua" }, {
   { "other.word == \"pass\" and other.by == entry.by", "other.by == entry.by" },
   { "if not passed.signed[name] then return false end", "" },
   { "if has_other_reason(entry) then return nil end", "" },
})

of("lua/sesame/ses/streams.lua", { "spec/model/ses_spec.lua", "spec/check/ses_identity_spec.lua" }, {
   { "if identity.signing == false then", "if not identity.signing then" },
   { "if verdict == \"unknown\" and mail_from.status ~= \"SUCCESS\" then", "if verdict == \"unknown\" then" },
   { "mail_from.other and \"unknown\" or mail_from.verdict", "mail_from.verdict" },
})

of("lua/sesame/fix/verify.lua", { "spec/fix/verify_spec.lua" }, {
   { "(verify.counts(after.findings)[key] or 0) < (", "(verify.counts(after.findings)[key] or 0) <= (" },
   { "has[key] > (had[key] or 0) and", "" },
})

of("lua/sesame/fix/planner.lua", { "spec/fix/planner_spec.lua", "spec/check/mx_spec.lua",
   "spec/fix/spf_meant_spec.lua" },
   {
   { "wanted == try.index or not wanted and try.safe, nil", "wanted == try.index or not wanted, nil" },
   { "if not self.chosen[code] then error(reason, 0) end", "" },
})

of("lua/sesame/fix/dmarc_relax.lua", { "spec/fix/dmarc_relax_spec.lua" }, {
   { "said[tag] == \"s\" and", "" },
})

of("lua/sesame/fix/dmarc_place.lua", { "spec/fix/dmarc_place_spec.lua" }, {
   { "if weakness(a) ~= weakness(b) then return weakness(a) < weakness(b) end", "" },
})

of("lua/sesame/fix/dmarc_meant.lua", { "spec/fix/dmarc_place_spec.lua" }, {
   { "if policy and policy ~= \"none\" then", "if policy then" },
   { "{ \"own\", \"sub\", \"nonexistent\" }", "{ \"own\" }" },
})

-- ---- the C core ----

local WALK = { "spec/core/test_spf_walk.c", "spec/core/test_spf_properties.c", "spec/core/test_spf_denote_properties.c",
   "spec/spf/walk_spec.lua" }

of("core/spf_walk.c", WALK, {
   { "sesame_name_labels(&walk->domain) >= 2", "sesame_name_labels(&walk->domain) >= 3" },
})
of("core/spf_walk_policy.c", WALK, {
   { "return record->all < 0 || index < (size_t)record->all;", "return true;" },
})
of("core/spf_find.c", { "spec/core/test_spf_find.c", "spec/core/test_spf_walk.c" }, {
   { "if (sesame_answer_count(mx) > MX_LIMIT)", "if (sesame_answer_count(mx) >= MX_LIMIT)" },
})
of("core/spf_select.c", { "spec/spf/select_spec.lua", "spec/core/test_spf_find.c", table.unpack(WALK) }, {
   { "if (out->found != 1 || parse(", "if (out->found == 0 || parse(" },
   { "size_t i = *at; sesame", "size_t i = 0; sesame" },
})
of("core/spf_walk_tree.c", WALK, {
   { "if (v->position > SESAME_SPF_WALK_LOOKUPS && !b->tree->over_limit) {",
      "if (v->position >= SESAME_SPF_WALK_LOOKUPS && !b->tree->over_limit) {" },
   { "if (*count <= VOID_LIMIT || *over)", "if (*count < VOID_LIMIT || *over)" },
   { "if (record->all >= 0)", "if (record->all > 0)" },
})
of("core/spf_walk_judge.c", WALK, {
   { "1u << which | (f->problem ? 1u << OUTCOME_ERROR : 0)", "1u << which" },
})
of("core/spf_denote.c", { "spec/core/test_spf_denote.c", "spec/core/test_spf_denote_properties.c",
      "spec/spf/denote_spec.lua" }, {
   { "return a == UNDECIDED ? b : a;", "return b == UNDECIDED ? a : b;" },
   { "case SESAME_SPF_NOT_LEARNT:\n", "" },
})

of("core/spf_denote_limits.c", { "spec/spf/denote_spec.lua" }, {
   { "if (tree->lookups_of[family] <= SESAME_SPF_WALK_LOOKUPS &&",
      "if (tree->lookups_of[family] <= SESAME_SPF_WALK_LOOKUPS + 1 &&" },
})
of("core/spf_denote_compare.c", { "spec/core/test_spf_denote.c", "spec/core/test_spf_denote_properties.c",
   "spec/spf/compare_spec.lua" }, {
   { "if (a == SESAME_SPF_RESULT_TEMPERROR || b == SESAME_SPF_RESULT_TEMPERROR) {",
      "if (a == SESAME_SPF_RESULT_TEMPERROR) {" },
})

-- ---- the mend of SPF records ----

local MEND = { "spec/spf/mend_spec.lua", "spec/spf/mend_random_spec.lua" }
of("lua/sesame/spf/mend.lua", MEND, {
   { "if #list ~= 1 or list[1].asks then return ask", "if #list == 0 then return ask" },
   { "if opens(pass, i) then", "if false then" },
   { "if words.stray then pass.fine[1] = false end", "" },
   { "if #list > 0 then return list, alone end", "" },
   { "if not seen[key] then table.insert(kept, 1, reading) end", "table.insert(kept, 1, reading)" },
   { "asks = not meant.is_open(following)", "asks = false" },
   { "if not is_right(better, mended) then return nil, said, {}, words end", "" },
   { "return refuses(mended) and not refuses(said)", "return refuses(mended)" },
})
of("lua/sesame/spf/meant_words.lua", MEND, {
   { "if from == 0 and not words.is_body(text) then", "if from == 0 then" },
})
of("lua/sesame/spf/meant.lua", MEND, {
   { "if meant.is_open(word) then list.open = true return end", "" },
   { "return #signs == 1 and signs[1] ~= \"+\" and signs[1] or true", "return signs[1] or true" },
   { "if octet ~= last then signs[#signs + 1] = octet end", "signs[#signs + 1] = octet" },
   { "return not last:find \"[%d-]\" or last:lower():find \"^xn%-%-\" ~= nil", "return true" },
   { "if typed:sub(1, -3) .. typed:sub(-1) == head.text and not head.bare then", "if false then" },
   { "if not by_parting(word, add) then by_value(word, add) end", "by_parting(word, add) by_value(word, add)" },
   { "if label == \"\" or #label > 63 then return false end", "" },
})
of("lua/sesame/spf/meant_value.lua", MEND, {
   { "if octet:find \"^%d$\" then return \"0123456789\" end", "if octet:find \"^%d$\" then return \"\" end" },
   { "if bits == 0 or rest & (rest + 1) ~= 0 then return nil end", "if bits == 0 then return nil end" },
   { "cut_com(name or text, function(other) each(other .. (lengths or \"\")) end)", "" },
})
of("lua/sesame/spf/meant_pair.lua", MEND, {
   { "if not value.family(first:match \"^[-+~?]?%a+:(.*)$\" or \"\") then add { first .. second } end",
      "add { first .. second }" },
   { "if #second > 1 then add { first .. second:sub(1, 1), second:sub(2) } end", "" },
})
of("lua/sesame/spf/slip.lua", MEND, {
   { "if #extra == 1 and #lost == 1 then return may(extra, lost) end",
      "if #extra == 1 and #lost == 1 then return true end" },
   { "return #extra == 2 and #lost == 2 and extra:reverse() == lost", "return false" },
})
of("lua/sesame/fix/spf_terms.lua", { "spec/fix/spf_meant_spec.lua", "spec/fix/mail_from_spec.lua" }, {
   { "local safe = #includes == 0 and names_somebody(again)", "local safe = #includes == 0" },
})
of("lua/sesame/fix/spf_text.lua", { "spec/fix/spf_meant_spec.lua" }, {
   { "if model and #parsed.faults > 0 then", "if false then" },
})

-- ---- what is known ----

of("lua/sesame/check/ground.lua", { "spec/check/ground_spec.lua" }, {
   { "if not seen[key] then seen[key], list[#list + 1] = true, question end", "list[#list + 1] = question" },
   { "name = not of_source(question.status) and domains.parent(name) or nil", "name = nil" },
   { "if of_source(question.status) or question.status == \"refused\" then return \"\" end", "" },
})

of("lua/sesame/spf/walk_least.lua", { "spec/spf/walk_least_spec.lua" }, {
   { "if may_end(term) then return doubt(terms, i + 1) end", "" },
   { "if total < term.total then term.total, term.lower_bound = total, true end", "" },
})

of("lua/sesame/ses/refusal.lua", { "spec/ses/refusal_spec.lua" }, {
   { "if next(parents) and not whole then return nil end", "" },
   { "if identity.type == \"EMAIL_ADDRESS\" then set[name] = true end", "" },
   { "identity.listed ~= nil and not list.partial", "identity.listed ~= nil" },
   { "and not listed and not identity.saved", "and not identity.saved" },
   { "and not identity.saved and \"absent\"", "and \"absent\"" },
})

of("lua/sesame/ses/tenancy.lua", { "spec/check/ses_tenant_spec.lua" }, {
   { "if is_graver(entry.status, known.status) then known.status", "if false then known.status" },
   { "if off and not entry.status then", "if off then" },
   { "if speaks and not told.partial then return false end", "if speaks then return false end" },
   { "if link.tenant == entry.name then return true end", "if true then return true end" },
   { "if told.resources and is_only(told, entry) then", "if told.resources then" },
   { "identity = name:lower() })", "identity = name })" },
})

of("lua/sesame/check/ses_tenant.lua", { "spec/check/ses_tenant_spec.lua" }, {
   { "if included == false then return nil end", "" },
   { "return included and", "return true and" },
   { "entry.impact == \"HIGH\" and", "entry.impact and" },
})

of("lua/sesame/ses/regions.lua", { "spec/ses/regions_spec.lua" }, {
   { "if has(WITHOUT_SES, name) then return true end", "" },
   { "if nearest.distance(name, known.region) <= 1 then", "if nearest.distance(name, known.region) < 1 then" },
   { "if by_name[name] or not regions.is_formed(name) then return false end",
      "if by_name[name] then return false end" },
})

of("lua/sesame/ses/trace.lua", { "spec/ses/trace_spec.lua" }, {
   { "if #list > 0 then return #list == 1 and list[1] or nil end", "if #list > 0 then return list[1] end" },
   { "if known and reader[3] then", "if known and reader[3] == 1 then" },
   { "if #list < trace.REGIONS_MAX then", "if true then" },
})

of("lua/sesame/model/mail.lua", { "spec/check/mail_spec.lua" }, {
   { "if envelope ~= \"null\" or not read.trace.sent or #signatures == 0 then return false end",
      "if envelope ~= \"null\" or #signatures == 0 then return false end" },
   { "      if not entry.ses then return false end\n", "" },
})

of("lua/sesame/check/ses_account.lua", { "spec/check/ses_identity_spec.lua", "spec/ses/newer_region_spec.lua" }, {
   { "if known.inbound_absent then", "if false then" },
   { "if host.known == \"absent\" then", "if false then" },
})

of("lua/sesame/check/ses_refused.lua", { "spec/check/ses_refused_spec.lua" }, {
   { "at = to + 1\n", "\n" },
   { "and #name <= 64 and", "and" },
   { "if named and regions.find(named) then return named end", "if named then return named end" },
   { "or #list >= refused.NAMED_MAX then return end", "then return end" },
   { "local replied = (not row or row.id == \"rejected\") and", "local replied = not row and" },
})

of("lua/sesame/ses/saved.lua", { "spec/ses/shapes_spec.lua" }, {
   { "elseif not alike or value ~= other then", "elseif value ~= other then" },
   { "elseif key ~= \"mail_from_told\" or value then", "else" },
   { "and not more then own.others", "then own.others" },
})

-- ---- the report ----

of("lua/sesame/finding/folding.lua", { "spec/finding/folding_spec.lua" }, {
   { "if GRAVE[item.severity] and not GRAVE[cause.severity] then return false end", "" },
   { "return overlap(regions_of(item, regions), regions_of(cause, regions))", "return true" },
   { "and item.account ~= cause.account then return false end", "and false then return false end" },
   { "if LEVEL[item.severity] < level then level, rank", "if false then level, rank" },
   { "if not best or places[root] < places[best] then", "if not best then" },
   { "if a.weight[2] ~= b.weight[2] then return a.weight[2] < b.weight[2] end", "" },
})

of("lua/sesame/ses/accounts.lua", { "spec/check/ses_identity_spec.lua" }, {
   { "count[base(file)] == 1 and base(file) or file", "base(file)" },
   { "return count == 1 and next(found)", "return next(found)" },
   { "and whole[identity.region or \"\"] then", "then" },
})

of("lua/sesame/report/ses_matrix_text.lua", { "spec/report/ses_matrix_text_spec.lua" }, {
   { "if now.refused then return { \"refused\"", "if false then return { \"refused\"" },
   { "if account.sending == false or account.enforcement == \"SHUTDOWN\" then", "if account.sending == false then" },
   { "many = {}, {}, #list > FEW", "many = {}, {}, true" },
   { "elseif reason.code == \"signing-off\" then state = \"off\"", "" },
})

of("lua/sesame/report/brief_text.lua", { "spec/report/folded_text_spec.lua" }, {
   { "if a[2] ~= b[2] then return a[2] < b[2] end", "" },
   { "local words = one_line(item.message, start, audit.domain)", "local words = start .. item.message" },
})

of("lua/sesame/cli/settings.lua", { "spec/cli/settings_spec.lua" }, {
   { "if not known[option] or not is_open(given, option) then return false end",
      "if not known[option] then return false end" },
   { "if not fits then return false end", "" },
   { "if given[\"no-config\"] or not next(known) then return true end", "if not next(known) then return true end" },
})

of("lua/sesame/cli/words.lua", { "spec/cli/words_spec.lua" }, {
   { "at = at + (takes[word] and 2 or 1)", "at = at + 1" },
   { "if domain then", "if false then" },
})

return list
