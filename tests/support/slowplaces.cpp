// SPDX-License-Identifier: Apache-2.0
#include "slowplaces.h"

#include "engine/core/document/canonical.h"
#include "engine/core/document/json.h"

#include <algorithm>

namespace chancery::support {

namespace {

constexpr std::string_view opening = "${ref:";

// A text, or where a reference leads; of a malformed one nothing.
struct Piece {
    enum class Kind { Text, Reference, Malformed };
    Kind kind = Kind::Text;
    std::string text; // or the path
    std::string pointer;
};

std::vector<Piece> takenApart(std::string text)
{
    std::vector<Piece> pieces;
    const auto addText = [&](const std::string &more) {
        if (more.empty())
            return;
        if (pieces.empty() || pieces.back().kind != Piece::Kind::Text)
            pieces.emplace_back();
        pieces.back().text += more;
    };
    for (auto at = text.find(opening); at != std::string::npos; at = text.find(opening)) {
        if (at > 0 && text[at - 1] == '$') {
            addText(text.substr(0, at - 1) + std::string(opening));
            text = text.substr(at + opening.size());
            continue;
        }
        addText(text.substr(0, at));
        const auto close = text.find('}', at);
        const auto inner = text.substr(at + opening.size(), close - at - opening.size());
        const auto hash = inner.find('#');
        Piece piece{Piece::Kind::Reference, inner.substr(0, hash),
            hash == std::string::npos ? "" : inner.substr(hash + 1)};
        if (close == std::string::npos || (!piece.text.empty() && piece.text[0] != '/')
            || inner.empty())
            piece.kind = Piece::Kind::Malformed;
        pieces.push_back(piece);
        text = close == std::string::npos ? "" : text.substr(close + 1);
    }
    addText(text);
    return pieces;
}

bool isSealed(const Plain &value)
{
    return value.kind == Plain::Kind::Scalar && value.scalar.starts_with('{');
}

// What a string says, if it is one with something to follow in it.
std::optional<std::string> referringText(const Plain &value)
{
    if (value.kind != Plain::Kind::Scalar || !value.scalar.starts_with('"'))
        return {};
    const auto reading = core::readJson(std::string(value.scalar));
    auto text = std::string(reading.tree().root().text());
    return text.find(opening) == std::string::npos ? std::nullopt : std::optional(std::move(text));
}

std::string quoted(const std::string &text)
{
    std::string json;
    core::appendJsonString(json, text);
    return json;
}

} // namespace

class SlowReferences {
public:
    explicit SlowReferences(const PlacesWorld &world)
        : m_world(world)
    {
    }

    std::vector<std::string> leaves()
    {
        const auto path = '/' + m_world.config().path;
        const Plain *root = documentOf(path);
        const Plain resolved = value({path, "", root}, {}, {});
        std::vector<std::string> told;
        if (m_problems.empty()) {
            refuseSeals(resolved);
            resolved.list(m_layers, "", told);
        }
        if (!m_problems.empty())
            told = m_problems;
        std::sort(told.begin(), told.end());
        told.erase(std::unique(told.begin(), told.end()), told.end());
        return told;
    }

private:
    // A value of one of the documents before references are followed.
    struct Spot {
        std::string path;
        std::string pointer;
        const Plain *value = nullptr;
    };

    // "payments/api/limits" lies below the folders of "payments/defaults" and
    // "payments/api/defaults".
    std::vector<std::string> parentsOf(const std::string &path) const
    {
        std::vector<std::string> parents;
        for (const auto &[other, config] : m_world.m_configs) {
            const auto folder = other.substr(0, other.rfind('/') + 1);
            if (other == folder + "defaults" && other != path && path.starts_with(folder))
                parents.push_back(other);
        }
        std::ranges::sort(parents, {}, &std::string::size);
        return parents;
    }

    bool isHere(const core::ConfigLayer &layer) const
    {
        const auto &place = m_world.m_place;
        return layer.kind == core::LayerKind::Base
            || (layer.kind == core::LayerKind::Region && layer.name == place.region)
            || (layer.kind == core::LayerKind::Group && layer.name == place.group)
            || (layer.kind == core::LayerKind::Instance && layer.name == place.instance);
    }

