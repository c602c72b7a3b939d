/* SPDX-License-Identifier: MIT */
#ifndef KBG_RENDER_ATTACHED_H
#define KBG_RENDER_ATTACHED_H

#include "render/document.h"

/* Adds a line for an attachment: `[图片] title address`. */
kbg_status kbg__document_add_attachment(kbg__document *document, const kbg_profile *profile,
                                        const kbg_attachment *attachment);

#endif
