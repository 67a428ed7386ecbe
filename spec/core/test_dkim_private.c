/* SPDX-License-Identifier: MIT */
/* Key pairs: made, read in every form, refused with a reason, written once, and wiped. */
#include "../../core/dkim_private.c"
#include "../../core/dkim_private_file.c"
#include "check.h"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <stdio.h>

static char folder[] = "/tmp/sesame-private-XXXXXX";

static const char *in_folder(const char *name) {
  static char path[256];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

/* What OpenSSL writes for KEY: PEM or DER, PKCS#8 or not. */
static size_t openssl_writes(EVP_PKEY *pkey, bool pem, bool pkcs8, char *out) {
  BIO *bio = BIO_new(BIO_s_mem());
  char *bytes;
  if (pem && pkcs8)
    PEM_write_bio_PKCS8PrivateKey(bio, pkey, NULL, NULL, 0, NULL, NULL);
  else if (pem)
    PEM_write_bio_PrivateKey_traditional(bio, pkey, NULL, NULL, 0, NULL, NULL);
  else if (pkcs8)
    i2d_PKCS8PrivateKey_bio(bio, pkey, NULL, NULL, 0, NULL, NULL);
  else
    i2d_PrivateKey_bio(bio, pkey);
  const size_t length = (size_t)BIO_get_mem_data(bio, &bytes);
  memcpy(out, bytes, length);
  out[length] = '\0';
  BIO_free(bio);
  return length;
}

static void check_form(const sesame_dkim_private *made, const char *bytes, size_t length,
                       sesame_dkim_form form) {
  sesame_dkim_private *key;
  const char *reason;
  char *line, *wanted;
  size_t size, wanted_size;
  const sesame_status status = sesame_dkim_private_read(&key, bytes, length, &reason);
  CHECK(status == SESAME_OK, "%s: %s", sesame_dkim_form_name(form), reason);
  if (status != SESAME_OK)
    return;
  CHECK(key->form == form, "%s for %s", sesame_dkim_form_name(key->form),
        sesame_dkim_form_name(form));
  CHECK(key->bits == made->bits, "%d bits", key->bits);
  sesame_dkim_private_line(key, &line, &size);
  sesame_dkim_private_line(made, &wanted, &wanted_size);
  CHECK(size == wanted_size && memcmp(line, wanted, size) == 0, "the same line from %s",
        sesame_dkim_form_name(form));
  OPENSSL_clear_free(line, size + 1);
  OPENSSL_clear_free(wanted, wanted_size + 1);
  sesame_dkim_private_close(key);
}

/* Every form people have reads to the same key; our DER is OpenSSL's, octet for octet. */
static void test_forms(void) {
  static char text[8192], encoded[16384];
  sesame_dkim_private *made;
  CHECK(sesame_dkim_private_generate(&made, 1024, NULL) == SESAME_OK, "generate");
  CHECK(made->bits == 1024 && made->type == SESAME_DKIM_RSA, "1024 bits of RSA");
  size_t n = openssl_writes(made->pkey, false, false, text);
  check_form(made, text, n, SESAME_DKIM_FORM_DER_PKCS1);
  char *line;
  size_t size;
  sesame_dkim_private_line(made, &line, &size);
  const size_t e = (size_t)EVP_EncodeBlock((uint8_t *)encoded, (uint8_t *)text, (int)n);
  CHECK(e == size && memcmp(line, encoded, e) == 0, "as OpenSSL encodes PKCS#1");
  CHECK(strncmp(line, "MIIC", 4) == 0 && !strchr(line, '\n'), "one line");
  OPENSSL_clear_free(line, size + 1);
  check_form(made, encoded, e, SESAME_DKIM_FORM_BASE64_PKCS1);
  n = openssl_writes(made->pkey, false, true, text);
  check_form(made, text, n, SESAME_DKIM_FORM_DER_PKCS8);
  n = (size_t)EVP_EncodeBlock((uint8_t *)encoded, (uint8_t *)text, (int)n);
  check_form(made, encoded, n, SESAME_DKIM_FORM_BASE64_PKCS8);
  n = openssl_writes(made->pkey, true, true, text);
  check_form(made, text, n, SESAME_DKIM_FORM_PEM_PKCS8);
  n = (size_t)EVP_EncodeBlock((uint8_t *)encoded, (uint8_t *)text, (int)n);
  check_form(made, encoded, n, SESAME_DKIM_FORM_BASE64_PEM);
  n = openssl_writes(made->pkey, true, false, text);
  check_form(made, text, n, SESAME_DKIM_FORM_PEM_PKCS1);
  snprintf(encoded, sizeof encoded,
           "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n%s", text);
  check_form(made, encoded, strlen(encoded), SESAME_DKIM_FORM_PEM_PKCS1);
  sesame_dkim_private_close(made);
}

static const struct {
  const char *text, *reason;
} refused[] = {
    {"", "no private key in PEM, DER or base64"},
    {"hello", "no private key in PEM, DER or base64"},
    {"MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAA==", "cut short"},
    {"MAYCASMCAQM=", "a public key, no private key"},
    {"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
     "a public key or a certificate, no private key"},
    {"-----BEGIN RSA PRIVATE KEY-----\nAAAA\n", "the END line of the PEM file is missing"},
    {"-----BEGIN RSA PRIVATE KEY-----\nA*A\n-----END RSA PRIVATE KEY-----\n",
     "the base64 of the PEM file is damaged"},
    {"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE "
     "KEY-----",
     "protected by a passphrase: take it off first (openssl pkey -in FILE -out PLAIN)"},
    {"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
     "protected by a passphrase: take it off first (openssl pkey -in FILE -out PLAIN)"},
    {"-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
     "a key in OpenSSH's own format: convert it with ssh-keygen -p -m PEM"},
    {"-----BEGIN EC PRIVATE KEY-----\nMAYCAQEEAQc=\n-----END EC PRIVATE KEY-----",
     "neither an RSA nor an Ed25519 key: DKIM has no other"},
    {"MBsCAQACASMCAQMCAQcCAQUCAQcCAQECAQECAQE=",
     "the numbers of this key do not belong together: it is damaged"},
    {"MAUCAQACAQA=", "cut short"},
};

static void test_refusals(void) {
  for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
    sesame_dkim_private *key = (sesame_dkim_private *)&key;
    const char *reason;
    const char *text = refused[i].text;
    CHECK(sesame_dkim_private_read(&key, text, strlen(text), &reason) == SESAME_BAD_SYNTAX, "%s",
          text);
    CHECK(key == NULL, "no key from %s", text);
    CHECK(strcmp(reason, refused[i].reason) == 0, "%s: %s", text, reason);
  }
  sesame_dkim_private *key;
  const char *reason;
  CHECK(sesame_dkim_private_generate(&key, 512, NULL) == SESAME_BAD_OPTION && !key, "512 bits");
  CHECK(sesame_dkim_private_load(&key, in_folder("none"), &reason) == SESAME_NOT_FOUND, "no file");
  CHECK(sesame_dkim_private_load(&key, folder, &reason) == SESAME_IO && errno == EISDIR, "folder");
  CHECK(sesame_dkim_private_load(&key, "/dev/zero", &reason) == SESAME_TOO_LONG, "without end");
  sesame_dkim_private_close(NULL);
}

