// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "engine/core/document/tree.h"

#include <QByteArray>
#include <QString>

#include <optional>

class QMimeData;

namespace chancery::editors {

// A copy whose covered values go out as bullets keeps its text beside them. It is none of the
// data's formats: no other program gets it, and it is gone with the data.
void keepCopy(QMimeData &data, const QByteArray &text);
// Nothing for what was copied elsewhere, or without a covered value.
std::optional<QByteArray> keptCopy(const QMimeData &data);

// A text of its own as a view shows it, with bullets for what is covered; nothing where it does not
// parse. Pure, of any thread.
std::optional<QString> coveredAlone(
    const std::string &text, core::Format format, const SchemaAdvisor *advisor);

} // namespace chancery::editors
