#include "dump.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Integers beyond this may not survive a reader that keeps numbers as doubles. */
#define EXACT (INT64_C(1) << 53)

void put(struct text *out, const char *data, size_t length) {
  if (out->length + length + 1 > out->capacity) {
    out->capacity = 2 * (out->length + length + 1);
    out->start = realloc(out->start, out->capacity);
    if (out->start == NULL) {
      abort();
    }
  }
  if (length > 0) {
    memcpy(out->start + out->length, data, length);
  }
  out->length += length;
  out->start[out->length] = 0;
}

void puts_to(struct text *out, const char *text) { put(out, text, strlen(text)); }

void put_string(struct text *out, const char *data, size_t length) {
  static const char short_forms[][2] = {{'"', '"'},  {'\\', '\\'}, {'\b', 'b'}, {'\f', 'f'},
                                        {'\n', 'n'}, {'\r', 'r'},  {'\t', 't'}};
  put(out, "\"", 1);
  for (size_t i = 0; i < length; i++) {
    char escaped[8] = {data[i], 0};
    for (size_t form = 0; form < sizeof short_forms / sizeof *short_forms; form++) {
      if (data[i] == short_forms[form][0]) {
        snprintf(escaped, sizeof escaped, "\\%c", short_forms[form][1]);
      }
    }
    if ((unsigned char)data[i] < 0x20 && escaped[0] != '\\') {
      snprintf(escaped, sizeof escaped, "\\u%04x", data[i]);
    }
    put(out, escaped, escaped[0] == '\\' ? strlen(escaped) : 1);
  }
  put(out, "\"", 1);
}

/* The shortest digits that read as the number, written as serde_json does. */
void put_double(struct text *out, double number) {
  char scientific[40], digits[24], plain[64];
  for (int precision = 0; precision < 18; precision++) {
    snprintf(scientific, sizeof scientific, "%.*e", precision, number);
    if (strtod(scientific, NULL) == number) {
      break;
    }
  }
  const char *sign = signbit(number) ? "-" : "";
  const char *place = scientific + strlen(sign);
  size_t count = 0;
  for (; *place != 'e'; place++) {
    if (*place != '.') {
      digits[count++] = *place;
    }
  }
  while (count > 1 && digits[count - 1] == '0') {
    count--;
  }
  digits[count] = 0;
  /* The place of the decimal point among the digits. */
  int point = atoi(place + 1) + 1, length = (int)count;
  if (number == 0) {
    snprintf(plain, sizeof plain, "%s0.0", sign);
  } else if (point >= length && point <= 16) {
    snprintf(plain, sizeof plain, "%s%s%.*s.0", sign, digits, point - length, "0000000000000000");
  } else if (point > 0 && point <= 16) {
    snprintf(plain, sizeof plain, "%s%.*s.%s", sign, point, digits, digits + point);
  } else if (point > -5 && point <= 0) {
    snprintf(plain, sizeof plain, "%s0.%.*s%s", sign, -point, "00000", digits);
  } else if (length == 1) {
    snprintf(plain, sizeof plain, "%s%se%d", sign, digits, point - 1);
  } else {
    snprintf(plain, sizeof plain, "%s%c.%se%d", sign, digits[0], digits + 1, point - 1);
  }
  puts_to(out, plain);
}

static void put_integer(struct text *out, int64_t number) {
  char plain[32];
  int exact = number <= EXACT && number >= -EXACT;
  snprintf(plain, sizeof plain, exact ? "%" PRId64 : "\"%" PRId64 "\"", number);
  puts_to(out, plain);
}

static void put_unsigned(struct text *out, uint64_t number) {
  char plain[32];
  snprintf(plain, sizeof plain, number <= (uint64_t)EXACT ? "%" PRIu64 : "\"%" PRIu64 "\"", number);
  puts_to(out, plain);
}

void put_data(struct text *out, const lwm2mc_data_t *data, int hexadecimal) {
  size_t length = 0;
  char *copy = malloc(data->length + 1);
  if (copy == NULL || lwm2mc_data_copy(data, copy, data->length, &length, NULL) != LWM2MC_OK ||
      length != data->length) {
    abort();
  }
  if (!hexadecimal) {
    put_string(out, copy, length);
  } else {
    put(out, "\"", 1);
    for (size_t i = 0; i < length; i++) {
      char byte[3];
      snprintf(byte, sizeof byte, "%02x", (unsigned char)copy[i]);
      put(out, byte, 2);
    }
    put(out, "\"", 1);
  }
  free(copy);
}

