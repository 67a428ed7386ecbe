/* SPDX-License-Identifier: MIT */
/* DNS messages: bytes -> an immutable answer that says present, absent or unknown; and the bytes of
 * questions. The only place where that is decided. No sockets, no clock. RFC 1035 4, RFC 2181, RFC
 * 2308, RFC 6891. */
#ifndef SESAME_MESSAGE_H
#define SESAME_MESSAGE_H

#include "domain.h"
#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SESAME_MESSAGE_MAX = 65535, /* octets in a message over TCP, RFC 1035 4.2.2 */
  SESAME_QUERY_MAX = 512,     /* a buffer that holds any query we write */
  SESAME_CHAIN_MAX = 16,      /* CNAMEs followed in one answer, or joined over several */
  SESAME_RECORDS_MAX = 4096,  /* records read in one message; a message with more is malformed */
  SESAME_EDNS_SIZE = 1232     /* UDP payload we announce (DNS flag day 2020) */
};

/* Types the audits read; any other number may be asked for. */
enum {
  SESAME_TYPE_A = 1,
  SESAME_TYPE_NS = 2,
  SESAME_TYPE_CNAME = 5,
  SESAME_TYPE_SOA = 6,
  SESAME_TYPE_PTR = 12,
  SESAME_TYPE_MX = 15,
  SESAME_TYPE_TXT = 16,
  SESAME_TYPE_AAAA = 28,
  SESAME_TYPE_SRV = 33,
  SESAME_TYPE_DNAME = 39,
  SESAME_TYPE_OPT = 41,
  SESAME_TYPE_DS = 43,
  SESAME_TYPE_RRSIG = 46,
  SESAME_TYPE_TLSA = 52,
  SESAME_TYPE_SPF = 99,
  SESAME_TYPE_ANY = 255,
  SESAME_TYPE_CAA = 257
};

/* Header flags, as in the second 16-bit word of a message. */
enum {
  SESAME_FLAG_QR = 0x8000,
  SESAME_FLAG_AA = 0x0400,
  SESAME_FLAG_TC = 0x0200,
  SESAME_FLAG_RD = 0x0100,
  SESAME_FLAG_RA = 0x0080,
  SESAME_FLAG_AD = 0x0020,
  SESAME_FLAG_CD = 0x0010
};

typedef enum sesame_section { SESAME_ANSWER, SESAME_AUTHORITY, SESAME_ADDITIONAL } sesame_section;

/* "TXT", "MX", ...; "TYPE65" for a number without a name here. OUT holds at least 12 bytes. Returns
 * OUT. */
const char *sesame_type_name(int type, char out[12]);
/* The number of "TXT", "txt", "TYPE16"; -1 when there is none. */
int sesame_type_from_name(const char *name, size_t length);

/* One record; points into its answer and lives as long as it. */
typedef struct sesame_record {
  const uint8_t *message; /* the whole message, for compressed names */
  size_t message_length;
  uint16_t owner; /* offset of the owner name */
  uint16_t type;
  uint16_t rr_class;
  uint16_t rdata; /* offset of the record data */
  uint16_t rdata_length;
  uint32_t ttl; /* seconds; a value over 2^31-1 reads as 0, RFC 2181 8 */
} sesame_record;

typedef struct sesame_soa {
  sesame_name primary, contact;
  uint32_t serial, refresh, retry, expire, minimum; /* seconds, but for serial */
} sesame_soa;

/* Readers of record data. All were checked when the answer was parsed for the types named here, so
 * they return false (or 0) only for a record of another type. Names are written uncompressed. */
void sesame_record_owner(const sesame_record *record, sesame_name *out);
bool sesame_record_name(const sesame_record *record, sesame_name *out); /* NS CNAME PTR DNAME */
bool sesame_record_mx(const sesame_record *record, uint16_t *preference,
                      sesame_name *exchange);                         /* MX */
bool sesame_record_soa(const sesame_record *record, sesame_soa *out); /* SOA */
/* 4 (A) or 16 (AAAA) with *ADDRESS into the message; 0 otherwise. */
size_t sesame_record_address(const sesame_record *record, const uint8_t **address);
/* TXT and SPF. The character-strings joined with nothing between (RFC 7208 3.3) into OUT, at most
 * SIZE bytes, not NUL-terminated; returns the full length, which is never over 65,535. OUT may be
 * NULL when SIZE is 0. */
size_t sesame_record_text(const sesame_record *record, char *out, size_t size);
/* The next character-string: *OFFSET starts at 0 and advances; false at the end. */
bool sesame_record_string(const sesame_record *record, size_t *offset, const uint8_t **bytes,
                          size_t *length);
/* Presentation form of the data (RFC 1035 5.1, RFC 3597 \# for types not read here) into OUT, cut
 * at SIZE-1 and NUL-terminated; returns the full length. */
size_t sesame_record_format(const sesame_record *record, char *out, size_t size);

