// SPDX-License-Identifier: Apache-2.0
#include "demofolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace chancery::app {

DemoFolder::DemoFolder(QString path)
    : m_path(std::move(path))
    , m_lock(m_path + QStringLiteral(".lock"))
{
    // Held as long as the console runs; only a dead owner makes it stale.
    m_lock.setStaleLockTime(0);
}

QString DemoFolder::marker() const
{
    return QDir(m_path).filePath(QStringLiteral("complete"));
}

void DemoFolder::prepare()
{
    QDir().mkpath(QFileInfo(m_path).path());
    if (m_lock.tryLock() && !isComplete() && !QDir(m_path).removeRecursively())
        qWarning("demo: “%s” cannot be removed", qPrintable(m_path));
}

bool DemoFolder::isComplete() const
{
    return QFile::exists(marker());
}

bool DemoFolder::setComplete()
{
    QFile file(marker());
    return file.open(QIODevice::WriteOnly);
}

} // namespace chancery::app
