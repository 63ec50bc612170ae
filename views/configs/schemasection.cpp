// SPDX-License-Identifier: Apache-2.0
#include "schemasection.h"

#include "editors/description.h"
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

// Of values that are enumerated without a type.
std::vector<std::string> typesOf(const std::vector<std::string> &values)
{
    std::vector<std::string> types;
    for (const std::string &value : values) {
        const char first = value.empty() ? ' ' : value.front();
        const char *type = first == '"'    ? "string"
            : first == '{'                 ? "object"
            : first == '['                 ? "array"
            : first == 'n'                 ? "null"
            : first == 't' || first == 'f' ? "boolean"
                                           : "number";
        if (std::ranges::find(types, type) == types.end())
            types.emplace_back(type);
    }
    return types;
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
    , m_limits(addRow(tr("Constraints"), QStringLiteral("inspectorConstraints")))
    , m_meaning(addRow(tr("Changes"), QStringLiteral("inspectorMeaning")))
    , m_owner(addRow(tr("Owner"), QStringLiteral("inspectorOwner")))
{
}

void SchemaSection::followCursor(DocumentPage &page)
{
    const QString pointer = toQt(page.place());
    m_isMissing = page.isPlaceMissing();
    const std::optional<editors::Advice> advice = page.advice();
    showText(
        m_pointer, pointer.isEmpty() ? tr("the whole document") : brokenPath(pointer, *m_pointer));
    setPlainToolTip(*m_pointer, pointer);
    if (advice) {
        showAdvice(*advice);
        return;
    }
    showText(m_description,
        m_isMissing ? tr("This key is not set here. The schema says nothing about it.")
                    : tr("The schema says nothing about this place."));
    for (QLabel *label : {m_type, m_values, m_limits, m_meaning, m_owner})
        showRow(label, {});
}

void SchemaSection::showAdvice(const editors::Advice &advice)
{
    const QString description
        = toQt(advice.description.empty() ? advice.title : advice.description);
    const QString said
        = description.isEmpty() ? tr("The schema does not describe it.") : description;
    showText(m_description, m_isMissing ? tr("This key is not set here. %1").arg(said) : said);
    QString type = joined(advice.types.empty() ? typesOf(advice.values) : advice.types);
    if (type.isEmpty())
        type = tr("any");
    showRow(m_type, advice.isDeprecated ? tr("%1, deprecated").arg(type) : type);
    QString values = joined(advice.values);
    if (values.isEmpty())
        values = joined(advice.examples);
    if (advice.defaultValue)
        values = values.isEmpty() ? tr("default %1").arg(toQt(*advice.defaultValue))
                                  : tr("%1 (default %2)").arg(values, toQt(*advice.defaultValue));
    showRow(m_values, values);
    showRow(m_limits, joined(advice.limits));
    QStringList meaning;
    for (const auto &[label, text] : editors::annotationLines(advice.annotations))
        meaning << tr("%1: %2").arg(label, text);
    showRow(m_meaning, meaning.join(u'\n'));
    showRow(m_owner, toQt(advice.annotations.owner));
}

} // namespace chancery::views
