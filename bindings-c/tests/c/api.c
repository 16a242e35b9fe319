/* What the interface promises beside decoding and encoding: statuses, messages, misuse, callbacks,
 * conversion, links. */
#include "lwm2m_codec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

#define EXPECT(truth)                                                                              \
  do {                                                                                             \
    if (!(truth)) {                                                                                \
      printf("%s:%d: %s\n", __FILE__, __LINE__, #truth);                                           \
      failures++;                                                                                  \
    }                                                                                              \
  } while (0)

/* The schema of these tests: /3/9 is an Integer, /3/13 a Time. */
static const lwm2mc_resource_t table[] = {
    {3, 9, LWM2MC_TYPE_INTEGER | LWM2MC_SINGLE}, {3, 13, LWM2MC_TYPE_TIME}};
static const lwm2mc_schema_t schema = {table, 2, NULL, NULL};
static const lwm2mc_context_t device = {{{3, 0}, 2}, LWM2MC_OPERATION_READ, 0, 0, &schema, NULL, 0};

static const uint8_t battery[] = {0xc1, 0x09, 0x64};
static const char senml[] = "[{\"n\":\"/3/0/9\",\"v\":100}]";

static lwm2mc_record_t integer(uint16_t resource, int64_t value) {
  lwm2mc_record_t record = {0};
  record.path.ids[0] = 3;
  record.path.ids[2] = resource;
  record.path.length = 3;
  record.data_type = LWM2MC_TYPE_INTEGER;
  record.value.integer = value;
  return record;
}

static void decoding(void) {
  lwm2mc_decoder_t decoder, copy;
  lwm2mc_record_t record;
  lwm2mc_error_t error;
  char message[80];
  EXPECT(lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_TLV, battery, 3, &device) == LWM2MC_OK);
  copy = decoder;
  for (int i = 0; i < 2; i++) {
    lwm2mc_decoder_t *one = i == 0 ? &decoder : &copy;
    EXPECT(lwm2mc_decoder_next(one, &record, &error) == LWM2MC_OK);
    EXPECT(record.path.length == 3 && record.path.ids[2] == 9);
    EXPECT(record.content == LWM2MC_CONTENT_VALUE && record.data_type == LWM2MC_TYPE_INTEGER);
    EXPECT(record.value.integer == 100 && record.has_time == 0);
    EXPECT(record.start == 0 && record.end == 3);
    EXPECT(lwm2mc_decoder_next(one, &record, &error) == LWM2MC_END);
  }

  /* Errors have a place, and are the end. */
  static const char full[] = "[{\"n\":\"/3/0/9\",\"vs\":\"full\"}]";
  EXPECT(lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_SENML_JSON, full, sizeof full - 1, &device) ==
         LWM2MC_OK);
  EXPECT(lwm2mc_decoder_next(&decoder, &record, &error) == LWM2MC_ERROR_UNEXPECTED_TYPE);
  EXPECT(error.status == LWM2MC_ERROR_UNEXPECTED_TYPE && error.counts == LWM2MC_COUNTS_OFFSET);
  EXPECT(error.expected == LWM2MC_TYPE_INTEGER && error.position == 20 && error.path.length == 3);
  EXPECT(lwm2mc_error_message(&error, message, sizeof message) == 45);
  EXPECT(strcmp(message, "byte 20, /3/0/9: expected integer, found text") == 0);
  EXPECT(lwm2mc_decoder_next(&decoder, &record, &error) == LWM2MC_END);

  /* Leniencies are bits, and errors name the one that would help. */
  lwm2mc_context_t lenient = device;
  static const uint8_t wide[] = {0xc3, 0x09, 0, 0, 0x64};
  lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_TLV, wide, 5, &device);
  EXPECT(lwm2mc_decoder_next(&decoder, &record, &error) == LWM2MC_ERROR_VALUE_LENGTH);
  EXPECT(error.leniency == LWM2MC_LENIENCY_INTEGER_WIDTH);
  lenient.leniencies = error.leniency;
  lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_TLV, wide, 5, &lenient);
  EXPECT(lwm2mc_decoder_next(&decoder, &record, &error) == LWM2MC_OK && record.value.integer == 100);

  /* Duplicates need scratch. */
  static const uint8_t twice[] = {0xc1, 9, 1, 0xc1, 13, 2, 0xc1, 9, 3};
  static const lwm2mc_status_t ends[] = {LWM2MC_END, LWM2MC_ERROR_SCRATCH_FULL,
                                         LWM2MC_ERROR_DUPLICATE};
  for (size_t scratch = 0; scratch < 3; scratch++) {
    lwm2mc_seen_t seen[2];
    lwm2mc_status_t status;
    lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_TLV, twice, sizeof twice, &device);
    if (scratch > 0) {
      EXPECT(lwm2mc_decoder_check_duplicates(&decoder, seen, scratch) == LWM2MC_OK);
    }
    while ((status = lwm2mc_decoder_next(&decoder, &record, &error)) == LWM2MC_OK) {
    }
    EXPECT(status == ends[scratch]);
  }
}

