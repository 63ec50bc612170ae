// SPDX-License-Identifier: Apache-2.0
// One pass over the text with a stack of open containers. Whatever does not fit is passed over: a
// missing comma, a string that does not end in its line, a bracket of the wrong kind.
#include "context.h"

#include "engine/core/document/value.h"

namespace chancery::editors {

namespace {

constexpr std::string_view space = " \t\r\n";
constexpr std::string_view wordEnds = " \t\r\n{}[],:\"";
// How far behind the caret keys that are present are looked for.
constexpr std::size_t farthest = std::size_t(256) << 10;

enum class Expect { Item, Colon, Value, Comma };

struct Frame {
    bool isObject = false;
    Expect expect = Expect::Item;
    std::string key;
    std::size_t index = 0;
    std::vector<std::string> keys;
    std::size_t lastEnd = 0; // behind the last value
};

struct Word {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool isQuoted = false;
    bool isClosed = false;
};

class Scan {
public:
    Scan(std::string_view text, std::size_t caret)
        : m_text(text)
        , m_caret(caret)
    {
        m_frames.push_back({false, Expect::Value, {}, 0, {}, 0});
    }

    CompletionContext run()
    {
        while (m_at < m_text.size() && !m_isClosed && m_at < m_caret + farthest) {
            m_at = m_text.find_first_not_of(space, m_at);
            if (m_at == std::string_view::npos)
                break;
            if (!m_isFound && m_caret <= m_at)
                found({m_caret, m_caret, false, false});
            step();
        }
        if (!m_isFound)
            found({m_caret, m_caret, false, false});
        if (m_context.role == CompletionContext::Role::Key)
            m_context.presentKeys = m_frames[m_depth].keys;
        return std::move(m_context);
    }

private:
    void step()
    {
        switch (m_text[m_at]) {
        case '{':
        case '[':
            m_frames.push_back({m_text[m_at] == '{', Expect::Item, {}, 0, {}, 0});
            ++m_at;
            break;
        case '}':
        case ']':
            ++m_at;
            close();
            break;
        case ',':
            ++m_at;
            ++top().index;
            top().expect = Expect::Item;
            break;
        case ':':
            ++m_at;
            top().expect = Expect::Value;
            break;
        default:
            word();
        }
    }

    void close()
    {
        if (m_isFound && m_frames.size() - 1 == m_depth)
            m_isClosed = true;
        if (m_isClosed || m_frames.size() == 1)
            return;
        m_frames.pop_back();
        valueEnded();
    }

    void word()
    {
        Word word{m_at, m_at, m_text[m_at] == '"', false};
        if (word.isQuoted) {
            word.end = m_at + 1;
            while (word.end < m_text.size() && m_text[word.end] != '"' && m_text[word.end] != '\n')
                word.end += m_text[word.end] == '\\' ? 2 : 1;
            word.end = std::min(word.end, m_text.size());
            word.isClosed = word.end < m_text.size() && m_text[word.end] == '"';
            word.end += word.isClosed ? 1 : 0;
        } else {
            word.end = std::min(m_text.find_first_of(wordEnds, m_at), m_text.size());
        }
        m_at = word.end;
        const bool isInside = word.isQuoted && word.isClosed
            ? word.begin < m_caret && m_caret < word.end
            : word.begin < m_caret && m_caret <= word.end;
        if (!m_isFound && isInside)
            found(word);
        use(word, isInside);
    }

    void use(const Word &word, bool isUnderCaret)
    {
        Frame &frame = top();
        const bool isKey = frame.isObject && frame.expect != Expect::Value;
        if (!isKey) {
            valueEnded();
            return;
        }
        frame.key = content(word, word.end);
        frame.expect = Expect::Colon;
        if (!isUnderCaret)
            frame.keys.push_back(frame.key);
    }

    void valueEnded()
    {
        top().expect = Expect::Comma;
        top().lastEnd = m_at;
    }

    // Escapes in keys are kept as they are written; nobody completes those.
    std::string content(const Word &word, std::size_t until) const
    {
        const auto begin = word.begin + (word.isQuoted ? 1 : 0);
        const auto end = std::min(until, word.isClosed ? word.end - 1 : word.end);
        return std::string(m_text.substr(begin, std::max(begin, end) - begin));
    }

    void found(const Word &word)
    {
        m_isFound = true;
        m_depth = m_frames.size() - 1;
        const Frame &frame = top();
        const bool isValue = !frame.isObject || frame.expect == Expect::Value;
        if (frame.isObject && frame.expect == Expect::Colon)
            return;
        if (m_depth == 0 && frame.expect == Expect::Comma)
            return;
        m_context.role = isValue ? CompletionContext::Role::Value : CompletionContext::Role::Key;
        m_context.pointer = pointer(isValue);
        m_context.begin = word.begin;
        m_context.end = word.end;
        m_context.typed = content(word, m_caret);
        if (frame.expect == Expect::Comma)
            m_context.commaAt = frame.lastEnd;
        const auto next = m_text.find_first_not_of(space, word.end);
        const char sign = next == std::string_view::npos ? '\0' : m_text[next];
        m_context.hasValue = sign == ':';
        m_context.needsCommaBehind
            = std::string_view("\"{[").find(sign) != std::string_view::npos && sign != '\0';
    }

    std::string pointer(bool isValue) const
    {
        std::string pointer;
        for (std::size_t depth = 1; depth < m_frames.size(); ++depth) {
            const Frame &frame = m_frames[depth];
            if (depth + 1 == m_frames.size() && !isValue)
                break;
            const bool isNext
                = frame.expect == Expect::Comma && !frame.isObject && depth + 1 == m_frames.size();
            pointer += '/';
            pointer += frame.isObject ? core::escapePointerToken(frame.key)
                                      : std::to_string(frame.index + (isNext ? 1 : 0));
        }
        return pointer;
    }

    Frame &top() { return m_frames.back(); }

    std::string_view m_text;
    std::size_t m_caret;
    std::size_t m_at = 0;
    std::vector<Frame> m_frames;
    bool m_isFound = false;
    bool m_isClosed = false;
    std::size_t m_depth = 0;
    CompletionContext m_context;
};

} // namespace

CompletionContext jsonContextAt(std::string_view text, std::size_t caret)
{
    return Scan(text, caret).run();
}

CompletionContext contextAt(core::Format format, std::string_view text, std::size_t caret)
{
    switch (format) {
    case core::Format::Json:
        return jsonContextAt(text, caret);
    case core::Format::Yaml:
        return yamlContextAt(text, caret);
    case core::Format::Toml:
        return tomlContextAt(text, caret);
    }
    return {};
}

} // namespace chancery::editors
