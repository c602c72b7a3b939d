/* SPDX-License-Identifier: MIT */
/**
 * @file event.h
 * @brief What happens at the desk: which items are shown, used and rejected, and what consultations come to.
 */
#ifndef KBGUIDE_EVENT_H
#define KBGUIDE_EVENT_H

#include <kbguide/base.h>
#include <kbguide/item.h>
#include <kbguide/search.h>
#include <kbguide/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What happened. @since 0.1 */
typedef enum kbg_event_type {
    KBG_EVENT_ASKED = 1,    /**< A message of a customer was searched for. */
    KBG_EVENT_SHOWN = 2,    /**< An item was shown to the agent. */
    KBG_EVENT_PICKED = 3,   /**< The agent chose the item. */
    KBG_EVENT_SENT = 4,     /**< Its answer was sent as it is. */
    KBG_EVENT_EDITED = 5,   /**< Its answer was sent, but changed by the agent before. */
    KBG_EVENT_RESOLVED = 6, /**< It solved what the customer wanted. */
    KBG_EVENT_REJECTED = 7, /**< It was wrong: the agent or the customer said so. */
    KBG_EVENT_ANSWERED = 8, /**< A customer had an answer, @p response_ms after the message. */
    KBG_EVENT_CLOSED = 9,   /**< A consultation ended. */
    KBG_EVENT_SOLD = 10     /**< A consultation ended in a sale. */
} kbg_event_type;

/** Flags of an event. @since 0.1 */
typedef enum kbg_event_flag {
    KBG_EVENT_FIRST_CONTACT = 1 << 0 /**< Of KBG_EVENT_RESOLVED: it was the customer's first contact about it. */
} kbg_event_flag;

/**
 * One event. Set it to KBG_EVENT_INIT, then what is known. @since 0.1
 */
typedef struct kbg_event {
    uint32_t size;        /**< sizeof(kbg_event), set by the initialiser. */
    uint32_t type;        /**< A kbg_event_type. */
    uint32_t flags;       /**< KBG_EVENT_FIRST_CONTACT. */
    uint32_t rank;        /**< Place of the item among the hits, 1 = first; 0 = not known. */
    int64_t at;           /**< When, in milliseconds since 1970-01-01T00:00:00Z. */
    double weight;        /**< How much the event counts, over 0 to 1,000; 0 = 1. */
    uint32_t response_ms; /**< Of KBG_EVENT_ANSWERED: time until the answer. */
    uint32_t padding;     /**< 0. */
    double confidence;    /**< Of KBG_EVENT_ASKED: confidence of the best hit, 0 to 1; 0 if there was none. */
    kbg_text item;        /**< Id of the item; empty if the event is of none. */
    kbg_text agent;       /**< Who served, as the host names agents; may be empty. */
    kbg_text message;     /**< Of KBG_EVENT_ASKED: the message; kept only if the host asks for that. */
} kbg_event;

/** Initialises a kbg_event. @since 0.1 */
#define KBG_EVENT_INIT \
    { (uint32_t)sizeof(kbg_event), 0, 0, 0, 0, 0.0, 0, 0, 0.0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 } }

/**
 * Take events. What was used of late is hot: a use counts its weight times the factor of its type (`hot.sent` and so on,
 * see kbg_base_options_set_weight()), and half as much after each half-life (kbg_base_options_set_half_life()). The order
 * in which events come and how they are put into batches makes no difference to any count, late ones count as they
 * should; doc/ranking.md has the formula.
 *
 * A batch is checked as a whole before anything of it counts: type and flags must be known, `at` must be an instant
 * behind 1970-01-01T00:00:00Z and before the year 10000, `weight` 0 to 1,000, `confidence` 0 to 1, `padding` 0; `item`
 * must be given for KBG_EVENT_SHOWN, PICKED, SENT, EDITED and REJECTED, and `item` and `agent` must be UTF-8. Searches
 * that run meanwhile may see a part of a batch.
 *
 * If the base has figures (kbg_base_set_figures()), the events are counted in them too, with the categories that their
 * items have now.
 *
 * Use is kept by id. It outlives edits and loads, and may come before the item does: events of ids that the base does not
 * have count too, and @p unknown says how many there were.
 *
 * @param[in]  base     The base, not NULL.
 * @param[in]  events   The events, all with the same `size`; may be NULL if @p count is 0. Read during the call only.
 * @param[in]  count    How many.
 * @param[out] unknown  NULL, or set to how many events name an item that the base does not have; to 0 on failure.
 * @param[out] error    NULL, or set on failure only; the message names the event by its index. Free with
 *                      kbg_error_free().
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory; no event counts.
 * @retval KBG_ERR_OPTIONS  An event has an impossible size or an unknown field set; no event counts.
 * @retval KBG_ERR_VALUE    An event has a value that is not allowed; no event counts.
 * @retval KBG_ERR_UTF8     An id or the name of an agent is not UTF-8; no event counts.
 * @retval KBG_ERR_LIMIT    A text is over KBG_LIMIT_ID_BYTES, KBG_LIMIT_LABEL_BYTES or KBG_LIMIT_MESSAGE_BYTES, or there
 *                          would be more than KBG_LIMIT_HOT_ITEMS ids; no event counts, but places of that limit which
 *                          the batch took for new ids stay theirs.
 *
 * @par Threads  Safe from any thread. Searches never wait for it; calls at the same time wait for each other, briefly.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_event(kbg_base *base, const kbg_event *events, size_t count, size_t *unknown,
                                  kbg_error **error);

/**
 * How much an item was used of late: its decayed count. The usage count of the item takes no part, nor does its mark.
 *
 * @param[in] base  The base, not NULL.
 * @param[in] id    Id of the item; may be NULL if @p len is 0. The base need not have it.
 * @param[in] len   Length of @p id in bytes.
 * @param[in] now   The instant for which it is asked, in milliseconds since 1970-01-01T00:00:00Z.
 * @return The count, 0 or more; 0 if @p now is not behind 1970.
 * @par Threads  Safe from any thread; waits for nobody.
 * @since 0.1
 */
