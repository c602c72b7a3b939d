/* SPDX-License-Identifier: MIT */
/**
 * @file search.h
 * @brief From a customer's message to ranked items.
 */
#ifndef KBGUIDE_SEARCH_H
#define KBGUIDE_SEARCH_H

#include <kbguide/base.h>
#include <kbguide/item.h>
#include <kbguide/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Scratch memory and break iterators of one thread that searches and renders. @since 0.1 */
typedef struct kbg_searcher kbg_searcher;

/** Ranked items. @since 0.1 */
typedef struct kbg_hits kbg_hits;

/** Leave validity out of account: items of any time are found. @since 0.1 */
#define KBG_QUERY_ANY_TIME 1u
/** Leave audience out of account: items for any customers are found. @since 0.1 */
#define KBG_QUERY_ANY_AUDIENCE 2u
/** Leave hotness out of the score: use, pins and mutes. @since 0.1 */
#define KBG_QUERY_NO_HOTNESS 4u
/** Take the message as one question, however many sentences and lines it has. @since 0.1 */
#define KBG_QUERY_WHOLE 8u

/** The bit of a kbg_kind or kbg_state in the sets of a kbg_query. @since 0.1 */
#define KBG_BIT(value) (1u << (unsigned)(value))

/**
 * What one search wants. Zero means the default in every field; the default finds what may be sent to a customer
 * of whom nothing is known: published items without an audience and, as long as @p now is not given, without a
 * validity. Arrays and texts are read during the call only.
 * @since 0.1
 */
typedef struct kbg_query {
    uint32_t size;                        /**< sizeof(kbg_query), set by the initialiser. */
    uint32_t flags;                       /**< KBG_QUERY_*, 0 = none. */
    uint32_t limit;                       /**< Hits wanted, at most 1,000; 0 = 10. */
    uint32_t kinds;                       /**< Kinds wanted, as KBG_BIT(kind) joined by |; 0 = all. */
    uint32_t states;                      /**< States wanted, as KBG_BIT(state) joined by |; 0 = published. */
    uint32_t stage;                       /**< A kbg_stage whose items are preferred; 0 = none. */
    int64_t now;                          /**< The instant of the search in milliseconds since
                                               1970-01-01T00:00:00Z; 0 = not known. */
    double min_confidence;                /**< Of the first @p limit hits, leave out those below this confidence, 0
                                               to 1; 0 = none. Does not change what the parts of a
                                               message are. */
    kbg_text category;                    /**< Only items of this category or below it; empty = all. */
    const kbg_text *preferred;            /**< Categories preferred, each with all below it; NULL if none. */
    size_t preferred_count;               /**< Entries of @p preferred, at most 64. */
    const kbg_text *audience;             /**< Tags of the customer; NULL if none. */
    size_t audience_count;                /**< Entries of @p audience, at most 64. */
    kbg_text channel;                     /**< Only items with an answer for this channel; empty = all. */
    kbg_text language;                    /**< Only items with an answer in this language; empty = all. */
} kbg_query;

/** Initialises a kbg_query. @since 0.1 */
#define KBG_QUERY_INIT                                                                                        \
    { (uint32_t)sizeof(kbg_query), 0, 0, 0, 0, 0, 0, 0.0, { NULL, 0 }, NULL, 0, NULL, 0, { NULL, 0 }, { NULL, 0 } }

/**
 * Make a searcher for one thread.
 *
 * A searcher keeps its scratch memory from call to call. Hits, snippets and findings that it made give their memory back to
 * it when they are freed, up to 64 KB each and two megabytes in all, for the next ones. So in the steady state
 * kbg_search(), kbg_suggest(), kbg_lookup(), kbg_render() and kbg_check() do not call the allocator.
 *
 * @param[in]  base      The base to search, not NULL; the searcher takes a reference of its own.
 * @param[out] searcher  Set to the searcher; to NULL on failure. Free with kbg_searcher_free().
 * @param[out] error     NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK            Done.
 * @retval KBG_ERR_NOMEM     Out of memory.
 * @retval KBG_ERR_ICU_DATA  ICU refused to make a break iterator.
 *
 * @par Threads   Safe from any thread; the searcher itself serves one thread at a time.
 * @par Lifetime  Until freed.
 * @since 0.1
 */
KBG_API kbg_status kbg_searcher_new(kbg_base *base, kbg_searcher **searcher, kbg_error **error);

/**
 * Free a searcher.
 *
 * @param[in] searcher  A searcher, or NULL (nothing happens then).
 * @par Threads   Nobody may use @p searcher any more.
 * @par Lifetime  Hits, snippets and findings made with it stay valid.
 * @since 0.1
 */
KBG_API void kbg_searcher_free(kbg_searcher *searcher);