    void lay(const core::ConfigLayer &layer, std::vector<std::size_t> &stack)
    {
        const auto text = m_world.m_texts.find(layer.config.text());
        if (text == m_world.m_texts.end())
            return;
        m_layers.push_back(text->second);
        m_layers.back().origin.kind = layer.kind;
        m_layers.back().origin.name = layer.name;
        stack.push_back(m_layers.size() - 1);
    }

    void stackOf(const std::string &path, std::vector<std::size_t> &stack)
    {
        using enum core::LayerKind;
        const auto &config = m_world.m_configs.at(path);
        for (const auto kind : {Base, Environment, Region, Group, Instance}) {
            if (kind == Environment)
                lay({Environment, "", config.id}, stack);
            const auto declared = m_world.m_declared.find(config.id.text());
            if (declared == m_world.m_declared.end())
                continue;
            for (const auto &layer : declared->second) {
                if (layer.kind == kind && isHere(layer))
                    lay(layer, stack);
            }
        }
    }

    // Null where nothing of its own is there.
    const Plain *documentOf(const std::string &path)
    {
        if (const auto known = m_documents.find(path); known != m_documents.end())
            return &known->second;
        if (path.empty() || !m_world.m_configs.contains(path.substr(1)))
            return nullptr;
        std::vector<std::size_t> stack;
        for (const auto &parent : parentsOf(path.substr(1)))
            stackOf(parent, stack);
        const auto inherited = stack.size();
        stackOf(path.substr(1), stack);
        if (stack.size() == inherited)
            return nullptr;
        Plain document = Plain::of(m_layers[stack[0]].tree->root(), stack[0]).cleaned();
        for (std::size_t i = 1; i < stack.size(); ++i)
            document = document.overlaidBy(Plain::of(m_layers[stack[i]].tree->root(), stack[i]));
        return &m_documents.emplace(path, std::move(document)).first->second;
    }

    void complain(const Spot &spot, const char *code)
    {
        m_problems.push_back('!' + spot.pointer + ' ' + code);
    }

    bool begin(const Spot &spot)
    {
        const bool isCircle = std::ranges::any_of(m_way, [&](const Spot &other) {
            return other.path == spot.path && other.pointer == spot.pointer;
        });
        if (isCircle)
            complain(spot, "reference-cycle");
        else
            m_way.push_back(spot);
        return !isCircle;
    }

    static std::optional<Spot> step(const Spot &from, const std::string &token)
    {
        const Plain &value = *from.value;
        Spot next{from.path, from.pointer + '/' + token, nullptr};
        if (value.kind == Plain::Kind::Object && value.members.contains(token))
            next.value = &value.members.at(token);
        if (value.kind == Plain::Kind::Array && token.size() == 1 && token[0] >= '0'
            && std::size_t(token[0] - '0') < value.items.size())
            next.value = &value.items[std::size_t(token[0] - '0')];
        return next.value ? std::optional(next) : std::nullopt;
    }

    std::optional<Spot> target(const Spot &from, const Piece &piece)
    {
        const auto path = piece.text.empty() ? from.path : piece.text;
        std::optional<Spot> at = Spot{path, "", documentOf(path)};
        if (!at->value) {
            complain(from, "dangling-reference");
            return {};
        }
        std::string rest = piece.pointer;
        while (!rest.empty()) {
            const auto end = std::min(rest.find('/', 1), rest.size());
            at = endOfReferences(*at);
            if (!at)
                return {};
            if (isSealed(*at->value)) {
                complain(from, "sealed-reference");
                return {};
            }
            at = step(*at, rest.substr(1, end - 1));
            if (!at) {
                complain(from, "dangling-reference");
                return {};
            }
            rest = rest.substr(end);
        }
        return at;
    }

