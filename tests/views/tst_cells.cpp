// SPDX-License-Identifier: Apache-2.0
#include "tests/support/testcase.h"
#include "views/common/celldelegate.h"
#include "views/common/resources.h"
#include "views/common/tablepane.h"

#include <QPaintEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSettings>
#include <QVBoxLayout>

using namespace chancery;
using models::Status;

namespace {

struct Row {
    QString name;
    QString text;
    Status status = Status::None;

    QString id() const { return name; }
    friend bool operator==(const Row &, const Row &) = default;
};

const models::Column<Row> columns[]{
    {.key = "name", .title = "Name", .text = [](const Row &row) { return row.name; }},
    {.key = "text",
        .title = "Text",
        .text = [](const Row &row) { return row.text; },
        .status = [](const Row &row) { return row.status; },
        .width = 150},
    {.key = "code",
        .title = "Code",
        .text = [](const Row &row) { return row.text; },
        .isCode = true,
        .width = 97},
    {.key = "number",
        .title = "Number",
        .text = [](const Row &row) { return row.text; },
        .isNumber = true,
        .width = 83},
};

// The same cell as the style draws it.
class StyledDelegate : public views::CellDelegate {
public:
    using CellDelegate::CellDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
        const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
    }
};

class PaintedArea : public QObject {
public:
    explicit PaintedArea(QWidget &widget) { widget.installEventFilter(this); }
    QRegion region;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        if (event->type() == QEvent::Paint)
            region += static_cast<QPaintEvent *>(event)->region();
        return false;
    }
};

std::vector<Row> texts()
{
    return {
        {QStringLiteral("short"), QStringLiteral("Edit"), Status::Good},
        {QStringLiteral("empty"), {}, Status::Attention},
        {QStringLiteral("nothing"), {}, Status::None},
        {QStringLiteral("long"), QStringLiteral("Much longer than any of the columns is wide"),
            Status::Bad},
        {QStringLiteral("quiet"), QStringLiteral("fi ffi AV To"), Status::Muted},
        {QStringLiteral("lines"), QStringLiteral("one\ntwo\nthree"), Status::Busy},
        {QStringLiteral("tab"), QStringLiteral("a\tb"), Status::None},
        {QStringLiteral("control"), QStringLiteral("a\u202eb\u0007"), Status::Good},
        {QStringLiteral("scripts"), QStringLiteral("ä漢字עבריתعربي\U0001f600"), Status::Bad},
        {QStringLiteral("number"), QStringLiteral("1,234.5"), Status::None},
    };
}

} // namespace

// What a cell looks like, and what is painted when a table is scrolled.
class CellsTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { views::initialiseResources(); }
    void init() { m_settings.clear(); }
    void cellsLookAsTheStyleDrawsThem_data();
    void cellsLookAsTheStyleDrawsThem();
    void coloursFollowTheTheme();
    void aTurnOfTheWheelPaintsNewRowsOnly();
    void textsAreForgotten();

private:
    // A table in a window of its own.
    struct Shown {
        Shown(views::Theme::Kind kind, QSettings &settings, std::vector<Row> rows)
            : look(kind)
            , model(columns)
        {
            look.apply();
            look.dress(window);
            pane = new views::TablePane(QStringLiteral("cells"), model, look, settings, &window);
            auto *layout = new QVBoxLayout(&window);
            layout->setContentsMargins(0, 0, 0, 0);
            layout->addWidget(pane);
            model.setRows(std::move(rows));
            window.resize(500, 400);
            window.show();
        }
        QTableView &table() { return pane->table(); }
        QImage picture() { return table().viewport()->grab().toImage(); }

        views::Look look;
        models::TableModel<Row> model;
        QWidget window;
        views::TablePane *pane = nullptr;
    };

    QTemporaryDir m_folder;
    QSettings m_settings{m_folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat};
};

