// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/layout/reshape.h"
#include "engine/core/document/layout/tomllines.h"

#include <algorithm>

namespace chancery::core::layout {

namespace {

using Kind = TomlLineKind;
constexpr auto npos = std::string_view::npos;

class TomlWriter {
public:
    explicit TomlWriter(const std::string &source)
        : m_source(source)
        , m_lineEnd(source.find("\r\n") != std::string::npos ? "\r\n" : "\n")
    {
    }

    std::string write()
    {
        for (const TomlLine &line : tomlLines(m_source)) {
            if (line.kind == Kind::InText)
                m_out += m_source.substr(line.begin, line.end - line.begin);
            else
                write(line);
        }
        if (!m_out.empty() && !m_out.ends_with('\n'))
            m_out += m_lineEnd;
        return std::move(m_out);
    }

private:
    void write(const TomlLine &line)
    {
        auto text = std::string_view(m_source).substr(line.begin, line.end - line.begin);
        const auto first = text.find_first_not_of(" \t\r\n");
        if (first == npos && !line.endsInText) {
            m_isBlankWanted = !m_out.empty();
            return;
        }
        // A table stands apart from what is before it.
        const bool isHeading = line.kind == Kind::Table || line.kind == Kind::TableItem;
        if (m_isBlankWanted || (isHeading && !m_out.empty() && m_last != Kind::Comment))
            m_out += m_lineEnd;
        m_isBlankWanted = false;
        m_last = line.kind;
        m_out.append(indentOf(line, text[first]), ' ');
        if (line.kind == Kind::Entry)
            writeKey(line, first);
        const auto from = line.kind == Kind::Entry ? valueOf(line) : line.begin + first;
        text = std::string_view(m_source).substr(from, line.end - from);
        if (!line.endsInText)
            text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
        m_out += text;
        if (!line.endsInText)
            m_out += m_lineEnd;
    }

    static std::size_t indentOf(const TomlLine &line, char first)
    {
        if (line.kind != Kind::Inside)
            return 0;
        const bool closes = first == ']' || first == '}';
        return static_cast<std::size_t>(2 * std::max(0, line.depth - (closes ? 1 : 0)));
    }

    void writeKey(const TomlLine &line, std::size_t first)
    {
        const auto begin = line.begin + first;
        auto key = std::string_view(m_source).substr(begin, line.equals - begin);
        m_out += key.substr(0, key.find_last_not_of(" \t") + 1);
        m_out += " = ";
    }

    std::size_t valueOf(const TomlLine &line) const
    {
        return m_source.find_first_not_of(" \t", line.equals + 1);
    }

    const std::string &m_source;
    const char *m_lineEnd;
    std::string m_out;
    bool m_isBlankWanted = false;
    Kind m_last = Kind::Blank;
};

} // namespace

std::string formattedToml(const std::string &source)
{
    return TomlWriter(source).write();
}

} // namespace chancery::core::layout
