// SPDX-License-Identifier: Apache-2.0
//
// Line by line, as the guess at the styles is: a key counts until the next one, so that items on
// lines of their own are called by the key above them. Where a colon is missing, a text that is
// itself a telling name is taken for the key of what follows. Blocks of YAML and TOML go on as long
// as they are indented, or until their quotes; a private key until its end.
#include "guessedspans.h"

#include "editors/text/linelexer.h"
#include "engine/core/secrets/scanner.h"

namespace chancery::editors {

namespace {

constexpr auto npos = std::string_view::npos;
constexpr std::string_view blanks = " \t\r\n";

std::string_view unquoted(std::string_view text)
{
    if (!text.empty() && (text.front() == '"' || text.front() == '\'')) {
        const char quote = text.front();
        text.remove_prefix(1);
        if (!text.empty() && text.back() == quote)
            text.remove_suffix(1);
    }
    return text;
}

std::size_t indentation(std::string_view line)
{
    return std::min(line.find_first_not_of(' '), line.size());
}

class Guess {
public:
    Guess(core::Format format, const GuessBasis &basis)
        : m_format(format)
        , m_basis(basis)
    {
    }

    void look(std::string_view line, std::size_t at)
    {
        if (isInBlock(line)) {
            coverRest(line, at, 0);
            return;
        }
        m_styles.assign(line.size(), 0);
        lexLine(m_format, line, m_styles.data());
        for (std::size_t begin = 0; begin < line.size();) {
            const auto style = Style(m_styles[begin]);
            std::size_t end = begin + 1;
            while (end < line.size() && Style(m_styles[end]) == style)
                ++end;
            lookAtRun(style, line.substr(begin, end - begin), at + begin);
            begin = end;
        }
        openBlock(line);
    }
    std::vector<SensitiveSpan> take() { return std::move(m_spans); }

private:
    void lookAtRun(Style style, std::string_view run, std::size_t at)
    {
        if (style == Style::Key) {
            m_key = unquoted(run);
            return;
        }
        if (style == Style::Comment) {
            if (const auto part = core::SecretScanner::shared().partOf(run))
                m_spans.push_back({at + part->begin, at + part->begin + part->size, 0, {}});
            return;
        }
        const bool isValue
            = style == Style::String || style == Style::Number || style == Style::Plain;
        if (!isValue || run.find_first_not_of(blanks) == npos)
            return;
        const auto text = unquoted(run);
        if (isSecretName(text)) {
            m_key = text;
            return;
        }
        // "password abc": the first word of a text without quotes.
        const auto word = text.find_first_of(" :=");
        if (text.size() == run.size() && word != npos && isSecretName(text.substr(0, word))) {
            m_key = text.substr(0, word);
            const auto rest = std::min(text.find_first_not_of(" :=", word), text.size());
            run.remove_prefix(rest);
            at += rest;
        }
        if (!run.empty() && isCovered(style, unquoted(run)))
            m_spans.push_back({at, at + run.size(), 0, {}});
    }

    bool isSecretName(std::string_view text) const
    {
        return core::isSecretName(text) || (!text.empty() && m_basis.names.contains(text));
    }

    bool isCovered(Style style, std::string_view text) const
    {
        if (m_basis.isAll || m_basis.names.contains(m_key) || m_basis.texts.contains(text))
            return true;
        if (!core::SecretScanner::shared().kindOf(m_key, text).empty())
            return true;
        return style != Style::Number && core::isSecretName(m_key) && core::mayBeSecret(text);
    }

    // Whether what is written in a block under that key is covered.
    bool isBlockCovered() const
    {
        return m_basis.isAll || m_basis.names.contains(m_key) || core::isSecretName(m_key);
    }

    void openBlock(std::string_view line)
    {
        const auto last = line.find_last_not_of(blanks);
        if (last == npos)
            return;
        const bool isPrivateKey = line.find("-----BEGIN ") != npos
            && line.find("PRIVATE KEY") != npos && line.find("-----END ") == npos;
        if (isPrivateKey) {
            m_end = "-----END ";
        } else if (m_format == core::Format::Toml && isBlockCovered()) {
            for (const std::string_view quotes : {R"(""")", "'''"}) {
                const auto open = line.find(quotes);
                if (open != npos && line.find(quotes, open + 3) == npos)
                    m_end = quotes;
            }
        } else if (m_format == core::Format::Yaml && isBlockCovered()) {
            const auto sign = line.find_last_of("|>");
            const bool isBlock = sign != npos
                && line.find_first_not_of("+-0123456789", sign + 1) >= last + 1 && sign > 0
                && line.find_last_of(":-", sign) != npos;
            if (isBlock)
                m_blockIndentation = indentation(line) + 1;
        }
    }

    bool isInBlock(std::string_view line)
    {
        if (!m_end.empty()) {
            if (line.find(m_end) != npos)
                m_end = {};
            return true;
        }
        const bool isEmpty = line.find_first_not_of(blanks) == npos;
        if (m_blockIndentation > 0 && !isEmpty && indentation(line) < m_blockIndentation)
            m_blockIndentation = 0;
        return m_blockIndentation > 0;
    }

    void coverRest(std::string_view line, std::size_t at, std::size_t from)
    {
        const auto first = line.find_first_not_of(blanks, from);
        const auto last = line.find_last_not_of(blanks);
        if (first != npos)
            m_spans.push_back({at + first, at + last + 1, 0, {}});
    }

    core::Format m_format;
    const GuessBasis &m_basis;
    std::string m_styles;
    std::string m_key;
    std::string_view m_end; // of the block that goes on; a literal
    std::size_t m_blockIndentation = 0; // what is indented so far belongs to a covered block
    std::vector<SensitiveSpan> m_spans;
};

} // namespace

GuessBasis guessBasis(const core::Tree &tree, const std::vector<SensitiveSpan> &sensitive)
{
    constexpr std::size_t most = 10'000;
    constexpr std::size_t shortest = 4; // what is shorter stands everywhere
    GuessBasis basis;
    for (const SensitiveSpan &span : sensitive) {
        if (basis.texts.size() >= most)
            break;
        if (span.isInComment)
            continue;
        if (span.node > 0 && tree.node(span.node - 1).type == core::NodeType::Key)
            basis.names.emplace(tree.text(tree.node(span.node - 1)));
        const auto text = core::Value(tree, span.node).text();
        if (text.size() >= shortest)
            basis.texts.emplace(text);
    }
    return basis;
}

std::vector<SensitiveSpan> guessedSpans(
    std::string_view lines, core::Format format, const GuessBasis &basis)
{
    Guess guess(format, basis);
    for (std::size_t begin = 0; begin < lines.size();) {
        const auto end = std::min(lines.find('\n', begin), lines.size() - 1) + 1;
        guess.look(lines.substr(begin, end - begin), begin);
        begin = end;
    }
    return guess.take();
}

} // namespace chancery::editors
