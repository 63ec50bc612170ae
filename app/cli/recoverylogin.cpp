// SPDX-License-Identifier: Apache-2.0
#include "recoverylogin.h"

#include "app/cli/password.h"
#include "engine/core/digest.h"
#include "engine/core/recovery/recoverykey.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace chancery::cli {

namespace {

core::Error unusable(std::string words)
{
    return {core::ErrorKind::Invalid, "recovery-key-file", std::move(words), {}, {}, {}};
}

core::Result<std::string> contentOf(const std::string &file)
{
    struct stat found{};
    if (::stat(file.c_str(), &found) != 0)
        return unusable("The key " + file + " cannot be read: " + std::strerror(errno));
    if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return unusable("The key " + file
            + " is open to other users; take their rights away with: chmod 600 " + file);
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in)
        return unusable("The key " + file + " cannot be read");
    return text.str();
}

} // namespace

core::Result<core::Session> signInWithKey(Online &online, const RecoveryLogin &login)
{
    auto audience = core::recoveryAudience(login.url);
    if (!audience)
        return std::move(audience).error();
    auto pem = contentOf(login.keyFile);
    if (!pem)
        return std::move(pem).error();
    auto passphrase = readPassword("the key " + login.keyFile, login.passphraseFromInput);
    if (!passphrase)
        return std::move(passphrase).error();
    auto key = core::keyFromSealedPem(*pem, *passphrase);
    if (!key)
        return std::move(key).error();
    auto challenge = online.ask<core::RecoveryChallenge>(
        [&](auto done) { return online.cms().recoveryChallenge(std::move(done)); });
    if (!challenge)
        return std::move(challenge).error();
    const core::RecoveryProof proof{core::publicText(key->publicKey()), challenge->challenge,
        *audience,
        core::toBase64Url(key->sign(core::recoveryMessage(*audience, challenge->challenge))),
        login.reason};
    return online.ask<core::Session>(
        [&](auto done) { return online.cms().openRecovery(proof, std::move(done)); });
}

} // namespace chancery::cli
