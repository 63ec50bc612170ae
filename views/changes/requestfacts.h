// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/domain/changerequest.h"
#include "models/schemaset.h"

#include <QLabel>
#include <QWidget>

namespace chancery::views {

// What the server found out about a request: which schemas it brings, how risky it is and why, when
// it expires, whether its author is gone, and which other requests change the same keys.
class RequestFacts : public QWidget {
    Q_OBJECT

public:
    explicit RequestFacts(models::SchemaSet &schemas, QWidget *parent = nullptr);

    void show(const core::ChangeRequest &request);

private:
    QString schemasOf(const core::ChangeRequest &request) const;
    QString riskOf(const core::ChangeRequest &request) const;
    QString lifeOf(const core::ChangeRequest &request) const;
    QString overlapsOf(const core::ChangeRequest &request) const;

    models::SchemaSet &m_schemas;
    QLabel *m_schemaChanges;
    QLabel *m_risk;
    QLabel *m_life;
    QLabel *m_overlaps;
};

} // namespace chancery::views
