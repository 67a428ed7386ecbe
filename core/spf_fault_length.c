/* SPDX-License-Identifier: MIT */
/* What stands behind a slash where a prefix length belongs, and what was meant by it. */
#include "spf_record_internal.h"

#include <string.h>

/* Whether TEXT from FROM to TO can only be a domain-spec: with a dot inside and a top label, or a
 * macro, at its end. */
static bool name_like(const char *text, size_t from, size_t to) {
  size_t label = to;
  for (size_t i = from; i < to; i++) {
    if (strchr(",;:=@", text[i]))
      return false;
    if (text[i] == '.' && i > from && i + 1 < to)
      label = i + 1;
  }
  if (label == to)
    return false;
  size_t end = text[to - 1] == '.' ? to - 1 : to;
  return text[end - 1] == '}' || sesame_spf_toplabel(text + label, end - label);
}

/* The prefix length "/N" that the network mask TEXT stands for, for a mask of 255 and more; NULL
 * when it is none or not contiguous. *MASK tells whether it looks like one at all. */
static const char *length_of_mask(const char *text, size_t length, bool *mask) {
  static const char *const lengths[] = {
      "/8",  "/9",  "/10", "/11", "/12", "/13", "/14", "/15", "/16", "/17", "/18", "/19", "/20",
      "/21", "/22", "/23", "/24", "/25", "/26", "/27", "/28", "/29", "/30", "/31", "/32"};
  uint8_t octets[16];
  *mask = sesame_parse_read_ip4(text, length, octets) && octets[0] == 255;
  if (!*mask)
    return NULL;
  uint32_t rest = ~((uint32_t)octets[0] << 24 | (uint32_t)octets[1] << 16 |
                    (uint32_t)octets[2] << 8 | octets[3]);
  unsigned bits = 32;
  for (uint32_t host = rest; host; host >>= 1)
    bits--;
  return (rest & (rest + 1)) == 0 ? lengths[bits - 8] : NULL;
}

/* A name or an address in BODY..END, behind a mechanism and a slash. */
static bool fault_value(spf_parser *p, const sesame_spf_term *term, size_t body, size_t end) {
  sesame_spf_kind kind = term->kind;
  bool six, address = sesame_parse_address_like(p->text + body, end - body, &six);
  bool takes_address = kind == SESAME_SPF_IP4 || kind == SESAME_SPF_IP6;
  if (address && !takes_address) {
    sesame_parse_fault(p, FAULT_ADDRESS_AS_NAME, term->name.from, body, six ? "ip6:" : "ip4:");
    return true;
  }
  size_t slash = body;
  while (slash < end && p->text[slash] != '/')
    slash++;
  if (!(takes_address ? address : name_like(p->text, body, slash)))
    return false;
  sesame_parse_fault(p, FAULT_SLASH_FOR_COLON, term->name.to, body, ":");
  return true;
}

bool sesame_parse_fault_slash(spf_parser *p, const sesame_spf_term *term) {
  size_t from = term->cidr.from, body = from, end = term->cidr.to;
  const char *text = p->text;
  bool mask = false, dual = term->kind == SESAME_SPF_A || term->kind == SESAME_SPF_MX;
  if (term->has_value)
    return false;
  while (body < end && text[body] == '/')
    body++;
  const char *length = dual ? length_of_mask(text + body, end - body, &mask) : NULL;
  if (mask) {
    sesame_parse_fault(p, FAULT_BAD_CIDR, from, end, length);
    return true;
  }
  if (body < end && text[body] >= 'A' && sesame_parse_looks_like_term(text, body, end) &&
      memchr(text + body, ':', end - body)) {
    sesame_parse_fault(p, FAULT_SEPARATOR, from, body, " ");
    return true;
  }
  return sesame_parse_fault_joined(p, from, end) || fault_value(p, term, body, end);
}

/* Whether nothing but digits, slashes and dots stand from FROM to TO. */
static bool stray(const char *text, size_t from, size_t to) {
  while (from < to && text[from] && strchr("0123456789/.", text[from]))
    from++;
  return from == to;
}

void sesame_parse_fault_length(spf_parser *p, const sesame_spf_term *term, size_t from, size_t to) {
  const char *text = p->text;
  bool lengths = term->kind == SESAME_SPF_A || term->kind == SESAME_SPF_MX ||
                 term->kind == SESAME_SPF_IP4 || term->kind == SESAME_SPF_IP6;
  if (sesame_parse_fault_slash(p, term))
    return;
  if (!lengths) {
    sesame_parse_fault(p, FAULT_UNEXPECTED_CIDR, from, to, stray(text, from, to) ? "" : NULL);
    return;
  }
  size_t dots = to;
  while (dots > from && text[dots - 1] == '.')
    dots--;
  bool dot_alone = dots < to && text[dots - 1] != '/' && stray(text, from, dots) &&
                   !memchr(text + from, '.', dots - from);
  sesame_parse_fault(p, FAULT_BAD_CIDR, dot_alone ? dots : from, to, dot_alone ? "" : NULL);
}
