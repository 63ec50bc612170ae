// SPDX-License-Identifier: Apache-2.0
#include "editors/diffpane.h"
#include "editors/diffview.h"
#include "tests/editors/desk.h"
#include "tests/support/testcase.h"

#include <QtWidgets>

using namespace chancery;
using editors::DiffPane;
using editors::DiffRules;
using tests::Desk;
using Sci = QsciScintillaBase;

namespace {

DiffPane &paneOf(const editors::DiffView &view, const char *name)
{
    return *view.findChild<DiffPane *>(QString::fromLatin1(name));
}

// Lines "key-N: N" of so many.
QByteArray lines(int count)
{
    QByteArray text;
    for (int line = 0; line < count; ++line)
        text += "key-" + QByteArray::number(line) + ": " + QByteArray::number(line) + '\n';
    return text;
}

// A sign and the name of the ground's colour for each row that is painted.
QString gutterOf(DiffPane &pane, const editors::EditorTheme &theme)
{
    const QImage image = pane.viewport()->grab().toImage();
    const double scale = image.devicePixelRatio();
    const auto height = pane.send(Sci::SCI_TEXTHEIGHT, 0);
    QStringList rows;
    for (long row = 0;
        row < std::min(pane.send(Sci::SCI_GETLINECOUNT), pane.viewport()->height() / height);
        ++row) {
        std::string margin(64, char(0));
        const auto size = pane.SendScintilla(
            Sci::SCI_MARGINGETTEXT, static_cast<unsigned long>(row), margin.data());
        const char sign = size > 0 ? margin[std::size_t(size) - 1] : ' ';
        const QColor ground = image.pixelColor(int((pane.viewport()->width() - 6) * scale),
            int((double(row) + 0.5) * double(height) * scale));
        const std::pair<const char *, QColor> names[]{{"plain", theme.background},
            {"added", theme.added}, {"removed", theme.removed}, {"changed", theme.changed}};
        const auto known
            = std::ranges::find(names, ground, &std::pair<const char *, QColor>::second);
        const auto marks = pane.send(Sci::SCI_MARKERGET, std::size_t(row));
        const auto has = [marks](int marker) { return (marks & (1L << marker)) != 0; };
        const char *name = known != std::end(names) ? known->first
            : has(DiffPane::MovedRow)               ? "moved"
            : has(DiffPane::IgnoredRow)             ? "ignored"
            : has(DiffPane::FoldedRow)              ? "folded"
            : has(DiffPane::FillerRow)              ? "filler"
                                                    : "unknown";
        rows << QChar::fromLatin1(sign) + QStringLiteral(" ") + QLatin1String(name);
    }
    return rows.join(u'|');
}

} // namespace

// What a difference looks like at its margin, row by row.
class TestDiffGutter : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void goldenGutter_data();
    void goldenGutter();
};

void TestDiffGutter::goldenGutter_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

// What each row is painted on, as colours by their names, and the sign beside its number: the same
// on every machine, whatever its fonts are.
void TestDiffGutter::goldenGutter()
{
    QFETCH(bool, isDark);
    const auto theme = isDark ? editors::EditorTheme::dark() : editors::EditorTheme::light();
    Desk desk;
    editors::DiffView view(desk.executor());
    view.resize(900, 700);
    view.setTheme(theme);
    view.setRules(DiffRules::fromWords({QStringLiteral("comments")}));
    const QByteArray block = "checkout-service:\n  port: 8080\n  replicas: 3\n";
    const QByteArray left
        = "a: 1\ngone: 1\nb: 2\nc: 3 # x\nd: 4\ne: 5\nf: 6\ng: 7\n" + block + lines(30);
    const QByteArray right
        = block + "a: 7\nb: 2\nc: 3 # y\nd: 4\ne: 5\nf: 6\ng: 7\nnew: 1\n" + lines(30);
    view.setTexts(QString::fromUtf8(left), QString::fromUtf8(right), core::Format::Yaml);
    QTRY_VERIFY(!view.isBusy());
    view.show();
    QCOMPARE(gutterOf(paneOf(view, "leftText"), theme),
        QStringLiteral("  filler|  filler|  filler|~ changed|- removed|  plain|. ignored|  plain|"
                       "  plain|  plain|  plain|< moved|< moved|< moved|  plain|  plain|  plain|"
                       "  folded"));
    QCOMPARE(gutterOf(paneOf(view, "rightText"), theme),
        QStringLiteral("> moved|> moved|> moved|~ changed|  filler|  plain|. ignored|  plain|"
                       "  plain|  plain|  plain|+ added|  filler|  filler|  plain|  plain|  plain|"
                       "  folded"));
    const QString folder = qEnvironmentVariable("CHANCERY_PICTURES");
    if (!folder.isEmpty())
        view.grab().save(QStringLiteral("%1/diff-gutter-%2.png")
                .arg(folder, isDark ? QStringLiteral("dark") : QStringLiteral("light")));
}

QTEST_MAIN(TestDiffGutter)
#include "tst_diffgutter.moc"
