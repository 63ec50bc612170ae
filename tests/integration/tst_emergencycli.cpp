// SPDX-License-Identifier: Apache-2.0
#include "tests/support/cmsprocess.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QFile>

using namespace chancery;
using namespace chancery::support;

namespace {

const QByteArray password = "correct horse\n";
const QString reason = QStringLiteral("Checkout refuses every card");

bool says(const Outcome &outcome, const char *words)
{
    return outcome.exitCode == 0 && outcome.out.find(words) != std::string::npos;
}

bool refuses(const Outcome &outcome, const char *words)
{
    return outcome.exitCode != 0 && outcome.errors.find(words) != std::string::npos;
}

QByteArray told(const Outcome &outcome)
{
    return QByteArray::fromStdString(outcome.out + outcome.errors);
}

} // namespace

// Emergency access from the shells of those concerned: the real server, the real command line. Ann
// acts, Bob approves and confirms, Cid reviews. Each step goes on from the one before.
class TestEmergencyCli : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void gov40_whatAnActivationNeeds();
    void gov40_itOpens();
    void gov45_whatWouldChangeIsShownFirst();
    void gov45_theWayBackIsOneCommand();
    void gov43_anOverrideHasItsReason();
    void gov41_moreTimeOnceAndTheEnd();
    void gov48_theOrdinaryApprovalIsAskedFor();
    void gov47_theReviewIsSomebodyElses();
    void gov54_theRegisterHasIt();
    void gov40_aSecondPersonConfirms();

private:
    std::string live() const
    {
        return at(m_cms.admin().get("/v1/configs/" + m_config + "/heads/prod"), "/version");
    }
    std::string liveText() const
    {
        return m_cms.admin().get("/v1/versions/" + live() + "/text").body;
    }
    void publish(const std::string &config, const std::string &text);
    std::unique_ptr<Shell> shellOf(const QString &name) const;
    Outcome activate(const Shell &shell, const QString &why = reason) const;
    static Outcome emergency(const Shell &shell, const char *words, const QByteArray &input = {})
    {
        return shell.run(
            (QStringLiteral("emergency ") + QLatin1String(words)).split(QLatin1Char(' ')), input);
    }

    CmsProcess m_cms;
    QTemporaryDir m_homes;
    std::unique_ptr<Shell> m_ann;
    std::unique_ptr<Shell> m_bob;
    std::unique_ptr<Shell> m_cid;
    std::optional<ProbeClient> m_author;
    std::optional<ProbeClient> m_approver;
    std::optional<ProbeClient> m_second;
    std::string m_config;
    std::string m_settings;
};

void TestEmergencyCli::publish(const std::string &config, const std::string &text)
{
    const auto head = m_cms.admin().get("/v1/configs/" + config + "/heads/prod");
    const auto made = m_author->post("/v1/change-requests",
        requestBody(config, "prod", head.status == 200 ? at(head, "/version") : "", text));
    const auto voted = m_approver->post(verb(made, "vote"), voteBody(made, "approve"), made.etag());
    // The rules themselves need two.
    const auto again = m_second->post(verb(made, "vote"), voteBody(made, "approve"), voted.etag());
    const auto done = m_author->post(verb(made, "apply"), "{}", again.etag());
    QVERIFY2(done.status == 200, done.body.c_str());
}

std::unique_ptr<Shell> TestEmergencyCli::shellOf(const QString &name) const
{
    auto shell = std::make_unique<Shell>(m_homes.filePath(name));
    return shell->login(m_cms.port(), name) ? std::move(shell) : nullptr;
}

Outcome TestEmergencyCli::activate(const Shell &shell, const QString &why) const
{
    QStringList words = QStringLiteral("emergency activate -e prod --namespace payments --incident "
                                       "INC-4711 --minutes 20 --password-stdin --reason")
                            .split(QLatin1Char(' '));
    return shell.run(words << why, password);
}

void TestEmergencyCli::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    (void)m_cms.admin().post(
        "/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})");
    m_author.emplace(makePerson(m_cms.admin(), "pia", R"(["author","policy.edit"])"));
    m_approver.emplace(makePerson(m_cms.admin(), "otto", R"(["approver"])"));
    m_second.emplace(makePerson(m_cms.admin(), "vera", R"(["approver"])"));
    (void)makePerson(m_cms.admin(), "ann", R"(["author","emergency.activate"])");
    (void)makePerson(m_cms.admin(), "bob", R"(["approver","emergency.activate"])");
    (void)makePerson(m_cms.admin(), "cid", R"(["viewer","emergency.review"])");
    m_config = makeConfig(*m_author, "payments/limits");
    m_settings = makeConfig(*m_author, "sys/emergency");
    publish(m_config, "{\"rate\": 1}\n");
    publish(m_config, "{\"rate\": 9}\n");
    m_ann = shellOf(QStringLiteral("ann"));
    m_bob = shellOf(QStringLiteral("bob"));
    m_cid = shellOf(QStringLiteral("cid"));
    QVERIFY(m_ann && m_bob && m_cid);
}

