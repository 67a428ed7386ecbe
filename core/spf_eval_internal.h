/* SPDX-License-Identifier: MIT */
/* Shared by the spf_eval*.c files only. */
#ifndef SESAME_SPF_EVAL_INTERNAL_H
#define SESAME_SPF_EVAL_INTERNAL_H

#include "spf_eval.h"

#pragma GCC visibility push(hidden)

typedef enum spf_via { VIA_ROOT, VIA_INCLUDE, VIA_REDIRECT } spf_via;

/* One record under evaluation; the stack of them is a list from the innermost out. */
typedef struct spf_frame {
  struct spf_frame *outer; /* whose current term led here; NULL for the first */
  struct spf_frame *count; /* in which frame its lookups are counted */
  sesame_spf_record *record;
  spf_via via;
  int depth;
  int lookups;
  size_t next; /* the term at work; term_count: the redirect */
  sesame_name name;
  size_t domain_length;
  char domain[SESAME_SPF_DOMAIN_MAX + 1]; /* %{d} */
} spf_frame;

/* A question, and its answer when that has come. */
typedef struct spf_slot {
  sesame_name name;
  sesame_answer *answer;
  int type;
} spf_slot;

typedef enum spf_stage {
  STAGE_RECORD,       /* the innermost frame's TXT has come */
  STAGE_TERM,         /* at the innermost frame's next term */
  STAGE_ADDRESS,      /* the address of an a has come */
  STAGE_EXISTS,       /* the address of an exists has come */
  STAGE_MX,           /* the names of an mx have come */
  STAGE_MX_HOSTS,     /* and their addresses */
  STAGE_PTR,          /* the names of the client have come */
  STAGE_PTR_HOSTS,    /* and their addresses */
  STAGE_EXPLAIN,      /* a fail that may have an explanation */
  STAGE_EXPLANATION,  /* its TXT has come */
  STAGE_EXPLAIN_TEXT, /* to be expanded */
  STAGE_DONE
} spf_stage;

struct sesame_spf_eval {
  sesame_spf_limits limits;
  sesame_spf_macros macros;
  spf_stage stage;
  spf_stage after_ptr; /* where to go on when the client's names are known */
  bool no_explanation, trace, no_memory;

  /* The client. */
  uint8_t address[16];
  size_t octets; /* 4 or 16 */
  char dotted[SESAME_SPF_DOTTED_MAX];
  char readable[SESAME_SPF_DOTTED_MAX];
  char time[24];
  char p[SESAME_NAME_TEXT_MAX];

  spf_frame *frame; /* the innermost */
  bool no_helo;     /* %{h} has no value but "unknown" */
  bool charged;     /* the term at work was counted */
  bool term_void;   /* and found nothing */
  int lookups, voids, queries;

  /* Open questions. */
  spf_slot slots[SESAME_SPF_HOSTS_MAX];
  sesame_spf_question questions[SESAME_SPF_HOSTS_MAX];
  size_t slot_count, unanswered;

  /* The client's names, once learnt. */
  sesame_name ptr_names[SESAME_SPF_HOSTS_MAX];
  size_t ptr_count; /* validated ones */
  bool ptr_known, ptr_failed, ptr_over, ptr_empty, mx_over;
  int ptr_voids; /* empty answers met on the way */

  /* The verdict. */
  spf_frame *exp_frame; /* whose exp= explains it */
  sesame_answer *exp_answer;
  sesame_spf_verdict verdict;
  sesame_spf_event *events;
  const char **path;
  char *mechanism;
  char reason[512];
  char explanation[SESAME_SPF_EXPLANATION_MAX + 1];

  char text[]; /* sender, helo, receiver */
};

/* spf_eval.c: questions. */
/* One more question; false when there are too many (the verdict is made then). */
bool sesame_eval_ask(sesame_spf_eval *e, const sesame_name *name, int type);
/* Forgets the answers. */
void sesame_eval_clear_slots(sesame_spf_eval *e);

/* spf_eval_record.c: frames and verdicts. */
/* Starts on the record of NAME, whose text is DOMAIN. */
void sesame_eval_enter(sesame_spf_eval *e, const sesame_name *name, const char *domain,
                       size_t length, spf_via via);
/* The TXT of the innermost frame is there: picks the record. */
void sesame_eval_read_record(sesame_spf_eval *e);
/* Frees the innermost frame. */
void sesame_eval_leave(sesame_spf_eval *e);
/* TERM of the innermost frame matched, or nothing did (TERM is NULL). */
void sesame_eval_settle(sesame_spf_eval *e, const sesame_spf_term *term);
/* Ends with RESULT; the reason is printf-style. */
void sesame_eval_finish(sesame_spf_eval *e, sesame_spf_result result, const char *code,
                        const sesame_spf_term *term, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Ends with temperror because the question of SLOT got no answer. */
void sesame_eval_dns_error(sesame_spf_eval *e, const spf_slot *slot);
/* The target of TERM is to be expanded: notes where that takes a HELO name nobody gave. */
void sesame_eval_note_helo(sesame_spf_eval *e, const sesame_spf_term *term);
void sesame_eval_explain(sesame_spf_eval *e);
void sesame_eval_read_explanation(sesame_spf_eval *e);
void sesame_eval_expand_explanation(sesame_spf_eval *e);
/* Keeps a step of the innermost frame, when a trace is wanted. */
void sesame_eval_note(sesame_spf_eval *e, const sesame_spf_term *term, const char *outcome);

/* spf_eval_term.c: the terms. */
void sesame_eval_next_term(sesame_spf_eval *e);
/* The term at work (the redirect at the end), or NULL. */
const sesame_spf_term *sesame_eval_current(const sesame_spf_eval *e);
/* It does not match: on to the next. */
void sesame_eval_no_match(sesame_spf_eval *e);
/* Counts COUNT empty answers of the term at work (at most one void in all when counted per term);
 * false when that breaks the limit. */
bool sesame_eval_count_voids(sesame_spf_eval *e, int count);
void sesame_eval_match_address(sesame_spf_eval *e);
void sesame_eval_match_exists(sesame_spf_eval *e);
/* Whether an answer's addresses hold the client within TERM's prefix length (the whole address when
 * TERM is NULL). */
bool sesame_eval_answer_matches(const sesame_spf_eval *e, const sesame_answer *answer,
                                const sesame_spf_term *term);
/* A or AAAA, as the client has it. */
int sesame_eval_address_type(const sesame_spf_eval *e);

/* spf_eval_hosts.c: mx, ptr and %{p}. */
void sesame_eval_match_mx(sesame_spf_eval *e);
void sesame_eval_match_mx_hosts(sesame_spf_eval *e);
/* Asks for the client's names; goes on with stage AFTER. */
void sesame_eval_learn_names(sesame_spf_eval *e, spf_stage after);
void sesame_eval_read_names(sesame_spf_eval *e);
void sesame_eval_validate_names(sesame_spf_eval *e);
/* The names are known: matches the ptr at work. */
void sesame_eval_match_ptr(sesame_spf_eval *e, const sesame_spf_term *term,
                           const sesame_name *target);
/* Gives %{p} its value for the domain of FRAME. */
void sesame_eval_fill_p(sesame_spf_eval *e, const spf_frame *frame);

#pragma GCC visibility pop
#endif
