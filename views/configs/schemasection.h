// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "views/configs/inspectorsection.h"

namespace chancery::views {

// What the schema says of the place under the cursor.
class SchemaSection : public InspectorSection {
    Q_OBJECT

public:
    explicit SchemaSection(QWidget *parent = nullptr);

    void follow(DocumentPage * /*page*/) override { }
    void followCursor(DocumentPage &page) override;

private:
    void showAdvice(const editors::Advice &advice);

    QLabel *m_pointer;
    QLabel *m_description;
    QLabel *m_type;
    QLabel *m_values;
    QLabel *m_limits;
    QLabel *m_meaning;
    QLabel *m_owner;
    bool m_isMissing = false;
};

} // namespace chancery::views
