/* Sends a string in SenML CBOR, 16 bytes at a time, and takes it apart as it comes. */
#include <stdio.h>
#include <string.h>

#include "lwm2m_codec.h"

static const char name[] = "A manufacturer whose name is longer than any block, and than the scratch";

/* The records to send, one by one: here there is one. */
static lwm2mc_status_t get(void *user, size_t index, lwm2mc_record_t *record) {
  if (index > 0) {
    return LWM2MC_END;
  }
  record->path = *(const lwm2mc_path_t *)user;
  record->data_type = LWM2MC_TYPE_STRING;
  record->value.data.data = name;
  record->value.data.length = sizeof name - 1;
  return LWM2MC_OK;
}

int main(void) {
  lwm2mc_path_t path = {{3, 0, 0}, 3};
  const lwm2mc_context_t context = {.base = path, .operation = LWM2MC_OPERATION_WRITE};
  const lwm2mc_source_t source = {.get = get, .user = &path};
  lwm2mc_block_encoder_t encoder;
  lwm2mc_block_decoder_t decoder;
  lwm2mc_record_t record;
  lwm2mc_piece_t piece;
  lwm2mc_status_t status;
  unsigned char scratch[64], block[16];
  size_t total, length;
  int complete = 0;
  if (lwm2mc_block_encoder_init(&encoder, LWM2MC_FORMAT_SENML_CBOR, &source, &context, &total,
                                NULL) != LWM2MC_OK ||
      lwm2mc_block_decoder_init(&decoder, LWM2MC_FORMAT_SENML_CBOR, &context, scratch,
                                sizeof scratch) != LWM2MC_OK) {
    return 1;
  }
  do {
    if (lwm2mc_block_encoder_fill(&encoder, block, sizeof block, &length, NULL) != LWM2MC_OK) {
      return 1;
    }
    status = length > 0 ? lwm2mc_block_decoder_feed(&decoder, block, length)
                        : lwm2mc_block_decoder_finish(&decoder);
    while (status >= 0 && status != LWM2MC_END) {
      status = lwm2mc_block_decoder_next(&decoder, &record, &piece, NULL);
      if (status == LWM2MC_PIECE) {
        printf("%.*s", (int)record.value.data.length, (const char *)record.value.data.data);
        complete |= piece.last; /* only now is it sure that the value is whole */
      }
    }
  } while (status >= 0 && length > 0);
  printf("\n%zu bytes in all\n", total);
  return !complete || status != LWM2MC_END;
}
