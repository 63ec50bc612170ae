// SPDX-License-Identifier: Apache-2.0
#include "description.h"

#include <QCoreApplication>

namespace chancery::editors {

namespace {

constexpr std::size_t mostValues = 12;
constexpr qsizetype longestText = 1200;

class Text {
    Q_DECLARE_TR_FUNCTIONS(chancery::editors::Description)

public:
    using Line = AnnotationLine;

    static std::vector<Line> annotationLines(const core::Annotations &annotations)
    {
        std::vector<Line> lines;
        if (annotations.impact)
            lines.push_back({tr("Impact"), impactText(*annotations.impact)});
        if (annotations.reload != core::Reload::Unsaid)
            lines.push_back({tr("Takes effect"),
                annotations.reload == core::Reload::Hot ? tr("at once") : tr("after a restart")});
        if (annotations.capacity)
            lines.push_back({tr("Capacity"), capacityText(*annotations.capacity)});
        if (annotations.maxRemoval)
            lines.push_back({tr("Removal"),
                tr("at most %1 % in one change").arg(annotations.maxRemoval->percent)});
        return lines;
    }

    static std::vector<Line> linesOf(const Advice &advice)
    {
        std::vector<Line> lines;
        const auto add = [&lines](const QString &label, const QString &text) {
            if (!text.isEmpty())
                lines.push_back({label, shortened(text)});
        };
        add({}, QString::fromStdString(advice.description));
        add(tr("Type"), joined(advice.types, QStringLiteral(" | ")));
        add(tr("Allowed"), joined(advice.values, QStringLiteral(", ")));
        add(tr("Constraints"), joined(advice.limits, QStringLiteral(", ")));
        add(tr("Default"), QString::fromStdString(advice.defaultValue.value_or("")));
        add(tr("Examples"), joined(advice.examples, QStringLiteral(", ")));
        for (const auto &[label, text] : annotationLines(advice.annotations))
            add(label, text);
        add(tr("Owner"), QString::fromStdString(advice.annotations.owner));
        if (advice.isDeprecated)
            add({}, tr("This key is deprecated."));
        if (advice.isSensitive)
            add({}, tr("The value is sensitive."));
        return lines;
    }

private:
    static QString impactText(core::Impact impact)
    {
        switch (impact) {
        case core::Impact::None:
            return tr("a change means nothing to those who use it");
        case core::Impact::Breaking:
            return tr("a change breaks those who use it");
        case core::Impact::Ordinary:
            break;
        }
        return tr("ordinary");
    }
    static QString capacityText(const core::CapacityRule &rule)
    {
        const QString factor = tr("at most %1 times more or less in one change").arg(rule.factor);
        return rule.minimum.empty()
            ? factor
            : tr("%1, never below %2").arg(factor, QString::fromStdString(rule.minimum));
    }
    static QString joined(const std::vector<std::string> &values, const QString &with)
    {
        QString text;
        for (std::size_t index = 0; index < values.size() && index < mostValues; ++index)
            text += (index == 0 ? QString() : with) + QString::fromStdString(values[index]);
        return values.size() > mostValues ? text + with + u'…' : text;
    }
    static QString shortened(const QString &text)
    {
        return text.size() > longestText ? text.left(longestText) + u'…' : text;
    }
};

QString headOf(const QString &key, const Advice &advice)
{
    const auto title = QString::fromStdString(advice.title);
    if (title.isEmpty() || title == key)
        return key;
    return key.isEmpty() ? title : key + QStringLiteral(" – ") + title;
}

} // namespace

std::vector<AnnotationLine> annotationLines(const core::Annotations &annotations)
{
    return Text::annotationLines(annotations);
}

QString descriptionText(const QString &key, const Advice &advice)
{
    QString text = headOf(key, advice);
    for (const auto &[label, line] : Text::linesOf(advice)) {
        text += text.isEmpty() ? QString() : QStringLiteral("\n");
        text += label.isEmpty() ? line : label + QStringLiteral(": ") + line;
    }
    return text;
}

QString descriptionHtml(const QString &key, const Advice &advice)
{
    QString html = QStringLiteral("<div style='white-space: pre-wrap'>");
    const auto head = headOf(key, advice);
    if (!head.isEmpty())
        html += QStringLiteral("<b>") + head.toHtmlEscaped() + QStringLiteral("</b>");
    for (const auto &[label, line] : Text::linesOf(advice)) {
        html += QStringLiteral("<br>");
        if (!label.isEmpty())
            html += QStringLiteral("<i>") + label.toHtmlEscaped() + QStringLiteral(":</i> ");
        html += line.toHtmlEscaped();
    }
    return html + QStringLiteral("</div>");
}

QString linesHtml(const QStringList &lines)
{
    return QStringLiteral("<div style='white-space: pre-wrap'>")
        + lines.join(u'\n').toHtmlEscaped().replace(u'\n', QStringLiteral("<br>"))
        + QStringLiteral("</div>");
}

} // namespace chancery::editors
