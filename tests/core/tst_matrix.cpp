// SPDX-License-Identifier: Apache-2.0
#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"
#include "engine/core/matrix/promotion.h"
#include "engine/core/schema/equality.h"
#include "tests/support/randomtrees.h"
#include "tests/support/testcase.h"

#include <QElapsedTimer>

using namespace chancery;
using core::Format;
using core::Matrix;
using core::MatrixState;
using Picks = std::vector<core::PromotionPick>;

namespace {

constexpr auto rules = R"({"type": "object", "required": ["port"], "properties": {
    "port": {"type": "integer"},
    "host": {"x-per-environment": true},
    "replicas": {"x-per-environment": true, "type": "object"},
    "token": {"x-sensitive": true}},
    "x-invariants": [{"compare": ["/low", "<", "/high"]}]})";

std::shared_ptr<const core::Tree> parsed(const std::string &text, Format format)
{
    auto reading = core::read(text, format, core::Limits::wide());
    if (!reading)
        qFatal("%s: %s", text.c_str(), reading.problem().message.c_str());
    return std::make_shared<const core::Tree>(std::move(reading).tree());
}

core::CompiledSchema schema()
{
    return *core::CompiledSchema::compile(*parsed(rules, Format::Json), {}, {});
}

// Empty: nothing is there.
Matrix matrixOf(const std::vector<std::string> &texts, Format format = Format::Json)
{
    const auto made = schema();
    std::vector<core::MatrixColumn> columns;
    for (const auto &text : texts) {
        auto tree = text.empty() ? nullptr : parsed(text, format);
        columns.push_back(core::MatrixColumn::of(std::move(tree), &made, nullptr));
    }
    return Matrix(std::move(columns));
}

std::string line(const Matrix &matrix, std::uint32_t row)
{
    std::string text = matrix.pointer(row) + ' ' + std::string(name(matrix.row(row).state));
    for (std::size_t i = 0; i < matrix.columnCount(); ++i) {
        const auto value = matrix.value(row, i);
        text += " | " + (value ? core::lineOf(value) : "-");
    }
    return text;
}

// The rows that are compared as a whole.
std::string printed(const Matrix &matrix)
{
    std::string text;
    for (std::uint32_t row = 0; row < matrix.rowCount(); ++row)
        text += matrix.row(row).isLeaf ? line(matrix, row) + '\n' : "";
    return text;
}

std::string printed(const core::Result<core::Promotion> &promotion)
{
    if (!promotion)
        return '!' + promotion.error().code;
    std::string text = promotion->text;
    for (const auto &left : promotion->leftOut)
        text += '\n' + left.pointer + ' ' + std::string(name(left.reason));
    return text;
}

std::string promoted(const std::string &from, const std::string &to, const Picks &picks,
    Format format = Format::Json)
{
    return printed(core::promote(matrixOf({from, to}, format), 0, 1, picks));
}

std::string withSpaces(int count)
{
    std::string text = "{";
    for (int i = 0; i < count; ++i)
        text += (i > 0 ? ",\n  \"key" : "\n  \"key") + std::to_string(i) + "\": {\"value\": "
            + std::to_string(i) + ", \"text\": \"" + std::string(900, 'x') + "\"}";
    return text + "\n}\n";
}

} // namespace

class TestMatrix : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void anEmptyOneHasNoRows();
    void everyKeyIsARow();
    void keysOfLaterColumnsStandWhereTheyStandThere();
    void whatCannotBeComparedInPartsIsOneRow_data();
    void whatCannotBeComparedInPartsIsOneRow();
    void formatsMayDiffer();
    void anEnvironmentsOwnValuesAreExpectedToDiffer();
    void withoutAReadableSchemaEverythingIsProtected();
    void whatOnlyItsNameTellsIsSensitive();
    void rowsAreFoundByTheirPointers();
    void aLineIsCutBetweenCharacters();
    void promotesOnlyWhatWasPicked_data();
    void promotesOnlyWhatWasPicked();
    void refusesWhatCannotBe();
    void protectsWhatBelongsToTheEnvironment_data();
    void protectsWhatBelongsToTheEnvironment();
    void whatHasNothingBeginsWithTheSource();
    void saysWhatIsWrongAfterwards();
    void promotingEverythingMakesTheRowsEqual();
    void isQuickForLargeDocuments();
};

