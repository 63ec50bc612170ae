// SPDX-License-Identifier: Apache-2.0
#include "editors/configeditor.h"
#include "engine/core/document/value.h"
#include "engine/core/sealing/sealedvalue.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/httpconsole.h"
#include "tests/support/programs.h"
#include "tests/support/testcase.h"

#include <QDirIterator>
#include <QLineEdit>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr auto canary = "c4n4ryQm2Xw9Lnowhere";

// Files below the folder that hold it, by name.
QStringList filesWithCanary(const QString &folder)
{
    QStringList found;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const auto name = files.next();
        if (contentOf(name.toStdString()).find(canary) != std::string::npos)
            found << files.fileName();
    }
    return found;
}

} // namespace

// A secret goes from a window and a command line to a service, with everything real, and is found
// in the service's file and nowhere else.
class SealedJourney : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sealedInTheWindow();
    void sealedAtTheShell();
    void theServiceHasIt();
    void nobodyElseDoes();

private:
    editors::ConfigEditor *editor()
    {
        for (auto *each : m_ann->window().findChildren<editors::ConfigEditor *>()) {
            if (each->isVisible() && each->isAnalysed() && !each->source().empty())
                return each;
        }
        return nullptr;
    }
    std::string applied(const std::string &base, const std::string &text)
    {
        const auto request
            = m_author->post("/v1/change-requests", requestBody(m_config, "dev", base, text));
        return at(
            m_author->post(verb(request, "apply"), "{}", request.etag()), "/appliedVersions/0");
    }

    QTemporaryDir m_folder;
    CmsProcess m_cms;
    std::optional<ProbeClient> m_author;
    std::unique_ptr<HttpConsole> m_ann;
    std::unique_ptr<AgentProcess> m_agent;
    std::string m_config;
    std::string m_version;
    std::string m_text;
};

void SealedJourney::initTestCase()
{
    QVERIFY(m_cms.start());
    makePlaces(m_cms.admin());
    m_author.emplace(makePerson(m_cms.admin(), "ann", R"(["author"])"));
    makePerson(m_cms.admin(), "rita", R"(["viewer","secret.reveal"])");
    m_config = makeConfig(m_cms.admin(), "payments/vault", "yaml");
    m_version = applied({}, "host: db-1\npassword: later\ntoken: later\n");
    QVERIFY(!m_version.empty());
}

void SealedJourney::sealedInTheWindow()
{
    m_ann = std::make_unique<HttpConsole>();
    QVERIFY(m_ann->arrive(m_cms.port(), QStringLiteral("ann"), QStringLiteral("dev")));
    QVERIFY(m_ann->openConfig(QStringLiteral("payments/vault")));
    QTRY_VERIFY(editor());
    const auto isSealed = [this] {
        const auto reading = core::read(editor() ? editor()->source() : "", core::Format::Yaml);
        return reading && core::isSealed(reading.tree().root()["password"]);
    };
    QVERIFY(editor()->goToPointer(QStringLiteral("/password")));
    QVERIFY(m_ann->trigger(QStringLiteral("sealValue")));
    QTRY_VERIFY(isSealed());
    QTRY_VERIFY(editor());
    const auto placeholder = editor()->source();
    QVERIFY(m_ann->trigger(QStringLiteral("replaceSealed")));
    QTRY_VERIFY(m_ann->find<QLineEdit>(QStringLiteral("promptSecretField")));
    QVERIFY(m_ann->write(QStringLiteral("promptSecretField"), QLatin1String(canary)));
    QVERIFY(m_ann->click(QStringLiteral("promptActionButton")));
    QTRY_VERIFY(editor() && isSealed() && editor()->source() != placeholder);
    m_text = editor()->source();
    QVERIFY(m_ann->trigger(QStringLiteral("saveDraft")));
    QTRY_VERIFY(m_author->get("/v1/drafts").body.find("$sealed") != std::string::npos);
}

void SealedJourney::sealedAtTheShell()
{
    const Shell ann(m_folder.filePath(QStringLiteral("ann")));
    QVERIFY(ann.login(m_cms.port(), QStringLiteral("ann")));
    const auto sealed
        = ann.run({QStringLiteral("seal"), QStringLiteral("payments/vault"), QStringLiteral("-e"),
                      QStringLiteral("dev"), QStringLiteral("/token")},
            QByteArray(canary) + '\n');
    QVERIFY2(sealed.exitCode == 0, sealed.errors.c_str());
    QVERIFY(sealed.out.starts_with("{\"$sealed\""));
    const auto at = m_text.find("token: later");
    m_text.replace(at, 12, "token: " + sealed.out.substr(0, sealed.out.find('\n')));
    m_version = applied(m_version, m_text);
    QVERIFY(!m_version.empty());

    const QStringList reveal{QStringLiteral("reveal"), QStringLiteral("payments/vault"),
        QStringLiteral("-e"), QStringLiteral("dev"), QStringLiteral("/token"),
        QStringLiteral("--reason"), QStringLiteral("drill")};
    QCOMPARE(ann.run(reveal).exitCode == 0, false);
    const Shell rita(m_folder.filePath(QStringLiteral("rita")));
    QVERIFY(rita.login(m_cms.port(), QStringLiteral("rita")));
    const auto shown = rita.run(reveal);
    QVERIFY2(shown.exitCode == 0, shown.errors.c_str());
    QCOMPARE(shown.out, std::string(canary) + '\n');
}

void SealedJourney::theServiceHasIt()
{
    m_agent = std::make_unique<AgentProcess>(m_folder.filePath(QStringLiteral("agent")));
    const auto settings
        = QStringLiteral("server: http://127.0.0.1:%1\ntokenFile: %2\nname: host-1\n"
                         "environment: dev\ncacheDir: %3\ntargets:\n"
                         "  - path: payments/vault\n    file: %4\n")
              .arg(QString::number(m_cms.port()), m_agent->file(QStringLiteral("token")),
                  m_agent->file(QStringLiteral("cache")),
                  m_agent->file(QStringLiteral("delivered.yaml")));
    const auto token = makeService(m_cms.admin(), "agents", R"(["agent"])").token();
    QVERIFY(m_agent->start(settings.toUtf8(), token));
    const auto file = m_agent->file(QStringLiteral("delivered.yaml")).toStdString();
    const std::string value(canary);
    QTRY_COMPARE_WITH_TIMEOUT(QByteArray::fromStdString(contentOf(file)),
        QByteArray::fromStdString("host: db-1\npassword: " + value + "\ntoken: " + value + "\n"),
        20'000);
    QTRY_VERIFY_WITH_TIMEOUT(m_agent->isReady(), 20'000);
}

void SealedJourney::nobodyElseDoes()
{
    const QStringList nowhere;
    QCOMPARE(filesWithCanary(QString::fromStdString(m_cms.data())), nowhere);
    QCOMPARE(filesWithCanary(m_ann->folder()), nowhere);
    QCOMPARE(filesWithCanary(m_folder.path()), QStringList{QStringLiteral("delivered.yaml")});
    m_ann.reset();
    QCOMPARE(m_agent->stop(), 0);
    QVERIFY(m_agent->log().find(canary) == std::string::npos);
    QCOMPARE(m_cms.stop(), 0);
    m_cms.readLog();
    QVERIFY(m_cms.log().find(canary) == std::string::npos);
    QCOMPARE(filesWithCanary(QString::fromStdString(m_cms.data())), nowhere);
    QCOMPARE(filesWithCanary(m_folder.path()), QStringList{QStringLiteral("delivered.yaml")});
}

QTEST_MAIN(SealedJourney)
#include "tst_sealedjourney.moc"
