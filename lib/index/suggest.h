/* SPDX-License-Identifier: MIT */
/* What completes while an agent types: the standard questions, short codes, keywords and products of all items.
 *
 * An entry is one of these texts as a row of characters (index/suggest_text.h). The entries stand in one text, best
 * first: by the goodness of their items, then the shorter, then by item id; so of two positions in the text the
 * smaller one belongs to the better entry or to the same.
 *
 * Characters are numbered in the order of their keys, that is by sound. One at which a match may begin, which is an
 * ideograph or the first character of a run of letters or digits, is another one than the same within a run. The
 * numbers are cut into classes, even ones of one character each, for the frequent ones, and odd ones of several; so a
 * range of sounds is a range of classes. The text is a byte for each character, its class, and for those of odd
 * classes, in a row beside it, which of the class they are.
 *
 * Lists (index/suggest_lists.h) name the blocks of KBG__SUGGEST_BLOCK positions in which something is; where it is,
 * the classes tell:
 *
 * - triples: a list for the codes of a position's character and the two behind it, as an agent types initials;
 * - characters: a list for the number of the character at the position, if a match may begin at it.
 *
 * Both exist for the first positions of entries and for those inside. Immutable once built. */
#ifndef KBG_INDEX_SUGGEST_H
#define KBG_INDEX_SUGGEST_H

#include "base/bits.h"
#include "index/suggest_lists.h"
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

/* Characters of an entry that are kept (half a pair of UTF-16 more), positions of a block, and bytes behind the last
 * block. */
enum { KBG__SUGGEST_LONGEST = 256, KBG__SUGGEST_BLOCK = 64, KBG__SUGGEST_SPARE = 8 };

/* In an alphabet: a match may begin at this character. */
#define KBG__SUGGEST_BEGINS UINT32_C(0x10000)

enum { KBG__SUGGEST_CLASSES = 256 };

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

typedef struct kbg__suggest {
    const kbg_allocator *memory;
    uint8_t *classes; /* of the characters of the text, which begins and ends with KBG__SUGGEST_END, the only one of
                         class 0; more of it up to the end of the last block, and KBG__SUGGEST_SPARE more */
    size_t text_len;
    uint32_t *alphabet; /* by number: a character, and KBG__SUGGEST_BEGINS; as many more as a class can have */
    size_t alphabet_len;
    uint32_t *firsts;   /* of each class the first number */
    kbg__packed rests;  /* what must be added to that, for the characters of odd classes */
    kbg__packed rested; /* how many of those stand before each block … */
    kbg__packed ended;  /* … and how many times KBG__SUGGEST_END does */
    size_t entry_count;
    kbg__packed items;   /* of each entry the item … */
    kbg__packed sources; /* … and its place among the texts of its field, times KBG__SUGGEST_FIELDS, plus the field */
    kbg__suggest_lists triples[2], characters[2]; /* [1]: of first positions, [0]: of those inside */
    kbg__packed thirds[2]; /* of each list of triples the third code */
    kbg__packed pairs[2];  /* of triples: for each two codes the first list that does not stand before theirs, and one
                              more behind */
    uint8_t code_low[KBG__CODES], code_span[KBG__CODES]; /* the lowest class with characters of a code, and how many
                                                            more there are up to the highest */
} kbg__suggest;

/* Builds it for all items of a store. goodness[i] is that of item i. KBG_ERR_LIMIT if the text would have more than
 * 2^29 characters. On failure *suggest is empty. */
kbg_status kbg__suggest_build(kbg__suggest *suggest, const kbg_allocator *memory, const kbg__item_store *store,
                              const double *goodness);
void kbg__suggest_free(kbg__suggest *suggest);

/* How many bytes it takes. */
size_t kbg__suggest_size(const kbg__suggest *suggest);

/* How many elements `classes` and `alphabet` have. */
size_t kbg__suggest_classes_size(const kbg__suggest *suggest);
size_t kbg__suggest_alphabet_size(const kbg__suggest *suggest);

/* The code of a character of the text. */
unsigned kbg__suggest_code(uint16_t character);

/* The key of a character, whose numbers are in the order of keys. Those of a sound are from sound << 16 to below
 * (sound + 1) << 16. */
uint32_t kbg__suggest_character_key(uint16_t character);

/* Sets the text to characters with KBG__SUGGEST_BEGINS, of which the first and the last are KBG__SUGGEST_END; turns
 * them into their numbers. */
kbg_status kbg__suggest_set_text(kbg__suggest *suggest, uint32_t *text, size_t len);

