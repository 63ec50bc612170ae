// SPDX-License-Identifier: Apache-2.0
#include "dependencydrawing.h"

#include "models/qtconvert.h"

#include <QXmlStreamWriter>

#include <algorithm>
#include <map>
#include <span>

namespace chancery::models {

namespace {

using Drawing = DependencyDrawing;

constexpr double letterWidth = 7.4;
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
    const auto letters = Drawing::signOf(box).size() + box.title.size();
    return {28 + letterWidth * std::min<double>(longestTitle, double(letters)), Drawing::boxHeight};
}

// The beginning and the end of a path tell more than its middle.
QString fitting(const QString &text)
{
    static constexpr int half = (longestTitle - 1) / 2;
    return text.size() <= longestTitle ? text : text.left(half) + QChar(0x2026) + text.right(half);
}

// The boxes of a map, and which of them each config is in.
void addBoxes(const core::DependencyMap &map, bool isClustered, Drawing &drawing)
{
    std::map<std::string, int> known;
    for (std::size_t i = 0; i < map.configs.size(); ++i) {
        const core::MappedConfig &config = map.configs[i];
        const auto name = isClustered ? config.path.substr(0, config.path.find('/')) : config.path;
        const auto [at, isNew] = known.emplace(name, int(drawing.boxes.size()));
        if (isNew) {
            Drawing::Box box;
            box.title = box.name = shown(name);
            box.config = isClustered ? -1 : int(i);
            box.count = 0;
            box.isMissing = true;
            drawing.boxes.push_back(std::move(box));
        }
        auto &box = drawing.boxes[std::size_t(at->second)];
        ++box.count;
        box.isMissing = box.isMissing && config.config.isEmpty();
        box.isInCircle = box.isInCircle || config.isInCircle;
        drawing.boxOf.push_back(at->second);
        drawing.places.insert(toQt(config.path), at->second);
    }
    if (isClustered) {
        for (auto &box : drawing.boxes)
            box.title = QStringLiteral("%1 (%2)").arg(box.title).arg(box.count);
    }
    // A path is the surer name: what is shown of another may look the same.
    for (std::size_t i = 0; i < drawing.boxes.size(); ++i) {
        if (!drawing.places.contains(drawing.boxes[i].name))
            drawing.places.insert(drawing.boxes[i].name, int(i));
    }
}

// What comes from the server may name configs that are not there.
void addLines(const core::DependencyMap &map, Drawing &drawing)
{
    const auto &boxOf = drawing.boxOf;
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
            const double half = (line.isTurned ? -1 : 1) * Drawing::boxHeight / 2;
            line.points.front().ry() += half;
            line.points.back().ry() -= half;
        }
        drawing.needs[std::size_t(line.from)].push_back(int(i));
        drawing.neededBy[std::size_t(line.to)].push_back(int(i));
    }
    drawing.size = QSizeF(layout.width, layout.height);
}

QString number(double value)
{
    return QString::number(value, 'f', 1);
}

QString listed(std::span<const QPointF> points)
{
    QStringList list;
    for (const QPointF &point : points)
        list += number(point.x()) + u',' + number(point.y());
    return list.join(u' ');
}

// With the head at what is needed, as the canvas paints it.
void writeLine(QXmlStreamWriter &xml, const Drawing::Line &line)
{
    if (line.points.empty())
        return;
    const QString colour
        = line.isTurned || line.isDangling ? QStringLiteral("#c0392b") : QStringLiteral("#7f8c8d");
    xml.writeEmptyElement(QStringLiteral("polyline"));
    xml.writeAttribute(QStringLiteral("points"), listed(line.points));
    xml.writeAttribute(QStringLiteral("fill"), QStringLiteral("none"));
    xml.writeAttribute(QStringLiteral("stroke"), colour);
    if (line.kind == core::DependencyKind::Inherits || line.isDangling || line.isProposed)
        xml.writeAttribute(QStringLiteral("stroke-dasharray"), QStringLiteral("5 3"));
    xml.writeEmptyElement(QStringLiteral("polygon"));
    xml.writeAttribute(QStringLiteral("points"), listed(line.head()));
    xml.writeAttribute(QStringLiteral("fill"), colour);
}

void writeBox(QXmlStreamWriter &xml, const Drawing::Box &box)
{
    xml.writeEmptyElement(QStringLiteral("rect"));
    xml.writeAttribute(QStringLiteral("x"), number(box.frame.x()));
    xml.writeAttribute(QStringLiteral("y"), number(box.frame.y()));
    xml.writeAttribute(QStringLiteral("width"), number(box.frame.width()));
    xml.writeAttribute(QStringLiteral("height"), number(box.frame.height()));
    xml.writeAttribute(QStringLiteral("rx"), QStringLiteral("4"));
    xml.writeAttribute(QStringLiteral("fill"), QStringLiteral("#ffffff"));
    xml.writeAttribute(QStringLiteral("stroke"),
        box.isMissing || box.isInCircle ? QStringLiteral("#c0392b") : QStringLiteral("#34495e"));
    xml.writeStartElement(QStringLiteral("text"));
    xml.writeAttribute(QStringLiteral("x"), number(box.frame.center().x()));
    xml.writeAttribute(QStringLiteral("y"), number(box.frame.center().y() + 4));
    xml.writeAttribute(QStringLiteral("text-anchor"), QStringLiteral("middle"));
    xml.writeAttribute(QStringLiteral("font-family"), QStringLiteral("sans-serif"));
    xml.writeAttribute(QStringLiteral("font-size"), QStringLiteral("12"));
    xml.writeCharacters(fitting(Drawing::signOf(box) + box.title));
    xml.writeEndElement();
}

} // namespace

std::array<QPointF, 3> DependencyDrawing::Line::head() const
{
    const QPointF tip = points.empty() ? QPointF() : points.back();
    const double way = isTurned ? 6 : -6;
    return {tip, tip + QPointF(-4, way), tip + QPointF(4, way)};
}

int DependencyDrawing::boxAt(const QPointF &point) const
{
    const auto found
        = std::ranges::find_if(boxes, [&](const Box &box) { return box.frame.contains(point); });
    return found == boxes.end() ? -1 : int(found - boxes.begin());
}

QString DependencyDrawing::signOf(const Box &box)
{
    return box.isMissing ? QStringLiteral("✕ ") : box.isInCircle ? QStringLiteral("↻ ") : QString();
}

core::Result<DependencyDrawing> drawnFrom(
    const core::DependencyMap &map, bool isClustered, const core::CancelToken &token)
{
    Drawing drawing;
    addBoxes(map, isClustered, drawing);
    addLines(map, drawing);
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
    xml.writeStartDocument();
    xml.writeStartElement(QStringLiteral("svg"));
    xml.writeDefaultNamespace(QStringLiteral("http://www.w3.org/2000/svg"));
    xml.writeAttribute(QStringLiteral("version"), QStringLiteral("1.1"));
    xml.writeAttribute(QStringLiteral("viewBox"),
        QStringLiteral("-10 -10 %1 %2")
            .arg(number(drawing.size.width() + 20), number(drawing.size.height() + 20)));
    for (const auto &line : drawing.lines)
        writeLine(xml, line);
    for (const auto &box : drawing.boxes)
        writeBox(xml, box);
    xml.writeEndDocument();
    return bytes;
}

} // namespace chancery::models
