/* SPDX-License-Identifier: MIT */
#include "word_lists.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_whole(const char *path, size_t *len)
{
    FILE *file = fopen(path, "rb");
    size_t size = 1 << 16, got;
    char *text = malloc(size);
    *len = 0;
    while (file && text && (got = fread(text + *len, 1, size - *len, file)) > 0) {
        *len += got;
        if (*len == size)
            text = realloc(text, size *= 2);
    }
    if (!file || !text || ferror(file)) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    fclose(file);
    return text;
}

bool take_word_list(int argc, char **argv, int *i, kbg_words **words)
{
    static const char *const names[] = { [KBG_WORDS_LEXICON] = "--lexicon",
                                         [KBG_WORDS_SYNONYMS] = "--synonyms",
                                         [KBG_WORDS_FILLER] = "--filler" };
    for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER; list++) {
        kbg_error *error = NULL;
        size_t len;
        if (strcmp(argv[*i], names[list]) != 0 || *i + 1 >= argc)
            continue;
        const char *path = argv[++*i];
        char *text = read_whole(path, &len);
        if (!*words && kbg_words_new(NULL, words) != KBG_OK) {
            fprintf(stderr, "out of memory\n");
            exit(2);
        }
        kbg_words_clear(*words, (kbg_word_list)list);
        kbg_text source = { path, strlen(path) };
        if (kbg_words_load(*words, (kbg_word_list)list, text, len, source, &error) != KBG_OK) {
            fprintf(stderr, "%s:%" PRIu64 ":%" PRIu64 ": %s\n", path, kbg_error_line(error), kbg_error_column(error),
                    kbg_error_message(error));
            exit(2);
        }
        free(text);
        return true;
    }
    return false;
}
