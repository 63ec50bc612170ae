// SPDX-License-Identifier: Apache-2.0
#include "signednote.h"

#include "engine/core/document/utf8.h"

#include <algorithm>
#include <charconv>

// C2SP signed-note and tlog-checkpoint. The format is strict on purpose: a note has one reading, so
// that two people who compare notes compare what was signed. A signature that names a pinned key
// and does not verify condemns the note, for nobody honest produces one.

namespace chancery::core {

namespace {

constexpr char ed25519Type = 1;
constexpr std::size_t keyIdBytes = 4;
constexpr std::size_t mostSignatures = 100;
constexpr std::size_t mostBytes = 1'000'000;
constexpr std::string_view dash = "\u2014 ";

Error malformed(const char *code, const char *detail)
{
    return {ErrorKind::Invalid, code, detail, {}, {}, {}};
}

bool isText(std::string_view text)
{
    const auto isControl = [](char character) {
        return static_cast<unsigned char>(character) < 0x20 && character != '\n';
    };
    return firstInvalidUtf8(std::string(text)) == std::string::npos
        && std::ranges::none_of(text, isControl);
}

// Letters that would end the name in a vkey or in a signature line.
bool isName(std::string_view name)
{
    return !name.empty() && isText(name) && name.find_first_of("+ \n") == std::string_view::npos
        && name.find("\u00a0") == std::string_view::npos
        && name.find("\u2003") == std::string_view::npos
        && name.find("\u3000") == std::string_view::npos;
}

std::string_view takeLine(std::string_view &text)
{
    const auto end = text.find('\n');
    const auto line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line;
}

std::string signatureLine(const NoteSignature &signature)
{
    return std::string(dash) + signature.name + ' '
        + toBase64(signature.keyId + signature.signature) + '\n';
}

std::optional<NoteSignature> readSignatureLine(std::string_view line)
{
    if (!line.starts_with(dash))
        return std::nullopt;
    line.remove_prefix(dash.size());
    const auto space = line.find(' ');
    if (space == std::string_view::npos || !isName(line.substr(0, space)))
        return std::nullopt;
    const auto bytes = fromBase64(line.substr(space + 1));
    if (!bytes || bytes->size() <= keyIdBytes)
        return std::nullopt;
    return NoteSignature{std::string(line.substr(0, space)), bytes->substr(0, keyIdBytes),
        bytes->substr(keyIdBytes)};
}

} // namespace

Result<NoteVerifier> readVerifier(std::string_view vkey)
{
    const auto first = vkey.find('+');
    const auto second
        = first == std::string_view::npos ? std::string_view::npos : vkey.find('+', first + 1);
    if (second == std::string_view::npos || !isName(vkey.substr(0, first)))
        return malformed("vkey-malformed", "expected name+keyid+key");
    const auto keyBytes = fromBase64(vkey.substr(second + 1));
    if (!keyBytes || keyBytes->empty() || keyBytes->front() != ed25519Type)
        return malformed("vkey-algorithm", "expected an Ed25519 key (type 1)");
    const auto key = PublicKey::fromBytes(std::string_view(*keyBytes).substr(1));
    if (!key)
        return malformed("vkey-malformed", "an Ed25519 key has 32 bytes");
    NoteVerifier verifier{std::string(vkey.substr(0, first)), *key};
    if (vkey.substr(first + 1, second - first - 1) != toHex(keyIdOf(verifier)))
        return malformed("vkey-mismatch", "the key id belongs to another name or key");
    return verifier;
}

std::string toVkey(const NoteVerifier &verifier)
{
    return verifier.name + '+' + toHex(keyIdOf(verifier)) + '+'
        + toBase64(std::string(1, ed25519Type).append(verifier.key.bytes()));
}

std::string keyIdOf(const NoteVerifier &verifier)
{
    std::string bytes = verifier.name + '\n' + ed25519Type;
    bytes += verifier.key.bytes();
    return std::string(bytesOf(sha256(bytes)).substr(0, keyIdBytes));
}

Result<std::string> signNote(
    const std::string &text, const std::string &name, const SigningKey &key)
{
    if (!isName(name))
        return malformed("note-name", "a signer's name has neither spaces nor a plus");
    if (!text.ends_with('\n') || !isText(text) || text.size() > mostBytes)
        return malformed("note-malformed", "expected text that ends in a newline");
    const NoteSignature signature{name, keyIdOf({name, key.publicKey()}), key.sign(text)};
    return toText(SignedNote{text, {signature}});
}

Result<SignedNote> readNote(std::string_view note)
{
    if (note.size() > mostBytes || !isText(note))
        return malformed("note-malformed", "not UTF-8 text, or with control characters");
    // The last empty line: the text may contain others.
    const auto split = note.rfind("\n\n");
    if (split == std::string_view::npos || !note.ends_with('\n'))
        return malformed("note-malformed", "no signatures behind an empty line");
    SignedNote read{std::string(note.substr(0, split + 1)), {}};
    auto lines = note.substr(split + 2);
    if (lines.empty())
        return malformed("note-malformed", "no signature");
    while (!lines.empty()) {
        auto signature = readSignatureLine(takeLine(lines));
        if (!signature)
            return malformed("note-malformed", "a signature line that is none");
        if (read.signatures.size() == mostSignatures)
            return malformed("note-malformed", "more than 100 signatures");
        read.signatures.push_back(std::move(*signature));
    }
    return read;
}

std::string toText(const SignedNote &note)
{
    std::string text = note.text + '\n';
    for (const auto &signature : note.signatures)
        text += signatureLine(signature);
    return text;
}

Result<SignedNote> openNote(std::string_view note, std::span<const NoteVerifier> verifiers)
{
    auto read = readNote(note);
    if (!read)
        return read;
    bool isKnown = false;
    for (const auto &signature : read->signatures) {
        for (const auto &verifier : verifiers) {
            if (signature.name != verifier.name || signature.keyId != keyIdOf(verifier))
                continue;
            if (!verifier.key.verify(read->text, signature.signature))
                return malformed("note-bad-signature", "a known key did not sign this");
            isKnown = true;
        }
    }
    if (!isKnown)
        return malformed("note-unknown-key", "no signature of a pinned key");
    return read;
}

std::string toText(const Checkpoint &checkpoint)
{
    return checkpoint.origin + '\n' + std::to_string(checkpoint.size) + '\n'
        + toBase64(bytesOf(checkpoint.root)) + '\n';
}

Result<Checkpoint> readCheckpoint(std::string_view text)
{
    Checkpoint checkpoint;
    auto rest = text;
    checkpoint.origin = takeLine(rest);
    const auto size = takeLine(rest);
    const auto [end, error]
        = std::from_chars(size.data(), size.data() + size.size(), checkpoint.size);
    const auto root = fromBase64(takeLine(rest));
    const auto *hash = root && root->size() == checkpoint.root.size() ? &*root : nullptr;
    if (hash)
        std::copy(hash->begin(), hash->end(), checkpoint.root.begin());
    // Written back it must be the same bytes: no leading zeros, no extension lines, all newlines.
    if (checkpoint.origin.empty() || error != std::errc() || end != size.data() + size.size()
        || !hash || toText(checkpoint) != text)
        return malformed("checkpoint-malformed", "expected origin, size and root");
    return checkpoint;
}

Result<std::string> signCheckpoint(const Checkpoint &checkpoint, const SigningKey &key)
{
    return signNote(toText(checkpoint), checkpoint.origin, key);
}

Result<Checkpoint> openCheckpoint(
    std::string_view note, std::string_view origin, std::span<const NoteVerifier> verifiers)
{
    const auto opened = openNote(note, verifiers);
    if (!opened)
        return opened.error();
    auto checkpoint = readCheckpoint(opened->text);
    if (checkpoint && checkpoint->origin != origin)
        return malformed("checkpoint-other-log", "the checkpoint is of another log");
    return checkpoint;
}

} // namespace chancery::core
