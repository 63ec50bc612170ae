// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/sealing/sealedvalue.h"
#include "views/configs/commandgroup.h"
#include "views/viewcontext.h"

#include <set>

namespace chancery::views {

// Seals the value at the cursor, puts another into the place of a sealed one, and shows what a
// sealed one says to who may see it (ADR 14). The server seals and opens; the text gets one patch,
// and what was written in plain is overwritten in the draft at once.
class SealCommands : public CommandGroup {
    Q_OBJECT

public:
    explicit SealCommands(ViewContext &context, QObject *parent = nullptr);

protected:
    void update(DocumentPage &page) override;

private:
    // The value at the cursor, the sealed one around it included.
    struct Spot {
        std::string pointer;
        std::string json; // as it stands in the text, canonical; empty for none
        std::string sealed; // the same where it is a sealed value
        bool isScalar = false;
    };
    // Another text for that place, as long as the present one still stands there.
    struct Change {
        Spot spot;
        std::string text;
        QString note;
    };

    static Spot spotIn(DocumentPage &page);
    void connectPage(DocumentPage *page);
    // What stands at the cursor decides what can be done.
    void show(const DocumentPage &page, const Spot &spot);
    void seal();
    void replace();
    void reveal();
    void sealText(const Spot &spot, const std::string &json, const QString &note);
    void put(DocumentPage *page, const Change &change);
    void open(DocumentPage *page, const core::Secret &json);
    void tellFailure(const models::Operation &operation, const QString &what);

    ViewContext &m_context;
    QAction *m_seal;
    QAction *m_replace;
    QAction *m_reveal;
    std::set<const QObject *> m_connected; // pages
    const DocumentPage *m_asked = nullptr; // the one that asked last; may be gone
    std::pair<bool, bool> m_shown; // a scalar, a sealed value: what the commands are set for
};

} // namespace chancery::views
