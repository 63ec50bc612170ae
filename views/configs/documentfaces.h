// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/documentpage.h"

namespace chancery::views {

// The list of what a page can show beside its text; never asked for the text itself.
DocumentFace *makeFace(DocumentPage::Face face, ViewContext &context, DocumentPage &page);

} // namespace chancery::views
