// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"

#include <QObject>

#include <memory>
#include <string>

namespace chancery::editors {

class CodeView;

// Brings a large text into a view without a pause: Scintilla's document is built in a thread of
// Qt's pool, beside the executor that reads the text meanwhile, and shown when it is complete;
// until then the view is empty and read-only. Child of its view.
class TextLoader : public QObject {
    Q_OBJECT

public:
    // Up to this size a text is set within a frame.
    static constexpr std::size_t quickText = std::size_t(512) << 10;

    explicit TextLoader(CodeView &view);
    ~TextLoader() override;

    // Null while nothing is on its way.
    const std::shared_ptr<const std::string> &text() const { return m_text; }
    bool isLoading() const { return m_text != nullptr; }
    void load(std::shared_ptr<const std::string> text);
    void cancel();
    // Whether the view will be read-only once it is loaded.
    void setReadOnly(bool readOnly) { m_isReadOnly = readOnly; }

Q_SIGNALS:
    // The view shows the text, or, when there was no room for it, stays empty.
    void loaded(bool isComplete);

private:
    void finish(void *document);

    CodeView &m_view;
    std::shared_ptr<const std::string> m_text;
    bool m_isReadOnly = false;
    std::shared_ptr<core::CancelToken> m_token;
    std::shared_ptr<QObject> m_loader; // what is being filled
};

} // namespace chancery::editors
