// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/documentface.h"
#include "views/configs/documentpage.h"
#include "views/viewcontext.h"

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

class DifferenceKeeper;

// The draft beside what is live, or what else it is compared with.
class DifferenceFace : public DocumentFace {
    Q_OBJECT

public:
    DifferenceFace(ViewContext &context, DocumentPage &page);

    void enter() override { refresh(); }
    void refresh() override;

private:
    void take(qsizetype begin, qsizetype end, const QString &text);

    DocumentPage &m_page;
    editors::DiffView *m_difference;
    DifferenceKeeper *m_keeper;
    QString m_shown; // the draft that is compared
};

} // namespace chancery::views
