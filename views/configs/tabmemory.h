// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <map>

class QStackedWidget;

namespace chancery::views {

class DocumentPage;

// Which configs are open, in what face and at which place: written down when that changes, and
// opened again in the next run on the same connection. Texts are not kept here. Child of the view
// whose pages they are.
class TabMemory : public QObject {
    Q_OBJECT

public:
    // More than these would make a start wait for texts that nobody looks at.
    static constexpr int most = 12;

    using Open = std::function<void(const core::Config &config, const core::EnvironmentId &place)>;

    TabMemory(ViewContext &context, QStackedWidget &pages, Open open, QObject *parent);

    // What was open is opened again as soon as its configs are listed; restored() follows unless
    // there is nothing.
    void restore();
    // The page in front is led to where it was left, once its text has been read; and that is
    // written down a little later. Null for none.
    void follow(DocumentPage *front);
    void write();

Q_SIGNALS:
    // The tab that was in front.
    void restored(int index);

private:
    struct Tab {
        QString path;
        QString environment;
        QString face;
        QString place; // pointer of the key
    };

    std::vector<Tab> read();
    bool areListed();
    void openAll();
    void lead(DocumentPage &page);
    Tab tabOf(DocumentPage &page) const;

    ViewContext &m_context;
    QStackedWidget &m_pages;
    Open m_open;
    std::vector<Tab> m_wanted;
    int m_front = 0;
    std::map<DocumentPage *, Tab> m_toLead;
    QTimer m_soon;
};

} // namespace chancery::views
