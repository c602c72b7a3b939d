/* SPDX-License-Identifier: MIT */
#include "render/face.h"

#include "base/utf8.h"

#include <string.h>

/* Codes of 旺旺 and 微信: see doc/channels.md for where they come from. */
static const char *const faces[KBG__FACES][KBG__FACE_FORMS] = {
    { "微笑", "🙂", "/:^_^", "/::)" },
    { "害羞", "😊", "/:^$^", "/::$" },
    { "偷笑", "🤭", "/:815", "/:,@P" },
    { "玫瑰", "🌹", "/:-F", "/:rose" },
    { "爱心", "❤️", "/:Y", "/:heart" },
    { "握手", "🤝", "/:)-(", "/:share" },
    { "OK", "👌", "/:(OK)", "/:ok" },
    { "强", "👍", "/:b", "/:strong" },
    { "疑问", "❓", "/:?", "/:?" },
    { "大哭", "😭", "/:>_<", "/::'(" },
    { "流泪", "😢", "/:'\"\"", "/::<" },
    { "再见", "👋", "", "/:bye" },
    { "撇嘴", "😕", "", "/::~" },
    { "色", "😍", "", "/::B" },
    { "发呆", "😳", "", "/::|" },
    { "得意", "😎", "", "/:8-)" },
    { "调皮", "😜", "", "/::P" },
    { "呲牙", "😁", "", "/::D" },
    { "惊讶", "😮", "", "/::O" },
    { "难过", "🙁", "", "/::(" },
    { "可爱", "☺️", "", "/:,@-D" },
    { "愉快", "😄", "", "/:,@o" },
    { "鼓掌", "👏", "", "/:handclap" },
    { "抱拳", "🙏", "", "/:@)" },
    { "胜利", "✌️", "", "/:v" },
    { "拥抱", "🤗", "", "/:hug" },
    { "礼物", "🎁", "", "/:gift" },
    { "太阳", "☀️", "", "/:sun" },
    { "咖啡", "☕", "", "/:coffee" },
    { "烟花", "🎆", "", "" },
};

const char *kbg__face(size_t face, kbg__face_form form)
{
    return faces[face][form];
}

size_t kbg__face_named(const char *name, size_t len)
{
    for (size_t i = 0; i < KBG__FACES; i++)
        if (strlen(faces[i][KBG__FACE_NAME]) == len && memcmp(faces[i][KBG__FACE_NAME], name, len) == 0)
            return i;
    return KBG__NO_FACE;
}

static bool is_alphanumeric(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool begins_with(const char *text, size_t len, size_t at, const char *wanted, size_t *behind)
{
    size_t wanted_len = strlen(wanted);
    *behind = at + wanted_len;
    return wanted_len > 0 && wanted_len <= len - at && memcmp(text + at, wanted, wanted_len) == 0;
}

/* The longest code of either program; one that ends in a letter or digit is none before another. */
static size_t code_at(const char *text, size_t len, size_t at, size_t *behind)
{
    size_t found = KBG__NO_FACE, longest = at;
    if (at > 0 && (is_alphanumeric(text[at - 1]) || text[at - 1] == ':' || text[at - 1] == '/'))
        return KBG__NO_FACE;
    for (size_t i = 0; i < KBG__FACES; i++)
        for (int form = KBG__FACE_WANGWANG; form <= KBG__FACE_WECHAT; form++) {
            size_t end;
            if (begins_with(text, len, at, faces[i][form], &end) && end > longest &&
                !(is_alphanumeric(text[end - 1]) && end < len && is_alphanumeric(text[end]))) {
                found = i;
                longest = end;
            }
        }
    *behind = longest;
    return found;
}

/* An emoji that a joiner, a selector or a skin tone follows is another one. */
static size_t emoji_at(const char *text, size_t len, size_t at, size_t *behind)
{
    for (size_t i = 0; i < KBG__FACES; i++) {
        if (!begins_with(text, len, at, faces[i][KBG__FACE_EMOJI], behind))
            continue;
        size_t next = *behind;
        uint32_t c = next < len ? kbg__utf8_next(text, len, &next) : 0;
        return c == 0x200D || c == 0xFE0E || c == 0xFE0F || c == 0x20E3 || (c >= 0x1F3FB && c <= 0x1F3FF)
                   ? KBG__NO_FACE
                   : i;
    }
    return KBG__NO_FACE;
}

size_t kbg__face_at(const char *text, size_t len, size_t at, size_t *behind)
{
    unsigned char c = (unsigned char)text[at];
    if (c == '/' && at + 1 < len && text[at + 1] == ':')
        return code_at(text, len, at, behind);
    if (c == 0xE2 || c == 0xF0)
        return emoji_at(text, len, at, behind);
    if (c != '[')
        return KBG__NO_FACE;
    const char *end = memchr(text + at, ']', len - at < 20 ? len - at : 20);
    if (!end)
        return KBG__NO_FACE;
    *behind = (size_t)(end - text) + 1;
    return kbg__face_named(text + at + 1, *behind - at - 2);
}
