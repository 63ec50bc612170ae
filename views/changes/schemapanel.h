// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QLabel>
#include <QToolButton>

namespace chancery::editors {
class DiffView;
}

namespace chancery::views {

// What a config of a request gets another schema means: which, in the place of which, and how they
// differ. Hidden for a config that keeps its own.
class SchemaPanel : public QWidget {
    Q_OBJECT

public:
    explicit SchemaPanel(ViewContext &context, QWidget *parent = nullptr);

    // With the schema that it has before.
    void show(const core::RequestItem &item, const std::optional<core::SchemaId> &before);

private:
    void read();
    QString nameOf(const std::optional<core::SchemaId> &schema) const;
    // Null as long as it is on its way.
    const std::string *textOf(const std::optional<core::SchemaId> &schema) const;

    ViewContext &m_context;
    std::optional<core::SchemaId> m_before;
    std::optional<core::SchemaId> m_after;
    QLabel *m_words;
    QToolButton *m_toggle;
    editors::DiffView *m_difference;
};

} // namespace chancery::views
