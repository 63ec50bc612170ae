// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/console/englishplurals.h"

namespace chancery::app {

// The language that the whole program speaks, as long as this lives: the first of those that the
// desktop asks for ("de-AT", "en") of which there is a catalogue, "chancery_de.qm" of the folder,
// with Qt's own words in it. English is what the sources say and has none; whoever prefers it to
// another gets it, and so does everybody for whom there is nothing. Made before any window, of the
// GUI thread.
class Translations {
public:
    Translations(const QStringList &wanted, const QString &folder);
    ~Translations();
    Translations(const Translations &) = delete;
    Translations &operator=(const Translations &) = delete;

    static QString shippedFolder() { return QStringLiteral(":/translations"); }
    // "de"; empty for English.
    const QString &language() const { return m_language; }

private:
    bool load(const QString &language, const QString &folder);

    EnglishPlurals m_plurals;
    QTranslator m_ofQt;
    QTranslator m_own;
    QString m_language;
};

} // namespace chancery::app
