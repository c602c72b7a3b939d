/* SPDX-License-Identifier: MIT */
/**
 * @file base.h
 * @brief The knowledge base: make, load, look into, dump.
 */
#ifndef KBGUIDE_BASE_H
#define KBGUIDE_BASE_H

#include <kbguide/item.h>
#include <kbguide/options.h>
#include <kbguide/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A knowledge base, shared by all threads. Its content is a sequence of immutable snapshots: a load that succeeds
 * publishes the next one at once, and searches, hits and views that began before keep theirs.
 * @since 0.1
 */
typedef struct kbg_base kbg_base;

/** The content of a base at one moment, immutable. @since 0.1 */
typedef struct kbg_view kbg_view;

/** What a load did: items added and bad lines; or what a dump could not hold. @since 0.1 */
typedef struct kbg_report kbg_report;

/** Formats of input and output. @since 0.1 */
typedef enum kbg_format {
    KBG_FORMAT_JSONL = 1,   /**< JSON Lines, one item a line; holds everything. */
    KBG_FORMAT_CSV = 2,     /**< Comma separated values with a header, one item a row. */
    KBG_FORMAT_TSV = 3,     /**< The same with tabs. */
    KBG_FORMAT_MARKDOWN = 4 /**< CommonMark: headings are categories and questions, the text below them answers. */
} kbg_format;

/**
 * Charsets. Of input, CSV, TSV and Markdown are recognised by their bytes; of output, the charset is UTF-8 unless the options
 * say GB18030 or GBK. JSON Lines is always UTF-8.
 * @since 0.1
 */
typedef enum kbg_charset {
    KBG_CHARSET_ANY = 0,     /**< Recognised: by a byte order mark, else by what the bytes are well-formed in. */
    KBG_CHARSET_UTF8 = 1,    /**< UTF-8. */
    KBG_CHARSET_UTF16LE = 2, /**< UTF-16, least significant byte first (Excel's "Unicode text"). */
    KBG_CHARSET_UTF16BE = 3, /**< UTF-16, most significant byte first. */
    KBG_CHARSET_GB18030 = 4, /**< GB18030, and so GBK and GB 2312. It has all characters. */
    KBG_CHARSET_GBK = 5      /**< Input: as GB18030. Output: what GB18030 writes in two bytes, which programs for GBK can
                                  read; `?` stands for other characters (emoji), and the report names their items. */
} kbg_charset;

/**
 * Line ends of output.
 * @since 0.1
 */
typedef enum kbg_line_ends {
    KBG_LINE_ENDS_FORMAT = 0, /**< CR LF behind rows of CSV and TSV, LF elsewhere; texts have their own. */
    KBG_LINE_ENDS_LF = 1,     /**< LF everywhere, in texts too. */
    KBG_LINE_ENDS_CRLF = 2    /**< CR LF everywhere, in texts too. */
} kbg_line_ends;

/**
 * What a column of CSV or TSV holds.
 * @since 0.1
 */
typedef struct kbg_column {
    kbg_text header; /**< The header of the column in the file. */
    kbg_text field;  /**< The header that doc/format.md has for such a column; empty = pass the column over. */
} kbg_column;

/** What a reader callback returns when it failed. @since 0.1 */
#define KBG_READ_FAILED ((size_t)-1)

/**
 * Reads the next bytes of an input.
 *
 * @param[out] buffer     Where to put them.
 * @param[in]  size       How many fit, at least 1.
 * @param[in]  user_data  What was handed to the load.
 * @return How many were put there, 0 at the end of the input, KBG_READ_FAILED on failure.
 * @since 0.1
 */
typedef size_t (*kbg_read_fn)(char *buffer, size_t size, void *user_data);

/**
 * Takes the next bytes of an output.
 *
 * @param[in] data       The bytes.
 * @param[in] len        How many, at least 1.
 * @param[in] user_data  What was handed to the dump.
 * @return Whether they were taken; false ends the dump.
 * @since 0.1
 */
