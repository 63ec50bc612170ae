// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace chancery {

// Makes the compiled resources of this static library known; once, before the first icon.
void initialiseResources();

} // namespace chancery
