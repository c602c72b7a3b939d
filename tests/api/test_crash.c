/* SPDX-License-Identifier: MIT */
/* A process that saves over an older file is ended, or fails, at each of its calls to the system in turn. Whatever
 * happens, the file opens and holds all that it held before or all that was to be saved, and a save that fails says so
 * and leaves nothing behind. Runs with fault.c before the C library. */
#define _GNU_SOURCE
#include "fault.h"
#include "helper.h"

#include <dirent.h>
#include <dlfcn.h>
#include <kbguide/edit.h>
#include <kbguide/save.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/kbguide-crash-XXXXXX";
static char path[64];
static fault_plan_fn plan;
static fault_met_fn met;

static int begin(void **state)
{
    void *found = dlsym(RTLD_DEFAULT, "fault_plan"), *other = dlsym(RTLD_DEFAULT, "fault_met");
    (void)state;
    if (!found || !other || !mkdtemp(folder)) {
        fprintf(stderr, "the library fault is not loaded: set LD_PRELOAD, as meson test does\n");
        return -1;
    }
    memcpy(&plan, &found, sizeof(plan));
    memcpy(&met, &other, sizeof(met));
    snprintf(path, sizeof(path), "%s/a.kbg", folder);
    return 0;
}

static int end(void **state)
{
    (void)state;
    (void)unlink(path);
    return rmdir(folder);
}

/* Word lists would only make the file longer. */
static kbg_base *small_base(const char *items)
{
    kbg_base *base = base_of(items);
    kbg_words *words;
    assert_int_equal(kbg_words_new(NULL, &words), KBG_OK);
    for (int list = KBG_WORDS_LEXICON; list <= KBG_WORDS_FILLER; list++)
        kbg_words_clear(words, (kbg_word_list)list);
    assert_int_equal(kbg_base_set_words(base, words, NULL), KBG_OK);
    kbg_words_free(words);
    return base;
}

static text read_file(void)
{
    text t = { 0 };
    char buffer[4096];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    for (size_t n; (n = fread(buffer, 1, sizeof(buffer), file)) > 0;)
        text_add(&t, buffer, n);
    assert_int_equal(fclose(file), 0);
    return t;
}

static void write_file(const text *t)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(t->data, 1, t->len, file), t->len);
    assert_int_equal(fclose(file), 0);
}

/* Removes what is in the folder beside the file, and says how many files that were. Each has its name and six letters. */
static size_t clean(void)
{
    size_t count = 0;
    DIR *open = opendir(folder);
    assert_non_null(open);
    for (const struct dirent *entry; (entry = readdir(open));) {
        if (entry->d_name[0] == '.' || strcmp(entry->d_name, "a.kbg") == 0)
            continue;
        if (strlen(entry->d_name) != strlen("a.kbg.XXXXXX") || strncmp(entry->d_name, "a.kbg.", 6) != 0)
            fail_msg("a file %s is left over", entry->d_name);
        char name[512];
        snprintf(name, sizeof(name), "%s/%s", folder, entry->d_name);
        assert_int_equal(unlink(name), 0);
        count++;
    }
    assert_int_equal(closedir(open), 0);
    return count;
}

enum { SAVED, SAVED_AND_MET, FAILED_AND_MET, WRONG };

/* Saves in a process of its own; how that ended. */
static int save_apart(kbg_base *base, unsigned n, fault_mode mode)
{
    int how;
    (void)fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        kbg_error *error = NULL;
        plan(n, mode);
        kbg_status status = kbg_base_save(base, path, &error);
        bool is_met = met();
        plan(0, mode);
        if (status == KBG_OK)
            _exit(is_met ? SAVED_AND_MET : SAVED);
        _exit(status == KBG_ERR_WRITE && kbg_error_status(error) == status && is_met ? FAILED_AND_MET : WRONG);
    }
    assert_int_equal(waitpid(child, &how, 0), child);
    assert_true(WIFEXITED(how));
    return WEXITSTATUS(how);
}

enum { OLD, NEW, LOST };

/* What the file holds now. */
static int content(const text *old, const text *new)
{
    kbg_base *base;
    bool anew = true;
    if (kbg_base_open(NULL, path, &base, &anew, NULL) != KBG_OK || anew)
        return LOST;
    text is = dump(base);
    kbg_base_unref(base);
    bool is_old = is.len == old->len && memcmp(is.data, old->data, is.len) == 0;
    bool is_new = is.len == new->len && memcmp(is.data, new->data, is.len) == 0;
    text_free(&is);
    return is_old ? OLD : is_new ? NEW : LOST;
}

typedef struct tally {
    size_t cases, lost, old, new, synced_late;
} tally;

