/* SPDX-License-Identifier: MIT */
/* Runs at build time: asks ICU how each Han character sounds and writes the table of lib/text/sound_table.h.
 * Usage: sound_table_gen OUTPUT.c */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum { FIRST = 0x4E00, LAST = 0x9FFF, SYLLABLES = 1000 };

static char syllables[SYLLABLES][8];
static int count;
static int of_character[LAST - FIRST + 1];

static int compare(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* The toneless pinyin of one character in out; false if ICU knows none. */
static int sound_of(UTransliterator *t, int c, char out[8])
{
    UChar text[64] = { (UChar)c, 0 };
    int32_t len = 1, limit = 1, n = 0;
    UErrorCode error = U_ZERO_ERROR;
    utrans_transUChars(t, text, &len, 64, 0, &limit, &error);
    for (int32_t i = 0; U_SUCCESS(error) && i < len; i++) {
        if (text[i] < 'a' || text[i] > 'z' || n == 7)
            return 0;
        out[n++] = (char)text[i];
    }
    out[n] = '\0';
    return n > 0;
}

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    UErrorCode error = U_ZERO_ERROR;
    UChar id[64];
    u_uastrcpy(id, "Han-Latin; Latin-ASCII; Lower");
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    FILE *out = fopen(argv[1], "w");
    if (U_FAILURE(error) || !out) {
        fprintf(stderr, "sound_table_gen: %s: %s\n", argv[1], u_errorName(error));
        return 1;
    }
    for (int c = FIRST; c <= LAST; c++) {
        char sound[8];
        if (!sound_of(t, c, sound) || bsearch(sound, syllables, (size_t)count, 8, compare))
            continue;
        if (count == SYLLABLES) {
            fprintf(stderr, "sound_table_gen: too many syllables\n");
            return 1;
        }
        memcpy(syllables[count++], sound, 8);
        qsort(syllables, (size_t)count, 8, compare);
    }
    for (int c = FIRST; c <= LAST; c++) {
        char sound[8];
        if (sound_of(t, c, sound))
            of_character[c - FIRST] =
                1 + (int)((char(*)[8])bsearch(sound, syllables, (size_t)count, 8, compare) - syllables);
    }
    fprintf(out,
            "/* Made by sound_table_gen from ICU %s. */\n#include \"text/sound_table.h\"\n\n"
            "const uint16_t kbg__syllable_count = %d;\nconst char kbg__syllables[][8] = {\n",
            U_ICU_VERSION, count);
    for (int i = 0; i < count; i++)
        fprintf(out, "    \"%s\",\n", syllables[i]);
    fprintf(out, "};\n\nconst uint16_t kbg__sound_table[KBG__SOUND_LAST - KBG__SOUND_FIRST + 1] = {\n");
    for (int c = FIRST; c <= LAST; c++)
        fprintf(out, "%d,%s", of_character[c - FIRST], (c - FIRST) % 16 == 15 ? "\n" : " ");
    fprintf(out, "};\n");
    utrans_close(t);
    if (count < 350) {
        fprintf(stderr, "sound_table_gen: only %d syllables: is ICU's data complete?\n", count);
        return 1;
    }
    return fclose(out) == 0 ? 0 : 1;
}
