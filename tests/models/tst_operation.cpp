// SPDX-License-Identifier: Apache-2.0
#include "engine/core/mailbox.h"
#include "models/operation.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"

using namespace chancery;
using models::Operation;

namespace {

// Asks and answers by hand, through a real mailbox.
struct Desk {
    core::Mailbox mailbox;
    std::vector<std::pair<std::shared_ptr<core::CancelToken>, core::Handler<int>>> asked;

    auto ask()
    {
        return [this](core::Handler<int> done) {
            auto token = std::make_shared<core::CancelToken>();
            asked.emplace_back(token, std::move(done));
            return core::Call(token);
        };
    }
    void answer(std::size_t index, core::Result<int> result)
    {
        const auto &question = asked[index];
        mailbox.post(question.first, [done = question.second, result] { done(result); });
        mailbox.drain();
    }
};

} // namespace

class OperationTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void latestRequestWins()
    {
        Desk desk;
        Operation operation;
        QList<int> used;
        operation.start<int>(
            QStringLiteral("first"), desk.ask(), [&](int value) { used << value; });
        operation.start<int>(
            QStringLiteral("second"), desk.ask(), [&](int value) { used << value; });
        desk.answer(1, 2);
        desk.answer(0, 1);
        QCOMPARE(used, QList<int>{2});
        QVERIFY(operation.state() == Operation::State::Idle);
    }

    void failureStaysUntilRetry()
    {
        Desk desk;
        Operation operation;
        int used = 0;
        operation.start<int>(QStringLiteral("read"), desk.ask(), [&](int value) { used = value; });
        desk.answer(0, support::anError(core::ErrorKind::Offline));
        QVERIFY(operation.hasFailed());
        QVERIFY(operation.error().kind == core::ErrorKind::Offline);
        operation.retry();
        QVERIFY(operation.isRunning());
        desk.answer(1, 7);
        QCOMPARE(used, 7);
        QVERIFY(!operation.hasFailed());
    }

    void cancelledReadIsIdleAndNeverAnswered()
    {
        Desk desk;
        Operation operation;
        operation.start<int>(QStringLiteral("read"), desk.ask(), [](int) { QFAIL("answered"); });
        operation.cancel();
        desk.answer(0, 1);
        QVERIFY(operation.state() == Operation::State::Idle);
    }

    void cancelledWriteSaysThatItsOutcomeIsUnknown()
    {
        Desk desk;
        Operation operation;
        operation.startWrite<int>(
            QStringLiteral("save"), desk.ask(), [](int) { QFAIL("answered"); });
        operation.cancel();
        desk.answer(0, 1);
        QVERIFY(operation.hasFailed());
        QCOMPARE(operation.error().code, std::string("state-unknown"));
    }

    void destroyedOperationIsNeverCalled()
    {
        Desk desk;
        {
            Operation operation;
            operation.start<int>(
                QStringLiteral("read"), desk.ask(), [](int) { QFAIL("answered"); });
        }
        desk.answer(0, 1);
        QVERIFY(desk.asked.front().first->isCancelled());
    }

    void answersMayStartTheNextStep()
    {
        Desk desk;
        Operation operation;
        int used = 0;
        operation.start<int>(QStringLiteral("one"), desk.ask(), [&](int) {
            operation.start<int>(
                QStringLiteral("two"), desk.ask(), [&](int value) { used = value; });
        });
        desk.answer(0, 1);
        QVERIFY(operation.isRunning());
        desk.answer(1, 2);
        QCOMPARE(used, 2);
    }

    void refusalNeedsNoCall()
    {
        Operation operation;
        operation.refuse(QStringLiteral("connect"), support::anError(core::ErrorKind::Invalid));
        QVERIFY(operation.hasFailed());
        operation.retry();
        QVERIFY(operation.hasFailed());
    }
};

QTEST_GUILESS_MAIN(OperationTest)
#include "tst_operation.moc"
