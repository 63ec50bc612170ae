// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/bulktree.h"
#include "views/view.h"
#include "views/viewcontext.h"

class QLabel;
class QTreeView;

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

class Banner;
class BulkQuery;
class BulkRequestForm;
class StateOverlay;

// Find in all configs, and change many at once: what is looked for, what was found with each hit
// before and after, the difference of the chosen text, and the way to a change request or drafts.
// Subjects: "find:text", and "rename:path#pointer" for a key with its references.
class BulkView : public View {
    Q_OBJECT

public:
    explicit BulkView(ViewContext &context);
    ~BulkView() override;

    void activate(const QString &subject) override;
    QList<QAction *> commands() const override;
    void focusFilter() override;

private:
    void makeCommands();
    QAction *addCommand(
        const QString &text, const QString &name, const QString &icon, const QKeySequence &key);
    QWidget *makeResults();
    QWidget *makeFooter();
    void connectStore();
    void look();
    void read();
    void readEmpty();
    void readActions();
    void readOutcome();
    void showDifference();
    void openCurrent();
    void chooseAll(bool isChosen);
    void goToEditor(const QModelIndex &index);

    ViewContext &m_context;
    models::BulkStore &m_store;
    models::BulkTree *m_tree;
    BulkQuery *m_query;
    Banner *m_banner;
    QTreeView *m_results;
    StateOverlay *m_overlay;
    editors::DiffView *m_difference;
    BulkRequestForm *m_form;
    QLabel *m_summary = nullptr;
    QAction *m_look = nullptr;
    QAction *m_open = nullptr;
    QAction *m_all = nullptr;
    QAction *m_none = nullptr;
    QAction *m_request = nullptr;
    QAction *m_save = nullptr;
    std::shared_ptr<const models::BulkResult> m_shown; // whose difference is on screen
};

} // namespace chancery::views