/* generate, publish, read the record back, match; another pair does not match. */
static void test_match(void) {
  static sesame_dkim_key record;
  sesame_dkim_private *one, *two;
  char *text;
  sesame_dkim_private_generate(&one, 2048, NULL);
  sesame_dkim_private_generate(&two, 2048, NULL);
  CHECK(sesame_dkim_private_record(one, &text) == SESAME_OK, "record");
  CHECK(strncmp(text, "v=DKIM1; k=rsa; p=MIIBIjANBgkq", 30) == 0 && strlen(text) == 18 + 392, "%s",
        text);
  sesame_dkim_key_parse(&record, text, strlen(text));
  CHECK(record.usable && record.fault_count == 0 && record.bits == 2048, "a record without fault");
  CHECK(sesame_dkim_private_match(one, &record), "the pair");
  CHECK(!sesame_dkim_private_match(two, &record), "another pair");
  sesame_dkim_key_parse(&record, "v=DKIM1; p=", 11);
  CHECK(!sesame_dkim_private_match(one, &record), "revoked");
  free(text);
  sesame_dkim_private_close(one);
  sesame_dkim_private_close(two);
}

/* The private key of RFC 8032 7.1 test 1, which RFC 8463 publishes. */
static void test_ed25519(void) {
  static sesame_dkim_key record;
  sesame_dkim_private *key;
  const char *reason;
  char *text, *line;
  size_t length;
  static const char pkcs8[] = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";
  CHECK(sesame_dkim_private_read(&key, pkcs8, strlen(pkcs8), &reason) == SESAME_OK, "%s", reason);
  if (!key)
    return;
  CHECK(key->type == SESAME_DKIM_ED25519 && key->bits == 256, "Ed25519");
  sesame_dkim_private_record(key, &text);
  CHECK(strcmp(text, "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=") == 0,
        "%s", text);
  sesame_dkim_key_parse(&record, text, strlen(text));
  CHECK(sesame_dkim_private_match(key, &record), "the pair");
  record.octets[0] ^= 1;
  CHECK(!sesame_dkim_private_match(key, &record), "another");
  CHECK(sesame_dkim_private_line(key, &line, &length) == SESAME_BAD_OPTION, "no PKCS#1");
  CHECK(sesame_dkim_private_save(key, in_folder("ed"), SESAME_DKIM_OUTPUT_PEM) == SESAME_BAD_OPTION,
        "not saved");
  CHECK(access(in_folder("ed"), F_OK) != 0, "no file made");
  CHECK(sesame_dkim_private_ses_fault(key) != NULL, "P20 SES takes no Ed25519");
  free(text);
  sesame_dkim_private_close(key);
}

