// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/cli/online.h"

namespace chancery::cli {

// Shows the server that it is still who signed in: by a password from standard input or the
// terminal, or in the browser where they sign in at an identity provider.
core::Result<> proveIdentity(Online &online, bool passwordFromInput);
// What goes with a step in an emergency: the password, or nothing behind a fresh proof at the
// provider.
core::Result<core::Secret> proofFor(Online &online, bool passwordFromInput);

// Where the server wants a fresh proof, gives it and asks once more.
template <typename T, typename Start>
core::Result<T> askProving(Online &online, bool passwordFromInput, Start &&start)
{
    auto answer = online.ask<T>(start);
    if (answer || answer.error().code != "step-up-required")
        return answer;
    if (auto proven = proveIdentity(online, passwordFromInput); !proven)
        return proven.error();
    return online.ask<T>(start);
}

} // namespace chancery::cli
