/* A program of which the size is measured: with DECODE it decodes, with ENCODE it encodes; with
 * neither it is what is subtracted. All that it needs is in RAM that only the debugger fills, so
 * that the compiler can leave nothing out. */
#include "lwm2m_codec.h"

#define ANY(type, name) volatile type name

extern const void *volatile in_payload;
extern volatile size_t in_length;
const void *volatile in_payload;
volatile size_t in_length;
ANY(lwm2mc_status_t, out);

static const lwm2mc_resource_t table[] = {{3, 0, 1}, {3, 9, 2}, {3, 13, 7}};
static const lwm2mc_schema_t schema = {table, 3, NULL, NULL};
static const lwm2mc_context_t context = {
    {{3, 0}, 2}, LWM2MC_OPERATION_READ, 0, 0, &schema, NULL, 0};

int main(void) {
#if defined DECODE && defined LINKS
  lwm2mc_lwm2m_links_t links;
  lwm2mc_lwm2m_link_t link;
  lwm2mc_error_t error;
  lwm2mc_lwm2m_links_init(&links, in_payload, in_length, "/", 1, 0);
  while ((out = lwm2mc_lwm2m_links_next(&links, &link, &error)) == LWM2MC_OK) {
  }
#elif defined DECODE
  lwm2mc_decoder_t decoder;
  lwm2mc_record_t record;
  lwm2mc_error_t error;
  lwm2mc_decoder_init(&decoder, FORMAT, in_payload, in_length, &context);
  while ((out = lwm2mc_decoder_next(&decoder, &record, &error)) == LWM2MC_OK) {
  }
#endif
#if defined DECODE_BLOCKS
  lwm2mc_block_decoder_t blocks;
  lwm2mc_record_t part;
  lwm2mc_piece_t piece;
  static uint64_t scratch[16];
  lwm2mc_block_decoder_init(&blocks, FORMAT, &context, scratch, sizeof scratch);
  lwm2mc_block_decoder_feed(&blocks, in_payload, in_length);
  while ((out = lwm2mc_block_decoder_next(&blocks, &part, &piece, NULL)) == LWM2MC_OK) {
  }
  lwm2mc_block_decoder_finish(&blocks);
#endif
#if defined ENCODE && defined LINKS
  lwm2mc_link_source_t link_source = {in_payload, in_length, NULL, NULL};
  size_t length;
  static uint8_t link_buffer[64];
  out = lwm2mc_links_encode(&link_source, link_buffer, sizeof link_buffer, &length, NULL);
#elif defined ENCODE
  lwm2mc_source_t source = {in_payload, in_length, NULL, NULL};
  static uint8_t buffer[64];
  size_t length;
  out = lwm2mc_encode(FORMAT, &source, &context, buffer, sizeof buffer, &length, NULL);
#endif
#if defined ENCODE_BLOCKS
  static lwm2mc_block_encoder_t encoder;
  lwm2mc_source_t block_source = {in_payload, in_length, NULL, NULL};
  static uint8_t block[64];
  size_t block_length;
  lwm2mc_block_encoder_init(&encoder, FORMAT, &block_source, &context, &block_length, NULL);
  out = lwm2mc_block_encoder_fill(&encoder, block, sizeof block, &block_length, NULL);
#endif
  return out;
}
