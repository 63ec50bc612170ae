// SPDX-License-Identifier: Apache-2.0
#include "pdf.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextTable>

#include <algorithm>
#include <cctype>
#include <cmath>

namespace chancery::audit {

namespace {

constexpr double textPoints = 8.5;
constexpr double footerPoints = 7;
constexpr int dotsPerInch = 300;
constexpr double margin = 16; // millimetres
constexpr double footerHeight = 60; // dots
const QColor ink(0x1d, 0x23, 0x2b);
const QColor quiet(0x5b, 0x65, 0x70);
const QColor shade(0xe3, 0xe8, 0xed);
const QColor stripe(0xf5, 0xf7, 0xf9);
const QColor alert(0xb3, 0x26, 0x1e);
const QColor accent(0x2b, 0x5f, 0x9e);

QString shown(const std::string &text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QTextCharFormat format(double points, const QColor &colour = ink, bool isBold = false)
{
    QTextCharFormat format;
    format.setFontPointSize(points);
    format.setForeground(colour);
    format.setFontWeight(isBold ? QFont::Bold : QFont::Normal);
    // Just enough to keep letters apart: a search for "verification" finds no ligature.
    format.setFontLetterSpacingType(QFont::PercentageSpacing);
    format.setFontLetterSpacing(100.5);
    return format;
}

// Writes one report into a document, from its title to its last sentence. Only plain text goes in:
// nothing that came from a log is read as markup.
class Setter {
public:
    explicit Setter(QTextDocument &document)
        : m_cursor(&document)
    {
    }

    void title(const PrintedReport &report)
    {
        paragraph(shown(report.title), format(19, accent, true), 0, 2);
        paragraph(shown(report.subtitle), format(11, quiet), 0, 10);
        paragraph(shown(report.statement), format(textPoints + 1, ink, true), 0, 12);
    }
    void section(const PrintedSection &section);

    // In their order.
    const std::vector<QTextBlock> &headings() const { return m_headings; }

private:
    void heading(const PrintedSection &section);
    void paragraph(const QString &text, const QTextCharFormat &how, double above, double below);
    void table(const PrintedSection &section);
    void bars(const std::vector<TrendPoint> &points);
    QTextTable *grid(int rows, const std::vector<double> &widths, int headers);
    void cell(
        QTextTable &table, int row, int column, const QString &text, const QTextCharFormat &how);

    QTextCursor m_cursor;
    std::vector<QTextBlock> m_headings;
    bool m_isFirst = true;
};

double pixels(double points)
{
    return points * dotsPerInch / 72.0;
}

void Setter::paragraph(const QString &text, const QTextCharFormat &how, double above, double below)
{
    QTextBlockFormat block;
    block.setTopMargin(pixels(above));
    block.setBottomMargin(pixels(below));
    if (m_isFirst)
        m_cursor.setBlockFormat(block);
    else
        m_cursor.insertBlock(block);
    m_isFirst = false;
    m_cursor.insertText(text, how);
}

QTextTable *Setter::grid(int rows, const std::vector<double> &widths, int headers)
{
    QTextTableFormat how;
    how.setBorder(0);
    how.setCellPadding(pixels(2.2));
    how.setCellSpacing(0);
    how.setHeaderRowCount(headers);
    how.setBottomMargin(pixels(8));
    how.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    QList<QTextLength> lengths;
    for (const auto width : widths)
        lengths.append(QTextLength(QTextLength::PercentageLength, width));
    how.setColumnWidthConstraints(lengths);
    return m_cursor.insertTable(rows, int(widths.size()), how);
}

void Setter::cell(
    QTextTable &table, int row, int column, const QString &text, const QTextCharFormat &how)
{
    auto place = table.cellAt(row, column);
    auto look = place.format().toTableCellFormat();
    if (row == 0 && table.format().headerRowCount() > 0)
        look.setBackground(shade);
    else if (row % 2 == 0)
        look.setBackground(stripe);
    place.setFormat(look);
    auto cursor = place.firstCursorPosition();
    cursor.setBlockFormat(QTextBlockFormat());
    cursor.insertText(text, how);
}

double longestWord(const std::string &text)
{
    static constexpr std::size_t breakable = 26;
    std::size_t longest = 0;
    std::size_t length = 0;
    for (const char c : text) {
        length = c == ' ' ? 0 : length + 1;
        longest = std::max(longest, length);
    }
    return double(std::min(longest, breakable));
}

// Every column has room for its longest word; what is left goes to those with long texts.
std::vector<double> widthsOf(const PrintedSection &section)
{
    static constexpr double line = 112; // letters
    std::vector<double> widths;
    std::vector<double> wishes;
    double taken = 0;
    double wished = 0;
    for (std::size_t column = 0; column < section.columns.size(); ++column) {
        double word = longestWord(section.columns[column]) * 1.15;
        double sum = 0;
        for (const auto &row : section.rows) {
            word = std::max(word, longestWord(row[column]));
            sum += double(std::min<std::size_t>(row[column].size(), 160));
        }
        const auto mean = section.rows.empty() ? 0 : sum / double(section.rows.size());
        widths.push_back(word + 3);
        wishes.push_back(std::max(1.0, mean - word));
        taken += widths.back();
        wished += wishes.back();
    }
    const auto rest = std::max(0.0, line - taken);
    for (std::size_t i = 0; i < widths.size(); ++i)
        widths[i] = (widths[i] + rest * wishes[i] / wished) * 100 / (taken + rest);
    return widths;
}

void Setter::table(const PrintedSection &section)
{
    const bool hasHeader = std::ranges::any_of(
        section.columns, [](const std::string &column) { return !column.empty(); });
    const int headers = hasHeader ? 1 : 0;
    auto *table = grid(int(section.rows.size()) + headers, widthsOf(section), headers);
    for (int column = 0; hasHeader && column < table->columns(); ++column) {
        cell(*table, 0, column, shown(section.columns[std::size_t(column)]),
            format(textPoints - 1, ink, true));
    }
    for (int row = 0; row < int(section.rows.size()); ++row) {
        const auto &cells = section.rows[std::size_t(row)];
        for (int column = 0; column < table->columns(); ++column)
            cell(*table, row + headers, column, shown(cells[std::size_t(column)]),
                format(textPoints - 1));
    }
    m_cursor.movePosition(QTextCursor::End);
}

void Setter::bars(const std::vector<TrendPoint> &points)
{
    static constexpr std::int64_t longest = 48;
    std::int64_t most = 1;
    for (const auto &point : points)
        most = std::max(most, point.count.population);
    const auto bar = [most](std::int64_t count) {
        const auto length = count > 0 ? std::max<std::int64_t>(1, count * longest / most) : 0;
        return QString(int(length), QChar(0x2587));
    };
    auto *table = grid(int(points.size()) + 1, {11, 14, 14, 61}, 1);
    const char *heads[]{"Month", "Population", "Exceptions", "Population, of which exceptions"};
    for (int column = 0; column < 4; ++column)
        cell(*table, 0, column, QString::fromLatin1(heads[column]),
            format(textPoints - 1, quiet, true));
    for (int i = 0; i < int(points.size()); ++i) {
        const auto &point = points[std::size_t(i)];
        const auto exceptions = bar(point.count.exceptions);
        auto rest = bar(point.count.population);
        rest.chop(std::min(rest.size(), exceptions.size()));
        cell(*table, i + 1, 0, shown(point.month), format(textPoints - 1));
        cell(*table, i + 1, 1, QString::number(point.count.population), format(textPoints - 1));
        cell(*table, i + 1, 2, QString::number(point.count.exceptions), format(textPoints - 1));
        auto cursor = table->cellAt(i + 1, 3).firstCursorPosition();
        cursor.setBlockFormat(QTextBlockFormat());
        cursor.insertText(exceptions, format(5, alert));
        cursor.insertText(rest, format(5, accent));
    }
    m_cursor.movePosition(QTextCursor::End);
}

void Setter::heading(const PrintedSection &section)
{
    if (section.level == 1)
        paragraph(shown(section.heading), format(14, accent, true), 14, 4);
    else if (section.level == 2)
        paragraph(shown(section.heading), format(11, ink, true), 12, 3);
    else
        paragraph(shown(section.heading), format(textPoints + 0.5, quiet, true), 4, 2);
    m_headings.push_back(m_cursor.block());
}

void Setter::section(const PrintedSection &section)
{
    heading(section);
    for (const auto &text : section.paragraphs)
        paragraph(shown(text), format(textPoints), 0, 3);
    if (!section.rows.empty())
        table(section);
    if (!section.bars.empty())
        bars(section.bars);
}

// What comes from the clock and from chance is made the same in every run. The places keep their
// lengths, so that the table of offsets stays true.
void fixDates(QByteArray &bytes)
{
    static constexpr char date[] = "19800101000000Z";
    const QByteArray begin("/CreationDate (D:");
    for (qsizetype at = 0; (at = bytes.indexOf(begin, at)) >= 0;) {
        at += begin.size();
        for (qsizetype i = 0; date[i] != '\0' && bytes.at(at + i) != ')'; ++i)
            bytes[at + i] = date[i];
    }
    const auto id = bytes.lastIndexOf("/ID [");
    const auto end = id < 0 ? id : bytes.indexOf(']', id);
    for (auto i = id + 5; i < end; ++i) {
        if (std::isxdigit(static_cast<unsigned char>(bytes.at(i))) != 0)
            bytes[i] = '0';
    }
}

QByteArray metadata(const PrintedReport &report)
{
    const auto title = shown(report.title).toHtmlEscaped().toUtf8();
    return "<?xpacket begin='\xef\xbb\xbf' id='W5M0MpCehiHzreSzNTczkc9d'?>\n"
           "<x:xmpmeta xmlns:x='adobe:ns:meta/'>\n"
           "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>\n"
           "<rdf:Description rdf:about='' xmlns:pdfaid='http://www.aiim.org/pdfa/ns/id/'>"
           "<pdfaid:part>1</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>"
           "</rdf:Description>\n"
           "<rdf:Description rdf:about='' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
           "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>"
        + title
        + "</rdf:li></rdf:Alt></dc:title></rdf:Description>\n"
          "<rdf:Description rdf:about='' xmlns:xmp='http://ns.adobe.com/xap/1.0/'>"
          "<xmp:CreatorTool>chancery</xmp:CreatorTool>"
          "<xmp:CreateDate>1980-01-01T00:00:00+00:00</xmp:CreateDate></rdf:Description>\n"
          "</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end='w'?>\n";
}

// All of it: where only a part is laid out anew, tables keep the page breaks that they had.
void layOutAgain(QTextDocument &document)
{
    const auto size = document.pageSize();
    document.setPageSize(size + QSizeF(1, 0));
    document.setPageSize(size);
}

// A heading that would stand at the foot of a page begins the next one. Moving one moves all behind
// it, so each is looked at after those before it.
void breakPages(QTextDocument &document, const Setter &setter)
{
    static constexpr double least = 0.14; // of a page, for a heading and what belongs to it
    const auto height = document.pageSize().height();
    bool isFirst = true;
    for (const auto &block : setter.headings()) {
        const auto top = document.documentLayout()->blockBoundingRect(block).top();
        const auto left = height - std::fmod(top, height);
        if (!isFirst && left < height * least) {
            QTextCursor cursor(block);
            auto how = block.blockFormat();
            how.setPageBreakPolicy(QTextFormat::PageBreak_AlwaysBefore);
            cursor.setBlockFormat(how);
            layOutAgain(document);
        }
        isFirst = false;
    }
}

void paint(QPdfWriter &writer, const QTextDocument &document, const PrintedReport &report)
{
    const auto page = document.pageSize();
    QPainter painter(&writer);
    for (int i = 0; i < document.pageCount(); ++i) {
        if (i > 0)
            writer.newPage();
        painter.save();
        painter.translate(0, -i * page.height());
        QAbstractTextDocumentLayout::PaintContext context;
        context.clip = QRectF(0, i * page.height(), page.width(), page.height());
        context.palette.setColor(QPalette::Text, ink);
        painter.setClipRect(context.clip);
        document.documentLayout()->draw(&painter, context);
        painter.restore();
        auto font = document.defaultFont();
        font.setPointSizeF(footerPoints);
        painter.setFont(font);
        painter.setPen(quiet);
        const QRectF foot(0, page.height() + footerHeight / 3, page.width(), footerHeight);
        painter.drawText(foot, Qt::AlignLeft | Qt::AlignTop, shown(report.footer));
        painter.drawText(foot, Qt::AlignRight | Qt::AlignTop,
            QStringLiteral("%1 / %2").arg(i + 1).arg(document.pageCount()));
    }
}

} // namespace

core::Result<std::string> pdfOf(const PrintedReport &report)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setPdfVersion(QPagedPaintDevice::PdfVersion_A1b);
        writer.setPageSize(QPageSize(QPageSize::A4));
        writer.setPageMargins(QMarginsF(margin, margin, margin, margin), QPageLayout::Millimeter);
        writer.setResolution(dotsPerInch);
        writer.setTitle(shown(report.title));
        writer.setCreator(QStringLiteral("chancery"));
        writer.setDocumentXmpMetadata(metadata(report));
        QTextDocument document;
        document.setUndoRedoEnabled(false);
        document.documentLayout()->setPaintDevice(&writer);
        document.setDefaultFont(QFont(QStringLiteral("DejaVu Sans"), int(textPoints)));
        document.setDocumentMargin(0);
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        document.setDefaultTextOption(option);
        const QSizeF paper(writer.width(), writer.height() - footerHeight);
        document.setPageSize(paper);
        Setter setter(document);
        // One edit, so that it is laid out once and not behind each cell.
        QTextCursor whole(&document);
        whole.beginEditBlock();
        setter.title(report);
        for (const auto &section : report.sections)
            setter.section(section);
        whole.endEditBlock();
        breakPages(document, setter);
        paint(writer, document, report);
    }
    fixDates(bytes);
    if (!bytes.startsWith("%PDF-"))
        return core::Error{core::ErrorKind::Internal, "pdf", {}, {}, {}, {}};
    return bytes.toStdString();
}

} // namespace chancery::audit