static void test_ses(void) {
  static const struct {
    int bits;
    bool good;
  } sizes[] = {{1024, true}, {2048, true}, {3072, false}};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    sesame_dkim_private *key;
    sesame_dkim_private_generate(&key, sizes[i].bits, NULL);
    CHECK(!sesame_dkim_private_ses_fault(key) == sizes[i].good, "P20 %d bits", sizes[i].bits);
    sesame_dkim_private_close(key);
  }
  static const struct {
    const char *selector;
    bool good;
  } selectors[] = {
      {"a", true},
      {"ses-2026", true},
      {"", false},
      {"a.b", false},
      {"-a", false},
      {"a-", false},
      {"a_b", false},
      {"\xC3\xA4", false},
      {"a b", false},
      {"012345678901234567890123456789012345678901234567890123456789abc", true},
      {"012345678901234567890123456789012345678901234567890123456789abcd", false},
  };
  for (size_t i = 0; i < sizeof selectors / sizeof *selectors; i++) {
    const char *s = selectors[i].selector;
    CHECK(!sesame_dkim_selector_ses_fault(s, strlen(s)) == selectors[i].good, "P20 '%s'", s);
  }
}

/* Files: mode 0600 whatever the umask, never over anything, readable again. */
static void test_files(void) {
  sesame_dkim_private *key, *again;
  const char *reason;
  struct stat info;
  const mode_t mask = umask(0);
  sesame_dkim_private_generate(&key, 1024, NULL);
  CHECK(sesame_dkim_private_save(key, in_folder("key"), SESAME_DKIM_OUTPUT_PEM) == SESAME_OK,
        "saved");
  CHECK(stat(in_folder("key"), &info) == 0 && (info.st_mode & 0777) == 0600, "mode 0600");
  CHECK(sesame_dkim_private_save(key, in_folder("key"), SESAME_DKIM_OUTPUT_PEM) == SESAME_IO &&
            errno == EEXIST,
        "never over a file");
  CHECK(symlink("target", in_folder("link")) == 0, "link");
  CHECK(sesame_dkim_private_save(key, in_folder("link"), SESAME_DKIM_OUTPUT_LINE) == SESAME_IO,
        "never through a link");
  CHECK(sesame_dkim_private_load(&again, in_folder("key"), &reason) == SESAME_OK &&
            again->form == SESAME_DKIM_FORM_PEM_PKCS1,
        "read again");
  sesame_dkim_private_close(again);
  CHECK(sesame_dkim_private_save(key, in_folder("line"), SESAME_DKIM_OUTPUT_LINE) == SESAME_OK,
        "line");
  CHECK(sesame_dkim_private_load(&again, in_folder("line"), &reason) == SESAME_OK &&
            again->form == SESAME_DKIM_FORM_BASE64_PKCS1,
        "line read again");
  sesame_dkim_private_close(again);
  sesame_dkim_private_close(key);
  umask(mask);
  unlink(in_folder("key"));
  unlink(in_folder("link"));
  unlink(in_folder("line"));
}

/* How often NEEDLE (each octet XOR 0x55, so that it is no match of itself) lies in the writable
 * memory of this process. */
