// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "models/schemaset.h"

namespace chancery::views {

// "Payment limits, version 2.1.0"; its id as long as it is not known, which is asked for then.
QString schemaName(models::SchemaSet &schemas, const core::SchemaId &id);
QString schemaName(const core::Schema &schema);

} // namespace chancery::views