/**
 * Find the items that best answer a message.
 *
 * A message of several sentences or lines can ask several things. If two of its parts or more, each for itself, find
 * different items with a confidence of at least 0.5 and at least that of the message as a whole, the best item of each
 * such part comes first, in the order of the message. The other hits follow, those of one part in their order, always
 * the part next whose next hit is the most confident; an item comes once. kbg_hits_part_of() says which part a hit
 * answers. Else the hits are those of the message as a whole. A smaller limit gives the first of the same hits, unless
 * the larger one is 32 or more: more items are looked at closely then. doc/ranking.md says where a message is cut.
 *
 * @param[in]  searcher  Searcher to use, not NULL; it sees what the base holds when the call begins.
 * @param[in]  text      Message in UTF-8; ill-formed bytes read as U+FFFD. May be NULL if @p len is 0.
 * @param[in]  len       Length of @p text in bytes. 0 is valid and finds nothing.
 * @param[in]  query     What is wanted, or NULL for the defaults. Read during the call only.
 * @param[out] hits      Set to the hits, best first (of each part), items with equal scores by id; to NULL on failure.
 *                       Free with kbg_hits_free().
 * @param[out] error     NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK           Also when nothing matched: kbg_hits_count() is then 0.
 * @retval KBG_ERR_NOMEM    Out of memory; @p searcher stays usable.
 * @retval KBG_ERR_OPTIONS  @p query has an impossible size, an unknown field set, or a value out of range.
 * @retval KBG_ERR_LIMIT    @p len is over KBG_LIMIT_MESSAGE_BYTES.
 * @retval KBG_ERR_PATTERN  The emoticon pattern ran into its limits on this message.
 *
 * @par Threads   Safe at the same time with other searchers on the same base and with loads into it.
 * @par Lifetime  @p hits stays valid after @p searcher and the base are freed.
 * @since 0.1
 */
KBG_API kbg_status kbg_search(kbg_searcher *searcher, const char *text, size_t len, const kbg_query *query,
                              kbg_hits **hits, kbg_error **error);

/**
 * Find the items that have a short code, up to the limit of the query: pinned ones first, then by use, of late (at the
 * instant of the query) and by usage count together. Boosts order those that are used about as often; with
 * KBG_QUERY_NO_HOTNESS they order all.
 *
 * @param[in]  searcher  Searcher to use, not NULL.
 * @param[in]  code      The code as the agent typed it, such as `/th`. Width and case of letters do not count.
 *                       May be NULL if @p len is 0.
 * @param[in]  len       Length of @p code in bytes.
 * @param[in]  query     What is wanted, or NULL for the defaults; filters count as in kbg_search().
 * @param[out] hits      Set to the hits, each with score and confidence 1; to NULL on failure. Free with
 *                       kbg_hits_free().
 * @param[out] error     NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK           Also when no item has the code: kbg_hits_count() is then 0.
 * @retval KBG_ERR_NOMEM    Out of memory; @p searcher stays usable.
 * @retval KBG_ERR_OPTIONS  @p query has an impossible size, an unknown field set, or a value out of range.
 * @retval KBG_ERR_LIMIT    @p len is over KBG_LIMIT_MESSAGE_BYTES.
 *
 * @par Threads   As kbg_search().
 * @par Lifetime  As kbg_search().
 * @since 0.1
 */
KBG_API kbg_status kbg_lookup(kbg_searcher *searcher, const char *code, size_t len, const kbg_query *query,
                              kbg_hits **hits, kbg_error **error);

/**
 * Find the items that complete what an agent has typed so far; made to be called at each keystroke. Standard
 * questions, short codes, keywords and products complete. What was typed may be characters (`退货`), pinyin without
 * tones (`tuihuo`), its first letters (`th`, `tuih`) or a mixture (`退huo`, `7天th`), with spaces or apostrophes
 * between syllables or without; `v` stands for ü. Signs do not count, so `/th` and `th` are the same. A match may begin
 * within a text, but not within a run of letters or digits.
 *
 * The best text of an item decides. Of two items that comes first which is matched better: the whole text before its
 * beginning before its inside; then written in characters before whole syllables before first letters; then which has
 * more boosts (hotness, priority, and what the query prefers); then whose text is shorter; then by id. An empty text
 * finds the items with most boosts. Use of late, pins and mutes order the best 64, or as many as are wanted, among
 * themselves; these are found by usage count.
 *
 * A keystroke costs a bounded time: when more than 4,096 places match, the items that are used least may not be looked
 * at, so that a filter which few items pass can leave fewer hits than there could be. One letter more finds them.
 *
 * @param[in]  searcher  Searcher to use, not NULL; it sees what the base holds when the call begins.
 * @param[in]  text      What was typed, in UTF-8; ill-formed bytes do not count. May be NULL if @p len is 0. More
 *                       than 4,096 bytes, or than 128 letters, digits and ideographs, complete nothing.
 * @param[in]  len       Length of @p text in bytes.
 * @param[in]  query     What is wanted, or NULL for the defaults; filters count as in kbg_search().
 * @param[out] hits      Set to the hits, best first, each with confidence 1 and what kbg_hits_completion() gives; to
 *                       NULL on failure. Free with kbg_hits_free().
 * @param[out] error     NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK           Also when nothing completes the text: kbg_hits_count() is then 0.
 * @retval KBG_ERR_NOMEM    Out of memory; @p searcher stays usable.
 * @retval KBG_ERR_OPTIONS  @p query has an impossible size, an unknown field set, or a value out of range.
 * @retval KBG_ERR_LIMIT    @p len is over KBG_LIMIT_MESSAGE_BYTES.
 *
 * @par Threads   As kbg_search().
 * @par Lifetime  As kbg_search().
 * @since 0.1
 */
