// SPDX-License-Identifier: Apache-2.0
#include "app/console/tour.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QProcess>
#include <QSignalSpy>

using namespace chancery;
using app::TourStop;

// The tour of the demo, and what it says when a stop of it is not what it promises.
class TourTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void everyPromisedPictureIsTaken();
    void whatIsMissingIsNamed();

private:
    static bool isPlayed(support::Console &console, const QString &folder,
        std::span<const TourStop> stops, bool &isComplete);
};

// By the program itself, with its own server. Whether a picture shows what it is called is asked of
// the widgets by the tour, which fails where one does not.
void TourTest::everyPromisedPictureIsTaken()
{
    QSet<QString> promised;
    for (const TourStop &stop : app::tourStops()) {
        if (*stop.picture)
            promised << QString::fromLatin1(stop.picture);
    }
    for (const char *picture :
        {"configs", "form", "table", "matrix", "problems", "completion", "hover"})
        QVERIFY2(promised.contains(QLatin1String(picture)), picture);
    const QTemporaryDir folder;
    QProcess program;
    program.setProcessChannelMode(QProcess::MergedChannels);
    program.start(QStringLiteral(CHANCERY_PROGRAMS_DIR "/chancery"),
        {QStringLiteral("--data"), folder.filePath(QStringLiteral("data")),
            QStringLiteral("--tour"), folder.filePath(QStringLiteral("pictures"))});
    QVERIFY(program.waitForFinished(200'000));
    const QByteArray said = program.readAll();
    QVERIFY2(
        program.exitStatus() == QProcess::NormalExit && program.exitCode() == 0, said.constData());
    QVERIFY2(!said.contains("tour:"), said.constData());
    for (const QString &picture : promised) {
        for (const char *theme : {"light", "dark"}) {
            const auto name
                = QStringLiteral("pictures/%1-%2.png").arg(picture, QLatin1String(theme));
            const QImage image(folder.filePath(name));
            QVERIFY2(image.size() == QSize(1440, 900), qPrintable(name));
            QSet<QRgb> colours;
            for (int y = 0; y < image.height(); y += 3) {
                for (int x = 0; x < image.width(); x += 3)
                    colours << image.pixel(x, y);
            }
            QVERIFY2(colours.size() > 20, qPrintable(name));
            const bool isDark = image.pixelColor(image.width() / 2, 2).lightness() < 128;
            QVERIFY2(isDark == (QLatin1String(theme) == QLatin1String("dark")), qPrintable(name));
        }
    }
}

bool TourTest::isPlayed(support::Console &console, const QString &folder,
    std::span<const TourStop> stops, bool &isComplete)
{
    views::Look look(views::Theme::Kind::Light);
    app::Tour tour(console.window(), look, folder, stops);
    QSignalSpy finished(&tour, &app::Tour::finished);
    tour.start(*console.composition().stores());
    if (!finished.wait(60'000))
        return false;
    isComplete = finished.front().front().toBool();
    return true;
}

void TourTest::whatIsMissingIsNamed()
{
    support::Console console;
    QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("carol")));
    const QTemporaryDir folder;
    const QString place = folder.filePath(QStringLiteral("of what is there"));
    const auto limits = "shop/gateway/limits";
    bool isComplete = false;
    const TourStop good[]{{"configs", limits, "showForm", "", "form", "formTree"}};
    QVERIFY(isPlayed(console, place, good, isComplete));
    QVERIFY(isComplete);
    QCOMPARE(QDir(place).entryList(QDir::Files),
        QStringList({QStringLiteral("form-dark.png"), QStringLiteral("form-light.png")}));

    const TourStop bad[]{{"configs", limits, "showNothing", "", "", ""},
        {"configs", limits, "showForm", "", "table", "collectionTable"}};
    for (int theme = 0; theme < 2; ++theme) {
        QTest::ignoreMessage(
            QtWarningMsg, "tour: configs shop/gateway/limits “” has no command “showNothing”");
        QTest::ignoreMessage(QtWarningMsg,
            "tour: configs shop/gateway/limits “table” does not show “collectionTable”");
    }
    QVERIFY(isPlayed(console, place, bad, isComplete));
    QVERIFY(!isComplete);

    const TourStop nowhere[]{{"configs", limits, "showText", "", "text", "outlineTree"}};
    const QString file = folder.filePath(QStringLiteral("file"));
    QVERIFY(QFile(file).open(QIODevice::WriteOnly));
    for (const char *theme : {"light", "dark"})
        QTest::ignoreMessage(QtWarningMsg,
            qPrintable(QStringLiteral(
                "tour: configs shop/gateway/limits “text” cannot be saved as “%1/text-%2.png”")
                    .arg(file, QLatin1String(theme))));
    QVERIFY(isPlayed(console, file, nowhere, isComplete));
    QVERIFY(!isComplete);
}

QTEST_MAIN(TourTest)
#include "tst_tour.moc"
