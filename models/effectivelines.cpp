// SPDX-License-Identifier: Apache-2.0
#include "effectivelines.h"

#include "engine/core/document/json.h"
#include "models/qtconvert.h"
#include "models/words.h"

#include <QCoreApplication>

namespace chancery::models {

namespace {

constexpr int several = -1;
constexpr int nothingYet = -2;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(layers)
};

// The view tells of every leaf in the order of the text, which is the order of this walk.
class Writer {
public:
    Writer(const Hierarchy &hierarchy, const SensitiveTest &isSensitive)
        : m_view(hierarchy.view)
        , m_isSensitive(isSensitive)
    {
        write(hierarchy.tree.root(), {});
    }
    std::vector<EffectiveLine> take() { return std::move(m_lines); }

private:
    int write(core::Value value, const std::string &before)
    {
        const QString sealed = sealedText(value);
        const bool isHidden = isCovered(value, m_pointer, m_isSensitive);
        if (!sealed.isEmpty() || isHidden || value.size() == 0)
            return writeLeaf(value, before,
                !sealed.isEmpty() ? fromQt(sealed)
                    : isHidden    ? fromQt(maskText())
                                  : textOf(value));
        const std::size_t head = m_lines.size();
        m_lines.push_back(
            {indentation() + before + (value.isObject() ? "{" : "["), m_pointer, {}, several});
        ++m_depth;
        int layer = nothingYet;
        std::size_t number = 0;
        for (const auto &item : value) {
            const auto length = m_pointer.size();
            std::string key;
            m_pointer += '/';
            if (value.isObject()) {
                m_pointer += core::escapePointerToken(item.key());
                core::appendJsonString(key, item.key());
                key += ": ";
            } else {
                m_pointer += std::to_string(number);
            }
            const int of = write(item.value(), key);
            layer = layer == nothingYet || layer == of ? of : several;
            m_pointer.resize(length);
            if (++number < value.size())
                m_lines.back().text += ',';
        }
        --m_depth;
        m_lines.push_back({indentation() + (value.isObject() ? '}' : ']'), m_pointer, {}, several});
        m_lines[head].layer = layer;
        return layer;
    }

    int writeLeaf(core::Value value, const std::string &before, const std::string &text)
    {
        EffectiveLine line{indentation() + before, m_pointer, {}, several};
        line.layer = nothingYet;
        for (std::size_t leaf = leavesOf(value); leaf > 0; --leaf) {
            if (m_next >= m_view.values.size())
                break;
            const core::EffectiveValue &known = m_view.values[m_next++];
            const bool isLayer
                = known.layer >= 0 && std::size_t(known.layer) < m_view.layers.size();
            const int of = isLayer ? known.layer : several;
            line.layer = line.layer == nothingYet || line.layer == of ? of : several;
            line.reference = known.reference.value_or(line.reference);
        }
        line.layer = std::max(line.layer, several);
        line.text += text;
        m_lines.push_back(line);
        return line.layer;
    }

    static std::size_t leavesOf(core::Value value)
    {
        if (value.size() == 0)
            return 1;
        std::size_t leaves = 0;
        for (const auto &item : value)
            leaves += leavesOf(item.value());
        return leaves;
    }

    static std::string textOf(core::Value value)
    {
        std::string out;
        if (value.isString())
            core::appendJsonString(out, value.text());
        else if (value.isObject() || value.isArray())
            out = value.isObject() ? "{}" : "[]";
        else if (value.isNumber())
            out = value.text();
        else
            out = value.isNull() ? "null" : value.isTrue() ? "true" : "false";
        return out;
    }

    std::string indentation() const { return std::string(m_depth * 2, ' '); }

    const core::EffectiveView &m_view;
    const SensitiveTest &m_isSensitive;
    std::vector<EffectiveLine> m_lines;
    std::string m_pointer;
    std::size_t m_depth = 0;
    std::size_t m_next = 0;
};

} // namespace

std::vector<EffectiveLine> effectiveLines(
    const Hierarchy &hierarchy, const SensitiveTest &isSensitive)
{
    if (hierarchy.tree.nodeCount() == 0)
        return {};
    return Writer(hierarchy, isSensitive).take();
}

QString layerTitle(const core::LayerOrigin &layer, bool isInherited)
{
    const QString name = toQt(layer.name);
    switch (layer.kind) {
    case core::LayerKind::Base:
        return isInherited ? Words::tr("Inherited base") : Words::tr("Base");
    case core::LayerKind::Environment:
        if (isInherited)
            return Words::tr("Inherited");
        return layer.version.isEmpty() ? Words::tr("This draft") : Words::tr("This config");
    case core::LayerKind::Region:
        return (isInherited ? Words::tr("Inherited region %1") : Words::tr("Region %1")).arg(name);
    case core::LayerKind::Group:
        return (isInherited ? Words::tr("Inherited group %1") : Words::tr("Group %1")).arg(name);
    case core::LayerKind::Instance:
        return (isInherited ? Words::tr("Inherited instance %1") : Words::tr("Instance %1"))
            .arg(name);
    }
    return {};
}

QString layerSign(const core::LayerOrigin &layer, bool isInherited)
{
    static constexpr QChar letters[]{u'B', u'C', u'R', u'G', u'I'};
    QChar letter = letters[std::size_t(layer.kind)];
    if (layer.kind == core::LayerKind::Environment && layer.version.isEmpty())
        letter = u'D';
    return isInherited ? QStringLiteral("↑") + letter : QString(letter);
}

QString layerDetails(const core::LayerOrigin &layer)
{
    QStringList parts{toQt(layer.path)};
    if (!layer.semver.empty())
        parts << toQt(layer.semver);
    else if (!layer.version.isEmpty())
        parts << shortDigest(layer.version.text());
    if (!layer.authorName.empty())
        parts << toQt(layer.authorName);
    if (layer.changeRequest)
        parts << toQt(*layer.changeRequest);
    QStringList names;
    for (const core::Approval &approval : layer.approvals)
        names << toQt(approval.name);
    if (!names.isEmpty())
        parts << Words::tr("approved by %1").arg(names.join(QStringLiteral(", ")));
    return parts.join(QStringLiteral(" · "));
}

} // namespace chancery::models
