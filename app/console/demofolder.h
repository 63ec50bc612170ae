// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLockFile>
#include <QString>

namespace chancery::app {

// The folder of "--demo", which holds nothing but the demo: its server, the console's settings and
// caches of it. A marker is set when the workspace is loaded; a folder without one was left by a
// start that did not get so far, and is begun anew. Made before anything opens a file in it.
class DemoFolder {
public:
    explicit DemoFolder(QString path);

    // Removes what an unfinished start left, unless another console is at work in the folder.
    void prepare();
    bool isComplete() const;
    bool setComplete();
    const QString &path() const { return m_path; }

private:
    QString marker() const;

    QString m_path;
    QLockFile m_lock; // beside the folder, because the folder is removed
};

} // namespace chancery::app
