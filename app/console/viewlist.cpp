// SPDX-License-Identifier: Apache-2.0
#include "viewlist.h"

#include "views/configs/configview.h"

#include <QCoreApplication>

namespace chancery::app {

namespace {

template <typename ConcreteView>
std::unique_ptr<views::View> create(views::ViewContext &context)
{
    return std::make_unique<ConcreteView>(context);
}

constexpr views::ViewDescriptor list[]{
    {"configs", QT_TRANSLATE_NOOP("views", "Configs"), "configs", "view",
        create<views::ConfigView>},
};

} // namespace

std::span<const views::ViewDescriptor> viewList()
{
    return list;
}

} // namespace chancery::app