KBG_API kbg_status kbg_suggest(kbg_searcher *searcher, const char *text, size_t len, const kbg_query *query,
                               kbg_hits **hits, kbg_error **error);

/**
 * How many hits there are.
 *
 * @param[in] hits  Hits, or NULL.
 * @return The count; 0 for NULL.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_hits_count(const kbg_hits *hits);

/**
 * The item of a hit.
 *
 * @param[in] hits  Hits, not NULL.
 * @param[in] hit   0 to kbg_hits_count() - 1.
 * @return The item, borrowed from @p hits; NULL if @p hit is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const kbg_item *kbg_hits_item(const kbg_hits *hits, size_t hit);

/**
 * The score of a hit. Scores order the hits for one part of a message; those of different parts or searches do not
 * compare.
 *
 * @param[in] hits  Hits, not NULL.
 * @param[in] hit   0 to kbg_hits_count() - 1.
 * @return The score, finite, above or below 0; 0 if @p hit is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API double kbg_hits_score(const kbg_hits *hits, size_t hit);

/**
 * How likely a hit is to be right, 0 to 1. It compares between searches: see doc/ranking.md for what it means
 * and how it was measured.
 *
 * @param[in] hits  Hits, not NULL.
 * @param[in] hit   0 to kbg_hits_count() - 1.
 * @return The confidence; 0 if @p hit is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API double kbg_hits_confidence(const kbg_hits *hits, size_t hit);

/**
 * Which question of the item matched best; pass it to kbg_item_question().
 *
 * @param[in] hits  Hits, not NULL.
 * @param[in] hit   0 to kbg_hits_count() - 1.
 * @return 0 for the standard question, 1 and up for the alternatives; SIZE_MAX if no question matched (only keywords
 *         or an answer did, the hit is from kbg_lookup(), or it is from kbg_suggest() and another text of the item
 *         completes what was typed) or @p hit is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_hits_question(const kbg_hits *hits, size_t hit);

/**
 * How many parts of the message were searched for by themselves.
 *
 * @param[in] hits  Hits, or NULL.
 * @return 1 for a message that was searched for as a whole, at most 8; 0 for NULL.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_hits_part_count(const kbg_hits *hits);

/**
 * Where a part of the message stands; parts are in order and do not overlap. What is no part is small talk, signs and
 * white space. If there is one part only, it is the whole message.
 *
 * @param[in]  hits   Hits, not NULL.
 * @param[in]  part   0 to kbg_hits_part_count() - 1.
 * @param[out] start  Set to the offset of the first byte in the message; may be NULL.
 * @param[out] end    Set to the offset behind the last byte; may be NULL.
 * @return Whether there is such a part; @p start and @p end are set to 0 if not.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API bool kbg_hits_part(const kbg_hits *hits, size_t part, size_t *start, size_t *end);

/**
 * Which part of the message a hit answers; pass it to kbg_hits_part().
 *
 * @param[in] hits  Hits, not NULL.
 * @param[in] hit   0 to kbg_hits_count() - 1.
 * @return The part; 0 if @p hit is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_hits_part_of(const kbg_hits *hits, size_t hit);

/**
 * How many stretches of the message matched an item.
 *
 * @param[in] hits  Hits, not NULL.
 * @param[in] hit   0 to kbg_hits_count() - 1.
 * @return The count; 0 if @p hit is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_hits_span_count(const kbg_hits *hits, size_t hit);

/**
 * A stretch of the message that matched an item; stretches are in order and do not overlap. A hit that only a part of a
 * synonym found has none.
 *
 * @param[in]  hits   Hits, not NULL.
 * @param[in]  hit    0 to kbg_hits_count() - 1.
 * @param[in]  index  0 to kbg_hits_span_count() - 1.
 * @param[out] start  Set to the offset of the first byte in the message; may be NULL.
 * @param[out] end    Set to the offset behind the last byte; may be NULL.
 * @return Whether there is such a stretch; @p start and @p end are set to 0 if not.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API bool kbg_hits_span(const kbg_hits *hits, size_t hit, size_t index, size_t *start, size_t *end);

/** Which text of an item completes what was typed. @since 0.1 */
typedef enum kbg_completion_field {
    KBG_COMPLETION_NONE = 0,       /**< None: the hit is not from kbg_suggest(). */
    KBG_COMPLETION_QUESTION = 1,   /**< The standard question. */
    KBG_COMPLETION_SHORT_CODE = 2, /**< A short code. */
    KBG_COMPLETION_KEYWORD = 3,    /**< A keyword. */
    KBG_COMPLETION_PRODUCT = 4     /**< A product. */
} kbg_completion_field;

