// SPDX-License-Identifier: Apache-2.0
#include "objects.h"

#include "engine/core/document/layout/tomllines.h"
#include "engine/core/document/lines.h"
#include "engine/core/document/value.h"
#include "engine/core/document/yaml/events.h"

#include <algorithm>

namespace chancery::core::layout {

namespace {

using yaml::EventKind;
constexpr auto npos = std::string_view::npos;

Error refusal(const char *code, std::string message)
{
    return {ErrorKind::Invalid, code, std::move(message), {}, {}, {}};
}

// Objects with brackets of a tree: all of JSON's, TOML's inline tables.
std::vector<Object> bracketedOf(const Tree &tree)
{
    std::vector<Object> objects;
    for (auto index = static_cast<std::uint32_t>(tree.nodeCount()); index-- > 0;) {
        const Node &node = tree.node(index);
        if (node.type != NodeType::Object || node.size < 2 || tree.source()[node.begin] != '{')
            continue;
        Object object{node.begin, node.end, true, false, false, 0, {}};
        for (const auto &member : Value(tree, index))
            object.members.push_back(
                {std::string(member.key()), member.keyNode().begin, member.value().node().end});
        objects.push_back(std::move(object));
    }
    return objects;
}

// The mappings of a YAML document as its events tell them; aliases stay what they are.
class YamlObjects {
public:
    explicit YamlObjects(const std::string &source)
        : m_source(source)
    {
        for (const auto &event : yaml::yamlEvents(source, Limits::wide()).events)
            take(event);
    }

    Result<std::vector<Object>> result() &&
    {
        if (m_error)
            return *std::move(m_error);
        return std::move(m_objects);
    }

private:
    struct Open {
        Object object;
        bool isMapping = false;
        bool expectsKey = true;
        std::size_t keyBegin = 0;
    };

    void take(const yaml::OwnedEvent &event)
    {
        switch (event.kind) {
        case EventKind::MappingStart:
        case EventKind::SequenceStart: {
            refuseAsKey();
            Open open;
            open.isMapping = event.kind == EventKind::MappingStart;
            open.object.begin = event.begin;
            open.object.isInBrackets = event.isFlow;
            m_open.push_back(std::move(open));
            return;
        }
        case EventKind::MappingEnd:
        case EventKind::SequenceEnd:
            close(event);
            placed(event.end);
            return;
        case EventKind::Scalar:
        case EventKind::Alias:
            if (!m_open.empty() && m_open.back().isMapping && m_open.back().expectsKey)
                key(event);
            else
                placed(event.end);
            return;
        default:
            return;
        }
    }

    void refuseAsKey()
    {
        if (!m_open.empty() && m_open.back().isMapping && m_open.back().expectsKey)
            m_error = refusal("key-not-sortable", "A key that is a collection cannot be sorted.");
    }

    void key(const yaml::OwnedEvent &event)
    {
        Open &open = m_open.back();
        open.object.members.push_back(
            {event.kind == EventKind::Alias ? event.anchor : event.value, event.begin, event.end});
        open.expectsKey = false;
    }

    // A value is complete.
    void placed(std::size_t end)
    {
        if (m_open.empty() || !m_open.back().isMapping)
            return;
        Open &open = m_open.back();
        open.object.members.back().end = std::max(open.object.members.back().end, end);
        open.expectsKey = true;
    }

    void close(const yaml::OwnedEvent &event)
    {
        Open open = std::move(m_open.back());
        m_open.pop_back();
        open.object.end = event.end;
        if (!open.isMapping || open.object.members.size() < 2)
            return;
        if (!open.object.isInBrackets)
            toLines(open.object);
        m_objects.push_back(std::move(open.object));
    }

    char firstOf(std::size_t line) const
    {
        const auto first = m_source.find_first_not_of(" \t\r", line);
        return first == npos ? '\n' : m_source[first];
    }
    std::size_t columnOfFirst(std::size_t line) const
    {
        return std::min(m_source.find_first_not_of(' ', line), m_source.size()) - line;
    }

