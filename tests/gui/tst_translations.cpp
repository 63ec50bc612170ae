// SPDX-License-Identifier: Apache-2.0
#include "app/console/translations.h"
#include "tests/support/console.h"
#include "tests/support/testcase.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenuBar>
#include <QRegularExpression>
#include <QTabBar>
#include <QTableView>
#include <QTreeView>

using namespace chancery;

namespace {

QString pseudoFolder()
{
    return QStringLiteral(CHANCERY_PSEUDO_FOLDER);
}

// What shows data alone, and is in no language: names of configs, places and people, what somebody
// wrote, digests, words of JSON Schema. The month is the locale's.
const QStringList dataNames{QStringLiteral("bulkEnvironment"), QStringLiteral("calendarTitle"),
    QStringLiteral("devEnvironmentButton"), QStringLiteral("documentPath"),
    QStringLiteral("formatChip"), QStringLiteral("inspectorAuthor"),
    QStringLiteral("inspectorReason"), QStringLiteral("inspectorSchema"),
    QStringLiteral("inspectorType"), QStringLiteral("lineageConfig"), QStringLiteral("placeChip"),
    QStringLiteral("prodEnvironmentButton"), QStringLiteral("provenancePlace"),
    QStringLiteral("requestDigest"), QStringLiteral("requestPlace"),
    QStringLiteral("requestReason"), QStringLiteral("rightText"), QStringLiteral("rightTitle"),
    QStringLiteral("stagingEnvironmentButton")};

bool isData(const QWidget *widget)
{
    return dataNames.contains(widget->objectName());
}

bool isTranslated(const QString &text)
{
    const QRegularExpression tag(QStringLiteral("<[^<>]*>"));
    const QString seen = QString(text).remove(tag);
    const bool hasWords = std::ranges::any_of(seen, [](QChar sign) { return sign.isLetter(); });
    return !hasWords || seen.contains(u'⟦');
}

// Collects what is seen without brackets.
class Plain {
public:
    void add(const QWidget *widget, const char *what, const QString &text)
    {
        if (!isTranslated(text) && !isData(widget))
            m_found << QStringLiteral("%1 “%2” in “%3”, %4: %5")
                           .arg(QString::fromLatin1(widget->metaObject()->className()),
                               widget->objectName(),
                               widget->parentWidget() ? widget->parentWidget()->objectName()
                                                      : QString(),
                               QString::fromLatin1(what), text);
    }
    void addHeader(const QWidget *view, const QAbstractItemModel &model)
    {
        for (int column = 0; column < model.columnCount(); ++column)
            add(view, "column", model.headerData(column, Qt::Horizontal).toString());
    }
    void addAll(const QWidget *widget)
    {
        add(widget, "name", widget->accessibleName());
        add(widget, "tip", widget->toolTip());
        if (const auto *label = qobject_cast<const QLabel *>(widget))
            add(widget, "label", label->text());
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            add(widget, "button", button->text());
        if (const auto *line = qobject_cast<const QLineEdit *>(widget))
            add(widget, "hint", line->placeholderText());
        if (const auto *box = qobject_cast<const QComboBox *>(widget)) {
            for (int i = 0; i < box->count(); ++i)
                add(widget, "choice", box->itemText(i));
        }
        if (const auto *bar = qobject_cast<const QTabBar *>(widget)) {
            for (int i = 0; i < bar->count(); ++i)
                add(widget, "tab", bar->tabText(i));
        }
        if (const auto *table = qobject_cast<const QTableView *>(widget))
            addHeader(widget, *table->model());
        if (const auto *tree = qobject_cast<const QTreeView *>(widget);
            tree && tree->model() && !tree->isHeaderHidden())
            addHeader(widget, *tree->model());
    }
    void addMenu(const QMenu *menu)
    {
        for (const QAction *action : menu->actions()) {
            add(menu, "action", action->text());
            add(menu, "reason", action->statusTip());
        }
    }
    QString text() const { return m_found.join(u'\n'); }

private:
    QStringList m_found;
};

} // namespace

// Languages other than that of the sources: found, loaded, and spoken by everything that is seen.
class TranslationsTest : public support::TestCase {
    Q_OBJECT

private Q_SLOTS:
    void theFirstLanguageThatThereIsIsSpoken_data();
    void theFirstLanguageThatThereIsIsSpoken();
    void englishHasItsPlurals();
    void everythingSeenIsTranslated_data();
    void everythingSeenIsTranslated();
};

