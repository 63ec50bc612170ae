// SPDX-License-Identifier: Apache-2.0
#include "tests/fuzz/properties.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    using namespace chancery;
    fuzz::requireOneVerdict(std::string_view(reinterpret_cast<const char *>(data), size));
    return 0;
}
