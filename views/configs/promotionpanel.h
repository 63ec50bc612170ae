// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "models/matrixpromotion.h"
#include "views/viewcontext.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

class Banner;

// What a promotion would do to each of its targets, before anything is done: the difference of the
// text, what stays as it is and why, and the problems of the result. Then drafts or one request.
class PromotionPanel : public QWidget {
    Q_OBJECT

public:
    PromotionPanel(ViewContext &context, models::MatrixPromotion &promotion, QWidget *parent);

    void enter(std::shared_ptr<const editors::SchemaAdvisor> advisor);

Q_SIGNALS:
    void left();

private:
    QWidget *makeHead();
    QWidget *makeForm();
    void connectParts();
    void showPromotion();
    void showTargets();
    void showTarget();
    void showNotes(const models::PromotedText &text);
    void updateState();
    void submit();
    QString titleOf(std::size_t place) const;
    QString schemaOf(std::size_t place) const;
    QString schemaNote(const models::PromotedText &text) const;
    const models::PromotedText *shown() const;

    ViewContext &m_context;
    models::MatrixPromotion &m_promotion;
    Banner *m_banner;
    QLabel *m_title = nullptr;
    QComboBox *m_targets = nullptr;
    QCheckBox *m_own = nullptr;
    QCheckBox *m_removal = nullptr;
    QCheckBox *m_overwrite = nullptr;
    QCheckBox *m_schema = nullptr;
    QListWidget *m_notes = nullptr;
    editors::DiffView *m_difference;
    QLineEdit *m_name = nullptr; // of the request
    QLineEdit *m_ticket = nullptr;
    QPlainTextEdit *m_reason = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_save = nullptr;
    QPushButton *m_request = nullptr;
};

} // namespace chancery::views
