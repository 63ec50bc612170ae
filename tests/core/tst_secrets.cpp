// SPDX-License-Identifier: Apache-2.0
#include "engine/core/secrets/covered.h"
#include "engine/core/secrets/incomments.h"
#include "engine/core/secrets/scanner.h"
#include "tests/support/corpus.h"
#include "tests/support/testcase.h"

#include <QElapsedTimer>

#include <set>

using namespace chancery;

class TestSecrets : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatIssuersMake_data();
    void findsWhatIssuersMake();
    void findsWhatStandsUnderATellingName_data();
    void findsWhatStandsUnderATellingName();
    void leavesStandInsAlone_data();
    void leavesStandInsAlone();
    void someNamesSpeakForThemselves_data();
    void someNamesSpeakForThemselves();
    void valueIsCoveredAsInItsDocument();
    void looksIntoDocuments();
    void sealedValuesAreNotLookedInto();
    void stopsAtItsBudget();
    void findsSecretsInComments_data();
    void findsSecretsInComments();
    void leavesOrdinaryCommentsAlone_data();
    void leavesOrdinaryCommentsAlone();
    void keysInCommentsGoOverManyLines();
    void aliasesAreCoveredLikeTheirAnchors_data();
    void aliasesAreCoveredLikeTheirAnchors();
    void coversInThePlaceOfValuesAreFound();
    void realDocumentsRaiseNoFalseAlarm();
    void realDocumentsAreHardlyCovered();
    void largeDocumentIsQuick();

private:
    QString kindOf(const QString &name, const QString &value) const
    {
        const auto kind = m_scanner.kindOf(name.toStdString(), value.toStdString());
        return QString::fromUtf8(kind.data(), int(kind.size()));
    }

    core::SecretScanner m_scanner;
};

// The secrets are made up, and put together here so that no scanner of source code takes them for
// real ones.
void TestSecrets::findsWhatIssuersMake_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("kind");
    const auto row = [](const char *kind, const QString &value) {
        QTest::addRow("%s %s", kind, qPrintable(value.left(12)))
            << value << QString::fromLatin1(kind);
    };
    const auto text = [](const char *start, const char *rest) {
        return QString::fromLatin1(start) + QString::fromLatin1(rest);
    };
    const QString mixed
        = QStringLiteral("Zk3Qv9Lm2Xp7Rt4Wy8Bn1Cd6Fg5Hj0Ks3Qv9Lm2Xp7Rt4Wy8Bn1Cd6Fg5Hj0Ks");
    const QString hex
        = QStringLiteral("3f9a1c7e5b2d8f4a6c0e9b7d1f3a5c8e3f9a1c7e5b2d8f4a6c0e9b7d1f3a5c8e");
    row("private-key", text("-----BEGIN RSA ", "PRIVATE KEY-----\nMIIE"));
    row("private-key", text("-----BEGIN ", "PRIVATE KEY-----\nMIIE"));
    row("private-key", text("-----BEGIN PGP ", "PRIVATE KEY BLOCK-----"));
    row("private-key", text("-----BEGIN OPENSSH ", "PRIVATE KEY-----"));
    row("aws-key", text("AKIA", "Q7RT2WYX4BNC6DFG"));
    row("github-token", text("gh", "p_") + mixed.left(36));
    row("github-token", text("github_", "pat_") + mixed.left(22) + u'_' + mixed.left(59));
    row("gitlab-token", text("gl", "pat-") + mixed.left(20));
    row("slack-token", text("xox", "b-2048123456-2048123457-") + mixed.left(24));
    row("slack-webhook",
        text("https://hooks.slack.com/services/", "T0Q7RT2WY/B0X4BNC6D/") + mixed.left(24));
    row("stripe-key", text("sk_", "live_") + mixed.left(24));
    row("google-key", text("AI", "za") + mixed.left(35));
    row("json-web-token",
        text("eyJ", "hbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.") + mixed.left(43));
    row("npm-token", text("np", "m_") + mixed.left(36));
    row("sendgrid-key", text("SG", ".") + mixed.left(22) + u'.' + mixed.left(43));
    row("twilio-key", text("S", "K") + hex.left(32));
    row("vault-token", text("hv", "s.") + mixed.left(28));
    row("digitalocean-token", text("do", "p_v1_") + hex);
    row("ai-key", text("sk", "-proj-") + mixed.left(48));
    row("telegram-token", text("204812345", ":AA") + mixed.left(33));
    row("url-password", text("postgres://app:", "w0rdpass@db.internal:5432/shop"));
    row("url-password", text("https://deploy:", "tr4verse@git.internal/x.git"));
    row("url-password", text("redis://:", "s3same@cache:6379"));
    row("url-password", text("jdbc:mysql://db/shop?user=app&pass", "word=Zx81kLmq"));
    row("url-password", text("https://api.internal/v1?access_", "token=") + mixed.left(24));
    row("password-argument", text("--pass", "word=s3cr3tT0ken9"));
    row("password-argument", text("serve --port 80 --db-pass", "word 's3cr3tT0ken9' --quiet"));
    row("bearer-token", text("Bearer ", "") + mixed.left(40));
    row("bearer-token", text("Bearer ", "k7Qm2xV9pLs4RtY8wZq"));
    row("basic-credentials", text("Authorization: Basic ", "ZGVwbG95OnRyNHZlcnNl"));
    row("connection-string", text("Server=db;Database=shop;User Id=app;Pass", "word=w0rdpass;"));
    row("connection-string", text("host=db user=app pass", "word=w0rdpass dbname=shop"));
    row("connection-string",
        text("AccountName=shop;Account", "Key=") + mixed + QStringLiteral("==;EndpointSuffix=x"));
}

