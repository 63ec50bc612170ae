// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/yaml/events.h"
#include "engine/core/document/yaml/resolve.h"

#include <map>

namespace chancery::core::yaml {

// Builds a Tree of each document from the parser's events. Lives for one stream, on the caller's
// stack.
class Composer : public EventSink {
public:
    enum class Documents : std::uint8_t { One, Many };
    Composer(std::shared_ptr<const std::string> source, const Limits &limits, Documents documents);

    bool take(const Event &event) override;
    const std::optional<Problem> &problem() const { return m_problem; }
    std::vector<Tree> documents() && { return std::move(m_documents); }

private:
    static constexpr std::size_t noAnchor = std::size_t(-1);
    struct Open {
        std::uint32_t container;
        std::uint32_t last; // the item or Key that was linked last, 0 for none
        std::size_t anchor; // of the container, or noAnchor
        std::uint32_t height; // levels of collections below
        bool isObject;
        bool expectsKey;
    };
    struct Anchor {
        std::uint32_t index = 0;
        std::uint32_t end = 0; // behind the last node, 0 while the node is open
        std::uint32_t height = 0; // levels of collections, itself included
        ScalarStyle style = ScalarStyle::Plain; // keys: how the text was written
        std::string_view tag;
    };

    bool fail(const Event &event, std::string_view code, std::string_view message);
    bool failAs(const Event &event, Meaning meaning);
    bool startDocument(const Event &event);
    bool endDocument();
    bool startCollection(const Event &event, bool isObject);
    bool endCollection(const Event &event);
    bool scalar(const Event &event);
    bool scalarValue(
        const Event &event, std::string_view text, ScalarStyle style, std::string_view tag);
    bool key(const Event &event, std::string_view text, bool isMerge);
    bool alias(const Event &event);
    bool aliasKey(const Event &event, const Anchor &anchor);
    bool aliasValue(const Event &event, const Anchor &anchor);
    bool count(const Event &event);
    // A tag of somebody's own, in a stream that is read as language: its node counts by its kind.
    bool isForeign(Meaning meaning) const
    {
        return meaning == Meaning::UnknownTag && m_mode == Documents::Many;
    }
    bool isKeyExpected() const { return !m_open.empty() && m_open.back().expectsKey; }
    std::uint32_t add(const Event &event, NodeType type);
    void link(std::uint32_t index);
    void placed();
    void setText(std::uint32_t index, std::string_view text);
    std::size_t addAnchor(const Event &event, std::uint32_t index);

    std::shared_ptr<const std::string> m_source;
    Limits m_limits;
    Documents m_mode;
    Tree m_tree;
    std::vector<Open> m_open;
    std::vector<Anchor> m_anchors;
    std::map<std::string_view, std::size_t> m_anchorNames;
    std::size_t m_values = 0;
    std::size_t m_largest = 0; // nodes of a document so far
    bool m_hasMerges = false;
    std::vector<Tree> m_documents;
    std::optional<Problem> m_problem;
};

} // namespace chancery::core::yaml