static void misuse(void) {
  lwm2mc_decoder_t decoder;
  lwm2mc_block_decoder_t blocks;
  lwm2mc_block_encoder_t encoder;
  lwm2mc_record_t record;
  lwm2mc_piece_t piece;
  size_t length;
  uint8_t buffer[64];
  memset(&decoder, 0, sizeof decoder);
  memset(&blocks, 0, sizeof blocks);
  memset(&encoder, 0, sizeof encoder);
  EXPECT(lwm2mc_decoder_next(NULL, &record, NULL) == LWM2MC_ERROR_NULL);
  EXPECT(lwm2mc_decoder_next(&decoder, &record, NULL) == LWM2MC_ERROR_NOT_INITIALIZED);
  EXPECT(lwm2mc_decoder_check_duplicates(&decoder, NULL, 0) == LWM2MC_ERROR_NOT_INITIALIZED);
  EXPECT(lwm2mc_decoder_init(NULL, 0, NULL, 0, &device) == LWM2MC_ERROR_NULL);
  EXPECT(lwm2mc_decoder_init(&decoder, 0, NULL, 1, &device) == LWM2MC_ERROR_NULL);
  EXPECT(lwm2mc_decoder_init(&decoder, 0, NULL, 0, NULL) == LWM2MC_ERROR_NULL);
  EXPECT(lwm2mc_decoder_next(&decoder, &record, NULL) == LWM2MC_ERROR_NOT_INITIALIZED);
  EXPECT(lwm2mc_decoder_init(&decoder, 0, NULL, 0, &device) == LWM2MC_OK);
  EXPECT(lwm2mc_decoder_next(&decoder, NULL, NULL) == LWM2MC_ERROR_NULL);
  EXPECT(lwm2mc_decoder_init(&decoder, 51, battery, 3, &device) == LWM2MC_OK);
  EXPECT(lwm2mc_decoder_next(&decoder, &record, NULL) == LWM2MC_ERROR_UNSUPPORTED_FORMAT);
  EXPECT(lwm2mc_block_decoder_next(&blocks, &record, &piece, NULL) == LWM2MC_ERROR_NOT_INITIALIZED);
  EXPECT(lwm2mc_block_decoder_finish(&blocks) == LWM2MC_ERROR_NOT_INITIALIZED);
  EXPECT(lwm2mc_block_encoder_fill(&encoder, buffer, 64, &length, NULL) ==
         LWM2MC_ERROR_NOT_INITIALIZED);

  /* Contexts with numbers that are none. */
  lwm2mc_context_t wrong = device;
  wrong.operation = 13;
  EXPECT(lwm2mc_decoder_init(&decoder, 0, NULL, 0, &wrong) == LWM2MC_ERROR_ARGUMENT);
  wrong = device;
  wrong.base.length = 5;
  EXPECT(lwm2mc_decoder_init(&decoder, 0, NULL, 0, &wrong) == LWM2MC_ERROR_ARGUMENT);
  wrong = device;
  wrong.alternate_path = "\xff";
  wrong.alternate_path_length = 1;
  EXPECT(lwm2mc_decoder_init(&decoder, 0, NULL, 0, &wrong) == LWM2MC_ERROR_ARGUMENT);
  const lwm2mc_resource_t unsorted[] = {{3, 9, 2}, {3, 0, 1}}, untyped[] = {{3, 9, 11}};
  lwm2mc_schema_t bad = {unsorted, 2, NULL, NULL};
  wrong = device;
  wrong.schema = &bad;
  EXPECT(lwm2mc_decoder_init(&decoder, 0, NULL, 0, &wrong) == LWM2MC_ERROR_ARGUMENT);
  bad.resources = untyped;
  bad.count = 1;
  EXPECT(lwm2mc_decoder_init(&decoder, 0, NULL, 0, &wrong) == LWM2MC_ERROR_ARGUMENT);
  bad.resources = NULL;
  EXPECT(lwm2mc_decoder_init(&decoder, 0, NULL, 0, &wrong) == LWM2MC_ERROR_NULL);

  /* Records that are none. */
  lwm2mc_error_t error;
  lwm2mc_record_t records[2];
  lwm2mc_source_t source = {records, 2, NULL, NULL};
  for (int i = 0; i < 8; i++) {
    records[0] = integer(9, 100);
    records[1] = integer(10, 100);
    lwm2mc_record_t *second = &records[1];
    switch (i) {
    case 0: second->path.length = 9; break;
    case 1: second->content = 4; break;
    case 2: second->data_type = 0; break;
    case 3: second->data_type = 11; break;
    case 4: second->has_time = 1; second->time.nanoseconds = 1000000000; break;
    case 5: second->data_type = LWM2MC_TYPE_BOOLEAN; second->value.boolean = 2; break;
    case 6:
      second->data_type = LWM2MC_TYPE_STRING;
      memset(&second->value, 0, sizeof second->value);
      second->value.data.data = "\xff";
      second->value.data.length = 1;
      break;
    default:
      second->data_type = LWM2MC_TYPE_OBJECT_LINK;
      second->value.object_link.object = 65535;
      second->value.object_link.instance = 0;
    }
    EXPECT(lwm2mc_encode(LWM2MC_FORMAT_TLV, &source, &device, buffer, 64, &length, &error) ==
           LWM2MC_ERROR_MALFORMED);
    EXPECT(error.position == 1 && error.counts == LWM2MC_COUNTS_RECORD);
    EXPECT(lwm2mc_encoded_length(LWM2MC_FORMAT_TLV, &source, &device, &length, &error) ==
           LWM2MC_ERROR_MALFORMED);
    EXPECT(lwm2mc_block_encoder_init(&encoder, LWM2MC_FORMAT_TLV, &source, &device, NULL, &error) ==
           LWM2MC_ERROR_MALFORMED);
  }
  source.records = NULL;
  EXPECT(lwm2mc_encode(LWM2MC_FORMAT_TLV, &source, &device, buffer, 64, &length, NULL) ==
         LWM2MC_ERROR_NULL);
  EXPECT(lwm2mc_encode(LWM2MC_FORMAT_TLV, NULL, &device, buffer, 64, &length, NULL) ==
         LWM2MC_ERROR_NULL);
}

