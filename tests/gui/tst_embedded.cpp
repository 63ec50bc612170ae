// SPDX-License-Identifier: Apache-2.0
#include "app/console/composition.h"
#include "tests/support/testcase.h"
#include "views/common/resources.h"

#include <QTemporaryDir>

using namespace chancery;
using Stage = models::SessionStore::Stage;

// The console with the server that it starts for itself.
class Embedded : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void signsInByItselfEveryTime();
    void unknownTokenAsksForAPassword();
    void afterSigningOutNobodyIsSignedIn();

private:
    std::unique_ptr<app::Composition> begin() const
    {
        app::Options options;
        options.dataFolder = m_folder->path();
        app::Parts parts;
        parts.programFolder = QStringLiteral(CHANCERY_PROGRAMS_DIR);
        auto console = std::make_unique<app::Composition>(options, std::move(parts));
        console->session().connectTo(models::Profile(console->session().profiles().front()));
        return console;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void Embedded::init()
{
    views::initialiseResources();
    m_folder = std::make_unique<QTemporaryDir>();
}

void Embedded::signsInByItselfEveryTime()
{
    for (int run = 0; run < 2; ++run) {
        const auto console = begin();
        QTRY_VERIFY_WITH_TIMEOUT(console->session().stage() == Stage::SignedIn, 20'000);
        QCOMPARE(console->session().permissions().me.name, std::string("admin"));
    }
}

void Embedded::unknownTokenAsksForAPassword()
{
    const auto console = begin();
    QTRY_VERIFY_WITH_TIMEOUT(console->session().stage() == Stage::SignedIn, 20'000);
    QFile file(console->server().bootstrapTokenFile());
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("wrong");
    file.close();
    console->session().connectTo(models::Profile(console->session().profile()));
    QTRY_VERIFY(console->session().signingIn().hasFailed());
    QVERIFY(console->session().stage() == Stage::SigningIn);
    QVERIFY(console->session().signingIn().error().kind == core::ErrorKind::Unauthorized);
}

void Embedded::afterSigningOutNobodyIsSignedIn()
{
    const auto console = begin();
    QTRY_VERIFY_WITH_TIMEOUT(console->session().stage() == Stage::SignedIn, 20'000);
    console->session().signOut();
    QVERIFY(console->session().stage() == Stage::SigningIn);
    console->session().signIn(QStringLiteral("admin"), QStringLiteral("guess"));
    QTRY_VERIFY(console->session().signingIn().hasFailed());
    QVERIFY(console->session().stage() == Stage::SigningIn);
}

QTEST_MAIN(Embedded)
#include "tst_embedded.moc"
