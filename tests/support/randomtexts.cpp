// SPDX-License-Identifier: Apache-2.0
#include "randomtexts.h"

#include <algorithm>

namespace chancery::support {

namespace {

using core::Format;
using Entry = WrittenDocument::Entry;
using Item = WrittenDocument::Item;
using Kind = WrittenDocument::Kind;

class Writer {
public:
    explicit Writer(Format format)
        : m_format(format)
    {
    }

    void write(const Entry &entry)
    {
        writeComments(entry.above, "");
        const bool isToml = m_format == Format::Toml;
        switch (entry.kind) {
        case Kind::Number:
            line(key(entry.key) + std::to_string(entry.number), entry.behind);
            break;
        case Kind::Alias:
            if (m_format == Format::Yaml) {
                line(key(entry.key) + "*d", entry.behind);
                break;
            }
            [[fallthrough]];
        case Kind::Brackets:
            line(key(entry.key) + (entry.key == "defaults" && m_format == Format::Yaml ? "&d " : "")
                    + brackets(entry.members),
                entry.behind);
            break;
        case Kind::Text:
            writeText(entry);
            break;
        case Kind::Words:
            writeWords(entry);
            break;
        case Kind::Items:
            if (!isToml)
                out += quoted(entry.key) + (m_format == Format::Json ? ": [\n" : ":\n");
            for (std::size_t i = 0; i < entry.items.size(); ++i)
                writeItem(entry, entry.items[i], i + 1 == entry.items.size());
            if (m_format == Format::Json)
                out += "]";
            break;
        }
    }

    std::string out;

private:
    std::string quoted(const std::string &name) const
    {
        return m_format == Format::Json ? '"' + name + '"' : name;
    }
    std::string key(const std::string &name) const
    {
        return quoted(name) + (m_format == Format::Toml ? " = " : ": ");
    }
    std::string brackets(const std::vector<std::pair<std::string, int>> &members) const
    {
        std::string text;
        for (const auto &[name, number] : members)
            text += (text.empty() ? "" : ", ") + key(name) + std::to_string(number);
        return '{' + text + '}';
    }
    void line(const std::string &text, const std::string &behind)
    {
        const bool isJson = m_format == Format::Json;
        out += text + (behind.empty() || isJson ? "" : ' ' + behind) + (isJson ? "" : "\n");
    }
    void writeComments(const std::vector<std::string> &comments, const std::string &indentation)
    {
        for (const auto &comment : comments)
            out += m_format == Format::Json ? "" : indentation + comment + '\n';
    }
    void writeText(const Entry &entry)
    {
        if (m_format == Format::Yaml)
            out += entry.key + ": |\n";
        else
            out += key(entry.key) + (m_format == Format::Toml ? "\"\"\"\n" : "\"");
        for (const auto &text : entry.lines)
            out += m_format == Format::Yaml ? "  " + text + '\n'
                                            : text + (m_format == Format::Toml ? "\n" : "\\n");
        if (m_format != Format::Yaml)
            out += m_format == Format::Toml ? "\"\"\"\n" : "\"";
    }
    void writeWords(const Entry &entry)
    {
        if (m_format == Format::Yaml) {
            out += entry.key + ":\n";
            for (const auto &word : entry.lines)
                out += "  - " + word + '\n';
            return;
        }
        std::string text;
        for (const auto &word : entry.lines)
            text += (text.empty() ? "\"" : ", \"") + word + '"';
        line(key(entry.key) + '[' + text + ']', "");
    }
    void writeItem(const Entry &entry, const Item &item, bool isLast)
    {
        writeComments(item.above, m_format == Format::Yaml ? "  " : "");
        if (m_format == Format::Json) {
            auto members = brackets(item.members);
            members.insert(1,
                "\"" + std::string(entry.haveNames ? "id" : "host") + "\": \"" + item.id + "\", ");
            out += "  " + members + (isLast ? "\n" : ",\n");
            return;
        }
        const bool isToml = m_format == Format::Toml;
        const std::string name = entry.haveNames ? "id" : "host";
        if (isToml)
            out += "[[" + entry.key + "]]\n";
        line(isToml ? name + " = \"" + item.id + '"' : "  - " + name + ": " + item.id, item.behind);
        for (const auto &[member, number] : item.members)
            out += (isToml ? "" : "    ") + key(member) + std::to_string(number) + '\n';
    }