/* 300 bytes that are nowhere in memory. */
static void read_source(void *user, size_t offset, uint8_t *buffer, size_t length) {
  (void)user;
  for (size_t i = 0; i < length; i++) {
    buffer[i] = (uint8_t)(offset + i);
  }
}

static lwm2mc_status_t get(void *user, size_t index, lwm2mc_record_t *record) {
  if (index == *(size_t *)user) {
    return -1000;
  }
  *record = integer((uint16_t)(9 + index), 100);
  return index < 3 ? LWM2MC_OK : LWM2MC_END;
}

static void encoding(void) {
  lwm2mc_record_t record = integer(9, 100);
  lwm2mc_source_t source = {&record, 1, NULL, NULL};
  lwm2mc_error_t error = {0};
  uint8_t buffer[400], block[64];
  char message[80];
  size_t length = 99, exact;
  EXPECT(lwm2mc_encoded_length(LWM2MC_FORMAT_TLV, &source, &device, &exact, &error) == LWM2MC_OK);
  EXPECT(exact == 3 && error.status == 0);
  EXPECT(lwm2mc_encode(LWM2MC_FORMAT_TLV, &source, &device, buffer, 2, &length, &error) ==
         LWM2MC_ERROR_BUFFER_TOO_SMALL);
  EXPECT(length == 3 && error.position == 3 && error.counts == LWM2MC_COUNTS_NEEDED);
  lwm2mc_error_message(&error, message, sizeof message);
  EXPECT(strcmp(message, "the buffer is too small: 3 bytes are needed") == 0);
  EXPECT(lwm2mc_encode(LWM2MC_FORMAT_TLV, &source, &device, buffer, 3, &length, NULL) == LWM2MC_OK);
  EXPECT(length == 3 && memcmp(buffer, battery, 3) == 0);
  record.has_time = 1;
  EXPECT(lwm2mc_encode(LWM2MC_FORMAT_TLV, &source, &device, buffer, 400, NULL, &error) ==
         LWM2MC_ERROR_TIME_NOT_REPRESENTABLE);
  lwm2mc_error_message(&error, message, sizeof message);
  EXPECT(strcmp(message, "record 0: this format cannot carry the time") == 0);

  /* What a time counts from is passed on, and decides what a format can carry. */
  static const struct {
    uint8_t basis;
    lwm2mc_status_t senml, json;
  } bases[] = {
      {LWM2MC_TIME_UNSTATED, LWM2MC_OK, LWM2MC_OK},
      {LWM2MC_TIME_RELATIVE, LWM2MC_OK, LWM2MC_ERROR_TIME_NOT_REPRESENTABLE},
      {LWM2MC_TIME_ABSOLUTE, LWM2MC_ERROR_TIME_NOT_REPRESENTABLE, LWM2MC_OK},
      {3, LWM2MC_ERROR_MALFORMED, LWM2MC_ERROR_MALFORMED},
  };
  for (size_t index = 0; index < sizeof bases / sizeof *bases; index++) {
    static const uint16_t formats[] = {LWM2MC_FORMAT_SENML_CBOR, LWM2MC_FORMAT_OMA_JSON};
    record.time.seconds = 5;
    record.time.basis = bases[index].basis;
    for (int json = 0; json < 2; json++) {
      lwm2mc_status_t expected = json ? bases[index].json : bases[index].senml;
      EXPECT(lwm2mc_encode(formats[json], &source, &device, buffer, 400, &length, NULL) ==
             expected);
      if (expected == LWM2MC_OK) {
        lwm2mc_decoder_t decoder;
        lwm2mc_record_t read;
        EXPECT(lwm2mc_decoder_init(&decoder, formats[json], buffer, length, &device) ==
               LWM2MC_OK);
        EXPECT(lwm2mc_decoder_next(&decoder, &read, NULL) == LWM2MC_OK);
        EXPECT(read.time.seconds == 5);
        EXPECT(read.time.basis == (json ? LWM2MC_TIME_ABSOLUTE : LWM2MC_TIME_RELATIVE));
      }
    }
  }
  record.has_time = 0;

  /* Choices of encoders. */
  static const uint8_t short_bytes[] = {0xff, 0xef};
  static const char padded[] = "[{\"n\":\"/3/0/9\",\"vd\":\"/+8=\"}]";
  lwm2mc_record_t opaque = record;
  opaque.data_type = LWM2MC_TYPE_OPAQUE;
  opaque.value.data.data = short_bytes;
  opaque.value.data.length = sizeof short_bytes;
  lwm2mc_source_t opaques = {&opaque, 1, NULL, NULL};
  lwm2mc_context_t old = {device.base, device.operation, LWM2MC_PADDED_BASE64, 0, NULL, NULL, 0};
  EXPECT(lwm2mc_encode(LWM2MC_FORMAT_SENML_JSON, &opaques, &old, buffer, 400, &length, NULL) ==
         LWM2MC_OK);
  EXPECT(length == sizeof padded - 1 && memcmp(buffer, padded, length) == 0);

  /* A callback is asked again and again, and its own failure comes through. */
  size_t fails = 9;
  lwm2mc_source_t calls = {NULL, 0, get, &fails};
  EXPECT(lwm2mc_encode(LWM2MC_FORMAT_TLV, &calls, &device, buffer, 400, &length, &error) == LWM2MC_OK);
  EXPECT(length == 9 && buffer[7] == 11);
  fails = 2;
  EXPECT(lwm2mc_encode(LWM2MC_FORMAT_TLV, &calls, &device, buffer, 400, &length, &error) == -1000);
  EXPECT(error.status == -1000 && error.position == 2);
  lwm2mc_error_message(&error, message, sizeof message);
  EXPECT(strcmp(message, "unknown status") == 0);

  /* An opaque value from a callback; the encoder of blocks stays where it is. */
  lwm2mc_byte_source_t bytes = {300, read_source, NULL};
  lwm2mc_context_t package = {{{5, 0, 0}, 3}, LWM2MC_OPERATION_WRITE, 0, 0, NULL, NULL, 0};
  lwm2mc_block_encoder_t encoder, moved;
  size_t total = 0, at = 0;
  memset(&record, 0, sizeof record);
  record.path = package.base;
  record.data_type = LWM2MC_TYPE_OPAQUE;
  record.value.data.data = &bytes;
  record.value.data.form = LWM2MC_DATA_SOURCE;
  EXPECT(lwm2mc_encode(LWM2MC_FORMAT_OPAQUE, &source, &package, buffer, 400, &length, NULL) ==
         LWM2MC_OK);
  EXPECT(length == 300 && buffer[0] == 0 && buffer[299] == 43);
  EXPECT(lwm2mc_block_encoder_init(&encoder, LWM2MC_FORMAT_OPAQUE, &source, &package, &total,
                                   &error) == LWM2MC_OK);
  EXPECT(total == 300);
  moved = encoder;
  EXPECT(lwm2mc_block_encoder_fill(&moved, block, 64, &length, NULL) == LWM2MC_ERROR_MOVED);
  do {
    EXPECT(lwm2mc_block_encoder_fill(&encoder, block, 64, &length, NULL) == LWM2MC_OK);
    EXPECT(memcmp(block, buffer + at, length) == 0);
    at += length;
  } while (length == 64);
  EXPECT(at == 300);
  bytes.read = NULL;
  EXPECT(lwm2mc_encode(LWM2MC_FORMAT_OPAQUE, &source, &package, buffer, 400, &length, NULL) ==
         LWM2MC_ERROR_NULL);
  EXPECT(lwm2mc_encode_block(LWM2MC_FORMAT_OPAQUE, &source, &package, 0, buffer, 0, NULL, NULL) ==
         LWM2MC_ERROR_ARGUMENT);
}

