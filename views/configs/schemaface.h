// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/documentface.h"
#include "views/viewcontext.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>

namespace chancery::views {

class DocumentPage;

// Which schema the change brings along: those that the server has, the versions of the present one
// first. What is chosen is a part of the change, and holds once that is applied.
class SchemaFace : public DocumentFace {
    Q_OBJECT

public:
    SchemaFace(ViewContext &context, DocumentPage &page);

    void enter() override;
    void refresh() override;

private:
    QWidget *makeHead();
    void setUpList();
    void fill();
    void add(const core::Schema &schema);
    std::vector<core::Schema> inOrder() const;
    std::optional<core::SchemaId> selected() const;
    void updateState();
    void use();

    ViewContext &m_context;
    DocumentPage &m_page;
    QLabel *m_title = nullptr;
    QLabel *m_present = nullptr;
    QLabel *m_empty;
    QLineEdit *m_filter = nullptr;
    QPushButton *m_use = nullptr;
    QTreeWidget *m_list;
};

} // namespace chancery::views
