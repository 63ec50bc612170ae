// SPDX-License-Identifier: Apache-2.0
//
// What the console's editor costs on a large file: opening it, a keystroke, the time until the
// problems of the edited text are known, the time until the list of completions is open.

#include "app/bench/commands.h"
#include "app/bench/edit/bench.h"
#include "editors/codeview.h"
#include "editors/completer.h"

#include <algorithm>

namespace chancery::bench {

namespace {

constexpr int keys = 300;
constexpr int rounds = 20;

double at(std::vector<double> &times, double part)
{
    std::ranges::sort(times);
    const auto last = static_cast<double>(times.size() - 1);
    return times[static_cast<std::size_t>(last * part)];
}

// Types with the event loop running: a stroke ends when all that it caused in this thread, painting
// included, is done.
class Typist : public QObject {
public:
    explicit Typist(EditorWindow &window, std::function<void(std::vector<double>)> done)
        : m_window(window)
        , m_done(std::move(done))
    {
        m_next.callOnTimeout(this, [this] { stroke(); });
        m_next.start(0);
    }

private:
    void stroke()
    {
        if (m_clock.isValid())
            m_times.push_back(static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
        if (m_times.size() == keys) {
            m_next.stop();
            m_done(std::move(m_times));
            return;
        }
        m_clock.start();
        if (m_times.size() % 100 == 50)
            m_window.press(Qt::Key_Return, QStringLiteral("\r"));
        else
            m_window.press(Qt::Key_X, QStringLiteral("x"));
        m_window.editor().view().viewport()->repaint();
    }

    EditorWindow &m_window;
    std::function<void(std::vector<double>)> m_done;
    QTimer m_next;
    QElapsedTimer m_clock;
    std::vector<double> m_times;
};

// Does something and waits for its end, so many times.
class Rounds {
public:
    Rounds(std::function<void(int)> act, std::function<void(std::vector<double>)> done)
        : m_act(std::move(act))
        , m_done(std::move(done))
    {
    }
    void begin()
    {
        m_clock.start();
        m_isWaiting = true;
        m_act(static_cast<int>(m_times.size()));
    }
    void end()
    {
        if (!m_isWaiting)
            return;
        m_isWaiting = false;
        m_times.push_back(static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
        if (m_times.size() == rounds)
            m_done(std::move(m_times));
        else
            QTimer::singleShot(50, &m_context, [this] { begin(); });
    }

private:
    QObject m_context;
    std::function<void(int)> m_act;
    std::function<void(std::vector<double>)> m_done;
    QElapsedTimer m_clock;
    bool m_isWaiting = false;
    std::vector<double> m_times;
};

} // namespace

int guiEdit(std::span<const std::string> arguments)
{
    EditorWindow window(arguments[0]);
    // With one the text is validated behind what is painted.
    if (arguments.size() > 1 && !window.setSchema(arguments[1]))
        return 2;
    window.open({});
    return window.run();
}

int benchKeys(std::span<const std::string> arguments)
{
    EditorWindow window(arguments[0]);
    std::unique_ptr<Typist> middle;
    std::unique_ptr<Typist> end;
    const auto finish = [](std::vector<double> times) {
        printMetric("end_p50", at(times, 0.5), "ms");
        printMetric("end_p99", at(times, 0.99), "ms");
        printMetric("peak_rss", peakMemory(), "MiB");
        QApplication::exit();
    };
    const auto goOn = [&](std::vector<double> times) {
        printMetric("keystroke_p50", at(times, 0.5), "ms");
        printMetric("keystroke_p99", at(times, 0.99), "ms");
        printMetric("keystroke_max", at(times, 1), "ms");
        window.goTo(0.999);
        end = std::make_unique<Typist>(window, finish);
    };
    window.open([&] {
        QElapsedTimer clock;
        clock.start();
        window.goTo(0.5);
        printMetric("jump_to_middle", static_cast<double>(clock.nsecsElapsed()) / 1e6, "ms");
        middle = std::make_unique<Typist>(window, goOn);
    });
    return window.run();
}

int benchProblems(std::span<const std::string> arguments)
{
    EditorWindow window(arguments[0]);
    if (!window.setSchema(arguments[1]))
        return 2;
    // A blank between two lines: every turn is a text that was never read before, and stays valid.
    Rounds turns([&](int) { window.press(Qt::Key_Space, QStringLiteral(" ")); },
        [](std::vector<double> times) {
            printMetric("problems_p50", at(times, 0.5), "ms");
            printMetric("problems_max", at(times, 1), "ms");
            QApplication::exit();
        });
    window.open([&] {
        window.goTo(0.5);
        QObject::connect(&window.editor(), &editors::ConfigEditor::problemsChanged,
            &window.context(), [&] { turns.end(); });
        turns.begin();
    });
    return window.run();
}

int benchComplete(std::span<const std::string> arguments)
{
    EditorWindow window(arguments[0]);
    if (!window.setSchema(arguments[1]))
        return 2;
    Rounds turns(
        [&](int) {
            window.editor().view().send(QsciScintillaBase::SCI_AUTOCCANCEL);
            window.editor().showCompletions();
        },
        [](std::vector<double> times) {
            printMetric("completion_p50", at(times, 0.5), "ms");
            printMetric("completion_max", at(times, 1), "ms");
            QApplication::exit();
        });
    const auto *completer = window.editor().findChild<editors::Completer *>();
    window.open([&] {
        window.goTo(0.5);
        QObject::connect(completer, &editors::Completer::answered, &window.context(),
            [&](bool) { turns.end(); });
        turns.begin();
    });
    return window.run();
}

} // namespace chancery::bench
