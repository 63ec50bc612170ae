// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/toml/entries.h"
#include "engine/core/document/toml/scanner.h"

namespace chancery::core::toml {

// The lines of a document: headings and pairs of key and value. Arrays and inline tables are read
// with a stack of the open ones, no recursion. The text must be UTF-8. For one document, within one
// call.
class Parser : private Scanner {
public:
    // The tree must have its source and nothing else.
    Parser(Tree &tree, const Limits &limits);

    // Fills the tree, or says what kept it from that.
    std::optional<Problem> parse();

private:
    struct Open {
        std::uint32_t entry;
        bool isTable;
        bool hasValue; // since the last comma
    };

    bool line();
    bool heading();
    bool path(std::string_view closing);
    bool define(const char *begin, bool isArray);
    bool defineTable(std::uint32_t table, const char *begin);
    bool defineItem(std::uint32_t table, const char *begin);
    bool pair(std::uint32_t table);
    // Steps into the table of that name, which may be made by this; none when it is closed.
    std::optional<std::uint32_t> enter(std::uint32_t table, const Node &key, const char *heading);
    bool redefined(const Node &key, std::uint32_t found, const char *heading);

    bool value(std::uint32_t entry);
    bool begin(std::uint32_t entry);
    bool open(std::uint32_t entry, EntryKind kind);
    bool item();
    bool member();
    void close();
    bool literal(Node &node, std::string_view word, NodeType type);

    bool checkNodes(const char *at, const char *end);
    bool checkDepth(std::uint32_t entry, const char *at, const char *end);

    Entries m_entries;
    std::uint32_t m_table = 0; // of the last heading
    std::vector<Node> m_path; // the parts of the key that was read last
    std::vector<Open> m_open;
};

} // namespace chancery::core::toml