static void blocks(void) {
  lwm2mc_block_decoder_t decoder, moved;
  lwm2mc_record_t record;
  lwm2mc_piece_t piece;
  lwm2mc_error_t error;
  uint8_t scratch[64], image[200];
  memset(image, 7, sizeof image);
  EXPECT(lwm2mc_block_decoder_init(&decoder, LWM2MC_FORMAT_TLV, &device, scratch, 64) == LWM2MC_OK);
  EXPECT(lwm2mc_block_decoder_next(&decoder, &record, &piece, &error) == LWM2MC_END);
  EXPECT(lwm2mc_block_decoder_feed(&decoder, battery, 2) == LWM2MC_OK);
  EXPECT(lwm2mc_block_decoder_feed(&decoder, battery, 2) == LWM2MC_ERROR_BLOCK_PENDING);
  EXPECT(lwm2mc_block_decoder_next(&decoder, &record, &piece, &error) == LWM2MC_END);
  moved = decoder;
  EXPECT(lwm2mc_block_decoder_feed(&moved, battery + 2, 1) == LWM2MC_OK);
  EXPECT(lwm2mc_block_decoder_next(&moved, &record, &piece, &error) == LWM2MC_OK);
  EXPECT(record.value.integer == 100 && record.end == 3);
  EXPECT(lwm2mc_block_decoder_next(&moved, &record, &piece, &error) == LWM2MC_END);
  EXPECT(lwm2mc_block_decoder_finish(&moved) == LWM2MC_OK);
  EXPECT(lwm2mc_block_decoder_next(&moved, &record, &piece, &error) == LWM2MC_END);

  /* Without scratch there is nothing but an error. */
  EXPECT(lwm2mc_block_decoder_init(&decoder, LWM2MC_FORMAT_TLV, &device, NULL, 0) == LWM2MC_OK);
  EXPECT(lwm2mc_block_decoder_feed(&decoder, battery, 3) == LWM2MC_OK);
  EXPECT(lwm2mc_block_decoder_next(&decoder, &record, &piece, &error) ==
         LWM2MC_ERROR_SCRATCH_TOO_SMALL);
  EXPECT(error.position == 0);
  EXPECT(lwm2mc_block_decoder_next(&decoder, &record, &piece, &error) == LWM2MC_END);

  /* A long value comes in pieces, of which the last one is told. */
  const uint8_t head[] = {0xc8, 0x00, 200};
  uint32_t received = 0;
  lwm2mc_status_t status;
  lwm2mc_context_t package = {{{5, 0, 0}, 3}, LWM2MC_OPERATION_WRITE, 0, 0, NULL, NULL, 0};
  lwm2mc_block_decoder_init(&decoder, LWM2MC_FORMAT_TLV, &package, scratch, 64);
  lwm2mc_block_decoder_feed(&decoder, head, 3);
  EXPECT(lwm2mc_block_decoder_next(&decoder, &record, &piece, &error) == LWM2MC_END);
  lwm2mc_block_decoder_feed(&decoder, image, 200);
  int first = 1, last = 0;
  while ((status = lwm2mc_block_decoder_next(&decoder, &record, &piece, &error)) == LWM2MC_PIECE) {
    EXPECT(piece.first == first && piece.offset == received && piece.typed == 0);
    EXPECT(record.path.ids[0] == 5 && record.path.length == 3);
    EXPECT(record.data_type == LWM2MC_TYPE_OPAQUE && record.value.data.data != NULL);
    received += (uint32_t)record.value.data.length;
    first = 0;
    last = piece.last;
  }
  EXPECT(status == LWM2MC_END && received == 200 && last == 1);
}

