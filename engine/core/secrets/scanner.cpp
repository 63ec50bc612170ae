// SPDX-License-Identifier: Apache-2.0
//
// Two ways to know a secret. Issuers give their keys a form that nothing else has; those are found
// wherever they stand. The rest, passwords above all, have no form, and are only looked for under
// names that tell of them: as the key of a member, as "NAME=value", or as {"name": …, "value": …}.
// What stands in for a secret (telling.h) is none. All patterns are matched in one pass by an
// automaton; only what it hits is looked at again for the part that is secret.
// A name that can mean nothing but a secret (ENC-6) makes a value sensitive that looks like none.
#include "scanner.h"

#include "engine/core/secrets/telling.h"

#include <re2/re2.h>
#include <re2/set.h>

namespace chancery::core {

namespace {

struct Form {
    std::string_view kind;
    const char *expression; // a group is the secret part, which may be a stand-in
};

constexpr std::array forms{
    Form{"private-key", "-----BEGIN (?:[A-Z]+ )?PRIVATE KEY(?: BLOCK)?-----"},
    Form{"private-key", R"(\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b)"},
    Form{"aws-key", R"(\b((?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16})\b)"},
    Form{"github-token", R"(\bgh[pousr]_[A-Za-z0-9]{36,}\b)"},
    Form{"github-token", R"(\bgithub_pat_[A-Za-z0-9_]{60,})"},
    Form{"gitlab-token", R"(\bgl(?:pat|ptt|dt|rt|cbt|ft|soat|imt|agent|oas)-[A-Za-z0-9_-]{20,})"},
    Form{"slack-token", R"(\bxox[abeprs]-[A-Za-z0-9-]{10,})"},
    Form{"slack-token", R"(\bxapp-\d-[A-Z0-9]{8,}-\d+-[a-f0-9]{32,})"},
    Form{"slack-webhook",
        R"(hooks\.slack\.com/services/(T[A-Za-z0-9]{7,}/B[A-Za-z0-9]{7,}/[A-Za-z0-9]{18,}))"},
    Form{"stripe-key", R"(\b[rs]k_live_[A-Za-z0-9]{16,})"},
    Form{"stripe-key", R"(\bwhsec_[A-Za-z0-9]{32,})"},
    Form{"google-key", R"(\bAIza[0-9A-Za-z_-]{35})"},
    Form{"google-key", R"(\bGOCSPX-[0-9A-Za-z_-]{28})"},
    Form{"google-key", R"(\bya29\.[0-9A-Za-z_-]{20,})"},
    Form{"json-web-token", R"(\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{16,})"},
    Form{"npm-token", R"(\bnpm_[A-Za-z0-9]{36}\b)"},
    Form{"pypi-token", R"(\bpypi-AgEI[A-Za-z0-9_-]{50,})"},
    Form{"sendgrid-key", R"(\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b)"},
    Form{"twilio-key", R"(\bSK[0-9a-f]{32}\b)"},
    Form{"vault-token", R"(\bhv[sb]\.[A-Za-z0-9_-]{24,})"},
    Form{"digitalocean-token", R"(\bdo[opr]_v1_[a-f0-9]{64}\b)"},
    Form{"shopify-token", R"(\bshp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}\b)"},
    Form{"ai-key", R"(\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,})"},
    Form{"telegram-token", R"(\b\d{8,10}:AA[A-Za-z0-9_-]{33}\b)"},
    Form{"azure-signature", R"([?&]sig=([A-Za-z0-9%]{43,63}%3D))"},
    Form{"url-password", R"(\b[A-Za-z][A-Za-z0-9+.-]{1,15}://[^\s:/?#@"']*:([^\s/?#@"']+)@)"},
    Form{"url-password",
        R"((?i)[?&](?:password|passwd|pwd|client_secret|access_token|api_?key)=([^\s&;#"']{6,}))"},
    Form{"password-argument",
        R"((?i)(?:^|\s)--?(?:[a-z0-9]+[-_.])*(?:password|passwd|pwd|secret|token|api-?key)[=\s]\s*["']?([^\s"']{8,}))"},
    Form{"bearer-token", R"((?i)\bbearer\s+([A-Za-z0-9._~+/-]{16,}=*))"},
    Form{"basic-credentials",
        R"((?i)\bauthorization["']?\s*:\s*["']?basic\s+([A-Za-z0-9+/]{12,}={0,2}))"},
    Form{"connection-string",
        R"((?i)(?:^|[;\s])(?:password|pwd|accountkey|sharedaccesskey)\s*=\s*([^;\s"']{4,}).*)"},
};

