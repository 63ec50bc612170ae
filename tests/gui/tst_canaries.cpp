// SPDX-License-Identifier: Apache-2.0
#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "engine/core/digest.h"
#include "engine/core/document/json.h"
#include "engine/core/document/value.h"
#include "engine/core/random.h"
#include "engine/core/sealing/sealedvalue.h"
#include "tests/gui/canaries.h"
#include "tests/gui/canaryhands.h"
#include "tests/integration/recoveryfile.h"
#include "tests/support/cmsprocess.h"
#include "tests/support/corpus.h"
#include "tests/support/programs.h"
#include "tests/support/syslogreceiver.h"
#include "tests/support/testcase.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>

#include <csignal>
#include <sys/resource.h>

using namespace chancery;
using namespace chancery::support;

namespace {

constexpr int patience = 30'000;
constexpr auto schema = R"({"properties": {"token": {"type": "string", "x-sensitive": true},
    "password": {"x-sensitive": true}, "pin": {"x-sensitive": true}}})";

QStringList words(const char *text)
{
    return QString::fromLatin1(text).split(QLatin1Char(' '));
}

} // namespace

// Unique secrets in every sensitive field, then the whole way with everything real: edited, kept,
// asked for, compared, approved, applied, delivered, revealed, audited, reported, exported, copied,
// killed. Afterwards no file holds one of them but those that are for it.
class Canaries : public TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everybodyComesIn();
    void typedKeptAndSealedInTheWindow();
    void keptWhileTheServerIsAway();
    void sealedAtTheShell();
    void comparedApprovedApplied();
    void deliveredAndRevealed();
    void auditedAndReported();
    void copiedOnTheClipboard();
    void killedPrograms();
    void noFileHoldsASecret();

private:
    QString path(const QString &name) const { return m_folder.filePath(name); }
    void makeAccount(const std::string &name, const std::string &roles);
    ProbeClient signedIn(const std::string &name);
    std::unique_ptr<Shell> shellOf(const QString &name);
    void knowSession(const QString &name);
    // What a command says goes into a file, to be scanned as all else.
    Outcome keep(const Outcome &outcome, const QString &name = QStringLiteral("said"));
    editors::ConfigEditor *editor() const;
    bool isSealedInEditor(const char *member) const;
    void exportFrom(Seat &seat);

    QTemporaryDir m_folder;
    CanaryBook m_book;
    CmsProcess m_cms;
    QStringList m_options;
    RecoveryFile m_recovery;
    std::unique_ptr<SyslogReceiver> m_syslog;
    std::unique_ptr<Seat> m_ann;
    std::unique_ptr<Seat> m_ida;
    std::unique_ptr<AgentProcess> m_agent;
    std::optional<ProbeClient> m_author;
    std::string m_config;
    std::string m_version;
    std::string m_text;
    int m_said = 0;
};

void Canaries::initTestCase()
{
    // As on a developer's machine: whoever does not forbid it leaves a core file where it stands.
    rlimit limit{};
    QCOMPARE(::getrlimit(RLIMIT_CORE, &limit), 0);
    limit.rlim_cur = limit.rlim_max;
    QCOMPARE(::setrlimit(RLIMIT_CORE, &limit), 0);
    QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("secrets/prod")));
    QFile secret(path(QStringLiteral("secrets/prod/pager")));
    QVERIFY(secret.open(QIODevice::WriteOnly));
    const auto key = core::toBase64(core::randomBytes(32));
    m_book.know("webhook", key);
    secret.write(QByteArray::fromStdString("whsec_" + key + '\n'));
    secret.close();
    m_syslog = std::make_unique<SyslogReceiver>(path(QStringLiteral("syslog")));
    QVERIFY(m_syslog->start(QStringLiteral("tcp")));
    const Shell shell(path(QStringLiteral("maker")));
    std::vector<std::string> keys;
    for (const auto &name : {QStringLiteral("a.pem"), QStringLiteral("b.pem")}) {
        const auto made = shell.run({QStringLiteral("recovery"), QStringLiteral("make-key"),
                                        path(name), QStringLiteral("--password-stdin")},
            QByteArray::fromStdString(m_book.make("passphrase") + '\n'));
        QVERIFY2(made.exitCode == 0, made.errors.c_str());
        keys.push_back(made.out.substr(0, made.out.find('\n')));
    }
    m_cms.process().setWorkingDirectory(m_folder.path());
    m_options = {QStringLiteral("--notification-secrets"), path(QStringLiteral("secrets")),
        QStringLiteral("--recovery"), m_recovery.write(keys[0], keys[1]),
        QStringLiteral("--audit-syslog"), m_syslog->address(QStringLiteral("tcp")),
        QStringLiteral("--log-level"), QStringLiteral("trace")};
    m_options << mailRelay(path(QStringLiteral("mail-password")), m_book.make("mail-password"));
    QVERIFY(m_cms.start(m_options));
}

