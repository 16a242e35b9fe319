/* What a small device does: a Write in TLV arrives in blocks of 64 bytes, then a firmware image does,
 * and a Read is answered in LwM2M CBOR and in SenML CBOR. Runs under QEMU; the exit status says
 * whether all went well, the output is compared with expected.txt. */
#include <stdbool.h>

#include "lwm2m_codec.h"
#include "startup.h"

#define BLOCK 64

static int failures;

static void expect(bool truth, const char *what) {
  if (!truth) {
    print("FAILED: ");
    print(what);
    print("\n");
    failures++;
  }
}

static void expect_status(lwm2mc_status_t found, lwm2mc_status_t expected,
                          const lwm2mc_error_t *error) {
  char message[96];
  if (found != expected) {
    lwm2mc_error_message(error, message, sizeof message);
    expect(false, message);
  }
}

/* --- The objects of this device ---------------------------------------------------------------- */

static const lwm2mc_resource_t resources[] = {
    {3, 0, LWM2MC_TYPE_STRING | LWM2MC_SINGLE},   {3, 6, LWM2MC_TYPE_INTEGER | LWM2MC_MULTIPLE},
    {3, 9, LWM2MC_TYPE_INTEGER | LWM2MC_SINGLE},  {3, 13, LWM2MC_TYPE_TIME | LWM2MC_SINGLE},
    {5, 0, LWM2MC_TYPE_OPAQUE | LWM2MC_SINGLE},   {16, 0, LWM2MC_TYPE_STRING | LWM2MC_MULTIPLE},
};
static const lwm2mc_schema_t schema = {resources, 6, NULL, NULL};

/* Identities of the Portfolio object, as long as this device can keep them. */
static char identities[4][32];

static void keep_identity(const lwm2mc_record_t *record) {
  size_t length, instance = record->path.ids[3];
  expect(record->path.length == 4 && instance < 4, "an identity");
  if (instance < 4 && lwm2mc_data_copy(&record->value.data, identities[instance],
                                       sizeof identities[0] - 1, &length, NULL) == LWM2MC_OK) {
    identities[instance][length] = 0;
  }
}

/* --- Writes ------------------------------------------------------------------------------------ */

static const uint8_t portfolio[] =
    "\x88\x00\x5e\x48\x00\x13" "urn:dev:os:00:12345"
    "\x48\x01\x14" "Open Mobile Alliance"
    "\x48\x02\x16" "Lightweight M2M Client"
    "\x48\x03\x15" "SN-345000123-00000001";

static uint8_t payload_byte(size_t offset) { return portfolio[offset]; }

/* A TLV of 1024 bytes for /5/0/0. */
static uint8_t image_byte(size_t offset) {
  static const uint8_t head[] = {0xd0, 0x00, 0x04, 0x00};
  return offset < sizeof head ? head[offset] : (uint8_t)((offset - sizeof head) * 7 >> 2);
}

/* What a Write to this path brings, block by block. */
static void receive(const lwm2mc_context_t *context, uint8_t (*byte)(size_t), size_t length) {
  static uint8_t scratch[BLOCK], block[BLOCK];
  lwm2mc_block_decoder_t decoder;
  lwm2mc_record_t record;
  lwm2mc_piece_t piece;
  lwm2mc_error_t error = {0};
  lwm2mc_status_t status;
  uint32_t sum = 0, received = 0;
  stack_paint();
  lwm2mc_block_decoder_init(&decoder, LWM2MC_FORMAT_TLV, context, scratch, sizeof scratch);
  for (size_t start = 0;; start += BLOCK) {
    size_t size = length - start < BLOCK ? length - start : BLOCK;
    if (start < length) {
      for (size_t i = 0; i < size; i++) {
        block[i] = byte(start + i);
      }
      lwm2mc_block_decoder_feed(&decoder, block, size);
    } else {
      lwm2mc_block_decoder_finish(&decoder);
    }
    while ((status = lwm2mc_block_decoder_next(&decoder, &record, &piece, &error)) >= 0 &&
           status != LWM2MC_END) {
      if (status == LWM2MC_OK) {
        keep_identity(&record);
        continue;
      }
      const uint8_t *bytes = record.value.data.data;
      for (size_t i = 0; i < record.value.data.length; i++) {
        sum = sum * 31 + bytes[i];
      }
      received = piece.offset + (uint32_t)record.value.data.length;
      if (piece.last) {
        print("image: ");
        print_number(received);
        print(" bytes, sum ");
        print_number(sum);
        print("\n");
      }
    }
    expect_status(status, LWM2MC_END, &error);
    if (start >= length) {
      break;
    }
  }
}

/* --- Reads ------------------------------------------------------------------------------------- */

static void set_text(lwm2mc_data_t *data, const char *text, size_t length) {
  data->data = text;
  data->length = length;
}

