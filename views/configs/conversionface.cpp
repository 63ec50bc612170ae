// SPDX-License-Identifier: Apache-2.0
#include "conversionface.h"

#include "editors/codeview.h"
#include "editors/liveanalysis.h"
#include "editors/masks.h"
#include "models/atomicfile.h"
#include "models/qtconvert.h"
#include "models/words.h"
#include "views/common/errortext.h"
#include "views/common/safetext.h"
#include "views/common/splitter.h"
#include "views/common/widgets.h"
#include "views/configs/documentpage.h"

#include <QBoxLayout>
#include <QButtonGroup>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QListWidget>
#include <QMimeData>

#include <span>

namespace chancery::views {

namespace {

constexpr std::array formats{core::Format::Json, core::Format::Yaml, core::Format::Toml};

// Nobody reads more of them.
constexpr std::size_t mostLosses = 1000;

QString whyNot(const core::Error &error)
{
    const auto say
        = [](const char *text) { return QCoreApplication::translate("ConversionFace", text); };
    if (error.code == "toml-needs-table")
        return say(QT_TRANSLATE_NOOP("ConversionFace",
            "A TOML document is a table of keys; this one is a single value or a list."));
    if (error.code == "toml-has-no-null")
        return say(QT_TRANSLATE_NOOP("ConversionFace",
            "A list holds a null, which TOML does not have. It cannot be left out without moving "
            "the others."));
    if (error.code == "cannot-convert")
        return say(QT_TRANSLATE_NOOP("ConversionFace",
            "The document holds something that cannot be written in that format."));
    return say(QT_TRANSLATE_NOOP(
        "ConversionFace", "The text cannot be read. Problems says what stands in the way."));
}

QString nameOf(const core::ConversionLoss::Kind kind)
{
    using Kind = core::ConversionLoss::Kind;
    const auto say
        = [](const char *text) { return QCoreApplication::translate("ConversionFace", text); };
    switch (kind) {
    case Kind::Comment:
        return say(QT_TRANSLATE_NOOP("ConversionFace", "Comment left behind: %1"));
    case Kind::Null:
        return say(QT_TRANSLATE_NOOP("ConversionFace", "Left out, TOML has no null: %1"));
    case Kind::Alias:
        return say(QT_TRANSLATE_NOOP("ConversionFace", "Alias written out: %1"));
    case Kind::Time:
        break;
    }
    return say(QT_TRANSLATE_NOOP("ConversionFace", "Time becomes a string: %1"));
}

} // namespace

ConversionFace::ConversionFace(ViewContext &context, DocumentPage &page)
    : DocumentFace(&page)
    , m_context(context)
    , m_page(page)
    , m_formats(new QButtonGroup(this))
    , m_losses(new QListWidget(this))
    , m_preview(new editors::ConfigEditor(context.compute, this))
{
    m_losses->setObjectName(QStringLiteral("conversionLosses"));
    m_losses->setAccessibleName(tr("What is not carried over"));
    m_preview->setReadOnly(true);
    auto *splitter = new Splitter(Qt::Vertical, context.look, this);
    splitter->addWidget(m_losses);
    splitter->addWidget(m_preview);
    splitter->setSizes({120, 480});
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBarOver());
    layout->addWidget(splitter, 1);
    connect(m_losses, &QListWidget::itemActivated, this, [this](const QListWidgetItem *item) {
        if (!item->data(Qt::UserRole).isValid())
            return;
        m_page.showFace(DocumentPage::Face::Editor);
        m_page.editor().goToOffset(item->data(Qt::UserRole).toULongLong());
    });
    const auto dress = [this] { m_preview->setTheme(m_context.look.theme().editorTheme()); };
    context.look.whenDressed(*m_preview, dress);
    dress();
}

QWidget *ConversionFace::makeBarOver()
{
    auto *bar = new QWidget(this);
    bar->setProperty("role", QStringLiteral("bar"));
    QBoxLayout *line = makeBar(bar);
    addFormats(line);
    m_summary = makeLabel({}, "muted", bar);
    m_summary->setObjectName(QStringLiteral("conversionSummary"));
    m_summary->setWordWrap(true);
    m_copy = makeButton(tr("Copy"), QStringLiteral("copyConversion"), bar, "primary");
    m_save = makeButton(tr("Save As…"), QStringLiteral("saveConversion"), bar);
    QPushButton *back = makeButton(tr("Back to Editor"), QStringLiteral("leaveConversion"), bar);
    line->addWidget(m_summary, 1);
    line->addWidget(back);
    line->addWidget(m_save);
    line->addWidget(m_copy);
    connect(back, &QPushButton::clicked, this, &ConversionFace::left);
    connect(m_copy, &QPushButton::clicked, this, &ConversionFace::copy);
    connect(m_save, &QPushButton::clicked, this, &ConversionFace::saveAs);
    return bar;
}

