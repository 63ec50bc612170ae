// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/documentface.h"
#include "views/configs/documentpage.h"
#include "views/viewcontext.h"

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

class Banner;
class BlastRadius;

// What, why and where of a change that goes to approval and what it reaches, over the difference
// that it makes.
class SubmitPanel : public DocumentFace {
    Q_OBJECT

public:
    SubmitPanel(ViewContext &context, DocumentPage &page);

    void enter() override;
    void refresh() override;

private:
    QWidget *makeForm();
    void showChange();
    void showReach();
    void submit();
    void updateState();
    void updateExpedited();
    bool isShown() const;

    ViewContext &m_context;
    DocumentPage &m_page;
    models::EditingSession &m_session;
    Banner *m_banner;
    QLabel *m_target = nullptr;
    QLabel *m_schema = nullptr; // hidden unless the change brings one
    QLineEdit *m_title = nullptr;
    QPlainTextEdit *m_reason = nullptr;
    QLineEdit *m_ticket = nullptr;
    QCheckBox *m_expedited = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_submit = nullptr;
    BlastRadius *m_reach = nullptr;
    editors::DiffView *m_difference;
    QString m_shown; // what would be submitted, and what it differs from
    QString m_shownLive;
};

} // namespace chancery::views
