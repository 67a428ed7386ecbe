# SPDX-License-Identifier: MIT
# For developers and packagers; users of LuaRocks need none of it. `make help` lists the targets, V=1 shows the commands.
VERSION = 0.1.0
SOVERSION = 0
PREFIX ?= /usr/local
BUILD ?= build
CFLAGS ?= -O2 -g
LUA_PKG ?= lua5.4
LUA ?= /usr/bin/lua5.4
OBJCOPY ?= objcopy
BUSTED ?= busted --lua=$(LUA)
SECONDS ?= 600
PORT ?= 5300
PKGS = libcares libcrypto libidn2 libpsl
WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla
SANITIZE = -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
export BUILD LUA

# Each is asked for once, when a recipe first needs it: `make core` needs no Lua, `make help` nothing at all.
pkg = $(eval $(1) := $(shell pkg-config $(2)))$(if $(filter-out 0,$(.SHELLSTATUS)),$(error run tools/install-deps build))$($(1))
PKG_CFLAGS = $(call pkg,PKG_CFLAGS,--cflags $(PKGS))
PKG_LIBS = $(call pkg,PKG_LIBS,--libs $(PKGS))
LUA_CFLAGS = $(call pkg,LUA_CFLAGS,--cflags $(LUA_PKG))
CORE_CFLAGS = -std=c11 -D_GNU_SOURCE $(WARN) -fPIC -fno-semantic-interposition $(PKG_CFLAGS) $(CFLAGS)
LIBS = $(PKG_LIBS) $(LDFLAGS)
DEPEND = -MMD -MP -MT $@ -MF $@.d
Q = $(if $(V),,@)
say = @$(if $(V),:,printf '  %-6s %s\n' $(1) $(2))

