/* SPDX-License-Identifier: MIT */
/**
 * @file rule.h
 * @brief Rules over texts: forbidden words, private data, signals and triggers.
 *
 * doc/rules.md describes the format of rules, how they match and what they cost.
 */
#ifndef KBGUIDE_RULE_H
#define KBGUIDE_RULE_H

#include <kbguide/base.h>
#include <kbguide/search.h>
#include <kbguide/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Rules that are being put together; a base takes a compiled copy of them. @since 0.1 */
typedef struct kbg_rules kbg_rules;

/** What a check found in a text. @since 0.1 */
typedef struct kbg_findings kbg_findings;

/** Which way a text goes. @since 0.1 */
typedef enum kbg_direction {
    KBG_DIRECTION_ANY = 0,      /**< Either way, or not known. */
    KBG_DIRECTION_INCOMING = 1, /**< From the customer. */
    KBG_DIRECTION_OUTGOING = 2  /**< To the customer. */
} kbg_direction;

/** How bad a finding is, in rising order. @since 0.1 */
typedef enum kbg_severity {
    KBG_SEVERITY_DEFAULT = 0, /**< Of a rule: medium. Of a check: all. */
    KBG_SEVERITY_LOW = 1,     /**< Worth knowing. */
    KBG_SEVERITY_MEDIUM = 2,  /**< Should be mended. */
    KBG_SEVERITY_HIGH = 3,    /**< Must be mended. */
    KBG_SEVERITY_CRITICAL = 4 /**< Somebody has to act at once. */
} kbg_severity;

/** What is to be done about a finding, ordered by how much it stands in the way of sending the text. @since 0.1 */
typedef enum kbg_action {
    KBG_ACTION_NONE = 0,    /**< Of a rule: warn. Of findings: there are none. */
    KBG_ACTION_SIGNAL = 1,  /**< Tells something about the text and changes nothing. */
    KBG_ACTION_MASK = 2,    /**< Its characters are masked, `138****1234`. */
    KBG_ACTION_REPLACE = 3, /**< The replacement takes its place. */
    KBG_ACTION_WARN = 4,    /**< A person should look at the text before it is sent. */
    KBG_ACTION_REJECT = 5   /**< The text must not be sent. */
} kbg_action;

/** Which text a pattern is matched against. Words always match the matching text. @since 0.1 */
typedef enum kbg_subject {
    KBG_SUBJECT_MATCHING = 0, /**< The matching text: folded, spaces and marks between ideographs left out. */
    KBG_SUBJECT_ORIGINAL = 1  /**< The text as it is. */
} kbg_subject;

/** A check of the digits of a match; what fails it is no finding. @since 0.1 */
typedef enum kbg_checksum {
    KBG_CHECKSUM_NONE = 0,       /**< No check. */
    KBG_CHECKSUM_LUHN = 1,       /**< Luhn (ISO/IEC 7812-1), as bank cards have it. */
    KBG_CHECKSUM_RESIDENT_ID = 2 /**< The check digit of 公民身份号码 (GB 11643), 18 digits. */
} kbg_checksum;

/** Rules that come with the library. @since 0.1 */
typedef enum kbg_starter {
    KBG_STARTER_ADVERTISING = 1, /**< Wording that Chinese advertising law forbids or that promises too much. */
    KBG_STARTER_PRIVATE = 2,     /**< Masks of identity numbers, cards, phones, mail and postal addresses. */
    KBG_STARTER_SIGNALS = 3      /**< Complaint, anger, urgency, refund, asking for a person. */
} kbg_starter;

/**
 * One rule. Zero means the default in every field; id, a class, and either words or a pattern are needed. Arrays and
 * texts are read during the call only.
 * @since 0.1
 */
typedef struct kbg_rule {
    uint32_t size;              /**< sizeof(kbg_rule), set by the initialiser. */
    uint32_t direction;         /**< A kbg_direction: of which texts it is a rule. */
    uint32_t severity;          /**< A kbg_severity; 0 = medium. */
    uint32_t action;            /**< A kbg_action; 0 = warn. */
    uint32_t subject;           /**< A kbg_subject, for the pattern. */
    uint32_t checksum;          /**< A kbg_checksum, for the pattern. */
    uint32_t keep_first;        /**< Characters that a mask leaves at the beginning, at most 64. */
    uint32_t keep_last;         /**< Characters that a mask leaves at the end, at most 64. */
    int64_t valid_from;         /**< First instant at which it holds, in milliseconds since 1970-01-01T00:00:00Z; 0 =
                                     always. */
    int64_t valid_until;        /**< First instant at which it no longer holds; 0 = for ever. */
    kbg_text id;                /**< Unique among the rules; no control characters. */
    kbg_text class_name;        /**< Free name of its class: `banned`, `overclaim`, `private`, `complaint`, … */
    kbg_text pattern;           /**< A PCRE2 pattern; empty = it has words. */
    kbg_text replacement;       /**< What takes the place of a finding; with other actions a proposal. NULL = none. */
    kbg_text reason;            /**< Why it is there, for the person who gets the finding. */
    kbg_text item;              /**< Id of an item that a finding points at; empty = none. */
    const kbg_text *words;      /**< Words to find; NULL if none. */
    size_t word_count;          /**< Entries of @p words. */
    const kbg_text *exceptions; /**< What lies inside one of these words is no finding; NULL if none. */
    size_t exception_count;     /**< Entries of @p exceptions. */
    const kbg_text *channels;   /**< Channels that it is for; NULL = all. */
    size_t channel_count;       /**< Entries of @p channels. */
    const kbg_text *categories; /**< Categories that it is for, each with all below it; NULL = all. */
    size_t category_count;      /**< Entries of @p categories. */
} kbg_rule;

