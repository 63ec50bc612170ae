// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/error.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chancery::core {

enum class Format : std::uint8_t { Json, Yaml, Toml };
std::string_view name(Format format);
std::optional<Format> formatFromName(std::string_view name);
// By the ending of a file's name: .json, .yaml, .yml, .toml.
std::optional<Format> formatFromFileName(std::string_view fileName);

enum class NodeType : std::uint8_t { Null, False, True, Number, String, Array, Object, Key };

// One node of a Tree: 24 bytes, in document order, a container before its content. An object's
// content is a run of Key nodes, each followed by its value's nodes.
struct Node {
    std::uint32_t begin = 0; // byte span in the source, quotes and brackets included; for YAML's
    std::uint32_t end = 0; // implied nulls an empty span where the value would stand
    std::uint32_t text = 0; // where the decoded text begins (strings, keys, numbers)
    std::uint32_t size = 0; // bytes of decoded text; or the number of items or members
    std::uint32_t next = 0; // index of the next item or Key of the same container, 0 for none
    NodeType type = NodeType::Null;
    bool ownText = false; // the text stands in Tree::m_texts, not in the source
    std::uint16_t hash = 0; // keys only: Tree::keyHash of the text
};

struct Position {
    int line = 0; // from one
    int column = 0; // from one, in Unicode code points
    friend bool operator==(const Position &, const Position &) = default;
};

class Value;

// A document: source text and the order-preserving tree read from it, with the place of every key
// and value. A value type, immutable once built; cheap to move; safe to read from any thread. The
// numbers keep their text; YAML's and TOML's numbers are held as the JSON text of the same value.
class Tree {
public:
    Tree() = default;
    Tree(std::shared_ptr<const std::string> source, Format format);

    Format format() const { return m_format; }
    const std::string &source() const { return *m_source; }
    const std::shared_ptr<const std::string> &sharedSource() const { return m_source; }
    Value root() const;
    std::size_t nodeCount() const { return m_nodes.size(); }
    const Node &node(std::uint32_t index) const { return m_nodes[index]; }
    std::string_view text(const Node &node) const
    {
        const std::string &from = node.ownText ? m_texts : *m_source;
        return std::string_view(from).substr(node.text, node.size);
    }
    static std::uint16_t keyHash(std::string_view key);

    // For readers that build the tree.
    std::vector<Node> &nodes() { return m_nodes; }
    std::string &texts() { return m_texts; }

private:
    std::shared_ptr<const std::string> m_source;
    std::string m_texts;
    std::vector<Node> m_nodes;
    Format m_format = Format::Json;
};

// The place of a byte offset; a scan from the beginning. LineIndex is for many.
Position positionOf(std::string_view source, std::size_t offset);

// Finds lines in O(log n) and columns in O(1) once built, also where all of a text is one line;
// used where many positions of one text are wanted.
class LineIndex {
public:
    explicit LineIndex(std::string_view source);
    Position position(std::size_t offset) const;
    std::size_t lineCount() const { return m_starts.size(); }

private:
    std::size_t pointsBefore(std::size_t offset) const;

    std::string_view m_source;
    std::vector<std::size_t> m_starts;
    // Of a text with a long line: how many code points there are before each block.
    std::vector<std::size_t> m_pointsBefore;
};

// What a reader refuses: a stable code ("duplicate-key"), a sentence that says what was expected,
// and where.
struct Problem {
    std::string code;
    std::string message;
    std::size_t begin = 0;
    std::size_t end = 0;
    Position position;

    friend bool operator==(const Problem &, const Problem &) = default;
};
// As Error{Invalid} with one field.
Error toError(const Problem &problem);

// A tree, or the first problem that kept it from being read.
class [[nodiscard]] Reading {
public:
    Reading(Tree tree) // NOLINT(google-explicit-constructor)
        : m_tree(std::move(tree))
    {
    }
    Reading(Problem problem) // NOLINT(google-explicit-constructor)
        : m_problem(std::move(problem))
    {
    }
    bool ok() const { return !m_problem; }
    explicit operator bool() const { return ok(); }
    const Tree &tree() const & { return m_tree; }
    Tree &&tree() && { return std::move(m_tree); }
    const Problem &problem() const { return *m_problem; }

private:
    Tree m_tree;
    std::optional<Problem> m_problem;
};

// The bounds of standards.md API-9. Crossing one is a problem with its own code.
struct Limits {
    std::size_t bytes = std::size_t(4) << 20; // "document-too-large"
    std::size_t depth = 64; // "too-deep"
    std::size_t nodes = 100'000; // "too-many-nodes", aliases expanded
    std::size_t stringBytes = 1 << 20; // "string-too-large"
    bool anyNumber = false; // else "number-not-interoperable" for what binary64 cannot hold

    // For measurements, for schemas, and for files that are only looked at.
    static Limits wide()
    {
        return {std::size_t(1) << 30, 512, std::size_t(1) << 28, std::size_t(1) << 28, true};
    }
};

// Reads a document of any of the three formats. Never throws; the source's bytes are kept as they
// are.
Reading read(std::shared_ptr<const std::string> source, Format format, const Limits &limits = {});
Reading read(std::string source, Format format, const Limits &limits = {});

} // namespace chancery::core
