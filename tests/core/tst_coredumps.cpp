// SPDX-License-Identifier: Apache-2.0
#include "engine/core/coredumps.h"
#include "tests/support/testcase.h"

#include <QTemporaryDir>

#include <csignal>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define CHANCERY_IS_LOOKED_AT
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define CHANCERY_IS_LOOKED_AT
#endif

using namespace chancery;

// What is left of a program that held secrets and died.
class TestCoreDumps : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsDumped();
    void othersWouldBe();

private:
    // How a child ended that was aborted, after that.
    static int endedAfter(void (*before)());
};

int TestCoreDumps::endedAfter(void (*before)())
{
    QTemporaryDir folder;
    const auto place = folder.path().toLocal8Bit();
    const pid_t child = ::fork();
    if (child == 0) {
        rlimit limit{};
        (void)::getrlimit(RLIMIT_CORE, &limit);
        limit.rlim_cur = limit.rlim_max;
        (void)::setrlimit(RLIMIT_CORE, &limit);
        std::signal(SIGABRT, SIG_DFL);
        if (::chdir(place.constData()) == 0) {
            before();
            ::kill(::getpid(), SIGABRT);
        }
        ::_exit(1);
    }
    int status = 0;
    (void)::waitpid(child, &status, 0);
    return status;
}

void TestCoreDumps::nothingIsDumped()
{
    const int status = endedAfter(core::forbidCoreDumps);
    QVERIFY(WIFSIGNALED(status));
    QCOMPARE(WTERMSIG(status), SIGABRT);
    QVERIFY(!WCOREDUMP(status));
    // Nor does another program of the same user look into it.
    const int looked = endedAfter([] {
        core::forbidCoreDumps();
        rlimit limit{1, 1};
        (void)::getrlimit(RLIMIT_CORE, &limit);
        const bool isHidden = ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0;
        ::_exit(limit.rlim_cur == 0 && limit.rlim_max == 0 && isHidden ? 7 : 8);
    });
    QVERIFY(WIFEXITED(looked));
#ifndef CHANCERY_IS_LOOKED_AT // the leak sanitizer must look
    QCOMPARE(WEXITSTATUS(looked), 7);
#endif
}

// Else the first would say nothing.
void TestCoreDumps::othersWouldBe()
{
    const int status = endedAfter([] { });
    if (!WCOREDUMP(status))
        QSKIP("this machine keeps no core files");
    QVERIFY(WIFSIGNALED(status));
}

QTEST_GUILESS_MAIN(TestCoreDumps)
#include "tst_coredumps.moc"
