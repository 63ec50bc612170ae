// SPDX-License-Identifier: Apache-2.0
#include "models/fuzzymatch.h"
#include "models/valueline.h"
#include "tests/support/scriptedcms.h"
#include "tests/support/testcase.h"
#include "views/common/errortext.h"
#include "views/common/look.h"
#include "views/common/resources.h"
#include "views/common/safetext.h"

#include <QDir>
#include <QSvgRenderer>

using namespace chancery;

// Errors become sentences, foreign text becomes safe, every icon is there, every token readable.
class TextsTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { views::initialiseResources(); }

    void everyKindOfErrorHasASentence()
    {
        QStringList seen;
        for (int kind = 0; kind <= int(core::ErrorKind::Internal); ++kind) {
            const QString text = views::errorHeadline(support::anError(core::ErrorKind(kind)));
            QVERIFY2(text.endsWith(u'.') && text.size() > 12, qPrintable(text));
            QVERIFY(!seen.contains(text));
            seen << text;
        }
    }

    void knownCodesSayMore()
    {
        const auto general = views::errorHeadline(support::anError(core::ErrorKind::Conflict));
        const auto precise = views::errorHeadline(
            support::anError(core::ErrorKind::Conflict, "precondition-failed"));
        QVERIFY(general != precise);
    }

    void detailsHoldWhatSupportNeeds()
    {
        core::Error error = support::anError(core::ErrorKind::Server, "boom");
        error.fields.push_back({"/a", "type", "wrong", "/s", 3, 4});
        const QString details = views::errorDetails(error);
        for (const char *part : {"boom", "req-1", "/a", "line 3", "scripted by a test"})
            QVERIFY2(details.contains(QLatin1String(part)), part);
    }

    void valuesAreOneShortLine()
    {
        core::Tree tree;
        const auto line = [&](const std::string &text, const models::SensitiveTest &test = {}) {
            tree = core::read(text, core::Format::Json).tree();
            return models::valueLine(tree.root(), {}, test);
        };
        QCOMPARE(line(R"({"a": [1, true, null], "b": "x\ny"})"),
            QStringLiteral(R"({"a": [1, true, null], "b": "x\ny"})"));
        QCOMPARE(models::valueLine({}, {}, {}), QString());
        const QString cut = line('"' + std::string(500, 'x') + '"');
        QVERIFY(cut.size() < 200 && cut.contains(u'…'));
        std::string many = "[0";
        for (int i = 1; i < 500; ++i)
            many += ", " + std::to_string(i);
        QVERIFY(line(many + "]").size() < 300);
        // Cut between characters, and masked below the place that is asked for.
        QVERIFY(!line('"' + std::string(159, 'x') + "ä" + std::string(99, 'y') + '"')
                .contains(QChar::ReplacementCharacter));
        QCOMPARE(line(R"({"a/b": {"c": "secret"}})",
                     [](const std::string &pointer) { return pointer == "/a~1b/c"; }),
            QStringLiteral(R"({"a/b": {"c": %1}})").arg(models::maskText()));
    }

    void typedLettersFindPaths()
    {
        using models::fuzzyScore;
        const auto best = [](const QString &typed, const QStringList &texts) {
            QString found;
            int score = INT_MIN;
            for (const QString &text : texts) {
                const auto here = fuzzyScore(typed, text);
                if (here && *here > score) {
                    found = text;
                    score = *here;
                }
            }
            return found;
        };
        const QStringList paths{QStringLiteral("shop/gateway/limits"),
            QStringLiteral("shop/gateway/routes"), QStringLiteral("shop/glaciers/altitudes"),
            QStringLiteral("platform/limits"), QStringLiteral("shop/catalogue/items")};
        QCOMPARE(best(QStringLiteral("gtlim"), paths), QStringLiteral("shop/gateway/limits"));
        QCOMPARE(best(QStringLiteral("limits plat"), paths), QStringLiteral("platform/limits"));
        QCOMPARE(best(QStringLiteral("ROUTES"), paths), QStringLiteral("shop/gateway/routes"));
        QCOMPARE(best(QStringLiteral("sci"), paths), QStringLiteral("shop/catalogue/items"));
        QVERIFY(!fuzzyScore(QStringLiteral("limitsx"), paths.front()));
        QVERIFY(!fuzzyScore(QStringLiteral("stimil"), paths.front()));
        QVERIFY(fuzzyScore(QString(), paths.front()));
        // The beginning of a part is preferred only where the rest still follows.
        QVERIFY(fuzzyScore(QStringLiteral("abc"), QStringLiteral("xabc/b")));
    }

    void hiddenCharactersBecomeVisible()
    {
        QCOMPARE(
            views::safeText(QStringLiteral("pay\u202Eroll")), QStringLiteral("pay‹U+202E›roll"));
        QCOMPARE(views::safeText(QStringLiteral("a\nb\tc")), QStringLiteral("a\nb\tc"));
        QVERIFY(!views::safeText(QString(QChar(0x1b))).contains(QChar(0x1b)));
        QVERIFY(!views::safeToolTip(QStringLiteral("<b>x</b>")).contains(QStringLiteral("<b>")));
    }

    void everyIconDrawsAndIsUsed()
    {
        QString sources;
        for (const char *room : {"views", "app/console"})
            sources += readAll(QDir::cleanPath(
                QStringLiteral(CHANCERY_TEST_DATA_DIR "/../../") + QLatin1String(room)));
        const QStringList icons = QDir(QStringLiteral(":/icons")).entryList();
        QVERIFY(icons.size() > 20);
        for (const QString &file : icons) {
            QSvgRenderer renderer(QStringLiteral(":/icons/") + file);
            QVERIFY2(renderer.isValid(), qPrintable(file));
            const QString name = file.chopped(4);
            QVERIFY2(sources.contains(u'"' + name + u'"'),
                qPrintable(QStringLiteral("unused icon ") + name));
        }
    }

    void textIsReadableInBothThemes()
    {
        using views::Token;
        for (const auto kind : {views::Theme::Kind::Light, views::Theme::Kind::Dark}) {
            const views::Theme theme(kind);
            const std::pair<Token, Token> pairs[]{{Token::Text, Token::Surface},
                {Token::Muted, Token::Surface}, {Token::Muted, Token::Chrome},
                {Token::Accent, Token::AccentSoft}, {Token::OnAccent, Token::Accent},
                {Token::Good, Token::GoodSoft}, {Token::Attention, Token::AttentionSoft},
                {Token::Bad, Token::BadSoft}, {Token::Text, Token::Selection}};
            for (const auto &[text, ground] : pairs) {
                const double ratio = contrast(theme.colour(text), theme.colour(ground));
                QVERIFY2(ratio >= 4.5,
                    qPrintable(QStringLiteral("%1 on %2: %3")
                            .arg(views::Theme::nameOf(text), views::Theme::nameOf(ground))
                            .arg(ratio)));
            }
        }
    }

    void styleSheetLeavesNoTokenBehind()
    {
        QFile file(QStringLiteral(":/themes/console.qss"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString sheet
            = views::Theme(views::Theme::Kind::Dark).styleSheet(QString::fromUtf8(file.readAll()));
        QVERIFY2(!sheet.contains(u'@'), qPrintable(sheet.mid(sheet.indexOf(u'@'), 40)));
    }

private:
    static QString readAll(const QString &folder)
    {
        QString all;
        QDirIterator files(
            folder, {QStringLiteral("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly))
                all += QString::fromUtf8(file.readAll());
        }
        return all;
    }
    static double luminance(const QColor &colour)
    {
        const auto linear = [](double part) {
            return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF())
            + 0.0722 * linear(colour.blueF());
    }
    static double contrast(const QColor &one, const QColor &other)
    {
        const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
        return (light + 0.05) / (dark + 0.05);
    }
};

QTEST_MAIN(TextsTest)
#include "tst_texts.moc"
