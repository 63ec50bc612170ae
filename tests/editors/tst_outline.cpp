// SPDX-License-Identifier: Apache-2.0
#include "editors/outlinemodel.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>

using namespace chancery;
using core::Format;
using editors::OutlineModel;
using editors::Structure;

namespace {

std::shared_ptr<const editors::Analysis> analysed(const std::string &text, Format format)
{
    return editors::analyse(std::make_shared<const std::string>(text), format).analysis;
}

QString textAt(const OutlineModel &model, const QModelIndex &index, int column)
{
    return model.data(index.siblingAtColumn(column)).toString();
}

// The outline as lines: what a person would read off it.
void describe(
    const OutlineModel &model, const QModelIndex &parent, const QString &indent, QStringList &lines)
{
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        lines << QStringLiteral("%1%2 = %3 (%4)")
                     .arg(indent, textAt(model, index, 0), textAt(model, index, 1),
                         textAt(model, index, 2));
        describe(model, index, indent + u' ', lines);
    }
}

} // namespace

class TestOutline : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void showsKeysValuesAndTypes();
    void nothingIsShownOfATextThatCannotBeRead();
    void everyNodeOfRealDocumentsIsFoundAgain();
    void sensitiveValuesAreCovered();
    void rowsStayWhileOnlyValuesChange();
    void findsPathsByLetters();
    void foundPathsAreAList();
    void tenMegabytesCostWhatIsLookedAt();
};

void TestOutline::showsKeysValuesAndTypes()
{
    OutlineModel model;
    QAbstractItemModelTester tester(&model);
    model.setAnalysis(
        analysed("name: shop\nports: [80, 443]\nbackends:\n  - name: a\n    up: true\n"
                 "  - up: null\nnote: |\n  two\n  lines\n",
            Format::Yaml));
    QStringList lines;
    describe(model, {}, {}, lines);
    QCOMPARE(lines,
        (QStringList{QStringLiteral("name = shop (string)"),
            QStringLiteral("ports = 2 item(s) (array)"), QStringLiteral(" 0 = 80 (number)"),
            QStringLiteral(" 1 = 443 (number)"), QStringLiteral("backends = 2 item(s) (array)"),
            QStringLiteral(" 0 = a (object)"), QStringLiteral("  name = a (string)"),
            QStringLiteral("  up = true (boolean)"), QStringLiteral(" 1 = 1 key(s) (object)"),
            QStringLiteral("  up = null (null)"), QStringLiteral("note = two lines (string)")}));
}

void TestOutline::nothingIsShownOfATextThatCannotBeRead()
{
    OutlineModel model;
    QAbstractItemModelTester tester(&model);
    model.setAnalysis(analysed("{\"a\": 1}", Format::Json));
    QCOMPARE(model.rowCount(), 1);
    model.setAnalysis(nullptr);
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(model.isEmpty());
    QVERIFY(!model.indexOf(1).isValid());
    QVERIFY(!model.indexOf(QStringLiteral("/a")).isValid());
    model.setAnalysis(analysed("7", Format::Json));
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.isEmpty());
}

void TestOutline::everyNodeOfRealDocumentsIsFoundAgain()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    int run = 0;
    for (const std::string ending : {".json", ".yaml", ".yml", ".toml"}) {
        for (const auto &file : support::filesIn(*folder / "valid", ending)) {
            const auto analysis = analysed(
                support::contentOf(file), *core::formatFromFileName(file.filename().string()));
            QVERIFY2(analysis, file.c_str());
            if (analysis->tree.nodeCount() > 1500)
                continue;
            OutlineModel model;
            model.setAnalysis(analysis);
            for (std::uint32_t node = 1; node < analysis->tree.nodeCount(); ++node) {
                const QModelIndex index = model.indexOf(node);
                QVERIFY2(index.isValid(), file.c_str());
                QCOMPARE(index.data(OutlineModel::PathRole).toString().toStdString(),
                    core::pointerOf(analysis->tree, node));
                QCOMPARE(model.index(index.row(), 0, model.parent(index)), index);
            }
            ++run;
        }
    }
    QVERIFY(run > 700);
    qInfo("outline of schemastore documents: %d run", run);
}

void TestOutline::sensitiveValuesAreCovered()
{
    const std::string text = R"({"user": {"name": "secret-1", "age": 7}, "open": "x"})";
    const auto analysis = analysed(text, Format::Json);
    const auto place = text.find("\"secret-1");
    auto spans = std::make_shared<std::vector<editors::SensitiveSpan>>();
    spans->push_back({place, place + 10, 0, {}});
    OutlineModel model;
    model.setAnalysis(analysis, spans);
    QStringList lines;
    describe(model, {}, {}, lines);
    QVERIFY(!lines.join(u'\n').contains(QStringLiteral("secret")));
    QVERIFY(lines.contains(QStringLiteral(" name = •••••••• (string)")));
    QVERIFY(lines.contains(QStringLiteral(" age = 7 (number)")));
    QVERIFY(lines.contains(QStringLiteral("user = 2 key(s) (object)")));
    model.setAnalysis(analysis, nullptr);
    QCOMPARE(
        textAt(model, model.index(0, 0), OutlineModel::ValueColumn), QStringLiteral("secret-1"));
}