static void converting(void) {
  lwm2mc_decoder_t decoder;
  lwm2mc_error_t error;
  char buffer[64];
  size_t length = 0;
  lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_TLV, battery, 3, &device);
  EXPECT(lwm2mc_convert(&decoder, LWM2MC_FORMAT_SENML_JSON, &device, buffer, 64, &length, &error) ==
         LWM2MC_OK);
  EXPECT(length == sizeof senml - 1 && memcmp(buffer, senml, length) == 0);
  EXPECT(lwm2mc_convert(&decoder, LWM2MC_FORMAT_SENML_JSON, &device, buffer, 64, &length, &error) ==
         LWM2MC_ERROR_NOT_INITIALIZED);
  lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_TLV, battery, 3, &device);
  EXPECT(lwm2mc_convert(&decoder, LWM2MC_FORMAT_SENML_JSON, &device, buffer, 5, &length, &error) ==
         LWM2MC_ERROR_BUFFER_TOO_SMALL);
  EXPECT(length == sizeof senml - 1);
  lwm2mc_context_t untyped = device;
  untyped.schema = NULL;
  lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_TLV, battery, 3, &untyped);
  EXPECT(lwm2mc_convert(&decoder, LWM2MC_FORMAT_SENML_JSON, &untyped, buffer, 64, &length,
                        &error) == LWM2MC_ERROR_TYPE_NOT_KNOWN);
  /* The registry as a callback knows the type. */
  lwm2mc_schema_t registry = {NULL, 0, lwm2mc_registry_type, NULL};
  untyped.schema = &registry;
  lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_TLV, battery, 3, &untyped);
  EXPECT(lwm2mc_convert(&decoder, LWM2MC_FORMAT_SENML_JSON, &untyped, buffer, 64, &length,
                        &error) == LWM2MC_OK);
  EXPECT(lwm2mc_registry_type(NULL, 3, 9) == (LWM2MC_TYPE_INTEGER | LWM2MC_SINGLE));
  EXPECT(lwm2mc_registry_type(NULL, 3, 7) == (LWM2MC_TYPE_INTEGER | LWM2MC_MULTIPLE));
  EXPECT(lwm2mc_registry_type(NULL, 3, 65000) == 0);
}

