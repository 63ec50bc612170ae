// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "views/common/look.h"

#include <QSplitter>

namespace chancery::views {

// A splitter that draws its handles itself, a line in the theme's colour. For where its parts wear
// the style sheet one by one and nothing above them does.
class Splitter : public QSplitter {
    Q_OBJECT

public:
    Splitter(Qt::Orientation orientation, const Look &look, QWidget *parent = nullptr);

protected:
    QSplitterHandle *createHandle() override;

private:
    const Look &m_look;
};

} // namespace chancery::views
