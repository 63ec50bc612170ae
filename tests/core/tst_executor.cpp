// SPDX-License-Identifier: Apache-2.0
#include "engine/core/executor.h"
#include "tests/support/testcase.h"

#include <condition_variable>
#include <stdexcept>
#include <thread>

using namespace chancery;
using core::Call;
using core::CancelToken;
using core::Result;

namespace {

// A mailbox with an owner that can wait for a letter without sleeping.
class Inbox {
public:
    Inbox()
    {
        mailbox->setWaker([this] {
            const std::lock_guard lock(m_mutex);
            ++m_posted;
            m_wake.notify_all();
        });
    }
    ~Inbox() { mailbox->setWaker({}); }

    // Drains once at least that many letters were posted in all; says how many were delivered.
    std::size_t drainAfter(std::size_t posted)
    {
        std::unique_lock lock(m_mutex);
        m_wake.wait(lock, [&] { return m_posted >= posted; });
        lock.unlock();
        return mailbox->drain();
    }

    std::shared_ptr<core::Mailbox> mailbox = std::make_shared<core::Mailbox>();

private:
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::size_t m_posted = 0;
};

std::function<Result<int>(const CancelToken &)> answering(int value)
{
    return [value](const CancelToken &) -> Result<int> { return value; };
}

} // namespace

class TestExecutor : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void answersInTheOwnersThread();
    void aDroppedCallIsNeverAnswered();
    void aReplacedCallIsNotAnswered();
    void whatAJobThrowsBecomesAnError();
    void aRunningJobSeesItsCancellation();
    void waitingJobsDieWithTheExecutor();
    void waitingJobsDieInAMailboxThatNobodyEmpties();
    void handlersDieInTheOwnersThread();
};

void TestExecutor::answersInTheOwnersThread()
{
    Inbox inbox;
    core::Executor executor(inbox.mailbox);
    int answer = 0;
    std::thread::id where;
    const Call call = executor.run<int>(answering(42), [&](Result<int> result) {
        answer = result.value();
        where = std::this_thread::get_id();
    });
    QCOMPARE(inbox.drainAfter(1), std::size_t(1));
    QCOMPARE(answer, 42);
    QVERIFY(where == std::this_thread::get_id());
    QVERIFY(call.isHeld());
}

void TestExecutor::aDroppedCallIsNeverAnswered()
{
    Inbox inbox;
    core::Executor executor(inbox.mailbox);
    bool called = false;
    {
        const Call call = executor.run<int>(answering(1), [&](Result<int>) { called = true; });
    }
    QCOMPARE(inbox.drainAfter(1), std::size_t(0));
    QVERIFY(!called);
}

void TestExecutor::aReplacedCallIsNotAnswered()
{
    Inbox inbox;
    core::Executor executor(inbox.mailbox);
    std::vector<int> answers;
    const auto keep = [&](Result<int> result) { answers.push_back(result.value()); };
    Call call = executor.run<int>(answering(1), keep);
    call = executor.run<int>(answering(2), keep);
    inbox.drainAfter(2);
    QCOMPARE(answers, std::vector<int>{2});
}

void TestExecutor::whatAJobThrowsBecomesAnError()
{
    Inbox inbox;
    core::Executor executor(inbox.mailbox);
    core::Error error;
    const Call call = executor.run<int>(
        [](const CancelToken &) -> Result<int> { throw std::runtime_error("spilled"); },
        [&](Result<int> result) { error = result.error(); });
    inbox.drainAfter(1);
    QVERIFY(error.kind == core::ErrorKind::Internal);
    QCOMPARE(error.detail, std::string("spilled"));
}

void TestExecutor::aRunningJobSeesItsCancellation()
{
    Inbox inbox;
    core::Executor executor(inbox.mailbox);
    std::atomic<bool> started = false;
    Call call = executor.run<int>(
        [&](const CancelToken &token) -> Result<int> {
            started = true;
            started.notify_all();
            while (!token.isCancelled())
                std::this_thread::yield();
            return 1;
        },
        [](Result<int>) { QFAIL("a cancelled call was answered"); });
    started.wait(false);
    call.cancel();
    QCOMPARE(inbox.drainAfter(1), std::size_t(0));
}

void TestExecutor::waitingJobsDieWithTheExecutor()
{
    Inbox inbox;
    auto held = std::make_shared<int>(1);
    std::vector<Call> calls;
    {
        core::Executor executor(inbox.mailbox);
        for (int i = 0; i < 100; ++i)
            calls.push_back(executor.run<int>(answering(i), [held](Result<int>) { }));
    }
    inbox.mailbox->drain();
    QCOMPARE(held.use_count(), 1L);
}

void TestExecutor::waitingJobsDieInAMailboxThatNobodyEmpties()
{
    auto mailbox = std::make_shared<core::Mailbox>();
    const std::weak_ptr<core::Mailbox> left = mailbox;
    Call first;
    std::vector<Call> calls;
    std::function<Result<int>(const CancelToken &)> again;
    {
        core::Executor executor(mailbox);
        // Each job hands over the next: whenever the executor stops, one is waiting.
        again = [&](const CancelToken &) {
            calls.push_back(executor.run<int>(again, [](Result<int>) { }));
            return Result<int>(1);
        };
        first = executor.run<int>(again, [](Result<int>) { });
    }
    mailbox.reset();
    QVERIFY(left.expired());
}

void TestExecutor::handlersDieInTheOwnersThread()
{
    struct Witness {
        std::thread::id *where;
        ~Witness() { *where = std::this_thread::get_id(); }
    };
    Inbox inbox;
    std::thread::id where;
    {
        core::Executor executor(inbox.mailbox);
        auto witness = std::make_shared<Witness>(&where);
        const Call call
            = executor.run<int>(answering(1), [witness = std::move(witness)](Result<int>) { });
        inbox.drainAfter(1);
    }
    QVERIFY(where == std::this_thread::get_id());
}

QTEST_GUILESS_MAIN(TestExecutor)
#include "tst_executor.moc"
