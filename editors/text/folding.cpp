// SPDX-License-Identifier: Apache-2.0
#include "folding.h"

#include <algorithm>
#include <string_view>

namespace chancery::editors {

namespace {

constexpr std::uint16_t deepest = 1000;

struct Block {
    std::size_t head = 0;
    std::size_t last = 0; // line
};

// Where lines begin. Asked in the order of the text, mostly: the next answer is looked for near the
// last one before all lines are searched.
class Lines {
public:
    explicit Lines(std::string_view text)
    {
        m_starts.push_back(0);
        // One byte is searched for much faster than one of two, and most texts have no returns.
        if (text.find('\r') == std::string_view::npos) {
            for (auto at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at))
                m_starts.push_back(++at);
            return;
        }
        for (auto at = text.find_first_of("\r\n"); at != std::string_view::npos;
            at = text.find_first_of("\r\n", at)) {
            at += text.substr(at, 2) == "\r\n" ? 2 : 1;
            m_starts.push_back(at);
        }
    }
    std::size_t count() const { return m_starts.size(); }
    std::size_t start(std::size_t line) const { return m_starts[line]; }
    std::size_t of(std::size_t offset)
    {
        constexpr int near = 8;
        for (int step = 0; step < near && start(m_last) <= offset; ++step) {
            if (m_last + 1 == count() || offset < start(m_last + 1))
                return m_last;
            ++m_last;
        }
        m_last = search(offset);
        return m_last;
    }
    std::size_t search(std::size_t offset) const
    {
        return static_cast<std::size_t>(
                   std::ranges::upper_bound(m_starts, offset) - m_starts.begin())
            - 1;
    }

private:
    std::vector<std::size_t> m_starts;
    std::size_t m_last = 0;
};

bool canFold(core::NodeType type)
{
    return type == core::NodeType::Array || type == core::NodeType::Object
        || type == core::NodeType::String;
}

// The byte behind the last one that is not white.
std::size_t contentEnd(std::string_view text, const core::Node &node)
{
    const auto content = text.substr(node.begin, node.end - node.begin);
    const auto last = content.find_last_not_of(" \t\r\n");
    return last == std::string_view::npos ? node.begin : node.begin + last;
}

// A table, or an array of them, that has a heading or dotted keys instead of brackets.
bool isTable(const core::Tree &tree, std::uint32_t index)
{
    const core::Node &node = tree.node(index);
    const char first = tree.source()[node.begin];
    if (node.type == core::NodeType::Object)
        return first != '{';
    const bool hasKey = index > 0 && tree.node(index - 1).type == core::NodeType::Key;
    return node.type == core::NodeType::Array
        && (first != '[' || (hasKey && tree.node(index - 1).begin >= node.begin));
}

void addNodes(const core::Tree &tree, Lines &lines, std::vector<Block> &blocks)
{
    // The root of YAML and TOML has no line of its own, and TOML's tables have their headings.
    const bool isJson = tree.format() == core::Format::Json;
    const bool isToml = tree.format() == core::Format::Toml;
    for (std::uint32_t index = isJson ? 0 : 1; index < tree.nodeCount(); ++index) {
        const core::Node &node = tree.node(index);
        if (!canFold(node.type) || node.begin == node.end)
            continue;
        if (isJson && node.type == core::NodeType::String)
            continue; // always of one line
        const bool hasKey = index > 0 && tree.node(index - 1).type == core::NodeType::Key;
        if (isToml && isTable(tree, index))
            continue;
        const auto begin = hasKey ? std::min(tree.node(index - 1).begin, node.begin) : node.begin;
        const auto head = lines.of(begin);
        // What ends far away is no step of the walk through the lines.
        const auto end = contentEnd(tree.source(), node);
        const bool isOneLine = head + 1 == lines.count() || end < lines.start(head + 1);
        if (!isOneLine)
            blocks.push_back({head, lines.search(end)});
    }
}

// From a heading to the last line with content before the next one. Texts of several lines may hold
// lines that look like headings.
void addTables(const core::Tree &tree, const Lines &lines, std::vector<Block> &blocks)
{
    const std::string_view text = tree.source();
    std::vector<char> isInside(lines.count());
    for (const Block &block : blocks)
        std::fill(isInside.begin() + std::ptrdiff_t(block.head) + 1,
            isInside.begin() + std::ptrdiff_t(block.last) + 1, true);
    std::optional<Block> open;
    const auto close = [&] {
        if (open && open->head < open->last)
            blocks.push_back(*open);
    };
    for (std::size_t line = 0; line < lines.count(); ++line) {
        const auto first = text.find_first_not_of(" \t", lines.start(line));
        if (!isInside[line] && first != std::string_view::npos && text[first] == '[') {
            close();
            open = Block{line, line};
        } else if (open && first != std::string_view::npos
            && (isInside[line]
                || std::string_view("\r\n#").find(text[first]) == std::string_view::npos)) {
            open->last = line;
        }
    }
    close();
}

} // namespace

std::vector<Fold> foldsOf(const core::Tree &tree)
{
    Lines lines(tree.source());
    std::vector<Block> blocks;
    addNodes(tree, lines, blocks);
    if (tree.format() == core::Format::Toml)
        addTables(tree, lines, blocks);
    std::vector<Fold> folds(lines.count());
    for (const Block &block : blocks)
        folds[block.head].isHead = true;
    std::vector<int> steps(lines.count() + 1);
    for (const Block &block : blocks) {
        // In "}, {" one block ends where the next begins: the line belongs to the next.
        const bool isShared = folds[block.last].isHead;
        ++steps[block.head + 1];
        --steps[isShared ? block.last : block.last + 1];
    }
    int depth = 0;
    for (std::size_t line = 0; line < folds.size(); ++line) {
        depth += steps[line];
        folds[line].depth = std::uint16_t(std::clamp<int>(depth, 0, deepest));
    }
    return folds;
}

} // namespace chancery::editors
