// SPDX-License-Identifier: Apache-2.0
#include "structure.h"

#include "engine/core/sealing/sealedvalue.h"
#include "models/fuzzymatch.h"

#include <QCoreApplication>

namespace chancery::editors {

namespace {

constexpr qsizetype longestSummary = 80;
constexpr std::size_t mostOfText = 400; // bytes; no summary needs more
constexpr std::array namingKeys{"name", "id", "key", "title", "path"};

QString fromText(std::string_view text)
{
    const bool isCut = text.size() > mostOfText;
    QString shown
        = QString::fromUtf8(text.data(), static_cast<qsizetype>(isCut ? mostOfText : text.size()))
              .simplified();
    if (isCut || shown.size() > longestSummary)
        shown = shown.left(longestSummary) + QChar(u'…');
    return shown;
}

class PathSearch {
public:
    PathSearch(const QString &typed, const core::CancelToken &token)
        : m_typed(typed)
        , m_token(token)
    {
        for (const QChar letter : typed) {
            if (!letter.isSpace())
                m_letters += letter.toCaseFolded();
        }
    }

    void look(const core::Value &container, const QString &path)
    {
        int row = 0;
        for (const auto &member : container) {
            if (m_token.isCancelled())
                return;
            const core::Value value = member.value();
            const auto key = member.key();
            const QString here = path
                + (container.isObject()
                        ? QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()))
                        : QString::number(row));
            ++row;
            weigh(value.index(), here);
            if (value.size() > 0)
                look(value, here + u'/');
        }
    }

    std::vector<std::uint32_t> best(std::size_t limit)
    {
        const auto end
            = m_found.begin() + static_cast<std::ptrdiff_t>(std::min(limit, m_found.size()));
        std::ranges::partial_sort(m_found, end, [](const Found &one, const Found &other) {
            return one.score != other.score ? one.score > other.score : one.value < other.value;
        });
        std::vector<std::uint32_t> values;
        for (auto found = m_found.begin(); found != end; ++found)
            values.push_back(found->value);
        return values;
    }

private:
    struct Found {
        int score = 0;
        std::uint32_t value = 0;
    };

    // Every letter is there in any order: cheap, and most paths end here.
    bool mayAnswer(const QString &path) const
    {
        return std::ranges::all_of(m_letters,
            [&path](QChar letter) { return path.contains(letter, Qt::CaseInsensitive); });
    }
    void weigh(std::uint32_t value, const QString &path)
    {
        if (!mayAnswer(path))
            return;
        if (const auto score = models::fuzzyScore(m_typed, path))
            m_found.push_back({*score, value});
    }

    const QString &m_typed;
    const core::CancelToken &m_token;
    QString m_letters;
    std::vector<Found> m_found;
};

} // namespace

Structure::Structure(std::shared_ptr<const Analysis> analysis)
    : m_analysis(std::move(analysis))
{
    if (m_analysis && m_analysis->tree.nodeCount() == 0)
        m_analysis.reset();
}

const std::vector<std::uint32_t> &Structure::children(std::uint32_t container)
{
    const auto [place, isNew] = m_children.try_emplace(container);
    if (isNew && m_analysis) {
        const core::Value value(tree(), container);
        place->second.reserve(value.size());
        for (const auto &member : value)
            place->second.push_back(member.value().index());
    }
    return place->second;
}

std::vector<std::uint32_t> Structure::pathTo(std::uint32_t node)
{
    std::vector<std::uint32_t> path;
    if (!m_analysis)
        return path;
    if (node < tree().nodeCount() && tree().node(node).type == core::NodeType::Key)
        ++node;
    path.push_back(tree().root().index());
    while (path.back() != node) {
        // The tree lies in the order of the document: the last one that is not behind the node.
        const auto &inner = children(path.back());
        const auto behind = std::ranges::upper_bound(inner, node);
        if (behind == inner.begin())
            break;
        path.push_back(*std::prev(behind));
    }
    return path;
}

int Structure::rowOf(std::uint32_t container, std::uint32_t child)
{
    const auto &inner = children(container);
    return static_cast<int>(std::ranges::lower_bound(inner, child) - inner.begin());
}

bool Structure::isMember(std::uint32_t value) const
{
    return value > 0 && tree().node(value - 1).type == core::NodeType::Key;
}