void TestOutline::rowsStayWhileOnlyValuesChange()
{
    OutlineModel model;
    QAbstractItemModelTester tester(&model);
    model.setAnalysis(analysed(R"({"a": {"b": 1}, "c": 2})", Format::Json));
    const QPersistentModelIndex inner = model.indexOf(QStringLiteral("/a/b"));
    int resets = 0;
    connect(&model, &QAbstractItemModel::modelReset, this, [&resets] { ++resets; });
    model.setAnalysis(analysed(R"({"a": {"b": "other"}, "c": null})", Format::Json));
    QCOMPARE(resets, 0);
    QVERIFY(inner.isValid());
    QCOMPARE(textAt(model, inner, OutlineModel::ValueColumn), QStringLiteral("other"));
    model.setAnalysis(analysed(R"({"a": {"B": "other"}, "c": null})", Format::Json));
    QCOMPARE(resets, 1);
    QVERIFY(!inner.isValid());
}

void TestOutline::findsPathsByLetters()
{
    const auto analysis = analysed(
        R"({"server": {"limits": {"burst": 5}}, "client": {"lag": 1, "limit": 2}})", Format::Json);
    const core::CancelToken token;
    const auto best = [&](const char *typed) {
        const auto found = editors::findPaths(analysis->tree, QString::fromUtf8(typed), 10, token);
        return found.empty() ? std::string() : core::pointerOf(analysis->tree, found.front());
    };
    QCOMPARE(best("slb"), std::string("/server/limits/burst"));
    QCOMPARE(best("climit"), std::string("/client/limit"));
    QCOMPARE(best("LAG"), std::string("/client/lag"));
    QCOMPARE(best("zzz"), std::string());
    QCOMPARE(editors::findPaths(analysis->tree, QStringLiteral("l"), 2, token).size(), 2U);
    core::CancelToken cancelled;
    cancelled.cancel();
    QVERIFY(editors::findPaths(analysis->tree, QStringLiteral("l"), 9, cancelled).empty());
}

void TestOutline::foundPathsAreAList()
{
    OutlineModel model;
    QAbstractItemModelTester tester(&model);
    const auto analysis = analysed(R"({"a": {"b": [1, 2]}})", Format::Json);
    model.setAnalysis(analysis);
    const auto item = analysis->tree.root().resolve("/a/b/1");
    model.setMatches(OutlineModel::Matches{item.index()});
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.rowCount(model.index(0, 0)), 0);
    QCOMPARE(textAt(model, model.index(0, 0), OutlineModel::KeyColumn), QStringLiteral("a/b/1"));
    QCOMPARE(model.index(0, 0).data(OutlineModel::OffsetRole).toULongLong(),
        qulonglong(item.node().begin));
    model.setMatches({});
    QCOMPARE(textAt(model, model.index(0, 0), OutlineModel::KeyColumn), QStringLiteral("a"));
}

void TestOutline::tenMegabytesCostWhatIsLookedAt()
{
    std::string text = "{\"head\": {\"one\": 1},\n\"rows\": [\n";
    while (text.size() < (std::size_t(10) << 20))
        text += "  {\"number\": " + std::to_string(text.size()) + ", \"name\": \"row\"},\n";
    text += "  null\n]}\n";
    const auto analysis = analysed(text, Format::Json);
    QVERIFY(analysis);
    QElapsedTimer timer;
    timer.start();
    OutlineModel model;
    model.setAnalysis(analysis);
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.indexOf(QStringLiteral("/head/one")).isValid());
    const auto outside = timer.nsecsElapsed();
    const QModelIndex last
        = model.indexOf(static_cast<std::uint32_t>(analysis->tree.nodeCount() - 1));
    const auto inside = timer.nsecsElapsed() - outside;
    QVERIFY(last.row() > 200'000);
    qInfo("outline of 10 MB: first rows %.3f ms, way to the last row %.1f ms",
        double(outside) / 1e6, double(inside) / 1e6);
    // Generous for a machine that builds: what matters is that not every row is made.
    QVERIFY(outside < 20'000'000);
    QVERIFY(inside < 250'000'000);
}

QTEST_GUILESS_MAIN(TestOutline)
#include "tst_outline.moc"
