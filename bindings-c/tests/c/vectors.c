/* Decodes vectors, whole or in blocks, and prints what the vectors example of the Rust crate prints
 * with --dump. What was decoded whole is also encoded in every way and decoded again; where that
 * goes wrong, a line on standard error says so and the exit code is 1.
 *
 *   vectors [BLOCK SCRATCH] < lines of vectors.py
 */
#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "status_names.h"

#define MOST 512

static int faults;
static size_t block_size, scratch_size;

void report(const struct vector *vector, const char *fault) {
  if (fault != NULL) {
    fprintf(stderr, "%s: %s\n", vector->id, fault);
    faults++;
  }
}

/* What a payload decodes to, as text, and whole also as records. */
struct reading {
  struct text records, empty;
  lwm2mc_record_t list[MOST];
  size_t count;
};

static void put_next(struct reading *reading, const lwm2mc_record_t *record) {
  struct text *out = &reading->records;
  if (record->content != LWM2MC_CONTENT_EMPTY) {
    puts_to(out, out->length > 0 ? "," : "");
    put_record(out, record);
  } else {
    char path[32];
    lwm2mc_path_format(&record->path, path, sizeof path);
    puts_to(&reading->empty, reading->empty.length > 0 ? "," : "");
    put_string(&reading->empty, path, strlen(path));
  }
}

static lwm2mc_status_t decode(struct reading *reading, unsigned format, const void *payload,
                              size_t length, const lwm2mc_context_t *context,
                              lwm2mc_error_t *error) {
  static lwm2mc_seen_t seen[MOST];
  lwm2mc_decoder_t decoder;
  lwm2mc_status_t status = lwm2mc_decoder_init(&decoder, format, payload, length, context);
  if (status == LWM2MC_OK) {
    status = lwm2mc_decoder_check_duplicates(&decoder, seen, MOST);
  }
  for (reading->count = 0; status == LWM2MC_OK && reading->count < MOST;) {
    lwm2mc_record_t *record = &reading->list[reading->count];
    status = lwm2mc_decoder_next(&decoder, record, error);
    if (status == LWM2MC_OK) {
      put_next(reading, record);
      reading->count++;
    }
  }
  return status;
}

/* Takes what a block completes; pieces are put together. */
static lwm2mc_status_t take(struct reading *reading, lwm2mc_block_decoder_t *decoder,
                            struct text *value, lwm2mc_error_t *error) {
  for (;;) {
    lwm2mc_record_t record;
    lwm2mc_piece_t piece;
    size_t length;
    lwm2mc_status_t status = lwm2mc_block_decoder_next(decoder, &record, &piece, error);
    if (status != LWM2MC_OK && status != LWM2MC_PIECE) {
      return status;
    }
    if (status == LWM2MC_PIECE) {
      value->length = piece.first ? 0 : value->length;
      if (value->length != piece.offset) {
        abort();
      }
      char *copy = malloc(record.value.data.length + 1);
      lwm2mc_data_copy(&record.value.data, copy, record.value.data.length, &length, NULL);
      put(value, copy, length);
      free(copy);
      if (!piece.last) {
        continue;
      }
      memset(&record.value.data, 0, sizeof record.value.data);
      record.value.data.data = value->start;
      record.value.data.length = value->length;
    }
    put_next(reading, &record);
  }
}

static lwm2mc_status_t decode_blocks(struct reading *reading, const struct vector *vector,
                                     const lwm2mc_context_t *context, lwm2mc_error_t *error) {
  static lwm2mc_seen_t seen[MOST];
  lwm2mc_block_decoder_t decoder;
  struct text value = {NULL, 0, 0};
  void *scratch = malloc(scratch_size);
  lwm2mc_status_t status =
      lwm2mc_block_decoder_init(&decoder, vector->format, context, scratch, scratch_size);
  if (status == LWM2MC_OK) {
    status = lwm2mc_block_decoder_check_duplicates(&decoder, seen, MOST);
  }
  for (size_t start = 0; status >= 0 && start < vector->length; start += block_size) {
    size_t left = vector->length - start, length = left < block_size ? left : block_size;
    /* In memory of its own, so that nothing beside it can be read unseen. */
    void *block = malloc(length);
    memcpy(block, vector->payload + start, length);
    status = lwm2mc_block_decoder_feed(&decoder, block, length);
    status = status == LWM2MC_OK ? take(reading, &decoder, &value, error) : status;
    free(block);
  }
  if (status >= 0) {
    status = lwm2mc_block_decoder_finish(&decoder);
    status = status == LWM2MC_OK ? take(reading, &decoder, &value, error) : status;
  }
  free(scratch);
  free(value.start);
  return status;
}

