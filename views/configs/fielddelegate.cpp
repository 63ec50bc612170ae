// SPDX-License-Identifier: Apache-2.0
#include "fielddelegate.h"

#include "editors/form/fielddrafts.h"
#include "editors/marks.h"
#include "views/common/safetext.h"
#include "views/common/widgets.h"

#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>

#include <algorithm>
#include <vector>

namespace chancery::views {

using editors::Field;

namespace {

constexpr int areaHeight = 148;
constexpr int rowHeight = 26;
constexpr const char *fieldProperty = "field";
constexpr const char *beganProperty = "began"; // what the field gave back when it was opened
constexpr const char *originalProperty = "original"; // the text that an area was opened with
constexpr const char *enteredProperty = "entered"; // also what was not changed is taken

Field fieldOf(const QWidget *editor)
{
    return editor->property(fieldProperty).value<Field>();
}

bool isCovered(const QWidget *editor)
{
    const auto *line = qobject_cast<const QLineEdit *>(editor);
    return line && line->echoMode() == QLineEdit::Password;
}

// An area parts its text into lines wherever one of these stands, and forgets which it was.
qsizetype lineEndAt(const QString &text, qsizetype at)
{
    constexpr char16_t beginOfFrame = 0xfdd0;
    constexpr char16_t endOfFrame = 0xfdd1;
    const QChar sign = text.at(at);
    if (sign == u'\r')
        return at + 1 < text.size() && text.at(at + 1) == u'\n' ? 2 : 1;
    return sign == u'\n' || sign == QChar::ParagraphSeparator || sign == QChar(beginOfFrame)
            || sign == QChar(endOfFrame)
        ? 1
        : 0;
}

// A text as an area has it, where each of its characters was, and how its lines ended.
struct AreaText {
    explicit AreaText(const QString &original)
    {
        for (qsizetype at = 0; at < original.size();) {
            const auto end = lineEndAt(original, at);
            begins.push_back(at);
            text += end > 0 ? QChar(u'\n') : original.at(at);
            if (end > 0)
                ends << original.mid(at, end);
            at += std::max<qsizetype>(end, 1);
        }
        begins.push_back(original.size());
    }

    QString text;
    std::vector<qsizetype> begins; // and the end
    QStringList ends;
};

// What was typed into the text of an area, with everything that was left alone as it was. New lines
// end as the first one does.
QString restored(const QString &original, const QString &typed)
{
    const AreaText before(original);
    const auto most = std::min(before.text.size(), typed.size());
    qsizetype front = 0;
    while (front < most && before.text.at(front) == typed.at(front))
        ++front;
    qsizetype back = 0;
    while (back < most - front
        && before.text.at(before.text.size() - 1 - back) == typed.at(typed.size() - 1 - back))
        ++back;
    qsizetype line = before.text.left(front).count(u'\n');
    const auto linesBehind = before.ends.size() - before.text.right(back).count(u'\n');
    QString middle;
    for (const QChar sign : typed.mid(front, typed.size() - front - back)) {
        if (sign != u'\n')
            middle += sign;
        else if (line < linesBehind)
            middle += before.ends.at(line++);
        else
            middle += before.ends.value(0, QStringLiteral("\n"));
    }
    return original.left(before.begins[std::size_t(front)]) + middle
        + original.mid(before.begins[std::size_t(before.text.size() - back)]);
}

// Unlike toPlainText() it makes no spaces of those that do not break, and no lines of U+2028.
QString textIn(const QPlainTextEdit &area)
{
    return area.document()->toRawText().replace(QChar::ParagraphSeparator, u'\n');
}

// As the widget has it.
QString givenBack(const QWidget *editor)
{
    if (const auto *line = qobject_cast<const QLineEdit *>(editor))
        return line->text();
    if (const auto *area = qobject_cast<const QPlainTextEdit *>(editor))
        return textIn(*area);
    return static_cast<const QComboBox *>(editor)->currentText();
}

bool isUntouched(const QWidget *editor)
{
    return givenBack(editor) == editor->property(beganProperty).toString();
}

QString typedIn(const QWidget *editor)
{
    if (!qobject_cast<const QPlainTextEdit *>(editor))
        return givenBack(editor);
    const QString original = editor->property(originalProperty).toString();
    return isUntouched(editor) ? original : restored(original, givenBack(editor));
}

bool isKey(const QWidget *editor)
{
    return fieldOf(editor).kind == Field::Kind::None;
}

} // namespace

FieldDelegate::FieldDelegate(Look &look, QAbstractItemView &view)
    : QStyledItemDelegate(&view)
    , m_look(look)
    , m_view(view)
    , m_fault(makeLabel({}, "fault", view.viewport()))
    , m_codeFont(editors::EditorTheme::monospacedFont())
{
    m_fault->setObjectName(QStringLiteral("fieldFault"));
    m_fault->setWordWrap(true);
    m_fault->hide();
}

QString FieldDelegate::displayText(const QVariant &value, const QLocale &) const
{
    return safeText(value.toString());
}

// Of one height, whether something is wrong in a row or not.
QSize FieldDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QSize size = QStyledItemDelegate::sizeHint(option, index);
    return {size.width(), std::max(rowHeight, option.fontMetrics.height() + 10)};
}

void FieldDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const int state = index.data(editors::StateRole).toInt();
    const bool isAbout = state & editors::AboutState;
    const int severity = index.data(editors::FieldSeverityRole).toInt();
    const qreal size = option->font.pointSizeF();
    if (!isAbout && !(state & (editors::MissingState | editors::ContainerState))) {
        option->font = m_codeFont;
        option->font.setPointSizeF(size);
    }
    if (index.column() == 0 && state & editors::DeprecatedState)
        option->font.setStrikeOut(true);
    Token token = Token::Text;
    if (isAbout
        || (state & (editors::MissingState | editors::ContainerState) && index.column() > 0))
        token = Token::Muted;
    if (severity == 0 && (isAbout || !index.data(editors::FaultRole).toString().isEmpty()))
        token = Token::Bad;
    const QColor colour = m_look.theme().colour(token);
    option->palette.setColor(QPalette::Text, colour);
    option->palette.setColor(QPalette::HighlightedText, colour);
    if (severity >= 0 && state & (editors::AboutState | editors::CellState)) {
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = {16, 16};
        const QPixmap sign = editors::severityPixmap(
            editors::Severity(severity), m_look.theme().editorTheme(), 16);
        option->icon = QIcon(sign);
        option->icon.addPixmap(sign, QIcon::Selected);
    }
}

QWidget *FieldDelegate::makeChoice(const Field &field, QWidget *parent) const
{
    auto *box = new QComboBox(parent);
    for (const std::string &choice : field.choices)
        box->addItem(safeText(editors::shownJson(choice)), QString::fromStdString(choice));
    return box;
}

QWidget *FieldDelegate::createEditor(
    QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    auto field = index.data(editors::InputRole).value<Field>();
    const bool isName = index.column() == 0;
    if (isName)
        field.kind = Field::Kind::None;
    QWidget *editor = nullptr;
    if (field.kind == Field::Kind::Choice) {
        editor = makeChoice(field, parent);
    } else if (field.kind == Field::Kind::Text && !field.isSensitive) {
        auto *area = new QPlainTextEdit(parent);
        area->setTabChangesFocus(true);
        editor = area;
    } else {
        auto *line = new QLineEdit(parent);
        line->setPlaceholderText(field.limits);
        if (field.isSensitive && !isName) {
            line->setEchoMode(QLineEdit::Password);
            line->setPlaceholderText(tr("A new value, or nothing to leave it"));
        }
        editor = line;
    }
    editor->setObjectName(isName ? QStringLiteral("keyField") : QStringLiteral("valueField"));
    const QString name = index.siblingAtColumn(0).data().toString();
    editor->setAccessibleName(isName ? tr("New name of %1").arg(name) : name);
    editor->setAccessibleDescription(field.limits);
    editor->setProperty(fieldProperty, QVariant::fromValue(field));
    editor->setProperty("role", QStringLiteral("cell"));
    connect(editor, &QObject::destroyed, m_fault, &QWidget::hide);
    return editor;
}

void FieldDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    // A new reading of the text does not take away what is being typed.
    if (editor->property(beganProperty).isValid())
        return;
    // A covered value is not in the field: not even how long it is.
    const QString text = isCovered(editor) ? QString() : index.data(Qt::EditRole).toString();
    if (auto *line = qobject_cast<QLineEdit *>(editor)) {
        line->setText(text);
        line->selectAll();
    } else if (auto *area = qobject_cast<QPlainTextEdit *>(editor)) {
        editor->setProperty(originalProperty, text);
        area->setPlainText(text);
        area->selectAll();
    } else if (auto *box = qobject_cast<QComboBox *>(editor)) {
        const int present
            = box->findData(QString::fromStdString(fieldOf(editor).present), Qt::UserRole);
        box->setCurrentIndex(present < 0 ? box->findText(text) : present);
    }
    editor->setProperty(beganProperty, givenBack(editor));
}