    // A way may lead through a string that is a reference itself.
    std::optional<Spot> endOfReferences(Spot at)
    {
        const auto before = m_way.size();
        std::optional<Spot> end;
        for (;;) {
            const auto text = referringText(*at.value);
            const auto pieces = text ? takenApart(*text) : std::vector<Piece>();
            if (pieces.size() != 1 || pieces[0].kind != Piece::Kind::Reference) {
                end = at;
                break;
            }
            if (!begin(at))
                break;
            const auto next = target(at, pieces[0]);
            if (!next)
                break;
            at = *next;
        }
        m_way.resize(before);
        return end;
    }

    Plain value(const Spot &spot, const std::string &through, const std::string &referredAt)
    {
        Plain out = *spot.value;
        out.through = through;
        out.referredAt = referredAt;
        for (auto &[key, member] : out.members)
            member = value({spot.path, spot.pointer + '/' + key, &spot.value->members.at(key)},
                through, referredAt);
        for (std::size_t i = 0; i < out.items.size(); ++i)
            out.items[i]
                = value({spot.path, spot.pointer + '/' + std::to_string(i), &spot.value->items[i]},
                    through, referredAt);
        const auto text = referringText(*spot.value);
        return text ? followed(spot, *text, std::move(out)) : out;
    }

    Plain followed(const Spot &spot, const std::string &text, Plain out)
    {
        const auto pieces = takenApart(text);
        const auto first = std::ranges::find(pieces, Piece::Kind::Reference, &Piece::kind);
        // The text before the first one that is malformed is all that is looked at.
        const auto wrong = std::ranges::find(pieces, Piece::Kind::Malformed, &Piece::kind);
        if (out.through.empty() && first < wrong) {
            out.through = " through " + (first->text.empty() ? spot.path : first->text) + '#'
                + first->pointer + " at " + spot.pointer;
            out.referredAt = spot.pointer;
        }
        if (pieces.size() == 1 && first != pieces.end()) {
            if (!begin(spot))
                return out;
            if (const auto at = target(spot, *first))
                out = value(*at, out.through, out.referredAt);
            m_way.pop_back();
            return out;
        }
        if (const auto whole = textOf(spot, pieces))
            out.scalar = quoted(*whole);
        return out;
    }

    std::optional<std::string> textOf(const Spot &spot, const std::vector<Piece> &pieces)
    {
        std::string text;
        for (const auto &piece : pieces) {
            if (piece.kind == Piece::Kind::Text) {
                text += piece.text;
                continue;
            }
            if (piece.kind == Piece::Kind::Malformed) {
                complain(spot, "malformed-reference");
                return {};
            }
            if (!begin(spot))
                return {};
            const auto at = target(spot, piece);
            const auto part = at ? partOf(spot, *at) : std::nullopt;
            m_way.pop_back();
            if (!part)
                return {};
            text += *part;
        }
        return text;
    }

    std::optional<std::string> partOf(const Spot &from, const Spot &at)
    {
        if (const auto text = referringText(*at.value))
            return textOf(at, takenApart(*text));
        const auto &value = *at.value;
        const bool isScalar = value.kind == Plain::Kind::Scalar;
        if (isScalar && value.scalar.starts_with('"'))
            return std::string(core::readJson(std::string(value.scalar)).tree().root().text());
        if (isScalar && value.scalar != "null" && !isSealed(value))
            return value.scalar;
        complain(from, isSealed(value) ? "sealed-reference" : "reference-not-text");
        return {};
    }

    // A copy of what is sealed opens nowhere.
    void refuseSeals(const Plain &value)
    {
        if (isSealed(value) && !value.through.empty())
            m_problems.push_back('!' + value.referredAt + " sealed-reference");
        for (const auto &[key, member] : value.members)
            refuseSeals(member);
        for (const auto &item : value.items)
            refuseSeals(item);
    }

    const PlacesWorld &m_world;
    std::vector<core::Layer> m_layers; // that a Plain speaks of
    std::map<std::string, Plain> m_documents; // by path with the slash in front
    std::vector<Spot> m_way; // strings that are being followed
    std::vector<std::string> m_problems;
};

std::vector<std::string> PlacesWorld::slowLeaves() const
{
    return SlowReferences(*this).leaves();
}

} // namespace chancery::support
