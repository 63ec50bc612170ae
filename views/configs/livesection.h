// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/configs/inspectorsection.h"
#include "views/viewcontext.h"

namespace chancery::views {

// What is live of the config in front since when by whom, its schema, its draft.
class LiveSection : public InspectorSection {
    Q_OBJECT

public:
    explicit LiveSection(ViewContext &context, QWidget *parent = nullptr);

    void follow(DocumentPage *page) override;

private:
    void showSchema(const DocumentPage &page);
    QString schemaText(const DocumentPage &page, const core::SchemaId &id) const;

    ViewContext &m_context;
    QLabel *m_live;
    QLabel *m_author;
    QLabel *m_approvals;
    QLabel *m_appliedBy;
    QLabel *m_reason;
    QLabel *m_version;
    QLabel *m_schema;
    QLabel *m_draft;
};

} // namespace chancery::views