void Canaries::makeAccount(const std::string &name, const std::string &roles)
{
    const auto made = m_cms.admin().post("/v1/principals",
        R"({"kind":"user","name":")" + name + R"(","displayName":"","roles":)" + roles
            + R"(,"password":)" + jsonText(m_book.make("password-" + name)) + '}');
    QVERIFY2(made.status == 201, made.body.c_str());
}

ProbeClient Canaries::signedIn(const std::string &name)
{
    const auto session = ProbeClient(m_cms.port(), "")
                             .post("/v1/sessions",
                                 R"({"name":")" + name + R"(","password":)"
                                     + jsonText(m_book.value("password-" + name)) + '}');
    m_book.know("token-" + name, at(session, "/token"));
    return {m_cms.port(), at(session, "/token")};
}

// What "login" leaves behind for the other commands.
void Canaries::knowSession(const QString &name)
{
    const auto session = core::readJson(contentOf(
        path(QStringLiteral("home-") + name + QStringLiteral("/chancery/cli.json")).toStdString()));
    QVERIFY2(bool(session), qPrintable(name));
    m_book.know(
        "session-" + name.toStdString(), std::string(session.tree().root()["token"].text()));
}

std::unique_ptr<Shell> Canaries::shellOf(const QString &name)
{
    auto shell = std::make_unique<Shell>(path(QStringLiteral("home-") + name));
    const auto done = shell->run(
        {QStringLiteral("login"), QStringLiteral("http://127.0.0.1:%1").arg(m_cms.port()),
            QStringLiteral("--name"), name, QStringLiteral("--password-stdin")},
        QByteArray::fromStdString(m_book.value("password-" + name.toStdString()) + '\n'));
    keep(done);
    knowSession(name);
    return shell;
}

Outcome Canaries::keep(const Outcome &outcome, const QString &name)
{
    QFile out(path(name + QStringLiteral("-%1").arg(++m_said)));
    if (out.open(QIODevice::WriteOnly))
        out.write(QByteArray::fromStdString(outcome.out + outcome.errors));
    return outcome;
}

void Canaries::everybodyComesIn()
{
    const auto admin = m_cms.admin();
    makePlaces(admin);
    QCOMPARE(
        admin.post("/v1/namespaces", R"({"id":"","slug":"sys","title":"","owner":"","etag":""})")
            .status,
        201);
    makeAccount("ann", R"(["author","policy.edit"])");
    makeAccount("bob", R"(["approver"])");
    makeAccount("cy", R"(["approver"])");
    makeAccount("rita", R"(["viewer","secret.reveal"])");
    makeAccount("ida", R"(["auditor"])");
    m_book.know("token-one-time", oneTimePassword(admin, m_cms.port(), m_book.make("one-time")));
    m_author.emplace(signedIn("ann"));
    setUpPager(*m_author, {signedIn("bob"), signedIn("cy")});
    // Nobody takes what is signed with the secret, so it is tried and kept.
    const auto asked = m_author->post("/v1/change-requests",
        requestBody(makeConfig(admin, "payments/limits"), "prod", "", "{\"rate\": 1}"));
    QVERIFY2(asked.status == 201, asked.body.c_str());
    QTRY_VERIFY_WITH_TIMEOUT(
        at(admin.get("/v1/notification-deliveries"), "/items/0/attempts") != "0", patience);
    // A wrong password is nobody's, and typed where a name belongs it is no name either.
    const ProbeClient nobody(m_cms.port(), "");
    const auto mistyped = m_book.make("mistyped");
    QCOMPARE(nobody.post("/v1/sessions", R"({"name":"ann","password":")" + mistyped + "\"}").status,
        401);
    QCOMPARE(nobody.post("/v1/sessions", R"({"name":")" + mistyped + R"(","password":"x"})").status,
        401);
    const auto made = admin.post("/v1/schemas",
        R"({"uri":"https://x/vault","name":"vault","text":)" + jsonText(schema) + '}');
    QVERIFY2(made.status == 201, made.body.c_str());
    m_config = makeConfig(admin, "payments/vault", "yaml", at(made, "/id"));
    const auto first = m_author->post("/v1/change-requests",
        requestBody(m_config, "dev", {}, "host: db-1\npassword: later\ntoken: later\npin: 1\n"));
    m_version = at(m_author->post(verb(first, "apply"), "{}", first.etag()), "/appliedVersions/0");
    QVERIFY(!m_version.empty());
}

