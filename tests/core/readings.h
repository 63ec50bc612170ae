// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/canonical.h"
#include "engine/core/document/value.h"
#include "tests/support/testcase.h"

namespace chancery::support {

// The value as JSON with its members in the order of the tree; or "line:column code".
inline std::string printed(const core::Reading &reading)
{
    if (reading.ok())
        return core::canonicalJson(reading.tree().root());
    const auto &problem = reading.problem();
    return std::to_string(problem.position.line) + ':' + std::to_string(problem.position.column)
        + ' ' + problem.code;
}

inline std::string repeated(const std::string &text, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i)
        out += text;
    return out;
}

// The two columns of a table of texts and what is printed of them, and a row of it.
inline void addTextColumns()
{
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("expected");
}

inline void addText(const char *name, const char *text, const char *expected)
{
    QTest::newRow(name) << std::string(text) << std::string(expected);
}

} // namespace chancery::support
