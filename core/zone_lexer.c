/* SPDX-License-Identifier: MIT */
/* The text of a master file -> entries, each a row of tokens: comments, parentheses, quotes and
 * lines are settled here (RFC 1035 5.1). Knows nothing of what the tokens mean. */
#include "zone_internal.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TOKENS_FIRST = 32 };

void sesame_zone_lexer_init(zone_lexer *lexer, const char *text, size_t length) {
  *lexer = (zone_lexer){.at = text, .end = text + length, .line = 1};
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
    lexer->at += 3; /* a byte order mark */
}

void sesame_zone_lexer_close(zone_lexer *lexer) {
  free(lexer->tokens);
  lexer->tokens = NULL;
  lexer->count = lexer->capacity = 0;
}

static zone_lexed fault(zone_lexer *lexer, uint32_t line, const char *problem) {
  lexer->problem = problem;
  lexer->problem_line = line;
  return ZONE_FAULT;
}

static zone_lexed push(zone_lexer *lexer, const char *text, bool quoted) {
  if (lexer->count == lexer->capacity) {
    size_t capacity = lexer->capacity ? lexer->capacity * 2 : TOKENS_FIRST;
    zone_token *tokens = realloc(lexer->tokens, capacity * sizeof *tokens);
    if (!tokens)
      return ZONE_NO_MEMORY;
    lexer->tokens = tokens;
    lexer->capacity = capacity;
  }
  lexer->tokens[lexer->count++] = (zone_token){
      .text = text, .length = (uint32_t)(lexer->at - text), .line = lexer->line, .quoted = quoted};
  return ZONE_ENTRY;
}

static bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/* Moves over a backslash and what it escapes; false at the end of the line. */
static bool skip_escape(zone_lexer *lexer) {
  if (lexer->at + 1 >= lexer->end || lexer->at[1] == '\n' || lexer->at[1] == '\r')
    return false;
  lexer->at += 2;
  return true;
}

static zone_lexed lex_quoted(zone_lexer *lexer) {
  const char *text = ++lexer->at;
  while (lexer->at < lexer->end && *lexer->at != '"' && *lexer->at != '\n') {
    if (*lexer->at != '\\')
      lexer->at++;
    else if (!skip_escape(lexer))
      break;
  }
  if (lexer->at == lexer->end || *lexer->at != '"')
    return fault(lexer, lexer->line, "a quoted string is not closed on its line; add the \"");
  zone_lexed result = push(lexer, text, true);
  lexer->at++;
  return result;
}

static zone_lexed lex_plain(zone_lexer *lexer) {
  const char *text = lexer->at;
  while (lexer->at < lexer->end && !blank(*lexer->at) && !strchr("\n\";()", *lexer->at)) {
    if (*lexer->at != '\\')
      lexer->at++;
    else if (!skip_escape(lexer))
      return fault(lexer, lexer->line, "a backslash ends the line; write \\\\ for a backslash");
  }
  if (lexer->at < lexer->end && *lexer->at == '\0')
    return fault(lexer, lexer->line, "a NUL octet: this is no master file (write \\000 in text)");
  return push(lexer, text, false);
}

static void skip_comment(zone_lexer *lexer) {
  lexer->semicolon |= lexer->count > 0 && lexer->at[-1] != ' ' && lexer->at[-1] != '\t';
  const char *newline = memchr(lexer->at, '\n', (size_t)(lexer->end - lexer->at));
  lexer->at = newline ? newline : lexer->end;
}

/* The tokens from here to the end of the line, or further while a parenthesis is open. */
static zone_lexed lex_entry(zone_lexer *lexer) {
  int depth = 0;
  uint32_t opened = 0;
  const char *start = lexer->at;
  zone_lexed result = ZONE_ENTRY;
  while (lexer->at < lexer->end && result == ZONE_ENTRY) {
    char c = *lexer->at;
    if (c == '\n') {
      lexer->at++;
      lexer->line++;
      if (depth == 0)
        return ZONE_ENTRY;
    } else if (blank(c)) {
      lexer->at++;
    } else if (c == ';') {
      skip_comment(lexer);
    } else if (c == '(' || c == ')') {
      opened = c == '(' && depth == 0 ? lexer->line : opened;
      depth += c == '(' ? 1 : -1;
      lexer->at++;
      if (depth < 0)
        return fault(lexer, lexer->line, "a ')' without its '('");
    } else {
      result = c == '"' ? lex_quoted(lexer) : lex_plain(lexer);
    }
    if (lexer->at - start > SESAME_ZONE_LINE_MAX)
      return fault(lexer, opened ? opened : lexer->line,
                   "an entry over 262144 octets; is a ')' missing?");
  }
  if (result == ZONE_ENTRY && depth > 0)
    return fault(lexer, opened, "the '(' opened here is never closed; add the ')'");
  return result;
}

zone_lexed sesame_zone_lexer_next(zone_lexer *lexer) {
  while (lexer->at < lexer->end) {
    lexer->count = 0;
    lexer->semicolon = false;
    lexer->blank_owner = blank(*lexer->at);
    zone_lexed result = lex_entry(lexer);
    if (result != ZONE_ENTRY || lexer->count > 0)
      return result;
  }
  return ZONE_END;
}

static bool digit(char c) {
  return c >= '0' && c <= '9';
}

long sesame_zone_unescape(const zone_token *token, uint8_t *out) {
  const char *at = token->text, *end = at + token->length;
  long length = 0;
  while (at < end) {
    if (*at != '\\') {
      out[length++] = (uint8_t)*at++;
    } else if (end - at >= 2 && !digit(at[1])) {
      out[length++] = (uint8_t)at[1];
      at += 2;
    } else if (end - at >= 4 && digit(at[2]) && digit(at[3])) {
      int value = (at[1] - '0') * 100 + (at[2] - '0') * 10 + (at[3] - '0');
      if (value > 255)
        return -1;
      out[length++] = (uint8_t)value;
      at += 4;
    } else {
      return -1;
    }
  }
  return length;
}

bool sesame_zone_token_is(const zone_token *token, const char *word) {
  return !token->quoted && strlen(word) == token->length &&
         strncasecmp(token->text, word, token->length) == 0;
}
