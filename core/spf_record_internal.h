/* SPDX-License-Identifier: MIT */
/* Shared by the spf_*.c files of the record parser only. */
#ifndef SESAME_SPF_RECORD_INTERNAL_H
#define SESAME_SPF_RECORD_INTERNAL_H

#include "spf_record.h"

#pragma GCC visibility push(hidden)

typedef enum spf_fault_id {
  FAULT_VERSION,
  FAULT_SENDER_ID,
  FAULT_UNKNOWN_MECHANISM,
  FAULT_BARE_ADDRESS,
  FAULT_BARE_NAME,
  FAULT_MODIFIER_COLON,
  FAULT_QUALIFIED_MODIFIER,
  FAULT_MODIFIER_NAME,
  FAULT_DUPLICATE_MODIFIER,
  FAULT_MISSING_VALUE,
  FAULT_EMPTY_VALUE,
  FAULT_UNEXPECTED_VALUE,
  FAULT_UNEXPECTED_CIDR,
  FAULT_BAD_CIDR,
  FAULT_CIDR_RANGE,
  FAULT_LEADING_ZERO,
  FAULT_BAD_IP4,
  FAULT_BAD_IP6,
  FAULT_WRONG_FAMILY,
  FAULT_ADDRESS_AS_NAME,
  FAULT_SINGLE_LABEL,
  FAULT_TOPLABEL,
  FAULT_DOMAIN_END,
  FAULT_BAD_MACRO,
  FAULT_EXPLANATION_MACRO,
  FAULT_CONTROL_CHARACTER,
  FAULT_TYPOGRAPHIC,
  FAULT_NON_ASCII,
  FAULT_SEPARATOR,
  FAULT_QUOTE,
  FAULT_SPACE_AFTER_COLON,
  FAULT_SPACE_FOR_COLON,
  FAULT_SLASH_FOR_COLON,
  FAULT_SPACE_AFTER_QUALIFIER,
  FAULT_GLUED,
  /* Legal, but hardly what was meant. */
  FAULT_LEGAL_SEPARATOR,
  FAULT_LEGAL_GLUED,
  FAULT_MODIFIER_FOR_MECHANISM,
  FAULT_SECOND_VERSION,
  FAULT_ODD_NAME,
  FAULT_EMPTY_LABEL,
  FAULT_NEAR_MODIFIER,
  FAULT_COUNT
} spf_fault_id;

/* A record while it is parsed; RECORD's pointers are to these arrays. */
typedef struct spf_parser {
  const char *text;
  size_t length;
  sesame_spf_record *record;
  sesame_spf_term *terms;
  sesame_spf_piece *pieces;
  sesame_spf_fault *faults; /* NULL until the first */
  bool no_memory;
} spf_parser;

/* Notes a fault at FROM to TO; the first needs memory, of which the lack is noted instead. */
void sesame_parse_fault(spf_parser *p, spf_fault_id id, size_t from, size_t to,
                        const char *suggestion);

/* The kind whose name stands at TEXT (any case): mechanisms alone, or modifiers too;
 * SESAME_SPF_NO_TERM when none does. */
sesame_spf_kind sesame_parse_mechanism_named(const char *text, size_t length);
sesame_spf_kind sesame_parse_modifier_named(const char *text, size_t length);
/* Case-insensitive comparison of LENGTH octets with a lower-case literal. */
bool sesame_parse_text_is(const char *text, size_t length, const char *literal);

/* Where the mechanism's or modifier's name that starts at FROM ends: at one of ":/=" or TO. */
size_t sesame_parse_name_end(const char *text, size_t from, size_t to);
/* Whether TEXT from FROM to TO starts as a term does: a known name, or any name and '='. */
bool sesame_parse_looks_like_term(const char *text, size_t from, size_t to);

/* An address in the whole of TEXT; 4 octets or 16 into OUT. Strict ABNF: no leading zeros. */
bool sesame_parse_read_ip4(const char *text, size_t length, uint8_t out[16]);
bool sesame_parse_read_ip6(const char *text, size_t length, uint8_t out[16]);

/* Reads what stands behind the name of a mechanism (TERM->value, TERM->cidr are set here). */
void sesame_parse_read_argument(spf_parser *p, sesame_spf_term *term, size_t from, size_t to);
/* Reads the value of a modifier: a domain-spec, or a macro-string for unknown ones. */
void sesame_parse_read_modifier_value(spf_parser *p, sesame_spf_term *term);

/* Faults that need a guess at what was meant. */
void sesame_parse_fault_characters(spf_parser *p, size_t from, size_t to);
void sesame_parse_fault_mechanism(spf_parser *p, const sesame_spf_term *term);
void sesame_parse_fault_modifier(spf_parser *p, const sesame_spf_term *term);
void sesame_parse_fault_domain(spf_parser *p, const sesame_spf_term *term, spf_fault_id id);
void sesame_parse_fault_address(spf_parser *p, const sesame_spf_term *term);
/* FROM..TO, slashes first, is no prefix length, or stands where none may. */
void sesame_parse_fault_length(spf_parser *p, const sesame_spf_term *term, size_t from, size_t to);
/* True, with a fault, when another character is meant by the first slash of TERM->cidr: an address,
 * a name or another term follows. Nothing of the kind is asked of a term with a value. */
bool sesame_parse_fault_slash(spf_parser *p, const sesame_spf_term *term);
/* Several terms in one word: true when a fault says so. */
bool sesame_parse_fault_joined(spf_parser *p, size_t from, size_t to);
/* Whether TEXT up to its first slash or LENGTH is an address; *SIX tells of which family. */
bool sesame_parse_address_like(const char *text, size_t length, bool *six);
/* A valid domain-spec that looks like several terms. */
void sesame_parse_doubt_domain(spf_parser *p, const sesame_spf_term *term);

/* What stands for the version in TEXT, and whether it is right (SESAME_SPF_NEAR_NOT and a span that
 * is not empty), nearly right, or nothing like it (and an empty span). */
sesame_spf_near sesame_parse_find_version(const char *text, size_t length, sesame_span *span);

#pragma GCC visibility pop

#endif
