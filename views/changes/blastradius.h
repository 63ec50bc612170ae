// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/dependencystore.h"
#include "views/viewcontext.h"

#include <QLabel>

namespace chancery::views {

class ReachedNames;

// What a change request or a draft reaches, in numbers and, for who asks, by name. Asks anew
// whenever another one is shown, or the same one as it has become.
class BlastRadius : public QWidget {
    Q_OBJECT

public:
    explicit BlastRadius(ViewContext &context, QWidget *parent = nullptr);

    void show(const core::ChangeRequest &request);
    void show(const core::Draft &draft);
    // There is no draft yet that could be asked about.
    void showNothing(const QString &why);

private:
    void read();

    const models::PlacesStore &m_places;
    models::DependencyStore m_store;
    models::FleetStore m_fleet; // of the first environment that is reached
    QLabel *m_text;
    ReachedNames *m_names;
    core::ETag m_shown;
};

} // namespace chancery::views
