// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/viewcontext.h"

#include <QComboBox>

#include <set>

namespace chancery::views {

// All of those agents, by name.
std::set<std::string> servicesOf(const models::FleetStore &fleet);

// A choice of the services whose agents are known in the environment that is looked at. The first
// entry is for none in particular.
class ServiceBox : public QComboBox {
    Q_OBJECT

public:
    ServiceBox(
        ViewContext &context, const QString &name, const QString &firstEntry, QWidget *parent);

    // Empty for the first entry.
    std::string service() const;

private:
    void fill();

    ViewContext &m_context;
    QString m_firstEntry;
};

} // namespace chancery::views
