// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace chancery::views {

// Makes the resources that are compiled into a static library known; once, before the first icon.
void initialiseResources();

} // namespace chancery::views
