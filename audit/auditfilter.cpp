// SPDX-License-Identifier: Apache-2.0
#include "auditfilter.h"

#include <array>

namespace chancery::audit {

namespace {

struct Field {
    std::string_view name;
    std::string AuditFilter::*value;
};

constexpr std::array fields{Field{"event", &AuditFilter::event},
    Field{"actor", &AuditFilter::actor}, Field{"outcome", &AuditFilter::outcome},
    Field{"environment", &AuditFilter::environment}, Field{"namespace", &AuditFilter::nameSpace},
    Field{"target", &AuditFilter::target}, Field{"correlation", &AuditFilter::correlation},
    Field{"emergency", &AuditFilter::breakGlass}, Field{"text", &AuditFilter::text}};

void addLine(std::string &text, std::string_view name, std::string_view value)
{
    text.append(name) += '=';
    for (const char character : value) {
        if (character == '\n' || character == '\\')
            text += '\\';
        text += character == '\n' ? 'n' : character;
    }
    text += '\n';
}

std::string unescaped(std::string_view value)
{
    std::string text;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const bool isEscaped = value[at] == '\\' && at + 1 < value.size();
        const char character = isEscaped ? value[++at] : value[at];
        text += isEscaped && character == 'n' ? '\n' : character;
    }
    return text;
}

void take(AuditFilter &filter, std::string_view name, const std::string &value)
{
    for (const auto &field : fields) {
        if (field.name == name)
            filter.*field.value = value;
    }
    if (name != "from" && name != "before")
        return;
    const auto instant = core::fromRfc3339(value);
    if (instant)
        (name == "from" ? filter.from : filter.before) = *instant;
}

} // namespace

std::string toText(const AuditFilter &filter)
{
    std::string text;
    if (filter.from)
        addLine(text, "from", core::toRfc3339(*filter.from));
    if (filter.before)
        addLine(text, "before", core::toRfc3339(*filter.before));
    for (const auto &field : fields) {
        if (!(filter.*field.value).empty())
            addLine(text, field.name, filter.*field.value);
    }
    return text;
}

AuditFilter filterFromText(std::string_view text)
{
    AuditFilter filter;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        const auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto equals = line.find('=');
        if (equals != std::string_view::npos)
            take(filter, line.substr(0, equals), unescaped(line.substr(equals + 1)));
    }
    return filter;
}

} // namespace chancery::audit
