// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <functional>

namespace chancery::models {

// A text that is written elsewhere, in an editor say. It is read when somebody wants it and not at
// each keystroke: of a large document that would be a copy of all of it.
class EditedText {
public:
    using Source = std::function<QString()>;

    void setSource(Source source) { m_source = std::move(source); }
    void set(const QString &text);
    // The source has another one now.
    void edited() { m_isRead = m_source == nullptr; }
    const QString &value() const;
    // False when value() would have to read it.
    bool isRead() const { return m_isRead; }

private:
    Source m_source;
    mutable QString m_text;
    mutable bool m_isRead = true;
};

} // namespace chancery::models