void TestSecrets::findsWhatIssuersMake()
{
    QFETCH(QString, value);
    QFETCH(QString, kind);
    QCOMPARE(kindOf(QStringLiteral("note"), value), kind);
}

void TestSecrets::findsWhatStandsUnderATellingName_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    for (const auto *name : {"password", "DB_PASSWORD", "dbPassword", "secret", "client-secret",
             "apiKey", "api_key", "token", "accessToken", "aws_secret_access_key", "passphrase",
             "credentials", "signing.key", "encryptionKey", "pw", "db_pw", "DbPw"})
        QTest::addRow("%s", name) << QString::fromLatin1(name) << QStringLiteral("t9#Kq2vX8mPz");
    QTest::newRow("a word with digits")
        << QStringLiteral("password") << QStringLiteral("hunter2hunter");
    QTest::newRow("hexadecimal") << QStringLiteral("token")
                                 << QStringLiteral("3f9a1c7e5b2d8f4a6c0e9b7d1f3a5c8e");
    QTest::newRow("base64") << QStringLiteral("secret")
                            << QStringLiteral("wJalrXUtnFEMI/K7MDENG/bPxRfiCYzR5Lm2Xp7R");
    QTest::newRow("assignment") << QStringLiteral("environment")
                                << QStringLiteral("POSTGRES_PASSWORD=t9Kq2vX8mPz");
}

void TestSecrets::findsWhatStandsUnderATellingName()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    QCOMPARE(kindOf(name, value), QStringLiteral("password"));
}

