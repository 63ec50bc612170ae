// SPDX-License-Identifier: Apache-2.0
#include "schemasection.h"

#include "models/qtconvert.h"
#include "views/common/plaintext.h"
#include "views/common/widgets.h"
#include "views/configs/documentpage.h"

namespace chancery::views {

using models::toQt;

namespace {

QString joined(const std::vector<std::string> &values)
{
    QStringList texts;
    for (const std::string &value : values)
        texts << toQt(value);
    return texts.join(QStringLiteral(", "));
}

// A path breaks before the key that does not fit; spaces would be copied with it.
QString brokenPath(const QString &path, const QLabel &label)
{
    const int width = std::max(120, label.width());
    QString broken;
    QString line;
    for (const QString &key : path.split(u'/', Qt::SkipEmptyParts)) {
        const QString part = u'/' + key;
        if (!line.isEmpty() && label.fontMetrics().horizontalAdvance(line + part) > width)
            broken += std::exchange(line, {}) + u'\n';
        line += part;
    }
    return broken + line;
}

} // namespace

SchemaSection::SchemaSection(QWidget *parent)
    : InspectorSection(tr("Under the Cursor"), parent)
    , m_pointer(addRow(tr("Path"), QStringLiteral("inspectorPointer"), true))
    , m_description(addRow(tr("Description"), QStringLiteral("inspectorDescription")))
    , m_type(addRow(tr("Type"), QStringLiteral("inspectorType")))
    , m_values(addRow(tr("Values"), QStringLiteral("inspectorValues"), true))
{
}

void SchemaSection::followCursor(DocumentPage &page)
{
    const QString pointer = page.editor().pointer();
    const std::optional<editors::Advice> advice = page.advice();
    showText(
        m_pointer, pointer.isEmpty() ? tr("the whole document") : brokenPath(pointer, *m_pointer));
    setPlainToolTip(*m_pointer, pointer);
    if (!advice) {
        showText(m_description, tr("The schema says nothing about this place."));
        showRow(m_type, {});
        showRow(m_values, {});
        return;
    }
    const QString description
        = toQt(advice->description.empty() ? advice->title : advice->description);
    showText(m_description,
        description.isEmpty() ? tr("The schema does not describe it.") : description);
    QString type = joined(advice->types);
    if (advice->isDeprecated)
        type = tr("%1, deprecated").arg(type);
    showRow(m_type, type.isEmpty() ? tr("any") : type);
    QString values = joined(advice->values);
    if (values.isEmpty())
        values = joined(advice->examples);
    if (advice->defaultValue)
        values = values.isEmpty() ? tr("default %1").arg(toQt(*advice->defaultValue))
                                  : tr("%1 (default %2)").arg(values, toQt(*advice->defaultValue));
    showRow(m_values, values);
}

} // namespace chancery::views
