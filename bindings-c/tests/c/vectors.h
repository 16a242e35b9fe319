#ifndef VECTORS_H
#define VECTORS_H

#include "dump.h"

/* A vector, as vectors.py writes it. */
struct vector {
  const char *id;
  unsigned format;
  lwm2mc_context_t context;
  uint8_t *payload;
  size_t length;
};

/* Prints what went wrong with a vector, if anything did. */
void report(const struct vector *vector, const char *fault);

/* The members of a dump of links. */
lwm2mc_status_t dump_links(struct text *out, const struct vector *vector, uint64_t leniencies,
                           lwm2mc_error_t *error);

#endif
