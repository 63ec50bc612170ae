// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/core/call.h"

#include <QObject>
#include <QString>

namespace chancery::models {

struct Progress {
    qint64 done = 0;
    qint64 total = 0; // zero: unknown
};

// One long action as any view can show it: idle, running, failed. Member of a store, of the GUI
// thread. It holds the Call, so that starting again or destroying it withdraws the earlier answer:
// the latest request wins. What is done with the answer must not destroy the operation.
class Operation : public QObject {
    Q_OBJECT

public:
    enum class State { Idle, Running, Failed };

    explicit Operation(QObject *parent = nullptr);

    State state() const { return m_state; }
    bool isRunning() const { return m_state == State::Running; }
    bool hasFailed() const { return m_state == State::Failed; }
    const core::Error &error() const { return m_error; }
    Progress progress() const { return m_progress; }
    const QString &title() const { return m_title; }
    bool canCancel() const { return isRunning(); }

    // start(Handler<T>) -> Call, use(T) on success; failure stays here.
    template <typename T, typename Start, typename Use>
    void start(const QString &title, Start start, Use use)
    {
        begin(title, false, attempt<T>(std::move(start), std::move(use)));
    }
    // The same for a request that changes something: to cancel it leaves its outcome unknown, and
    // that is a failure which says so.
    template <typename T, typename Start, typename Use>
    void startWrite(const QString &title, Start start, Use use)
    {
        begin(title, true, attempt<T>(std::move(start), std::move(use)));
    }
    // Fails at once, without asking anybody; retry() does nothing then.
    void refuse(const QString &title, core::Error error);
    void cancel();
    void retry();
    // Takes a failure back into Idle; the user has seen it.
    void dismiss();
    void setProgress(Progress progress);

Q_SIGNALS:
    void changed();

private:
    using Attempt = std::function<core::Call()>;

    template <typename T, typename Start, typename Use>
    Attempt attempt(Start start, Use use)
    {
        return [this, start = std::move(start), use = std::move(use)] {
            return start(core::Handler<T>([this, use](core::Result<T> result) {
                if (!result) {
                    fail(std::move(result).error());
                    return;
                }
                succeed();
                use(std::move(*std::move(result)));
                Q_EMIT changed();
            }));
        };
    }
    void begin(const QString &title, bool writes, Attempt attempt);
    void run();
    void succeed();
    void fail(core::Error error);

    core::Call m_call;
    Attempt m_attempt;
    core::Error m_error;
    QString m_title;
    Progress m_progress;
    State m_state = State::Idle;
    bool m_writes = false;
};

} // namespace chancery::models