// Shorter than any of them.
constexpr std::size_t shortest = 8;
constexpr std::string_view tokenKind = "token"; // whoever issued it

re2::RE2::Options quiet()
{
    re2::RE2::Options options;
    options.set_log_errors(false);
    return options;
}

// Every form has a long run of one word's characters, or one of these signs; most values have
// neither, and the automaton need not start.
bool mayHaveForm(std::string_view text)
{
    constexpr std::size_t shortestRun = 16;
    std::size_t run = 0;
    for (const char c : text) {
        if (c == ' ' || c == '@' || c == '=')
            return true;
        const bool isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
            || (c >= '0' && c <= '9') || c == '_' || c == '-';
        run = isWord ? run + 1 : 0;
        if (run >= shortestRun)
            return true;
    }
    return false;
}

// A connection string names its server or user too; a shell script that mentions one has lines.
bool isConnectionString(std::string_view text)
{
    return text.find('\n') == std::string_view::npos && std::ranges::count(text, '=') >= 2;
}

} // namespace

class SecretScanner::Patterns {
public:
    Patterns()
        : m_all(quiet(), re2::RE2::UNANCHORED)
    {
        for (const Form &form : forms) {
            m_all.Add(form.expression, nullptr);
            m_single.push_back(std::make_unique<re2::RE2>(form.expression, quiet()));
        }
        m_all.Compile();
    }

    // The secret part of the first form that it has.
    std::optional<SecretPart> partOf(std::string_view text) const
    {
        const re2::StringPiece piece(text.data(), text.size());
        std::vector<int> hits;
        if (!m_all.Match(piece, &hits))
            return std::nullopt;
        std::ranges::sort(hits);
        for (const int hit : hits) {
            if (auto part = secretOf(std::size_t(hit), piece))
                return part;
        }
        return std::nullopt;
    }

private:
    // One of the places where it matches is meant.
    std::optional<SecretPart> secretOf(std::size_t form, re2::StringPiece text) const
    {
        const re2::RE2 &single = *m_single[form];
        const bool hasGroup = single.NumberOfCapturingGroups() > 0;
        const bool isKey = !hasGroup && forms[form].kind == "private-key";
        const bool isUrl = forms[form].kind == "url-password";
        const bool isArgument = forms[form].kind == "password-argument";
        if (forms[form].kind == "connection-string"
            && !isConnectionString({text.data(), text.size()}))
            return std::nullopt;
        std::array<re2::StringPiece, 2> found;
        std::size_t from = 0;
        while (single.Match(
            text, from, text.size(), re2::RE2::UNANCHORED, found.data(), hasGroup ? 2 : 1)) {
            const auto &part = found[hasGroup ? 1 : 0];
            const std::string_view secret(part.data(), part.size());
            // A password in a URL may be any word; the word that says "password" is no password.
            if (isKey
                || (!isStandIn(secret) && !(isUrl && isWordForIt(secret))
                    && (!isArgument || looksRandom(secret))))
                return SecretPart{
                    std::size_t(secret.data() - text.data()), secret.size(), forms[form].kind};
            from = std::size_t(found[0].data() - text.data()) + found[0].size();
        }
        return std::nullopt;
    }