static lwm2mc_status_t get(void *user, size_t index, lwm2mc_record_t *record) {
  const struct reading *reading = user;
  if (index >= reading->count) {
    return LWM2MC_END;
  }
  *record = reading->list[index];
  return LWM2MC_OK;
}

/* Encodes the records block by block, from a callback, and any block alone. */
static const char *encode_blocks(const struct vector *vector, struct reading *reading,
                                 const lwm2mc_context_t *context, const uint8_t *expected,
                                 size_t length) {
  lwm2mc_source_t source = {NULL, 0, get, reading};
  lwm2mc_block_encoder_t encoder;
  lwm2mc_block_t block;
  uint8_t one[7], other[7];
  size_t total, filled = 0, at = 0;
  if (lwm2mc_block_encoder_init(&encoder, vector->format, &source, context, &total, NULL) !=
          LWM2MC_OK ||
      total != length) {
    return "the length of all blocks";
  }
  for (unsigned number = 0; number == 0 || filled == sizeof one; number++, at += filled) {
    if (lwm2mc_block_encoder_fill(&encoder, one, sizeof one, &filled, NULL) != LWM2MC_OK ||
        at + filled > length || memcmp(one, expected + at, filled) != 0) {
      return "encoding block by block";
    }
    if (lwm2mc_encode_block(vector->format, &source, context, number, other, sizeof other, &block,
                            NULL) != LWM2MC_OK ||
        block.length != filled || block.total != length || block.more != (at + filled < length) ||
        memcmp(one, other, filled) != 0) {
      return "encoding a block alone";
    }
  }
  return at == length ? NULL : "the end of the blocks";
}

/* Encodes the records, which must fill the announced length and decode to the same. */
static const char *again(const struct vector *vector, struct reading *reading,
                         const lwm2mc_context_t *strictness, int conforming) {
  static struct reading second;
  lwm2mc_source_t source = {reading->list, reading->count, NULL, NULL};
  lwm2mc_context_t context = *strictness;
  size_t length, written;
  const char *fault = NULL;
  /* Without a schema the tag says that a number is a time, but SenML must not have any. */
  int senml = vector->format == LWM2MC_FORMAT_SENML_CBOR || vector->format == LWM2MC_FORMAT_ETCH_CBOR;
  context.flags = senml && context.leniencies == 0 ? 0 : LWM2MC_TAGGED_TIME;
  lwm2mc_status_t status =
      lwm2mc_encoded_length(vector->format, &source, &context, &length, NULL);
  if (status == LWM2MC_ERROR_NUMBER_NOT_REPRESENTABLE || status == LWM2MC_ERROR_NOT_REPRESENTABLE ||
      status == LWM2MC_ERROR_RECORD_OUTSIDE_BASE || status == LWM2MC_ERROR_NO_RECORDS ||
      status == LWM2MC_ERROR_TYPE_MISMATCH) {
    /* What only a leniency reads need not have a conforming form, but is never lost. */
    return conforming ? "not representable" : NULL;
  }
  if (status != LWM2MC_OK) {
    return lwm2mc_status_text(status);
  }
  uint8_t *buffer = malloc(length + 1);
  second.records.length = second.empty.length = 0;
  if (lwm2mc_encode(vector->format, &source, &context, buffer, length, &written, NULL) !=
          LWM2MC_OK ||
      written != length) {
    fault = "encoding";
  } else if (decode(&second, vector->format, buffer, length, strictness, NULL) != LWM2MC_END) {
    fault = "decoding again";
  } else if (second.records.length != reading->records.length ||
             second.empty.length != reading->empty.length ||
             memcmp(second.records.start, reading->records.start, second.records.length) != 0) {
    fault = "other records";
  } else {
    fault = encode_blocks(vector, reading, &context, buffer, length);
  }
  free(buffer);
  return fault;
}