typedef bool (*kbg_write_fn)(const char *data, size_t len, void *user_data);

/** Skip lines, rows and sections that are bad and load the others. @since 0.1 */
#define KBG_LOAD_SKIP_BAD 1u
/** Keep the items that the base has, and pass over those of the input that have their ids. @since 0.1 */
#define KBG_LOAD_SKIP_EXISTING 2u
/** Replace the items of the base by those of the input that have their ids. @since 0.1 */
#define KBG_LOAD_OVERWRITE 4u
/** CSV and TSV: the first row is an item, and `columns` names the columns in their order. @since 0.1 */
#define KBG_LOAD_NO_HEADER 8u

/** Options of one load. Zero means the default in every field. @since 0.1 */
typedef struct kbg_load_options {
    uint32_t size;             /**< sizeof(kbg_load_options), set by the initialiser. */
    uint32_t flags;            /**< KBG_LOAD_*, 0 = none. */
    kbg_text source;           /**< Name of the input for messages, such as a file name; empty = none. */
    uint32_t charset;          /**< A kbg_charset; 0 = recognised. JSON Lines: 0 or KBG_CHARSET_UTF8. */
    uint32_t delimiter;        /**< CSV: an ASCII character other than `"`, CR, LF; 0 = `,`, `;` or tab, recognised. */
    const kbg_column *columns; /**< CSV and TSV: columns of which more is known than their header says; may be NULL. */
    size_t column_count;       /**< How many; 0 = none. */
    uint32_t section_chars;    /**< Markdown: a longer section becomes several items; 0 = 500 characters. */
    uint32_t reserved;         /**< 0. */
} kbg_load_options;

/** Initialises a kbg_load_options. @since 0.1 */
#define KBG_LOAD_OPTIONS_INIT { (uint32_t)sizeof(kbg_load_options), 0, { NULL, 0 }, 0, 0, NULL, 0, 0, 0 }

/** CSV and TSV: begin with a byte order mark, by which Excel knows UTF-8; not with GBK, which has none. @since 0.1 */
#define KBG_DUMP_BOM 1u
/**
 * CSV and TSV: write texts that a spreadsheet would take for a formula as they are, for programs that know no formulas.
 * @since 0.1
 */
#define KBG_DUMP_FORMULAS 2u

/** Options of one dump. Zero means the default in every field. @since 0.1 */
typedef struct kbg_dump_options {
    uint32_t size;             /**< sizeof(kbg_dump_options), set by the initialiser. */
    uint32_t flags;            /**< KBG_DUMP_*, 0 = none. */
    uint32_t delimiter;        /**< CSV: as in kbg_load_options; 0 = `,`. */
    uint32_t charset;          /**< A kbg_charset: 0 or KBG_CHARSET_UTF8, KBG_CHARSET_GB18030, KBG_CHARSET_GBK; JSON Lines:
                                    0 or KBG_CHARSET_UTF8. */
    const kbg_column *columns; /**< CSV and TSV: the columns to write; NULL = those that the items need. */
    size_t column_count;       /**< How many; 0 = those that the items need. */
    uint32_t line_ends;        /**< A kbg_line_ends; JSON Lines: 0. */
    uint32_t reserved;         /**< 0. */
} kbg_dump_options;

/** Initialises a kbg_dump_options. @since 0.1 */
#define KBG_DUMP_OPTIONS_INIT { (uint32_t)sizeof(kbg_dump_options), 0, 0, 0, NULL, 0, 0, 0 }