/** Initialises a kbg_rule. @since 0.1 */
#define KBG_RULE_INIT                                                                                           \
    { (uint32_t)sizeof(kbg_rule), 0, 0, 0, 0, 0, 0, 0, 0, 0, { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 },  \
      { NULL, 0 }, { NULL, 0 }, NULL, 0, NULL, 0, NULL, 0, NULL, 0 }

/**
 * Options of one check. Zero means the default in every field. What is not known does not switch a rule off: without a
 * channel, a category, a direction or an instant, rules of every channel, category, direction or time apply.
 * @since 0.1
 */
typedef struct kbg_check_options {
    uint32_t size;         /**< sizeof(kbg_check_options), set by the initialiser. */
    uint32_t flags;        /**< 0. */
    uint32_t direction;    /**< A kbg_direction: which way the text goes. */
    uint32_t min_severity; /**< A kbg_severity: rules below it are left out; 0 = none is. */
    int64_t now;           /**< The instant of the check in milliseconds since 1970-01-01T00:00:00Z; 0 = not known. */
    kbg_text channel;      /**< The channel; empty = not known. */
    kbg_text category;     /**< The category of what is being talked about; empty = not known. */
} kbg_check_options;

/** Initialises a kbg_check_options. @since 0.1 */
#define KBG_CHECK_OPTIONS_INIT \
    { (uint32_t)sizeof(kbg_check_options), 0, 0, 0, 0, { NULL, 0 }, { NULL, 0 } }

/**
 * Begin a list of rules.
 *
 * @param[in]  options  Settings of the base that the rules are for (its allocator and limits are used), copied; NULL
 *                      for the defaults.
 * @param[out] rules    Set to an empty list; to NULL on failure. Free with kbg_rules_free().
 * @param[out] error    NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK         Done.
 * @retval KBG_ERR_NOMEM  Out of memory.
 *
 * @par Threads   Safe from any thread; the list itself serves one thread at a time.
 * @par Lifetime  Until freed.
 * @since 0.1
 */
KBG_API kbg_status kbg_rules_new(const kbg_base_options *options, kbg_rules **rules, kbg_error **error);

/**
 * Add the rules of a text in JSON Lines, one rule a line: all of them or, on failure, none.
 *
 * @param[in]  rules   The list, not NULL.
 * @param[in]  text    The text; may be NULL if @p len is 0. Read during the call only.
 * @param[in]  len     Length of @p text in bytes. 0 is valid and adds nothing.
 * @param[in]  source  Name of the text for messages, such as a file name; empty = none.
 * @param[out] error   NULL, or set on failure only: the first line that cannot be used, with the place of the value
 *                     that is to blame. Free with kbg_error_free().
 *
 * @retval KBG_OK             Done.
 * @retval KBG_ERR_NOMEM      Out of memory.
 * @retval KBG_ERR_LIMIT      Something is over a limit.
 * @retval KBG_ERR_UTF8       Ill-formed UTF-8.
 * @retval KBG_ERR_SYNTAX     A line is not a JSON object, or a key stands in it twice.
 * @retval KBG_ERR_TYPE       A field has a value of the wrong type.
 * @retval KBG_ERR_VALUE      A field is missing, unknown, does not go with another, or has a value that is not
 *                            allowed.
 * @retval KBG_ERR_DUPLICATE  Two rules have the same id.
 * @retval KBG_ERR_PATTERN    A pattern cannot be compiled; the message says where in it.
 *
 * @par Threads   One thread at a time for the same @p rules.
 * @par Lifetime  The list keeps copies of all it needs.
 * @since 0.1
 */
KBG_API kbg_status kbg_rules_load(kbg_rules *rules, const char *text, size_t len, kbg_text source, kbg_error **error);

