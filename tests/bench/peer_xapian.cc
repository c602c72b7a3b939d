/* SPDX-License-Identifier: MIT */
/* Xapian with what it does best with in Chinese: tokens made beforehand (peer.h) as terms, a message as its distinct
 * terms joined by OR, BM25 with Xapian's defaults (k1 1, b 0.5), a compacted glass database opened for reading. It
 * stands in a new directory below $TMPDIR, which should be in memory.
 *
 *   peer_xapian [--sample N] [--rounds N] [--answers] KB.jsonl QUERIES.tsv */
#include "peer.h"

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>
#include <xapian.h>

namespace {

/* Tokens of a message that are searched for, and bytes of a term that Xapian takes. */
enum { MOST_TOKENS = 1000, MOST_BYTES = 240 };

std::string directory;
Xapian::Database *db;
Xapian::Enquire *enquire;
std::vector<Xapian::docid> found;

void add(Xapian::Document &document, const char *text)
{
    size_t len;
    const char *tokens = peer_tokens(text, std::strlen(text), &len);
    for (const char *end; (end = std::strchr(tokens, ' ')); tokens = end + 1)
        if (end - tokens <= MOST_BYTES)
            document.add_term(std::string(tokens, end));
}

void load(const peer_base *base)
{
    const char *place = std::getenv("TMPDIR");
    std::string name = std::string(place ? place : "/tmp") + "/kbguide-peer-XXXXXX";
    if (!mkdtemp(&name[0]))
        peer_die(name.c_str(), "cannot be made");
    directory = name;
    setenv("XAPIAN_FLUSH_THRESHOLD", "100000", 1);
    {
        Xapian::WritableDatabase writable(directory + "/written",
                                          Xapian::DB_CREATE | Xapian::DB_BACKEND_GLASS | Xapian::DB_NO_SYNC);
        for (size_t i = 0; i < base->count; i++) {
            Xapian::Document document;
            const peer_item &item = base->items[i];
            add(document, item.question);
            for (size_t a = 0; a < item.alternative_count; a++)
                add(document, item.alternatives[a]);
            add(document, item.answer);
            writable.add_document(document);
        }
        writable.commit();
    }
    Xapian::Database(directory + "/written").compact(directory + "/compact", Xapian::DBCOMPACT_NO_RENUMBER);
    db = new Xapian::Database(directory + "/compact");
    enquire = new Xapian::Enquire(*db);
    enquire->set_weighting_scheme(Xapian::BM25Weight());
}

size_t search(const char *text, size_t len)
{
    const char *of[MOST_TOKENS];
    size_t tokens_len;
    const char *tokens = peer_tokens(text, len, &tokens_len);
    size_t count = peer_distinct(tokens, tokens_len, of, MOST_TOKENS);
    found.clear();
    if (count == 0)
        return 0;
    enquire->set_query(Xapian::Query(Xapian::Query::OP_OR, of, of + count));
    Xapian::MSet hits = enquire->get_mset(0, PEER_HITS);
    for (Xapian::MSetIterator hit = hits.begin(); hit != hits.end(); ++hit)
        found.push_back(*hit);
    return found.size();
}

const char *id(const peer_base *base, size_t hit, size_t *len)
{
    const char *text = base->items[found[hit] - 1].id; /* documents are numbered from 1 in the order of items */
    *len = std::strlen(text);
    return text;
}

void done()
{
}

void unload()
{
    delete enquire;
    delete db;
    std::filesystem::remove_all(directory);
}

} // namespace

int main(int argc, char **argv)
{
    static const peer xapian = { "Xapian", load, search, id, done, unload };
    try {
        return peer_main(argc, argv, &xapian);
    } catch (const Xapian::Error &error) {
        std::filesystem::remove_all(directory);
        peer_die("Xapian", error.get_msg().c_str());
    }
    return 2;
}
