// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/place.h"

#include <QLabel>
#include <QLineEdit>

namespace chancery::views {

// The line over an effective difference: for which region, group and instance the layers are
// merged. What is written counts from Return on, or when the field is left.
class EffectivePlace : public QWidget {
    Q_OBJECT

public:
    explicit EffectivePlace(QWidget *parent);

    // What is written, in that environment.
    core::HierarchyPlace placeIn(const core::EnvironmentId &environment) const;
    // What is on screen is of the place before as long as this is said.
    void setBusy(bool isBusy);

Q_SIGNALS:
    void chosen();

private:
    QLineEdit *makeField(const QString &name, const QString &words);
    void choose();

    QLineEdit *m_region;
    QLineEdit *m_group;
    QLineEdit *m_instance;
    QLabel *m_state;
    core::HierarchyPlace m_told;
};

} // namespace chancery::views
