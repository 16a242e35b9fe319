#include "vectors.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST 64

/* What a registration says of an object. */
struct object {
  unsigned id, instances[MOST];
  size_t count;
  int has_version;
  lwm2mc_version_t version;
};

static struct object *object_of(struct object *objects, size_t *count, unsigned id) {
  for (size_t i = 0; i < *count; i++) {
    if (objects[i].id == id) {
      return &objects[i];
    }
  }
  struct object *object = &objects[(*count)++];
  memset(object, 0, sizeof *object);
  object->id = id;
  return object;
}

static void add_instance(struct object *object, unsigned id) {
  size_t place = object->count;
  for (size_t i = 0; i < object->count; i++) {
    if (object->instances[i] == id) {
      return;
    }
  }
  for (; place > 0 && object->instances[place - 1] > id; place--) {
    object->instances[place] = object->instances[place - 1];
  }
  object->instances[place] = id;
  object->count++;
}

/* Objects are members of a JSON object, which sorts them as text. */
static int by_text(const void *a, const void *b) {
  char left[8], right[8];
  snprintf(left, sizeof left, "%u", ((const struct object *)a)->id);
  snprintf(right, sizeof right, "%u", ((const struct object *)b)->id);
  return strcmp(left, right);
}

/* The registration as text, and its links. */
static int registration(struct text *out, const void *payload, size_t length, uint64_t leniencies,
                        lwm2mc_lwm2m_link_t *found, size_t *found_count) {
  static struct object objects[MOST];
  size_t count = 0, formats = 0, root_length;
  uint16_t numbers[32];
  char plain[64];
  const char *root;
  lwm2mc_lwm2m_links_t links;
  lwm2mc_status_t status;
  *found_count = 0;
  if (lwm2mc_registration_init(&links, payload, length, leniencies, &root, &root_length, NULL) < 0) {
    return 0;
  }
  while (lwm2mc_lwm2m_links_next(&links, &found[*found_count], NULL) == LWM2MC_OK) {
    const lwm2mc_lwm2m_link_t *link = &found[*found_count];
    if (link->path.length == 0 && formats == 0) {
      status = lwm2mc_link_formats(link, numbers, 32, &formats);
      if (status != LWM2MC_OK && status != LWM2MC_END) {
        return 0;
      }
    }
    if (++*found_count == MOST) {
      return 0;
    }
  }
  for (unsigned level = 1; level <= 2; level++) {
    for (size_t i = 0; i < *found_count; i++) {
      if (found[i].path.length != level) {
        continue;
      }
      struct object *object = object_of(objects, &count, found[i].path.ids[0]);
      if (!object->has_version && (found[i].present & LWM2MC_HAS_VERSION)) {
        object->has_version = 1;
        object->version = found[i].version;
      }
      if (level == 2) {
        add_instance(object, found[i].path.ids[1]);
      }
    }
  }
  qsort(objects, count, sizeof *objects, by_text);
  puts_to(out, "{\"ct\":[");
  for (size_t i = 0; i < formats; i++) {
    snprintf(plain, sizeof plain, "%s%u", i > 0 ? "," : "", numbers[i]);
    puts_to(out, plain);
  }
  puts_to(out, "],\"objects\":{");
  for (size_t i = 0; i < count; i++) {
    snprintf(plain, sizeof plain, "%s\"%u\":{\"instances\":[", i > 0 ? "," : "", objects[i].id);
    puts_to(out, plain);
    for (size_t k = 0; k < objects[i].count; k++) {
      snprintf(plain, sizeof plain, "%s%u", k > 0 ? "," : "", objects[i].instances[k]);
      puts_to(out, plain);
    }
    lwm2mc_version_t version = objects[i].version;
    snprintf(plain, sizeof plain, "],\"ver\":\"%u.%u\"}", version.major, version.minor);
    puts_to(out, objects[i].has_version ? plain : "],\"ver\":null}");
  }
  puts_to(out, "},\"root\":");
  put_string(out, root, root_length);
  puts_to(out, "}");
  return 1;
}