    // Members become whole lines, with the comments that belong to them.
    void toLines(Object &object)
    {
        auto &members = object.members;
        const auto firstLine = lineStart(m_source, members.front().begin);
        const bool isCompact = firstOf(firstLine) == '-';
        object.column = isCompact ? object.begin - firstLine : columnOfFirst(firstLine);
        std::size_t behind = 0;
        for (std::size_t index = 0; index < members.size(); ++index) {
            Member &member = members[index];
            const auto line = lineStart(m_source, member.begin);
            const bool isFirst = index == 0;
            if (!(isFirst && isCompact)
                && (columnOfFirst(line) != object.column || firstOf(line) == '?'))
                m_error = refusal(
                    "key-not-sortable", "A key that does not begin its line cannot be sorted.");
            member.begin = !isFirst ? behind : isCompact ? object.begin : withCommentsAbove(line);
            behind = behindComments(nextLine(m_source, contentEnd(member)), object.column);
            member.end = behind;
        }
    }

    std::size_t contentEnd(const Member &member) const
    {
        auto end = member.end;
        while (end > member.begin && std::string_view(" \t\r\n").find(m_source[end - 1]) != npos)
            --end;
        return end;
    }

    std::size_t withCommentsAbove(std::size_t line) const
    {
        while (line > 0 && firstOf(lineStart(m_source, line - 1)) == '#')
            line = lineStart(m_source, line - 1);
        return line;
    }

    // Comments further in belong to the member above them.
    std::size_t behindComments(std::size_t line, std::size_t column) const
    {
        while (line < m_source.size() && firstOf(line) == '#' && columnOfFirst(line) > column)
            line = nextLine(m_source, line);
        return line;
    }

    const std::string &m_source;
    std::vector<Open> m_open;
    std::vector<Object> m_objects;
    std::optional<Error> m_error;
};

// The tables of a TOML document with their entries, and all of them as one.
class TomlTables {
public:
    explicit TomlTables(const std::string &source)
        : m_source(source)
    {
        std::size_t behind = 0; // what is done with
        for (const TomlLine &line : tomlLines(source)) {
            switch (line.kind) {
            case TomlLineKind::Table:
            case TomlLineKind::TableItem:
                m_hasItems = m_hasItems || line.kind == TomlLineKind::TableItem;
                heading(line, behind);
                behind = line.end;
                break;
            case TomlLineKind::Entry:
                entry(line, behind);
                behind = line.end;
                break;
            case TomlLineKind::Inside:
            case TomlLineKind::InText:
                if (!m_tables.back().members.empty())
                    m_tables.back().members.back().end = line.end;
                behind = line.end;
                break;
            default:
                break;
            }
        }
        m_tables.back().end = source.size();
        if (!m_whole.members.empty())
            m_whole.members.back().end = source.size();
        m_whole.end = source.size();
    }

    void addTo(std::vector<Object> &objects) &&
    {
        for (Object &table : m_tables) {
            if (table.members.size() > 1)
                objects.push_back(std::move(table));
        }
        if (!m_hasItems && m_whole.members.size() > 1)
            objects.push_back(std::move(m_whole));
    }

private:
    void heading(const TomlLine &line, std::size_t behind)
    {
        m_tables.back().end = behind;
        if (!m_whole.members.empty())
            m_whole.members.back().end = behind;
        const auto open = m_source.find_first_not_of(" \t[", line.begin);
        const auto close = m_source.find(']', open);
        m_whole.members.push_back({m_source.substr(open, close - open), behind, line.end});
        m_tables.push_back({line.begin, line.end, false, true, false, 0, {}});
    }

    void entry(const TomlLine &line, std::size_t behind)
    {
        const auto first = m_source.find_first_not_of(" \t", line.begin);
        auto key = m_source.substr(first, line.equals - first);
        key.erase(key.find_last_not_of(" \t") + 1);
        auto &members = m_tables.back().members;
        members.push_back({std::move(key),
            members.empty() ? commentsAbove(line.begin, behind) : behind, line.end});
    }

    // What stands at the top of a table, with an empty line behind it, stays there.
    std::size_t commentsAbove(std::size_t line, std::size_t least) const
    {
        while (line > least) {
            const auto above = lineStart(m_source, line - 1);
            const auto first = m_source.find_first_not_of(" \t\r", above);
            if (above < least || m_source[first] != '#')
                break;
            line = above;
        }
        return line;
    }

