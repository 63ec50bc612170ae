// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <memory>
#include <optional>

namespace chancery::core {

// A value that looks like a secret written in plain.
struct SecretFinding {
    std::uint32_t node = 0; // of the value
    std::string_view kind; // stable: "private-key", "password" …; of static life

    friend bool operator==(const SecretFinding &, const SecretFinding &) = default;
};

// The bytes of a text that are a secret.
struct SecretPart {
    std::size_t begin = 0;
    std::size_t size = 0;
    std::string_view kind; // as that of a finding
};

struct SecretScan {
    std::vector<SecretFinding> findings; // in the order of the document, one for each value
    // Values that nothing but the name over them tells to be secret; none of them is a finding.
    std::vector<std::uint32_t> named;
    bool isComplete = true; // false: there was more text than the budget
};

// Finds plain secrets in documents: by the form that issuers give their keys, and by what stands
// under telling names ("password", "apiKey") and does not look like a word, a placeholder, a
// reference or a digest. Says as well which values the name alone makes sensitive ("password:
// abc"): those are covered and no more, while a finding is worth a warning. Never keeps or repeats
// what it found. Linear in the text; immutable, of any thread.
class SecretScanner {
public:
    // More than any document that is read has.
    static constexpr std::size_t usualBudget = std::size_t(512) << 20;

    // Building one compiles its patterns, which takes a moment: share this one.
    static const SecretScanner &shared();

    SecretScanner();
    ~SecretScanner();
    SecretScanner(const SecretScanner &) = delete;
    SecretScanner &operator=(const SecretScanner &) = delete;

    // The bytes of values to look at, at most.
    SecretScan scan(const Tree &tree, std::size_t budget = usualBudget) const;
    // What a value under that name looks like; empty for nothing. For what stands in no document.
    std::string_view kindOf(std::string_view name, std::string_view value) const;
    // The same, where it is known whether the name tells of a secret.
    std::string_view kindUnder(bool isTelling, std::string_view value) const;
    // The first secret in what somebody wrote for people: by its form, or because a telling name
    // stands in front of it ("password: …", "the token is …") and it looks like no word.
    std::optional<SecretPart> partOf(std::string_view prose) const;
    // Whether the scan of its document would find or name that value. The pointer is the value's.
    bool covers(std::string_view pointer, Value value) const;

private:
    class Patterns;
    std::unique_ptr<const Patterns> m_patterns;
};

// Whether a key of that name tells of a secret ("db_password", "apiKey", but not "passwordFile" or
// "tokenUrl"), should the value look like one.
bool isTellingName(std::string_view name);
// Whether a name says by itself that what it names is a secret: its last words do ("db_password",
// "apiKey", but neither "key" nor "primaryKey", "tokenLimit", "max_tokens" or "secrets").
bool isSecretName(std::string_view name);
// Whether a text under such a name may be one: it is neither empty nor a stand-in nor one of the
// words that settings know ("required", "read").
bool mayBeSecret(std::string_view text);

} // namespace chancery::core
