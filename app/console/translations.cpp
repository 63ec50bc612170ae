// SPDX-License-Identifier: Apache-2.0
#include "translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>

namespace chancery::app {

Translations::Translations(const QStringList &wanted, const QString &folder)
{
    QCoreApplication::installTranslator(&m_plurals);
    for (const QString &one : wanted) {
        // "pt-BR", then "pt".
        for (QString language = one; !language.isEmpty();
            language.truncate(std::max<qsizetype>(0, language.lastIndexOf(u'-')))) {
            if (language == QLatin1String("en") || load(language, folder))
                return;
        }
    }
}

Translations::~Translations()
{
    for (QTranslator *translator : {&m_own, &m_ofQt})
        QCoreApplication::removeTranslator(translator);
    QCoreApplication::removeTranslator(&m_plurals);
}

bool Translations::load(const QString &language, const QString &folder)
{
    const QString name = QString(language).replace(u'-', u'_');
    if (!m_own.load(QStringLiteral("chancery_") + name + QStringLiteral(".qm"), folder))
        return false;
    if (m_ofQt.load(
            QStringLiteral("qtbase_") + name, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_ofQt);
    QCoreApplication::installTranslator(&m_own);
    m_language = language;
    return true;
}

} // namespace chancery::app
