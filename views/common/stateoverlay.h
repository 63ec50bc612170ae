// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/operation.h"
#include "views/common/banner.h"

#include <QStackedLayout>
#include <QTimer>
#include <QWidget>

namespace chancery::views {

// Shows an Operation over the content that it fills: nothing for the first 200 ms, then its title
// with Cancel; on failure a banner with Retry and Details above what is there; and why there is
// nothing when there is nothing. Wraps the content, which stays usable while it is reloaded.
class StateOverlay : public QWidget {
    Q_OBJECT

public:
    StateOverlay(Look &look, QWidget *content, QWidget *parent = nullptr);

    void watch(models::Operation &operation);
    // Says whether the content has anything to show; the texts are for when it has not.
    void setEmpty(bool isEmpty, const QString &title = {}, const QString &hint = {},
        const QString &action = {});
    bool isShowingEmpty() const { return m_stack->currentWidget() == m_empty; }
    bool isShowingBusy() const { return m_stack->currentWidget() == m_busy; }
    Banner &banner() { return *m_banner; }
    // All but the content, for Look::dress() where the content's parts are dressed one by one.
    QList<QWidget *> ownParts() const;

Q_SIGNALS:
    void emptyActionTriggered();

private:
    QWidget *makeBusy();
    QWidget *makeEmpty();
    void update();
    void showBusy();
    void choosePage();

    models::Operation *m_operation = nullptr;
    Banner *m_banner;
    QStackedLayout *m_stack;
    QWidget *m_content;
    QWidget *m_busy;
    QWidget *m_empty;
    QLabel *m_busyText;
    QLabel *m_emptyTitle;
    QLabel *m_emptyHint;
    QPushButton *m_emptyAction;
    QTimer m_patience;
    bool m_isEmpty = false;
};

} // namespace chancery::views