void TestMatrix::anEmptyOneHasNoRows()
{
    QCOMPARE(Matrix().rowCount(), 0U);
    QCOMPARE(matrixOf({"", ""}).rowCount(), 0U);
    QCOMPARE(matrixOf({"", ""}).find(""), core::MatrixRow::none);
    QCOMPARE(printed(matrixOf({"{}", ""})), std::string(" missing | {} | -\n"));
    QCOMPARE(printed(matrixOf({"{}", "{ }"})), std::string(" same | {} | {}\n"));
}

void TestMatrix::everyKeyIsARow()
{
    const auto matrix = matrixOf({R"({"a": {"b": 1, "c": 1.0, "d": null}, "e": [1, {"f": "x"}]})",
        R"({"a": {"c": 1, "b": 2}, "e": [1, {"f": "y"}]})"});
    QCOMPARE(printed(matrix),
        std::string("/a/b differs | 1 | 2\n"
                    "/a/c same | 1.0 | 1\n"
                    "/a/d missing | null | -\n"
                    "/e/0 same | 1 | 1\n"
                    "/e/1/f differs | \"x\" | \"y\"\n"));
    QCOMPARE(matrix.row(matrix.find("/a")).state, MatrixState::Missing);
    QCOMPARE(matrix.row(matrix.find("/e")).state, MatrixState::Differs);
    QCOMPARE(matrix.count(MatrixState::Differs), std::size_t(2));
    QCOMPARE(matrix.count(MatrixState::Missing), std::size_t(1));
}

void TestMatrix::keysOfLaterColumnsStandWhereTheyStandThere()
{
    QCOMPARE(printed(matrixOf({R"({"a": 1, "d": 1})", R"({"z": 1, "a": 1, "b": 1, "c": 1, "d": 1})",
                 R"({"d": 1, "a": 1, "b": 1, "e": 1})"})),
        std::string("/z missing | - | 1 | -\n"
                    "/a same | 1 | 1 | 1\n"
                    "/b missing | - | 1 | 1\n"
                    "/e missing | - | - | 1\n"
                    "/c missing | - | 1 | -\n"
                    "/d same | 1 | 1 | 1\n"));
}

void TestMatrix::whatCannotBeComparedInPartsIsOneRow_data()
{
    QTest::addColumn<QByteArray>("left");
    QTest::addColumn<QByteArray>("right");
    QTest::addColumn<QByteArray>("rows");
    QTest::newRow("arrays of different lengths")
        << QByteArray(R"({"a": [1, 2]})") << QByteArray(R"({"a": [1]})")
        << QByteArray("/a differs | [1, 2] | [1]\n");
    QTest::newRow("container and value")
        << QByteArray(R"({"a": {"b": 1}})") << QByteArray(R"({"a": 1})")
        << QByteArray("/a differs | {\"b\": 1} | 1\n");
    QTest::newRow("object and array")
        << QByteArray(R"({"a": {"b": 1}})") << QByteArray(R"({"a": [1]})")
        << QByteArray("/a differs | {\"b\": 1} | [1]\n");
    QTest::newRow("sealed") << QByteArray(R"({"a": {"$sealed": {"ct": "x"}}})")
                            << QByteArray(R"({"a": {"$sealed": {"ct": "y"}}})")
                            << QByteArray("/a differs | {\"$sealed\": {\"ct\": \"x\"}} | "
                                          "{\"$sealed\": {\"ct\": \"y\"}}\n");
    QTest::newRow("an empty object has no keys to compare") << QByteArray(
        R"({"a": {}})") << QByteArray(R"({"a": {"b": 1}})") << QByteArray("/a/b missing | - | 1\n");
    QTest::newRow("only here, and so all below")
        << QByteArray(R"({"a": [{"b": 1}]})") << QByteArray("{}")
        << QByteArray("/a/0/b missing | 1 | -\n");
}

