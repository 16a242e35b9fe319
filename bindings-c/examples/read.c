/* Reads the answer to a Read of /3/0, and converts it. */
#include <inttypes.h>
#include <stdio.h>

#include "lwm2m_codec.h"

static const lwm2mc_resource_t resources[] = {
    {3, 0, LWM2MC_TYPE_STRING},
    {3, 7, LWM2MC_TYPE_INTEGER | LWM2MC_MULTIPLE},
    {3, 9, LWM2MC_TYPE_INTEGER},
};

int main(void) {
  static const unsigned char payload[] = "\xc3\x00OMA\x86\x07\x41\x00\x7d\x41\x01\x7e\xc1\x09\x64";
  const size_t size = sizeof payload - 1;
  const lwm2mc_schema_t schema = {.resources = resources, .count = 3};
  const lwm2mc_context_t context = {
      .base = {{3, 0}, 2}, .operation = LWM2MC_OPERATION_READ, .schema = &schema};
  lwm2mc_decoder_t decoder;
  lwm2mc_record_t record;
  lwm2mc_error_t error;
  lwm2mc_status_t status = lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_TLV, payload, size, &context);
  if (status != LWM2MC_OK) {
    return puts(lwm2mc_status_text(status)), 1;
  }
  while ((status = lwm2mc_decoder_next(&decoder, &record, &error)) == LWM2MC_OK) {
    char path[32];
    lwm2mc_path_format(&record.path, path, sizeof path);
    if (record.data_type == LWM2MC_TYPE_STRING) {
      printf("%s %.*s\n", path, (int)record.value.data.length, (const char *)record.value.data.data);
    } else if (record.data_type == LWM2MC_TYPE_INTEGER) {
      printf("%s %" PRId64 "\n", path, record.value.integer);
    }
  }
  char text[256];
  if (status != LWM2MC_END) {
    lwm2mc_error_message(&error, text, sizeof text);
    return puts(text), 1;
  }
  size_t length;
  lwm2mc_decoder_init(&decoder, LWM2MC_FORMAT_TLV, payload, size, &context);
  status = lwm2mc_convert(&decoder, LWM2MC_FORMAT_SENML_JSON, &context, text, sizeof text, &length,
                          &error);
  printf("%.*s\n", status == LWM2MC_OK ? (int)length : 0, text);
  return status != LWM2MC_OK;
}
