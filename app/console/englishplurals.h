// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QTranslator>

namespace chancery::app {

// The source language's own plurals: tr("%n event(s)", nullptr, n) without a catalogue. Loses to
// any translation that is installed after it.
class EnglishPlurals : public QTranslator {
public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char *context, const char *source, const char *disambiguation,
        int count) const override;
};

} // namespace chancery::app
