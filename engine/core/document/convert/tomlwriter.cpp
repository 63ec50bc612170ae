// SPDX-License-Identifier: Apache-2.0
//
// Plain values come first in each table, because what follows a heading belongs to it. Objects
// become tables; lists of nothing but objects become arrays of tables; what is inside other lists
// is written in a line.
#include "engine/core/document/convert/writers.h"
#include "engine/core/document/json.h"

namespace chancery::core::convert {

namespace {

constexpr std::size_t width = 80;

bool isTableList(Value value)
{
    if (!value.isArray() || value.size() == 0)
        return false;
    for (const auto &item : value) {
        if (!item.value().isObject())
            return false;
    }
    return true;
}

class TomlWriter {
public:
    std::string write(Value root)
    {
        writeTable(root, {});
        return std::move(m_out);
    }

private:
    static std::string keyText(std::string_view key)
    {
        std::string text;
        if (isPlainWord(key))
            text = key;
        else
            appendText(text, key);
        return text;
    }

    // JSON leaves U+007F as it is, TOML does not.
    static void appendText(std::string &out, std::string_view text)
    {
        std::string quoted;
        appendJsonString(quoted, text);
        for (const char c : quoted) {
            if (c == 0x7F)
                out += "\\u007f";
            else
                out += c;
        }
    }

    void writeTable(Value table, const std::string &path)
    {
        for (const auto &member : table) {
            if (member.value().isObject() || isTableList(member.value()))
                continue;
            m_out += keyText(member.key()) + " = ";
            writeInline(member.value());
            m_out += '\n';
        }
        for (const auto &member : table) {
            const std::string inner = path + (path.empty() ? "" : ".") + keyText(member.key());
            if (member.value().isObject()) {
                // A table of nothing but tables says itself by them.
                if (member.value().size() == 0 || hasPlainMember(member.value()))
                    heading('[' + inner + ']');
                writeTable(member.value(), inner);
            } else if (isTableList(member.value())) {
                for (const auto &item : member.value()) {
                    heading("[[" + inner + "]]");
                    writeTable(item.value(), inner);
                }
            }
        }
    }

    static bool hasPlainMember(Value table)
    {
        for (const auto &member : table) {
            if (!member.value().isObject() && !isTableList(member.value()))
                return true;
        }
        return false;
    }

    void heading(const std::string &text) { m_out += (m_out.empty() ? "" : "\n") + text + '\n'; }

    void writeInline(Value value)
    {
        std::string line;
        appendInline(line, value);
        if (!value.isArray() || line.size() <= width) {
            m_out += line;
            return;
        }
        m_out += "[\n";
        for (const auto &item : value) {
            m_out += "  ";
            line.clear();
            appendInline(line, item.value());
            m_out += line + ",\n";
        }
        m_out += ']';
    }

    void appendInline(std::string &out, Value value)
    {
        if (value.isString()) {
            appendText(out, value.text());
            return;
        }
        if (!value.isArray() && !value.isObject()) {
            writeJsonScalar(out, value);
            return;
        }
        out += value.isObject() ? "{" : "[";
        bool isFirst = true;
        for (const auto &member : value) {
            out += isFirst ? "" : ", ";
            isFirst = false;
            if (value.isObject())
                out += keyText(member.key()) + " = ";
            appendInline(out, member.value());
        }
        out += value.isObject() ? "}" : "]";
    }

    std::string m_out;
};

} // namespace

std::string writtenToml(const Tree &tree)
{
    return TomlWriter().write(tree.root());
}

} // namespace chancery::core::convert
