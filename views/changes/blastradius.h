// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/dependencystore.h"
#include "views/viewcontext.h"

#include <QLabel>

namespace chancery::views {

// What a change request reaches, in numbers, and the way to the picture of it. Asks anew whenever
// another request is shown, or the same one as it has become.
class BlastRadius : public QWidget {
    Q_OBJECT

public:
    explicit BlastRadius(ViewContext &context, QWidget *parent = nullptr);

    void show(const core::ChangeRequest &request);

private:
    void read();

    models::DependencyStore m_store;
    QLabel *m_text;
    core::ETag m_shown;
};

} // namespace chancery::views
