// SPDX-License-Identifier: Apache-2.0
#include "telling.h"

#include "engine/core/secrets/scanner.h"

#include <cmath>

namespace chancery::core {

namespace {

constexpr auto npos = std::string_view::npos;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

char lowered(char c)
{
    return isUpper(c) ? char(c - 'A' + 'a') : c;
}

std::string lowerCase(std::string_view text)
{
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), lowered);
    return lower;
}

// "dbPassword", "DB_PASSWORD" and "db-password" alike.
std::string flattened(std::string_view name)
{
    std::string flat;
    for (const char c : name) {
        if (isDigit(c) || isLower(c) || isUpper(c))
            flat += lowered(c);
    }
    return flat;
}

constexpr std::array<std::string_view, 16> tellingWords{"password", "passwd", "passphrase",
    "secret", "apikey", "accesskey", "privatekey", "authtoken", "accesstoken", "refreshtoken",
    "bearertoken", "token", "credential", "clientsecret", "signingkey", "encryptionkey"};

// A name that ends like this speaks of a secret but holds something else.
constexpr std::array<std::string_view, 42> harmlessEnds{"url", "uri", "endpoint", "name", "names",
    "file", "path", "dir", "ref", "reference", "id", "ids", "type", "kind", "env", "field",
    "header", "prefix", "suffix", "length", "size", "limit", "count", "policy", "hash", "digest",
    "checksum", "ttl", "expiry", "expiration", "expires", "lifetime", "scope", "scopes", "issuer",
    "audience", "method", "pattern", "regex", "mode", "label", "encrypted"};

constexpr std::array<std::string_view, 21> placeholderWords{"changeme", "change-me", "change_me",
    "changeit", "example", "placeholder", "your-", "your_", "yourapi", "yourtoken", "yoursecret",
    "yourpassword", "dummy", "redacted", "notreal", "not-real", "replace", "insert-", "insert_",
    "sample", "todo"};

// Names that end with one of these mean a secret by themselves.
constexpr std::array<std::string_view, 12> secretWords{"password", "passwords", "passwd",
    "passphrase", "passcode", "pwd", "pw", "secret", "token", "credential", "credentials",
    "apikey"};
// "key" does so behind one of these only.
constexpr std::array<std::string_view, 10> secretKeys{"api", "access", "private", "secret",
    "signing", "encryption", "auth", "master", "account", "hmac"};
// What is written behind the word without another meaning: "PASSWORD_OLD", "token_value".
constexpr std::array<std::string_view, 9> trailingWords{
    "old", "new", "current", "previous", "prod", "dev", "test", "value", "base"};
// What tells of something else before it: "publicKeyToken", "id-token", "continuation token".
constexpr std::array<std::string_view, 16> otherWords{"public", "id", "csrf", "xsrf", "no",
    "continuation", "page", "next", "design", "syntax", "max", "min", "get", "use", "has", "is"};
// What settings say about a secret instead of it.
constexpr std::array<std::string_view, 24> settingWords{"read", "write", "none", "true", "false",
    "yes", "no", "on", "off", "inherit", "required", "optional", "auto", "always", "never",
    "default", "enabled", "disabled", "string", "basic", "bearer", "prompt", "ask", "null"};

// What is looked up somewhere else, or cannot be read without a key.
constexpr std::array<std::string_view, 31> referenceStarts{"env:", "vault:", "ref:", "op://",
    "ssm:", "arn:", "file:", "keyvault:", "secretsmanager:", "projects/", "/", "./", "../", "~/",
    "enc[", "$ansible_vault", "$2a$", "$2b$", "$2y$", "$argon2", "$1$", "$5$", "$6$", "$pbkdf2",
    "{ssha", "{sha", "sha1-", "sha256-", "sha384-", "sha512-", "ssh-"};

// How people count when they make something up.
constexpr std::array<std::string_view, 4> countingStarts{"12345", "01234", "abcdef", "abc123"};

constexpr std::array<std::string_view, 9> digestStarts{
    "md5:", "sha1:", "sha256:", "sha384:", "sha512:", "blake2b:", "blake3:", "pbkdf2:", "scrypt:"};

bool startsWithAny(std::string_view text, const auto &starts)
{
    return std::ranges::any_of(
        starts, [text](std::string_view start) { return text.starts_with(start); });
}

bool hasAny(std::string_view text, const auto &words)
{
    return std::ranges::any_of(
        words, [text](std::string_view word) { return text.find(word) != npos; });
}

// 8-4-4-4-12.
bool isUuid(std::string_view text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        if (isDash ? text[i] != '-' : !isHex(text[i]))
            return false;
    }
    return true;
}

// "xxxxxxxx", "********", "abababab": few different characters.
bool isMonotonous(std::string_view text)
{
    std::array<bool, 256> seen{};
    std::size_t different = 0;
    for (const char c : text) {
        bool &isSeen = seen[static_cast<unsigned char>(c)];
        different += isSeen ? 0 : 1;
        isSeen = true;
    }
    return different <= 3;
}