/* The links as text. */
static lwm2mc_status_t links(struct text *out, const void *payload, size_t length,
                             uint64_t leniencies, lwm2mc_link_t *found, size_t *count,
                             lwm2mc_error_t *error) {
  lwm2mc_links_t decoder;
  lwm2mc_attribute_t attribute;
  lwm2mc_status_t status = lwm2mc_links_init(&decoder, payload, length, leniencies);
  puts_to(out, "[");
  for (*count = 0; status == LWM2MC_OK && *count < MOST; ++*count) {
    status = lwm2mc_links_next(&decoder, &found[*count], error);
    if (status != LWM2MC_OK) {
      break;
    }
    lwm2mc_link_t link = found[*count];
    puts_to(out, *count > 0 ? ",{\"attrs\":[" : "{\"attrs\":[");
    for (int first = 1; lwm2mc_link_next_attribute(&link, &attribute) == LWM2MC_OK; first = 0) {
      puts_to(out, first ? "[" : ",[");
      put_string(out, attribute.name, attribute.name_length);
      puts_to(out, ",");
      if (attribute.has_value) {
        put_data(out, &attribute.value, 0);
      } else {
        puts_to(out, "null");
      }
      puts_to(out, "]");
    }
    puts_to(out, "],\"uri\":");
    put_string(out, link.target, link.target_length);
    puts_to(out, "}");
  }
  puts_to(out, "]");
  return status;
}

/* Whether encoding what was read gives what reads as the same. */
static const char *again(const lwm2mc_lwm2m_link_t *given, size_t count, uint64_t leniencies,
                         int typed, const char *expected) {
  static lwm2mc_lwm2m_link_t typed_links[MOST];
  static lwm2mc_link_t plain_links[MOST];
  lwm2mc_link_source_t source = {given, count, NULL, NULL};
  struct text text = {NULL, 0, 0};
  size_t length, written, found;
  const char *fault = NULL;
  if (lwm2mc_links_encoded_length(&source, &length, NULL) != LWM2MC_OK) {
    return "the length of the links";
  }
  char *buffer = malloc(length + 1);
  if (lwm2mc_links_encode(&source, buffer, length, &written, NULL) != LWM2MC_OK ||
      written != length) {
    fault = "encoding the links";
  } else if (length > 0 && lwm2mc_links_encode(&source, buffer, length - 1, &written, NULL) !=
                               LWM2MC_ERROR_BUFFER_TOO_SMALL) {
    fault = "a buffer that is too small";
  } else if (typed) {
    lwm2mc_links_encode(&source, buffer, length, NULL, NULL);
    registration(&text, buffer, length, 0, typed_links, &found);
  } else {
    lwm2mc_links_encode(&source, buffer, length, NULL, NULL);
    links(&text, buffer, length, leniencies, plain_links, &found, NULL);
  }
  if (fault == NULL && (text.start == NULL || strcmp(text.start, expected) != 0)) {
    fault = typed ? "another registration" : "other links";
  }
  free(text.start);
  free(buffer);
  return fault;
}

lwm2mc_status_t dump_links(struct text *out, const struct vector *vector, uint64_t leniencies,
                           lwm2mc_error_t *error) {
  static lwm2mc_link_t plain_links[MOST];
  static lwm2mc_lwm2m_link_t given[MOST], typed_links[MOST];
  struct text text = {NULL, 0, 0}, read = {NULL, 0, 0};
  size_t count, typed_count;
  lwm2mc_status_t status =
      links(&text, vector->payload, vector->length, leniencies, plain_links, &count, error);
  if (status == LWM2MC_END) {
    memset(given, 0, sizeof given);
    for (size_t i = 0; i < count; i++) {
      given[i].plain = &plain_links[i];
    }
    report(vector, again(given, count, leniencies, 0, text.start));
    puts_to(out, "\"links\":");
    puts_to(out, text.start);
    puts_to(out, ",\"ok\":true");
    if (registration(&read, vector->payload, vector->length, leniencies, typed_links,
                     &typed_count)) {
      report(vector, again(typed_links, typed_count, leniencies, 1, read.start));
      puts_to(out, ",\"reg\":");
      puts_to(out, read.start);
    }
  }
  free(text.start);
  free(read.start);
  return status;
}
