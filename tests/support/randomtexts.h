// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/tree.h"

#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace chancery::support {

// A document as people write it: comments above and behind, blocks, brackets, texts of several
// lines, items with and without names, and in YAML aliases.
struct WrittenDocument {
    struct Item {
        std::vector<std::string> above;
        std::string id;
        std::vector<std::pair<std::string, int>> members;
        std::string behind;
    };
    enum class Kind { Number, Brackets, Text, Items, Words, Alias };
    struct Entry {
        std::string key;
        Kind kind = Kind::Number;
        std::vector<std::string> above;
        std::string behind; // not of texts and lists
        int number = 0;
        std::vector<std::pair<std::string, int>> members;
        std::vector<std::string> lines;
        std::vector<Item> items;
        bool haveNames = true;
    };

    std::vector<Entry> entries;

    std::string text(core::Format format) const;
    std::set<std::string> comments() const;
};

// Documents and edits of them, the same every time.
class RandomTexts {
public:
    explicit RandomTexts(unsigned seed)
        : m_random(seed)
    {
    }

    WrittenDocument document();
    // Some edits; their comments begin with the sign.
    WrittenDocument edited(WrittenDocument document, char sign);

private:
    unsigned pick(std::size_t count) { return unsigned(m_random() % count); }
    std::string comment(char sign);
    void editComments(std::vector<std::string> &above, std::string &behind, char sign);
    void editItem(WrittenDocument::Item &item, char sign);
    void editItems(WrittenDocument::Entry &entry, char sign);
    void editLines(WrittenDocument::Entry &entry);
    void editEntry(WrittenDocument::Entry &entry, char sign);
    WrittenDocument::Entry entry(const std::string &key);
    WrittenDocument::Item item(char sign);

    std::mt19937 m_random;
    int m_number = 0;
};

} // namespace chancery::support