void CellsTest::cellsLookAsTheStyleDrawsThem_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::addColumn<bool>("isSelected");
    QTest::addColumn<bool>("isEnabled");
    QTest::addColumn<int>("textWidth");
    for (const bool isDark : {false, true}) {
        const char *kind = isDark ? "dark" : "light";
        QTest::addRow("%s", kind) << isDark << false << true << 150;
        QTest::addRow("%s, narrow", kind) << isDark << false << true << 31;
        QTest::addRow("%s, hardly there", kind) << isDark << false << true << 9;
        QTest::addRow("%s, selected", kind) << isDark << true << true << 150;
        QTest::addRow("%s, disabled", kind) << isDark << false << false << 150;
    }
}

void CellsTest::cellsLookAsTheStyleDrawsThem()
{
    QFETCH(bool, isDark);
    QFETCH(bool, isSelected);
    QFETCH(bool, isEnabled);
    QFETCH(int, textWidth);
    Shown shown(isDark ? views::Theme::Kind::Dark : views::Theme::Kind::Light, m_settings, texts());
    QVERIFY(QTest::qWaitForWindowExposed(&shown.window));
    shown.table().setColumnWidth(1, textWidth);
    shown.table().setEnabled(isEnabled);
    if (isSelected)
        shown.table().selectAll();
    const QImage ours = shown.picture();
    // Once more from what is remembered.
    QCOMPARE(shown.picture(), ours);
    StyledDelegate styled(shown.look, nullptr);
    shown.table().setItemDelegate(&styled);
    const QImage theirs = shown.picture();
    const QString folder = qEnvironmentVariable("CHANCERY_PICTURES");
    if (!folder.isEmpty()) {
        const QString name = QLatin1StringView(QTest::currentDataTag());
        QVERIFY(ours.save(QStringLiteral("%1/cells %2.png").arg(folder, name)));
        QVERIFY(theirs.save(QStringLiteral("%1/cells %2, style.png").arg(folder, name)));
    }
    QVERIFY(ours == theirs);
}

void CellsTest::coloursFollowTheTheme()
{
    Shown shown(views::Theme::Kind::Light, m_settings, texts());
    QVERIFY(QTest::qWaitForWindowExposed(&shown.window));
    const QImage light = shown.picture();
    shown.look.setKind(views::Theme::Kind::Dark);
    StyledDelegate styled(shown.look, nullptr);
    auto *own = shown.table().itemDelegate();
    QTRY_VERIFY(shown.picture() != light);
    QTRY_COMPARE(
        shown.window.styleSheet().contains(shown.look.theme().colour(views::Token::Surface).name()),
        true);
    QCOMPARE(shown.picture().pixelColor(1, 1), shown.look.theme().colour(views::Token::Surface));
    const QImage ours = shown.picture();
    shown.table().setItemDelegate(&styled);
    QVERIFY(shown.picture() == ours);
    shown.table().setItemDelegate(own);
}

void CellsTest::aTurnOfTheWheelPaintsNewRowsOnly()
{
    std::vector<Row> rows;
    for (int i = 0; i < 500; ++i)
        rows.push_back({QString::number(i), QStringLiteral("Row %1").arg(i), Status::Good});
    Shown shown(views::Theme::Kind::Light, m_settings, std::move(rows));
    shown.table().setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    QVERIFY(QTest::qWaitForWindowExposed(&shown.window));
    PaintedArea painted(*shown.table().viewport());
    shown.table().verticalScrollBar()->setValue(84);
    QTRY_VERIFY(!painted.region.isEmpty());
    QCOMPARE(painted.region.boundingRect().height(), 84);
    QCOMPARE(shown.table().rowAt(1), 3);
}

void CellsTest::textsAreForgotten()
{
    views::CellTexts texts(10);
    QImage image(100, 30, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    QStyleOptionViewItem cell;
    cell.direction = Qt::LeftToRight;
    cell.displayAlignment = Qt::AlignLeft | Qt::AlignVCenter;
    for (int i = 0; i < 50; ++i) {
        cell.text = QString::number(i);
        texts.draw(painter, cell, image.rect(), 3);
    }
    QCOMPARE(texts.rememberedCount(), 10);
}

QTEST_MAIN(CellsTest)
#include "tst_cells.moc"
