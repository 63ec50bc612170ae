// SPDX-License-Identifier: Apache-2.0
#include "documentfaces.h"

#include "views/configs/clipboardface.h"
#include "views/configs/conversionface.h"
#include "views/configs/differenceface.h"
#include "views/configs/formface.h"
#include "views/configs/matrixface.h"
#include "views/configs/mergeface.h"
#include "views/configs/schemaface.h"
#include "views/configs/submitpanel.h"
#include "views/configs/tableface.h"

namespace chancery::views {

DocumentFace *makeFace(DocumentPage::Face face, ViewContext &context, DocumentPage &page)
{
    switch (face) {
    case DocumentPage::Face::Editor:
        break;
    case DocumentPage::Face::Form:
        return new FormFace(context, page);
    case DocumentPage::Face::Table:
        return new TableFace(context, page);
    case DocumentPage::Face::Environments:
        return new MatrixFace(context, page);
    case DocumentPage::Face::Difference:
        return new DifferenceFace(context, page);
    case DocumentPage::Face::Clipboard:
        return new ClipboardFace(context, page);
    case DocumentPage::Face::Conversion:
        return new ConversionFace(context, page);
    case DocumentPage::Face::Merge:
        return new MergeFace(context, page);
    case DocumentPage::Face::Schema:
        return new SchemaFace(context, page);
    case DocumentPage::Face::Submit:
        return new SubmitPanel(context, page);
    }
    return nullptr;
}

} // namespace chancery::views
