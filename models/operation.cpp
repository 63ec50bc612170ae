// SPDX-License-Identifier: Apache-2.0
#include "operation.h"

namespace chancery::models {

Operation::Operation(QObject *parent)
    : QObject(parent)
{
}

void Operation::begin(const QString &title, bool writes, Attempt attempt)
{
    m_title = title;
    m_writes = writes;
    m_attempt = std::move(attempt);
    run();
}

void Operation::run()
{
    m_call.cancel();
    m_state = State::Running;
    m_progress = {};
    m_error = {};
    m_call = m_attempt();
    Q_EMIT changed();
}

void Operation::succeed()
{
    m_call = {};
    m_state = State::Idle;
}

void Operation::fail(core::Error error)
{
    m_call = {};
    m_error = std::move(error);
    m_state = State::Failed;
    Q_EMIT changed();
}

void Operation::refuse(const QString &title, core::Error error)
{
    m_title = title;
    m_attempt = {};
    fail(std::move(error));
}

void Operation::cancel()
{
    if (!isRunning())
        return;
    m_call.cancel();
    if (m_writes) {
        fail(
            {core::ErrorKind::Timeout, "state-unknown", "cancelled after it was sent", {}, {}, {}});
        return;
    }
    m_state = State::Idle;
    Q_EMIT changed();
}

void Operation::retry()
{
    if (m_attempt)
        run();
}

void Operation::dismiss()
{
    if (!hasFailed())
        return;
    m_state = State::Idle;
    m_error = {};
    Q_EMIT changed();
}

void Operation::setProgress(Progress progress)
{
    m_progress = progress;
    Q_EMIT changed();
}

} // namespace chancery::models
