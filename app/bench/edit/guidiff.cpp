// SPDX-License-Identifier: Apache-2.0
//
// The console's comparison of two files in a window of its own: what is on screen, and when.
#include "app/bench/commands.h"
#include "editors/diffview.h"
#include "models/mailpump.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>

namespace chancery::bench {

// The window stands there at once; the files are read and compared beside its thread.
int guiDiff(std::span<const std::string> arguments)
{
    int count = 1;
    std::string name = "chancery-bench";
    char *words[]{name.data(), nullptr};
    const QApplication application(count, words);
    QElapsedTimer clock;
    clock.start();
    const auto mailbox = std::make_shared<core::Mailbox>();
    const models::MailPump pump(mailbox);
    core::Executor executor(mailbox);
    editors::DiffView view(executor);
    view.resize(1200, 850);
    view.setTitles(QFileInfo(QString::fromStdString(arguments[0])).fileName(),
        QFileInfo(QString::fromStdString(arguments[1])).fileName());
    view.show();
    QObject::connect(&view, &editors::DiffView::compared, &view, [&clock, &view] {
        printMetric("compared", static_cast<double>(clock.elapsed()), "ms");
        printMetric("changes", view.changeCount(), "");
    });
    const auto formatOf = [](const std::string &file) {
        return core::formatFromFileName(file).value_or(core::Format::Json);
    };
    using Texts = std::array<std::shared_ptr<const std::string>, 2>;
    const auto call = executor.run<Texts>(
        [files = std::vector(arguments.begin(), arguments.end())](const core::CancelToken &) {
            return core::Result<Texts>(
                Texts{std::make_shared<const std::string>(fileContent(files[0])),
                    std::make_shared<const std::string>(fileContent(files[1]))});
        },
        [&](core::Result<Texts> texts) {
            if (texts)
                view.setTexts(
                    (*texts)[0], formatOf(arguments[0]), (*texts)[1], formatOf(arguments[1]));
        });
    return QApplication::exec();
}

} // namespace chancery::bench