    static bool isWordForIt(std::string_view word)
    {
        return word == "password" || word == "pass" || word == "pw" || word == "secret"
            || word == "PASSWORD" || word == "token" || word.find('*') != std::string_view::npos;
    }

    re2::RE2::Set m_all;
    std::vector<std::unique_ptr<re2::RE2>> m_single;
};

namespace {

// Of numbers only passwords are secret: what "token" counts is no secret.
bool isNumberUnder(std::string_view name)
{
    const bool isPassword
        = name.find("ass") != std::string_view::npos || name.find("ASS") != std::string_view::npos;
    return isPassword && isSecretName(name);
}

bool isIndex(std::string_view token)
{
    return !token.empty() && token.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string unescaped(std::string_view token)
{
    std::string name;
    for (std::size_t at = 0; at < token.size(); ++at) {
        const bool isEscape = token[at] == '~' && at + 1 < token.size();
        name += !isEscape ? token[at] : token[++at] == '1' ? '/' : '~';
    }
    return name;
}

// The name over the value of that pointer: items are called as their array.
constexpr std::string_view publicName = "public";

// Those that a key shows to everybody (RFC 7517): the numbers of its public half, and its digest.
bool isPublicPart(Value object, std::string_view key)
{
    const bool isShown = key == "x" || key == "y" || key == "n" || key == "e" || key == "x5t#S256";
    return isShown && object.find("kty").isString();
}

std::string nameOver(std::string_view pointer, const Tree &tree)
{
    while (!pointer.empty()) {
        const auto slash = pointer.rfind('/');
        const auto token = pointer.substr(slash + 1);
        pointer = pointer.substr(0, slash);
        if (token == "value") {
            const Value named = tree.root().resolve(pointer)["name"];
            if (named.isString())
                return std::string(named.text());
        }
        if (isIndex(token))
            continue;
        auto name = unescaped(token);
        return isPublicPart(tree.root().resolve(pointer), name) ? std::string(publicName)
                                                                : std::move(name);
    }
    return {};
}

bool isOfName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'
        || c == '-' || c == '.';
}

// The word that ends before the sign, which may stand in quotes.
std::string_view nameBefore(std::string_view text, std::size_t sign)
{
    auto end = sign;
    while (end > 0 && std::string_view(" \t\"'").find(text[end - 1]) != std::string_view::npos)
        --end;
    auto begin = end;
    while (begin > 0 && isOfName(text[begin - 1]))
        --begin;
    return text.substr(begin, end - begin);
}

// "password: …", "API_KEY=…", "the password is …": what follows a telling name.
std::optional<SecretPart> toldPart(std::string_view text)
{
    constexpr std::string_view blanks = " \t\"'`";
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool isWord = text.substr(at, 4) == " is ";
        if (!isWord && text[at] != ':' && text[at] != '=')
            continue;
        if (!isTellingName(nameBefore(text, at)))
            continue;
        const auto begin = text.find_first_not_of(blanks, at + (isWord ? 4 : 1));
        if (begin == std::string_view::npos)
            break;
        const auto end = std::min(text.find_first_of(" \t\r\n\"'`,;", begin), text.size());
        const auto word = text.substr(begin, end - begin);
        const bool isCall = word.find_first_of("(){}<>") != std::string_view::npos;
        const bool isAddress = word.find("://") != std::string_view::npos;
        if (!isCall && !isAddress && looksRandom(word) && !isStandIn(word))
            return SecretPart{begin, end - begin, "password"};
    }
    return std::nullopt;
}

class Walk {
public:
    Walk(const SecretScanner &scanner, std::size_t budget)
        : m_scanner(scanner)
        , m_budget(budget)
    {
    }

