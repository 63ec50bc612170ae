// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/routes.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"

#include <QtTest/QtTest>

// What people send about their own accounts.
namespace chancery::support {

inline std::string passwordChange(const std::string &current, const std::string &fresh)
{
    return R"({"currentPassword":)" + jsonText(current) + R"(,"newPassword":)" + jsonText(fresh)
        + '}';
}

inline std::string freshProof(
    const std::string &password, const std::string &idToken, const std::string &nonce = {})
{
    return R"({"password":)" + jsonText(password) + R"(,"idToken":)" + jsonText(idToken)
        + R"(,"nonce":)" + jsonText(nonce) + '}';
}

// As the first administrator, whose password the server has made in that folder.
template <typename Call>
void callOwnAccount(Call call, const std::string &data)
{
    using enum api::Operation;
    auto made = contentOf(data + "/bootstrap-password");
    made.pop_back();
    QCOMPARE(call(changePassword, passwordChange("not this one", "12345678")).status, 403);
    QCOMPARE(call(changePassword, passwordChange(made, "12345678")).status, 200);
    QCOMPARE(call(proveIdentity, freshProof("12345678", "")).status, 200);
    QCOMPARE(call(proveIdentity, freshProof("", "no token")).status, 403);
}

} // namespace chancery::support
