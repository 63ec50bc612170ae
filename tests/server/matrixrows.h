// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/server/serviceworld.h"

#include <QFile>
#include <QFileInfo>

#include <map>
#include <string>
#include <vector>

namespace chancery::support {

// A row of docs/authorization-matrix.csv by the names of its columns.
using MatrixRow = std::map<std::string, std::string>;

inline std::vector<std::string> cellsOf(const QByteArray &line)
{
    std::vector<std::string> cells;
    for (const auto &cell : line.trimmed().split(','))
        cells.push_back(cell.toStdString());
    return cells;
}

// Empty where the file is missing.
inline std::vector<MatrixRow> matrixRows()
{
    // The contract is engine/api/openapi.yaml.
    QFile file(QFileInfo(QStringLiteral(CHANCERY_CONTRACT)).path()
        + QStringLiteral("/../../docs/authorization-matrix.csv"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const auto header = cellsOf(file.readLine());
    std::vector<MatrixRow> rows;
    while (!file.atEnd()) {
        const auto cells = cellsOf(file.readLine());
        MatrixRow row;
        for (std::size_t i = 0; i < header.size() && i < cells.size(); ++i)
            row[header[i]] = cells[i];
        rows.push_back(std::move(row));
    }
    return rows;
}

// Only what authorization says; that the rest of such a request is wrong does not matter here.
inline std::string outcomeOf(const server::Response &response)
{
    const auto detail = response.body ? ServiceWorld::at(response, "/detail") : std::string();
    if (response.status == 401)
        return "401";
    if (response.status == 403
        && (detail.starts_with("This needs the permission")
            || detail == "This vote would not count"))
        return "no";
    if (response.status == 403 && detail.starts_with("Not while your emergency session"))
        return "closed";
    if (response.status == 403 && detail.starts_with("The password is a one-time password"))
        return "password";
    if (response.status == 403 && detail.starts_with("Recovery access opens four things"))
        return "recovery";
    if (response.status == 403
        && (detail.starts_with("Only people ") || detail == "Emergency access is for people"
            || detail == "Values are revealed to people only"))
        return "people";
    // Who gets through may still be told that the request is wrong; another refusal, or a fault, is
    // none of that.
    if (response.status == 403 || response.status >= 500)
        return std::to_string(response.status) + " (" + detail + ')';
    return "yes";
}

inline std::string replaced(std::string path, std::string_view variable, const std::string &value)
{
    const auto at = path.find(variable);
    return at == std::string::npos ? path : path.replace(at, variable.size(), value);
}

// As a provider would make one for another client; the signature is of the right length.
inline std::string foreignIdToken(const std::string &subject)
{
    const auto part = [](const std::string &json) { return core::toBase64Url(json); };
    return part(R"({"alg":"RS256","kid":"k1"})") + '.'
        + part(R"({"iss":"https://idp.example","aud":"another-client","sub":)" + inQuotes(subject)
            + R"(,"roles":[)" + inQuotes(subject) + R"(],"exp":4000000000})")
        + '.' + std::string(342, 'A');
}

// The columns of the matrix, with what their accounts have.
inline std::vector<std::pair<std::string, std::vector<std::string>>> matrixSubjects()
{
    const std::vector<std::string> named{"freeze.override", "emergency.activate",
        "emergency.review", "policy.edit", "secret.reveal"};
    auto with = [&](const std::string &role) {
        auto roles = named;
        roles.push_back(role);
        return roles;
    };
    std::vector<std::pair<std::string, std::vector<std::string>>> all;
    for (const char *role :
        {"viewer", "author", "approver", "operator", "auditor", "admin", "agent"})
        all.emplace_back(role, std::vector<std::string>{role});
    all.emplace_back("granted", with("viewer"));
    all.emplace_back("scoped", std::vector<std::string>{"viewer"});
    all.emplace_back("lapsed", std::vector<std::string>{"viewer"});
    all.emplace_back("banned", with("admin"));
    return all;
}

} // namespace chancery::support
