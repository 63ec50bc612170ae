// SPDX-License-Identifier: Apache-2.0
#include "productversion.h"

namespace chancery::core {

std::string_view productVersion()
{
    return CHANCERY_VERSION;
}

} // namespace chancery::core
