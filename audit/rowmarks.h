// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/digest.h"
#include "engine/core/secret.h"

#include <string>
#include <string_view>

namespace chancery::audit {

// The mark beside a row that no signature of the server covers: when a note was received, an alarm,
// a receipt, how far the copy reaches. With the cache's key only its owner can make one; without a
// key it still finds what was changed by accident. A value.
class RowMarks {
public:
    explicit RowMarks(const core::Secret &key);

    template <typename... Fields>
    std::string of(std::string_view table, const Fields &...fields) const
    {
        std::string text;
        (add(text, fields), ...);
        return ofJoined(table, text);
    }
    // The same for fields that were added one by one.
    std::string ofJoined(std::string_view table, const std::string &fields) const;
    static void add(std::string &text, std::string_view field);
    static void add(std::string &text, std::int64_t field);

private:
    core::Secret m_key;
};

} // namespace chancery::audit
