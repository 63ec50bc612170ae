// SPDX-License-Identifier: Apache-2.0
#include "verifierkey.h"

#include "app/cli/schemafiles.h"

namespace chancery::cli {

std::string keyText(std::string given)
{
    if (auto file = bytesOf(given))
        given = *file;
    while (!given.empty() && given.back() == '\n')
        given.pop_back();
    return given;
}

core::Result<core::NoteVerifier> verifierFrom(std::string given)
{
    return core::readVerifier(keyText(std::move(given)));
}

} // namespace chancery::cli
