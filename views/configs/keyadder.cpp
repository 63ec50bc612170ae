// SPDX-License-Identifier: Apache-2.0
#include "keyadder.h"

#include "editors/configeditor.h"
#include "editors/form/field.h"
#include "editors/text/analysis.h"
#include "models/qtconvert.h"
#include "views/common/finder.h"

namespace chancery::views {

using editors::Addition;
using editors::TreeEdit;
using models::toQt;

KeyAdder::KeyAdder(ViewContext &context, editors::ConfigEditor &editor, QWidget &face)
    : QObject(&face)
    , m_context(context)
    , m_editor(editor)
    , m_face(face)
{
}

void KeyAdder::ask(const Basis &basis, Find find, std::function<void(Additions)> use)
{
    if (!basis)
        return;
    m_call = m_context.compute.run<Additions>(
        [basis, advisor = m_editor.advisor(), find = std::move(find)](const core::CancelToken &) {
            return core::Result<Additions>(find(basis->tree, advisor.get()));
        },
        [this, use = std::move(use)](core::Result<Additions> additions) {
            m_call.cancel();
            if (additions)
                use(std::move(*additions));
        });
}

void KeyAdder::addTo(const Basis &basis, const std::string &container)
{
    const bool isArray = basis && basis->tree.root().resolve(container).isArray();
    ask(
        basis,
        [container](const auto &tree, const auto *advisor) {
            return editors::additionsTo(tree, advisor, container);
        },
        [this, basis, container, isArray](const Additions &additions) {
            if (!isArray)
                offer(basis, container, additions);
            else if (!additions.empty())
                Q_EMIT wanted(
                    {TreeEdit::Kind::Append, container, {}, additions.front().json}, basis);
        });
}

void KeyAdder::add(const Basis &basis, const std::string &container, const std::string &name)
{
    ask(
        basis,
        [container, name](const auto &tree, const auto *advisor) {
            return Additions{editors::additionNamed(tree, advisor, container, name)};
        },
        [this, basis, container, name](const Additions &additions) {
            Q_EMIT wanted({TreeEdit::Kind::Insert, container, name, additions.front().json}, basis);
        });
}

void KeyAdder::offer(const Basis &basis, const std::string &container, const Additions &additions)
{
    std::vector<FinderEntry> entries;
    for (const Addition &addition : additions) {
        const QString about = editors::constraintText(addition.advice);
        FinderEntry entry;
        entry.title = toQt(addition.name);
        entry.detail = addition.isRequired ? tr("required, %1").arg(about) : about;
        entry.run = [this, basis,
                        edit = TreeEdit{TreeEdit::Kind::Insert, container, addition.name,
                            addition.json}] { Q_EMIT wanted(edit, basis); };
        entries.push_back(std::move(entry));
    }
    auto *finder = new Finder(QStringLiteral("addKeyFinder"), tr("Key to add"), m_face.window());
    finder->setOwnWords([this, basis, container](const QString &typed) {
        FinderEntry entry;
        entry.title = tr("Add “%1”").arg(typed);
        entry.detail = tr("not named by the schema");
        entry.run
            = [this, basis, container, typed] { add(basis, container, models::fromQt(typed)); };
        return entry;
    });
    finder->setEntries(std::move(entries));
    m_context.look.dress(*finder);
    finder->open();
}

} // namespace chancery::views
