/* SPDX-License-Identifier: MIT */
/* Part of tour.h: DKIM keys, public and private. */
#ifndef SESAME_SPEC_TOUR_DKIM_H
#define SESAME_SPEC_TOUR_DKIM_H

#include "dkim_keys.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static char tour_pem[8192]; /* a key pair, made once by tour_prepare_keys */

static outcome tour_key(void) {
  static const char text[] = "v=DKIM1; k=rsa; t=y; p=" RSA_2048;
  char print[SESAME_DKIM_FINGERPRINT_MAX], out[SESAME_DKIM_MESSAGE_MAX];
  sesame_der_key der;
  sesame_dkim_key *key = malloc(sizeof(*key)); /* the caller's */
  outcome o = of_pointer(key);
  GO(o, of_status(sesame_dkim_key_parse(key, text, strlen(text))));
  GO(o, of_truth(key->valid && key->bits == 2048 && key->fault_count > 0));
  GO(o, of_status(sesame_dkim_key_fingerprint(key, print)));
  GO(o, of_truth(strlen(print) == 64 && !sesame_dkim_key_identify(key, print)));
  GO(o, of_status(sesame_dkim_key_check(key)));
  if (o == RIGHT) {
    int code = key->faults[0].code;
    o = of_truth(sesame_der_read(&der, key->octets, key->octet_count) &&
                 sesame_der_bits(key->octets, der.rsa[0]) == 2048 &&
                 sesame_der_algorithm_name(der.algorithm) &&
                 strcmp(sesame_dkim_type_name(key->type), "rsa") == 0 &&
                 sesame_dkim_encoding_name(key->encoding) && sesame_dkim_fault_name(code) &&
                 sesame_dkim_severity_name(sesame_dkim_fault_severity(code)) &&
                 !sesame_dkim_fault_voids(code) &&
                 sesame_dkim_fault_text(key, text, &key->faults[0], out) == out);
  }
  free(key);
  return o;
}

static outcome tour_pair_says(const sesame_dkim_private *pair) {
  char *record = NULL;
  sesame_dkim_key *key = malloc(sizeof(*key));
  outcome o = of_pointer(key);
  GO(o, of_status(sesame_dkim_private_record(pair, &record)));
  GO(o, of_status(sesame_dkim_key_parse(key, record, strlen(record))));
  GO(o, of_truth(sesame_dkim_private_match(pair, key) &&
                 sesame_dkim_private_type(pair) == SESAME_DKIM_RSA &&
                 sesame_dkim_private_bits(pair) == 1024 && !sesame_dkim_private_ses_fault(pair) &&
                 sesame_dkim_form_name(sesame_dkim_private_form(pair)) &&
                 sesame_dkim_selector_ses_fault("a_b", 3)));
  free(record);
  free(key);
  return o;
}

static outcome tour_pair(void) {
  const char *reason = NULL;
  sesame_dkim_private *pair = NULL;
  outcome o = of_status(sesame_dkim_private_read(&pair, tour_pem, strlen(tour_pem), &reason));
  GO(o, tour_pair_says(pair));
  sesame_dkim_private_close(pair);
  return o;
}

/* Saved to a file of this thread's, read again, and written to a descriptor. */
static outcome tour_pair_file(void) {
  char path[64] = "/tmp/sesame-tour-XXXXXX";
  const char *reason = NULL;
  sesame_dkim_private *pair = NULL, *again = NULL;
  int fd = mkstemp(path);
  unlink(path);
  outcome o = of_status(sesame_dkim_private_read(&pair, tour_pem, strlen(tour_pem), &reason));
  GO(o, of_status(sesame_dkim_private_save(pair, path, SESAME_DKIM_OUTPUT_PEM)));
  GO(o, of_status(sesame_dkim_private_load(&again, path, &reason)));
  GO(o, of_status(sesame_dkim_private_write(again, fd, SESAME_DKIM_OUTPUT_LINE)));
  sesame_dkim_private_close(pair);
  sesame_dkim_private_close(again);
  unlink(path);
  close(fd);
  return o;
}

static outcome tour_generated(void) {
  sesame_dkim_private *pair = NULL;
  outcome o = of_status(sesame_dkim_private_generate(&pair, 1024, NULL));
  GO(o, of_truth(sesame_dkim_private_bits(pair) == 1024));
  sesame_dkim_private_close(pair);
  return o;
}

/* A key pair for the stops that need one; false when none could be made. */
static bool tour_prepare_keys(void) {
  char path[64] = "/tmp/sesame-tour-XXXXXX";
  sesame_dkim_private *pair = NULL;
  int fd = mkstemp(path);
  bool good = fd >= 0 && sesame_dkim_private_generate(&pair, 1024, NULL) == SESAME_OK &&
              sesame_dkim_private_write(pair, fd, SESAME_DKIM_OUTPUT_PEM) == SESAME_OK &&
              pread(fd, tour_pem, sizeof(tour_pem) - 1, 0) > 0;
  sesame_dkim_private_close(pair);
  unlink(path);
  close(fd);
  return good;
}

static outcome tour_primes(void) {
  static const uint8_t numbers[] = {15, 21, 143, 221, 10, 77};
  sesame_modulus moduli[6];
  long partners[6];
  for (int i = 0; i < 6; i++)
    moduli[i] = (sesame_modulus){&numbers[i], 1};
  outcome o = of_status(sesame_gcd_batch(moduli, 6, partners, NULL));
  GO(o, of_truth(partners[0] >= 0 && partners[3] == 2));
  return o;
}

#endif