/**
 * Make an empty base.
 *
 * @param[in]  options  Settings, copied; NULL for the defaults.
 * @param[out] base     Set to the base; to NULL on failure. Free with kbg_base_unref().
 * @param[out] error    NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK            Done.
 * @retval KBG_ERR_NOMEM     Out of memory.
 * @retval KBG_ERR_ICU_DATA  The ICU that is running has no dictionary for Chinese.
 * @retval KBG_ERR_PATTERN   The emoticon pattern of @p options is not valid; the message says where.
 *
 * @par Threads   Safe from any thread.
 * @par Lifetime  Until the last reference is gone; searchers, hits and views hold their own.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_new(const kbg_base_options *options, kbg_base **base, kbg_error **error);

/**
 * Take one more reference to a base.
 *
 * @param[in] base  A base, not NULL.
 * @return @p base.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API kbg_base *kbg_base_ref(kbg_base *base);

/**
 * Give a reference to a base back; with the last one the base is freed.
 *
 * @param[in] base  A base, or NULL (nothing happens then).
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API void kbg_base_unref(kbg_base *base);

/**
 * Add the items of a text to a base: all of them or, on failure, none. An id that the base has is an error unless
 * KBG_LOAD_SKIP_EXISTING or KBG_LOAD_OVERWRITE says what to do; kbg_base_preview() says beforehand what they would do.
 *
 * @param[in]  base     The base, not NULL.
 * @param[in]  format   Format of the text.
 * @param[in]  text     The text; may be NULL if @p len is 0. Read during the call only.
 * @param[in]  len      Length of @p text in bytes. 0 is valid and adds nothing.
 * @param[in]  options  Options, or NULL for the defaults. Read during the call only.
 * @param[out] report   NULL, or set to a report, also on failure (to NULL when memory ran out or @p options are
 *                      not valid). When it is asked for, the whole input is read even if a line is bad, and the
 *                      report lists every bad line. Free with kbg_report_free().
 * @param[out] error    NULL, or set on failure only: the first bad line. Free with kbg_error_free().
 *
 * @retval KBG_OK             Done; with KBG_LOAD_SKIP_BAD also when lines were left out.
 * @retval KBG_ERR_NOMEM      Out of memory.
 * @retval KBG_ERR_OPTIONS    @p options has an impossible size, an unknown field set or one that the format has no use
 *                            for, or @p format is unknown.
 * @retval KBG_ERR_BUSY       Another thread is changing this base: a load, a commit, word lists.
 * @retval KBG_ERR_LIMIT      Something is over a limit.
 * @retval KBG_ERR_UTF8       Bytes that are not well-formed in the charset of the input.
 * @retval KBG_ERR_SYNTAX     A line is not a JSON object, or a key stands in it twice; a row has an open quote, or more
 *                            or fewer cells than the header; a NUL; a heading deeper than 6 levels.
 * @retval KBG_ERR_TYPE       A field has a value of the wrong type.
 * @retval KBG_ERR_VALUE      A field is missing or has a value that is not allowed.
 * @retval KBG_ERR_DUPLICATE  Two items have the same id, or one has an id that the base has already; with
 *                            KBG_LOAD_SKIP_EXISTING and KBG_LOAD_OVERWRITE: two items of the text have the same id and
 *                            different content.
 * @retval KBG_ERR_ICU_DATA   The ICU that is running has no converter for GB18030.
 * @retval KBG_ERR_PATTERN    The emoticon pattern ran into its limits on a text of an item.
 * @retval KBG_ERR_TEMPLATE   A variable, condition or slot of a body is written wrongly or not closed, or no variable has
 *                            its name (kbg_base_options_set_variables()).
 *
 * @par Threads   Safe at the same time with searches on the base; of two loads at a time one is refused as busy.
 * @par Lifetime  The base keeps copies of all it needs.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_load(kbg_base *base, kbg_format format, const char *text, size_t len,
                                 const kbg_load_options *options, kbg_report **report, kbg_error **error);

/**
 * Add the items that a reader callback delivers to a base: all of them or, on failure, none. The input is
 * taken in pieces and never held as a whole.
 *
 * @param[in]  base       The base, not NULL.
 * @param[in]  format     Format of the input.
 * @param[in]  read       The reader, not NULL.
 * @param[in]  user_data  Handed to each call of @p read.
 * @param[in]  options    As in kbg_base_load().
 * @param[out] report     As in kbg_base_load().
 * @param[out] error      As in kbg_base_load().
 *
 * @retval KBG_OK             Done; with KBG_LOAD_SKIP_BAD also when lines were left out.
 * @retval KBG_ERR_READ       @p read failed or returned more than was asked for; nothing was added.
 * @retval KBG_ERR_NOMEM      As in kbg_base_load().
 * @retval KBG_ERR_OPTIONS    As in kbg_base_load().
 * @retval KBG_ERR_BUSY       As in kbg_base_load().
 * @retval KBG_ERR_LIMIT      As in kbg_base_load().
 * @retval KBG_ERR_UTF8       As in kbg_base_load().
 * @retval KBG_ERR_SYNTAX     As in kbg_base_load().
 * @retval KBG_ERR_TYPE       As in kbg_base_load().
 * @retval KBG_ERR_VALUE      As in kbg_base_load().
 * @retval KBG_ERR_DUPLICATE  As in kbg_base_load().
 * @retval KBG_ERR_ICU_DATA   As in kbg_base_load().
 * @retval KBG_ERR_PATTERN    As in kbg_base_load().
 * @retval KBG_ERR_TEMPLATE   As in kbg_base_load().
 *
 * @par Threads   As kbg_base_load(); @p read is called from this thread only.
 * @par Lifetime  The base keeps copies of all it needs.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_load_from(kbg_base *base, kbg_format format, kbg_read_fn read, void *user_data,
                                      const kbg_load_options *options, kbg_report **report, kbg_error **error);

/**
 * Write all items of a base. JSON Lines hold everything: loading the output into an empty base and dumping that gives
 * the same bytes. doc/format.md says what the other formats hold; the report names what they could not.
 *
 * @param[in]  base       The base, not NULL.
 * @param[in]  format     Format of the output.
 * @param[in]  write      The writer, not NULL.
 * @param[in]  user_data  Handed to each call of @p write.
 * @param[in]  options    Options, or NULL for the defaults. Read during the call only.
 * @param[out] report     NULL, or set to a report of the items written and, as KBG_ERR_LOSS, of those that the output
 *                        does not hold whole; to NULL on failure. Free with kbg_report_free().
 * @param[out] error      NULL, or set on failure only. Free with kbg_error_free().
 *
 * @retval KBG_OK           Done, also when something could not be held.
 * @retval KBG_ERR_NOMEM    Out of memory.
 * @retval KBG_ERR_OPTIONS  @p format is unknown, or @p options has an impossible size, an unknown field set, or a
 *                          column that doc/format.md does not know.
 * @retval KBG_ERR_WRITE    @p write refused bytes.
 * @retval KBG_ERR_ICU_DATA The ICU that is running does not have GB18030.
 *
 * @par Threads   Safe from any thread; writes the snapshot that was current when the call began.
 * @par Lifetime  What @p write gets is valid during that call only.
 * @since 0.1
 */