editors::ConfigEditor *Canaries::editor() const
{
    for (auto *each : m_ann->window().findChildren<editors::ConfigEditor *>()) {
        if (each->isVisible() && each->isAnalysed() && !each->source().empty())
            return each;
    }
    return nullptr;
}

bool Canaries::isSealedInEditor(const char *member) const
{
    const auto reading = core::read(editor() ? editor()->source() : "", core::Format::Yaml);
    return reading && core::isSealed(reading.tree().root()[member]);
}

// Typed in plain and then sealed; and one that is asked for and never stands in the text.
void Canaries::typedKeptAndSealedInTheWindow()
{
    m_ann = std::make_unique<Seat>(m_book.value("password-ann"));
    QVERIFY(m_ann->arrive(m_cms.port(), QStringLiteral("ann"), QStringLiteral("dev")));
    QVERIFY(m_ann->openConfig(QStringLiteral("payments/vault")));
    QTRY_VERIFY_WITH_TIMEOUT(editor(), patience);
    QVERIFY(m_ann->putCaretBehind(QStringLiteral("token: ")));
    QVERIFY(m_ann->type(QString::fromStdString(m_book.make("typed"))));
    QTRY_VERIFY(editor());
    // As it would be by itself, if somebody takes their time: the server has it in plain words.
    QVERIFY(m_ann->trigger(QStringLiteral("saveDraft")));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_author->get("/v1/drafts").body.find(m_book.value("typed")) != std::string::npos,
        patience);
    const auto kept = m_book.scan({QString::fromStdString(m_cms.data())}, {}).finds;
    QCOMPARE(kept.filter(QStringLiteral("typed ")), QStringList());
    for (const auto &member : {"token", "password"}) {
        QVERIFY(editor()->goToPointer(QStringLiteral("/") + QLatin1String(member)));
        QVERIFY(m_ann->trigger(QStringLiteral("sealValue")));
        QTRY_VERIFY_WITH_TIMEOUT(isSealedInEditor(member) && editor(), patience);
    }
    const auto before = editor()->source();
    QVERIFY(editor()->goToPointer(QStringLiteral("/password")));
    QVERIFY(m_ann->trigger(QStringLiteral("replaceSealed")));
    QTRY_VERIFY(m_ann->find<QLineEdit>(QStringLiteral("promptSecretField")));
    QVERIFY(m_ann->write(
        QStringLiteral("promptSecretField"), QString::fromStdString(m_book.make("asked"))));
    QVERIFY(m_ann->click(QStringLiteral("promptActionButton")));
    QTRY_VERIFY_WITH_TIMEOUT(
        editor() && isSealedInEditor("password") && editor()->source() != before, patience);
    m_text = editor()->source();
    QVERIFY(m_ann->trigger(QStringLiteral("saveDraft")));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_author->get("/v1/drafts").body.find("$sealed") != std::string::npos, patience);
}

// The console keeps it on its own disk meanwhile, sealed.
void Canaries::keptWhileTheServerIsAway()
{
    QCOMPARE(m_cms.stop(), 0);
    QVERIFY(m_ann->putCaretBehind(QStringLiteral("pin: 1")));
    QVERIFY(m_ann->type(QString::fromStdString(m_book.make("offline"))));
    QTRY_VERIFY_WITH_TIMEOUT(hasKeptDraft(m_ann->folder()), patience);
    const auto typed
        = [this] { return editor()->source().find(m_book.value("offline")) != std::string::npos; };
    QTRY_VERIFY(editor());
    QVERIFY(typed());
    for (int i = 0; i < 100 && editor() && typed(); ++i) {
        QTest::keyClick(&editor()->view(), Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(editor());
    }
    QVERIFY(!typed());
    QVERIFY(m_cms.startAgain(m_options));
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->isAtRest(), patience);
}

