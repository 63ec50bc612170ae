// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/layout/reshape.h"
#include "engine/core/document/value.h"

namespace chancery::core::layout {

namespace {

constexpr std::size_t step = 2;
constexpr std::size_t width = 80;

class JsonWriter {
public:
    explicit JsonWriter(const Tree &tree)
        : m_tree(tree)
        , m_lineEnd(tree.source().find("\r\n") != std::string::npos ? "\r\n" : "\n")
    {
    }

    std::string write()
    {
        m_out.reserve(m_tree.source().size() + m_tree.source().size() / 4);
        write(m_tree.root(), 0);
        m_out += m_lineEnd;
        return std::move(m_out);
    }

private:
    std::string_view sourceOf(const Node &node) const
    {
        return std::string_view(m_tree.source()).substr(node.begin, node.end - node.begin);
    }

    void write(Value value, std::size_t indent)
    {
        if (!value.isArray() && !value.isObject()) {
            m_out += sourceOf(value.node());
            return;
        }
        const char *brackets = value.isArray() ? "[]" : "{}";
        m_out += brackets[0];
        if (value.isArray() && fitsInLine(value)) {
            writeInLine(value);
        } else if (value.size() > 0) {
            writeLines(value, indent + step);
            breakLine(indent);
        }
        m_out += brackets[1];
    }

    bool fitsInLine(Value array) const
    {
        std::size_t need = m_out.size() - m_lineStart + 1;
        for (const auto &item : array) {
            const Value value = item.value();
            if (value.size() > 0)
                return false;
            need += value.isArray() || value.isObject() ? 2 : sourceOf(value.node()).size();
            need += 2;
            if (need > width + 2)
                return false;
        }
        return true;
    }

    void writeInLine(Value array)
    {
        bool isFirst = true;
        for (const auto &item : array) {
            m_out += isFirst ? "" : ", ";
            isFirst = false;
            write(item.value(), 0);
        }
    }

    void writeLines(Value container, std::size_t indent)
    {
        bool isFirst = true;
        for (const auto &member : container) {
            m_out += isFirst ? "" : ",";
            isFirst = false;
            breakLine(indent);
            if (container.isObject()) {
                m_out += sourceOf(member.keyNode());
                m_out += ": ";
            }
            write(member.value(), indent);
        }
    }

    void breakLine(std::size_t indent)
    {
        m_out += m_lineEnd;
        m_lineStart = m_out.size();
        m_out.append(indent, ' ');
    }

    const Tree &m_tree;
    const char *m_lineEnd;
    std::string m_out;
    std::size_t m_lineStart = 0;
};

} // namespace

std::string formattedJson(const Tree &tree)
{
    return JsonWriter(tree).write();
}

} // namespace chancery::core::layout
