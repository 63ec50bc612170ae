// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/toml/characters.h"
#include "engine/core/document/tree.h"

namespace chancery::core::toml {

// The words of a document: blanks, comments, keys, strings, numbers and times. Knows the position
// and the first problem; every reading function returns false once there is one. The text must be
// UTF-8; the NUL that std::string keeps behind its last byte ends every loop.
class Scanner {
protected:
    // Decoded texts go to those of the tree.
    Scanner(Tree &tree, const Limits &limits);

    bool atEnd() const { return m_at >= m_end; }
    std::uint32_t offset(const char *at) const { return std::uint32_t(at - m_begin); }

    bool fail(const char *at, std::string_view message, std::size_t length = 1);
    bool failWithCode(
        std::string_view code, const char *begin, const char *end, std::string_view message);
    bool unexpected(std::string_view expected);

    void skipBlanks();
    // Blanks, line breaks and comments.
    bool skipLines();
    // Blanks and a comment, then a line break or the end.
    bool restOfLine();

    bool keyPart(Node &key);
    bool string(Node &node);
    bool number(Node &node);
    bool isTime() const;
    bool time(Node &node);

    Tree &m_tree;
    Limits m_limits;
    const char *m_begin;
    const char *m_end;
    const char *m_at;
    std::optional<Problem> m_problem;

private:
    // The text of a string: in the source from begin on, or decoded up to run.
    struct Text {
        const char *begin;
        const char *run; // what was read and not copied
        std::size_t start; // of the decoded text
        bool isCopied = false;
    };

    bool isBreak() const { return *m_at == '\n' || (*m_at == '\r' && m_at[1] == '\n'); }
    bool skipBreak();
    bool comment();
    bool checkSize(const Node &node, std::string_view message);

    Text beginText() const { return {m_at, m_at, m_tree.texts().size()}; }
    void copy(Text &text);
    void endText(Text &text, Node &node);
    bool singleLine(Node &node);
    bool multiLine(Node &node);
    bool endOfQuotes(char quote);
    bool stopped(char quote, bool isMultiLine);
    bool isLineEndingBackslash() const;
    bool escape();
    bool codePoint(int digits);

    bool digits();
    bool decimal(Node &node, const char *begin);
    bool withPrefix(Node &node, const char *begin, unsigned base);
    bool checkNumber(const Node &node);
    void setText(Node &node, std::string_view text);

    bool twoDigits(unsigned &value, unsigned least, unsigned most, std::string_view message);
    bool date();
    bool timeOfDay();
    bool zone();
};

} // namespace chancery::core::toml