/**
 * Add one rule.
 *
 * @param[in]  rules  The list, not NULL.
 * @param[in]  rule   The rule, not NULL. Read during the call only.
 * @param[out] error  NULL, or set on failure only; it has no place. Free with kbg_error_free().
 *
 * @retval KBG_OK             Done.
 * @retval KBG_ERR_NOMEM      Out of memory; nothing was added.
 * @retval KBG_ERR_OPTIONS    @p rule has an impossible size, an unknown field set, or a count without its list.
 * @retval KBG_ERR_LIMIT      As in kbg_rules_load().
 * @retval KBG_ERR_UTF8       As in kbg_rules_load().
 * @retval KBG_ERR_VALUE      As in kbg_rules_load().
 * @retval KBG_ERR_DUPLICATE  As in kbg_rules_load().
 * @retval KBG_ERR_PATTERN    As in kbg_rules_load().
 *
 * @par Threads   One thread at a time for the same @p rules.
 * @par Lifetime  The list keeps copies of all it needs.
 * @since 0.1
 */
KBG_API kbg_status kbg_rules_add(kbg_rules *rules, const kbg_rule *rule, kbg_error **error);

/**
 * Add rules that come with the library: all of them or, on failure, none. A rule whose id is in the list already is
 * left out, so that rules added before take the place of these.
 *
 * @param[in]  rules  The list, not NULL.
 * @param[in]  which  Which rules.
 * @param[out] error  NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_OPTIONS  @p which is none that this version knows.
 * @retval KBG_ERR_LIMIT    The list would be over a limit.
 *
 * @par Threads  One thread at a time for the same @p rules.
 * @since 0.1
 */
KBG_API kbg_status kbg_rules_add_starter(kbg_rules *rules, kbg_starter which, kbg_error **error);

/**
 * How many rules a list has.
 *
 * @param[in] rules  A list, or NULL.
 * @return The count; 0 for NULL.
 * @par Threads  One thread at a time for the same @p rules.
 * @since 0.1
 */
KBG_API size_t kbg_rules_count(const kbg_rules *rules);

/**
 * Free a list of rules.
 *
 * @param[in] rules  A list, or NULL (nothing happens then).
 * @par Threads   Nobody may use @p rules any more.
 * @par Lifetime  Bases that took the rules keep them.
 * @since 0.1
 */
KBG_API void kbg_rules_free(kbg_rules *rules);

/**
 * Give a base its rules, in place of those that it had. They are compiled first, beside those in use; then one step
 * puts them in their place. Checks that run go on with the old ones, those that begin later use the new ones.
 *
 * @param[in]  base   The base, not NULL.
 * @param[in]  rules  The rules, copied; NULL or an empty list: the base has none then.
 * @param[out] error  NULL, or set on failure only; the base keeps the rules that it had. Free with kbg_error_free().
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_LIMIT    The words have more than 4,294,967,294 distinct beginnings.
 * @retval KBG_ERR_PATTERN  PCRE2 refused a pattern that it had compiled before.
 *
 * @par Threads   Safe from any thread, as long as nobody changes @p rules; readers never wait.
 * @par Lifetime  The base keeps copies of all it needs.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_set_rules(kbg_base *base, const kbg_rules *rules, kbg_error **error);

/**
 * Check a text against the rules of the base.
 *
 * @param[in]  searcher  The searcher of this thread, not NULL; it uses the rules that the base has when the call
 *                       begins.
 * @param[in]  text      The text in UTF-8; ill-formed bytes read as U+FFFD. May be NULL if @p len is 0.
 * @param[in]  len       Length of @p text in bytes.
 * @param[in]  options   Options, or NULL for the defaults. Read during the call only.
 * @param[out] findings  Set to what was found, in order of the text; to NULL on failure. Free with kbg_findings_free().
 * @param[out] error     NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK           Also when nothing was found: kbg_findings_count() is then 0.
 * @retval KBG_ERR_NOMEM    Out of memory; @p searcher stays usable.
 * @retval KBG_ERR_OPTIONS  @p options has an impossible size, an unknown field set, or a value out of range.
 * @retval KBG_ERR_LIMIT    @p len is over KBG_LIMIT_MESSAGE_BYTES, or the text has more than KBG_LIMIT_FINDINGS
 *                          occurrences. The text is to be treated as not checked.
 * @retval KBG_ERR_PATTERN  A pattern ran into its limits on this text; the message names the rule. The text is to be
 *                          treated as not checked.
 *
 * @par Threads   Safe at the same time with other searchers on the same base and with kbg_base_set_rules().
 * @par Lifetime  @p findings stay valid after @p searcher and the base are freed.
 * @since 0.1
 */
KBG_API kbg_status kbg_check(kbg_searcher *searcher, const char *text, size_t len, const kbg_check_options *options,
                             kbg_findings **findings, kbg_error **error);

