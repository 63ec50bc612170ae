// SPDX-License-Identifier: Apache-2.0
#include "jsontext.h"

#include "audit/report/visibletext.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"

namespace chancery::audit {

void JsonText::separate()
{
    if (!m_isFirst)
        m_out += ',';
    m_isFirst = false;
}

void JsonText::openObject()
{
    separate();
    m_out += '{';
    m_open += '}';
    m_isFirst = true;
}

void JsonText::openArray()
{
    separate();
    m_out += '[';
    m_open += ']';
    m_isFirst = true;
}

void JsonText::close()
{
    if (m_open.empty())
        return;
    m_out += m_open.back();
    m_open.pop_back();
    m_isFirst = false;
}

void JsonText::key(std::string_view name)
{
    separate();
    core::appendJsonString(m_out, visibleText(name));
    m_out += ':';
    m_isFirst = true;
}

void JsonText::text(std::string_view value)
{
    separate();
    core::appendJsonString(m_out, visibleText(value));
}

void JsonText::exact(std::string_view value)
{
    separate();
    core::appendJsonString(m_out, value);
}

void JsonText::number(std::int64_t value)
{
    separate();
    m_out += std::to_string(value);
}

void JsonText::member(std::string_view name, std::string_view value)
{
    key(name);
    text(value);
}

void JsonText::member(std::string_view name, std::int64_t value)
{
    key(name);
    number(value);
}

void JsonText::member(std::string_view name, const std::vector<std::string> &values)
{
    key(name);
    openArray();
    for (const auto &value : values)
        text(value);
    close();
}

std::string JsonText::take()
{
    const auto reading = core::readJson(std::move(m_out), core::Limits::wide());
    m_out.clear();
    return reading ? core::canonicalJson(reading.tree().root()) : std::string();
}

} // namespace chancery::audit