static int occurrences(const uint8_t *needle, size_t length) {
  FILE *maps = fopen("/proc/self/maps", "r"), *memory = fopen("/proc/self/mem", "rb");
  static uint8_t page[1 << 16];
  char row[512];
  int found = 0;
  if (!maps || !memory)
    return -1;
  setvbuf(memory, NULL, _IONBF, 0);
  while (fgets(row, sizeof row, maps)) {
    unsigned long from, to;
    char mode[5];
    if (sscanf(row, "%lx-%lx %4s", &from, &to, mode) != 3 || mode[1] != 'w' ||
        to - from > 1ul << 30)
      continue;
    for (unsigned long at = from; at < to; at += sizeof page - length) {
      const size_t wanted = to - at < sizeof page ? to - at : sizeof page;
      if (fseek(memory, (long)at, SEEK_SET) != 0 || fread(page, 1, wanted, memory) != wanted)
        break;
      for (size_t i = 0; i + length <= wanted; i++) {
        size_t k = 0;
        while (k < length && page[i + k] == (needle[k] ^ 0x55))
          k++;
        const unsigned long here = at + i;
        if (k == length &&
            (here < (unsigned long)page || here >= (unsigned long)page + sizeof page))
          found++;
      }
      OPENSSL_cleanse(page, sizeof page);
    }
  }
  fclose(maps);
  fclose(memory);
  return found;
}

enum { NEEDLE = 24 };

/* Remembers, disguised, a piece of the prime P of KEY: big and little endian; and of its line. */
static void remember(const sesame_dkim_private *key, uint8_t big[NEEDLE], uint8_t little[NEEDLE],
                     uint8_t text[NEEDLE]) {
  numbers n = {NULL, {0}};
  char *line;
  size_t length;
  numbers_export(&n, key->pkey);
  for (int i = 0; i < NEEDLE; i++) {
    big[i] = n.bytes[3 * NUMBER_MAX + 8 + i] ^ 0x55;
    little[NEEDLE - 1 - i] = big[i];
  }
  numbers_clear(&n);
  sesame_dkim_private_line(key, &line, &length);
  for (int i = 0; i < NEEDLE; i++)
    text[i] = (uint8_t)line[length / 2 + (size_t)i] ^ 0x55;
  OPENSSL_clear_free(line, length + 1);
}

/* After all was closed, no piece of a private key is left in memory: not from making, nor from
 * reading, nor from writing it. */
static void test_wiped(void) {
  uint8_t big[NEEDLE], little[NEEDLE], text[NEEDLE];
  sesame_dkim_private *key, *again;
  const char *reason;
  sesame_dkim_private_generate(&key, 2048, NULL);
  remember(key, big, little, text);
  CHECK(occurrences(little, NEEDLE) > 0, "the search finds a living key");
  sesame_dkim_private_save(key, in_folder("secret"), SESAME_DKIM_OUTPUT_PEM);
  sesame_dkim_private_save(key, in_folder("line"), SESAME_DKIM_OUTPUT_LINE);
  sesame_dkim_private_close(key);
  CHECK(occurrences(big, NEEDLE) == 0, "made and saved: big endian");
  CHECK(occurrences(little, NEEDLE) == 0, "made and saved: little endian");
  CHECK(occurrences(text, NEEDLE) == 0, "made and saved: base64");
  static const char *const names[] = {"secret", "line"};
  for (int i = 0; i < 2; i++) {
    CHECK(sesame_dkim_private_load(&again, in_folder(names[i]), &reason) == SESAME_OK, "load");
    sesame_dkim_private_close(again);
    CHECK(occurrences(big, NEEDLE) == 0, "%s: big endian", names[i]);
    CHECK(occurrences(little, NEEDLE) == 0, "%s: little endian", names[i]);
    CHECK(occurrences(text, NEEDLE) == 0, "%s: base64", names[i]);
    unlink(in_folder(names[i]));
  }
}

static bool refuse(void *asked) {
  ++*(int *)asked;
  return false;
}

static void test_given_up(void) {
  sesame_dkim_private *key;
  int asked = 0;
  const sesame_pace pace = {refuse, &asked};
  CHECK(sesame_dkim_private_generate(&key, 2048, &pace) == SESAME_CANCELLED && !key, "given up");
  CHECK(asked > 0, "nobody was asked");
}

int main(void) {
  if (!mkdtemp(folder))
    return 1;
  test_wiped();
  test_forms();
  test_refusals();
  test_match();
  test_ed25519();
  test_ses();
  test_given_up();
  test_files();
  rmdir(folder);
  return check_report("dkim_private");
}
