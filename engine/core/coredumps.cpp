// SPDX-License-Identifier: Apache-2.0
#include "coredumps.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(leak_sanitizer)
#define CHANCERY_IS_LOOKED_AT
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define CHANCERY_IS_LOOKED_AT
#endif

namespace chancery::core {

void forbidCoreDumps()
{
    // The limit alone is not asked for where a program takes the dumps.
    const rlimit none{0, 0};
    (void)::setrlimit(RLIMIT_CORE, &none);
#ifndef CHANCERY_IS_LOOKED_AT
    (void)::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

} // namespace chancery::core
