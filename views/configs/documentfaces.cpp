// SPDX-License-Identifier: Apache-2.0
#include "documentfaces.h"

#include "views/configs/differenceface.h"
#include "views/configs/mergeface.h"
#include "views/configs/submitpanel.h"

namespace chancery::views {

DocumentFace *makeFace(DocumentPage::Face face, ViewContext &context, DocumentPage &page)
{
    switch (face) {
    case DocumentPage::Face::Editor:
        break;
    case DocumentPage::Face::Difference:
        return new DifferenceFace(context, page);
    case DocumentPage::Face::Merge:
        return new MergeFace(context, page);
    case DocumentPage::Face::Submit:
        return new SubmitPanel(context, page);
    }
    return nullptr;
}

} // namespace chancery::views
