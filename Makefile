# SPDX-License-Identifier: MIT
# For developers and packagers; users of LuaRocks need none of it. `make help` lists the targets.
CFLAGS ?= -O2 -g
BUILD ?= build
PKGS = libcares libcrypto libidn2 libpsl
LUA_PKG ?= lua5.4
WARN = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wvla
CORE_CFLAGS = -std=c11 -D_GNU_SOURCE $(WARN) -fPIC -fvisibility=hidden $(shell pkg-config --cflags $(PKGS)) $(CFLAGS)
LIBS = $(shell pkg-config --libs $(PKGS)) $(LDFLAGS)
LUA_CFLAGS = $(shell pkg-config --cflags $(LUA_PKG))

CORE = $(patsubst core/%.c,$(BUILD)/core/%.o,$(wildcard core/*.c))
BIND = $(patsubst bindings/%.c,$(BUILD)/bindings/%.o,$(wildcard bindings/*.c))
CTESTS = $(patsubst spec/core/%.c,$(BUILD)/spec/%,$(wildcard spec/core/test_*.c))

all: $(BUILD)/libsesame.a $(BUILD)/sesame_core.so

$(BUILD)/core/%.o: core/%.c ; @mkdir -p $(@D); $(CC) $(CORE_CFLAGS) -MMD -c -o $@ $<
$(BUILD)/bindings/%.o: bindings/%.c ; @mkdir -p $(@D); $(CC) $(CORE_CFLAGS) $(LUA_CFLAGS) -Icore -MMD -c -o $@ $<
$(BUILD)/libsesame.a: $(CORE) ; rm -f $@; $(AR) rcs $@ $^
$(BUILD)/sesame_core.so: $(BIND) $(CORE) ; $(CC) -shared -o $@ $^ $(LIBS)

# A C test includes the file it tests, so that it reaches statics; the archive gives the rest.
$(BUILD)/spec/test_%: spec/core/test_%.c $(BUILD)/libsesame.a ; @mkdir -p $(@D); $(CC) $(CORE_CFLAGS) -Icore -Ispec/core -MMD -o $@ $< $(BUILD)/libsesame.a $(LIBS)
test-core: $(CTESTS) ; @set -e; for t in $(CTESTS); do $$t; done

-include $(wildcard $(BUILD)/*/*.d)
.PHONY: all test-core
