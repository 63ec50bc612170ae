// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/look.h"
#include "views/navigator.h"

#include <QListWidget>

#include <vector>

namespace chancery::views {

// Something that is known, on a line of its own with the circumstances below it, and where one can
// go from it. Texts are made safe by the list.
struct Fact {
    QString title;
    QString detail;
    Destination destination; // an empty view: nowhere
    bool isStrong = false;
    bool isMuted = false;

    friend bool operator==(const Fact &, const Fact &) = default;
};

// A value that is told beside others: no more of it than a few lines of a narrow list have room
// for.
QString shortened(const QString &value);

// A few facts one below the other, as high as they are; Enter or a double click goes where a fact
// leads to.
class FactList : public QListWidget {
    Q_OBJECT

public:
    FactList(const QString &name, const QString &accessibleName, Look &look, QWidget *parent);

    void setFacts(const std::vector<Fact> &facts);

Q_SIGNALS:
    void chosen(const chancery::views::Destination &destination);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void fit();

    std::vector<Fact> m_facts;
};

} // namespace chancery::views
