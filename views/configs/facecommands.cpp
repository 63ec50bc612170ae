// SPDX-License-Identifier: Apache-2.0
#include "facecommands.h"

#include "views/common/widgets.h"
#include "views/configs/documentpage.h"

#include <QHBoxLayout>

namespace chancery::views {

namespace {

using Face = DocumentPage::Face;

constexpr std::array faces{Face::Editor, Face::Form, Face::Table, Face::Environments};

} // namespace

FaceCommands::FaceCommands(ViewContext &context, QObject *parent)
    : CommandGroup(context.look, parent)
    , m_faces{add(tr("Text"), QStringLiteral("showText"), QStringLiteral("config"),
                  Qt::CTRL | Qt::ALT | Qt::Key_1),
          add(tr("Form"), QStringLiteral("showForm"), QStringLiteral("form"),
              Qt::CTRL | Qt::ALT | Qt::Key_2),
          add(tr("Table"), QStringLiteral("showTable"), QStringLiteral("table"),
              Qt::CTRL | Qt::ALT | Qt::Key_3),
          add(tr("Environments"), QStringLiteral("showEnvironments"), QStringLiteral("matrix"),
              Qt::CTRL | Qt::ALT | Qt::Key_4)}
{
    for (std::size_t at = 0; at < faces.size(); ++at) {
        m_faces[at]->setCheckable(true);
        connect(m_faces[at], &QAction::triggered, this, [this, at] {
            m_faces[at]->setChecked(true);
            page().showFace(faces[at]);
        });
    }
}

QWidget *FaceCommands::makeSwitch(QWidget *parent) const
{
    auto *area = new QWidget(parent);
    area->setObjectName(QStringLiteral("faceSwitch"));
    area->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    auto *layout = new QHBoxLayout(area);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    for (QAction *action : m_faces) {
        QToolButton *button = makeActionButton(action, area);
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setProperty("role", QStringLiteral("face"));
        layout->addWidget(button);
    }
    return area;
}

void FaceCommands::update(DocumentPage &page)
{
    for (std::size_t at = 0; at < faces.size(); ++at)
        m_faces[at]->setChecked(page.face() == faces[at]);
}

} // namespace chancery::views