// "aws_secret_access_Key", "ec2-region-name": three or more words.
bool isIdentifier(std::string_view text)
{
    std::size_t words = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of("_-."), text.size());
        const auto word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const auto letters
            = std::ranges::count_if(word, [](char c) { return isLower(c) || isUpper(c); });
        if (word.empty() || word.size() > 12 || std::size_t(letters) + 1 < word.size())
            return false;
        ++words;
    }
    return words >= 3;
}

// "id=one,src=two": settings that belong together.
bool isListOfSettings(std::string_view text)
{
    const auto sign = text.find('=');
    const auto comma = text.find(',');
    return sign != npos && comma != npos && sign < comma && text.find('=', comma) != npos;
}

// A reference, a variable, a placeholder, an example, something encrypted or a digest.
bool isElsewhere(std::string_view value)
{
    if (value.find("${") != npos || value.find("{{") != npos || value.find("$(") != npos
        || value.find("<%") != npos || value.find("%(") != npos)
        return true;
    const bool isVariable = value.size() > 1 && value.front() == '$'
        && std::ranges::all_of(value.substr(1),
            [](char c) { return isDigit(c) || isUpper(c) || isLower(c) || c == '_'; });
    const bool isBracketed = (value.starts_with('<') && value.ends_with('>'))
        || (value.starts_with('[') && value.ends_with(']'))
        || (value.starts_with('%') && value.ends_with('%'));
    if (isVariable || isBracketed || isUuid(value) || isListOfSettings(value))
        return true;
    const auto lower = lowerCase(value);
    return hasAny(lower, placeholderWords) || startsWithAny(lower, referenceStarts)
        || startsWithAny(lower, digestStarts) || startsWithAny(lower, countingStarts);
}

// Most names are told by that they have none of these; every value of a document is asked for its
// name, so that nothing is copied for it.
bool isTellingWord(std::string_view name)
{
    const auto starts = [name](std::size_t at, std::string_view sign) {
        if (name.size() - at < sign.size())
            return false;
        for (std::size_t i = 0; i < sign.size(); ++i) {
            if (lowered(name[at + i]) != sign[i])
                return false;
        }
        return true;
    };
    for (std::size_t at = 0; at < name.size(); ++at) {
        switch (lowered(name[at])) {
        case 'p':
            if (starts(at, "pass") || starts(at, "pw"))
                return true;
            break;
        case 's':
            if (starts(at, "secret"))
                return true;
            break;
        case 't':
            if (starts(at, "token"))
                return true;
            break;
        case 'c':
            if (starts(at, "credential"))
                return true;
            break;
        case 'k':
            if (starts(at, "key"))
                return true;
            break;
        default:
            break;
        }
    }
    return false;
}

// "dbPassword2", "DB_PASSWORD_2" and "db-password" are "db" and "password".
std::vector<std::string> wordsOf(std::string_view name)
{
    std::vector<std::string> words;
    bool isInside = false;
    for (std::size_t at = 0; at < name.size(); ++at) {
        const char c = name[at];
        const bool isLetter = isLower(c) || isUpper(c);
        // "APIKey" is two words: the last capital belongs to what follows it.
        const bool isHump = isUpper(c)
            && (at == 0 || isLower(name[at - 1])
                || (at + 1 < name.size() && isLower(name[at + 1])));
        if (isLetter && (!isInside || isHump))
            words.emplace_back();
        isInside = isLetter;
        if (isLetter)
            words.back() += lowered(c);
    }
    return words;
}

bool isOneOf(std::string_view word, const auto &words)
{
    return std::ranges::find(words, word) != std::end(words);
}

// Also where words are run together: "dbpassword".
bool endsWithSecret(std::string_view word)
{
    return isOneOf(word, secretWords)
        || std::ranges::any_of(secretWords, [word](std::string_view secret) {
               return secret.size() > 5 && word.ends_with(secret);
           });
}

} // namespace

bool isSecretName(std::string_view name)
{
    constexpr std::size_t longest = 128;
    if (name.size() > longest || !isTellingWord(name))
        return false;
    auto words = wordsOf(name);
    while (words.size() > 1 && isOneOf(words.back(), trailingWords))
        words.pop_back();
    if (words.empty()
        || std::ranges::any_of(words, [](const auto &word) { return isOneOf(word, otherWords); }))
        return false;
    const bool isKey
        = words.back() == "key" && words.size() > 1 && isOneOf(words[words.size() - 2], secretKeys);
    return isKey || endsWithSecret(words.back());
}

bool mayBeSecret(std::string_view text)
{
    // A bad password is one: "aaa" counts, "***" does not.
    const bool isMask = text.find_first_not_of("*xX.-_#?") == npos;
    return !isMask && !isElsewhere(text) && !isOneOf(lowerCase(text), settingWords);
}

