// SPDX-License-Identifier: Apache-2.0
#include "app/bench/commands.h"
#include "app/bench/edit/bench.h"
#include "editors/codeview.h"
#include "editors/coreschemaadvisor.h"

#include <sys/resource.h>

namespace chancery::bench {

EditorWindow::EditorWindow(const std::string &file)
    : m_application(m_count, m_arguments)
    , m_file(file)
    , m_pump(m_mailbox)
    , m_executor(m_mailbox)
    , m_editor(m_executor)
{
    m_editor.resize(1200, 850);
}

bool EditorWindow::setSchema(const std::string &file)
{
    auto reading = core::read(fileContent(file), core::Format::Json, core::Limits::wide());
    if (!reading)
        return false;
    core::CompileOptions options;
    options.assertFormats = true;
    auto schema
        = core::CompiledSchema::compile(std::move(reading).tree(), options, core::SchemaLibrary());
    if (!schema)
        return false;
    m_editor.setAdvisor(std::make_shared<editors::CoreSchemaAdvisor>(std::move(*schema)));
    return true;
}

void EditorWindow::open(std::function<void()> whenReady)
{
    m_editor.show();
    const auto format = core::formatFromFileName(m_file).value_or(core::Format::Json);
    m_editor.setSource(fileContent(m_file), format);
    if (!whenReady)
        return;
    auto *look = new QTimer(&m_editor);
    QObject::connect(look, &QTimer::timeout, &m_editor, [this, look, whenReady] {
        if (m_editor.isBusy())
            return;
        look->stop();
        whenReady();
    });
    look->start(20);
}

void EditorWindow::goTo(double part)
{
    editors::CodeView &view = m_editor.view();
    const auto place = static_cast<std::size_t>(static_cast<double>(view.byteCount()) * part);
    m_editor.goToLine(view.lineOf(place) + 1);
    view.viewport()->repaint();
}

void EditorWindow::press(int key, const QString &text)
{
    QKeyEvent down(QEvent::KeyPress, key, Qt::NoModifier, text);
    QApplication::sendEvent(&m_editor.view(), &down);
    QKeyEvent up(QEvent::KeyRelease, key, Qt::NoModifier, text);
    QApplication::sendEvent(&m_editor.view(), &up);
}

double peakMemory()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

} // namespace chancery::bench
