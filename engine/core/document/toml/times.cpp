// SPDX-License-Identifier: Apache-2.0
#include "scanner.h"

#include <chrono>

namespace chancery::core::toml {

// Does a date or a time of day begin here?
bool Scanner::isTime() const
{
    if (!isDigit(m_at[0]) || !isDigit(m_at[1]))
        return false;
    return m_at[2] == ':' || (isDigit(m_at[2]) && isDigit(m_at[3]) && m_at[4] == '-');
}

bool Scanner::time(Node &node)
{
    const char *const begin = m_at;
    node.type = NodeType::String;
    node.begin = node.text = offset(begin);
    bool isRfc = true;
    if (begin[2] == ':') {
        if (!timeOfDay())
            return false;
    } else {
        if (!date())
            return false;
        // TOML allows a space or small letters where RFC 3339 has T and Z.
        const char delimiter = *m_at;
        if (delimiter == 'T' || delimiter == 't' || (delimiter == ' ' && isDigit(m_at[1]))) {
            ++m_at;
            if (!timeOfDay() || !zone())
                return false;
            isRfc = delimiter == 'T' && m_at[-1] != 'z';
        }
    }
    node.end = offset(m_at);
    node.size = node.end - node.begin;
    if (isRfc)
        return true;
    std::string text(begin, m_at);
    text[10] = 'T';
    if (text.back() == 'z')
        text.back() = 'Z';
    setText(node, text);
    return true;
}

bool Scanner::twoDigits(unsigned &value, unsigned least, unsigned most, std::string_view message)
{
    if (!isDigit(m_at[0]) || !isDigit(m_at[1]))
        return unexpected("two digits");
    value = unsigned(m_at[0] - '0') * 10 + unsigned(m_at[1] - '0');
    if (value < least || value > most)
        return fail(m_at, message, 2);
    m_at += 2;
    return true;
}

// The four digits of the year and the hyphen were seen.
bool Scanner::date()
{
    int year = 0;
    for (int i = 0; i < 4; ++i)
        year = year * 10 + (*m_at++ - '0');
    ++m_at;
    unsigned month = 0;
    unsigned day = 0;
    if (!twoDigits(month, 1, 12, "There is no such month"))
        return false;
    if (*m_at != '-')
        return unexpected("'-' and the day");
    ++m_at;
    if (!twoDigits(day, 1, 31, "There is no such day"))
        return false;
    const std::chrono::year_month_day whole{
        std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    return whole.ok() || fail(m_at - 2, "There is no such day in this month", 2);
}

bool Scanner::timeOfDay()
{
    unsigned part = 0;
    if (!twoDigits(part, 0, 23, "There is no such hour"))
        return false;
    for (const std::string_view message : {"There is no such minute", "There is no such second"}) {
        if (*m_at != ':')
            return unexpected("':' in the time");
        ++m_at;
        if (!twoDigits(part, 0, 59, message))
            return false;
    }
    if (*m_at != '.')
        return true;
    ++m_at;
    if (!isDigit(*m_at))
        return unexpected("a digit");
    while (isDigit(*m_at))
        ++m_at;
    return true;
}

// The offset from UTC, if there is one.
bool Scanner::zone()
{
    if (*m_at == 'Z' || *m_at == 'z') {
        ++m_at;
        return true;
    }
    if (*m_at != '+' && *m_at != '-')
        return true;
    ++m_at;
    unsigned part = 0;
    if (!twoDigits(part, 0, 23, "There is no such hour"))
        return false;
    if (*m_at != ':')
        return unexpected("':' in the offset");
    ++m_at;
    return twoDigits(part, 0, 59, "There is no such minute");
}

} // namespace chancery::core::toml