KBG_API double kbg_base_hotness(kbg_base *base, const char *id, size_t len, int64_t now);

/** What a keeper decided about the hotness of an item. @since 0.1 */
typedef enum kbg_hot_mark {
    KBG_HOT_AS_USED = 0, /**< Nothing: it is as hot as it is used. */
    KBG_HOT_PINNED = 1,  /**< As hot as can be: first in hot lists and among the items of a short code, with all that
                              hotness can give in searches and suggestions. */
    KBG_HOT_MUTED = 2    /**< Not hot, however much it is used: in no hot list, and without what hotness gives. */
} kbg_hot_mark;

/**
 * Pin or mute an item, or take that back. A mark outlives edits and loads, and may come before the item does. Use goes on
 * being counted. A query with KBG_QUERY_NO_HOTNESS leaves marks out, too.
 *
 * @param[in]  base   The base, not NULL.
 * @param[in]  id     Id of the item in UTF-8, not NULL.
 * @param[in]  len    Length of @p id in bytes, at least 1.
 * @param[in]  mark   The mark.
 * @param[out] error  NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory; nothing was changed.
 * @retval KBG_ERR_OPTIONS  @p mark is unknown.
 * @retval KBG_ERR_VALUE    @p id is empty.
 * @retval KBG_ERR_UTF8     @p id is not UTF-8.
 * @retval KBG_ERR_LIMIT    @p id is over KBG_LIMIT_ID_BYTES, or there would be more than KBG_LIMIT_HOT_ITEMS ids.
 *
 * @par Threads  As kbg_base_event().
 * @since 0.1
 */
KBG_API kbg_status kbg_base_set_hot_mark(kbg_base *base, const char *id, size_t len, kbg_hot_mark mark,
                                         kbg_error **error);

/**
 * The mark of an item.
 *
 * @param[in] base  The base, not NULL.
 * @param[in] id    Id of the item; may be NULL if @p len is 0. The base need not have it.
 * @param[in] len   Length of @p id in bytes.
 * @return The mark.
 * @par Threads  Safe from any thread; waits for nobody.
 * @since 0.1
 */
KBG_API kbg_hot_mark kbg_base_hot_mark(kbg_base *base, const char *id, size_t len);

/** What a hot list is of. Zero means the default in every field but @p now. @since 0.1 */
typedef struct kbg_hot_options {
    uint32_t size;     /**< sizeof(kbg_hot_options), set by the initialiser. */
    uint32_t flags;    /**< KBG_QUERY_ANY_TIME: also items that are not valid at @p now; 0 = none. */
    uint32_t limit;    /**< Items wanted, at most 1,000; 0 = 10. */
    uint32_t kinds;    /**< Kinds wanted, as KBG_BIT(kind) joined by |; 0 = all. */
    uint32_t stages;   /**< Stages wanted, as KBG_BIT(stage) joined by |; 0 = all. */
    uint32_t states;   /**< States wanted, as KBG_BIT(state) joined by |; 0 = published. */
    int64_t now;       /**< The instant of the list in milliseconds since 1970-01-01T00:00:00Z; must be given. */
    kbg_text category; /**< Only items of this category or below it; empty = all. */
} kbg_hot_options;

/** Initialises a kbg_hot_options. @since 0.1 */
#define KBG_HOT_OPTIONS_INIT { (uint32_t)sizeof(kbg_hot_options), 0, 0, 0, 0, 0, 0, { NULL, 0 } }

/**
 * The items that are used most: pinned ones first, then by their decayed count, of equal ones by id. Muted items and those
 * that have no count are not in the list; usage counts of items take no part. For whom an item is does not matter.
 *
 * @param[in]  base     The base, not NULL.
 * @param[in]  options  What the list is of, not NULL. Read during the call only.
 * @param[out] hits     Set to the items; the score of each is its decayed count, and the confidence 0. To NULL on failure.
 *                      Free with kbg_hits_free().
 * @param[out] error    NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK           Also when nothing is hot: kbg_hits_count() is then 0.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_OPTIONS  @p options has an impossible size, an unknown field set, no @p now, or a value out of range.
 *
 * @par Threads   Safe from any thread; waits for nobody. It looks at all ids that have use.
 * @par Lifetime  @p hits stays valid after the base is freed.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_hot(kbg_base *base, const kbg_hot_options *options, kbg_hits **hits, kbg_error **error);

#ifdef __cplusplus
}
#endif

#endif
