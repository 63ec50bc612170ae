// SPDX-License-Identifier: Apache-2.0
#include "votewords.h"

#include "models/qtconvert.h"

#include <QCoreApplication>

#include <array>

namespace chancery::models {

namespace {

struct Word {
    std::string_view code;
    const char *text;
};

QString textOf(const auto &words, std::string_view code)
{
    for (const Word &word : words) {
        if (word.code == code)
            return QCoreApplication::translate("VoteWords", word.text);
    }
    return toQt(code);
}

} // namespace

QString blockText(std::string_view blockedBy)
{
    static constexpr std::string_view byPerson = "request-changes by ";
    static constexpr std::array words{
        Word{"cannot-reach-quorum",
            QT_TRANSLATE_NOOP(
                "VoteWords", "there are not as many people left who may approve as are needed")},
        Word{"changes-requested", QT_TRANSLATE_NOOP("VoteWords", "somebody has requested changes")},
        Word{"no-policy",
            QT_TRANSLATE_NOOP("VoteWords", "no rule covers this change, and none allows it")},
    };
    if (blockedBy.starts_with(byPerson))
        return QCoreApplication::translate("VoteWords", "%1 has requested changes")
            .arg(toQt(blockedBy.substr(byPerson.size())));
    return textOf(words, blockedBy);
}

QString voidText(std::string_view because)
{
    static constexpr std::array words{
        Word{"superseded", QT_TRANSLATE_NOOP("VoteWords", "the change is another one since")},
        Word{"replaced", QT_TRANSLATE_NOOP("VoteWords", "voted again")},
        Word{"new-cycle", QT_TRANSLATE_NOOP("VoteWords", "a new round has begun")},
        Word{"schedule-changed",
            QT_TRANSLATE_NOOP("VoteWords", "it is to be applied at another time since")},
        Word{"claimed", QT_TRANSLATE_NOOP("VoteWords", "somebody else answers for it since")},
        Word{"effect-changed",
            QT_TRANSLATE_NOOP("VoteWords", "what it inherits or refers to has changed since")},
        Word{"lost-right", QT_TRANSLATE_NOOP("VoteWords", "may not approve any more")},
        Word{"disabled", QT_TRANSLATE_NOOP("VoteWords", "the account is disabled")},
    };
    return textOf(words, because);
}

} // namespace chancery::models
