// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/keyhistory.h"
#include "views/configs/inspectorsection.h"
#include "views/viewcontext.h"

class QPushButton;

namespace chancery::views {

class FactList;
struct Fact;

// In which versions the value under the cursor changed, when, by whom and why. Reads nothing before
// somebody asks; then it follows the cursor. Over it who set the value last, while that is wanted
// beside the text.
class HistorySection : public InspectorSection {
    Q_OBJECT

public:
    explicit HistorySection(ViewContext &context, QWidget *parent = nullptr);

    void follow(DocumentPage *page) override;
    void followCursor(DocumentPage &page) override;
    // As the button does.
    void showMore();

private:
    void read();
    void readBlame();
    QString hintText() const;
    Fact factOf(const models::KeyChange &change) const;

    ViewContext &m_context;
    DocumentPage *m_page = nullptr; // told anew before it goes
    bool m_isWanted = false;
    FactList *m_blame;
    QLabel *m_hint;
    FactList *m_changes;
    QPushButton *m_more;
};

} // namespace chancery::views
