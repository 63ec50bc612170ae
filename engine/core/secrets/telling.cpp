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

} // namespace

bool isTellingName(std::string_view name)
{
    const auto flat = flattened(name);
    if (!hasAny(flat, tellingWords) || flat.find("public") != npos)
        return false;
    return std::ranges::none_of(
        harmlessEnds, [&flat](std::string_view end) { return flat.ends_with(end); });
}

bool isStandIn(std::string_view value)
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
    if (isVariable || isBracketed || isUuid(value) || isMonotonous(value)
        || isListOfSettings(value))
        return true;
    const auto lower = lowerCase(value);
    return hasAny(lower, placeholderWords) || startsWithAny(lower, referenceStarts)
        || startsWithAny(lower, digestStarts) || startsWithAny(lower, countingStarts);
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

} // namespace chancery::core