/* Lets the n-th call go wrong; false if there is no such call. */
static bool try_at(kbg_base *base, unsigned n, fault_mode mode, const text *bytes, const text *old, const text *new,
                   tally *t)
{
    int how = save_apart(base, n, mode), is = content(old, new);
    size_t left = clean();
    bool exits = mode == FAULT_EXIT_BEFORE || mode == FAULT_EXIT_AFTER || mode == FAULT_EXIT_HALF;
    if (is != OLD)
        write_file(bytes);
    if (how == SAVED) { /* nothing went wrong: the call is none of those that the mode is for, or there is none */
        assert_int_equal(is, NEW);
        assert_int_equal(left, 0);
        return false;
    }
    t->cases++;
    t->lost += is == LOST;
    t->old += is == OLD;
    t->new += is == NEW;
    if (exits) {
        assert_int_equal(how, FAULT_EXIT_CODE);
        assert_true(left <= 1);
        return true;
    }
    if (left)
        fail_msg("call %u, mode %d: a file is left over", n, (int)mode);
    if (mode == FAULT_SHORT) {
        assert_int_equal(how, SAVED_AND_MET);
        assert_int_equal(is, NEW);
    } else if (how == FAILED_AND_MET && is == NEW) {
        t->synced_late++; /* only the folder could not be synced */
    } else if (how == SAVED_AND_MET) {
        assert_int_equal(is, NEW); /* a close of what was only looked at */
    } else {
        assert_int_equal(how, FAILED_AND_MET);
        assert_int_equal(is, OLD);
    }
    return true;
}

static void a_file_is_whole_whatever_happens(void **state)
{
    (void)state;
    static const char *const names[FAULT_MODES] = {
        "ended before the call", "ended behind the call", "ended within a write", "short writes",
        "medium full within a write", "ENOSPC", "EIO",
    };
    kbg_base *base = small_base("{\"id\":\"a\",\"question\":\"怎么退货\",\"answer\":\"七天内可退\",\"short_codes\":[\"/th\"]}\n"
                                "{\"id\":\"b\",\"question\":\"发票怎么开\",\"category\":\"发票\"}\n");
    kbg_edit *edit;
    tally all = { 0 };
    assert_int_equal(kbg_base_save(base, path, NULL), KBG_OK);
    text bytes = read_file(), old = dump(base);
    static const char json[] = "{\"id\":\"b\",\"question\":\"发票丢了怎么补\"}";
    assert_int_equal(kbg_edit_begin(base, &edit, NULL), KBG_OK);
    assert_int_equal(kbg_edit_put_json(edit, json, strlen(json), KBG_ANY_REVISION, NULL), KBG_OK);
    assert_int_equal(kbg_edit_remove(edit, "a", 1, KBG_ANY_REVISION, NULL), KBG_OK);
    assert_int_equal(kbg_edit_commit(edit, NULL, NULL), KBG_OK);
    kbg_edit_free(edit);
    text new = dump(base);
    unsigned calls = 0;
    for (int mode = FAULT_EXIT_BEFORE; mode < FAULT_MODES; mode++) {
        tally one = { 0 };
        if (mode == FAULT_EXIT_BEFORE) /* until the child gets through */
            while (try_at(base, calls + 1, FAULT_EXIT_BEFORE, &bytes, &old, &new, &one))
                calls++;
        for (unsigned n = 1; n <= calls && mode != FAULT_EXIT_BEFORE; n++)
            (void)try_at(base, n, (fault_mode)mode, &bytes, &old, &new, &one);
        assert_false(try_at(base, calls + 1, (fault_mode)mode, &bytes, &old, &new, &one));
        printf("%s: %zu cases, %zu with the old file, %zu with the new one, %zu lost\n", names[mode], one.cases, one.old,
               one.new, one.lost);
        assert_int_equal(one.lost, 0);
        if (mode == FAULT_EXIT_BEFORE || mode == FAULT_EXIT_AFTER) {
            assert_int_equal(one.cases, calls);
            assert_true(one.old > 0 && one.new > 0);
        } else if (mode == FAULT_EXIT_HALF || mode == FAULT_FULL) {
            assert_true(one.cases > calls / 2);
            assert_int_equal(one.old, one.cases);
        } else if (mode == FAULT_ENOSPC || mode == FAULT_EIO) {
            assert_int_equal(one.cases, calls);
            assert_int_equal(one.synced_late, 1);
            assert_int_equal(one.new, 2); /* and the close of the folder, which tells nothing */
        }
        all.cases += one.cases;
        all.lost += one.lost;
    }
    assert_true(calls > 100); /* a write or more for each section */
    printf("%zu cases of %u calls, %zu files lost\n", all.cases, calls, all.lost);
    text_free(&bytes);
    text_free(&old);
    text_free(&new);
    kbg_base_unref(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_file_is_whole_whatever_happens) };
    return cmocka_run_group_tests(tests, begin, end);
}
