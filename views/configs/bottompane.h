// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/documentpanel.h"

#include <vector>

class QBoxLayout;
class QStackedWidget;
class QTabBar;

namespace chancery::views {

// The panels below the text under a line of tabs; only the one in front follows the cursor.
class BottomPane : public QWidget {
    Q_OBJECT

public:
    explicit BottomPane(QWidget *parent = nullptr);

    void add(DocumentPanel *panel);
    void follow(DocumentPage *page);
    void followCursor(DocumentPage &page);
    void bringToFront(DocumentPanel *panel);

private:
    void showPanel(int index);

    QTabBar *m_tabs;
    QWidget *m_bar;
    QBoxLayout *m_line;
    QStackedWidget *m_stack;
    std::vector<DocumentPanel *> m_panels;
    DocumentPage *m_page = nullptr; // told anew before it goes
};

} // namespace chancery::views
