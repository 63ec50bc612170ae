// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "engine/core/document/value.h"

#include <optional>
#include <string>
#include <string_view>

namespace chancery::editors {

// Without control characters: what a list can show and a line can hold.
bool isPrintable(std::string_view name);
bool hasType(const Advice &advice, std::string_view type);
// A key or a text as the format writes it: plain where that is safe, else quoted.
std::string keyText(core::Format format, const std::string &name);
std::string wordText(core::Format format, std::string_view text);
// A value of any kind on one line; nothing where the format has no way to say it.
std::optional<std::string> inlineText(core::Format format, core::Value value);

// What has to stand in the object at that pointer, in the schema's order; not too many.
std::vector<KeyAdvice> requiredKeys(
    const core::Tree *tree, const SchemaAdvisor &advisor, const std::string &pointer);
// A value as JSON that may stand in a new place until a person knows better: constants, defaults
// and the empty values of their types, objects and arrays with what has to stand in them.
std::string filledValue(const core::Tree *tree, const SchemaAdvisor &advisor,
    const std::string &pointer, const Advice &advice);

// Writes the value of a key: brackets or quotes where there is only one type besides null, what
// must stand in an object, constants and defaults. In a block, behind the sign of the key.
class SnippetWriter {
public:
    SnippetWriter(
        core::Format format, bool isBlock, const core::Tree *tree, const SchemaAdvisor &advisor)
        : m_format(format)
        , m_isBlock(isBlock)
        , m_tree(tree)
        , m_advisor(advisor)
    {
    }

    // Each of them once. Where typing goes on; nothing when it is behind all.
    std::optional<std::size_t> write(std::string &out, const Advice &advice,
        const std::string &pointer, std::size_t indentation);
    std::optional<std::size_t> writeObject(
        std::string &out, const std::string &pointer, std::size_t indentation);
    std::optional<std::size_t> writeArray(std::string &out, std::size_t indentation);
    // The members of an object in a block, from where the first of them may begin.
    std::optional<std::size_t> writeMembers(
        std::string &out, const std::string &pointer, std::size_t indentation);

private:
    void addValue(std::string &out, const Advice &advice, const std::string &pointer,
        std::size_t indentation, int depth);
    bool addKnown(std::string &out, const Advice &advice) const;
    void addScalar(std::string &out, bool isString);
    void addArray(std::string &out, std::size_t indentation);
    void addObject(
        std::string &out, const std::string &pointer, std::size_t indentation, int depth);
    void addMember(std::string &out, const KeyAdvice &key, const std::string &pointer,
        std::size_t indentation, int depth);
    void stayAt(std::size_t place);

    core::Format m_format;
    bool m_isBlock;
    const core::Tree *m_tree;
    const SchemaAdvisor &m_advisor;
    std::optional<std::size_t> m_caret;
};

} // namespace chancery::editors
