// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/clock.h"

#include <QDateTimeEdit>

namespace chancery::views {

// A field for an instant, to the second and in UTC, as all times are shown.
class InstantEdit : public QDateTimeEdit {
    Q_OBJECT

public:
    InstantEdit(const QString &name, const QString &accessibleName, QWidget *parent);

    core::Instant instant() const;
    void setInstant(core::Instant instant);
};

} // namespace chancery::views
