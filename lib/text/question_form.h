/* SPDX-License-Identifier: MIT */
/* What a question asks for, as far as its words show: 怎么 a way, 为什么 a reason, 多少 an amount, and whether it is
 * negated. Two questions that share all other words can differ in just this. */
#ifndef KBG_TEXT_QUESTION_FORM_H
#define KBG_TEXT_QUESTION_FORM_H

#include <stddef.h>
#include <stdint.h>

enum {
    KBG__FORM_WAY = 1,     /* 怎么, 如何 */
    KBG__FORM_REASON = 2,  /* 为什么, 怎么回事 */
    KBG__FORM_AMOUNT = 4,  /* 多少, 价格 */
    KBG__FORM_ABILITY = 8, /* 能不能, 可以 */
    KBG__FORM_TIME = 16,   /* 什么时候, 多久 */
    KBG__FORM_PLACE = 32,  /* 哪里, 在哪 */
    KBG__FORM_THING = 64,  /* 什么, 哪些 */
    KBG__FORM_WHETHER = 128, /* 吗, 是不是, 有没有 */
    KBG__FORM_NEGATED = 256, /* 不, 没, 无法; not the 不 of 能不能 */
    KBG__FORM_ASKS = 255   /* all but the negation */
};

/* The forms that a folded text shows. */
uint32_t kbg__question_form(const char *text, size_t len);

#endif
