// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/hierarchysteps.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

using namespace chancery;
using namespace chancery::support;

// What a shell is told of two versions, of a version and live, and of what is passed over. On the
// real server.
class TestVersionDiff : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void twoVersionsAreComparedInEveryForm();
    void secretsOfVersionsAreCovered();
    void aFileBesideAVersionIsCovered();
    void theWordsForLiveAndForWhatIsNot();
    void rulesPassOverWhatNobodyAskedFor();
    void whatIsPassedOverStaysAsItWas();
    void aPatchOfJsonIsNeverCutShort();

private:
    static bool has(const std::string &text, const std::string &words)
    {
        return text.find(words) != std::string::npos;
    }
    Outcome diff(const std::string &left, const std::string &right, const QString &more = {}) const
    {
        return m_shell->run(QStringList{QStringLiteral("diff"), QString::fromStdString(left),
                                QString::fromStdString(right)}
            + more.split(u' ', Qt::SkipEmptyParts));
    }
    std::string file(const char *name, const std::string &text) const
    {
        const auto path = m_home.filePath(QString::fromLatin1(name));
        QFile out(path);
        return out.open(QIODevice::WriteOnly) && out.write(text.c_str()) >= 0 ? path.toStdString()
                                                                              : std::string();
    }

    CmsProcess m_cms;
    QTemporaryDir m_home;
    std::unique_ptr<Shell> m_shell;
    std::string m_first; // versions
    std::string m_second;
};

void TestVersionDiff::initTestCase()
{
    QVERIFY(m_cms.start());
    const auto &admin = m_cms.admin();
    makePlaces(admin);
    const auto schema
        = at(admin.post("/v1/schemas",
                 R"({"uri":"https://x/covered","name":"covered","text":)"
                     + jsonText(R"({"properties": {"pin": {"x-sensitive": true}}})") + '}'),
            "/id");
    QVERIFY(!schema.empty());
    const auto config = makeConfig(admin, "payments/api", "json", schema);
    const auto publish = [&](const char *text) {
        if (publishInDev(admin, config, text).status != 200)
            return std::string();
        return at(admin.get("/v1/configs/" + config + "/heads/dev"), "/version");
    };
    m_first = publish("{\n  \"rate\": 1,\n  \"pin\": \"hunter1\"\n}\n");
    m_second = publish("{\n  \"rate\": 2,\n  \"pin\": \"hunter2\"\n}\n");
    QVERIFY(!m_first.empty() && !m_second.empty());
    (void)makeConfig(admin, "payments/idle");
    (void)makePerson(admin, "paula", R"(["author"])");
    m_shell = std::make_unique<Shell>(m_home.path());
    QVERIFY(m_shell->login(m_cms.port(), QStringLiteral("paula")));
}

void TestVersionDiff::twoVersionsAreComparedInEveryForm()
{
    const auto left = "payments/api@" + m_first;
    const auto right = "payments/api@" + m_second;
    const auto unified = diff(left, right);
    QVERIFY2(unified.exitCode == 1, unified.errors.c_str());
    QVERIFY2(unified.out.starts_with("--- " + left + "\n+++ " + right + '\n'), unified.out.c_str());
    QVERIFY2(has(unified.out, "-  \"rate\": 1,\n"), unified.out.c_str());
    QVERIFY2(has(unified.out, "+  \"rate\": 2,\n"), unified.out.c_str());
    const auto tree = diff(left, right, QStringLiteral("--format tree"));
    QCOMPARE(tree.out, std::string("~ /rate: 1 -> 2\n~ /pin: •••••• -> ••••••\n"));
    const auto patch = diff(left, right, QStringLiteral("--format json-patch"));
    QVERIFY2(has(patch.out, R"("path": "/rate", "value": 2)"), patch.out.c_str());
    const auto places = diff(left, right, QStringLiteral("--json"));
    QVERIFY2(places.out.starts_with("[{\"leftLine\":2,"), places.out.c_str());
    QCOMPARE(diff(left, left).exitCode, 0);
}

void TestVersionDiff::secretsOfVersionsAreCovered()
{
    const auto left = "payments/api@" + m_first;
    for (const char *more : {"", "--format tree", "--format json-patch", "--json"}) {
        const auto shown
            = diff(left, "payments/api@live", QStringLiteral("-e dev ") + QLatin1String(more));
        QVERIFY2(shown.exitCode == 1, shown.errors.c_str());
        QVERIFY2(!has(shown.out + shown.errors, "hunter"), shown.out.c_str());
    }
    const auto unified = diff(left, "payments/api@live", QStringLiteral("-e dev"));
    QVERIFY2(has(unified.out, "+  \"pin\": •••••• (changed, value hidden)"), unified.out.c_str());
}