void Canaries::sealedAtTheShell()
{
    const auto ann = shellOf(QStringLiteral("ann"));
    const auto sealed = keep(ann->run(words("seal payments/vault -e dev /pin"),
        QByteArray::fromStdString(m_book.make("shell") + '\n')));
    QVERIFY2(sealed.exitCode == 0, sealed.errors.c_str());
    const auto place = m_text.find("pin: 1");
    QVERIFY(place != std::string::npos);
    m_text.replace(place, 6, "pin: " + sealed.out.substr(0, sealed.out.find('\n')));
    QFile file(path(QStringLiteral("vault.yaml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray::fromStdString(m_text));
    file.close();
    const auto put = keep(ann->run({QStringLiteral("put"), QStringLiteral("payments/vault"),
        file.fileName(), QStringLiteral("-e"), QStringLiteral("dev")}));
    QVERIFY2(put.exitCode == 0, put.errors.c_str());
}

void Canaries::comparedApprovedApplied()
{
    const auto ann = shellOf(QStringLiteral("ann"));
    const auto request
        = m_author->post("/v1/change-requests", requestBody(m_config, "dev", m_version, m_text));
    QVERIFY2(request.status == 201, request.body.c_str());
    const auto id = QString::fromStdString(at(request, "/id"));
    QVERIFY(keep(ann->run("requests")).out.find(at(request, "/id")) != std::string::npos);
    // Two files of a person's own, one with a value in plain: covered in what is printed.
    QFile plain(path(QStringLiteral("plain.yaml")));
    QVERIFY(plain.open(QIODevice::WriteOnly));
    plain.write(
        QByteArray::fromStdString("host: db-2\npassword: " + m_book.make("compared") + '\n'));
    plain.close();
    for (const char *format : {"unified", "tree", "json-patch"}) {
        const QStringList given{QStringLiteral("--format"), QLatin1String(format)};
        const auto what = keep(ann->run(
            QStringList{QStringLiteral("diff"), QStringLiteral("payments/vault"), plain.fileName(),
                QStringLiteral("--effective"), QStringLiteral("-e"), QStringLiteral("dev")}
            + given));
        QVERIFY2(what.exitCode == 1, what.errors.c_str());
        // A patch of two files of one's own says what stands in them, for "patch" to put it there.
        keep(ann->run(QStringList{QStringLiteral("diff"), path(QStringLiteral("vault.yaml")),
                          plain.fileName()}
                 + given),
            QStringLiteral("own-files-diff"));
    }
    keep(ann->run(words("log payments/vault")));
    keep(ann->run(words("get payments/vault -e dev")));
    const auto bob = signedIn("bob");
    const auto voted
        = bob.post(verb(request, "vote"), voteBody(request, "approve"), request.etag());
    QVERIFY2(voted.status == 200, voted.body.c_str());
    const auto applied = m_author->post(verb(request, "apply"), "{}", voted.etag());
    QVERIFY2(applied.status == 200, applied.body.c_str());
    m_version = at(applied, "/appliedVersions/0");
    QVERIFY(m_ann->openRequest(id));
    QTRY_VERIFY_WITH_TIMEOUT(m_ann->isAtRest(), patience);
}

void Canaries::deliveredAndRevealed()
{
    m_agent = std::make_unique<AgentProcess>(path(QStringLiteral("agent")));
    const auto settings
        = QStringLiteral("server: http://127.0.0.1:%1\ntokenFile: %2\nname: host-1\n"
                         "environment: dev\ncacheDir: %3\ntargets:\n"
                         "  - path: payments/vault\n    file: %4\n")
              .arg(QString::number(m_cms.port()), m_agent->file(QStringLiteral("token")),
                  m_agent->file(QStringLiteral("cache")),
                  m_agent->file(QStringLiteral("delivered.yaml")));
    const auto token = makeService(m_cms.admin(), "agents", R"(["agent"])").token();
    m_book.know("token-agent", token);
    QVERIFY(m_agent->start(settings.toUtf8(), token));
    const auto delivered = m_agent->file(QStringLiteral("delivered.yaml")).toStdString();
    QTRY_VERIFY_WITH_TIMEOUT(m_agent->isReady(), patience);
    for (const char *label : {"typed", "asked", "shell"})
        QVERIFY2(contentOf(delivered).find(m_book.value(label)) != std::string::npos, label);
    const auto rita = shellOf(QStringLiteral("rita"));
    const auto shown = rita->run(words("reveal payments/vault -e dev /pin --reason drill"));
    QVERIFY2(shown.exitCode == 0, shown.errors.c_str());
    QCOMPARE(shown.out, m_book.value("shell") + '\n');
    // Who may not is told so, and not the value.
    const auto ann = shellOf(QStringLiteral("ann"));
    QVERIFY(
        keep(ann->run(words("reveal payments/vault -e dev /pin --reason drill"))).exitCode != 0);
    // With the recovery key, whose passphrase is asked for.
    const Shell helper(path(QStringLiteral("home-helper")));
    const auto opened = helper.run(
        {QStringLiteral("login"), QStringLiteral("http://127.0.0.1:%1").arg(m_cms.port()),
            QStringLiteral("--recovery"), path(QStringLiteral("b.pem")), QStringLiteral("--reason"),
            QStringLiteral("The provider is down and prod is broken"),
            QStringLiteral("--password-stdin")},
        QByteArray::fromStdString(m_book.value("passphrase") + '\n'));
    keep(opened);
    QVERIFY2(opened.exitCode == 0, opened.errors.c_str());
    knowSession(QStringLiteral("helper"));
}

void Canaries::exportFrom(Seat &seat)
{
    for (const char *suffix : {"csv", "ndjson", "ocsf.ndjson", "cloudevents.ndjson"}) {
        const auto file = path(QStringLiteral("events.") + QLatin1String(suffix));
        QVERIFY(seat.trigger(QStringLiteral("exportEvents")));
        auto *dialog = seat.window().findChild<QFileDialog *>(QStringLiteral("exportDialog"));
        QVERIFY(dialog);
        Q_EMIT dialog->fileSelected(file);
        dialog->close();
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), patience);
        QTRY_VERIFY(!seat.window().findChild<QFileDialog *>(QStringLiteral("exportDialog")));
    }
}

void Canaries::auditedAndReported()
{
    const auto ida = shellOf(QStringLiteral("ida"));
    QCOMPARE(keep(ida->run("audit verify")).exitCode, 0);
    for (const char *format : {"csv", "ndjson", "ocsf", "cloudevents"}) {
        const auto file = path(QStringLiteral("audit.") + QLatin1String(format));
        const auto made = keep(
            ida->run({QStringLiteral("audit"), QStringLiteral("export"), QStringLiteral("--format"),
                QLatin1String(format), QStringLiteral("--names"), QStringLiteral("-o"), file}));
        QVERIFY2(made.exitCode == 0, made.errors.c_str());
    }
    keep(ida->run("audit list --names"));
    const auto key = keep(ida->run({QStringLiteral("report"), QStringLiteral("key"),
        QStringLiteral("--out"), path(QStringLiteral("report.key")), QStringLiteral("--signer"),
        QStringLiteral("ida.example/reports")}));
    QVERIFY2(key.exitCode == 0, key.errors.c_str());
    m_book.knowFile("key-report", path(QStringLiteral("report.key")).toStdString());
    const auto report = keep(ida->run({QStringLiteral("report"), QStringLiteral("run"),
        QStringLiteral("--out"), path(QStringLiteral("report.cmsr")),
        QStringLiteral("--signing-key"), path(QStringLiteral("report.key")),
        QStringLiteral("--from"), QStringLiteral("2020-01-01"), QStringLiteral("--to"),
        QStringLiteral("2100-01-01"), QStringLiteral("--signer"),
        QStringLiteral("ida.example/reports"), QStringLiteral("--by"), QStringLiteral("Ida")}));
    QVERIFY2(report.exitCode == 0, report.errors.c_str());
    const auto bundle
        = core::evidence::readZip(contentOf(path(QStringLiteral("report.cmsr")).toStdString()));
    for (const char *part : {"report.pdf", "evidence.xlsx", "population.csv", "data.ndjson"})
        QVERIFY2(bundle && bundle->contains(part), part);
    m_ida = std::make_unique<Seat>(m_book.value("password-ida"));
    QVERIFY(m_ida->arrive(m_cms.port(), QStringLiteral("ida"), QStringLiteral("dev")));
    QVERIFY(m_ida->openView(QStringLiteral("audit")));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_ida->isAtRest() && !m_ida->rowsOf(QStringLiteral("eventsTable")).isEmpty(), patience);
    exportFrom(*m_ida);
    QTRY_VERIFY_WITH_TIMEOUT(!m_syslog->records().empty(), patience);
}