/* Finds the classes of codes. */
void kbg__suggest_set_codes(kbg__suggest *suggest);

/* Makes the lists of a text that is set; numbers are those of its characters. */
kbg_status kbg__suggest_make_lists(kbg__suggest *suggest, const uint32_t *numbers);

/* The block of a position, which is not the first one of the text. */
static inline uint32_t kbg__suggest_block(uint32_t position)
{
    return (position - 1) / KBG__SUGGEST_BLOCK;
}

static inline size_t kbg__suggest_block_count(const kbg__suggest *suggest)
{
    return suggest->text_len > 1 ? kbg__suggest_block((uint32_t)(suggest->text_len - 1)) + (size_t)1 : 0;
}

/* What must be added to the first number of the class at a position, which is odd. */
uint32_t kbg__suggest_rest(const kbg__suggest *suggest, uint32_t position);

/* The character at a position, and KBG__SUGGEST_BEGINS. */
static inline uint32_t kbg__suggest_look(const kbg__suggest *suggest, uint32_t position)
{
    uint8_t class_ = suggest->classes[position];
    uint32_t number = suggest->firsts[class_];
    return suggest->alphabet[class_ & 1 ? number + kbg__suggest_rest(suggest, position) : number];
}

static inline uint16_t kbg__suggest_at(const kbg__suggest *suggest, uint32_t position)
{
    return (uint16_t)kbg__suggest_look(suggest, position);
}

/* Whether an entry ends at a position. */
static inline bool kbg__suggest_ends(const kbg__suggest *suggest, uint32_t position)
{
    return suggest->classes[position] == 0;
}

/* Whether a match may begin at a position. */
static inline bool kbg__suggest_begins(const kbg__suggest *suggest, uint32_t position)
{
    return (kbg__suggest_look(suggest, position) & KBG__SUGGEST_BEGINS) != 0;
}

/* The class of the character with a number. */
uint8_t kbg__suggest_class(const kbg__suggest *suggest, uint32_t number);

/* The lists of characters whose keys are from low to below high: returns how many, *list is the first. Some may be
 * empty. */
size_t kbg__suggest_find_characters(const kbg__suggest *suggest, uint32_t low, uint32_t high, size_t *list);

/* The lists of triples that begin with one code, with two or with three (depth). */
size_t kbg__suggest_find_triples(const kbg__suggest *suggest, bool first, const uint8_t codes[3], size_t depth,
                                 size_t *list);

/* What classes stand at a position: before it, at it, and at the two behind it. They are from low to low + span. */
enum { KBG__SUGGEST_PATTERN = 4 };

typedef struct kbg__suggest_pattern {
    uint8_t low[KBG__SUGGEST_PATTERN], span[KBG__SUGGEST_PATTERN];
} kbg__suggest_pattern;

/* What stands at all positions of any list. */
kbg__suggest_pattern kbg__suggest_any_pattern(bool first);

/* The classes of characters whose keys are from low to below high: from *first_class to as many more as *span. False if
 * there are no such characters. */
bool kbg__suggest_find_classes(const kbg__suggest *suggest, uint32_t low, uint32_t high, uint8_t *first_class,
                               uint8_t *span);

/* Sets the places to the classes of the codes of a list of triples, if that says more. */
void kbg__suggest_narrow_triple(const kbg__suggest *suggest, bool first, size_t list, uint32_t pair,
                                kbg__suggest_pattern *pattern);

/* Makes it one that both fit. */
void kbg__suggest_widen(kbg__suggest_pattern *pattern, const kbg__suggest_pattern *other);

/* A pattern written so that a machine can compare many classes at a time. */
enum { KBG__SUGGEST_LANES = 16 };

typedef struct kbg__suggest_scanner {
    uint8_t low[KBG__SUGGEST_PATTERN][KBG__SUGGEST_LANES], span[KBG__SUGGEST_PATTERN][KBG__SUGGEST_LANES];
} kbg__suggest_scanner;

kbg__suggest_scanner kbg__suggest_scanner_of(const kbg__suggest_pattern *pattern);

/* The positions of a block that have a pattern: a bit for each. Hardly others than those for which the list names the
 * block. */
uint64_t kbg__suggest_scan(const kbg__suggest *suggest, uint32_t block, const kbg__suggest_scanner *scanner);

/* Takes the first of them, which there must be. */
static inline uint32_t kbg__suggest_take(uint32_t block, uint64_t *positions)
{
    uint32_t at = kbg__lowest_bit(*positions);
    *positions &= *positions - 1;
    return block * KBG__SUGGEST_BLOCK + 1 + at;
}

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
