// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/signingkey.h"

#include <string>
#include <string_view>

// The key of recovery access (docs/adr/0022) as it lies in a safe, and what it signs. Pure; the
// same in the program that makes it, in those that sign with it and in the server.
namespace chancery::core {

// A passphrase has at least so many characters.
inline constexpr std::size_t shortestPassphrase = 12;

// PKCS #8 in PEM, encrypted with the passphrase: PBES2 of PBKDF2 (HMAC-SHA-256, 600 000 rounds)
// and AES-256-CBC (RFC 8018, RFC 8410), as OpenSSL's own tools read and write it. Takes tenths of a
// second by design.
Result<std::string> sealedPem(const SigningKey &key, const Secret &passphrase);
// Error{Invalid} with "recovery-key-unreadable" for what is no such file, "recovery-passphrase" for
// a wrong passphrase, "recovery-key-unsealed" for a key that anybody could read.
Result<SigningKey> keyFromSealedPem(std::string_view pem, const Secret &passphrase);

// 32 bytes in base64url, as keys are written in the server's file and in requests.
std::string publicText(const PublicKey &key);
Result<PublicKey> publicKeyFromText(std::string_view text);

// Scheme, host and port of an address, the port always said: "https://cms.example:443". What a
// signature is for; the same for every spelling of one server. Error{Invalid, "bad-url"}.
Result<std::string> recoveryAudience(std::string_view url);
// The bytes that are signed: of one kind, one server and one challenge.
std::string recoveryMessage(std::string_view audience, std::string_view challenge);

} // namespace chancery::core
