/* SPDX-License-Identifier: MIT */
/* What completes while an agent types: the standard questions, short codes, keywords and products of all items.
 *
 * An entry is one of these texts as a row of characters (index/suggest_text.h). The entries stand in one text, best
 * first: by the goodness of their items, then the shorter, then by item id; so of two positions in the text the
 * smaller one belongs to the better entry or to the same. The text is packed: a character takes as many bits as the
 * alphabet of this text needs. Positions are in lists, each ascending and so best first:
 *
 * - triples: a list for the codes of a position's character and the two behind it, as an agent types initials;
 * - characters: a list for the character at the position, by sound and then by character, of positions at which a
 *   match may begin: at an ideograph, or at the first character of a run of letters or digits.
 *
 * Both exist for the first positions of entries and for those inside. A list is a run of differences, each in groups
 * of seven bits, least significant first. Immutable once built. */
#ifndef KBG_INDEX_SUGGEST_H
#define KBG_INDEX_SUGGEST_H

#include "base/packed.h"
#include "item/store.h"

typedef enum kbg__suggest_field {
    KBG__SUGGEST_QUESTION,
    KBG__SUGGEST_SHORT_CODE,
    KBG__SUGGEST_KEYWORD,
    KBG__SUGGEST_PRODUCT,
    KBG__SUGGEST_FIELDS
} kbg__suggest_field;

/* Stands behind each entry of the text, and before the first. */
enum { KBG__SUGGEST_END = 0 };

/* Characters of an entry that are kept (half a pair of UTF-16 more), and positions of a block (below). */
enum { KBG__SUGGEST_LONGEST = 256, KBG__SUGGEST_BLOCK = 64 };

/* Codes of characters in the keys of triples. */
enum {
    KBG__CODE_END = 0,
    KBG__CODE_SOUND = 1,   /* + 0 to 25: an ideograph whose sound begins with this letter */
    KBG__CODE_LETTER = 27, /* + 0 to 25: the letter itself */
    KBG__CODE_DIGIT = 53,  /* + 0 to 9 */
    KBG__CODE_OTHER = 63,
    KBG__CODES = 64,
    KBG__SUGGEST_PAIRS = KBG__CODES * KBG__CODES + 1
};

typedef struct kbg__suggest_list {
    uint32_t key;
    uint32_t start; /* of its bytes; they end where those of the next list begin */
} kbg__suggest_list;

typedef struct kbg__suggest_lists {
    kbg__suggest_list *of; /* by key, and one behind the last */
    size_t count;
    uint8_t *bytes;
} kbg__suggest_lists;

typedef struct kbg__suggest {
    const kbg_allocator *memory;
    kbg__packed text;   /* numbers of characters in the alphabet; begins with that of KBG__SUGGEST_END, which is 0 */
    size_t text_len;
    uint16_t *alphabet; /* all characters of the text in the order of their keys, then KBG__SUGGEST_END, up to
                           1 << text.bits */
    size_t entry_count;
    kbg__packed items;   /* of each entry the item … */
    kbg__packed sources; /* … and its place among the texts of its field, times KBG__SUGGEST_FIELDS, plus the field */
    kbg__packed blocks;  /* how many KBG__SUGGEST_END stand before each block of the text */
    uint8_t *begins;     /* a bit for each position: whether a match may begin at it */
    kbg__suggest_lists triples[2], characters[2]; /* [1]: of first positions, [0]: of those inside */
    uint32_t *pairs[2]; /* of triples: for each two codes the first list that does not stand before theirs, and one
                           more behind */
} kbg__suggest;

/* Builds it for all items of a store. goodness[i] is that of item i. KBG_ERR_LIMIT if the text would have more than
 * 2^29 characters. On failure *suggest is empty. */
kbg_status kbg__suggest_build(kbg__suggest *suggest, const kbg_allocator *memory, const kbg__item_store *store,
                              const double *goodness);
void kbg__suggest_free(kbg__suggest *suggest);

/* How many bytes it takes. */
size_t kbg__suggest_size(const kbg__suggest *suggest);

/* The code of a character of the text. */
unsigned kbg__suggest_code(uint16_t character);

/* The key of a character's lists. Those of a sound are from sound << 16 to below (sound + 1) << 16. */
uint32_t kbg__suggest_character_key(uint16_t character);

/* The lists of characters whose keys are from low to below high: returns how many, *list is the first. */
size_t kbg__suggest_find_characters(const kbg__suggest *suggest, bool first, uint32_t low, uint32_t high, size_t *list);

/* The lists of triples that begin with one code, with two or with three (depth). */
size_t kbg__suggest_find_triples(const kbg__suggest *suggest, bool first, const uint8_t codes[3], size_t depth,
                                 size_t *list);

/* The character at a position. */
static inline uint16_t kbg__suggest_at(const kbg__suggest *suggest, uint32_t position)
{
    return suggest->alphabet[kbg__packed_bits(&suggest->text, position)];
}

/* Sets the text to these characters, of which the first and the last are KBG__SUGGEST_END. */
kbg_status kbg__suggest_set_text(kbg__suggest *suggest, const uint16_t *text, size_t len);

/* Whether a match may begin at a position. */
static inline bool kbg__suggest_begins(const kbg__suggest *suggest, uint32_t position)
{
    return suggest->begins[position / 8] >> position % 8 & 1;
}

/* Walks a list. */
typedef struct kbg__suggest_cursor {
    const uint8_t *at, *end;
    uint32_t position;
} kbg__suggest_cursor;

kbg__suggest_cursor kbg__suggest_cursor_of(const kbg__suggest_lists *lists, size_t list);

/* Moves to the next position; false at the end. */
bool kbg__suggest_next(kbg__suggest_cursor *cursor);

/* The entry that a position behind the first belongs to, where the entry begins, and where its KBG__SUGGEST_END
 * stands. */
size_t kbg__suggest_entry_at(const kbg__suggest *suggest, uint32_t position);
uint32_t kbg__suggest_entry_start(const kbg__suggest *suggest, uint32_t position);
uint32_t kbg__suggest_entry_end(const kbg__suggest *suggest, uint32_t position);

static inline uint32_t kbg__suggest_item(const kbg__suggest *suggest, size_t entry)
{
    return (uint32_t)kbg__packed_get(&suggest->items, entry);
}

static inline uint32_t kbg__suggest_source(const kbg__suggest *suggest, size_t entry)
{
    return (uint32_t)kbg__packed_get(&suggest->sources, entry);
}

#endif
