// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QApplication>

#include <chrono>
#include <functional>
#include <vector>

namespace chancery::support {

// One event that kept the GUI thread from everything else.
struct Stall {
    std::chrono::nanoseconds time; // without what was painted inside
    QByteArray what; // "PlacesStore MetaCall"
    QByteArray longest; // of the events inside it: "QTableView LayoutRequest, 12.1 ms"
};

// What was seen between begin() and end().
struct StallReport {
    std::vector<Stall> stalls; // the longest first
    std::vector<Stall> paintings; // those over the limit
    std::chrono::nanoseconds longest{};
    std::chrono::nanoseconds longestPainting{};
    qint64 events = 0;

    // Adds a later part of the same walk.
    void join(const StallReport &other);
    // One line of figures, then one for each of the slowest.
    QString text(const char *title, std::size_t lines = 6) const;
};

// The application of a test that measures: the time of every event that the GUI thread's loop
// delivers, with painting told from the rest. It reports and decides nothing. Painting is what
// happens in paint, expose and update events, wherever they are sent from.
class StallMeter : public QApplication {
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds limit{16};

    StallMeter(int &argc, char **argv);

    void begin();
    StallReport end();
    // What the test's own machinery has spent in the GUI thread until now; taken off.
    void setExcuse(std::function<std::chrono::nanoseconds()> excuse);
    bool notify(QObject *receiver, QEvent *event) override;

private:
    struct Frame;

    void close(Frame &frame);
    void note(const Frame &frame, std::chrono::nanoseconds own);

    bool m_isOn = false;
    Frame *m_innermost = nullptr;
    int m_paintingDepth = 0;
    std::function<std::chrono::nanoseconds()> m_excuse;
    StallReport m_report;
};

} // namespace chancery::support
