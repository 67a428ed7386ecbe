/* SPDX-License-Identifier: MIT */
/* Addresses of servers, and the system's configuration read as glibc reads it. */
#include "../../core/resolver_server.c"
#include "check.h"

#include <sys/stat.h>
#include <unistd.h>

static char path[64];

static void write_file(const char *text, size_t length) {
  FILE *file = fopen(path, "w");
  if (file) {
    fwrite(text, 1, length, file);
    fclose(file);
  }
}

/* The servers that the file of TEXT gives, with blanks between, into OUT. */
static void servers_of(const char *text, size_t length, char out[512]) {
  servers set;
  resolver_servers_init(&set);
  write_file(text, length);
  sesame_status status = resolver_system_servers(&set, path);
  out[0] = '\0';
  if (status != SESAME_OK)
    snprintf(out, 512, "%s", sesame_status_name(status));
  for (size_t i = 0; i < set.configured_count; i++) {
    size_t used = strlen(out);
    snprintf(out + used, 512 - used, "%s%s", i ? " " : "", set.configured[i]->address.text);
  }
  resolver_servers_free(&set);
}

#define LOOPBACK "127.0.0.1:53"

static const struct {
  const char *rule, *text, *servers;
} files[] = {
    {"an empty file: the loopback", "", LOOPBACK},
    {"comments alone: the loopback", "# nameserver 192.0.2.1\n; nothing\n", LOOPBACK},
    {"other words alone: the loopback", "search example.com\noptions edns0\n", LOOPBACK},
    {"no usable address: the loopback", "nameserver\nnameserver \nnameserver x\n", LOOPBACK},
    {"two", "nameserver 192.0.2.1\nnameserver\t2001:db8::1\n", "192.0.2.1:53 [2001:db8::1]:53"},
    {"no newline at the end", "nameserver 192.0.2.1", "192.0.2.1:53"},
    {"CR LF", "nameserver 192.0.2.1\r\n", "192.0.2.1:53"},
    {"a comment behind", "nameserver 192.0.2.1#x\nnameserver 192.0.2.2;y\n",
     "192.0.2.1:53 192.0.2.2:53"},
    {"a word that only begins so", "nameservers 192.0.2.1\n", LOOPBACK},
    {"blanks before the word: no line of that word", "  nameserver 192.0.2.1\n", LOOPBACK},
    {"one twice is one", "nameserver 192.0.2.1\nnameserver 192.0.2.1\n", "192.0.2.1:53"},
    {"inet_aton's short forms", "nameserver 127.1\n", LOOPBACK},
    {"what is no address beside one that is", "nameserver x\nnameserver 192.0.2.1\n",
     "192.0.2.1:53"},
    {"a scoped link-local address", "nameserver fe80::1%lo\n", "[fe80::1%lo]:53"},
    {"an interface by its number", "nameserver fe80::1%1\n", "[fe80::1%1]:53"},
    {"an interface that is not there: nobody else is asked", "nameserver fe80::1%nope0\n",
     "[fe80::1]:53"},
};

static void test_files(void) {
  char got[512];
  for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
    servers_of(files[i].text, strlen(files[i].text), got);
    CHECK(strcmp(got, files[i].servers) == 0, "%s: %s", files[i].rule, got);
  }
  servers_of("nameserver 192.0.2.1\0\nnameserver 192.0.2.2\n", 43, got);
  CHECK(strcmp(got, "192.0.2.1:53 192.0.2.2:53") == 0, "a NUL ends an address: %s", got);
}

static void test_long_lines(void) {
  char text[9000], got[512];
  memset(text, 'x', sizeof(text));
  memcpy(text + 511, "nameserver 192.0.2.1 ", 21);
  text[4000] = '\n';
  memcpy(text + 4001, "nameserver 192.0.2.2\n", 21);
  servers_of(text, 4022, got);
  CHECK(strcmp(got, "192.0.2.2:53") == 0, "the middle of a long line is no line: %s", got);
  size_t used = 0;
  for (int i = 1; i <= 40; i++)
    used += (size_t)snprintf(text + used, sizeof(text) - used, "nameserver 192.0.2.%d\n", i);
  servers_of(text, used, got);
  CHECK(strstr(got, "192.0.2.16:53") && !strstr(got, "192.0.2.17:53"), "sixteen of forty: %s", got);
}

static void test_no_file(void) {
  servers set;
  resolver_servers_init(&set);
  unlink(path);
  CHECK(resolver_system_servers(&set, path) == SESAME_OK && set.configured_count == 1 &&
            strcmp(set.configured[0]->address.text, LOOPBACK) == 0,
        "no file: the loopback");
  resolver_servers_free(&set);
  resolver_servers_init(&set);
  mkdir(path, 0700);
  CHECK(resolver_system_servers(&set, path) == SESAME_IO && set.configured_count == 0,
        "a directory cannot be read");
  resolver_servers_free(&set);
  rmdir(path);
}

static const struct {
  const char *text, *canonical; /* "": no address */
} addresses[] = {
    {"192.0.2.1", "192.0.2.1:53"},
    {"192.0.2.1:5353", "192.0.2.1:5353"},
    {"2001:DB8:0::1", "[2001:db8::1]:53"},
    {"[2001:db8::1]:5353", "[2001:db8::1]:5353"},
    {"fe80::1%lo", "[fe80::1%lo]:53"},
    {"[fe80::1%lo]:5353", "[fe80::1%lo]:5353"},
    {"fe80::1%1", "[fe80::1%1]:53"},
    {"[fe80::1%1]", "[fe80::1%1]:53"},
    {"fe80::1%", ""},
    {"fe80::1%nope0", ""},
    {"fe80::1%0", ""},
    {"fe80::1%lo%lo", ""},
    {"fe80::1%99999999999", ""},
    {"192.0.2.1%lo", ""},
    {"%lo", ""},
    {"[%lo]", ""},
    {"127.1", ""},
    {"192.0.2.1:0", ""},
    {"[192.0.2.1]:53", ""},
    {"", ""},
};

static void test_addresses(void) {
  for (size_t i = 0; i < sizeof(addresses) / sizeof(*addresses); i++) {
    char got[64];
    int status = sesame_server_parse(addresses[i].text, got);
    CHECK(strcmp(got, addresses[i].canonical) == 0, "%s: %s", addresses[i].text, got);
    CHECK((status == SESAME_OK) == (got[0] != '\0'), "%s: status %d", addresses[i].text, status);
    address read;
    if (status == SESAME_OK && strchr(got, '%'))
      CHECK(resolver_address_parse(&read, got) == SESAME_OK && read.socket.v6.sin6_scope_id == 1,
            "%s: the interface", got);
  }
}

int main(void) {
  snprintf(path, sizeof(path), "/tmp/test_resolver_server.%ld", (long)getpid());
  test_files();
  test_long_lines();
  test_no_file();
  test_addresses();
  unlink(path);
  return check_report("resolver_server");
}