/* The resources of /3/0, one by one: no array of them is in memory. */
static lwm2mc_status_t device(void *user, size_t index, lwm2mc_record_t *record) {
  static const lwm2mc_path_t paths[] = {
      {{3, 0, 0}, 3}, {{3, 0, 6, 0}, 4}, {{3, 0, 6, 1}, 4}, {{3, 0, 9}, 3}, {{3, 0, 13}, 3}};
  static const uint8_t types[] = {LWM2MC_TYPE_STRING, LWM2MC_TYPE_INTEGER, LWM2MC_TYPE_INTEGER,
                                  LWM2MC_TYPE_INTEGER, LWM2MC_TYPE_TIME};
  static const int32_t values[] = {0, 1, 5, 100, 1367491215};
  (void)user;
  if (index >= 5) {
    return LWM2MC_END;
  }
  record->path = paths[index];
  record->data_type = types[index];
  if (index == 0) {
    set_text(&record->value.data, "Open Mobile Alliance", 20);
  } else {
    record->value.integer = values[index];
  }
  return LWM2MC_OK;
}

static void print_bytes(const uint8_t *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    char two[3] = {"0123456789abcdef"[bytes[i] >> 4], "0123456789abcdef"[bytes[i] & 15], 0};
    print(two);
  }
  print("\n");
}

/* The answer to a Read of /3/0, which the other side reads again. */
static unsigned answer(uint16_t format, const char *name) {
  static uint8_t buffer[128];
  const lwm2mc_context_t context = {
      {{3, 0}, 2}, LWM2MC_OPERATION_READ, 0, 0, &schema, NULL, 0};
  const lwm2mc_source_t source = {NULL, 0, device, NULL};
  lwm2mc_decoder_t decoder;
  lwm2mc_record_t record;
  lwm2mc_error_t error = {0};
  size_t length, exact, count = 0;
  stack_paint();
  expect_status(lwm2mc_encoded_length(format, &source, &context, &exact, &error), 0, &error);
  expect_status(lwm2mc_encode(format, &source, &context, buffer, exact, &length, &error), 0, &error);
  unsigned used = stack_used();
  expect(length == exact, "the length");
  print(name);
  print(": ");
  print_bytes(buffer, length);
  stack_paint();
  lwm2mc_decoder_init(&decoder, format, buffer, length, &context);
  while (lwm2mc_decoder_next(&decoder, &record, &error) == LWM2MC_OK) {
    lwm2mc_record_t sent = {0};
    expect(device(NULL, count++, &sent) == LWM2MC_OK, "a record too much");
    expect(record.data_type == sent.data_type, "the type");
    expect(count == 1 || record.value.integer == sent.value.integer, "the value");
  }
  expect(count == 5 && error.status == 0, "all records");
  unsigned decoding = stack_used();
  return decoding << 16 | used;
}

static void print_stack(const char *what, unsigned bytes) {
  print("stack: ");
  print(what);
  print(" ");
  print_number(bytes);
  print("\n");
}

int main(void) {
  static const lwm2mc_context_t to_portfolio = {
      {{16, 0}, 2}, LWM2MC_OPERATION_WRITE, 0, 0, &schema, NULL, 0};
  static const lwm2mc_context_t to_package = {
      {{5, 0, 0}, 3}, LWM2MC_OPERATION_WRITE, 0, 0, &schema, NULL, 0};
  receive(&to_portfolio, payload_byte, sizeof portfolio - 1);
  for (unsigned i = 0; i < 4; i++) {
    print(identities[i]);
    print("\n");
  }
  receive(&to_package, image_byte, 4 + 1024);
  unsigned blocks = stack_used();
  unsigned lwm2m_cbor = answer(LWM2MC_FORMAT_LWM2M_CBOR, "LwM2M CBOR");
  unsigned senml_cbor = answer(LWM2MC_FORMAT_SENML_CBOR, "SenML CBOR");

  /* Wrong payloads are told apart, with the place. */
  lwm2mc_decoder_t decoder;
  lwm2mc_record_t record;
  lwm2mc_error_t error;
  char message[96];
  stack_paint();
  lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_TLV, portfolio, 40, &to_portfolio);
  while (lwm2mc_decoder_next(&decoder, &record, &error) == LWM2MC_OK) {
  }
  unsigned tlv = stack_used();
  lwm2mc_error_message(&error, message, sizeof message);
  print(message);
  print("\n");

  print_stack("TLV in blocks", blocks);
  print_stack("TLV decode", tlv);
  print_stack("LwM2M CBOR encode", lwm2m_cbor & 0xffff);
  print_stack("LwM2M CBOR decode", lwm2m_cbor >> 16);
  print_stack("SenML CBOR encode", senml_cbor & 0xffff);
  print_stack("SenML CBOR decode", senml_cbor >> 16);
  print(failures == 0 ? "passed\n" : "failed\n");
  return failures != 0;
}
