/* SPDX-License-Identifier: MIT */
/* What the fuzz targets share: checks, input bytes, texts, an allocator that counts and can fail, bases and dumps. */
#ifndef FUZZ_SUPPORT_H
#define FUZZ_SUPPORT_H

#include <kbguide/kbguide.h>

/* The entry point of a target, for libFuzzer and for replay_main.c. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process with a message if a promise of the library does not hold; unlike assert() in every build. */
#define FUZZ_CHECK(condition) ((condition) ? (void)0 : fuzz_fail(#condition, __FILE__, __LINE__))
_Noreturn void fuzz_fail(const char *condition, const char *file, int line);

/* The input that is left. */
typedef struct fuzz_input {
    const uint8_t *data;
    size_t size;
} fuzz_input;

/* The next byte; 0 when the input is used up. */
uint8_t fuzz_byte(fuzz_input *input);

/* The bytes up to the next byte 0xFF, which is dropped, or to the end. No UTF-8 text has that byte. */
kbg_text fuzz_section(fuzz_input *input);

/* A copy in a block of exactly its size, so that a read past the end is seen; NULL if that is 0. To be freed. */
char *fuzz_copy(const void *data, size_t size);

/* A text that a reader callback hands out in pieces. */
typedef struct fuzz_source {
    const char *text;
    size_t len, piece;
    bool fails; /* at the end: by saying so, or by claiming more than fits */
} fuzz_source;

/* A kbg_read_fn over a fuzz_source. */
size_t fuzz_read(char *buffer, size_t size, void *source);

/* A growing text. */
typedef struct fuzz_text {
    char *data;
    size_t len, capacity;
} fuzz_text;

void fuzz_text_add(fuzz_text *text, const char *data, size_t len);
void fuzz_text_add_cstr(fuzz_text *text, const char *data);
/* Adds a JSON string; what JSON Lines cannot hold (ill-formed bytes and NUL) becomes a question mark. */
void fuzz_text_add_json(fuzz_text *text, const char *data, size_t len);
bool fuzz_text_equal(const fuzz_text *left, const fuzz_text *right);
void fuzz_text_free(fuzz_text *text);

/* The bytes of the code point at data, 0 if it is ill-formed. */
size_t fuzz_utf8_size(const char *data, size_t len);
bool fuzz_is_utf8(const char *data, size_t len);
/* Whether data is well-formed UTF-8 with a NUL behind it. */
bool fuzz_is_text(const char *data, size_t len);
/* How often a text stands in another, overlaps not counted. */
size_t fuzz_count(const char *data, size_t len, const char *wanted);

/* Memory that is counted. */
typedef struct fuzz_memory {
    size_t calls;   /* allocations and enlargements asked for so far */
    size_t fail_at; /* the call, from 1, that fails; 0 = none */
    bool failed;
    size_t blocks, bytes; /* in use */
    size_t most_bytes;    /* the highest value of bytes */
} fuzz_memory;

kbg_allocator fuzz_allocator(fuzz_memory *memory);

/* From a byte of the input to the number of the allocation that fails: 1 to 4,320, dense where it is low. */
size_t fuzz_fail_at(uint8_t byte);

/* All items of a base as JSON Lines. */
void fuzz_dump(kbg_base *base, fuzz_text *out);

/* Calls each function of item.h on each item of a base and checks what the header promises. */
void fuzz_check_items(kbg_base *base);

/* A failure has the status of its error, a message of one line, and a place only together with a line. */
void fuzz_check_error(kbg_status status, const kbg_error *error);

#endif
