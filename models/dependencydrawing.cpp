// SPDX-License-Identifier: Apache-2.0
#include "dependencydrawing.h"

#include "models/qtconvert.h"

#include <QXmlStreamWriter>

#include <algorithm>
#include <map>

namespace chancery::models {

namespace {

using Drawing = DependencyDrawing;

constexpr double letterWidth = 7.4;
constexpr double boxHeight = 28;
constexpr int longestTitle = 44;

// The path of a config that does not exist is whatever somebody wrote into a text.
QString shown(const std::string &path)
{
    QString text = toQt(path);
    for (QChar &letter : text) {
        if (!letter.isPrint())
            letter = QChar::ReplacementCharacter;
    }
    return text;
}

core::LayoutGraph::Box sizeOf(const Drawing::Box &box)
{
    return {28 + letterWidth * std::min<double>(longestTitle, double(box.title.size())), boxHeight};
}

// The boxes of a map, and which of them each config is in.
std::vector<int> addBoxes(const core::DependencyMap &map, bool isClustered, Drawing &drawing)
{
    std::vector<int> boxOf;
    std::map<std::string, int> known;
    for (std::size_t i = 0; i < map.configs.size(); ++i) {
        const core::MappedConfig &config = map.configs[i];
        const auto name = isClustered ? config.path.substr(0, config.path.find('/')) : config.path;
        const auto [at, isNew] = known.emplace(name, int(drawing.boxes.size()));
        if (isNew) {
            Drawing::Box box;
            box.title = shown(name);
            box.config = isClustered ? -1 : int(i);
            box.count = 0;
            box.isMissing = true;
            drawing.boxes.push_back(std::move(box));
        }
        auto &box = drawing.boxes[std::size_t(at->second)];
        ++box.count;
        box.isMissing = box.isMissing && config.config.isEmpty();
        box.isInCircle = box.isInCircle || config.isInCircle;
        boxOf.push_back(at->second);
    }
    if (isClustered) {
        for (auto &box : drawing.boxes)
            box.title = QStringLiteral("%1 (%2)").arg(box.title).arg(box.count);
    }
    return boxOf;
}

// What comes from the server may name configs that are not there.
void addLines(const core::DependencyMap &map, const std::vector<int> &boxOf, Drawing &drawing)
{
    const auto count = int(boxOf.size());
    std::map<std::pair<int, int>, std::size_t> known;
    for (const core::MappedDependency &each : map.dependencies) {
        if (each.from < 0 || each.to < 0 || each.from >= count || each.to >= count)
            continue;
        const auto from = boxOf[std::size_t(each.from)];
        const auto to = boxOf[std::size_t(each.to)];
        if (from == to)
            continue;
        const auto [at, isNew] = known.emplace(std::pair(from, to), drawing.lines.size());
        if (isNew) {
            Drawing::Line line;
            line.from = from;
            line.to = to;
            line.kind = each.kind;
            line.isProposed = true;
            drawing.lines.push_back(std::move(line));
        }
        auto &line = drawing.lines[at->second];
        line.isProposed = line.isProposed && !each.holder.empty();
        line.kind = std::min(line.kind, each.kind);
        line.isDangling = drawing.boxes[std::size_t(to)].isMissing;
    }
}

void place(const core::LayeredLayout &layout, const core::LayoutGraph &graph, Drawing &drawing)
{
    for (std::size_t i = 0; i < drawing.boxes.size(); ++i) {
        const auto &centre = layout.centers[i];
        const auto &size = graph.boxes[i];
        drawing.boxes[i].frame = QRectF(
            centre.x - size.width / 2, centre.y - size.height / 2, size.width, size.height);
        drawing.boxes[i].layer = int(layout.layers[i]);
    }
    drawing.needs.resize(drawing.boxes.size());
    drawing.neededBy.resize(drawing.boxes.size());
    for (std::size_t i = 0; i < drawing.lines.size(); ++i) {
        auto &line = drawing.lines[i];
        line.isTurned = layout.routes[i].isTurned;
        for (const auto &point : layout.routes[i].points)
            line.points.emplace_back(point.x, point.y);
        // From edge to edge of the boxes, not from middle to middle.
        if (line.points.size() >= 2) {
            const double half = (line.isTurned ? -1 : 1) * boxHeight / 2;
            line.points.front().ry() += half;
            line.points.back().ry() -= half;
        }
        drawing.needs[std::size_t(line.from)].push_back(int(i));
        drawing.neededBy[std::size_t(line.to)].push_back(int(i));
    }
    drawing.size = QSizeF(layout.width, layout.height);
}

} // namespace

int DependencyDrawing::boxAt(const QPointF &point) const
{
    const auto found
        = std::ranges::find_if(boxes, [&](const Box &box) { return box.frame.contains(point); });
    return found == boxes.end() ? -1 : int(found - boxes.begin());
}

int DependencyDrawing::find(const QString &title) const
{
    const auto found = std::ranges::find(boxes, title, &Box::title);
    return found == boxes.end() ? -1 : int(found - boxes.begin());
}

core::Result<DependencyDrawing> drawnFrom(
    const core::DependencyMap &map, bool isClustered, const core::CancelToken &token)
{
    Drawing drawing;
    const auto boxOf = addBoxes(map, isClustered, drawing);
    addLines(map, boxOf, drawing);
    core::LayoutGraph graph;
    for (const auto &box : drawing.boxes)
        graph.boxes.push_back(sizeOf(box));
    for (const auto &line : drawing.lines)
        graph.arcs.push_back({std::uint32_t(line.from), std::uint32_t(line.to)});
    const auto layout = core::layOut(graph, {}, token);
    if (!layout)
        return layout.error();
    place(*layout, graph, drawing);
    return drawing;
}

QByteArray svgOf(const DependencyDrawing &drawing)
{
    QByteArray bytes;
    QXmlStreamWriter xml(&bytes);
    const auto number = [](double value) { return QString::number(value, 'f', 1); };
    xml.writeStartDocument();
    xml.writeStartElement(QStringLiteral("svg"));
    xml.writeDefaultNamespace(QStringLiteral("http://www.w3.org/2000/svg"));
    xml.writeAttribute(QStringLiteral("version"), QStringLiteral("1.1"));
    xml.writeAttribute(QStringLiteral("viewBox"),
        QStringLiteral("-10 -10 %1 %2")
            .arg(number(drawing.size.width() + 20), number(drawing.size.height() + 20)));
    for (const auto &line : drawing.lines) {
        QStringList points;
        for (const QPointF &point : line.points)
            points += number(point.x()) + u',' + number(point.y());
        xml.writeEmptyElement(QStringLiteral("polyline"));
        xml.writeAttribute(QStringLiteral("points"), points.join(u' '));
        xml.writeAttribute(QStringLiteral("fill"), QStringLiteral("none"));
        xml.writeAttribute(QStringLiteral("stroke"),
            line.isTurned || line.isDangling ? QStringLiteral("#c0392b")
                                             : QStringLiteral("#7f8c8d"));
        if (line.kind == core::DependencyKind::Inherits || line.isDangling || line.isProposed)
            xml.writeAttribute(QStringLiteral("stroke-dasharray"), QStringLiteral("5 3"));
    }
    for (const auto &box : drawing.boxes) {
        xml.writeEmptyElement(QStringLiteral("rect"));
        xml.writeAttribute(QStringLiteral("x"), number(box.frame.x()));
        xml.writeAttribute(QStringLiteral("y"), number(box.frame.y()));
        xml.writeAttribute(QStringLiteral("width"), number(box.frame.width()));
        xml.writeAttribute(QStringLiteral("height"), number(box.frame.height()));
        xml.writeAttribute(QStringLiteral("rx"), QStringLiteral("4"));
        xml.writeAttribute(QStringLiteral("fill"), QStringLiteral("#ffffff"));
        xml.writeAttribute(QStringLiteral("stroke"),
            box.isMissing || box.isInCircle ? QStringLiteral("#c0392b")
                                            : QStringLiteral("#34495e"));
        xml.writeStartElement(QStringLiteral("text"));
        xml.writeAttribute(QStringLiteral("x"), number(box.frame.center().x()));
        xml.writeAttribute(QStringLiteral("y"), number(box.frame.center().y() + 4));
        xml.writeAttribute(QStringLiteral("text-anchor"), QStringLiteral("middle"));
        xml.writeAttribute(QStringLiteral("font-family"), QStringLiteral("sans-serif"));
        xml.writeAttribute(QStringLiteral("font-size"), QStringLiteral("12"));
        xml.writeCharacters(box.title);
        xml.writeEndElement();
    }
    xml.writeEndDocument();
    return bytes;
}

} // namespace chancery::models
