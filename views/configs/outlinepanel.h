// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/stateoverlay.h"
#include "views/configs/documentpart.h"
#include "views/viewcontext.h"

#include <QSet>
#include <QTimer>

class QLineEdit;
class QTreeView;

namespace chancery::editors {
class OutlineModel;
}

namespace chancery::views {

// The structure of the text in front as a tree that follows the caret, and a line to find a path
// in it; Enter goes to the place. Beside the keys stands who set them, while that is wanted in the
// text. Works while it is visible only, and when the typing pauses.
class OutlinePanel : public DocumentPart {
    Q_OBJECT

public:
    explicit OutlinePanel(ViewContext &context, QWidget *parent = nullptr);
    ~OutlinePanel() override;

    void follow(DocumentPage *page) override;
    void followCursor(DocumentPage &page) override;
    void focusFilter();
    // Nothing is still to be shown.
    bool isSettled() const { return !m_soon.isActive() && !m_search.isHeld(); }

Q_SIGNALS:
    void chosen(std::size_t offset);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void setUpFilter();
    void setUpTree();
    void readSoon();
    void read();
    void reveal();
    void restoreExpanded();
    void look();
    void showMatches(std::vector<std::uint32_t> matches);
    void updateEmpty();
    void readBlame();
    void arrangeColumns();
    void go(const QModelIndex &index);

    ViewContext &m_context;
    editors::OutlineModel *m_model;
    QLineEdit *m_filter;
    QTreeView *m_tree;
    StateOverlay *m_overlay;
    DocumentPage *m_page = nullptr; // told anew before it goes
    QSet<QString> m_expanded;
    bool m_isRestoring = false;
    bool m_isBlamed = false;
    QTimer m_soon;
    core::Call m_search;
};

} // namespace chancery::views
