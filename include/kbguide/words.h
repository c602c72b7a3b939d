/* SPDX-License-Identifier: MIT */
/**
 * @file words.h
 * @brief The words of a trade: terms that stay whole and their aliases, synonyms, and small talk.
 */
#ifndef KBGUIDE_WORDS_H
#define KBGUIDE_WORDS_H

#include <kbguide/base.h>
#include <kbguide/options.h>
#include <kbguide/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Word lists on their way into a base. @since 0.1 */
typedef struct kbg_words kbg_words;

/** A list of words; doc/words.md describes them and their file formats. @since 0.1 */
typedef enum kbg_word_list {
    KBG_WORDS_LEXICON = 0,  /**< Terms that stay whole, with aliases that are read as the term. */
    KBG_WORDS_SYNONYMS = 1, /**< Words of a message that also find other words. */
    KBG_WORDS_FILLER = 2    /**< Small talk around a question. */
} kbg_word_list;

/** Where filler may stand in a clause. @since 0.1 */
typedef enum kbg_filler_place {
    KBG_FILLER_ALONE = 0, /**< Only in clauses that are nothing but filler. */
    KBG_FILLER_LEADS = 1, /**< Also at the beginning of other clauses, such as 请问. */
    KBG_FILLER_TRAILS = 2 /**< Also at the end of other clauses, such as 谢谢. */
} kbg_filler_place;

/**
 * Make word lists that hold the shipped ones.
 *
 * @param[in]  allocator  Allocator for the lists; NULL for the C library's. The struct is copied.
 * @param[out] words      Set to the lists; to NULL on failure. Free with kbg_words_free().
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_OPTIONS  @p allocator has an impossible size or lacks a function.
 *
 * @par Threads   Safe from any thread; the lists serve one thread at a time.
 * @par Lifetime  Until freed; a base copies what it takes.
 * @since 0.1
 */
KBG_API kbg_status kbg_words_new(const kbg_allocator *allocator, kbg_words **words);

/**
 * Take all entries out of a list, for example to replace the shipped ones.
 *
 * @param[in] words  Word lists, not NULL.
 * @param[in] list   Which list; nothing happens for an unknown one.
 * @par Threads  One thread at a time for the same lists.
 * @since 0.1
 */
KBG_API void kbg_words_clear(kbg_words *words, kbg_word_list list);

/**
 * Add the entries of a text to a list: all of them or, on failure, none.
 *
 * @param[in]  words   Word lists, not NULL.
 * @param[in]  list    Which list; it says how the text is read (doc/words.md).
 * @param[in]  text    The text, UTF-8, an entry a line. May be NULL if @p len is 0.
 * @param[in]  len     Length of @p text in bytes.
 * @param[in]  source  Name of the text for messages, such as a file name; empty = none.
 * @param[out] error   NULL, or set on failure only, with line, column and offset. Free with kbg_error_free().
 *
 * @retval KBG_OK           Done.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_OPTIONS  @p list is unknown.
 * @retval KBG_ERR_UTF8     The text is not well-formed UTF-8.
 * @retval KBG_ERR_SYNTAX   A line does not follow the format.
 * @retval KBG_ERR_VALUE    An entry cannot be used: it is empty or signs only, has one character where two are needed,
 *                          belongs to another term already, or has a weight out of range.
 * @retval KBG_ERR_LIMIT    A list would have more than 1,000,000 entries, a word more than 256 bytes (as it is given or
 *                          folded) or more than 64 synonyms, or a line more than 64 words.
 *
 * @par Threads  One thread at a time for the same lists.
 * @since 0.1
 */
KBG_API kbg_status kbg_words_load(kbg_words *words, kbg_word_list list, const char *text, size_t len, kbg_text source,
                                  kbg_error **error);