// The file alone hides nothing; beside a version it is what that will be.
void TestVersionDiff::aFileBesideAVersionIsCovered()
{
    const auto wanted = file("wanted.json", "{\n  \"rate\": 2,\n  \"pin\": \"hunter3\"\n}\n");
    const auto shown = diff("payments/api@live", wanted, QStringLiteral("-e dev"));
    QVERIFY2(shown.exitCode == 1, shown.errors.c_str());
    QVERIFY2(!has(shown.out, "hunter"), shown.out.c_str());
    QVERIFY2(has(shown.out, "+  \"pin\": •••••• (changed, value hidden)"), shown.out.c_str());
    const auto nameless = file("wanted", "hunter3\n");
    const auto closed = diff("payments/api@live", nameless, QStringLiteral("-e dev"));
    QVERIFY2(closed.exitCode == 1 && !has(closed.out, "hunter"), closed.out.c_str());
}

void TestVersionDiff::theWordsForLiveAndForWhatIsNot()
{
    const auto right = "payments/api@" + m_second;
    const auto live = diff("payments/api@live", right, QStringLiteral("-e dev"));
    QVERIFY2(live.exitCode == 0, live.errors.c_str());
    const auto nowhere = diff("payments/api@live", right);
    QVERIFY2(has(nowhere.errors, "--environment"), nowhere.errors.c_str());
    const auto idle = diff("payments/idle@live", right, QStringLiteral("-e dev"));
    QVERIFY2(idle.exitCode == 1 && has(idle.errors, "payments/idle"), idle.errors.c_str());
    const auto none = diff("payments/api@9.9.9", right, QStringLiteral("-e dev"));
    QVERIFY2(none.exitCode == 1 && has(none.errors, "9.9.9"), none.errors.c_str());
    // A file of that name is a file.
    const auto odd = file("odd@live", "x\n");
    QCOMPARE(diff(odd, odd).exitCode, 0);
}

void TestVersionDiff::rulesPassOverWhatNobodyAskedFor()
{
    const auto left = file("left.yaml", "# one\na: 1\nb: 2\nmeta:\n  build: 1\n  name: x\n");
    const auto right = file("right.yaml", "# two\nb: 2\na: 1\nmeta:\n  build: 2\n  name: x\n");
    const auto all = QStringLiteral("--ignore order --ignore comments --ignore /meta/build ");
    for (const char *form : {"", "--format tree", "--json"}) {
        QCOMPARE(diff(left, right, QLatin1String(form)).exitCode, 1);
        const auto none = diff(left, right, all + QLatin1String(form));
        QVERIFY2(none.exitCode == 0, (none.out + none.errors).c_str());
    }
    const auto tree = diff(left, right, QStringLiteral("--ignore order --format tree"));
    QCOMPARE(tree.out, std::string("~ /meta/build: 1 -> 2\n"));
    const auto star = diff(left, right, QStringLiteral("--ignore /*/build --format tree"));
    QVERIFY2(!has(star.out, "build") && star.exitCode == 1, star.out.c_str());
    const auto path = diff("payments/api@" + m_first, "payments/api@" + m_second,
        QStringLiteral("--ignore /pin --format tree"));
    QCOMPARE(path.out, std::string("~ /rate: 1 -> 2\n"));
    const auto wrong = diff(left, right, QStringLiteral("--ignore colours"));
    QVERIFY2(wrong.exitCode == 2 && has(wrong.errors, "comments"), wrong.errors.c_str());
}

// What is printed applies, and makes no more than what it tells.
void TestVersionDiff::whatIsPassedOverStaysAsItWas()
{
    const auto left
        = file("old.yaml", "build: 1\na: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\nh: 8\n");
    const auto right = file("new.yaml",
        "build: 2\n# more\n# words\na: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\nh: 9\ni: 10\n");
    const auto shown = diff(left, right, QStringLiteral("--ignore /build --ignore comments"));
    QVERIFY2(has(shown.out, "@@ -6,4 +6,5 @@\n"), (shown.out + shown.errors).c_str());
    QProcess patch;
    patch.start(QStringLiteral("patch"),
        {QString::fromStdString(left), QStringLiteral("-o"), QStringLiteral("-")});
    QVERIFY(patch.waitForStarted());
    patch.write(shown.out.c_str());
    patch.closeWriteChannel();
    QVERIFY(patch.waitForFinished());
    QCOMPARE(patch.readAllStandardOutput(),
        QByteArray("build: 1\na: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\nh: 9\ni: 10\n"));
}

void TestVersionDiff::aPatchOfJsonIsNeverCutShort()
{
    const auto one = file("one.json", R"({"a": [1, 2]})");
    const auto wrong = diff(one, one, QStringLiteral("--format json-patch --ignore /a/0"));
    QVERIFY2(wrong.exitCode == 2 && has(wrong.errors, "--ignore"), wrong.errors.c_str());
}

QTEST_GUILESS_MAIN(TestVersionDiff)
#include "tst_versiondiff.moc"
