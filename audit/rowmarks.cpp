// SPDX-License-Identifier: Apache-2.0
#include "rowmarks.h"

namespace chancery::audit {

RowMarks::RowMarks(const core::Secret &key)
    : m_key(std::string(
          core::bytesOf(core::hmacSha256(key.reveal(), "chancery audit cache, marks of rows"))))
{
}

void RowMarks::add(std::string &text, std::string_view field)
{
    text += std::to_string(field.size());
    text += ':';
    text += field;
}

void RowMarks::add(std::string &text, std::int64_t field)
{
    text += std::to_string(field);
    text += ';';
}

std::string RowMarks::ofJoined(std::string_view table, const std::string &fields) const
{
    std::string text;
    add(text, table);
    return std::string(core::bytesOf(core::hmacSha256(m_key.reveal(), text + fields)));
}

} // namespace chancery::audit
