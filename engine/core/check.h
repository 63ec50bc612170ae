// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>

// For what must not happen and must not kill an operator's session either: says where, then takes
// the way out. "CHECK_OR(index < size, return {})".
#define CHECK_OR(condition, wayOut)                                                                \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            std::fprintf(stderr, "check failed: %s, %s:%d\n", #condition, __FILE__, __LINE__);     \
            wayOut;                                                                                \
        }                                                                                          \
    } while (false)
