// SPDX-License-Identifier: Apache-2.0
#include "engine/core/auditevent.h"
#include "engine/core/audittext.h"
#include "engine/core/digest.h"
#include "engine/core/personalfields.h"
#include "tests/support/testcase.h"

using namespace chancery;
using State = core::PersonalField::State;

// What an entry says of people is believed as far as its digests go.
class TestPersonalFields : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void valuesAreHeldAgainstTheEntry();
    void valuesOfOtherEntriesAreNone();
    void theBorderOfTheSaltStays();
    void whatIsMissingIsAbsent();
    void whatCannotBeReadSaysNothing_data();
    void whatCannotBeReadSaysNothing();
    void erasuresAreCounted();

private:
    static std::string leaf();
    static std::string salt(char which) { return std::string(core::piiSaltLength, which); }
};

std::string TestPersonalFields::leaf()
{
    auto event = core::auditEvent(core::AuditKind::AuthnLogin, core::AuditOutcome::Success);
    event.seq = 7;
    event.actor.displayPii = "p1";
    event.source.ipPii = "p2";
    event.pii = {{"p1", core::piiCommitment(salt(1), "Ada")},
        {"p2", core::piiCommitment(salt(2), "192.0.2.1")},
        {"name", core::piiCommitment(salt(3), "ada")}};
    return core::toLeaf(event).value();
}

void TestPersonalFields::valuesAreHeldAgainstTheEntry()
{
    const std::vector<core::PersonalValue> values{{7, "p1", core::toBase64(salt(1)), "Ada"},
        {7, "p2", core::toBase64(salt(2)), "192.0.2.2"}, {7, "name", "not base64!", "ada"}};
    const auto fields = core::personalFieldsOf(leaf(), values);
    QCOMPARE(fields.size(), std::size_t(3));
    const core::PersonalField name{"name", "actor.name", State::Wrong, ""};
    const core::PersonalField display{"p1", "actor.display", State::Known, "Ada"};
    const core::PersonalField address{"p2", "source.ip", State::Wrong, ""};
    QVERIFY(fields[0] == name);
    QVERIFY(fields[1] == display);
    QVERIFY(fields[2] == address);
    QCOMPARE(core::actorField(fields)->value, std::string("Ada"));
}

void TestPersonalFields::valuesOfOtherEntriesAreNone()
{
    const std::vector<core::PersonalValue> values{{8, "p1", core::toBase64(salt(1)), "Ada"}};
    for (const auto &field : core::personalFieldsOf(leaf(), values))
        QCOMPARE(field.state, State::Absent);
}

// The digest is over both, one after the other.
void TestPersonalFields::theBorderOfTheSaltStays()
{
    const std::vector<core::PersonalValue> values{{7, "p1", core::toBase64(salt(1) + "A"), "da"},
        {7, "p2", core::toBase64(salt(2).substr(1)), std::string(1, 2) + "192.0.2.1"}};
    const auto fields = core::personalFieldsOf(leaf(), values);
    QCOMPARE(fields[1].state, State::Wrong);
    QCOMPARE(fields[2].state, State::Wrong);
    QVERIFY(fields[1].value.empty());
}

void TestPersonalFields::whatIsMissingIsAbsent()
{
    const auto fields = core::personalFieldsOf(leaf(), {});
    QCOMPARE(fields.size(), std::size_t(3));
    QCOMPARE(core::actorField(fields)->state, State::Absent);
    QVERIFY(!core::actorField({}));
}

void TestPersonalFields::whatCannotBeReadSaysNothing_data()
{
    QTest::addColumn<QByteArray>("leaf");
    for (const char *text :
        {"", "{", "[]", "7", "{}", R"({"pii":7})", R"({"pii":[1]})", R"({"pii":null,"seq":"x"})"})
        QTest::newRow(text) << QByteArray(text);
}

void TestPersonalFields::whatCannotBeReadSaysNothing()
{
    QFETCH(QByteArray, leaf);
    const std::vector<core::PersonalValue> values{{7, "p1", core::toBase64(salt(1)), "Ada"}};
    for (const auto &field : core::personalFieldsOf(leaf.toStdString(), values))
        QVERIFY(field.state != State::Known);
    QCOMPARE(core::erasedFieldsToldBy(leaf.toStdString()), std::uint64_t(0));
}

void TestPersonalFields::erasuresAreCounted()
{
    auto event = core::auditEvent(core::AuditKind::PrivacyErase, core::AuditOutcome::Success);
    event.related = {{"erased-field", "12", {}, {}, {}}, {"other", "30", {}, {}, {}}};
    QCOMPARE(core::erasedFieldsToldBy(core::toLeaf(event).value()), std::uint64_t(12));
    event = core::auditEvent(core::AuditKind::AuthnLogin, core::AuditOutcome::Success);
    event.reason = "privacy.erase";
    event.related = {{"erased-field", "12", {}, {}, {}}};
    QCOMPARE(core::erasedFieldsToldBy(core::toLeaf(event).value()), std::uint64_t(0));
    QCOMPARE(core::erasedFieldsToldBy(leaf()), std::uint64_t(0));
}

QTEST_GUILESS_MAIN(TestPersonalFields)
#include "tst_personalfields.moc"
