// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/coreschemaadvisor.h"
#include "engine/core/document/json.h"
#include "engine/core/executor.h"

#include <QMetaObject>
#include <QObject>

#include <future>

namespace chancery::tests {

// An executor whose answers come when the test says so, or by themselves.
class Desk {
public:
    enum class Delivery { ByItself, ByHand };

    explicit Desk(Delivery delivery = Delivery::ByItself)
    {
        if (delivery == Delivery::ByHand)
            return;
        m_mailbox->setWaker([this] {
            QMetaObject::invokeMethod(
                &m_receiver, [mailbox = m_mailbox] { mailbox->drain(); }, Qt::QueuedConnection);
        });
    }

    core::Executor &executor() { return m_executor; }
    std::size_t deliver() { return m_mailbox->drain(); }
    // Every job that was given before has run; its answer may still lie in the mailbox.
    void waitForJobs()
    {
        std::promise<void> reached;
        const auto call = m_executor.run<core::Done>(
            [&reached](const core::CancelToken &) {
                reached.set_value();
                return core::Result<core::Done>(core::Done());
            },
            [](core::Result<core::Done>) {});
        reached.get_future().wait();
    }

private:
    QObject m_receiver; // lives in the thread of the test
    std::shared_ptr<core::Mailbox> m_mailbox = std::make_shared<core::Mailbox>();
    core::Executor m_executor{m_mailbox};
};

inline std::shared_ptr<const editors::SchemaAdvisor> advisorFor(std::string schema)
{
    auto compiled = core::CompiledSchema::compile(
        core::readJson(std::move(schema)).tree(), {}, core::SchemaLibrary());
    return std::make_shared<editors::CoreSchemaAdvisor>(*compiled);
}

} // namespace chancery::tests