bool isTellingName(std::string_view name)
{
    const auto flat = flattened(name);
    const bool isShort = flat.find("pw") != npos && isSecretName(name);
    if ((!isShort && !hasAny(flat, tellingWords)) || flat.find("public") != npos)
        return false;
    return std::ranges::none_of(
        harmlessEnds, [&flat](std::string_view end) { return flat.ends_with(end); });
}

bool isStandIn(std::string_view value)
{
    return isMonotonous(value) || isElsewhere(value);
}
double entropyOf(std::string_view value)
{
    std::array<std::size_t, 256> counts{};
    for (const char c : value)
        ++counts[static_cast<unsigned char>(c)];
    double bits = 0;
    const auto size = double(value.size());
    for (const auto count : counts) {
        if (count > 0)
            bits -= double(count) / size * std::log2(double(count) / size);
    }
    return bits;
}

bool looksRandom(std::string_view value)
{
    if (value.size() < 8 || value.size() > 4096 || value.find_first_of(" \t\r\n") != npos)
        return false;
    const bool hasDigit = std::ranges::any_of(value, isDigit);
    const bool hasLower = std::ranges::any_of(value, isLower);
    const bool hasUpper = std::ranges::any_of(value, isUpper);
    const bool hasSign = std::ranges::any_of(
        value, [](char c) { return !isDigit(c) && !isLower(c) && !isUpper(c); });
    const int sorts = int(hasDigit) + int(hasLower) + int(hasUpper) + int(hasSign);
    const bool isWordLike = !hasDigit && sorts < 3;
    return sorts >= 2 && !isWordLike && !isIdentifier(value) && entropyOf(value) >= 2.7;
}

namespace {

// Digests, keys that are for everybody, what is encrypted, and what names one thing.
constexpr std::array<std::string_view, 26> randomByNature{"sha", "md", "shasum", "hash", "hashed",
    "digest", "checksum", "integrity", "fingerprint", "signature", "thumbprint", "cert",
    "certificate", "public", "pub", "pubkey", "peer", "pin", "encrypt", "encrypted", "cipher",
    "ciphertext", "sealed", "etag", "nonce", "salt"};
// Those that say so at the end of a name only: "certData", not "dataSource".
constexpr std::array<std::string_view, 8> randomThings{
    "data", "content", "image", "uuid", "guid", "id", "ref", "sum"};
// Where words are run together, "imagedigest" and "clientid"; not "paid", "valid" and "android".
constexpr std::array<std::string_view, 13> joinedEnds{"hash", "digest", "checksum", "fingerprint",
    "signature", "thumbprint", "publickey", "data", "uuid", "guid", "url", "uri", "path"};
constexpr std::array<std::string_view, 6> longerEnds{
    "href", "version", "revision", "commit", "content", "certificate"};
constexpr std::array<std::string_view, 10> joinedIds{"kid", "appid", "keyid", "userid", "clientid",
    "tenantid", "projectid", "accountid", "deviceid", "objectid"};

// The word, or many of them: "digests", "hashes".
bool isAnyOf(std::string_view word, const auto &words)
{
    return isOneOf(word, words)
        || (word.ends_with('s') && isOneOf(word.substr(0, word.size() - 1), words))
        || (word.ends_with("es") && isOneOf(word.substr(0, word.size() - 2), words));
}

bool saysRandom(std::string_view name)
{
    const auto words = wordsOf(name);
    if (words.empty())
        return false;
    for (std::size_t at = 0; at < words.size(); ++at) {
        // "eTag" and "check_sum" are one word.
        const bool isPair
            = at + 1 < words.size() && isAnyOf(words[at] + words[at + 1], randomByNature);
        if (isPair || isAnyOf(words[at], randomByNature))
            return true;
    }
    const std::string_view last = words.back();
    const auto isEnd = [last](std::string_view end) { return last.ends_with(end); };
    return isAnyOf(last, randomThings) || isAnyOf(last, joinedIds) || name.ends_with("IDs")
        || std::ranges::any_of(joinedEnds, isEnd) || std::ranges::any_of(longerEnds, isEnd);
}

enum class Sort { Lower, Upper, Digit, Sign };

Sort sortOf(char c)
{
    return isLower(c) ? Sort::Lower
        : isUpper(c)  ? Sort::Upper
        : isDigit(c)  ? Sort::Digit
                      : Sort::Sign;
}

} // namespace

bool isToken(std::string_view name, std::string_view value)
{
    constexpr std::string_view signs
        = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-+/=";
    if (value.size() < 32 || value.size() > 128 || value.find_first_not_of(signs) != npos)
        return false;
    std::array<bool, 4> has{};
    std::size_t changes = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        has[std::size_t(sortOf(value[i]))] = true;
        changes += i > 0 && sortOf(value[i]) != sortOf(value[i - 1]) ? 1 : 0;
    }
    const auto slashes = std::size_t(std::ranges::count(value, '/'));
    if (!has[0] || !has[1] || !has[2] || 2 * changes < value.size() || slashes * 16 > value.size()
        || entropyOf(value) < 4.3 || isStandIn(value))
        return false;
    return !saysRandom(name);
}

} // namespace chancery::core