void TestMatrix::whatCannotBeComparedInPartsIsOneRow()
{
    QFETCH(QByteArray, left);
    QFETCH(QByteArray, right);
    QFETCH(QByteArray, rows);
    QCOMPARE(
        QByteArray::fromStdString(printed(matrixOf({left.toStdString(), right.toStdString()}))),
        rows);
}

void TestMatrix::formatsMayDiffer()
{
    std::vector<core::MatrixColumn> columns;
    columns.push_back(core::MatrixColumn::of(
        parsed(R"({"a": {"b": 1}, "c": "x"})", Format::Json), nullptr, nullptr));
    columns.push_back(
        core::MatrixColumn::of(parsed("a:\n  b: 1\nc: x\n", Format::Yaml), nullptr, nullptr));
    columns.push_back(
        core::MatrixColumn::of(parsed("c = \"y\"\n[a]\nb = 1\n", Format::Toml), nullptr, nullptr));
    const Matrix matrix(std::move(columns));
    QCOMPARE(printed(matrix),
        std::string("/a/b same | 1 | 1 | 1\n"
                    "/c differs | \"x\" | \"x\" | \"y\"\n"));
    QCOMPARE(
        printed(core::promote(matrix, 0, 2, {{"/c"}})), std::string("c = \"x\"\n[a]\nb = 1\n"));
}

void TestMatrix::anEnvironmentsOwnValuesAreExpectedToDiffer()
{
    const auto matrix = matrixOf({R"({"host": "dev", "replicas": {"min": 1}, "port": 1})",
        R"({"host": "prod", "replicas": {"min": 9, "max": 9}, "port": 1})"});
    QCOMPARE(printed(matrix),
        std::string("/host own | \"dev\" | \"prod\"\n"
                    "/replicas/min own | 1 | 9\n"
                    "/replicas/max own | - | 9\n"
                    "/port same | 1 | 1\n"));
    QCOMPARE(matrix.row(0).state, MatrixState::Same);
    QCOMPARE(matrix.row(matrix.find("/replicas")).state, MatrixState::Own);
    QCOMPARE(matrix.count(MatrixState::Own), std::size_t(3));
}

void TestMatrix::withoutAReadableSchemaEverythingIsProtected()
{
    const Matrix matrix({core::MatrixColumn::unknown(parsed(R"({"a": 1})", Format::Json)),
        core::MatrixColumn::unknown(parsed(R"({"a": 2})", Format::Json)),
        core::MatrixColumn::unknown(nullptr)});
    QVERIFY(matrix.isSensitive(matrix.find("/a")));
    QCOMPARE(printed(core::promote(matrix, 0, 1, {{""}})), std::string("{\"a\": 2}\n/a own"));
}

// What the editor covers is covered and protected here as well: by name, and where an anchor holds
// the text of what is sensitive.
void TestMatrix::whatOnlyItsNameTellsIsSensitive()
{
    const core::SecretScanner scanner;
    const auto column = [&](const char *text) {
        return core::MatrixColumn::of(parsed(text, Format::Yaml), nullptr, &scanner);
    };
    const Matrix matrix({column("password: swordfish\ndbPassword: 471108\nhost: a\n"
                                "shared: &p S3cr3tPw9A\nsecret: *p\n"),
        column("password: other\nhost: b\n")});
    for (const char *pointer : {"/password", "/dbPassword", "/shared", "/secret"})
        QVERIFY2(matrix.isSensitive(matrix.find(pointer)), pointer);
    QVERIFY(!matrix.isSensitive(matrix.find("/host")));
    // Nor do they come along when all is promoted.
    QCOMPARE(printed(core::promote(matrix, 0, 1, {{""}})),
        std::string("password: other\nhost: a\n\n/password sensitive\n/dbPassword sensitive"
                    "\n/shared sensitive\n/secret sensitive"));
}

