// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/schemaadvisor.h"
#include "engine/core/executor.h"

#include <QObject>
#include <QTimer>

#include <set>

namespace chancery::editors {

struct Analysis;

// What the schema says of one place of a document.
struct PlaceAdvice {
    std::string pointer;
    std::optional<Advice> advice;
    std::vector<KeyAdvice> required; // of an object
};

// Asks the schema about places of a document in the executor, many at a time, as they come on
// screen. Of the GUI thread.
class SchemaDesk : public QObject {
    Q_OBJECT

public:
    explicit SchemaDesk(core::Executor &executor, QObject *parent = nullptr);

    // Another text or another schema: what was asked and not answered is forgotten.
    void start(
        std::shared_ptr<const Analysis> analysis, std::shared_ptr<const SchemaAdvisor> advisor);
    // Answered soon.
    void ask(const std::string &pointer);
    bool isBusy() const { return !m_wanted.empty() || m_call.isHeld(); }

Q_SIGNALS:
    void answered(const std::vector<chancery::editors::PlaceAdvice> &answers);

private:
    void work();

    core::Executor &m_executor;
    std::shared_ptr<const Analysis> m_analysis;
    std::shared_ptr<const SchemaAdvisor> m_advisor;
    std::set<std::string> m_wanted;
    QTimer m_soon;
    core::Call m_call;
};

} // namespace chancery::editors
