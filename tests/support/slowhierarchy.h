// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/hierarchy/layer.h"

#include <map>
#include <random>
#include <string>
#include <vector>

namespace chancery::support {

// A document as a person would draw it: every value with its members in a map. What the resolver
// under test does in one pass over flat arrays, this does two documents at a time, by the words of
// the rule.
struct Plain {
    enum class Kind { Scalar, Array, Object, Removal, Replacement };
    Kind kind = Kind::Scalar;
    std::string scalar; // JSON text
    std::vector<Plain> items; // of an array; the one value of a replacement
    std::map<std::string, Plain> members;
    std::size_t layer = 0;
    std::string through; // the reference that brought it here, with the string that this stood in
    std::string referredAt; // where that string stands

    static Plain of(core::Value value, std::size_t layer, bool isLiteral = false);
    // Removals gone, replacements unwrapped: what a layer is when nothing lies below it.
    Plain cleaned() const;
    Plain overlaidBy(const Plain &above) const;
    // "/a/b = 1 (payments/api/2 v2 …)" for every leaf, with where the layer that said it is from.
    void list(const std::vector<core::Layer> &layers, const std::string &pointer,
        std::vector<std::string> &leaves) const;
};

// Random hierarchies over a handful of keys, so that layers meet often.
class HierarchyMaker {
public:
    explicit HierarchyMaker(unsigned seed)
        : m_random(seed)
    {
    }
    std::vector<core::Layer> layers();
    // Strings that values may be from now on.
    void use(std::vector<std::string> strings) { m_strings = std::move(strings); }
    int below(int bound) { return int(m_random() % unsigned(bound)); }
    // The members of a document's root in the words of a format, with others in front.
    std::string document(core::Format format, const std::string &members = {});
    core::LayerOrigin origin(int number);

private:
    core::Layer layer(core::Format format);
    std::string object(core::Format format, int depth, bool isInArray);
    std::string value(core::Format format, int depth, bool isInArray);
    std::string directive(core::Format format, int depth);
    static std::string member(core::Format format, const std::string &key, std::string value);

    std::mt19937 m_random;
    std::vector<std::string> m_strings;
};

// Where a layer is from: its kind and name, config, version, change, author and approvers.
std::string told(const core::LayerOrigin &origin);
// The leaves of a resolver's document in the same words; "origins" has one for each node.
void listLeaves(core::Value value, const std::string &pointer,
    const std::vector<std::string> &origins, std::vector<std::string> &leaves);

} // namespace chancery::support
