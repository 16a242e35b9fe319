/* Prints what was decoded as JSON, byte for byte as the vectors example of the Rust crate does. */
#ifndef DUMP_H
#define DUMP_H

#include "lwm2m_codec.h"

/* Text that grows. */
struct text {
  char *start;
  size_t length, capacity;
};

void put(struct text *out, const char *data, size_t length);
void puts_to(struct text *out, const char *text);
void put_string(struct text *out, const char *data, size_t length);
void put_double(struct text *out, double number);
void put_data(struct text *out, const lwm2mc_data_t *data, int hexadecimal);
void put_record(struct text *out, const lwm2mc_record_t *record);

#endif