void TestSecrets::leavesStandInsAlone_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    for (const auto *value : {"${DB_PASSWORD}", "${ref:/shop/secrets#/db}", "$DB_PASSWORD_1",
             "{{ .Values.password1 }}", "changeme123", "CHANGE_ME_1", "<your-token-1>",
             "xxxxxxxxxxxxxxxx", "****************", "your-api-key-1", "example-Token-1",
             "550e8400-e29b-41d4-a716-446655440000", "vault:kv/prod/db#password@7",
             "op://vault/item1/field", "arn:aws:secretsmanager:eu-1:1:secret:x1",
             "$2b$12$abcdefghijklmnopqrstuv1", "$argon2id$v=19$m=65536$c2Fs1", "{SSHA}d0Q0626PSH9",
             "ENC[AES256_GCM,data:Zk3Qv9]", "/run/secrets/db_password1", "./secrets/db1.txt",
             "sha256:3f9a1c7e5b2d8f4a", "database-password", "GITHUB_TOKEN", "required",
             "The password of user 1, see 2", "short1", "%DB_PASSWORD1%", "[redacted1]"})
        QTest::addRow("%s", value) << QStringLiteral("password") << QString::fromLatin1(value);
    for (const auto *name : {"passwordFile", "tokenUrl", "secretName", "secret_id", "tokenType",
             "publicKeyToken", "password_hash", "tokenPrefix", "keyboard", "version"})
        QTest::addRow("under %s", name)
            << QString::fromLatin1(name) << QStringLiteral("t9#Kq2vX8mPz");
    const auto row = [](const char *value) {
        QTest::addRow("anywhere: %s", value)
            << QStringLiteral("note") << QString::fromLatin1(value);
    };
    row("AKIAIOSFODNN7EXAMPLE");
    row("registry.internal/shop/api:1.2.3@sha256:3f9a1c7e5b2d8f4a6c0e9b7d1f3a5c8e");
    row("sha512-Zk3Qv9Lm2Xp7Rt4Wy8Bn1Cd6Fg5Hj0Ks3Qv9Lm2Xp7Rt4Wy8Bn1Cd6Fg5Hj0KsA==");
    row("-----BEGIN CERTIFICATE-----\nMIIE");
    row("-----BEGIN PUBLIC KEY-----\nMIIE");
    row("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0x deploy@host");
    row("https://user:${PASSWORD}@host/");
    row("https://user:password@host/");
    row("https://host:8080/path@version");
    row("git@github.com:owner/name.git");
    row("Bearer ${TOKEN_OF_THE_SERVICE}");
    row("Server=db;User Id=app;Password={{ password }};");
    row("echo password=value");
    row("--password=${DB_PASSWORD}");
    row("--token-file=/run/secrets/t0ken1");
    row("--secret my-secret-name");
    row("jdbc:mysql://db/shop?user=app&password={{ .Values.password1 }}");
    row("https://api.internal/v1?access_token=<your-token-1>");
    row("The bearer of bad news");
}

void TestSecrets::leavesStandInsAlone()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    QCOMPARE(kindOf(name, value), QString());
}

// ENC-6: what nothing else says anything of.
void TestSecrets::someNamesSpeakForThemselves_data()
{
    QTest::addColumn<bool>("isSecret");
    for (const auto *name : {"password", "dbPassword", "DB_PASSWORD", "dbpassword", "passphrase",
             "secret", "client-secret", "clientSecret", "apiKey", "API_KEY", "APIKey", "api_key_2",
             "privateKey", "aws_secret_access_key", "token", "accessToken", "authToken",
             "credential", "credentials", "PASSWORD_OLD", "signing.key", "pw", "db_pw"})
        QTest::addRow("%s", name) << true;
    for (const auto *name : {"key", "keys", "primaryKey", "primary_key", "foreignKey",
             "token_limit", "tokenLimit", "max_tokens", "maxTokens", "tokenizer", "tokens",
             "tokenUrl", "secretName", "passwordFile", "password_policy", "publicKey",
             "publicKeyToken", "id-token", "keyboard", "keyspace", "cache-key", "passThrough",
             "compass", "secretary", "nextPageToken", "continuation_token", "get_secret",
             "usePassword", "", "monkey", "spawn", "pwa", "topwords"})
        QTest::addRow("not %s", name) << false;
}

void TestSecrets::someNamesSpeakForThemselves()
{
    QFETCH(bool, isSecret);
    QString name = QString::fromLatin1(QTest::currentDataTag());
    if (!isSecret)
        name = name.mid(4);
    QCOMPARE(core::isSecretName(name.toStdString()), isSecret);
}

