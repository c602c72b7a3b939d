/* SPDX-License-Identifier: MIT */
/* Runs at build time: asks ICU which Traditional characters have a Simplified one and writes lib/text's table.
 * Usage: script_table_gen OUTPUT.c */
#include <stdio.h>
#include <string.h>
#include <unicode/utrans.h>
#include <unicode/ustring.h>

enum { FIRST = 0x4E00, LAST = 0x9FFF };

/* Characters that ICU maps but that are good Simplified text too: mapping them breaks 著名, 俱乐部, 乾隆 and the like
 * on one side only. They are left as they are on both sides. */
static const UChar kept[] = { 0x8457, 0x4FF1, 0x4E7E, 0x85C9, 0x5925, 0x59CA, 0x8DE4, 0x962A,
                              0x5412, 0x7B9D, 0x82CE, 0x647A, 0x5FB5, 0 };

int main(int argc, char **argv)
{
    if (argc != 2)
        return 2;
    UErrorCode error = U_ZERO_ERROR;
    UChar id[64];
    u_uastrcpy(id, "Traditional-Simplified");
    UTransliterator *t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    if (U_FAILURE(error)) {
        fprintf(stderr, "script_table_gen: %s\n", u_errorName(error));
        return 1;
    }
    FILE *out = fopen(argv[1], "w");
    if (!out) {
        perror(argv[1]);
        return 1;
    }
    fprintf(out, "/* Made by script_table_gen from ICU %s. */\n#include \"text/script_table.h\"\n\n"
                 "const uint16_t kbg__script_table[KBG__SCRIPT_LAST - KBG__SCRIPT_FIRST + 1] = {\n", U_ICU_VERSION);
    int mapped = 0;
    for (int c = FIRST; c <= LAST; c++) {
        UChar text[8] = { (UChar)c, 0 };
        int32_t len = 1, limit = 1;
        error = U_ZERO_ERROR;
        if (!u_strchr(kept, (UChar)c))
            utrans_transUChars(t, text, &len, 8, 0, &limit, &error);
        /* A mapping to several characters or out of the range is none. */
        if (U_FAILURE(error) || len != 1 || text[0] < FIRST || text[0] > LAST)
            text[0] = (UChar)c;
        mapped += text[0] != c;
        fprintf(out, "0x%04X,%s", (unsigned)text[0], (c - FIRST) % 12 == 11 ? "\n" : " ");
    }
    fprintf(out, "};\n");
    utrans_close(t);
    if (mapped < 2000) {
        fprintf(stderr, "script_table_gen: only %d mappings: is ICU's data complete?\n", mapped);
        return 1;
    }
    return fclose(out) == 0 ? 0 : 1;
}