/* The versions of a client, from its registration to values. */
static void versions(void) {
  static const char payload[] = "</3/0>,</3416/0>,</3303>;ver=1.1,</3303/0>,</3416/1>";
  lwm2mc_object_version_t objects[8];
  lwm2mc_versions_t versions = {objects, 8, 0};
  lwm2mc_version_t lwm2m = {1, 0};
  lwm2mc_error_t error;
  EXPECT(lwm2mc_registration_versions(&versions, payload, sizeof payload - 1, 0, NULL, &error) ==
         LWM2MC_OK);
  EXPECT(versions.count == 2);
  EXPECT(lwm2mc_registration_versions(&versions, payload, sizeof payload - 1, 0, &lwm2m, &error) ==
         LWM2MC_OK);
  EXPECT(versions.count == 6);
  for (size_t i = 0; i < versions.count; i++) {
    EXPECT(objects[i].version.major == 1);
    EXPECT(objects[i].version.minor == (objects[i].object == 3303));
  }
  lwm2mc_schema_t schema = {NULL, 0, lwm2mc_registry_type_of_version, &versions};
  lwm2mc_context_t context = device;
  context.base.ids[0] = 3416;
  context.schema = &schema;
  static const uint8_t tlv[] = {0xc4, 0x0f, 0, 0, 0x0e, 0x10};
  lwm2mc_decoder_t decoder;
  lwm2mc_record_t record;
  EXPECT(lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_TLV, tlv, sizeof tlv, &context) == LWM2MC_OK);
  EXPECT(lwm2mc_decoder_next(&decoder, &record, &error) == LWM2MC_OK);
  EXPECT(record.data_type == LWM2MC_TYPE_INTEGER && record.value.integer == 3600);
  EXPECT(lwm2mc_registry_type(NULL, 3416, 15) == (LWM2MC_TYPE_FLOAT | LWM2MC_SINGLE));
  EXPECT(lwm2mc_registry_type_of_version(NULL, 3416, 15) == (LWM2MC_TYPE_FLOAT | LWM2MC_SINGLE));

  versions.capacity = 2;
  EXPECT(lwm2mc_registration_versions(&versions, payload, sizeof payload - 1, 0, &lwm2m, &error) ==
         LWM2MC_ERROR_BUFFER_TOO_SMALL);
  EXPECT(versions.count >= 6 && versions.count <= 8);
  EXPECT(lwm2mc_registry_type_of_version(&versions, 3303, 5700) ==
         (LWM2MC_TYPE_FLOAT | LWM2MC_SINGLE));
  EXPECT(lwm2mc_registration_versions(&versions, "</3>;ver=x", 10, 0, NULL, &error) ==
         LWM2MC_ERROR_INVALID_VERSION);
  EXPECT(versions.count == 0 && error.position == 9);
  EXPECT(lwm2mc_registration_versions(NULL, payload, sizeof payload - 1, 0, NULL, NULL) ==
         LWM2MC_ERROR_NULL);
}

