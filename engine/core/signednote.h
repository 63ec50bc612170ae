// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/digest.h"
#include "engine/core/signingkey.h"

#include <span>
#include <vector>

namespace chancery::core {

// Whose signature a note must bear: a name and a key, pinned by whoever installs or enrols. As text
// a "vkey": name+hex(keyid)+base64(0x01‖key).
struct NoteVerifier {
    std::string name;
    PublicKey key;
    friend bool operator==(const NoteVerifier &, const NoteVerifier &) = default;
};
Result<NoteVerifier> readVerifier(std::string_view vkey);
std::string toVkey(const NoteVerifier &verifier);
// The four bytes by which a signature line names its key.
std::string keyIdOf(const NoteVerifier &verifier);

struct NoteSignature {
    std::string name;
    std::string keyId; // 4 bytes
    std::string signature;
    friend bool operator==(const NoteSignature &, const NoteSignature &) = default;
};

// A C2SP signed note: text that ends in a newline, an empty line, signature lines. Unverified: see
// openNote.
struct SignedNote {
    std::string text;
    std::vector<NoteSignature> signatures;
};

// The text must be UTF-8 without control characters other than newline, and end in a newline; the
// name must have neither spaces nor a plus.
Result<std::string> signNote(
    const std::string &text, const std::string &name, const SigningKey &key);
Result<SignedNote> readNote(std::string_view note);
std::string toText(const SignedNote &note);
// The note when at least one of the verifiers has signed it. Signatures of others are ignored, a
// bad one of a known key condemns the whole: "note-malformed", "note-unknown-key",
// "note-bad-signature".
Result<SignedNote> openNote(std::string_view note, std::span<const NoteVerifier> verifiers);

// What an RFC 6962 log was at one size (C2SP tlog-checkpoint), without extension lines.
struct Checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    Sha256 root{};
    friend bool operator==(const Checkpoint &, const Checkpoint &) = default;
};
std::string toText(const Checkpoint &checkpoint);
Result<Checkpoint> readCheckpoint(std::string_view text);
// The log signs under its origin's name.
Result<std::string> signCheckpoint(const Checkpoint &checkpoint, const SigningKey &key);
// A note of that origin signed by one of the verifiers: "checkpoint-malformed",
// "checkpoint-other-log" and what openNote says.
Result<Checkpoint> openCheckpoint(
    std::string_view note, std::string_view origin, std::span<const NoteVerifier> verifiers);

} // namespace chancery::core
