// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/requestmerging.h"
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
class SchemaChooser;
class SchemaShelf;
class StateOverlay;

// A whole change request merged with what is live, before anything is sent: taken back, or put onto
// what has become live. Each config with what goes and what stays; where a later change touched the
// same place, the three texts and somebody's answer.
class MergingPage : public QWidget {
    Q_OBJECT

public:
    enum class Purpose { Revert, Rebase };

    MergingPage(ViewContext &context, Purpose purpose, QWidget *parent = nullptr);
    ~MergingPage() override;

    void enter(const core::ChangeRequest &request);

Q_SIGNALS:
    void left();

private:
    QString named(const char *name) const;
    QWidget *makeHead();
    QWidget *makeItems();
    QWidget *makeForm();
    QWidget *makeTexts();
    QLayout *makeReason(QWidget *form);
    void connectParts();
    void read();
    void readItems();
    void readState();
    QString effectText() const;
    QString outcomeText(const models::MergedItem &item) const;
    void showItem();
    void showMerge(const models::MergedItem &item);
    void showDifference(const models::MergedItem &item);
    const models::MergedItem *current() const;
    std::shared_ptr<const editors::SchemaAdvisor> advisorOf(const models::MergedItem &item) const;
    void goToOpen();

    ViewContext &m_context;
    Purpose m_purpose;
    std::unique_ptr<models::RequestMerging> m_store;
    Banner *m_banner;
    SchemaShelf *m_schemas;
    QListWidget *m_items;
    StateOverlay *m_overlay;
    editors::DiffView *m_difference;
    DifferenceKeeper *m_keeper;
    editors::MergeView *m_merge;
    QStackedWidget *m_stack;
    SchemaChooser *m_schemaChooser;
    QLabel *m_title = nullptr;
    QLabel *m_effect = nullptr;
    QLineEdit *m_reason = nullptr; // of a revert; a rebase has the request's own
    QLineEdit *m_ticket = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_again = nullptr;
    QPushButton *m_send = nullptr;
    bool m_isKnown = false; // all of it has been read once
};

} // namespace chancery::views
