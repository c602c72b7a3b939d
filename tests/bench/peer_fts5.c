/* SPDX-License-Identifier: MIT */
/* SQLite FTS5 with what it does best with in Chinese: tokens made beforehand (peer.h) in a table without content
 * that keeps questions, alternatives and answers apart, optimized after loading; a message is its distinct tokens
 * joined by OR, ranked by bm25(), which is faster here than the hidden column `rank`.
 *
 *   peer_fts5 [--sample N] [--rounds N] [--answers] KB.jsonl QUERIES.tsv */
#include "peer.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* Tokens of a message that are searched for. */
enum { MOST_TOKENS = 1000 };

static sqlite3 *db;
static sqlite3_stmt *select_hits;
static sqlite3_int64 rows[PEER_HITS];

static void must(int result, int expected)
{
    if (result != expected)
        peer_die("SQLite", sqlite3_errmsg(db));
}

static void run(const char *sql)
{
    must(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static void bind_tokens(sqlite3_stmt *insert, int column, const char *text, size_t len)
{
    size_t tokens_len;
    const char *tokens = peer_tokens(text, len, &tokens_len);
    must(sqlite3_bind_text(insert, column, tokens, (int)tokens_len, SQLITE_TRANSIENT), SQLITE_OK);
}

static void insert_item(sqlite3_stmt *insert, size_t number, const peer_item *item)
{
    size_t len = 0, at = 0;
    for (size_t i = 0; i < item->alternative_count; i++)
        len += strlen(item->alternatives[i]) + 1;
    char *alternatives = malloc(len + 1);
    if (!alternatives)
        peer_die("FTS5", "out of memory");
    for (size_t i = 0; i < item->alternative_count; i++) {
        size_t n = strlen(item->alternatives[i]);
        memcpy(alternatives + at, item->alternatives[i], n);
        alternatives[at + n] = '\n';
        at += n + 1;
    }
    must(sqlite3_bind_int64(insert, 1, (sqlite3_int64)number + 1), SQLITE_OK);
    bind_tokens(insert, 2, item->question, strlen(item->question));
    bind_tokens(insert, 3, alternatives, len);
    bind_tokens(insert, 4, item->answer, strlen(item->answer));
    must(sqlite3_step(insert), SQLITE_DONE);
    sqlite3_reset(insert);
    free(alternatives);
}

static void load(const peer_base *base)
{
    sqlite3_stmt *insert;
    must(sqlite3_open(":memory:", &db), SQLITE_OK);
    run("CREATE VIRTUAL TABLE items USING fts5(question, alternatives, answer, content='', "
        "tokenize='unicode61 remove_diacritics 0')");
    run("BEGIN");
    must(sqlite3_prepare_v2(db, "INSERT INTO items(rowid, question, alternatives, answer) VALUES(?, ?, ?, ?)", -1,
                            &insert, NULL),
         SQLITE_OK);
    for (size_t i = 0; i < base->count; i++)
        insert_item(insert, i, &base->items[i]);
    sqlite3_finalize(insert);
    run("INSERT INTO items(items) VALUES('optimize')");
    run("COMMIT");
    must(sqlite3_prepare_v2(db, "SELECT rowid FROM items WHERE items MATCH ? ORDER BY bm25(items) LIMIT 10", -1,
                            &select_hits, NULL),
         SQLITE_OK);
}

static size_t search(const char *text, size_t len)
{
    static char expression[16 * MOST_TOKENS * 8];
    const char *of[MOST_TOKENS];
    size_t tokens_len, at = 0, found = 0;
    const char *tokens = peer_tokens(text, len, &tokens_len);
    size_t count = peer_distinct(tokens, tokens_len, of, MOST_TOKENS);
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(of[i]);
        if (at + n + 8 > sizeof(expression))
            break;
        if (at) {
            memcpy(expression + at, " OR ", 4);
            at += 4;
        }
        expression[at++] = '"';
        memcpy(expression + at, of[i], n);
        at += n;
        expression[at++] = '"';
    }
    if (at == 0)
        return 0;
    must(sqlite3_bind_text(select_hits, 1, expression, (int)at, SQLITE_STATIC), SQLITE_OK);
    int result;
    while ((result = sqlite3_step(select_hits)) == SQLITE_ROW)
        rows[found++] = sqlite3_column_int64(select_hits, 0);
    must(result, SQLITE_DONE);
    sqlite3_reset(select_hits);
    return found;
}

static const char *id(const peer_base *base, size_t hit, size_t *len)
{
    const char *text = base->items[rows[hit] - 1].id;
    *len = strlen(text);
    return text;
}

static void done(void)
{
}

static void unload(void)
{
    sqlite3_finalize(select_hits);
    sqlite3_close(db);
}

int main(int argc, char **argv)
{
    static const peer fts5 = { "SQLite FTS5", load, search, id, done, unload };
    return peer_main(argc, argv, &fts5);
}
