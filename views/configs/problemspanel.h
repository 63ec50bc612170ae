// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/documentpanel.h"
#include "views/viewcontext.h"

#include <QLabel>

class QTableView;

namespace chancery::editors {
class ProblemsModel;
}

namespace chancery::views {

class StateOverlay;

// What is wrong with the text in front, in its order; Enter goes to the place.
class ProblemsPanel : public DocumentPanel {
    Q_OBJECT

public:
    explicit ProblemsPanel(ViewContext &context, QWidget *parent = nullptr);

    QString title() const override { return tr("Problems"); }
    QWidget *headline() override { return m_headline; }
    QWidget *keyTaker() const override;
    void follow(DocumentPage *page) override;

Q_SIGNALS:
    void chosen(std::size_t offset);

private:
    void setUpTable();

    ViewContext &m_context;
    editors::ProblemsModel *m_model;
    QTableView *m_table;
    StateOverlay *m_overlay;
    QWidget *m_headline;
    QLabel *m_count;
};

} // namespace chancery::views