void TestMatrix::rowsAreFoundByTheirPointers()
{
    const auto matrix = matrixOf({R"({"a/b": [0, {"~": 1}], "c": [1]})", R"({"c": []})"});
    QCOMPARE(matrix.pointer(matrix.find("/a~1b/1/~0")), std::string("/a~1b/1/~0"));
    QCOMPARE(matrix.find(""), 0U);
    for (const char *pointer : {"/x", "/a", "a~1b", "/a~1b/2", "/a~1b/1/~0/x", "/c/0", "/"})
        QCOMPARE(matrix.find(pointer), core::MatrixRow::none);
}

void TestMatrix::aLineIsCutBetweenCharacters()
{
    const auto tree = parsed(R"({"a": "ÄÄÄÄ", "b": [1, 2, 3]})", Format::Json);
    QCOMPARE(core::lineOf(tree->root().find("a"), 6), std::string("\"ÄÄ…"));
    QCOMPARE(core::lineOf(tree->root().find("b"), 4), std::string("[1, …"));
    QCOMPARE(core::lineOf(tree->root(), 99), std::string(R"({"a": "ÄÄÄÄ", "b": [1, 2, 3]})"));
}

void TestMatrix::promotesOnlyWhatWasPicked_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    QTest::addColumn<QByteArray>("pointer");
    QTest::addColumn<bool>("removes");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *name, Format format, const char *from, const char *to,
                         const char *pointer, const char *result, bool removes = false) {
        QTest::newRow(name) << format << QByteArray(from) << QByteArray(to) << QByteArray(pointer)
                            << removes << QByteArray(result);
    };
    row("one value", Format::Yaml, "a: 1 # mine\nb: 2\n", "b: 1\n# kept\na:   'x'  # theirs\n",
        "/b", "b: 2\n# kept\na:   'x'  # theirs\n");
    row("a new key behind the others", Format::Yaml, "a:\n  x: 1\n  y: 2\n",
        "a:\n    x: 1 # one\nz: 3\n", "/a/y", "a:\n    x: 1 # one\n    y: 2\nz: 3\n");
    row("absent ancestors are made", Format::Yaml, "a:\n  b:\n    c: 1\n    d: 2\n", "z: 1\n",
        "/a/b/c", "z: 1\na:\n  b:\n    c: 1\n");
    row("a whole block as it stands there", Format::Yaml, "a:\n  b: 1 # why\n  c: [1]\n", "z: 1\n",
        "/a", "z: 1\na:\n  b: 1 # why\n  c: [1]\n");
    row("absent ancestors in JSON", Format::Json, R"({"a": {"b": {"c": 1, "d": 2}}})",
        "{\n  \"z\": 1\n}\n", "/a/b/c", "{\n  \"z\": 1,\n  \"a\": {\"b\": {\"c\": 1}}\n}\n");
    row("a table of TOML", Format::Toml, "x = 2\n[a]\nb = 2 # two\n", "x = 1\n[a]\nb = 1 # one\n",
        "/a", "x = 1\n[a]\nb = 2 # one\n");
    row("an empty container", Format::Json, R"({"a": {}})", R"({"b": 1})", "/a",
        R"({"b": 1, "a": {}})");
    row("what only the target has is kept", Format::Json, "{}", R"({"b": {"c": 1}})", "",
        "{\"b\": {\"c\": 1}}\n/b/c only-in-target");
    row("unless it was picked to go", Format::Json, R"({"a": 1})", R"({"a": 1, "b": {"c": 1}})",
        "/b", R"({"a": 1})", true);
    row("one of two goes", Format::Json, R"({"b": {}})", R"({"b": {"c": 1, "d": 2}})", "/b/c",
        R"({"b": {"d": 2}})", true);
    row("a list as a whole", Format::Yaml, "a: [1, 2]\nb: 1\n", "a: [1] # one\nb: 2\n", "/a",
        "a: [1, 2] # one\nb: 2\n");
    row("an item by its position", Format::Json, R"({"a": [1, 5, 3]})", R"({"a": [9, 2, 9]})",
        "/a/1", R"({"a": [9, 5, 9]})");
    row("an array comes with all its items or not at all", Format::Json, R"({"a": [1, 5]})", "{}",
        "/a/1", "{}\n/a/1 incomplete");
    row("nothing differs", Format::Yaml, "a: 1\n", "a:   1\n", "", "a:   1\n");
    row("other types", Format::Yaml, "a:\n  b: 1\n", "a: x # c\n", "/a", "a:\n  b: 1 # c\n");
}

