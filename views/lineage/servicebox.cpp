// SPDX-License-Identifier: Apache-2.0
#include "servicebox.h"

#include "models/qtconvert.h"
#include "views/common/safetext.h"

namespace chancery::views {

std::set<std::string> servicesOf(const models::FleetStore &fleet)
{
    std::set<std::string> services;
    for (const core::Agent &agent : fleet.agents()) {
        if (!agent.service.empty())
            services.insert(agent.service);
    }
    return services;
}

ServiceBox::ServiceBox(
    ViewContext &context, const QString &name, const QString &firstEntry, QWidget *parent)
    : QComboBox(parent)
    , m_context(context)
    , m_firstEntry(firstEntry)
{
    setObjectName(name);
    setAccessibleName(tr("Service"));
    setMinimumWidth(220);
    fill();
    connect(&context.stores.fleet, &models::FleetStore::changed, this, &ServiceBox::fill);
}

std::string ServiceBox::service() const
{
    return models::fromQt(currentData().toString());
}

// What is chosen stays chosen.
void ServiceBox::fill()
{
    const QVariant chosen = currentData();
    clear();
    addItem(m_firstEntry, QString());
    for (const std::string &service : servicesOf(m_context.stores.fleet))
        addItem(safeText(models::toQt(service)), models::toQt(service));
    setCurrentIndex(std::max(0, findData(chosen)));
}

} // namespace chancery::views