// Whoever shows one value by itself decides as the scan does.
void TestSecrets::valueIsCoveredAsInItsDocument()
{
    const auto reading
        = core::read("db: {password: abc, pin: 1, port: 5432, max_tokens: 4096}\n"
                     "passwords: [abc, def, 7]\n"
                     "a~/b: {token: read, secret: '${x}', api_key: abc}\n"
                     "env: [{name: API_TOKEN, value: abc}, {name: MODE, value: abc}]\n"
                     "note: {text: 'https://app:w0rdpass@host/', 3: {password: 4711}}\n",
            core::Format::Yaml);
    const core::Tree &tree = reading.tree();
    const auto scan = m_scanner.scan(tree);
    std::set<std::uint32_t> covered(scan.named.begin(), scan.named.end());
    for (const auto &finding : scan.findings)
        covered.insert(finding.node);
    QStringList places;
    for (std::uint32_t index = 0; index < tree.nodeCount(); ++index) {
        if (tree.node(index).type == core::NodeType::Key)
            continue;
        const auto pointer = core::pointerOf(tree, index);
        QCOMPARE(m_scanner.covers(pointer, core::Value(tree, index)), covered.contains(index));
        if (covered.contains(index))
            places << QString::fromStdString(pointer);
    }
    QCOMPARE(places.join(u' '),
        QStringLiteral("/db/password /passwords/0 /passwords/1 /passwords/2 /a~0~1b/api_key "
                       "/env/0/value /note/text /note/3/password"));
}

void TestSecrets::looksIntoDocuments()
{
    const auto reading = core::read(
        "db: {password: t9Kq2vX8mPz, port: 5432}\n"
        "tokens: [t9Kq2vX8mPz1, ordinary]\n"
        "env: [{name: API_TOKEN, value: t9Kq2vX8mPz2}, {name: MODE, value: t9Kq2vX8mPz3}]\n",
        core::Format::Yaml);
    const auto scan = m_scanner.scan(reading.tree());
    QStringList places;
    for (const auto &finding : scan.findings)
        places << QString::fromStdString(core::pointerOf(reading.tree(), finding.node));
    QCOMPARE(places.join(u' '), QStringLiteral("/db/password /tokens/0 /env/0/value"));
    QVERIFY(scan.isComplete);
    QVERIFY(m_scanner.scan(core::Tree()).findings.empty());
}

void TestSecrets::sealedValuesAreNotLookedInto()
{
    const auto reading = core::read(
        R"({"password": {"$sealed": {"v": 1, "kid": "dek-7", "secret": "t9Kq2vX8mPz"}}})",
        core::Format::Json);
    QVERIFY(m_scanner.scan(reading.tree()).findings.empty());
}

void TestSecrets::stopsAtItsBudget()
{
    const auto reading
        = core::read(R"({"a": "0123456789", "password": "t9Kq2vX8mPz"})", core::Format::Json);
    const auto scan = m_scanner.scan(reading.tree(), 15);
    QVERIFY(scan.findings.empty());
    QVERIFY(!scan.isComplete);
}

// The comment with its secret as it is covered.
void TestSecrets::findsSecretsInComments_data()
{
    QTest::addColumn<QString>("comment");
    QTest::addColumn<QString>("covered");
    const auto row = [](const char *name, const char *comment, const char *covered) {
        QTest::newRow(name) << QString::fromUtf8(comment) << QString::fromUtf8(covered);
    };
    row("a password", "password: hunter2hunter", "password: ••••••");
    row("words around it", "the old db password is hunter2hunter, ask Bob",
        "the old db password is ••••••, ask Bob");
    row("an assignment", "export API_KEY=t9Kq2vX8mPz", "export API_KEY=••••••");
    row("quotes", R"("apiKey": "t9Kq2vX8mPz",)", R"("apiKey": "••••••",)");
    row("what an issuer made",
        "// AKI"
        "AQ7RT2WYX4BNC6DFG",
        "// ••••••");
    row("an address",
        "was postgres://app:w0rd"
        "pass@db/shop",
        "was postgres://app:••••••@db/shop");
}

void TestSecrets::findsSecretsInComments()
{
    QFETCH(QString, comment);
    QFETCH(QString, covered);
    const auto text = comment.toStdString();
    const auto hidden = covered.toStdString();
    const auto check = [&](const std::string &front, const std::string &back, core::Format format) {
        const auto reading = core::read(front + text + back, format);
        const auto spans = core::coveredSpans(reading.tree(), nullptr, m_scanner);
        const auto &source = reading.tree().source();
        QCOMPARE(core::covered(source, spans, 0, source.size()), front + hidden + back);
    };
    check("a: 1 # ", "\nb: 2\n", core::Format::Yaml);
    check("# ", "\na: 'x # y'", core::Format::Yaml);
    check("a: | # ", "\n  text # of the text\n", core::Format::Yaml);
    check("[a.\"x#y\".c]\n[a.\"x#y\".d] # ", "\nb = '#'\n", core::Format::Toml);
}

