/* SPDX-License-Identifier: MIT */
/* Where a dump goes, and what its format could not hold. */
#ifndef KBG_IO_OUTPUT_H
#define KBG_IO_OUTPUT_H

#include "base/buffer.h"
#include "base/problem.h"
#include "item/limits.h"
#include "text/encoder.h"

#include <kbguide/base.h>

/* Where a dump goes. */
typedef struct kbg__dump {
    const kbg_allocator *memory;
    const kbg__limits *limits;
    kbg_format format;
    const kbg_dump_options *options;
    kbg_write_fn write;
    /* Takes what the format could not hold of one item; false ends the dump with KBG_ERR_NOMEM. */
    bool (*lost)(const kbg__problem *problem, void *lost_data);
    void *write_data, *lost_data;
    kbg__encoder *encoder; /* kbg__dump_items() makes it */
} kbg__dump;

/* Hands a text on to the writer, in the charset and with the line ends that the options want. What the charset lacks is noted
 * in the encoder. */
kbg_status kbg__dump_text(const kbg__dump *dump, const kbg__buffer *text);

/* The names of what an item lost, gathered for one message. */
typedef struct kbg__losses {
    size_t count, len;
    char names[320];
} kbg__losses;

/* Adds a name, once. */
void kbg__losses_add(kbg__losses *losses, const char *name);

/* Tells the host what an item lost, if it lost anything; characters that the charset lacks among it. */
kbg_status kbg__losses_tell(kbg__losses *losses, const kbg__dump *dump, const kbg_item *item);

#endif
