// SPDX-License-Identifier: Apache-2.0
#include "operationlist.h"

namespace chancery::models {

OperationList::OperationList(QObject *parent)
    : QObject(parent)
{
}

void OperationList::add(Operation &operation)
{
    if (std::ranges::find(m_operations, &operation) != m_operations.end())
        return;
    m_operations.push_back(&operation);
    connect(&operation, &Operation::changed, this, &OperationList::changed);
    connect(&operation, &QObject::destroyed, this, [this, gone = &operation] {
        std::erase(m_operations, gone);
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

std::vector<Operation *> OperationList::running() const
{
    std::vector<Operation *> found;
    std::ranges::copy_if(m_operations, std::back_inserter(found),
        [](const Operation *operation) { return operation->isRunning(); });
    return found;
}

QString OperationList::summary() const
{
    const auto active = running();
    if (active.empty())
        return {};
    if (active.size() == 1)
        return active.front()->title();
    return tr("%1 and %n more", nullptr, int(active.size()) - 1).arg(active.front()->title());
}

} // namespace chancery::models
