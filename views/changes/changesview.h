// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/changes/requestlist.h"
#include "views/view.h"

class QButtonGroup;
class QStackedWidget;

namespace chancery::views {

class MergingPage;
class RequestPage;
class StateOverlay;
class TablePane;

// The inbox beside the request that is read.
class ChangesView : public View {
    Q_OBJECT

public:
    explicit ChangesView(ViewContext &context);

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    QWidget *makeInbox();
    void read();
    void readSelected();
    void readCurrentRow();
    void enter(MergingPage &page, const core::ChangeRequest &request);
    MergingPage &reversal();
    MergingPage &rebase();

    ViewContext &m_context;
    RequestList *m_list;
    TablePane *m_table;
    StateOverlay *m_listOverlay;
    QStackedWidget *m_right;
    RequestPage *m_page;
    StateOverlay *m_pageOverlay;
    MergingPage *m_reversal = nullptr; // these two are made when they are first wanted
    MergingPage *m_rebase = nullptr;
    QButtonGroup *m_scopes;
    bool m_isReading = false;
};

} // namespace chancery::views