// The names of the values that are covered, in the order of the document.
void TestSecrets::aliasesAreCoveredLikeTheirAnchors_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("hidden");
    const auto row = [](const char *name, const char *text, const char *hidden) {
        QTest::addRow("%s", name) << QString::fromLatin1(text) << QString::fromLatin1(hidden);
    };
    row("the alias of a secret", "password: &p hunter2\nlabel: *p\nopen: x\n", "/label /password");
    row("the anchor of a secret", "label: &p hunter2\npassword: *p\n", "/label /password");
    row("all aliases of one anchor", "a: &p hunter2\npassword: *p\nb: [*p]\n", "/a /b/0 /password");
    row("a quoted text", "password: &p \"hunter\\u0032\"\nlabel: *p\n", "/label /password");
    row("a number", "password: &p 471147114711\nlabel: *p\n", "/label /password");
    row("in an object that is repeated", "a: &o {password: hunter2, n: &n x}\nb: *o\nc: *n\n",
        "/a/password /b/password");
    row("an object in what is repeated", "a: &o {password: &p hunter2}\nb: *p\n", "/a/password /b");
    row("nothing that is equal only", "password: &p hunter2\nlabel: hunter2\nc: *p\n",
        "/c /password");
}

void TestSecrets::aliasesAreCoveredLikeTheirAnchors()
{
    QFETCH(QString, text);
    const auto reading = core::read(text.toStdString(), core::Format::Yaml);
    QVERIFY(reading);
    std::set<QString> hidden;
    for (const auto node : core::coveredNodes(reading.tree(), nullptr, m_scanner))
        hidden.insert(QString::fromStdString(core::pointerOf(reading.tree(), node)));
    QTEST(QStringList(hidden.begin(), hidden.end()).join(u' '), "hidden");
}

void TestSecrets::leavesOrdinaryCommentsAlone_data()
{
    QTest::addColumn<QString>("comment");
    for (const auto *comment :
        {"password: ${DB_PASSWORD}", "password: changeme123", "token: <token1>",
            "the password is written in vault:kv/prod/db1", "password: see wiki page 12",
            "secretName: my-tls-secret-1", "token: https://example.org/tokens/v1",
            "default token: get_token(1)", "key: 3f9a1c7e5b2d8f4a6c0e9b7d1f3a5c8e",
            "sha256:3f9a1c7e5b2d8f4a6c0e9b7d1f3a5c8e", "passwords are at least 12 characters"})
        QTest::addRow("%s", comment) << QString::fromLatin1(comment);
}

void TestSecrets::leavesOrdinaryCommentsAlone()
{
    const auto reading
        = core::read("a: 1 # " + std::string(QTest::currentDataTag()) + '\n', core::Format::Yaml);
    QVERIFY(core::commentSecrets(reading.tree(), m_scanner).empty());
    // What is no comment is none.
    const auto value = core::read(
        "a: 'x # password: hunter2hunter'\nb: x#password:hunter2hunter\n", core::Format::Yaml);
    QVERIFY(core::commentSecrets(value.tree(), m_scanner).empty());
}

void TestSecrets::keysInCommentsGoOverManyLines()
{
    const std::string key = "-----BEGIN "
                            "PRIVATE KEY-----\n# MIIEvQ\n  # abcd\n# -----END "
                            "PRIVATE KEY-----";
    const std::string source = "# the key\n# " + key + "\n# what else\na: 1\n";
    const auto reading = core::read(source, core::Format::Yaml);
    const auto secrets = core::commentSecrets(reading.tree(), m_scanner);
    QCOMPARE(secrets.size(), std::size_t(1));
    QCOMPARE(secrets.front().begin, source.find("-----BEGIN"));
    QCOMPARE(secrets.front().end, source.find("\n# what"));
}

