// SPDX-License-Identifier: Apache-2.0
// SHA256() of OpenSSL 3 looks its algorithm up by name in every call, which costs more than hashing
// a few hundred bytes. The functions that do not are called deprecated, and are what it ends at.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "digest.h"

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>

namespace chancery::core {

namespace {

const unsigned char *unsignedBytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}

constexpr std::string_view standardAlphabet
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view urlAlphabet
    = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode64(std::string_view bytes, std::string_view alphabet)
{
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char character : bytes) {
        bits = (bits << 8) | static_cast<unsigned char>(character);
        for (count += 8; count >= 6; count -= 6)
            out += alphabet[(bits >> (count - 6)) & 63];
    }
    if (count > 0)
        out += alphabet[(bits << (6 - count)) & 63];
    return out;
}

// Strict: no foreign characters, no stray bits behind the last byte.
std::optional<std::string> decode64(std::string_view text, std::string_view alphabet)
{
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char character : text) {
        const auto value = alphabet.find(character);
        if (value == std::string_view::npos)
            return std::nullopt;
        bits = (bits << 6) | std::uint32_t(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += char((bits >> count) & 0xFF);
        }
    }
    if (count == 6 || (bits & ((1u << count) - 1)) != 0)
        return std::nullopt;
    return out;
}

int hexDigit(char character)
{
    if (character >= '0' && character <= '9')
        return character - '0';
    if (character >= 'a' && character <= 'f')
        return character - 'a' + 10;
    if (character >= 'A' && character <= 'F')
        return character - 'A' + 10;
    return -1;
}

} // namespace

Sha256 sha256(std::string_view bytes)
{
    return sha256(bytes, {});
}

Sha256 sha256(std::string_view first, std::string_view second)
{
    Sha256 digest;
    SHA256_CTX context;
    SHA256_Init(&context);
    SHA256_Update(&context, first.data(), first.size());
    SHA256_Update(&context, second.data(), second.size());
    SHA256_Final(digest.data(), &context);
    return digest;
}

std::string sha256Id(std::string_view domain, std::string_view bytes)
{
    return "sha256:" + toHex(bytesOf(sha256(domain, bytes)));
}

Sha256 hmacSha256(std::string_view key, std::string_view message)
{
    Sha256 digest;
    unsigned int length = 0;
    HMAC(EVP_sha256(), key.data(), int(key.size()), unsignedBytes(message), message.size(),
        digest.data(), &length);
    return digest;
}

bool constantTimeEquals(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view bytesOf(const Sha256 &digest)
{
    return {reinterpret_cast<const char *>(digest.data()), digest.size()};
}

std::string toHex(std::string_view bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char character : bytes) {
        out += digits[static_cast<unsigned char>(character) >> 4];
        out += digits[static_cast<unsigned char>(character) & 15];
    }
    return out;
}

std::optional<std::string> fromHex(std::string_view text)
{
    if (text.size() % 2 != 0)
        return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hexDigit(text[i]);
        const int low = hexDigit(text[i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        out += char(high * 16 + low);
    }
    return out;
}

std::string toBase64(std::string_view bytes)
{
    auto out = encode64(bytes, standardAlphabet);
    out.append((4 - out.size() % 4) % 4, '=');
    return out;
}

std::optional<std::string> fromBase64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    const auto padding
        = std::min<std::size_t>(text.size() - text.find_last_not_of('=') - 1, text.size());
    if (!text.empty() && padding > 2)
        return std::nullopt;
    return decode64(text.substr(0, text.size() - padding), standardAlphabet);
}

std::string toBase64Url(std::string_view bytes)
{
    return encode64(bytes, urlAlphabet);
}

std::optional<std::string> fromBase64Url(std::string_view text)
{
    return decode64(text, urlAlphabet);
}

} // namespace chancery::core