void FieldDelegate::setModelData(
    QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    const QString typed = typedIn(editor);
    if (isCovered(editor) && typed.isEmpty())
        return;
    const auto *box = qobject_cast<const QComboBox *>(editor);
    const bool isChosen = !box || box->currentIndex() >= 0;
    if (!isChosen || (isUntouched(editor) && !editor->property(enteredProperty).toBool()))
        return;
    if (box)
        model->setData(index, box->currentData(), editors::JsonRole);
    else
        model->setData(index, typed, Qt::EditRole);
}

void FieldDelegate::updateEditorGeometry(
    QWidget *editor, const QStyleOptionViewItem &option, const QModelIndex &) const
{
    QRect place = option.rect;
    if (qobject_cast<QPlainTextEdit *>(editor)) {
        place.setHeight(std::min(areaHeight, m_view.viewport()->height()));
        place.moveBottom(std::min(place.bottom(), m_view.viewport()->height() - 1));
    }
    editor->setGeometry(place);
}

void FieldDelegate::showFault(const QModelIndex &index, const QString &fault)
{
    const QRect cell = m_view.visualRect(index);
    QWidget *editor = m_view.indexWidget(index);
    if (editor)
        editor->setAccessibleDescription(fault);
    showText(m_fault, fault);
    m_fault->setFixedWidth(std::clamp(m_view.viewport()->width() - cell.left(), 160, 420));
    m_fault->adjustSize();
    const bool hasRoom = cell.bottom() + m_fault->height() < m_view.viewport()->height();
    m_fault->move(cell.left(), hasRoom ? cell.bottom() + 1 : cell.top() - m_fault->height());
    m_fault->show();
    m_fault->raise();
}

// Whether the key goes on to what the base does with it: take the field and close it.
bool FieldDelegate::isTaken(QWidget *editor, const QKeyEvent &key)
{
    const bool isArea = qobject_cast<QPlainTextEdit *>(editor);
    const bool isEnter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
    if (!isEnter || (isArea && !(key.modifiers() & Qt::ControlModifier)))
        return false;
    const bool isLeft = isCovered(editor) && typedIn(editor).isEmpty();
    const auto typed = isLeft || isKey(editor) || qobject_cast<QComboBox *>(editor)
        ? editors::Typed()
        : editors::jsonOfTyped(fieldOf(editor), typedIn(editor));
    if (!typed.fault.isEmpty()) {
        showFault(m_view.currentIndex(), typed.fault);
        return true;
    }
    editor->setProperty(enteredProperty, true);
    Q_EMIT commitData(editor);
    Q_EMIT closeEditor(editor, NoHint);
    return true;
}

// Up and down count, as in a spin box, but the number stays as it was written.
bool FieldDelegate::step(QWidget *editor, int by)
{
    auto *line = qobject_cast<QLineEdit *>(editor);
    const Field field = fieldOf(editor);
    bool isWhole = false;
    const qlonglong number = line ? line->text().toLongLong(&isWhole) : 0;
    if (!isWhole || field.kind != Field::Kind::Number)
        return false;
    const double next = double(number + by);
    if ((field.minimum && next < *field.minimum) || (field.maximum && next > *field.maximum))
        return true;
    line->setText(QString::number(number + by));
    return true;
}

bool FieldDelegate::eventFilter(QObject *watched, QEvent *event)
{
    auto *editor = qobject_cast<QWidget *>(watched);
    if (!editor || !editor->property(fieldProperty).isValid())
        return QStyledItemDelegate::eventFilter(watched, event);
    if (event->type() == QEvent::ShortcutOverride || event->type() == QEvent::KeyPress) {
        const auto &key = static_cast<QKeyEvent &>(*event);
        const bool isEnter = key.key() == Qt::Key_Return || key.key() == Qt::Key_Enter;
        if (event->type() == QEvent::ShortcutOverride && isEnter) {
            event->accept(); // in a field it is not the window's
            return true;
        }
        if (event->type() == QEvent::KeyPress) {
            if (isTaken(editor, key))
                return true;
            if ((key.key() == Qt::Key_Up && step(editor, 1))
                || (key.key() == Qt::Key_Down && step(editor, -1)))
                return true;
            m_fault->hide();
        }
    }
    return QStyledItemDelegate::eventFilter(watched, event);
}

} // namespace chancery::views
