// SPDX-License-Identifier: Apache-2.0
#include "audit/report/sheettext.h"
#include "audit/report/workbook.h"
#include "tests/audit/reportworld.h"
#include "tests/support/filelimit.h"
#include "tests/support/testcase.h"

#include <QtCore/QProcess>

#include <clocale>
#include <fstream>

// The bytes of a workbook: the same wherever it is made, and nothing lost at the end of a sheet.

using namespace chancery;
using support::ReportWorld;

class TestWorkbook : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void itIsTheSameBytes();
    void itNeedsNoFileOfItsOwn();
    void noLocaleChangesIt();
    void codesOfCharactersStayTexts();
    void aLongTableGoesOnInTheNextSheet();
    void itEndsWhenNobodyWantsIt();
};

namespace {

// A locale that writes half as "0,5", made for this test; null where there is nothing to make it
// from.
const char *commaLocale(const QTemporaryDir &folder)
{
    const auto made = QProcess::execute(QStringLiteral("localedef"),
        {QStringLiteral("-i"), QStringLiteral("de_DE"), QStringLiteral("-f"),
            QStringLiteral("UTF-8"), folder.filePath(QStringLiteral("de_DE.UTF-8"))});
    qputenv("LOCPATH", folder.path().toUtf8());
    return made == 0 ? std::setlocale(LC_ALL, "de_DE.UTF-8") : nullptr;
}

} // namespace

void TestWorkbook::itIsTheSameBytes()
{
    const auto run = ReportWorld().run();
    const auto tables = audit::tablesOf(run);
    QVERIFY(audit::workbookOf(tables).value() == audit::workbookOf(tables).value());
}

void TestWorkbook::itNeedsNoFileOfItsOwn()
{
    const auto run = ReportWorld().run();
    const auto before = qgetenv("TMPDIR");
    qputenv("TMPDIR", "/nowhere");
    const support::FileLimit nothing(0);
    QVERIFY(audit::workbookOf(audit::tablesOf(run)).ok());
    qputenv("TMPDIR", before);
}

void TestWorkbook::noLocaleChangesIt()
{
    const auto run = ReportWorld().run();
    const auto tables = audit::tablesOf(run);
    const auto first = audit::workbookOf(tables).value();
    const std::string before = std::setlocale(LC_ALL, nullptr);
    QTemporaryDir folder;
    const bool isThere = commaLocale(folder) != nullptr;
    const auto again = audit::workbookOf(tables).value();
    const std::string point = std::localeconv()->decimal_point;
    std::setlocale(LC_ALL, before.c_str());
    QVERIFY(first == again);
    if (!isThere)
        QSKIP("No locale with a decimal comma can be made here");
    QCOMPARE(point, std::string(","));
}

// What a reader of workbooks would make of it stands as it was written.
void TestWorkbook::codesOfCharactersStayTexts()
{
    audit::SheetText sheet({"a", "b", "c"});
    sheet.add({"_x202E_ & <_x003d_> _x00_ _", "", std::int64_t(-7)});
    sheet.add({"", " b", "c"});
    const auto xml = sheet.take();
    for (const char *part : {"<t>_x005F_x202E_ &amp; &lt;_x005F_x003d_&gt; _x00_ _</t>",
             "<c r=\"C2\"><v>-7</v></c>", "<row r=\"3\"><c r=\"B3\" t=\"inlineStr\">",
             "<t xml:space=\"preserve\"> b</t></is></c><c t=\"inlineStr\"><is><t>c</t>"})
        QVERIFY2(xml.find(part) != std::string::npos, xml.c_str());
}

void TestWorkbook::aLongTableGoesOnInTheNextSheet()
{
    audit::Table table{"population", {"n"}, {}};
    table.madeRows = 1'048'576;
    table.make = [](std::size_t at, audit::Table::Row &row) {
        row.resize(1, audit::Cell(""));
        row[0].count(std::int64_t(at));
    };
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("w.xlsx"));
    std::ofstream(file.toStdString(), std::ios::binary) << audit::workbookOf({table}).value();
    QProcess python;
    python.start(QStringLiteral("python3"),
        {QStringLiteral("-c"),
            QStringLiteral("import sys,zipfile,re\n"
                           "z=zipfile.ZipFile(sys.argv[1]);assert z.testzip() is None\n"
                           "s=[re.findall(r'<v>(\\d+)</v>',z.read('xl/worksheets/sheet%d.xml'%i)"
                           ".decode()) for i in (1,2)]\n"
                           "print(len(s[0]),s[1],re.findall(r'sheet name=.([^\"]*)',"
                           "z.read('xl/workbook.xml').decode()))"),
            file});
    QVERIFY(python.waitForFinished(60'000));
    QCOMPARE(python.readAllStandardOutput().trimmed(),
        QByteArray("1048575 ['1048575'] ['population', 'population 2']"));
}

void TestWorkbook::itEndsWhenNobodyWantsIt()
{
    audit::Table table{"population", {"n"}, {}};
    std::size_t made = 0;
    table.madeRows = 1'000'000;
    table.make = [&made](std::size_t at, audit::Table::Row &row) {
        ++made;
        row = {std::int64_t(at)};
    };
    const auto book = audit::workbookOf({table}, {[&made] { return made > 1000; }, {}});
    QCOMPARE(book.error().kind, core::ErrorKind::Cancelled);
    QVERIFY(made < 2000);
}

QTEST_GUILESS_MAIN(TestWorkbook)
#include "tst_workbook.moc"