    const std::string &m_source;
    bool m_hasItems = false;
    std::vector<Object> m_tables{{0, 0, false, true, false, 0, {}}};
    Object m_whole{0, 0, false, true, true, 0, {}};
};

// Puts members of a text in order; all bytes stay within the object, so that those of the objects
// around it do not move.
class Sorter {
public:
    explicit Sorter(const Tree &tree)
        : m_text(tree.source())
        , m_size(tree.source().size())
    {
        if (tree.format() != Format::Json && !m_text.empty() && !m_text.ends_with('\n'))
            m_text += m_text.find("\r\n") != npos ? "\r\n" : "\n";
    }

    bool sort(const Object &object)
    {
        std::vector<std::size_t> order(object.members.size());
        for (std::size_t index = 0; index < order.size(); ++index)
            order[index] = index;
        std::ranges::sort(order, [&members = object.members](std::size_t one, std::size_t other) {
            const int names = members[one].name.compare(members[other].name);
            return names != 0 ? names < 0 : one < other;
        });
        if (std::ranges::is_sorted(order))
            return true;
        return object.isInBrackets ? sortInBrackets(object, order) : sortLines(object, order);
    }

    std::string text() && { return std::move(m_text); }

private:
    using Order = std::vector<std::size_t>;

    // A line break that was added belongs to the last member.
    std::size_t endOf(const Member &member) const
    {
        return member.end == m_size ? m_text.size() : member.end;
    }

    bool sortInBrackets(const Object &object, const Order &order)
    {
        const auto &members = object.members;
        std::string text;
        for (std::size_t slot = 0; slot < order.size(); ++slot) {
            const Member &member = members[order[slot]];
            text.append(m_text, member.begin, member.end - member.begin);
            if (slot + 1 == order.size())
                break;
            const auto between = std::string_view(m_text).substr(
                members[slot].end, members[slot + 1].begin - members[slot].end);
            if (between.find_first_not_of(" \t\r\n,") != npos)
                return false;
            text.append(between);
        }
        put(members.front().begin, text);
        return true;
    }

    bool sortLines(const Object &object, const Order &order)
    {
        const auto &members = object.members;
        const auto start = members.front().begin;
        // The first one has its indentation before it when it stands behind a dash.
        const bool isCompact = start > 0 && m_text[start - 1] != '\n';
        const std::string indent(object.column, ' ');
        // Empty lines above the one that goes behind the dash stay above the one that was there.
        std::string emptyLines;
        std::string text;
        for (std::size_t slot = 0; slot < order.size(); ++slot) {
            const Member &member = members[order[slot]];
            std::string piece = m_text.substr(member.begin, endOf(member) - member.begin);
            if (isCompact && slot == 0)
                emptyLines = takeEmptyLines(piece);
            if (isCompact && order[slot] == 0)
                piece.insert(0, emptyLines + indent);
            if (isCompact && slot == 0 && !piece.starts_with(indent))
                return false;
            text.append(piece, isCompact && slot == 0 ? indent.size() : 0);
        }
        put(start, text);
        return true;
    }

    static std::string takeEmptyLines(std::string &piece)
    {
        const auto first = std::min(piece.find_first_not_of(" \t\r\n"), piece.size());
        const auto end = lineStart(piece, first);
        auto lines = piece.substr(0, end);
        piece.erase(0, end);
        return lines;
    }

    void put(std::size_t begin, const std::string &text)
    {
        m_text.replace(begin, text.size(), text);
    }

    std::string m_text;
    std::size_t m_size;
};

} // namespace

Result<std::vector<Object>> objectsOf(const Tree &tree)
{
    if (tree.format() == Format::Yaml)
        return YamlObjects(tree.source()).result();
    auto objects = bracketedOf(tree);
    if (tree.format() == Format::Toml)
        TomlTables(tree.source()).addTo(objects);
    return objects;
}

Result<std::string> sorted(const Tree &tree, const std::vector<Object> &objects, bool sortsTables)
{
    Sorter sorter(tree);
    for (const Object &object : objects) {
        if (object.isWhole && !sortsTables)
            continue;
        if (!sorter.sort(object))
            return refusal("comment-in-brackets",
                "A comment or an anchor stands between the members of an object in "
                "brackets, and nobody can say where it belongs. Nothing was changed.");
    }
    return std::move(sorter).text();
}

} // namespace chancery::core::layout
