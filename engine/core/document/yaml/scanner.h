// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/yaml/characters.h"
#include "engine/core/document/yaml/events.h"

#include <deque>

namespace chancery::core::yaml {

// Anchor and tag in front of a node.
struct Properties {
    std::string_view anchor;
    std::string_view tag;
    const char *begin = nullptr; // null when there are none
    bool any() const { return begin != nullptr; }
};

// A scalar that was read and not yet told to the sink.
struct ScalarText {
    ScalarStyle style = ScalarStyle::Plain;
    const char *begin = nullptr;
    const char *end = nullptr;
    std::string_view value; // in the source or in the scanner's scratch, until the next scalar
};

// The characters of the stream: lines, gaps, properties and scalars. Knows the position and the
// first problem; every reading function returns false once there is one.
class Scanner {
protected:
    Scanner(const std::string &source, const Limits &limits);

    // What skip() passed over. The indentation is that of the line where it ended.
    struct Gap {
        bool crossedLine = false;
        bool hasTab = false; // among the blanks in front of the place where it ended
        int indentation = 0;
    };

    bool fail(const char *at, std::string_view message, std::size_t length = 1);
    bool fail(std::string_view message) { return fail(m_at, message); }
    bool failWithCode(
        std::string_view code, const char *at, std::string_view message, std::size_t length = 1);

    // UTF-8 and printable characters; before anything else.
    bool checkCharacters();
    bool checkNoSpecialsLeft();
    bool atEnd() const { return m_at >= m_end; }
    bool atMarker() const { return m_at == m_line && isMarker(m_at); }
    static bool isMarker(const char *at);
    bool isIndicator(char indicator) const { return *m_at == indicator && endsToken(m_at[1]); }
    int column() const { return int(m_at - m_line); }
    std::size_t offset(const char *at) const { return std::size_t(at - m_begin); }

    Gap skip();
    void skipBlanks();
    void skipToBreak();
    void skipBreak();
    bool skipByteOrderMark();
    // Nothing but blanks and a comment may follow on this line.
    bool restOfLineIsEmpty();
    void consume(int bytes);

    bool directive(bool &hasVersion);
    void resetHandles();
    bool property(Properties &properties);
    bool aliasName(std::string_view &name);

    // The first line of a plain scalar; continuePlain() takes the lines that follow.
    bool plainLine(bool inFlow, ScalarText &scalar);
    bool continuePlain(int indentation, bool inFlow, ScalarText &scalar);
    bool quoted(int indentation, ScalarText &scalar);
    bool blockScalar(int parentIndentation, ScalarText &scalar);

    const char *m_begin;
    const char *m_end;
    const char *m_at;
    const char *m_line; // where the line of m_at begins
    const char *m_contentEnd; // behind the last byte that is not space or comment
    Limits m_limits;
    std::optional<Problem> m_problem;

private:
    struct Handle {
        std::string_view name;
        std::string prefix;
    };
    struct BlockHeader {
        int indentation = 0; // as written, 0 for none
        char chomping = 0; // + - or 0
    };
    // Line breaks and blanks between two lines of a scalar.
    struct Fold {
        int breaks = 0;
        const char *line = nullptr;
        const char *at = nullptr;
        int indentation = 0;
    };

    bool versionDirective(std::string_view version, bool &hasVersion);
    bool tagDirective(std::string_view handle, std::string_view prefix);
    bool anchor(Properties &properties);
    bool tag(Properties &properties);
    bool shorthandTag(std::string &resolved);
    bool decodePercent(std::string_view suffix, std::string &out);
    const char *endOfName(const char *at) const;

    bool isPlainStart(bool inFlow) const;
    Fold fold() const;
    bool foldQuoted(int indentation, bool escaped);
    void appendFold(int breaks);
    bool singleQuoted(int indentation, ScalarText &scalar);
    bool doubleQuoted(int indentation, ScalarText &scalar);
    bool escape(int indentation);
    bool codePointEscape(int digits, std::uint32_t &point);
    void finishQuoted(const char *run, bool copied, ScalarText &scalar);
    bool blockHeader(BlockHeader &header);
    bool blockLines(int parentIndentation, const BlockHeader &header, ScalarText &scalar);
    const char *endOfLine(const char *at) const;
    const char *behindBreak(const char *at) const;
    bool checkByte(const char *&at);

    std::string m_scratch;
    std::deque<std::string> m_tags;
    std::vector<Handle> m_handles;
    // Offsets of characters that only quoted scalars may have, and how many were passed.
    std::vector<std::size_t> m_specials;
    std::size_t m_specialsPassed = 0;
    bool m_hasReturns = false;
};

} // namespace chancery::core::yaml
