// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/document/value.h"

#include <memory>

namespace chancery::core {

// A value that looks like a secret written in plain.
struct SecretFinding {
    std::uint32_t node = 0; // of the value
    std::string_view kind; // stable: "private-key", "password" …; of static life

    friend bool operator==(const SecretFinding &, const SecretFinding &) = default;
};

struct SecretScan {
    std::vector<SecretFinding> findings; // in the order of the document, one for each value
    bool isComplete = true; // false: there was more text than the budget
};

// Finds plain secrets in documents: by the form that issuers give their keys, and by what stands
// under telling names ("password", "apiKey") and does not look like a word, a placeholder, a
// reference or a digest. Never keeps or repeats what it found. Linear in the text; immutable, of
// any thread; building one compiles its patterns, so keep it.
class SecretScanner {
public:
    static constexpr std::size_t usualBudget = std::size_t(16) << 20;

    SecretScanner();
    ~SecretScanner();
    SecretScanner(const SecretScanner &) = delete;
    SecretScanner &operator=(const SecretScanner &) = delete;

    // The bytes of values to look at, at most.
    SecretScan scan(const Tree &tree, std::size_t budget = usualBudget) const;
    // What a value under that name looks like; empty for nothing. For what stands in no document.
    std::string_view kindOf(std::string_view name, std::string_view value) const;

private:
    class Patterns;
    std::unique_ptr<const Patterns> m_patterns;
};

// Whether a key of that name tells of a secret ("db_password", "apiKey", but not "passwordFile" or
// "tokenUrl"); for values that no schema describes.
bool isTellingName(std::string_view name);

} // namespace chancery::core
