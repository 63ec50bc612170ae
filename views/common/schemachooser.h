// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/merge/reversal.h"
#include "models/schemaset.h"

#include <QComboBox>
#include <QLabel>

namespace chancery::views {

// Where a revert takes a schema back and a later change brought another one: which of them holds,
// as somebody decides it. Hidden where there is nothing to decide. Of the GUI thread; the set
// outlives it.
class SchemaChooser : public QWidget {
    Q_OBJECT

public:
    explicit SchemaChooser(models::SchemaSet &schemas, QWidget *parent = nullptr);

    // Null: there is nothing to decide.
    void show(const core::SchemaSides *sides, const std::optional<core::SchemaChoice> &choice);

Q_SIGNALS:
    // Nothing: the question is open again.
    void chosen(const std::optional<core::SchemaChoice> &choice);

private:
    void read();
    QString textOf(core::SchemaChoice choice) const;

    models::SchemaSet &m_schemas;
    QLabel *m_words;
    QComboBox *m_choices;
    core::SchemaSides m_sides;
    std::optional<core::SchemaChoice> m_choice;
};

} // namespace chancery::views