QString Structure::keyOf(std::uint32_t value, int row) const
{
    if (!isMember(value))
        return QString::number(row);
    const auto key = tree().text(tree().node(value - 1));
    return QString::fromUtf8(key.data(), static_cast<qsizetype>(key.size()));
}

std::size_t Structure::offsetOf(std::uint32_t value) const
{
    return tree().node(isMember(value) ? value - 1 : value).begin;
}

namespace {

// The spans are in the order of the text and do not overlap.
bool isSensitive(const core::Value &value, const std::vector<SensitiveSpan> *sensitive)
{
    if (!sensitive)
        return false;
    const auto next
        = std::ranges::upper_bound(*sensitive, value.node().begin, {}, &SensitiveSpan::end);
    return next != sensitive->end() && next->begin < value.node().end;
}

} // namespace

QString summaryOf(const core::Value &value, const std::vector<SensitiveSpan> *sensitive)
{
    if (const auto sealed = core::sealedValue(value))
        return QCoreApplication::translate("Outline", QT_TRANSLATE_NOOP("Outline", "sealed, %1"))
            .arg(QString::fromStdString(sealed->kid));
    const bool isContainer = value.isArray() || value.isObject();
    if (!isContainer && isSensitive(value, sensitive))
        return QString(8, QChar(u'•'));
    const auto say = [](const char *text, std::size_t count) {
        return QCoreApplication::translate("Outline", text, nullptr, static_cast<int>(count));
    };
    switch (value.type()) {
    case core::NodeType::Null:
        return QStringLiteral("null");
    case core::NodeType::False:
        return QStringLiteral("false");
    case core::NodeType::True:
        return QStringLiteral("true");
    case core::NodeType::Number:
    case core::NodeType::String:
    case core::NodeType::Key:
        return fromText(value.tree().text(value.node()));
    case core::NodeType::Array:
        return say(QT_TRANSLATE_N_NOOP("Outline", "%n item(s)"), value.size());
    case core::NodeType::Object:
        break;
    }
    for (const char *key : namingKeys) {
        const auto naming = value.find(key);
        if ((naming.isString() || naming.isNumber()) && !isSensitive(naming, sensitive))
            return fromText(naming.text());
    }
    return say(QT_TRANSLATE_N_NOOP("Outline", "%n key(s)"), value.size());
}

QString typeName(core::NodeType type)
{
    const auto say = [](const char *text) { return QCoreApplication::translate("Outline", text); };
    switch (type) {
    case core::NodeType::Null:
        return say(QT_TRANSLATE_NOOP("Outline", "null"));
    case core::NodeType::False:
    case core::NodeType::True:
        return say(QT_TRANSLATE_NOOP("Outline", "boolean"));
    case core::NodeType::Number:
        return say(QT_TRANSLATE_NOOP("Outline", "number"));
    case core::NodeType::Array:
        return say(QT_TRANSLATE_NOOP("Outline", "array"));
    case core::NodeType::Object:
        return say(QT_TRANSLATE_NOOP("Outline", "object"));
    case core::NodeType::String:
    case core::NodeType::Key:
        break;
    }
    return say(QT_TRANSLATE_NOOP("Outline", "string"));
}

bool haveSameShape(const core::Tree &one, const core::Tree &other)
{
    if (one.nodeCount() != other.nodeCount())
        return false;
    for (std::uint32_t index = 0; index < one.nodeCount(); ++index) {
        const core::Node &left = one.node(index);
        const core::Node &right = other.node(index);
        const bool isContainer
            = left.type == core::NodeType::Array || left.type == core::NodeType::Object;
        const bool isKey = left.type == core::NodeType::Key;
        if (left.next != right.next || isKey != (right.type == core::NodeType::Key))
            return false;
        if (isContainer
            != (right.type == core::NodeType::Array || right.type == core::NodeType::Object))
            return false;
        if (isContainer && left.size != right.size)
            return false;
        if (isKey && (left.hash != right.hash || one.text(left) != other.text(right)))
            return false;
    }
    return true;
}

std::vector<std::uint32_t> findPaths(
    const core::Tree &tree, const QString &typed, std::size_t limit, const core::CancelToken &token)
{
    PathSearch search(typed, token);
    search.look(tree.root(), {});
    return search.best(limit);
}

} // namespace chancery::editors
