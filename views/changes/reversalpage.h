// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/requestreversal.h"
#include "views/viewcontext.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>

namespace chancery::editors {
class DiffView;
class MergeView;
class SchemaAdvisor;
} // namespace chancery::editors

namespace chancery::views {

class Banner;
class DifferenceKeeper;
class SchemaShelf;
class StateOverlay;

// A whole change request taken back, before it is asked for: each config with what goes and what
// stays; where a later change touched the same place, the three texts and somebody's answer; then
// the reason.
class ReversalPage : public QWidget {
    Q_OBJECT

public:
    explicit ReversalPage(ViewContext &context, QWidget *parent = nullptr);
    ~ReversalPage() override;

    void enter(const core::ChangeRequest &request);

Q_SIGNALS:
    void left();

private:
    QWidget *makeHead();
    QWidget *makeItems();
    QWidget *makeForm();
    void connectParts();
    void read();
    void readItems();
    void readState();
    void showItem();
    void showMerge(const models::ReversedItem &item);
    void showDifference(const models::ReversedItem &item);
    const models::ReversedItem *current() const;
    std::shared_ptr<const editors::SchemaAdvisor> advisorOf(const models::ReversedItem &item) const;
    void goToOpen();

    ViewContext &m_context;
    models::RequestReversal m_store;
    Banner *m_banner;
    SchemaShelf *m_schemas;
    QListWidget *m_items;
    StateOverlay *m_overlay;
    editors::DiffView *m_difference;
    DifferenceKeeper *m_keeper;
    editors::MergeView *m_merge;
    QStackedWidget *m_stack;
    QLabel *m_title = nullptr;
    QLabel *m_effect = nullptr;
    QLineEdit *m_reason = nullptr;
    QLineEdit *m_ticket = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_send = nullptr;
    bool m_isKnown = false; // all of it has been read once
};

} // namespace chancery::views
