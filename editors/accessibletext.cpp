// SPDX-License-Identifier: Apache-2.0
//
// Assistive programs count a text in UTF-16 units from its beginning, Scintilla in bytes, and what
// is covered has as many units as its cover: all offsets are those of the text as it is shown.
#include "accessibletext.h"

#include "editors/codeview.h"
#include "editors/editwatch.h"
#include "editors/masks.h"

#include <QAccessibleWidget>

namespace chancery::editors {

namespace {

using Sci = QsciScintillaBase;
// More than that is announced without its words.
constexpr std::size_t mostAnnounced = 64 * 1024;

class AccessibleText : public QAccessibleWidget,
                       public QAccessibleTextInterface,
                       public QAccessibleEditableTextInterface {
public:
    using QAccessibleWidget::text;

    explicit AccessibleText(CodeView &view)
        : QAccessibleWidget(&view, QAccessible::EditableText)
    {
    }

    int offsetOf(std::size_t position) const { return view().masks().offsets().offsetOf(position); }

    std::size_t positionOf(int offset) const { return view().masks().offsets().positionOf(offset); }

    // QAccessibleInterface
    QAccessible::State state() const override
    {
        auto state = QAccessibleWidget::state();
        state.selectableText = true;
        state.multiLine = true;
        state.readOnly = view().isTextReadOnly();
        state.editable = !state.readOnly;
        return state;
    }
    void *interface_cast(QAccessible::InterfaceType type) override
    {
        if (type == QAccessible::TextInterface)
            return static_cast<QAccessibleTextInterface *>(this);
        if (type == QAccessible::EditableTextInterface)
            return static_cast<QAccessibleEditableTextInterface *>(this);
        return QAccessibleWidget::interface_cast(type);
    }

    // QAccessibleTextInterface
    int selectionCount() const override { return view().hasSelectedText() ? 1 : 0; }
    void selection(int, int *startOffset, int *endOffset) const override
    {
        *startOffset = offsetOf(std::size_t(view().send(Sci::SCI_GETSELECTIONSTART)));
        *endOffset = offsetOf(std::size_t(view().send(Sci::SCI_GETSELECTIONEND)));
    }
    void addSelection(int startOffset, int endOffset) override
    {
        setSelection(0, startOffset, endOffset);
    }
    void removeSelection(int) override { view().send(Sci::SCI_CLEARSELECTIONS); }
    void setSelection(int, int startOffset, int endOffset) override
    {
        view().send(Sci::SCI_SETSEL, positionOf(startOffset),
            static_cast<std::intptr_t>(positionOf(endOffset)));
    }
    int cursorPosition() const override { return offsetOf(view().caretOffset()); }
    void setCursorPosition(int offset) override { view().setCaret(positionOf(offset)); }
    QString text(int startOffset, int endOffset) const override
    {
        const auto end = endOffset < 0 ? view().byteCount() : positionOf(endOffset);
        return view().masks().shown(positionOf(startOffset), end);
    }
    int characterCount() const override { return offsetOf(view().byteCount()); }
    QString textBeforeOffset(int offset, QAccessible::TextBoundaryType type, int *startOffset,
        int *endOffset) const override
    {
        const auto here = rangeAt(resolved(offset), type);
        if (here.first == 0)
            return told({0, 0}, startOffset, endOffset);
        const auto before = view().send(Sci::SCI_POSITIONBEFORE, here.first);
        return told(rangeAt(static_cast<std::size_t>(before), type), startOffset, endOffset);
    }
    QString textAfterOffset(int offset, QAccessible::TextBoundaryType type, int *startOffset,
        int *endOffset) const override
    {
        const auto here = rangeAt(resolved(offset), type);
        return told(rangeAt(here.second, type), startOffset, endOffset);
    }
    QString textAtOffset(int offset, QAccessible::TextBoundaryType type, int *startOffset,
        int *endOffset) const override
    {
        return told(rangeAt(resolved(offset), type), startOffset, endOffset);
    }
    QRect characterRect(int offset) const override
    {
        const auto position = static_cast<std::intptr_t>(positionOf(offset));
        const auto next = view().send(Sci::SCI_POSITIONAFTER, static_cast<std::size_t>(position));
        const auto left = view().send(Sci::SCI_POINTXFROMPOSITION, 0, position);
        const auto right = view().send(Sci::SCI_POINTXFROMPOSITION, 0, next);
        const auto top = view().send(Sci::SCI_POINTYFROMPOSITION, 0, position);
        const auto height = view().send(Sci::SCI_TEXTHEIGHT, 0);
        const QPoint place(static_cast<int>(left), static_cast<int>(top));
        return {view().viewport()->mapToGlobal(place),
            QSize(static_cast<int>(std::max(0L, right - left)), static_cast<int>(height))};
    }
    int offsetAtPoint(const QPoint &point) const override
    {
        const QPoint place = view().viewport()->mapFromGlobal(point);
        const auto position = view().send(Sci::SCI_POSITIONFROMPOINTCLOSE,
            static_cast<std::size_t>(std::max(0, place.x())), place.y());
        return position < 0 ? -1 : offsetOf(static_cast<std::size_t>(position));
    }
    void scrollToSubstring(int startIndex, int endIndex) override
    {
        view().send(Sci::SCI_SCROLLRANGE, positionOf(endIndex),
            static_cast<std::intptr_t>(positionOf(startIndex)));
    }
    QString attributes(int offset, int *startOffset, int *endOffset) const override
    {
        const auto line = rangeAt(positionOf(offset), QAccessible::LineBoundary);
        const auto style = [this](std::size_t at) { return view().send(Sci::SCI_GETSTYLEAT, at); };
        auto begin = positionOf(offset);
        auto end = begin;
        const auto here = style(begin);
        while (begin > line.first && style(begin - 1) == here)
            --begin;
        while (end < line.second && style(end) == here)
            ++end;
        *startOffset = offsetOf(begin);
        *endOffset = offsetOf(end);
        const auto colour = view().send(Sci::SCI_STYLEGETFORE, static_cast<std::size_t>(here));
        return QStringLiteral("color:rgb(%1,%2,%3);")
            .arg(colour & 0xFF)
            .arg(colour >> 8 & 0xFF)
            .arg(colour >> 16 & 0xFF);
    }

    // QAccessibleEditableTextInterface
    void deleteText(int startOffset, int endOffset) override
    {
        replaceText(startOffset, endOffset, QString());
    }
    void insertText(int offset, const QString &text) override { replaceText(offset, offset, text); }
    void replaceText(int startOffset, int endOffset, const QString &text) override
    {
        view().replaceBytes(positionOf(startOffset), positionOf(endOffset), text.toStdString());
    }

private:
    using Range = std::pair<std::size_t, std::size_t>;

    CodeView &view() const { return *static_cast<CodeView *>(widget()); }
    std::size_t resolved(int offset) const
    {
        if (offset == -1)
            return view().byteCount();
        return offset == -2 ? view().caretOffset() : positionOf(offset);
    }
    // Sentences and paragraphs of a configuration are its lines.
    Range rangeAt(std::size_t position, QAccessible::TextBoundaryType type) const
    {
        switch (type) {
        case QAccessible::CharBoundary:
            return {position, std::size_t(view().send(Sci::SCI_POSITIONAFTER, position))};
        case QAccessible::WordBoundary:
            return {std::size_t(view().send(Sci::SCI_WORDSTARTPOSITION, position, true)),
                std::size_t(view().send(Sci::SCI_WORDENDPOSITION, position, true))};
        case QAccessible::NoBoundary:
            return {0, view().byteCount()};
        default:
            const auto line = view().lineOf(position);
            return {view().lineStart(line), view().lineStart(line + 1)};
        }
    }
    QString told(const Range &range, int *startOffset, int *endOffset) const
    {
        *startOffset = offsetOf(range.first);
        *endOffset = offsetOf(range.second);
        return view().masks().shown(range.first, range.second);
    }
};

// Qt asks for every class on the way up from the object's own, so that this one comes before
// QScintilla's.
QAccessibleInterface *accessibleFor(const QString &className, QObject *object)
{
    if (className != QLatin1String(CodeView::staticMetaObject.className()))
        return nullptr;
    auto *view = qobject_cast<CodeView *>(object);
    return view ? new AccessibleText(*view) : nullptr;
}

// Sends a view's events while somebody listens.
class Announcer : public QObject, public QAccessible::ActivationObserver {
public:
    explicit Announcer(CodeView &view)
        : QObject(&view)
        , m_view(view)
        , m_isActive(QAccessible::isActive())
    {
        QAccessible::installActivationObserver(this);
        connect(&view.watch(), &EditWatch::coming, this, &Announcer::tellRemoved);
        connect(&view.watch(), &EditWatch::edited, this, &Announcer::tellInserted);
        connect(&view, &QsciScintilla::cursorPositionChanged, this, [this] {
            if (!m_isActive)
                return;
            QAccessibleTextCursorEvent event(&m_view, offsetOf(m_view.caretOffset()));
            QAccessible::updateAccessibility(&event);
        });
    }
    ~Announcer() override { QAccessible::removeActivationObserver(this); }
    Announcer(const Announcer &) = delete;
    Announcer &operator=(const Announcer &) = delete;

    void accessibilityActiveChanged(bool active) override { m_isActive = active; }

private:
    void tellRemoved(const TextChange &change)
    {
        if (m_isActive && change.removed > 0)
            announce<QAccessibleTextRemoveEvent>(change.at,
                m_view.masks().shown(
                    change.at, change.at + std::min(change.removed, mostAnnounced)));
    }

    void tellInserted(const TextChange &change)
    {
        if (m_isActive && change.inserted > 0)
            announce<QAccessibleTextInsertEvent>(change.at,
                m_view.masks().shownUnchecked(
                    change.at, change.at + std::min(change.inserted, mostAnnounced)));
    }

    int offsetOf(std::size_t position) const { return m_view.masks().offsets().offsetOf(position); }

    template <typename Event>
    void announce(std::size_t at, const QString &words) const
    {
        Event event(&m_view, offsetOf(at), words);
        QAccessible::updateAccessibility(&event);
    }

    CodeView &m_view;
    bool m_isActive;
};

} // namespace

void makeAccessible(CodeView &view)
{
    QAccessible::installFactory(accessibleFor);
    new Announcer(view); // of the view
}

} // namespace chancery::editors
