/* SPDX-License-Identifier: MIT */
/* Runs at build time: makes a C array of a text file, with a NUL behind it. Usage: embed_gen INPUT NAME OUTPUT.c */
#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc != 4)
        return 2;
    FILE *in = fopen(argv[1], "rb"), *out = fopen(argv[3], "w");
    if (!in || !out) {
        fprintf(stderr, "embed_gen: cannot open %s or %s\n", argv[1], argv[3]);
        return 1;
    }
    fprintf(out, "extern const char %s[];\nconst char %s[] = {", argv[2], argv[2]);
    for (int c, n = 0; (c = fgetc(in)) != EOF; n++)
        fprintf(out, "%s'\\x%02x',", n % 16 ? "" : "\n", (unsigned)c);
    fprintf(out, "\n0 };\n");
    return ferror(in) || fclose(out) ? 1 : 0;
}