// Those that the config is not in.
void ConversionFace::addFormats(QBoxLayout *line)
{
    const auto own = m_page.session().config().format;
    for (const core::Format format : formats) {
        if (format == own)
            continue;
        auto *button = new QToolButton(this);
        button->setObjectName(QStringLiteral("convertTo") + models::formatText(format));
        button->setText(tr("To %1").arg(models::formatText(format)));
        button->setAccessibleName(tr("Convert to %1").arg(models::formatText(format)));
        button->setProperty("role", QStringLiteral("flat"));
        button->setCheckable(true);
        m_formats->addButton(button, static_cast<int>(format));
        line->addWidget(button);
    }
    m_formats->buttons().front()->setChecked(true);
    connect(m_formats, &QButtonGroup::idClicked, this, &ConversionFace::convert);
}

void ConversionFace::convert()
{
    editors::LiveAnalysis &live = m_page.editor().live();
    const int wanted = m_formats->checkedId();
    if (live.revision() == m_revision && wanted == m_shownFormat)
        return;
    m_revision = live.revision();
    m_shownFormat = wanted;
    m_source = live.version().whole();
    m_work = m_context.compute.run<core::Conversion>(
        [source = m_source, from = m_page.editor().format(), to = core::Format(wanted)](
            const core::CancelToken &) -> core::Result<core::Conversion> {
            const auto reading = core::read(source, from, core::Limits::wide());
            return reading ? core::convertDocument(reading.tree(), to)
                           : core::toError(reading.problem());
        },
        [this](core::Result<core::Conversion> result) { take(std::move(result)); });
}

void ConversionFace::take(core::Result<core::Conversion> result)
{
    m_work.cancel();
    m_copy->setEnabled(result.ok());
    m_save->setEnabled(result.ok());
    m_losses->clear();
    m_losses->setVisible(result && !result->losses.empty());
    m_preview->setAdvisor(m_page.advisor());
    m_preview->setSource(result ? result->text : std::string(), core::Format(m_shownFormat));
    m_preview->setReadOnly(true);
    if (!result)
        m_summary->setText(whyNot(result.error()));
    else if (result->losses.empty())
        m_summary->setText(tr("Everything is carried over."));
    else
        showLosses(result->losses);
}

void ConversionFace::showLosses(const std::vector<core::ConversionLoss> &losses)
{
    const core::LineIndex lines(*m_source);
    const std::size_t shown = std::min(losses.size(), mostLosses);
    for (const core::ConversionLoss &loss : std::span(losses).first(shown)) {
        const int line = lines.position(loss.offset).line;
        const QString text = safeText(models::toQt(loss.text));
        auto *item = new QListWidgetItem(
            tr("Line %1. %2").arg(line).arg(nameOf(loss.kind).arg(text)), m_losses);
        item->setData(Qt::UserRole, static_cast<qulonglong>(loss.offset));
    }
    if (losses.size() > shown)
        m_losses->addItem(tr("And %n more.", nullptr, static_cast<int>(losses.size() - shown)));
    m_summary->setText(
        tr("%n thing(s) cannot be carried over.", nullptr, static_cast<int>(losses.size())));
}

// As everything that leaves the window by the clipboard: bullets for what is covered. A file that
// one asks for by name has all of it.
void ConversionFace::copy()
{
    editors::CodeView &view = m_preview->view();
    const bool isCovered = view.masks().covers(0, view.byteCount());
    auto data = std::make_unique<QMimeData>();
    data->setText(view.masks().shown(0, view.byteCount()));
    QGuiApplication::clipboard()->setMimeData(data.release());
    m_summary->setText(isCovered
            ? tr("The converted text is on the clipboard, its sensitive values covered. “Save As” "
                 "writes them too.")
            : tr("The converted text is on the clipboard."));
}

void ConversionFace::saveAs()
{
    const QString name = models::toQt(m_page.session().config().path).section(u'/', -1);
    const QString ending = models::formatText(core::Format(m_shownFormat)).toLower();
    auto *dialog = new QFileDialog(this, tr("Save the Converted Text"));
    dialog->setObjectName(QStringLiteral("saveConversionDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    dialog->selectFile(name + u'.' + ending);
    connect(dialog, &QFileDialog::fileSelected, this, &ConversionFace::save);
    m_context.look.dress(*dialog);
    dialog->open();
}

void ConversionFace::save(const QString &file)
{
    auto staged = models::StagedFile::stage(
        std::filesystem::path(models::fromQt(file)), m_preview->source());
    const auto done = staged ? staged->commit() : core::Result<>(staged.error());
    m_summary->setText(
        done ? tr("Saved as “%1”.").arg(safeText(file)) : errorHeadline(done.error()));
}

} // namespace chancery::views