void TestEmergencyCli::gov40_whatAnActivationNeeds()
{
    QVERIFY(refuses(activate(*m_cid), "emergency.activate"));
    const auto brief = activate(*m_ann, QStringLiteral("too short"));
    QVERIFY2(refuses(brief, "20 visible characters"), told(brief).constData());
    QStringList words = QStringLiteral("emergency activate -e prod --namespace payments --incident "
                                       "INC-1 --reason")
                            .split(QLatin1Char(' '));
    words << reason;
    // There is no way to give the password but by hand or by a pipe.
    const auto silent = m_ann->run(words);
    QVERIFY2(refuses(silent, "--password-stdin"), told(silent).constData());
    words << QStringLiteral("--password-stdin");
    const auto wrong = m_ann->run(words, "wrong horse\n");
    QVERIFY2(refuses(wrong, "password"), told(wrong).constData());
}

void TestEmergencyCli::gov40_itOpens()
{
    const auto opened = activate(*m_ann);
    QVERIFY2(says(opened, "EM-1 active: ann in prod, payments"), told(opened).constData());
    for (const char *words : {"INC-4711: Checkout", "told: ", "bob", "cid", "ends: "})
        QVERIFY2(says(opened, words), told(opened).constData());
    QVERIFY(refuses(activate(*m_ann), "EM-1 is yours and not over"));
    QVERIFY(says(emergency(*m_cid, "list --open"), "EM-1"));
}