// All of the text that is on screen, by the keys that people use.
void Canaries::copiedOnTheClipboard()
{
    QVERIFY(m_ann->openConfig(QStringLiteral("payments/vault")));
    QTRY_VERIFY_WITH_TIMEOUT(editor(), patience);
    QGuiApplication::clipboard()->clear();
    QTest::keyClick(&editor()->view(), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&editor()->view(), Qt::Key_C, Qt::ControlModifier);
    const auto copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.contains(QStringLiteral("host: db-1")));
    QFile file(path(QStringLiteral("clipboard")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(copied.toUtf8());
}

void Canaries::killedPrograms()
{
    for (const auto &name :
        {"audit-log.key", "cursor.key", "sealing.key", "bootstrap-token", "bootstrap-password"})
        m_book.knowFile(name, m_cms.data() + '/' + name);
    abortProgram(m_cms.process().processId());
    QVERIFY(m_cms.process().waitForFinished(patience));
    QCOMPARE(m_cms.process().exitStatus(), QProcess::CrashExit);
    m_cms.readLog();
    abortProgram(m_agent->processId());
    QTRY_VERIFY_WITH_TIMEOUT(!m_agent->isRunning(), patience);
    QFile log(path(QStringLiteral("server.log")));
    QVERIFY(log.open(QIODevice::WriteOnly));
    log.write(QByteArray::fromStdString(m_cms.log()));
    QDirIterator cores(QDir::homePath(), {QStringLiteral("core"), QStringLiteral("core.*")},
        QDir::Files, QDirIterator::Subdirectories);
    QVERIFY2(!cores.hasNext(), cores.hasNext() ? qPrintable(cores.next()) : "");
}

void Canaries::noFileHoldsASecret()
{
    // The exceptions, each by name: files that are there for that very secret.
    CanaryBook::Allowed allowed{{"webhook", "*/secrets/prod/pager"}, // the administrator's
        {"typed", "*/agent/delivered.yaml"}, {"asked", "*/agent/delivered.yaml"},
        {"shell", "*/agent/delivered.yaml"}, // what the service reads
        {"compared", "*/plain.yaml"}, {"compared", "*/own-files-diff-*"}, // a person's own
        {"token-agent", "*/agent/token"}, // its token file
        {"mail-password", "*/mail-password"}, {"key-report", "*/report.key"},
        {"audit-log.key", "*/data/audit-log.key"}, {"cursor.key", "*/data/cursor.key"},
        {"sealing.key", "*/data/sealing.key"}, {"bootstrap-token", "*/data/bootstrap-token"},
        {"bootstrap-password", "*/data/bootstrap-password"}};
    for (const auto &name : {"ann", "rita", "ida", "helper"})
        allowed.push_back({std::string("session-") + name,
            std::string("*/home-") + name + "/chancery/cli.json"}); // who is signed in there
    QVERIFY(m_book.size() >= 23);
    QVERIFY(!m_book.value("token-one-time").empty());
    const auto home = QDir::homePath();
    QVERIFY2(m_folder.path().startsWith(home), "the test's folders are below its home");
    const auto scanned = m_book.scan({home}, allowed);
    QVERIFY2(scanned.files > 50, QByteArray::number(scanned.files).constData());
    QVERIFY2(scanned.finds.isEmpty(), qPrintable(scanned.finds.join(QLatin1Char('\n'))));
    // It would have said so.
    QFile planted(path(QStringLiteral("planted")));
    QVERIFY(planted.open(QIODevice::WriteOnly));
    planted.write(QByteArray::fromStdString(core::toBase64("x" + m_book.value("asked"))));
    planted.close();
    const auto finds = m_book.scan({home}, allowed).finds;
    QCOMPARE(finds, QStringList{QStringLiteral("asked base64 ") + planted.fileName()});
    QVERIFY(planted.remove());
    // What is closed in order leaves nothing either.
    m_ann.reset();
    m_ida.reset();
    QCOMPARE(m_book.scan({home}, allowed).finds, QStringList());
}

QTEST_MAIN(Canaries)
#include "tst_canaries.moc"
