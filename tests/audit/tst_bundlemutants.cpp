// SPDX-License-Identifier: Apache-2.0
#include "tests/audit/bundlemutator.h"
#include "tests/support/testcase.h"

#include <QtCore/QProcess>

#include <fstream>
#include <thread>

using namespace chancery;
using core::evidence::BundleVerdict;
using support::Mutant;
using support::Mutator;
using support::ReportWorld;

namespace {

constexpr unsigned mostMutants = 1000;
constexpr unsigned parts = 4; // at once, for each takes a while

// What both programs say of some of the mutants.
struct Part {
    struct One {
        std::string how;
        std::string what;
        BundleVerdict verdict = BundleVerdict::Fine;
        bool isChanged = false;
    };
    std::vector<One> ours;
    QList<QByteArray> theirs; // a line each
    QByteArray errors;
};

Part judged(const ReportWorld &world, const std::string &bundle, unsigned part)
{
    Part result;
    Mutator mutator(world, bundle);
    const QTemporaryDir folder;
    QStringList arguments{QStringLiteral("docs/samples/verify_bundle.py")};
    for (const auto &key : world.keys())
        arguments << QStringLiteral("--key") << QString::fromStdString(core::toVkey(key));
    for (auto i = part; i <= mostMutants; i += parts) {
        const auto mutant = i == 0 ? Mutant{bundle, "as it is"} : mutator.next(i);
        const auto file = folder.filePath(QString::number(i));
        std::ofstream(file.toStdString(), std::ios::binary) << mutant.bytes;
        arguments << file;
        const auto finding = core::evidence::verifyBundle(mutant.bytes, world.keys());
        result.ours.push_back({mutant.how, finding.what, finding.verdict, mutant.bytes != bundle});
    }
    QProcess python;
    python.start(QStringLiteral("python3"), arguments);
    python.waitForFinished(250'000);
    result.theirs = python.readAllStandardOutput().split('\n');
    result.errors = python.readAllStandardError();
    return result;
}

} // namespace

// The two programs that check bundles, written by the same guide and sharing nothing, say the same
// of a thousand bundles that were damaged, exchanged and signed again.
class TestBundleMutants : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void bothProgramsAgree();
};

void TestBundleMutants::bothProgramsAgree()
{
    ReportWorld world;
    world.request.sampleSize = 1;
    const auto bundle = world.bundle();
    std::vector<Part> done(parts);
    std::vector<std::thread> running;
    for (unsigned part = 0; part < parts; ++part)
        running.emplace_back([&, part] { done[part] = judged(world, bundle, part); });
    for (auto &thread : running)
        thread.join();
    std::map<BundleVerdict, unsigned> seen;
    for (const auto &part : done) {
        QVERIFY2(part.theirs.size() == qsizetype(part.ours.size()) + 1, part.errors.constData());
        for (std::size_t i = 0; i < part.ours.size(); ++i) {
            const auto &one = part.ours[i];
            const auto &theirs = part.theirs[qsizetype(i)];
            ++seen[one.verdict];
            // Who has the key may change words that nothing counts, such as for whom a report is.
            if (!one.how.starts_with("signed again"))
                QCOMPARE(one.verdict == BundleVerdict::Fine, !one.isChanged);
            QVERIFY2(theirs.startsWith(QByteArray::number(int(one.verdict)) + ' '),
                (one.how + ": " + one.what + " / " + theirs.toStdString()).c_str());
        }
    }
    QVERIFY(seen[BundleVerdict::Mismatch] > mostMutants / 4);
    QVERIFY(seen[BundleVerdict::Malformed] > mostMutants / 8);
    QVERIFY(seen[BundleVerdict::UnknownKey] > mostMutants / 40);
}

QTEST_GUILESS_MAIN(TestBundleMutants)
#include "tst_bundlemutants.moc"
