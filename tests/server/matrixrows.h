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
    return "yes";
}

inline std::string replaced(std::string path, std::string_view variable, const std::string &value)
{
    const auto at = path.find(variable);
    return at == std::string::npos ? path : path.replace(at, variable.size(), value);
}

} // namespace chancery::support