KBG_API kbg_status kbg_base_dump(kbg_base *base, kbg_format format, kbg_write_fn write, void *user_data,
                                 const kbg_dump_options *options, kbg_report **report, kbg_error **error);

/**
 * How many items a load added, or a dump wrote.
 *
 * @param[in] report  A report, not NULL.
 * @return The count; 0 after a failed load.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_report_item_count(const kbg_report *report);

/**
 * How many items of the base a load with KBG_LOAD_OVERWRITE replaced.
 *
 * @param[in] report  A report, not NULL.
 * @return The count; 0 after a failed load.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_report_replaced_count(const kbg_report *report);

/**
 * How many items of the input a load passed over: those whose ids the base has, with KBG_LOAD_SKIP_EXISTING; those that
 * were there with the same content, with KBG_LOAD_OVERWRITE.
 *
 * @param[in] report  A report, not NULL.
 * @return The count; 0 after a failed load.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_report_skipped_count(const kbg_report *report);

/**
 * How many bad lines (rows, sections) a load met, or how many items a dump could not hold whole, kept in the report or
 * not.
 *
 * @param[in] report  A report, not NULL.
 * @return The count.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_report_bad_count(const kbg_report *report);

/**
 * How many bad lines, or items not whole, are kept in a report: all, up to KBG_LIMIT_REPORT_ERRORS.
 *
 * @param[in] report  A report, not NULL.
 * @return The count.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_report_error_count(const kbg_report *report);

/**
 * One bad line, in the order of the input; or one item that a dump could not hold whole.
 *
 * @param[in] report  A report, not NULL.
 * @param[in] index   0 to kbg_report_error_count() - 1.
 * @return The error, owned by @p report; NULL if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const kbg_error *kbg_report_error(const kbg_report *report, size_t index);

/**
 * Free a report.
 *
 * @param[in] report  A report, or NULL (nothing happens then).
 * @par Threads  Safe from any thread; nobody may use @p report any more.
 * @since 0.1
 */