/* What one mode makes of a vector; whether it accepts it. */
static int dump(struct text *out, const struct vector *vector, uint64_t leniencies, int conforming) {
  static struct reading reading;
  lwm2mc_error_t error = {0};
  lwm2mc_context_t context = vector->context;
  lwm2mc_status_t status;
  context.leniencies = leniencies;
  reading.records.length = reading.empty.length = 0;
  puts_to(&reading.records, "");
  puts_to(&reading.empty, "");
  puts_to(out, "{");
  if (vector->format == LWM2MC_FORMAT_LINK) {
    status = dump_links(out, vector, leniencies, &error);
  } else if (block_size > 0) {
    status = decode_blocks(&reading, vector, &context, &error);
  } else {
    status = decode(&reading, vector->format, vector->payload, vector->length, &context, &error);
  }
  if (status != LWM2MC_END) {
    char plain[128];
    snprintf(plain, sizeof plain, "\"error\":\"%s\",\"offset\":%u,\"ok\":false}",
             status_name(status), (unsigned)error.position);
    puts_to(out, plain);
    if (error.status != status || error.counts != LWM2MC_COUNTS_OFFSET) {
      report(vector, "the error is not filled in");
    }
    return 0;
  }
  if (vector->format != LWM2MC_FORMAT_LINK) {
    if (block_size == 0) {
      report(vector, again(vector, &reading, &context, conforming));
    }
    if (reading.empty.length > 0) {
      puts_to(out, "\"empty\":[");
      puts_to(out, reading.empty.start);
      puts_to(out, "],");
    }
    puts_to(out, "\"ok\":true,\"records\":[");
    puts_to(out, reading.records.start);
    puts_to(out, "]");
  }
  puts_to(out, "}");
  return 1;
}

static char *field(char **line) {
  char *start = *line;
  size_t length = strcspn(start, "\t\n");
  *line = start + length + 1;
  start[length] = 0;
  return start;
}

int main(int argc, char **argv) {
  static char line[1 << 20];
  static lwm2mc_resource_t table[256];
  if (argc > 2) {
    block_size = strtoul(argv[1], NULL, 10);
    scratch_size = strtoul(argv[2], NULL, 10);
  }
  while (fgets(line, sizeof line, stdin) != NULL) {
    char *rest = line;
    lwm2mc_schema_t schema = {table, 0, NULL, NULL};
    struct vector vector = {0};
    struct text strict = {NULL, 0, 0}, lenient = {NULL, 0, 0}, id = {NULL, 0, 0};
    vector.id = field(&rest);
    vector.format = (unsigned)strtoul(field(&rest), NULL, 10);
    vector.context.operation = (uint8_t)strtoul(field(&rest), NULL, 10);
    const char *base = field(&rest);
    if (lwm2mc_path_parse(base, strlen(base), &vector.context.base, NULL) != LWM2MC_OK) {
      report(&vector, "the base path");
      continue;
    }
    vector.context.alternate_path = field(&rest);
    vector.context.alternate_path_length = strlen(vector.context.alternate_path);
    unsigned object, resource, type;
    int taken;
    for (char *types = field(&rest);
         sscanf(types, "%u/%u:%u%n", &object, &resource, &type, &taken) == 3; types += taken) {
      lwm2mc_resource_t row = {(uint16_t)object, (uint16_t)resource, (uint8_t)type};
      table[schema.count++] = row;
    }
    vector.context.schema = &schema;
    const char *hex = field(&rest);
    /* Exactly as long as the payload, so that a byte beside it cannot be read unseen. */
    vector.length = strlen(hex) / 2;
    vector.payload = malloc(vector.length);
    for (size_t i = 0; i < vector.length; i++) {
      unsigned byte;
      sscanf(hex + 2 * i, "%2x", &byte);
      vector.payload[i] = (uint8_t)byte;
    }
    int conforming = dump(&strict, &vector, 0, 1);
    dump(&lenient, &vector, LWM2MC_LENIENT, conforming);
    put_string(&id, vector.id, strlen(vector.id));
    printf("{\"id\":%s,\"lenient\":%s,\"strict\":%s}\n", id.start, lenient.start, strict.start);
    free(vector.payload);
    free(strict.start);
    free(lenient.start);
    free(id.start);
  }
  return faults > 0;
}