    Format m_format;
};

} // namespace

// TOML's tables stand behind everything else.
std::string WrittenDocument::text(Format format) const
{
    Writer writer(format);
    std::string out = format == Format::Json ? "{\n" : "";
    bool isFirst = true;
    for (const bool areTables : {false, true}) {
        for (const auto &entry : entries) {
            const bool isTable = format == Format::Toml && entry.kind == Kind::Items;
            if (isTable != areTables)
                continue;
            if (format == Format::Json && !isFirst)
                writer.out += ",\n";
            isFirst = false;
            writer.write(entry);
        }
    }
    return out + writer.out + (format == Format::Json ? "\n}\n" : "");
}

std::set<std::string> WrittenDocument::comments() const
{
    std::set<std::string> all;
    for (const auto &entry : entries) {
        all.insert(entry.above.begin(), entry.above.end());
        all.insert(entry.behind);
        for (const auto &item : entry.items) {
            all.insert(item.above.begin(), item.above.end());
            all.insert(item.behind);
        }
    }
    all.erase("");
    return all;
}

std::string RandomTexts::comment(char sign)
{
    return std::string("# ") + sign + ' ' + std::to_string(++m_number) + '.';
}

Item RandomTexts::item(char sign)
{
    Item item;
    item.id = std::string(1, sign) + std::to_string(++m_number);
    item.members = {{"port", int(pick(3))}, {"weight", int(pick(3))}, {"zone", int(pick(3))}};
    if (pick(3) == 0)
        item.above.push_back(comment(sign));
    if (pick(3) == 0)
        item.behind = comment(sign);
    return item;
}

Entry RandomTexts::entry(const std::string &key)
{
    Entry entry;
    entry.key = key;
    entry.kind = Kind(pick(6));
    entry.number = int(pick(100));
    entry.members = {{"rate", 1}, {"burst", 2}, {"wait", 3}};
    entry.haveNames = pick(2) == 0;
    if (pick(3) == 0)
        entry.above.push_back(comment('b'));
    const bool isInLine
        = entry.kind == Kind::Number || entry.kind == Kind::Brackets || entry.kind == Kind::Alias;
    if (isInLine && pick(3) == 0)
        entry.behind = comment('b');
    if (entry.kind == Kind::Text || entry.kind == Kind::Words) {
        for (unsigned i = 3 + pick(4); i > 0; --i)
            entry.lines.push_back("w" + std::to_string(pick(8)));
    }
    if (entry.kind == Kind::Items) {
        for (unsigned i = 2 + pick(3); i > 0; --i)
            entry.items.push_back(item('b'));
    }
    return entry;
}

WrittenDocument RandomTexts::document()
{
    WrittenDocument document;
    document.entries.push_back(entry("defaults"));
    auto &defaults = document.entries.front();
    defaults = {};
    defaults.key = "defaults";
    defaults.kind = Kind::Brackets;
    defaults.members = {{"rate", 1}, {"burst", 2}};
    for (const char *key : {"alpha", "beta", "gamma", "delta"})
        document.entries.push_back(entry(key));
    return document;
}

void RandomTexts::editComments(std::vector<std::string> &above, std::string &behind, char sign)
{
    switch (pick(4)) {
    case 0:
        behind = pick(3) == 0 ? std::string() : comment(sign);
        break;
    case 1:
        above.clear();
        break;
    case 2:
        above = {comment(sign)};
        break;
    default:
        above.push_back(comment(sign));
        break;
    }
}

void RandomTexts::editItem(Item &item, char sign)
{
    if (pick(3) == 0)
        editComments(item.above, item.behind, sign);
    else
        item.members[pick(item.members.size())].second = int(10 + pick(90));
}

void RandomTexts::editItems(Entry &entry, char sign)
{
    auto &items = entry.items;
    switch (pick(6)) {
    case 0:
        items.insert(items.begin() + pick(items.size() + 1), item(sign));
        break;
    case 1:
        if (items.size() > 1)
            items.erase(items.begin() + pick(items.size()));
        break;
    case 2:
        std::swap(items.front(), items.back());
        break;
    default:
        editItem(items[pick(items.size())], sign);
        break;
    }
}

void RandomTexts::editLines(Entry &entry)
{
    const auto at = entry.lines.begin() + pick(entry.lines.size());
    const auto word = "n" + std::to_string(++m_number);
    switch (pick(4)) {
    case 0:
        entry.lines.insert(at, word);
        break;
    case 1:
        if (entry.lines.size() > 2)
            entry.lines.erase(at);
        break;
    default:
        *at = word;
        break;
    }
}

void RandomTexts::editEntry(Entry &entry, char sign)
{
    const bool isInLine
        = entry.kind == Kind::Number || entry.kind == Kind::Brackets || entry.kind == Kind::Alias;
    if (pick(3) == 0) {
        std::string none;
        editComments(entry.above, isInLine ? entry.behind : none, sign);
    } else if (entry.kind == Kind::Items) {
        editItems(entry, sign);
    } else if (!isInLine) {
        editLines(entry);
    } else if (entry.kind == Kind::Brackets) {
        entry.members[pick(entry.members.size())].second = int(10 + pick(90));
    } else if (entry.kind == Kind::Number) {
        entry.number = int(100 + pick(900));
    }
}

WrittenDocument RandomTexts::edited(WrittenDocument document, char sign)
{
    auto &entries = document.entries;
    for (unsigned times = 1 + pick(3); times > 0; --times) {
        const auto at = 1 + pick(entries.size() - 1); // what has the anchor stays first
        switch (pick(8)) {
        case 0: {
            auto added = entry(std::string("new") + sign + std::to_string(++m_number));
            added.kind = pick(2) == 0 ? Kind::Alias : Kind::Number;
            added.lines.clear();
            added.items.clear();
            entries.insert(entries.begin() + at, std::move(added));
            break;
        }
        case 1:
            if (entries.size() > 3)
                entries.erase(entries.begin() + at);
            break;
        case 2:
            editEntry(entries.front(), sign);
            break;
        default:
            editEntry(entries[at], sign);
            break;
        }
    }
    return document;
}

} // namespace chancery::support