void TranslationsTest::theFirstLanguageThatThereIsIsSpoken_data()
{
    QTest::addColumn<QStringList>("wanted");
    QTest::addColumn<QString>("spoken");
    const auto row = [](const char *name, const char *wanted, const char *spoken) {
        QTest::newRow(name) << QString::fromLatin1(wanted).split(u' ', Qt::SkipEmptyParts)
                            << QString::fromLatin1(spoken);
    };
    row("the only one", "eo", "eo");
    row("of a country", "eo-XX", "eo-XX");
    row("the second", "zz eo", "eo");
    row("English before it", "en-GB eo", "");
    row("English behind it", "eo en-US", "eo");
    row("none that there is", "zz yy-YY", "");
    row("none at all", "", "");
    row("no language", "C", "");
    row("a way out of the folder", "../../eo", "");
}

void TranslationsTest::theFirstLanguageThatThereIsIsSpoken()
{
    QFETCH(QStringList, wanted);
    QFETCH(QString, spoken);
    const auto said
        = [] { return QCoreApplication::translate("chancery::views::Banner", "Details"); };
    {
        const app::Translations translations(wanted, pseudoFolder());
        QCOMPARE(translations.language(), spoken);
        QCOMPARE(
            said(), spoken.isEmpty() ? QStringLiteral("Details") : QStringLiteral("⟦Détáíls⟧"));
    }
    QCOMPARE(said(), QStringLiteral("Details"));
    // What is shipped knows no other language yet, and a damaged catalogue is none.
    const app::Translations shipped(wanted, app::Translations::shippedFolder());
    QCOMPARE(shipped.language(), QString());
    QTemporaryDir folder;
    QFile damaged(folder.filePath(QStringLiteral("chancery_eo.qm")));
    QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write("no catalogue") > 0);
    damaged.close();
    const app::Translations broken(wanted, folder.path());
    QCOMPARE(broken.language(), QString());
}

void TranslationsTest::englishHasItsPlurals()
{
    const auto items = [](int count) {
        return QCoreApplication::translate("Outline", "%n item(s)", nullptr, count);
    };
    {
        const app::Translations translations({}, pseudoFolder());
        QCOMPARE(items(1), QStringLiteral("1 item"));
        QCOMPARE(items(2), QStringLiteral("2 items"));
    }
    const app::Translations translations({QStringLiteral("eo")}, pseudoFolder());
    QCOMPARE(items(1), QStringLiteral("⟦1 ítém⟧"));
    QCOMPARE(items(2), QStringLiteral("⟦2 ítéms⟧"));
}

void TranslationsTest::everythingSeenIsTranslated_data()
{
    QTest::addColumn<QString>("view");
    for (const char *view : {"start", "configs", "changes", "lineage", "fleet", "audit", "bulk",
             "calendar", "emergency", "inbox"})
        QTest::newRow(view) << QString::fromLatin1(view);
}

void TranslationsTest::everythingSeenIsTranslated()
{
    QFETCH(QString, view);
    support::Console console;
    console.languages = QStringList{QStringLiteral("eo")};
    console.translationsFolder = pseudoFolder();
    console.crashAndBeginAgain();
    if (view != QLatin1String("start")) {
        QVERIFY(console.connectToServer() && console.signIn(QStringLiteral("carol"))
            && console.chooseEnvironment(QStringLiteral("prod"))
            && console.openConfig(QStringLiteral("shop/gateway/limits")));
        if (view == QLatin1String("changes"))
            QVERIFY(console.openRequest(QStringLiteral("CR-18")));
        else
            QVERIFY(console.openView(view));
        QTRY_VERIFY(console.isAtRest());
    }
    Plain plain;
    for (const QWidget *widget : console.window().findChildren<QWidget *>()) {
        if (widget->isVisible())
            plain.addAll(widget);
    }
    plain.add(&console.window(), "title", console.window().windowTitle());
    for (const QMenu *menu : console.window().menuBar()->findChildren<QMenu *>())
        plain.addMenu(menu);
    console.picture(QStringLiteral("pseudo-") + view);
    QVERIFY2(plain.text().isEmpty(), qPrintable(plain.text()));
}

QTEST_MAIN(TranslationsTest)
#include "tst_translations.moc"