static void put_path(struct text *out, const lwm2mc_path_t *path) {
  char plain[32];
  if (lwm2mc_path_format(path, plain, sizeof plain) == 0) {
    abort();
  }
  put_string(out, plain, strlen(plain));
}

/* A number of seconds, or text where no double is exact to the nanosecond. */
static void put_time(struct text *out, lwm2mc_time_t time) {
  if (time.nanoseconds == 0 && time.seconds <= EXACT && time.seconds >= -EXACT) {
    put_integer(out, time.seconds);
    return;
  }
  int below = time.seconds < 0 && time.nanoseconds > 0;
  int64_t whole = below ? -(time.seconds + 1) : time.seconds;
  uint32_t fraction = below ? 1000000000 - time.nanoseconds : time.nanoseconds;
  char exact[64], rounded[400];
  snprintf(exact, sizeof exact, "%s%" PRId64 ".%09" PRIu32, below ? "-" : "", whole, fraction);
  double number = (double)time.seconds + time.nanoseconds / 1e9;
  snprintf(rounded, sizeof rounded, "%.9f", number);
  if (strcmp(exact, rounded) == 0) {
    put_double(out, number);
    return;
  }
  for (size_t end = strlen(exact); exact[end - 1] == '0' || exact[end - 1] == '.'; end--) {
    int point = exact[end - 1] == '.';
    exact[end - 1] = 0;
    if (point) {
      break;
    }
  }
  put_string(out, exact, strlen(exact));
}

static void put_value(struct text *out, const lwm2mc_record_t *record) {
  const lwm2mc_value_t *value = &record->value;
  char link[16];
  switch (record->data_type) {
  case LWM2MC_TYPE_STRING:
  case LWM2MC_TYPE_CORE_LINK:
    put_data(out, &value->data, 0);
    break;
  case LWM2MC_TYPE_OPAQUE:
    put_data(out, &value->data, 1);
    break;
  case LWM2MC_TYPE_INTEGER:
  case LWM2MC_TYPE_TIME:
    put_integer(out, value->integer);
    break;
  case LWM2MC_TYPE_UNSIGNED:
    put_unsigned(out, value->unsigned_integer);
    break;
  case LWM2MC_TYPE_FLOAT:
    if (isnan(value->real)) {
      puts_to(out, "\"NaN\"");
    } else if (isinf(value->real)) {
      puts_to(out, value->real > 0 ? "\"Infinity\"" : "\"-Infinity\"");
    } else {
      put_double(out, value->real);
    }
    break;
  case LWM2MC_TYPE_BOOLEAN:
    puts_to(out, value->boolean ? "true" : "false");
    break;
  case LWM2MC_TYPE_OBJECT_LINK:
    snprintf(link, sizeof link, "%u:%u", value->object_link.object, value->object_link.instance);
    put_string(out, link, strlen(link));
    break;
  default:
    puts_to(out, "null");
  }
}

void put_record(struct text *out, const lwm2mc_record_t *record) {
  static const char *const types[] = {"?",       "string", "integer", "unsigned", "float",  "boolean",
                                      "opaque", "time",   "objlnk",  "corelnk",  "none"};
  static const char *const contents[] = {NULL, "path", "delete", "empty"};
  const char *type = contents[record->content];
  puts_to(out, "{\"path\":");
  put_path(out, &record->path);
  if (record->has_time) {
    /* Other numbers say it themselves. */
    int64_t seconds = record->time.seconds;
    if (seconds >= 0 && seconds < 1 << 28 && (seconds > 0 || record->time.nanoseconds > 0)) {
      int relative = record->time.basis == LWM2MC_TIME_RELATIVE;
      puts_to(out, relative ? ",\"relative\":true" : ",\"relative\":false");
    }
    puts_to(out, ",\"time\":");
    put_time(out, record->time);
  }
  puts_to(out, ",\"type\":\"");
  puts_to(out, type != NULL ? type : types[record->data_type]);
  puts_to(out, "\",\"value\":");
  if (type != NULL) {
    puts_to(out, "null");
  } else {
    put_value(out, record);
  }
  puts_to(out, "}");
}
