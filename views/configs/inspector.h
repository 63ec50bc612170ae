// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "views/viewcontext.h"

#include <QLabel>
#include <QWidget>

class QVBoxLayout;

namespace chancery::views {

class DocumentPage;

// What is known of the place under the cursor and of the config around it: the schema's words, what
// is live since when by whom, the draft.
class Inspector : public QWidget {
    Q_OBJECT

public:
    explicit Inspector(ViewContext &context, QWidget *parent = nullptr);

    void show(const DocumentPage *page);
    void showKey(const QString &pointer, const std::optional<editors::Advice> &advice);

private:
    QLabel *addRow(
        QVBoxLayout *layout, const QString &caption, const QString &name, bool isCode = false);
    void showLive(const DocumentPage &page);
    void showSchema(const DocumentPage &page);

    ViewContext &m_context;
    QLabel *m_pointer;
    QLabel *m_description;
    QLabel *m_type;
    QLabel *m_values;
    QLabel *m_live;
    QLabel *m_author;
    QLabel *m_reason;
    QLabel *m_approvals;
    QLabel *m_version;
    QLabel *m_draft;
    QLabel *m_schema;
};

} // namespace chancery::views