static void linking(void) {
  static const char payload[] = "</>;rt=\"oma.lwm2m\";ct=\"110 112\",</3>;ver=1.1,</3/0>,</t>;if=a;x=\"b,\"";
  lwm2mc_attribute_t attributes[17];
  lwm2mc_link_t plain;
  lwm2mc_lwm2m_link_t links[4];
  uint16_t formats[] = {110, 112};
  size_t length, count;
  char buffer[128];
  memset(attributes, 0, sizeof attributes);
  memset(&plain, 0, sizeof plain);
  memset(links, 0, sizeof links);
  links[0].marks_root = 1;
  links[0].present = LWM2MC_HAS_FORMATS;
  links[0].formats = formats;
  links[0].format_count = 2;
  links[1].path.length = 1;
  links[1].path.ids[0] = 3;
  links[1].present = LWM2MC_HAS_VERSION;
  links[1].version.major = links[1].version.minor = 1;
  links[2].path = device.base;
  links[3].plain = &plain;
  plain.target = "/t";
  plain.target_length = 2;
  plain.attributes = attributes;
  plain.attribute_count = 2;
  for (int i = 0; i < 17; i++) {
    attributes[i].name = i == 0 ? "if" : "x";
    attributes[i].name_length = i == 0 ? 2 : 1;
    attributes[i].has_value = 1;
    attributes[i].value.data = i == 0 ? "a" : "b,";
    attributes[i].value.length = i == 0 ? 1 : 2;
  }
  lwm2mc_link_source_t source = {links, 4, NULL, NULL};
  lwm2mc_error_t error;
  EXPECT(lwm2mc_links_encode(&source, buffer, sizeof buffer, &length, &error) == LWM2MC_OK);
  EXPECT(length == sizeof payload - 1 && memcmp(buffer, payload, length) == 0);
  plain.attribute_count = 17;
  EXPECT(lwm2mc_links_encode(&source, buffer, sizeof buffer, &length, &error) ==
         LWM2MC_ERROR_MALFORMED);
  EXPECT(error.position == 3);
  plain.attribute_count = 0;
  plain.target = "<";
  plain.target_length = 1;
  EXPECT(lwm2mc_links_encode(&source, buffer, sizeof buffer, &length, &error) ==
         LWM2MC_ERROR_NOT_REPRESENTABLE);
  EXPECT(error.position == 3);

  lwm2mc_lwm2m_links_t decoder;
  const char *root;
  size_t root_length;
  EXPECT(lwm2mc_registration_init(&decoder, payload, sizeof payload - 1, 0, &root, &root_length,
                                  &error) == LWM2MC_OK);
  EXPECT(root_length == 1 && *root == '/');
  EXPECT(lwm2mc_lwm2m_links_next(&decoder, &links[0], &error) == LWM2MC_OK);
  EXPECT(links[0].marks_root == 1 && links[0].present == LWM2MC_HAS_FORMATS);
  EXPECT(lwm2mc_link_formats(&links[0], formats, 1, &count) == LWM2MC_ERROR_BUFFER_TOO_SMALL);
  EXPECT(count == 2);
  EXPECT(lwm2mc_link_formats(&links[0], formats, 2, &count) == LWM2MC_OK && formats[1] == 112);
  EXPECT(lwm2mc_lwm2m_links_next(&decoder, &links[1], &error) == LWM2MC_OK);
  EXPECT(links[1].present == LWM2MC_HAS_VERSION && links[1].version.minor == 1);
  EXPECT(lwm2mc_link_formats(&links[1], formats, 2, &count) == LWM2MC_END);
  EXPECT(lwm2mc_lwm2m_links_next(&decoder, &links[2], &error) == LWM2MC_OK);
  EXPECT(lwm2mc_lwm2m_links_next(&decoder, &links[3], &error) == LWM2MC_END);

  /* Discover: the attributes of notifications. */
  static const char discover[] = "</3/0/7>;dim=2;pmin=10;pmax=60;gt=50;lt=42.2;edge=1;con=0";
  lwm2mc_lwm2m_links_init(&decoder, discover, sizeof discover - 1, "/", 1, 0);
  EXPECT(lwm2mc_lwm2m_links_next(&decoder, &links[0], &error) == LWM2MC_OK);
  EXPECT(links[0].dim == 2 && links[0].pmin == 10 && links[0].pmax == 60);
  EXPECT(links[0].gt == 50 && links[0].lt == 42.2 && links[0].edge == LWM2MC_EDGE_RISING);
  source.count = 1;
  EXPECT(lwm2mc_links_encode(&source, buffer, sizeof buffer, &length, &error) == LWM2MC_OK);
  EXPECT(length == sizeof discover - 1);
  EXPECT(lwm2mc_lwm2m_links_init(&decoder, "x", 1, "/", 1, 0) == LWM2MC_OK);
  EXPECT(lwm2mc_lwm2m_links_next(&decoder, &links[0], &error) == LWM2MC_ERROR_LINK_START);
}

