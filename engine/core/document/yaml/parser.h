// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/yaml/lookahead.h"
#include "engine/core/document/yaml/scanner.h"

namespace chancery::core::yaml {

// The grammar: documents, block and flow nodes. Recursive descent over the Scanner, bounded by
// Limits::depth; tells the sink every node once it is sure what the node is. Lives for one stream.
class Parser : private Scanner {
public:
    Parser(const std::string &source, const Limits &limits, EventSink &sink);
    std::optional<Problem> parse();

private:
    enum class HeadKind : std::uint8_t {
        Nothing, // properties only
        Empty, // a node without text
        Scalar,
        Alias,
        BlockScalar, // not read yet
        Collection // in brackets, not read yet
    };
    // A node up to the point where it is known whether it is a key: properties and scalar are read,
    // nothing is told to the sink.
    struct Head {
        HeadKind kind = HeadKind::Nothing;
        bool isKey = false;
        const char *begin = nullptr;
        Properties properties;
        ScalarText scalar;
    };
    // Where a block node stands.
    struct Place {
        bool mayNestHere = false; // a block collection may begin on this line
        bool sequenceAtParent = false; // its "-" may stand in the column of the parent
        bool atLineStart = false;
    };

    bool stream();
    bool directives(bool &any);
    bool document(bool isExplicit, bool &endIsExplicit);

    bool blockNode(int parent, Place place);
    bool blockHead(int parent, bool mayNest, Head &head);
    bool blockProperties(Head &head);
    bool blockValue(int parent, const Properties &properties, const Head &head);
    bool blockSequence(int column, const Properties &properties);
    bool blockMapping(int column, const Properties &properties, const Head *first);
    bool explicitEntry(int column, bool &more);
    bool implicitEntry(int column, const Head *key);
    bool nextEntry(int column, bool &more);
    bool keyFollows(const char *begin) const;
    bool adopt(Properties &properties, const Properties &own);

    bool flowCollection(int indentation, const Properties &properties);
    bool flowEntries(int indentation, bool isMapping);
    bool flowSequenceEntry(int indentation);
    bool flowExplicitEntry(int indentation);
    bool flowPair(int indentation);
    bool flowValue(int indentation);
    bool flowNode(int indentation, const Head &head);
    bool flowHead(int indentation, Head &head);
    bool flowGap(int indentation, bool &crossedLine);
    bool flowGap(int indentation);
    bool flowColon(bool isJson) const;

    bool tell(const Event &event);
    bool open(EventKind kind, const Properties &properties, const char *begin, bool isFlow);
    bool close(EventKind kind);
    bool tellScalar(const Properties &properties, const ScalarText &scalar);
    bool tellEmpty(const Properties &properties, const char *at);
    bool tellAlias(const Head &head);
    bool tellHead(const Head &head);

    EventSink &m_sink;
    FlowLookahead m_lookahead;
    std::size_t m_depth = 0;
    bool m_sinkRefused = false;
};

} // namespace chancery::core::yaml