CORE = $(patsubst core/%.c,$(BUILD)/core/%.o,$(sort $(wildcard core/*.c)))
BIND = $(patsubst bindings/%.c,$(BUILD)/bindings/%.o,$(sort $(wildcard bindings/*.c)))
CTESTS = $(patsubst spec/core/%.c,$(BUILD)/spec/%,$(sort $(wildcard spec/core/test_*.c)))
SUPPORT = $(patsubst spec/support/%.c,$(BUILD)/%,$(sort $(wildcard spec/support/*.c)))
PROPERTIES = addrset closed-loop dkim dmarc easy-dkim fix flatten hostile mail mend plan spf
property_addrset = test_addrset
property_closed-loop = spec/fix/closed_loop_spec.lua
property_dkim = spec/dkim/redact_spec.lua
property_dmarc = spec/dmarc/random_spec.lua
property_easy-dkim = spec/easy_dkim/random_spec.lua
property_fix = spec/fix/random_spec.lua
property_flatten = spec/spf/flatten_properties_spec.lua spec/spf/flatten_oracle_spec.lua
property_hostile = spec/cli/hostile_spec.lua
property_mail = spec/mail_spec.lua spec/ses/saved_spec.lua spec/outside_spec.lua
property_mend = spec/spf/mend_random_spec.lua spec/dmarc/mend_random_spec.lua spec/dkim/mend_random_spec.lua
property_plan = spec/spf/plan_search_spec.lua
property_spf = test_spf_properties test_spf_denote_properties
FUZZERS = $(patsubst spec/fuzz/fuzz_%.c,%,$(sort $(wildcard spec/fuzz/fuzz_*.c)))
# What sesame.h includes is public, and what those headers declare is exported; nothing else is either.
HEADERS = core/sesame.h $(shell sed -n 's,^\#include "\(.*\)",core/\1,p' core/sesame.h)
SONAME = libsesame.so.$(SOVERSION)
SHARED = $(BUILD)/libsesame.so.$(VERSION)
STATIC = $(BUILD)/static/libsesame.a

all: core lua ## build the C library and the Lua module
core: $(BUILD)/libsesame.a $(STATIC) $(SHARED) ## build the C library alone; needs no Lua
lua: $(BUILD)/sesame/core.so

# Two lists that are written when they change: other flags compile everything anew, a file more or less links anew.
note = @mkdir -p $(@D); echo '$(1)' | cmp -s - $@ || echo '$(1)' >$@
$(BUILD)/flags: FORCE
	$(call note,$(CC) $(CFLAGS) $(LDFLAGS) $(PKG_CONFIG_PATH))
$(BUILD)/sources: FORCE
	$(call note,$(CORE) $(BIND))
FORCE:

$(BUILD)/core/%.o: core/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CORE_CFLAGS) $(DEPEND) -c -o $@ $<
$(BUILD)/bindings/%.o: bindings/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CORE_CFLAGS) $(LUA_CFLAGS) -Icore $(DEPEND) -c -o $@ $<
$(BUILD)/libsesame.a: $(CORE) $(BUILD)/sources
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(CORE)
$(BUILD)/exports: $(HEADERS)
	@mkdir -p $(@D)
	@grep -ohE '\bsesame_[a-z0-9_]+\(' $^ | tr -d '(' | sort -u >$@
# The archive to install holds one object, in which all but the exports is local; the tests link the one above.
$(STATIC): $(CORE) $(BUILD)/sources $(BUILD)/exports
	@mkdir -p $(@D)
	$(call say,AR,$@)
	$(Q)$(LD) -r -o $(@D)/sesame.o $(CORE) && $(OBJCOPY) --keep-global-symbols=$(BUILD)/exports $(@D)/sesame.o
	$(Q)rm -f $@ && $(AR) rcs $@ $(@D)/sesame.o
$(SHARED): $(CORE) $(BUILD)/sources $(BUILD)/exports
	$(call say,LD,$@)
	@{ echo 'SESAME_$(SOVERSION) { global:'; sed 's/$$/;/' $(BUILD)/exports; echo 'local: *; };'; } >$(BUILD)/sesame.map
	$(Q)$(CC) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=$(BUILD)/sesame.map -o $@ $(CORE) $(LIBS)
	@ln -sf $(@F) $(BUILD)/$(SONAME) && ln -sf $(@F) $(BUILD)/libsesame.so
# nodelete: what libraries below keep for the life of the process would leak with every dlclose.
$(BUILD)/sesame/core.so: $(BIND) $(CORE) $(BUILD)/sources
	@mkdir -p $(@D)
	$(call say,LD,$@)
	@echo '{ global: luaopen_sesame_core; local: *; };' >$@.map
	$(Q)$(CC) -shared -Wl,-z,nodelete -Wl,--version-script=$@.map -o $@ $(BIND) $(CORE) $(LIBS)

# A C test includes the file it tests, so that it reaches statics; the archive gives the rest.
$(BUILD)/spec/test_%: spec/core/test_%.c $(BUILD)/libsesame.a
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CORE_CFLAGS) -Icore -Ispec/core $(DEPEND) -o $@ $< $(BUILD)/libsesame.a $(LIBS)
# Servers and other helpers of the tests.
$(SUPPORT): $(BUILD)/%: spec/support/%.c $(BUILD)/libsesame.a
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(CORE_CFLAGS) -Icore $(DEPEND) -o $@ $< $(BUILD)/libsesame.a $(LIBS) -lpthread

## -- To see it work
demo: ## install what is missing, build, and audit the demo zone without a network
	@tools/install-deps build
	@$(MAKE) --no-print-directory -j$(CORES) all
	@echo; bin/sesame check $(DEMO); status=$$?; echo "(exit status $$status)"; echo; \
	  echo 'What mends it:        bin/sesame fix $(DEMO)'; \
	  echo 'Each finding whole:   bin/sesame check --full $(DEMO)'; \
	  echo 'A domain of yours:    bin/sesame check example.org'; test $$status -le 1
CORES := $(shell nproc 2>/dev/null || echo 1)
DEMO = --zone examples/acme.zone --offline --expect examples/acme.expect.lua acme.example
serve-demo: ## serve the demo's zones on 127.0.0.1 with nsd (PORT=5300)
	@tools/install-deps serve
	@examples/serve $(PORT)

## -- To test it
test: ## install what is missing, build, and run every test
	@tools/install-deps build test
	@$(MAKE) --no-print-directory -j$(CORES) all $(CTESTS) $(SUPPORT)
	@BUILD=$(BUILD) MAKE=$(MAKE) tools/test
# What needs no process, socket or long sum: the parsers in C, and the specs that stay within this process.
QUICK_CTESTS = $(filter-out %_resolver %_dkim_private %_dkim_gcd %_dkim_big %_oom %_threads,$(CTESTS))
QUICK_SPECS = $(sort $(shell find spec -name '*_spec.lua' | grep -Ev '/(cli|publish|differential|recipes|surface|leak|foreign|dkim_)|live|nsd|oracle|random|/report/fix_|fixtures|run_keys|ses_identity|base/time'))
test-quick: all $(QUICK_CTESTS) ## in half a minute: the C tests of parsers, and the specs that start nothing
	@status=0; export COUNT=$${COUNT:-/20}; for t in $(QUICK_CTESTS); do $$t || status=1; done; $(BUSTED) $(QUICK_SPECS) || status=1; exit $$status
test-core: $(CTESTS) $(SUPPORT) ## the C tests; need no Lua
	@status=0; for t in $(CTESTS); do $$t || status=1; done; exit $$status
test-lua: all $(SUPPORT) ## the busted specs (BUSTED_FLAGS=SPEC...: only these)
	@if [ -n '$(BUSTED_FLAGS)' ]; then $(BUSTED) $(BUSTED_FLAGS); else BUSTED='$(BUSTED)' tools/test-lua; fi
test-install: all ## install below build/, then use it from C and from the command line
	@tools/test-install
test-rock rock: ## install with LuaRocks into a private tree, without a network, and use it
	@tools/test-rock
check: ## lint: luacheck, cppcheck, clang-format, clang-tidy, surface specs
	@tools/install-deps build test lint
	@$(MAKE) --no-print-directory all
	@status=0; tools/lint || status=1; $(BUSTED) spec/surface_spec.lua || status=1; exit $$status
hostile: all ## COUNT=50000 hostile command lines through the command line in one process (SEED=1)
	@COUNT=$${COUNT:-50000} $(BUSTED) spec/cli/hostile_spec.lua
asan: ## C tests and specs under ASan, UBSan and LSan, and specs with a stop-the-world collector
	@tools/install-deps build test
	@$(MAKE) --no-print-directory all
	@tools/test-asan
tsan: ## four threads over every public function of the C library, under ThreadSanitizer
	@tools/install-deps build
	@tools/test-tsan
oom: ## the n-th allocation failing: every n of library functions; of the demo's audit the first 2,000, then every 97th
	@tools/install-deps build test
	@$(MAKE) --no-print-directory all $(BUILD)/spec/test_oom $(BUILD)/faultd $(BUILD)/failmalloc.so
	@tools/test-oom
$(BUILD)/failmalloc.so: spec/preload/failmalloc.c
	$(call say,CC,$<)
	$(Q)$(CC) -D_GNU_SOURCE -O2 $(WARN) -fPIC -shared -o $@ $< -ldl
fuzz: fuzz-lua ## every fuzz target, of C and of Lua, for SECONDS=600
	@tools/install-deps build fuzz
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzz CC=clang CFLAGS='-O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link' LDFLAGS='$(SANITIZE)' fuzzers
	@status=0; for f in $(FUZZERS); do tools/fuzz $$f $(SECONDS) || status=1; done; exit $$status
fuzz-lua: all ## every Lua reader of files over damaged samples, SECONDS=600 in all (SEED=1, READER=)
	@tools/install-deps build test
	@BUSTED='$(BUSTED)' tools/fuzz-lua $$(($(SECONDS) / 14))
fuzzers: $(addprefix $(BUILD)/fuzz_,$(FUZZERS))
$(BUILD)/fuzz_%: spec/fuzz/fuzz_%.c $(BUILD)/libsesame.a
	$(call say,CC,$<)
	$(Q)$(CC) $(CORE_CFLAGS) -fsanitize=fuzzer -Icore $(DEPEND) -o $@ $< $(BUILD)/libsesame.a $(LIBS)
property: $(addprefix property-,$(PROPERTIES)) ## every property test at COUNT=x20 of its usual cases (SEED=, COUNT=); one: property-fix ...
property-addrset property-closed-loop property-dkim property-dmarc property-easy-dkim property-fix property-flatten property-hostile property-mail property-mend property-plan property-spf: property-%: all $(CTESTS)
	@status=0; export COUNT=$${COUNT:-x20}; \
	  for t in $(property_$*); do case $$t in *.lua) $(BUSTED) $$t ;; *) $(BUILD)/spec/$$t ;; esac || status=1; done; exit $$status
closed-loop: all ## what reports say to publish, laid over the zone and asked again (COUNT=2000 SEED=1)
	@COUNT=$(or $(COUNT),2000) SEED=$(or $(SEED),1) $(BUSTED) spec/fix/closed_loop_spec.lua
masking: all $(SUPPORT) ## each question of an audit unanswered in turn: is anything said that is not known? (COUNT=1000 SEED=1)
	@MASKING=all COUNT=$(or $(COUNT),1000) SEED=$(or $(SEED),1) $(BUSTED) spec/masking_spec.lua
differential: all ## random cases against other implementations
	@tools/install-deps build oracles
	@spec/differential/run
grammar: all ## random SPF terms against the ABNF and other parsers (COUNT=20000 SEED=1)
	@tools/install-deps build test oracles
	@COUNT=$(or $(COUNT),20000) SEED=$(or $(SEED),1) $(BUSTED) spec/spf/grammar_spec.lua
mutants: all ## change one decision at a time: do the specs notice? (WORDS=: only those whose change holds one)
	@tools/install-deps build test
	@BUSTED='$(BUSTED)' $(LUA) tools/mutants $(WORDS)
check-cares: ## all tests against the c-ares installed below CARES=PREFIX
	@test -n "$(CARES)" || { echo "usage: make check-cares CARES=PREFIX" >&2; exit 2; }
	@PKG_CONFIG_PATH=$(CARES)/lib/pkgconfig:$(CARES)/lib64/pkgconfig $(MAKE) --no-print-directory -k BUILD=$(BUILD)/cares \
	  LDFLAGS='-Wl,-rpath,$(abspath $(CARES))/lib,-rpath,$(abspath $(CARES))/lib64' test-core test-lua
bench: all ## the benchmarks, as ratios against a named baseline
	@bench/run && bench/spf && bench/addresses

## -- To install it
install: install-core install-lua ## to PREFIX=/usr/local, below DESTDIR
install-core: core ## the C library, its headers and its pkg-config file
	install -d $(addprefix $(DESTDIR)$(PREFIX)/,lib/pkgconfig include/sesame)
	install -m 644 $(HEADERS) $(DESTDIR)$(PREFIX)/include/sesame/
	install -m 644 $(STATIC) $(SHARED) $(DESTDIR)$(PREFIX)/lib/
	ln -sf $(notdir $(SHARED)) $(DESTDIR)$(PREFIX)/lib/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(PREFIX)/lib/libsesame.so
	sed 's,@PREFIX@,$(PREFIX),; s,@VERSION@,$(VERSION),' sesame.pc.in >$(DESTDIR)$(PREFIX)/lib/pkgconfig/sesame.pc
install-lua: lua ## the Lua modules, the recipes and the command
	tools/install-lua '$(PREFIX)' '$(DESTDIR)'
uninstall: ## what install put there
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/lib/,libsesame.a libsesame.so $(SONAME) $(notdir $(SHARED)) pkgconfig/sesame.pc lua/5.4/sesame/core.so)
	rm -rf $(addprefix $(DESTDIR)$(PREFIX)/,include/sesame share/lua/5.4/sesame share/doc/sesame bin/sesame share/bash-completion/completions/sesame share/zsh/site-functions/_sesame \
	  share/fish/vendor_completions.d/sesame.fish) $(DESTDIR)$(PREFIX)/share/man/man1/sesame.1 $(DESTDIR)$(PREFIX)/share/man/man1/sesame-*.1

doc: all ## write anew what is made: doc/findings.md, doc/man, doc/completion, doc/guide.md, the runs of the demo in README.md and doc/demo.md
	@mkdir -p doc/man doc/completion; $(LUA) tools/pages doc
	@bin/sesame explain --format markdown '*' >$(BUILD)/findings.md && mv $(BUILD)/findings.md doc/findings.md
	@tools/guide doc/guide.md >$(BUILD)/page.md && mv $(BUILD)/page.md doc/guide.md
	@for page in README.md doc/demo.md; do tools/readme $$page >$(BUILD)/page.md && mv $(BUILD)/page.md $$page || exit 1; done
rockspec: ## write the module lists of the rockspec anew from the tree
	@$(LUA) tools/rockspec sesame-dev-1.rockspec
format: ## lay out the C files
	@clang-format -i core/*.[ch] $(wildcard bindings/*.[ch] examples/*.c spec/*/*.[ch])
clean: ## remove everything built
	rm -rf $(BUILD)
help: ## this list
	@sed -n 's/^## -- \(.*\)/\n\1/p; s/^\([a-z-]*\)[a-z -]*:[^#=]*## \(.*\)/  \1\t\2/p' Makefile | expand -t 18

-include $(wildcard $(BUILD)/*.d $(BUILD)/*/*.d)
.PHONY: hostile property property-addrset property-closed-loop closed-loop property-dkim property-dmarc property-easy-dkim property-fix property-flatten property-hostile property-mail property-mend \
  property-plan property-spf all core lua demo serve-demo test test-quick test-core test-lua test-install test-rock rock check asan tsan oom fuzz fuzz-lua fuzzers differential \
  masking grammar check-cares mutants bench install install-core install-lua uninstall doc rockspec format clean help