static void texts(void) {
  char buffer[32];
  lwm2mc_path_t path;
  lwm2mc_error_t error;
  EXPECT(lwm2mc_path_parse("/3/0/7/1", 8, &path, NULL) == LWM2MC_OK && path.length == 4);
  EXPECT(lwm2mc_path_format(&path, buffer, sizeof buffer) == 8 && strcmp(buffer, "/3/0/7/1") == 0);
  EXPECT(lwm2mc_path_format(&path, buffer, 5) == 8 && strcmp(buffer, "/3/0") == 0);
  EXPECT(lwm2mc_path_format(&path, NULL, 0) == 8);
  EXPECT(lwm2mc_path_format(&path, NULL, 1) == 0 && lwm2mc_path_format(NULL, buffer, 32) == 0);
  EXPECT(lwm2mc_path_parse("/", 1, &path, NULL) == LWM2MC_OK && path.length == 0);
  EXPECT(lwm2mc_path_parse("/65535/65534/65535", 18, &path, &error) == LWM2MC_ERROR_RESERVED_ID);
  EXPECT(lwm2mc_path_parse("/3/x", 4, &path, &error) == LWM2MC_ERROR_INVALID_PATH);
  EXPECT(error.position == 3);
  EXPECT(strcmp(lwm2mc_status_text(LWM2MC_OK), "done") == 0);
  EXPECT(strcmp(lwm2mc_status_text(LWM2MC_ERROR_FORMAT_NOT_ENCODABLE),
                "this content format is not supported here") == 0);
  EXPECT(strcmp(lwm2mc_status_text(LWM2MC_ERROR_TRAILING_DATA),
                "nothing may follow the end of the data") == 0);
  EXPECT(strcmp(lwm2mc_status_text(-31), "unknown status") == 0);
  memset(&error, 0, sizeof error);
  error.status = LWM2MC_ERROR_TRUNCATED;
  EXPECT(lwm2mc_error_message(&error, buffer, sizeof buffer) > 31 && buffer[31] == 0);
}

int main(void) {
  EXPECT(sizeof(lwm2mc_seen_t) == 24);
  EXPECT(sizeof(lwm2mc_decoder_t) == (sizeof(void *) == 8 ? 288 : 240));
  EXPECT(sizeof(lwm2mc_block_decoder_t) == (sizeof(void *) == 8 ? 544 : 448));
  EXPECT(sizeof(lwm2mc_block_encoder_t) == (sizeof(void *) == 8 ? 440 : 296));
  decoding();
  misuse();
  encoding();
  blocks();
  converting();
  versions();
  linking();
  texts();
  printf("%d failed\n", failures);
  return failures > 0;
}
