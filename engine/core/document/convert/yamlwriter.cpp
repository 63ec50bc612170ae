// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/convert/writers.h"
#include "engine/core/document/json.h"
#include "engine/core/document/yaml/ambiguous.h"

#include <algorithm>

namespace chancery::core::convert {

namespace {

constexpr auto npos = std::string_view::npos;

// Words, paths and addresses need no quotes; for anything that might, quotes are safe.
bool mayBePlain(std::string_view text)
{
    const auto isFine = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || std::string_view(" _-./+@").find(c) != npos;
    };
    const bool startsFine = !text.empty()
        && ((text.front() >= 'a' && text.front() <= 'z')
            || (text.front() >= 'A' && text.front() <= 'Z') || text.front() == '/');
    return startsFine && text.back() != ' ' && std::ranges::all_of(text, isFine)
        && !yaml::isTakenForAnother(text);
}

// Several lines of text in block style, when nothing in them needs an escape.
bool mayBeBlock(std::string_view text)
{
    if (text.find('\n') == npos || text.front() == ' ' || text.front() == '\n'
        || text.ends_with("\n\n"))
        return false;
    return std::ranges::all_of(text,
               [](char c) {
                   return c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F);
               })
        && text.find(" \n") == npos && text.find("\xC2\x85") == npos
        && text.find("\xE2\x80") == npos && text.find("\xEF\xBB\xBF") == npos;
}

class YamlWriter {
public:
    std::string write(const Tree &tree)
    {
        const Value root = tree.root();
        if (root.size() > 0)
            writeEntries(root, 0, false);
        else
            writeInline(root);
        if (!m_out.ends_with('\n'))
            m_out += '\n';
        return std::move(m_out);
    }

private:
    void writeEntries(Value container, std::size_t indent, bool isBehindDash)
    {
        bool isFirst = true;
        for (const auto &member : container) {
            if (!isFirst || !isBehindDash)
                m_out.append(indent, ' ');
            isFirst = false;
            if (container.isObject()) {
                writeText(member.key());
                m_out += ':';
            } else {
                m_out += '-';
            }
            writeValue(member.value(), indent, container.isArray());
        }
    }

    void writeValue(Value value, std::size_t indent, bool isItem)
    {
        if (value.size() > 0) {
            m_out += isItem ? " " : "\n";
            writeEntries(value, indent + 2, isItem);
        } else if (value.isString() && mayBeBlock(value.text())) {
            writeBlock(value.text(), indent + 2);
        } else {
            m_out += ' ';
            writeInline(value);
            m_out += '\n';
        }
    }

    void writeBlock(std::string_view text, std::size_t indent)
    {
        m_out += text.ends_with('\n') ? " |\n" : " |-\n";
        if (text.ends_with('\n'))
            text.remove_suffix(1);
        for (std::size_t at = 0; at <= text.size();) {
            const auto end = std::min(text.find('\n', at), text.size());
            if (end > at)
                m_out.append(indent, ' ').append(text.substr(at, end - at));
            m_out += '\n';
            at = end + 1;
        }
    }

    void writeInline(Value value)
    {
        if (value.isArray() || value.isObject())
            m_out += value.isArray() ? "[]" : "{}";
        else if (value.isString())
            writeText(value.text());
        else
            writeJsonScalar(m_out, value);
    }

    void writeText(std::string_view text)
    {
        if (mayBePlain(text))
            m_out += text;
        else
            appendJsonString(m_out, text);
    }

    std::string m_out;
};

} // namespace

std::string writtenYaml(const Tree &tree)
{
    return YamlWriter().write(tree);
}

} // namespace chancery::core::convert
