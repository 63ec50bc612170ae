// SPDX-License-Identifier: Apache-2.0
#include "schemaname.h"

#include "models/qtconvert.h"

#include <QCoreApplication>

namespace chancery::views {

QString schemaName(models::SchemaSet &schemas, const core::SchemaId &id)
{
    const core::Schema *schema = schemas.find(id);
    return schema ? schemaName(*schema) : models::toQt(id);
}

QString schemaName(const core::Schema &schema)
{
    const QString name = models::toQt(schema.name.empty() ? schema.uri : schema.name);
    return schema.semver ? QCoreApplication::translate("SchemaName", "%1, version %2")
                               .arg(name, models::toQt(*schema.semver))
                         : name;
}

} // namespace chancery::views