/**
 * The text that completes what was typed, as the item has it: what a screen shows in its list of suggestions.
 *
 * @param[in]  hits  Hits of kbg_suggest(), not NULL.
 * @param[in]  hit   0 to kbg_hits_count() - 1.
 * @param[out] len   Set to its length in bytes; may be NULL.
 * @return The text with a NUL behind it, borrowed from @p hits; NULL if the hit is not from kbg_suggest() or @p hit is
 *         out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_hits_completion(const kbg_hits *hits, size_t hit, size_t *len);

/**
 * Which text of the item kbg_hits_completion() is.
 *
 * @param[in] hits  Hits, not NULL.
 * @param[in] hit   0 to kbg_hits_count() - 1.
 * @return The field; KBG_COMPLETION_NONE if the hit is not from kbg_suggest() or @p hit is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_completion_field kbg_hits_completion_field(const kbg_hits *hits, size_t hit);

/**
 * How many stretches of the completing text match what was typed.
 *
 * @param[in] hits  Hits, not NULL.
 * @param[in] hit   0 to kbg_hits_count() - 1.
 * @return The count; 0 if nothing was typed, the hit is not from kbg_suggest() or @p hit is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_hits_completion_span_count(const kbg_hits *hits, size_t hit);

/**
 * A stretch of the completing text that matches what was typed, for a screen to mark: 退货 in `如何申请退货` when `th` was
 * typed. Stretches are in order, hold whole characters and do not touch; there are several where signs or spaces, which
 * do not count, stand between.
 *
 * @param[in]  hits   Hits, not NULL.
 * @param[in]  hit    0 to kbg_hits_count() - 1.
 * @param[in]  index  0 to kbg_hits_completion_span_count() - 1.
 * @param[out] start  Set to the offset of its first byte in the text of kbg_hits_completion(); may be NULL.
 * @param[out] end    Set to the offset behind its last byte; may be NULL.
 * @return Whether there is such a stretch; @p start and @p end are set to 0 if not.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API bool kbg_hits_completion_span(const kbg_hits *hits, size_t hit, size_t index, size_t *start, size_t *end);

/**
 * How many reasons a hit has.
 *
 * @param[in] hits  Hits, not NULL.
 * @param[in] hit   0 to kbg_hits_count() - 1.
 * @return The count; 0 if @p hit is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_hits_reason_count(const kbg_hits *hits, size_t hit);

/**
 * The name of a reason, such as `questions.char`, `feature.order` or `boost.hotness`; doc/ranking.md explains them.
 *
 * @param[in] hits    Hits, not NULL.
 * @param[in] hit     0 to kbg_hits_count() - 1.
 * @param[in] reason  0 to kbg_hits_reason_count() - 1.
 * @return A static string; NULL if there is no such reason.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_hits_reason_name(const kbg_hits *hits, size_t hit, size_t reason);

/**
 * What a reason gave: the values of all reasons of a hit add up to its score (to 1e-9 of the sum of their
 * magnitudes). A reason can speak against a hit, its value is below 0 then.
 *
 * @param[in] hits    Hits, not NULL.
 * @param[in] hit     0 to kbg_hits_count() - 1.
 * @param[in] reason  0 to kbg_hits_reason_count() - 1.
 * @return The value; 0 if there is no such reason.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API double kbg_hits_reason_value(const kbg_hits *hits, size_t hit, size_t reason);

/**
 * Free hits.
 *
 * @param[in] hits  Hits, or NULL (nothing happens then).
 * @par Threads  Safe from any thread; nobody may use @p hits any more.
 * @since 0.1
 */
KBG_API void kbg_hits_free(kbg_hits *hits);

#ifdef __cplusplus
}
#endif

#endif