void TestEmergencyCli::gov45_whatWouldChangeIsShownFirst()
{
    const auto before = live();
    const auto shown = emergency(*m_ann, "apply EM-1 payments/limits --last-good --preview");
    QVERIFY2(says(shown, "-{\"rate\": 9}"), told(shown).constData());
    QVERIFY2(says(shown, "+{\"rate\": 1}"), told(shown).constData());
    QFile file(m_homes.filePath(QStringLiteral("wanted.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"rate\": 9, \"password\": \"hunter2-long\"}\n");
    file.close();
    const auto covered = emergency(*m_ann,
        ("apply EM-1 payments/limits --preview --file " + file.fileName().toStdString()).c_str());
    QVERIFY2(says(covered, "\"password\": ••••••"), told(covered).constData());
    const auto unsure = emergency(*m_ann, "apply EM-1 payments/limits --last-good");
    QVERIFY2(refuses(unsure, "--confirm"), told(unsure).constData());
    const auto misspelt
        = emergency(*m_ann, "apply EM-1 payments/limits --last-good --confirm Prod");
    QVERIFY2(refuses(misspelt, "--confirm"), told(misspelt).constData());
    QVERIFY(refuses(
        emergency(*m_bob, "apply EM-1 payments/limits --last-good --confirm prod"), "else's"));
    QCOMPARE(live(), before);
}

void TestEmergencyCli::gov45_theWayBackIsOneCommand()
{
    const auto done = emergency(*m_ann, "apply EM-1 payments/limits --last-good --confirm prod");
    QVERIFY2(says(done, "rolled back, open"), told(done).constData());
    QVERIFY2(says(done, "payments/limits: "), told(done).constData());
    QVERIFY2(says(done, ", provisional"), told(done).constData());
    QCOMPARE(liveText(), std::string("{\"rate\": 1}\n"));
}

void TestEmergencyCli::gov43_anOverrideHasItsReason()
{
    QFile file(m_homes.filePath(QStringLiteral("new.json")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"rate\": 2}\n") > 0);
    file.close();
    QStringList words = QStringLiteral("emergency apply EM-1 payments/limits --confirm prod --file")
                            .split(QLatin1Char(' '));
    words << file.fileName();
    const auto brief = m_ann->run(
        QStringList(words) << QStringLiteral("--override-validation") << QStringLiteral("so"));
    QVERIFY2(refuses(brief, "20 visible characters"), told(brief).constData());
    const auto done = m_ann->run(words);
    QVERIFY2(says(done, "action 2"), told(done).constData());
    QVERIFY2(says(done, ", replaced"), told(done).constData()); // the first action's version
    QCOMPARE(liveText(), std::string("{\"rate\": 2}\n"));
    QVERIFY(refuses(m_ann->run(words), "live already"));
}

void TestEmergencyCli::gov41_moreTimeOnceAndTheEnd()
{
    QStringList words = QStringLiteral("emergency extend EM-1 --minutes 10 --password-stdin "
                                       "--reason")
                            .split(QLatin1Char(' '));
    words << QStringLiteral("Half of the shops still refuse");
    const auto more = m_ann->run(words, password);
    QVERIFY2(says(more, "extended by 10 minutes"), told(more).constData());
    QVERIFY(refuses(m_ann->run(words, password), "was extended already"));
    QVERIFY(refuses(emergency(*m_bob, "end EM-1"), "may review it"));
    const auto ended = emergency(*m_ann, "end EM-1 --reason fixed");
    QVERIFY2(says(ended, "EM-1 review-due"), told(ended).constData());
    QVERIFY2(says(ended, "review due: "), told(ended).constData());
    QVERIFY(!says(emergency(*m_cid, "list --open"), "EM-1"));
}

void TestEmergencyCli::gov48_theOrdinaryApprovalIsAskedFor()
{
    const auto asked = emergency(*m_ann, "ratify EM-1");
    QVERIFY2(says(asked, "Ratify the changes of EM-1"), told(asked).constData());
    const auto id = asked.out.substr(0, asked.out.find(' '));
    QCOMPARE(m_bob->run(("approve " + id).c_str()).exitCode, 0);
    QCOMPARE(m_ann->run(("apply " + id).c_str()).exitCode, 0);
    const auto shown = emergency(*m_cid, "show EM-1");
    QVERIFY2(says(shown, (", ratified (" + id + ')').c_str()), told(shown).constData());
}

void TestEmergencyCli::gov47_theReviewIsSomebodyElses()
{
    QStringList words = QStringLiteral("emergency review EM-1 --verdict justified --password-stdin "
                                       "--kept 2 --reason")
                            .split(QLatin1Char(' '));
    words << QStringLiteral("It was needed and it helped");
    QVERIFY(m_ann->run(words, password).exitCode != 0);
    const auto half = m_cid->run(words, password);
    QVERIFY2(refuses(half, "all 2 actions"), told(half).constData());
    const auto vague = m_cid->run(
        QStringList(words) << QStringLiteral("--reverted") << QStringLiteral("1"), password);
    QVERIFY2(refuses(vague, "2=CR-7"), told(vague).constData());
    const auto done = m_cid->run(
        QStringList(words) << QStringLiteral("--reverted") << QStringLiteral("1=CR-2"), password);
    QVERIFY2(says(done, "EM-1 reviewed"), told(done).constData());
    QVERIFY2(says(done, "review: justified, by cid"), told(done).constData());
    QVERIFY2(says(done, "reverted by CR-2"), told(done).constData());
}

void TestEmergencyCli::gov54_theRegisterHasIt()
{
    const auto list = emergency(*m_bob, "list");
    for (const char *words : {"EM-1", "reviewed", "ann", "prod", "payments", "INC-4711"})
        QVERIFY2(says(list, words), told(list).constData());
    QVERIFY(says(emergency(*m_bob, "list --json"), "\"id\":\"EM-1\""));
    QVERIFY(emergency(*m_bob, "show EM-9").exitCode != 0);
}

void TestEmergencyCli::gov40_aSecondPersonConfirms()
{
    publish(m_settings, R"({"twoPerson": true})");
    const auto asked = activate(*m_ann);
    QVERIFY2(says(asked, "EM-2 requested"), told(asked).constData());
    QVERIFY2(says(asked, "emergency confirm EM-2"), told(asked).constData());
    QVERIFY(refuses(emergency(*m_ann, "confirm EM-2 --password-stdin", password), "second person"));
    const auto opened = emergency(*m_bob, "confirm EM-2 --password-stdin", password);
    QVERIFY2(says(opened, "EM-2 active"), told(opened).constData());
    QVERIFY2(says(opened, "confirmed by bob"), told(opened).constData());
    const auto ended = emergency(*m_cid, "end EM-2 --reason risky");
    QVERIFY2(says(ended, "revoked, by cid"), told(ended).constData());
}

QTEST_GUILESS_MAIN(TestEmergencyCli)
#include "tst_emergencycli.moc"
