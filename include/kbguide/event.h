/* SPDX-License-Identifier: MIT */
/**
 * @file event.h
 * @brief What happens at the desk: which items are shown, used and rejected, and what consultations come to.
 */
#ifndef KBGUIDE_EVENT_H
#define KBGUIDE_EVENT_H

#include <kbguide/item.h>
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
    double weight;        /**< How much the event counts, over 0; 0 = 1. */
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

#ifdef __cplusplus
}
#endif

#endif
