// SPDX-License-Identifier: Apache-2.0
#include "engine/core/domain/place.h"
#include "engine/server/approvals.h"
#include "tests/server/memorystore.h"
#include "tests/support/testcase.h"

using namespace chancery;
using namespace chancery::server;

// How the server hands its votes to the policy.
class TestApprovals : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void gov10AReplacedVoteStaysReplacedWhenTheClockStepsBack();
};

void TestApprovals::gov10AReplacedVoteStaysReplacedWhenTheClockStepsBack()
{
    MemoryStore store;
    core::Environment prod;
    prod.id = core::EnvironmentId("prod");
    prod.gated = true;
    prod.requiredApprovals = 1;
    auto batch = store.begin();
    QVERIFY((*batch)->put("environment/prod", api::toJson(prod)).ok());
    QVERIFY((*batch)->commit().ok());
    auto reader = store.openReader();
    QVERIFY(reader.ok());

    core::Principal eve;
    eve.id = core::PrincipalId("usr_eve");
    eve.kind = core::PrincipalKind::User;
    eve.roles = {"approver"};
    batch = store.begin();
    QVERIFY((*batch)->put("principal/usr_eve", api::toJson(eve)).ok());
    QVERIFY((*batch)->commit().ok());

    const core::Instant now = core::SystemClock().now();
    core::ChangeRequest request;
    request.id = core::ChangeRequestId("CR-1");
    request.cycle = 1;
    request.contentDigest = "sha256:1";
    request.requester = core::PrincipalId("usr_ann");
    request.items.emplace_back();
    request.items.back().config = core::ConfigId("cfg_1");
    request.items.back().path = "payments/a";
    request.items.back().environment = prod.id;
    core::Review vote;
    vote.id = core::ReviewId("rev_1");
    vote.cycle = 1;
    vote.author = eve.id;
    vote.contentDigest = request.contentDigest;
    vote.kind = core::VoteKind::Approve;
    vote.at = now;
    vote.standing = true;
    request.reviews.push_back(vote);
    QVERIFY(standingOf(View(**reader), request, now).isApproved);
    // She takes it back, and the clock has been set back by an hour in between.
    request.reviews.back().standing = false;
    request.reviews.back().voidedBecause = "replaced";
    vote.id = core::ReviewId("rev_2");
    vote.kind = core::VoteKind::RequestChanges;
    vote.at = now - std::chrono::hours(1);
    request.reviews.push_back(vote);
    QVERIFY(!standingOf(View(**reader), request, now).isApproved);
}

QTEST_GUILESS_MAIN(TestApprovals)
#include "tst_approvals.moc"
