// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/corpus.h"

#include <cctype>
#include <string>

namespace chancery::support {

// As the server's sources name an event where they write it: "authn.login" is AuthnLogin.
inline std::string enumeratorOf(std::string_view event)
{
    std::string enumerator;
    bool isFirst = true;
    for (const char c : event) {
        if (c != '.' && c != '_')
            enumerator += isFirst ? static_cast<char>(std::toupper(c)) : c;
        isFirst = c == '.' || c == '_';
    }
    return enumerator;
}

// Without the place that only reads events.
inline std::string writersOfTheLog()
{
    std::string sources;
    for (const auto &file : filesIn("engine/server", ".cpp")) {
        if (file.filename() != "suspects.cpp")
            sources += contentOf(file);
    }
    return sources;
}

} // namespace chancery::support