void TestMatrix::promotesOnlyWhatWasPicked()
{
    QFETCH(Format, format);
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    QFETCH(QByteArray, pointer);
    QFETCH(bool, removes);
    QFETCH(QByteArray, result);
    QCOMPARE(QByteArray::fromStdString(promoted(
                 from.toStdString(), to.toStdString(), {{pointer.toStdString(), removes}}, format)),
        result);
}

void TestMatrix::refusesWhatCannotBe()
{
    QCOMPARE(promoted(R"({"a": [1]})", R"({"a": []})", {{"/a/0"}}), std::string("!no-such-row"));
    QCOMPARE(promoted("{}", "{}", {{"/a"}}), std::string("!no-such-row"));
    QCOMPARE(promoted("", "{}", {{""}}), std::string("!nothing-there"));
    QCOMPARE(promoted("a: [null, 1]\n", "a: [1]\n", {{"/a"}}, Format::Yaml),
        std::string("a: [null, 1]\n"));
    // What an anchor is used for elsewhere cannot be had without touching that as well.
    QCOMPARE(promoted("a: {x: 1}\nb: {x: 2}\n", "a: &a\n  x: 1\nb: *a\n", {{"/b/x"}}, Format::Yaml),
        std::string("!cannot-patch"));
    const Matrix toToml({core::MatrixColumn::of(parsed("{\"a\": null}", Format::Json), {}, {}),
        core::MatrixColumn::of(parsed("a = 1\n", Format::Toml), {}, {})});
    QCOMPARE(printed(core::promote(toToml, 0, 1, {{"/a"}})), std::string("!cannot-patch"));
}

void TestMatrix::protectsWhatBelongsToTheEnvironment_data()
{
    QTest::addColumn<Picks>("picks");
    QTest::addColumn<QByteArray>("result");
    const QByteArray target = R"({"port": 1, "host": "prod", "token": "p", "key": {"$sealed": 2}})";
    QTest::newRow("by way of what is around them")
        << Picks{{""}}
        << QByteArray(R"({"port": 2, "host": "prod", "token": "p", "key": {"$sealed": 2}})"
                      "\n/host own\n/token sensitive\n/key sealed");
    QTest::newRow("not even confirmed there")
        << Picks{{"", false, true}}
        << QByteArray(R"({"port": 2, "host": "prod", )"
                      R"("token": "p", "key": {"$sealed": 2}})"
                      "\n/host own\n/token sensitive\n/key sealed");
    QTest::newRow("chosen but not confirmed") << Picks{{"/host"}} << target + "\n/host own";
    QTest::newRow("chosen and confirmed")
        << Picks{{"/host", false, true}}
        << QByteArray(R"({"port": 1, "host": "dev", "token": "p", "key": {"$sealed": 2}})");
    QTest::newRow("a secret is copied when it is chosen itself")
        << Picks{{"/token"}}
        << QByteArray(R"({"port": 1, "host": "prod", "token": "d", "key": {"$sealed": 2}})");
    QTest::newRow("a sealed value never")
        << Picks{{"/key", false, true}} << target + "\n/key sealed";
}

void TestMatrix::protectsWhatBelongsToTheEnvironment()
{
    QFETCH(Picks, picks);
    QFETCH(QByteArray, result);
    QCOMPARE(QByteArray::fromStdString(
                 promoted(R"({"port": 2, "host": "dev", "token": "d", "key": {"$sealed": 1}})",
                     R"({"port": 1, "host": "prod", "token": "p", "key": {"$sealed": 2}})", picks)),
        result);
    QCOMPARE(promoted(R"({"key": "plain"})", R"({"key": {"$sealed": 2}})", {{""}}),
        std::string("{\"key\": {\"$sealed\": 2}}\n/key sealed-target"));
}