/**
 * How many findings there are.
 *
 * @param[in] findings  Findings, or NULL.
 * @return The count; 0 for NULL.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_findings_count(const kbg_findings *findings);

/**
 * The strongest action that one of the findings asks for.
 *
 * @param[in] findings  Findings, or NULL.
 * @return The action; KBG_ACTION_NONE if there are no findings.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_action kbg_findings_strongest(const kbg_findings *findings);

/**
 * The id of the rule that a finding is of.
 *
 * @param[in]  findings  Findings, not NULL.
 * @param[in]  index     0 to kbg_findings_count() - 1.
 * @param[out] len       Set to the length in bytes; may be NULL.
 * @return The id with a NUL behind it, owned by @p findings; NULL (and length 0) if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_findings_rule(const kbg_findings *findings, size_t index, size_t *len);

/**
 * The class of the rule that a finding is of.
 *
 * @param[in]  findings  Findings, not NULL.
 * @param[in]  index     0 to kbg_findings_count() - 1.
 * @param[out] len       Set to the length in bytes; may be NULL.
 * @return The class with a NUL behind it, owned by @p findings; NULL (and length 0) if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_findings_class(const kbg_findings *findings, size_t index, size_t *len);

/**
 * The severity of a finding.
 *
 * @param[in] findings  Findings, not NULL.
 * @param[in] index     0 to kbg_findings_count() - 1.
 * @return The severity; KBG_SEVERITY_DEFAULT if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_severity kbg_findings_severity(const kbg_findings *findings, size_t index);

/**
 * What is to be done about a finding.
 *
 * @param[in] findings  Findings, not NULL.
 * @param[in] index     0 to kbg_findings_count() - 1.
 * @return The action; KBG_ACTION_NONE if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_action kbg_findings_action(const kbg_findings *findings, size_t index);

/**
 * Where a finding stands in the text that was checked.
 *
 * @param[in]  findings  Findings, not NULL.
 * @param[in]  index     0 to kbg_findings_count() - 1.
 * @param[out] start     Set to the offset of its first byte; may be NULL.
 * @param[out] end       Set to the offset behind its last byte; may be NULL.
 * @return Whether there is such a finding; if not, both are set to 0.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API bool kbg_findings_span(const kbg_findings *findings, size_t index, size_t *start, size_t *end);

/**
 * What the rule has to put in the place of a finding.
 *
 * @param[in]  findings  Findings, not NULL.
 * @param[in]  index     0 to kbg_findings_count() - 1.
 * @param[out] len       Set to the length in bytes; may be NULL.
 * @return The replacement with a NUL behind it, owned by @p findings; NULL (and length 0) if the rule has none or
 *         @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_findings_replacement(const kbg_findings *findings, size_t index, size_t *len);

/**
 * Why the rule of a finding is there.
 *
 * @param[in]  findings  Findings, not NULL.
 * @param[in]  index     0 to kbg_findings_count() - 1.
 * @param[out] len       Set to the length in bytes; may be NULL.
 * @return The reason with a NUL behind it, "" if the rule has none, owned by @p findings; NULL (and length 0) if
 *         @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_findings_reason(const kbg_findings *findings, size_t index, size_t *len);

/**
 * The id of the item that a finding points at; pass it to kbg_view_find().
 *
 * @param[in]  findings  Findings, not NULL.
 * @param[in]  index     0 to kbg_findings_count() - 1.
 * @param[out] len       Set to the length in bytes; may be NULL.
 * @return The id with a NUL behind it, owned by @p findings; NULL (and length 0) if the rule names no item or @p index
 *         is out of range. The base need not have such an item.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_findings_item(const kbg_findings *findings, size_t index, size_t *len);

/**
 * The text with what the actions replace and mask have made of it; the text as it was if none did.
 *
 * @param[in]  findings  Findings, not NULL.
 * @param[out] len       Set to the length in bytes; may be NULL.
 * @return The text with a NUL behind it, owned by @p findings.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_findings_text(const kbg_findings *findings, size_t *len);

/**
 * Where a byte of kbg_findings_text() came from.
 *
 * @param[in] findings  Findings, not NULL.
 * @param[in] offset    Offset in kbg_findings_text(); what is behind its end counts as the end.
 * @return Offset in the text that was checked: of the same byte, of the first byte of the character that was masked, or
 *         of the first byte of what was replaced. The end maps to the end.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_findings_source(const kbg_findings *findings, size_t offset);

/**
 * Free findings.
 *
 * @param[in] findings  Findings, or NULL (nothing happens then).
 * @par Threads  Safe from any thread; nobody may use @p findings any more.
 * @since 0.1
 */
KBG_API void kbg_findings_free(kbg_findings *findings);

#ifdef __cplusplus
}
#endif

#endif