// Of the console and of the command line, whole and inside of a text; written as escapes too.
void TestSecrets::coversInThePlaceOfValuesAreFound()
{
    const auto reading = core::read(
        "a: ••••••••\nb: [••••••, 'postgres://app:••••••@db', \"\\u2022\\u2022\\u2022\\u2022"
        "\\u2022\\u2022\"]\nc: •••••\nd: '• one'\n'••••••': 1 # ••••••\n",
        core::Format::Yaml);
    QVERIFY(reading);
    QStringList places;
    for (const auto node : core::coversAsValues(reading.tree()))
        places << QString::fromStdString(core::pointerOf(reading.tree(), node));
    QCOMPARE(places.join(u' '), QStringLiteral("/a /b/0 /b/1 /b/2"));
}

// At most one document in two hundred, comments included. Which ones are left, and why each is no
// mistake of the scanner or one that is known, stands in docs/threat-model.md.
void TestSecrets::realDocumentsRaiseNoFalseAlarm()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    int run = 0;
    int alarmed = 0;
    for (const auto *ending : {".json", ".yaml", ".yml", ".toml"}) {
        for (const auto &file : support::filesIn(*folder / "valid", ending)) {
            const auto reading = core::read(support::contentOf(file),
                *core::formatFromFileName(file.filename().string()), core::Limits::wide());
            ++run;
            QVERIFY2(core::coversAsValues(reading.tree()).empty(), file.c_str());
            const auto scan = m_scanner.scan(reading.tree());
            const auto inComments = core::commentSecrets(reading.tree(), m_scanner);
            alarmed += scan.findings.empty() && inComments.empty() ? 0 : 1;
            for (const auto &secret : inComments)
                qInfo("%s: comment at %zu %s", file.lexically_relative(*folder).c_str(),
                    secret.begin, std::string(secret.kind).c_str());
            for (const auto &finding : scan.findings)
                qInfo("%s: %s %s", file.lexically_relative(*folder).c_str(),
                    core::pointerOf(reading.tree(), finding.node).c_str(),
                    std::string(finding.kind).c_str());
        }
    }
    qInfo("secrets in real documents: %d run / 0 skipped, %d with findings", run, alarmed);
    QVERIFY(run > 500);
    QVERIFY(alarmed * 200 <= run);
}

// What is covered by its name alone costs nobody more than a look by command; still the many
// documents without secrets stay as they are. The numbers stand in docs/threat-model.md.
void TestSecrets::realDocumentsAreHardlyCovered()
{
    const auto folder = support::corpus("schemastore");
    if (!folder)
        QSKIP(support::corpusIsAbsent);
    int run = 0;
    int touched = 0;
    std::size_t values = 0;
    std::size_t covered = 0;
    for (const auto *ending : {".json", ".yaml", ".yml", ".toml"}) {
        for (const auto &file : support::filesIn(*folder / "valid", ending)) {
            const auto reading = core::read(support::contentOf(file),
                *core::formatFromFileName(file.filename().string()), core::Limits::wide());
            ++run;
            const auto scan = m_scanner.scan(reading.tree());
            values += reading.tree().nodeCount();
            covered += scan.named.size();
            touched += scan.named.empty() ? 0 : 1;
            for (const auto node : scan.named)
                qInfo("%s: %s", file.lexically_relative(*folder).c_str(),
                    core::pointerOf(reading.tree(), node).c_str());
        }
    }
    qInfo(
        "covered by name: %zu of %zu nodes, in %d of %d documents", covered, values, touched, run);
    QVERIFY(touched * 20 <= run);
}

void TestSecrets::largeDocumentIsQuick()
{
    std::string text = "{\n";
    for (int i = 0; text.size() < (std::size_t(1) << 20); ++i)
        text += "  \"service" + std::to_string(i)
            + "\": {\"password\": \"${ref:/a#/b}\", \"image\": \"registry/app:1.2.3\", \"url\": "
              "\"https://host.internal:8080/path\", \"replicas\": 3},\n";
    text += "  \"end\": true\n}\n";
    const auto reading = core::read(std::move(text), core::Format::Json, core::Limits::wide());
    QVERIFY(reading.ok());
    QElapsedTimer timer;
    timer.start();
    const auto scan = m_scanner.scan(reading.tree());
    const auto spent = timer.nsecsElapsed() / 1000;
    QVERIFY(scan.findings.empty());
    qInfo("secrets of 1 MB: %lld us", static_cast<long long>(spent));
    QVERIFY(spent < 500'000); // of an unoptimised build on a busy machine
}

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