    SecretScan run(Value root)
    {
        look({}, root);
        return std::move(m_scan);
    }

private:
    void look(std::string_view name, Value value)
    {
        if (value.isString())
            lookAtText(name, value);
        else if (value.isNumber() && isNumberUnder(name))
            m_scan.named.push_back(value.index());
        else if (value.isObject() && !value.find("$sealed"))
            lookAtMembers(value);
        else if (value.isArray()) {
            for (const auto &item : value)
                look(name, item.value());
        }
    }

    void lookAtMembers(Value object)
    {
        const Value named = object.find("name");
        for (const auto &member : object) {
            const bool isPair = named.isString() && member.key() == "value";
            const auto name = isPair ? named.text() : member.key();
            look(isPublicPart(object, name) ? publicName : name, member.value());
        }
    }

    // What a name tells. A document has few, many times over.
    struct Told {
        std::string_view name;
        bool isTelling = false;
        bool isSecret = false;
    };
    const Told &told(std::string_view name)
    {
        const auto slot = name.empty()
            ? 0
            : (name.size() * 31 + std::size_t(name.front()) * 7 + std::size_t(name.back()));
        Told &known = m_told[slot % m_told.size()];
        if (known.name != name)
            known = {name, isTellingName(name), isSecretName(name)};
        return known;
    }

    void lookAtText(std::string_view name, Value value)
    {
        const auto text = value.text();
        if (text.size() > m_budget) {
            m_scan.isComplete = false;
            return;
        }
        m_budget -= text.size();
        const Told &by = told(name);
        auto kind = m_scanner.kindUnder(by.isTelling, text);
        if (kind.empty() && isToken(name, text))
            kind = tokenKind;
        if (!kind.empty())
            m_scan.findings.push_back({value.index(), kind});
        else if (by.isSecret && mayBeSecret(text))
            m_scan.named.push_back(value.index());
    }

    const SecretScanner &m_scanner;
    std::size_t m_budget;
    SecretScan m_scan;
    std::array<Told, 128> m_told;
};

} // namespace

const SecretScanner &SecretScanner::shared()
{
    static const SecretScanner scanner;
    return scanner;
}

SecretScanner::SecretScanner()
    : m_patterns(std::make_unique<const Patterns>())
{
}

SecretScanner::~SecretScanner() = default;

SecretScan SecretScanner::scan(const Tree &tree, std::size_t budget) const
{
    return tree.nodeCount() == 0 ? SecretScan() : Walk(*this, budget).run(tree.root());
}

std::string_view SecretScanner::kindOf(std::string_view name, std::string_view value) const
{
    const auto kind = kindUnder(isTellingName(name), value);
    return kind.empty() && isToken(name, value) ? tokenKind : kind;
}

std::string_view SecretScanner::kindUnder(bool isTelling, std::string_view value) const
{
    if (value.size() < shortest)
        return {};
    if (mayHaveForm(value)) {
        if (const auto part = m_patterns->partOf(value))
            return part->kind;
    }
    // "NAME=value", as environments are written in lists.
    const auto sign = value.find('=');
    const bool isAssignment = sign != std::string_view::npos && sign > 0 && sign < 64
        && value.find_first_of(" \t\r\n:/?&") > sign
        && value.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == sign;
    const auto content = isAssignment ? value.substr(sign + 1) : value;
    const bool isTold = isAssignment ? isTellingName(value.substr(0, sign)) : isTelling;
    return isTold && looksRandom(content) && !isStandIn(content) ? "password" : std::string_view();
}

std::optional<SecretPart> SecretScanner::partOf(std::string_view prose) const
{
    if (prose.size() < shortest)
        return std::nullopt;
    if (auto part = m_patterns->partOf(prose))
        return part;
    return toldPart(prose);
}

bool SecretScanner::covers(std::string_view pointer, Value value) const
{
    if (!value.isString() && !value.isNumber())
        return false;
    const auto name = nameOver(pointer, value.tree());
    if (value.isNumber())
        return isNumberUnder(name);
    return (isSecretName(name) && mayBeSecret(value.text())) || !kindOf(name, value.text()).empty();
}

} // namespace chancery::core