/**
 * Add a term that stays whole, or one alias of it. In questions, answers and messages the alias is read as the term,
 * whatever the script, the width and case of letters and the spaces in it.
 *
 * @param[in]  words  Word lists, not NULL.
 * @param[in]  term   The term, such as 畅享套餐; two characters or more.
 * @param[in]  alias  What customers also call it, such as 畅享; empty for none.
 * @param[out] error  NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK         Done, also if it was there already.
 * @retval KBG_ERR_NOMEM  Out of memory; @p term may be there without @p alias.
 * @retval KBG_ERR_UTF8   A text is not well-formed UTF-8.
 * @retval KBG_ERR_VALUE  @p term is empty, a text is signs only or has one character only, @p term is an alias, or
 *                        @p alias is another term or an alias of one.
 * @retval KBG_ERR_LIMIT  The list is full, or a text has more than 256 bytes, as it is given or folded.
 *
 * @par Threads  One thread at a time for the same lists.
 * @since 0.1
 */
KBG_API kbg_status kbg_words_add_term(kbg_words *words, kbg_text term, kbg_text alias, kbg_error **error);

/**
 * Add a synonym, one way. A message with @p word also finds @p target, as if it were there with this weight. Call twice
 * for both ways. Synonyms of synonyms do not count, so cycles are harmless.
 *
 * @param[in]  words   Word lists, not NULL.
 * @param[in]  word    What the customer says, such as 退钱.
 * @param[in]  target  What the base may say, such as 退款.
 * @param[in]  weight  What @p target counts, above 0 and at most 1.
 * @param[out] error   NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK         Done; if the synonym was there, it has the new weight now.
 * @retval KBG_ERR_NOMEM  Out of memory.
 * @retval KBG_ERR_UTF8   A text is not well-formed UTF-8.
 * @retval KBG_ERR_VALUE  A text is empty or signs only, both are the same, or @p weight is out of range.
 * @retval KBG_ERR_LIMIT  The list is full, a text has more than 256 bytes, as it is given or folded, or @p word has 64
 *                        synonyms.
 *
 * @par Threads  One thread at a time for the same lists.
 * @since 0.1
 */
KBG_API kbg_status kbg_words_add_synonym(kbg_words *words, kbg_text word, kbg_text target, double weight,
                                         kbg_error **error);

/**
 * Add small talk, whose weight in messages is lower.
 *
 * @param[in]  words  Word lists, not NULL.
 * @param[in]  text   The small talk, such as 在吗.
 * @param[in]  place  Where it may stand.
 * @param[out] error  NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK           Done; if it was there, it has the new place now.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_OPTIONS  @p place is unknown.
 * @retval KBG_ERR_UTF8     @p text is not well-formed UTF-8.
 * @retval KBG_ERR_VALUE    @p text is empty or signs only.
 * @retval KBG_ERR_LIMIT    The list is full, or @p text has more than 256 bytes, as it is given or folded.
 *
 * @par Threads  One thread at a time for the same lists.
 * @since 0.1
 */
KBG_API kbg_status kbg_words_add_filler(kbg_words *words, kbg_text text, kbg_filler_place place, kbg_error **error);

/**
 * How many entries a list has: terms with their aliases, ways from one word to another, pieces of small talk.
 *
 * @param[in] words  Word lists, not NULL.
 * @param[in] list   Which list.
 * @return The count; 0 for an unknown list.
 * @par Threads  Safe from any thread while nobody changes the lists.
 * @since 0.1
 */
KBG_API size_t kbg_words_count(const kbg_words *words, kbg_word_list list);

/**
 * Give a base other word lists. Its items are indexed again, and the result is published at once: searches that run see
 * the former lists, later ones the new.
 *
 * @param[in]  base   A base, not NULL.
 * @param[in]  words  Word lists, copied; NULL for the shipped ones, which a base begins with.
 * @param[out] error  NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK         Done.
 * @retval KBG_ERR_NOMEM  Out of memory; the base is as it was.
 * @retval KBG_ERR_BUSY   Another thread is changing this base.
 * @retval KBG_ERR_LIMIT  The index would be over its limits with these words, or a term has more than 64 synonyms
 *                        together with its aliases; the base is as it was.
 *
 * @par Threads  Safe from any thread while nobody changes @p words.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_set_words(kbg_base *base, const kbg_words *words, kbg_error **error);

/**
 * Free word lists.
 *
 * @param[in] words  Word lists, or NULL (nothing happens then).
 * @par Threads  Nobody may use @p words any more.
 * @since 0.1
 */
KBG_API void kbg_words_free(kbg_words *words);

#ifdef __cplusplus
}
#endif

#endif