KBG_API void kbg_report_free(kbg_report *report);

/**
 * Take a view of what a base holds now.
 *
 * @param[in]  base  The base, not NULL.
 * @return The view; give it back with kbg_view_unref(). NULL if memory could not be had.
 * @par Threads   Safe from any thread.
 * @par Lifetime  Until given back, whatever happens to @p base.
 * @since 0.1
 */
KBG_API kbg_view *kbg_base_view(kbg_base *base);

/**
 * Give a view back.
 *
 * @param[in] view  A view, or NULL (nothing happens then).
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API void kbg_view_unref(kbg_view *view);

/**
 * The number of the snapshot behind a view: 0 for a base as made, one more with each load that added items.
 *
 * @param[in] view  A view, not NULL.
 * @return The revision.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API uint64_t kbg_view_revision(const kbg_view *view);

/**
 * How many items a view has.
 *
 * @param[in] view  A view, not NULL.
 * @return The count.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_view_item_count(const kbg_view *view);

/**
 * An item of a view, in the order in which ids came into the base; an item that takes the place of another has its place
 * here too.
 *
 * @param[in] view   A view, not NULL.
 * @param[in] index  0 to kbg_view_item_count() - 1.
 * @return The item, borrowed from @p view; NULL if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const kbg_item *kbg_view_item(const kbg_view *view, size_t index);

/**
 * The item with a given id.
 *
 * @param[in] view  A view, not NULL.
 * @param[in] id    The id; may be NULL if @p len is 0.
 * @param[in] len   Length of @p id in bytes.
 * @return The item, borrowed from @p view; NULL if there is none.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const kbg_item *kbg_view_find(const kbg_view *view, const char *id, size_t len);

/**
 * The revision of the base that put an item as it is, to be expected by kbg_edit_put() and kbg_edit_remove().
 *
 * @param[in] view  A view, not NULL.
 * @param[in] id    The id; may be NULL if @p len is 0.
 * @param[in] len   Length of @p id in bytes.
 * @return The revision, at least 1; 0 if the view has no item with this id.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API uint64_t kbg_view_item_revision(const kbg_view *view, const char *id, size_t len);

/**
 * How many different categories the items of a view name.
 *
 * @param[in] view  A view, not NULL.
 * @return The count.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API size_t kbg_view_category_count(const kbg_view *view);

/**
 * A category that items of a view name, in the order of first use.
 *
 * @param[in]  view   A view, not NULL.
 * @param[in]  index  0 to kbg_view_category_count() - 1.
 * @param[out] len    Set to the length in bytes; may be NULL.
 * @return The path with a NUL behind it, borrowed from @p view; NULL (and length 0) if @p index is out of range.
 * @par Threads  Safe from any thread.
 * @since 0.1
 */
KBG_API const char *kbg_view_category(const kbg_view *view, size_t index, size_t *len);

#ifdef __cplusplus
}
#endif

#endif
