// SPDX-License-Identifier: Apache-2.0
#include "textloader.h"

#include "editors/codeview.h"

#include <QThread>
#include <QThreadPool>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;
constexpr std::size_t page = std::size_t(1) << 20;

// Scintilla's interface for building a document in another thread (ILoader in its manual), which
// the package does not install as a header. The order of the functions is the interface.
class ScintillaLoader {
public:
    virtual int Release() = 0;
    virtual int AddData(const char *data, std::ptrdiff_t length) = 0;
    virtual void *ConvertToDocument() = 0;

protected:
    ~ScintillaLoader() = default;
};

// To the sanitizer, Scintilla's object is of another class than the declaration above: only the
// layout of the functions is agreed on. Every call of the interface stands in these two functions.
[[clang::no_sanitize("vptr")]] void release(ScintillaLoader *loader)
{
    loader->Release();
}

// The document of a complete text; null when it was interrupted or memory ran out.
[[clang::no_sanitize("vptr")]] void *fill(
    ScintillaLoader &loader, const std::string &text, const core::CancelToken &token)
{
    for (std::size_t from = 0; from < text.size(); from += page) {
        const auto size = std::min(page, text.size() - from);
        if (token.isCancelled()
            || loader.AddData(text.data() + from, static_cast<std::ptrdiff_t>(size)) != 0)
            return nullptr;
    }
    return loader.ConvertToDocument();
}

// Holds Scintilla's loader, which with all it has read belongs to the thread of the windows: the
// executor may be the last to let go of it.
class HeldLoader : public QObject {
public:
    explicit HeldLoader(ScintillaLoader *loader)
        : m_loader(loader)
    {
    }
    ~HeldLoader() override { release(m_loader); }
    HeldLoader(const HeldLoader &) = delete;
    HeldLoader &operator=(const HeldLoader &) = delete;

    ScintillaLoader &get() const { return *m_loader; }
    static void letGo(HeldLoader *held)
    {
        if (held->thread() == QThread::currentThread())
            delete held;
        else
            QMetaObject::invokeMethod(held, [held] { delete held; }, Qt::QueuedConnection);
    }

private:
    ScintillaLoader *m_loader;
};

} // namespace

TextLoader::TextLoader(CodeView &view)
    : QObject(&view)
    , m_view(view)
{
}

TextLoader::~TextLoader()
{
    if (m_token)
        m_token->cancel();
}

void TextLoader::cancel()
{
    if (const auto token = std::exchange(m_token, nullptr))
        token->cancel();
    if (std::exchange(m_text, nullptr))
        m_view.setReadOnly(m_isReadOnly);
}

void TextLoader::load(std::shared_ptr<const std::string> text)
{
    cancel();
    m_isReadOnly = m_view.isTextReadOnly();
    // Asking for a loader makes Scintilla forget how many lines the view has: it must be empty.
    m_view.setDocument(nullptr);
    m_view.setReadOnly(true);
    // Told its size, the document takes its room once instead of growing by sixths and copying.
    auto *made = reinterpret_cast<ScintillaLoader *>(
        m_view.send(Sci::SCI_CREATELOADER, text->size() + page));
    const std::shared_ptr<HeldLoader> loader(new HeldLoader(made), HeldLoader::letGo);
    m_text = std::move(text);
    m_token = std::make_shared<core::CancelToken>();
    m_loader = loader;
    QThreadPool::globalInstance()->start([this, loader, source = m_text, token = m_token] {
        void *document = fill(loader->get(), *source, *token);
        // Back in the thread of the windows, where whoever goes away cancels first.
        QMetaObject::invokeMethod(
            loader.get(),
            [this, token, document] {
                if (!token->isCancelled())
                    finish(document);
            },
            Qt::QueuedConnection);
    });
}

void TextLoader::finish(void *document)
{
    const auto loader = std::exchange(m_loader, nullptr);
    m_token.reset();
    m_text.reset();
    if (document)
        m_view.setDocument(document);
    m_view.setReadOnly(m_isReadOnly);
    Q_EMIT loaded(document != nullptr);
}

} // namespace chancery::editors
