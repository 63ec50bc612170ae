// SPDX-License-Identifier: Apache-2.0
#include "sealedvalue.h"

#include "engine/core/aead.h"
#include "engine/core/digest.h"
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/random.h"

#include <algorithm>

namespace chancery::core {

namespace {

constexpr std::string_view algorithm = "A256GCM";
constexpr std::size_t tagBytes = 16;

Error refused(std::string code, std::string detail)
{
    return {ErrorKind::Invalid, std::move(code), std::move(detail), {}, {}, {}};
}

// "dek-1" and up: one spelling for each number.
bool isKeyName(std::string_view kid)
{
    static constexpr std::string_view prefix = "dek-";
    static constexpr std::size_t mostDigits = 9;
    if (!kid.starts_with(prefix))
        return false;
    const auto digits = kid.substr(prefix.size());
    return !digits.empty() && digits.size() <= mostDigits && digits[0] != '0'
        && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// One text for the same bytes, so that a sealed value cannot be rewritten without being opened.
std::optional<std::string> bytesIn(Value text)
{
    if (!text.isString())
        return std::nullopt;
    auto bytes = fromBase64Url(text.text());
    if (!bytes || toBase64Url(*bytes) != text.text())
        return std::nullopt;
    return bytes;
}

// JCS of what binds a value to its place; the names are in the order of JCS already.
std::string associatedData(const SealPlace &place, std::string_view kid)
{
    std::string out = "{\"alg\":";
    const auto member = [&](std::string_view name, std::string_view text) {
        out += ",\"";
        out += name;
        out += "\":";
        appendJsonString(out, text);
    };
    appendJsonString(out, algorithm);
    member("env", place.environment);
    member("field", place.pointer);
    member("kid", kid);
    member("ns", place.nameSpace);
    member("path", place.path);
    return out + ",\"ver\":1}";
}

void collect(Value value, std::string &pointer, std::vector<SealedSpot> &found)
{
    if (isMarkedSealed(value)) {
        found.push_back({value.index(), pointer});
        return;
    }
    std::size_t position = 0;
    for (const auto &item : value) {
        const auto length = pointer.size();
        pointer += '/';
        pointer += value.isObject() ? escapePointerToken(item.key()) : std::to_string(position);
        ++position;
        collect(item.value(), pointer, found);
        pointer.resize(length);
    }
}

} // namespace

SealPlace sealPlace(
    std::string_view configPath, std::string_view environment, std::string_view pointer)
{
    const auto slash = configPath.find('/');
    return {std::string(configPath.substr(0, slash)),
        std::string(slash == std::string_view::npos ? "" : configPath.substr(slash + 1)),
        std::string(environment), std::string(pointer)};
}

bool isMarkedSealed(Value value)
{
    return value.isObject() && value.find(sealWord).isPresent();
}

std::optional<SealedValue> sealedValue(Value value)
{
    static constexpr std::size_t memberCount = 5;
    const auto seal = value.size() == 1 ? value.find(sealWord) : Value();
    if (!seal.isObject() || seal.size() != memberCount)
        return std::nullopt;
    const auto kid = seal["kid"];
    auto nonce = bytesIn(seal["n"]);
    auto ciphertext = bytesIn(seal["ct"]);
    const bool isInForm = seal["v"].isNumber() && seal["v"].text() == "1" && seal["alg"].isString()
        && seal["alg"].text() == algorithm && kid.isString() && isKeyName(kid.text()) && nonce
        && nonce->size() == aeadNonceBytes && ciphertext && ciphertext->size() > tagBytes
        && ciphertext->size() <= largestSealedValue + tagBytes;
    if (!isInForm)
        return std::nullopt;
    return SealedValue{std::string(kid.text()), std::move(*nonce), std::move(*ciphertext)};
}

std::string toJson(const SealedValue &value)
{
    return R"({"$sealed":{"v":1,"alg":"A256GCM","kid":")" + value.kid + R"(","n":")"
        + toBase64Url(value.nonce) + R"(","ct":")" + toBase64Url(value.ciphertext) + R"("}})";
}

bool mentionsSeal(const Tree &tree)
{
    static const auto hash = Tree::keyHash(sealWord);
    for (std::uint32_t i = 0; i < tree.nodeCount(); ++i) {
        const auto &node = tree.node(i);
        if (node.type == NodeType::Key && node.hash == hash && tree.text(node) == sealWord)
            return true;
    }
    return false;
}

std::vector<SealedSpot> sealedSpots(const Tree &tree)
{
    std::vector<SealedSpot> found;
    // Most documents have none: one look at all keys says so.
    if (mentionsSeal(tree)) {
        std::string pointer;
        collect(tree.root(), pointer, found);
    }
    return found;
}

Result<SealedValue> sealValue(
    const Secret &key, std::string kid, const SealPlace &place, Value value)
{
    std::vector<SealedSpot> inner;
    std::string pointer;
    collect(value, pointer, inner);
    if (!inner.empty())
        return refused("nested-seal", "A value with a sealed one in it cannot be sealed");
    const Secret plaintext(canonicalJson(value));
    if (plaintext.reveal().size() > largestSealedValue)
        return refused("seal-too-large", "At most 64 KiB can be sealed");
    SealedValue sealed{std::move(kid), randomBytes(aeadNonceBytes), {}};
    auto ciphertext
        = sealWithNonce(key, sealed.nonce, plaintext.reveal(), associatedData(place, sealed.kid));
    if (!ciphertext)
        return std::move(ciphertext).error();
    sealed.ciphertext = std::move(*ciphertext);
    return sealed;
}

Result<Secret> openValue(const Secret &key, const SealedValue &sealed, const SealPlace &place)
{
    auto opened
        = openWithNonce(key, sealed.nonce, sealed.ciphertext, associatedData(place, sealed.kid));
    if (!opened)
        return refused(
            "seal-refused", "The value was sealed for another place, or has been changed since");
    return opened;
}

Result<Tree> readSecretJson(const Secret &json)
{
    auto limits = Limits();
    limits.anyNumber = true;
    auto reading = readJson(json.reveal(), limits);
    // Not the reader's own words, which may quote.
    if (!reading)
        return refused("seal-refused", "What was sealed is no value");
    return std::move(reading).tree();
}

} // namespace chancery::core