void TestMatrix::whatHasNothingBeginsWithTheSource()
{
    QCOMPARE(promoted("# About it\nport: 1 # why\nhost: dev\nreplicas:\n  min: 1\nz: 2\n", "",
                 {{""}}, Format::Yaml),
        std::string("# About it\nport: 1 # why\nz: 2\n\n/host own\n/replicas/min own"));
    QCOMPARE(promoted(R"({"a": 1, "b": {"c": 2, "d": 3}})", "", {{"/b/d"}}),
        std::string(R"({"b": {"d": 3}})"));
}

void TestMatrix::saysWhatIsWrongAfterwards()
{
    const auto made = schema();
    const auto words = [&](const char *before, const char *after) {
        const auto old = *before ? parsed(before, Format::Json) : nullptr;
        const auto now = parsed(after, Format::Json);
        std::string text;
        for (const auto &violation :
            core::violationsOfChange(made, old ? old->root() : core::Value(), now->root()))
            text += violation.instancePointer + ' ' + violation.code + ';';
        return text;
    };
    QCOMPARE(words(R"({"port": 1})", R"({"port": "x"})"), std::string("/port type;"));
    QCOMPARE(words(R"({"port": 1, "low": 1, "high": 2})", R"({"port": 1, "low": 3, "high": 2})"),
        std::string("/low x-invariants;"));
    QCOMPARE(words("{}", R"({"a": 1})"), std::string());
    QCOMPARE(words("", R"({"a": 1})"), std::string(" required;"));
}

// Whatever the documents are: what is not protected becomes equal, what is protected stays to the
// byte, and no row that was not picked changes.
void TestMatrix::promotingEverythingMakesTheRowsEqual()
{
    support::RandomTrees random(7);
    for (int round = 0; round < 600; ++round) {
        const auto base = random.tree(4);
        const auto from = random.edited(base).json();
        const auto to = random.edited(base).json();
        const Matrix before = matrixOf({from, to});
        const auto promotion = core::promote(before, 0, 1, {{"", true}});
        QVERIFY2(promotion, (from + "\n" + to).c_str());
        QVERIFY2(promotion->leftOut.empty(), (from + "\n" + to).c_str());
        const Matrix after = matrixOf({from, promotion->text});
        QVERIFY2(core::sameValue(after.value(0, 0), after.value(0, 1)),
            (from + "\n" + to + "\n" + promotion->text).c_str());
        if (before.rowCount() < 2)
            continue;
        const auto row = 1 + random.pick(before.rowCount() - 1);
        const auto one = core::promote(before, 0, 1, {{before.pointer(row)}});
        QVERIFY2(one, (from + "\n" + to).c_str());
        const Matrix then = matrixOf({one->text, to, from});
        for (std::uint32_t other = 0; other < before.rowCount(); ++other) {
            const bool isPicked = other >= row && other < before.row(row).end;
            const auto there = then.find(before.pointer(other));
            if (isPicked || there == core::MatrixRow::none || !before.row(other).isLeaf)
                continue;
            QVERIFY2(then.cell(there, 1).isPresent() == then.cell(there, 0).isPresent()
                    && (!then.cell(there, 1).isPresent() || then.cell(there, 0).like == 0),
                (from + "\n" + to + "\n" + one->text).c_str());
        }
    }
}

void TestMatrix::isQuickForLargeDocuments()
{
    const auto left = withSpaces(10'000);
    auto right = left;
    std::size_t at = 0;
    for (int i = 0; i < 5000; ++i) {
        at = right.find("\"value\": ", at + 1);
        right[at + 9] = '7';
    }
    QElapsedTimer clock;
    clock.start();
    const auto matrix = matrixOf({left, right, left, right});
    const auto built = clock.restart();
    QCOMPARE(matrix.rowCount(), 30'001U);
    const auto promotion = core::promote(matrix, 0, 1, {{""}});
    const auto done = clock.elapsed();
    QVERIFY(promotion);
    QVERIFY(promotion->text == left);
    qInfo("rows of 4 x 9 MB in %lld ms, promotion of 5,000 keys in %lld ms", built, done);
}

QTEST_GUILESS_MAIN(TestMatrix)
#include "tst_matrix.moc"