/* An immutable answer, reference-counted (not across threads). */
typedef struct sesame_answer sesame_answer;

/* Reads a reply to (NAME, TYPE). Never NULL but when memory is out: bytes that are no reply to that
 * question, or whose answer section speaks of other names or another class only, give an answer of
 * status SESAME_MALFORMED. SERVER ("192.0.2.1:53") is copied, or NULL; RTT_US is in microseconds.
 */
sesame_answer *sesame_answer_read(const sesame_name *name, int type, const uint8_t *message,
                                  size_t length, const char *server, int64_t rtt_us);
/* An answer without a message, for what could not be learnt (timeout, not-recorded, ...). */
sesame_answer *sesame_answer_failure(const sesame_name *name, int type, sesame_status status,
                                     const char *server);
/* A unfinished (SESAME_ALIAS) and B the answer for its target: one answer for A's question with
 * both chains and B's outcome. The TTL is the smaller; server and RTT are B's. Loops and chains
 * over SESAME_CHAIN_MAX become their status. */
sesame_answer *sesame_answer_join(const sesame_answer *a, const sesame_answer *b);

sesame_answer *sesame_answer_keep(sesame_answer *answer); /* one more owner; returns ANSWER */
void sesame_answer_free(sesame_answer *answer);           /* one owner less; NULL is fine */

const sesame_name *sesame_answer_name(const sesame_answer *answer); /* the question's */
int sesame_answer_type(const sesame_answer *answer);
sesame_status sesame_answer_status(const sesame_answer *answer);
int sesame_answer_rcode(const sesame_answer *answer); /* extended by OPT; -1 without a message */
unsigned sesame_answer_flags(const sesame_answer *answer); /* SESAME_FLAG_*, 0 without a message */
/* Seconds this may be believed: the smallest TTL of chain and records; RFC 2308 5 for absent
 * answers; 0 for unknown ones. */
uint32_t sesame_answer_ttl(const sesame_answer *answer);
const char *sesame_answer_server(const sesame_answer *answer); /* NULL when there was none */
int64_t sesame_answer_rtt_us(const sesame_answer *answer);     /* -1 when there was none */
/* Octets of memory the answer holds. */
size_t sesame_answer_size(const sesame_answer *answer);
/* The message; NULL and 0 when there is none. */
const uint8_t *sesame_answer_message(const sesame_answer *answer, size_t *length);

/* The records asked for, at the end of the CNAME chain, in the message's order, exact duplicates
 * left out (RFC 2181 5). */
size_t sesame_answer_count(const sesame_answer *answer);
bool sesame_answer_record(const sesame_answer *answer, size_t index, sesame_record *out);
/* The CNAMEs from the question to the records, in order; where a server sent a DNAME without the
 * CNAME it makes, that CNAME (RFC 6672 3.1). */
size_t sesame_answer_chain_count(const sesame_answer *answer);
bool sesame_answer_chain(const sesame_answer *answer, size_t index, sesame_record *out);
/* The name the chain ends at (the question's when there is no chain). */
void sesame_answer_target(const sesame_answer *answer, sesame_name *out);
/* Every record of a section as it stands in the message. *INDEX starts at 0 and advances; false at
 * the end. */
bool sesame_answer_walk(const sesame_answer *answer, sesame_section section, size_t *index,
                        sesame_record *out);

/* Writes a query: returns its length. FLAGS: SESAME_FLAG_RD, _CD or 0. EDNS_SIZE 0 leaves the OPT
 * record out. */
size_t sesame_message_query(uint8_t out[SESAME_QUERY_MAX], uint16_t id, const sesame_name *name,
                            int type, unsigned flags, uint16_t edns_size);

/* Builds a reply, for sources that are no server (zone files, tables, overlays) and for tests.
 * Names are written uncompressed. `failed` is set when memory or SESAME_MESSAGE_MAX ran out,
 * `starved` when it was memory; finish then returns NULL. */
typedef struct sesame_builder {
  uint8_t *bytes;
  size_t length, capacity;
  sesame_name name;
  int type;
  int section;
  bool failed, starved;
} sesame_builder;

/* FLAGS: SESAME_FLAG_AA and the like; QR is added. RCODE 0 to 15. */
void sesame_builder_open(sesame_builder *builder, const sesame_name *name, int type, unsigned flags,
                         int rcode);
/* Sections in order: answer, authority, additional; a step back sets `failed`. RDATA uncompressed.
 */
void sesame_builder_add(sesame_builder *builder, sesame_section section, const sesame_name *owner,
                        int type, uint32_t ttl, const void *rdata, size_t length);
/* Parses what was built into an answer and frees the builder's memory. NULL when `failed` or out of
 * memory. */
sesame_answer *sesame_builder_finish(sesame_builder *builder, const char *server);
void sesame_builder_close(sesame_builder *builder); /* gives up what was built */

#ifdef __cplusplus
}
#endif
#endif
