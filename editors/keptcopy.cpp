// SPDX-License-Identifier: Apache-2.0
#include "keptcopy.h"

#include "editors/masks.h"
#include "editors/text/sensitive.h"
#include "engine/core/document/tree.h"

#include <QMimeData>
#include <QVariant>

namespace chancery::editors {

namespace {

// A dynamic property of the data. The clipboard and a drag hand their own data back to the program
// that made them, and delete them when something else takes their place.
constexpr const char *original = "chancery.original";

} // namespace

void keepCopy(QMimeData &data, const QByteArray &text)
{
    data.setProperty(original, text);
}

std::optional<QByteArray> keptCopy(const QMimeData &data)
{
    const QVariant kept = data.property(original);
    return kept.isValid() ? std::optional(kept.toByteArray()) : std::nullopt;
}

std::optional<QString> coveredAlone(
    const std::string &text, core::Format format, const SchemaAdvisor *advisor)
{
    const auto reading = core::read(text, format, core::Limits::wide());
    if (!reading)
        return std::nullopt;
    std::string shown;
    std::size_t done = 0;
    for (const SensitiveSpan &span : sensitiveSpans(reading.tree(), advisor)) {
        shown += text.substr(done, span.begin - done);
        shown += coverText().toStdString();
        done = span.end;
    }
    shown += text.substr(done);
    return QString::fromStdString(shown);
}

} // namespace chancery::editors
