// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"
#include "engine/core/result.h"
#include "engine/core/secret.h"

#include <string>
#include <vector>

namespace chancery::core {

// Secrets inside documents (ADR 14). In the place of a value stands
//   {"$sealed":{"v":1,"alg":"A256GCM","kid":"dek-7","n":"…","ct":"…"}}
// which only who holds the key can turn back, and only in that very place.
inline constexpr std::string_view sealWord = "$sealed";
inline constexpr std::size_t largestSealedValue = 64 * 1024; // bytes of canonical JSON

// The parts of a sealed value; nonce and ciphertext as bytes.
struct SealedValue {
    std::string kid; // names the key inside its namespace and environment: "dek-7"
    std::string nonce;
    std::string ciphertext; // with its tag

    friend bool operator==(const SealedValue &, const SealedValue &) = default;
};

// Where a value is sealed, and the only place where it opens. A rename of the config, another
// environment or another key is another place.
struct SealPlace {
    std::string nameSpace; // its slug
    std::string path; // of the config inside the namespace
    std::string environment;
    std::string pointer; // RFC 6901, in the text of the config

    friend bool operator==(const SealPlace &, const SealPlace &) = default;
};
// Of a config's whole path, "payments/app/api".
SealPlace sealPlace(
    std::string_view configPath, std::string_view environment, std::string_view pointer);

// Whether the value is meant as a sealed one, in its form or not: it has a member "$sealed".
bool isMarkedSealed(Value value);
// Only what is exactly in the form.
std::optional<SealedValue> sealedValue(Value value);
inline bool isSealed(Value value)
{
    return isMarkedSealed(value) && sealedValue(value).has_value();
}
// As it stands in documents.
std::string toJson(const SealedValue &value);

// One that is marked.
struct SealedSpot {
    std::uint32_t node = 0;
    std::string pointer;
};
// All of them, in the order of the document; what is inside one is not looked at.
std::vector<SealedSpot> sealedSpots(const Tree &tree);
// The same for who only has to know whether there are any.
bool mentionsSeal(const Tree &tree);

// Error{Invalid}: "seal-too-large"; "nested-seal" where the value has a sealed one in it, which
// would open nowhere; what aead.h says of keys.
Result<SealedValue> sealValue(
    const Secret &key, std::string kid, const SealPlace &place, Value value);
// The value's canonical JSON, to be read with readSecretJson(). Error{Invalid, "seal-refused"} for
// another key, another place, and whatever has been changed since.
Result<Secret> openValue(const Secret &key, const SealedValue &sealed, const SealPlace &place);
// What an opened value says; any number is taken as it was.
Result<Tree> readSecretJson(const Secret &json);

} // namespace chancery::core
