// SPDX-License-Identifier: Apache-2.0
#include "tests/support/testcase.h"

#include <QProcess>
#include <QSet>
#include <QTemporaryDir>

using namespace chancery;

namespace {

QByteArray run(const QString &program, const QStringList &arguments, const QByteArray &input = {})
{
    QProcess process;
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    return process.waitForFinished() && process.exitCode() == 0 ? process.readAllStandardOutput()
                                                                : QByteArray();
}

QByteArray git(const QString &folder, QStringList arguments, const QByteArray &input = {})
{
    arguments.prepend(folder);
    arguments.prepend(QStringLiteral("-C"));
    return run(QStringLiteral("git"), arguments, input);
}

QByteArray graph(QStringList arguments)
{
    arguments.prepend(QStringLiteral("history-graph"));
    return run(QStringLiteral(CHANCERY_PROGRAMS_DIR "/chancery-bench"), arguments);
}

// A line with a branch that is merged every ten commits, and a tag on a commit of its own.
QByteArray history(int count)
{
    QByteArray stream;
    const auto commit = [&stream](const QByteArray &branch, int mark, const QByteArray &links) {
        const QByteArray number = QByteArray::number(mark);
        const QByteArray words = "Change " + number;
        stream += "commit refs/heads/" + branch + "\nmark :" + number + "\ncommitter Ann <a@b> "
            + QByteArray::number(1'700'000'000 + mark * 60) + " +0000\ndata "
            + QByteArray::number(words.size()) + '\n' + words + '\n' + links + '\n';
    };
    for (int mark = 1; mark <= count; ++mark) {
        const QByteArray before = ":" + QByteArray::number(mark - 1);
        const QByteArray earlier = ":" + QByteArray::number(mark - 2);
        if (mark == 1)
            commit("main", mark, {});
        else if (mark % 10 == 4)
            commit("side", mark, "from " + before + '\n');
        else if (mark % 10 == 5)
            commit("main", mark, "from " + earlier + "\nmerge " + before + '\n');
        else
            commit("main", mark, "from " + before + '\n');
    }
    return stream + "tag v1\nfrom :3\ntagger Ann <a@b> 1700000000 +0000\ndata 2\nv1\n";
}

// The commits in their lines, in the order that they stand in.
QStringList commitsIn(const QByteArray &graph)
{
    QStringList ids;
    for (const QByteArray &line : graph.split('\n')) {
        const auto place = line.indexOf("Change ");
        if (place > 11)
            ids << QString::fromLatin1(line.mid(place - 11, 10));
    }
    return ids;
}

} // namespace

// The bench's picture of a Git repository against what Git says of it.
class TestHistoryGraph : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyCommitIsThereAfterItsChildren_data();
    void everyCommitIsThereAfterItsChildren();
    void theFirstScreenIsTheBeginning();
    void whatIsNoRepositoryIsTold();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestHistoryGraph::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    (void)git(
        m_folder->path(), {QStringLiteral("init"), QStringLiteral("-q"), QStringLiteral("--bare")});
    (void)git(
        m_folder->path(), {QStringLiteral("fast-import"), QStringLiteral("--quiet")}, history(300));
}

void TestHistoryGraph::everyCommitIsThereAfterItsChildren_data()
{
    QTest::addColumn<bool>("isPacked");
    QTest::newRow("as it was written") << false;
    QTest::newRow("packed") << true;
}

void TestHistoryGraph::everyCommitIsThereAfterItsChildren()
{
    QFETCH(bool, isPacked);
    if (isPacked)
        (void)git(m_folder->path(), {QStringLiteral("repack"), QStringLiteral("-adq")});
    const QStringList drawn = commitsIn(graph({m_folder->path()}));
    QCOMPARE(drawn.size(), 300);
    QSet<QString> seen;
    const QByteArray known = git(m_folder->path(),
        {QStringLiteral("rev-list"), QStringLiteral("--all"), QStringLiteral("--parents")});
    QHash<QString, QStringList> parents;
    for (const QByteArray &line : known.split('\n')) {
        QStringList ids;
        for (const QByteArray &id : line.split(' '))
            ids << QString::fromLatin1(id.left(10));
        parents[ids.takeFirst()] = ids;
    }
    for (const QString &id : drawn) {
        QVERIFY(parents.contains(id));
        for (const QString &parent : parents[id])
            QVERIFY(!seen.contains(parent));
        seen.insert(id);
    }
    QCOMPARE(seen.size(), 300);
}

void TestHistoryGraph::theFirstScreenIsTheBeginning()
{
    const QByteArray first = graph({m_folder->path(), QStringLiteral("--first")});
    QCOMPARE(commitsIn(first).size(), 50);
    QVERIFY(graph({m_folder->path()}).startsWith(first));
}

void TestHistoryGraph::whatIsNoRepositoryIsTold()
{
    const QTemporaryDir empty;
    QVERIFY(graph({empty.path()}).isEmpty());
}

QTEST_GUILESS_MAIN(TestHistoryGraph)
#include "tst_historygraph.moc"
