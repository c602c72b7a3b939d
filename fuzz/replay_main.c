/* SPDX-License-Identifier: MIT */
/* Runs each file of the given folders, or each given file, through a fuzz target, with any compiler.
 * Usage: fuzz_<entry>_replay FOLDER-OR-FILE... */
#include "fuzz_support.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int replay_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *data = NULL;
    size_t size = 0, got;
    if (!file) {
        perror(path);
        return -1;
    }
    do {
        uint8_t *grown = realloc(data, size + 65536);
        if (!grown) {
            perror(path);
            exit(2);
        }
        data = grown;
        got = fread(data + size, 1, 65536, file);
        size += got;
    } while (got > 0);
    int failed = ferror(file);
    (void)fclose(file);
    if (failed) {
        fprintf(stderr, "%s: cannot be read\n", path);
        free(data);
        return -1;
    }
    uint8_t *exact = malloc(size ? size : 1);
    if (!exact) {
        perror(path);
        exit(2);
    }
    memcpy(exact, data, size);
    free(data);
    /* Printed first, so that the input is known if the target ends the process. */
    printf("%s\n", path);
    (void)fflush(stdout);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    return 0;
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* Returns how many inputs were run, -1 if one could not be read. */
static long replay(const char *path)
{
    struct stat info;
    struct dirent **entries;
    long count = 0;
    if (stat(path, &info) != 0) {
        perror(path);
        return -1;
    }
    if (!S_ISDIR(info.st_mode))
        return replay_file(path) == 0 ? 1 : -1;
    int found = scandir(path, &entries, is_visible, alphasort);
    if (found < 0) {
        perror(path);
        return -1;
    }
    for (int i = 0; i < found; i++) {
        char inside[4096];
        int len = snprintf(inside, sizeof(inside), "%s/%s", path, entries[i]->d_name);
        if (len >= (int)sizeof(inside) || replay_file(inside) != 0)
            count = -1;
        count += count >= 0;
        free(entries[i]);
    }
    free(entries);
    return count;
}

int main(int argc, char **argv)
{
    long total = 0;
    for (int i = 1; i < argc; i++) {
        long count = replay(argv[i]);
        if (count < 0)
            return 1;
        total += count;
    }
    printf("%ld inputs\n", total);
    if (total == 0)
        fprintf(stderr, "usage: %s FOLDER-OR-FILE..., with at least one input\n", argc > 0 ? argv[0] : "replay");
    return total == 0;
}
