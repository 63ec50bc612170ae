// SPDX-License-Identifier: Apache-2.0
//
// A reference follows a renamed key when one of the keys on its way is it. The string that holds it
// is changed where it is written, so that quotes, escapes and line breaks of the rest stay as they
// are; where it is written in another way than it is read (an escaped brace for one), the whole
// value is set.
#include "engine/core/bulk/planner.h"
#include "engine/core/document/json.h"
#include "engine/core/document/patchplaces.h"
#include "engine/core/document/value.h"
#include "engine/core/hierarchy/referencetext.h"

#include <algorithm>
#include <set>

namespace chancery::core {

namespace {

// The tokens of a pointer, slashes in front left out; of an encoded one as they are written.
std::vector<std::string_view> tokensOf(std::string_view pointer, bool isEncoded)
{
    std::vector<std::string_view> tokens;
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= pointer.size();) {
        const bool isSlash = i < pointer.size() && pointer[i] == '/';
        const bool isEncodedSlash = isEncoded && i < pointer.size() && isPercentCode(pointer, i)
            && pointer[i + 1] == '2' && (pointer[i + 2] | 0x20) == 'f';
        if (i == pointer.size() || isSlash || isEncodedSlash) {
            if (i > 0)
                tokens.push_back(pointer.substr(begin, i - begin));
            i += isEncodedSlash ? 3 : 1;
            begin = i;
        } else {
            ++i;
        }
    }
    return tokens;
}

std::size_t tokenCount(std::string_view pointer)
{
    return std::size_t(std::ranges::count(pointer, '/'));
}

// The last so many tokens, each with its slash.
std::string_view lastTokens(std::string_view pointer, std::size_t count)
{
    std::size_t at = pointer.size();
    for (; count > 0; --count)
        at = pointer.rfind('/', at - 1);
    return pointer.substr(at);
}

// What becomes of the pointer of a reference to that config; the same when nothing of it is
// renamed. A config may have such keys itself and take some over as well.
std::string renamedAim(const BulkOperation &operation, const Glob &places, const KeyOwner &aim,
    const std::string &pointer)
{
    if (std::ranges::find(operation.owners, aim) != operation.owners.end()) {
        auto renamed = renamedPointer(pointer, places, operation.with);
        if (renamed != pointer)
            return renamed;
    }
    for (const auto &part : operation.parts) {
        if (part.path != aim.path || part.environment != aim.environment
            || !pointer.starts_with(part.at + '/'))
            continue;
        const auto rest = pointer.substr(part.at.size());
        const auto renamed = renamedPointer(part.pointer + rest, places, operation.with);
        auto made = part.at + std::string(lastTokens(renamed, tokenCount(rest)));
        if (made != pointer)
            return made;
    }
    return pointer;
}

// The string of a node with other pieces in the place of some.
struct NewString {
    std::string value;
    std::vector<std::pair<std::string, std::string>> pieces; // as they stand and as they shall
};

NewString renamedString(std::string_view text, const std::vector<ReferencePiece> &pieces,
    const std::vector<std::string> &renamed)
{
    NewString made;
    std::size_t done = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto old = text.substr(pieces[i].begin, pieces[i].end - pieces[i].begin);
        made.value += text.substr(done, pieces[i].begin - done);
        made.value += renamed[i].empty() ? std::string(old) : renamed[i];
        done = pieces[i].end;
        if (!renamed[i].empty())
            made.pieces.emplace_back(old, renamed[i]);
    }
    made.value += text.substr(done);
    return made;
}

// Where the pieces are written as they are read.
std::optional<TextPatch> writtenPatch(const Tree &tree, const Node &node, const NewString &made)
{
    const auto end = contentEnd(tree.source(), node);
    if (end < node.begin)
        return std::nullopt;
    const auto written = std::string_view(tree.source()).substr(node.begin, end - node.begin);
    std::string text;
    std::size_t done = 0;
    for (const auto &[old, renamed] : made.pieces) {
        const auto at = written.find(old, done);
        if (at == std::string_view::npos)
            return std::nullopt;
        text.append(written.substr(done, at - done)).append(renamed);
        done = at + old.size();
    }
    text.append(written.substr(done));
    return TextPatch{node.begin, end, std::move(text)};
}

Result<TextPatch> patchString(const Tree &tree, std::uint32_t index, const NewString &made)
{
    const Node &node = tree.node(index);
    if (auto patch = writtenPatch(tree, node, made)) {
        const auto reading = read(patch->appliedTo(tree.source()), tree.format(), Limits::wide());
        if (reading && differOnlyAt(tree, reading.tree(), {{patch->begin, patch->end}})
            && reading.tree().node(index).type == NodeType::String
            && reading.tree().text(reading.tree().node(index)) == made.value)
            return *std::move(patch);
    }
    std::string json;
    appendJsonString(json, made.value);
    return setValue(tree, pointerOf(tree, index), json);
}

// Its own way first, which is that of patchString().
std::optional<BulkAttempt> attemptAtString(
    const Tree &tree, std::uint32_t index, const NewString &made)
{
    BulkAttempt attempt{{PatchedChange::Kind::Set, index, {}, {}}, {}, "reference"};
    appendJsonString(attempt.change.json, made.value);
    if (auto patch = writtenPatch(tree, tree.node(index), made))
        attempt.ways.push_back(*std::move(patch));
    const auto value = readJson(attempt.change.json);
    for (auto &way : value ? waysToSet(Value(tree, index), value.tree().root()) : PatchCandidates())
        attempt.ways.push_back(std::move(way));
    return attempt;
}

} // namespace

std::string renamedPointer(std::string_view pointer, const Glob &places, std::string_view name)
{
    std::string out;
    std::size_t end = 0;
    for (const auto token : tokensOf(pointer, false)) {
        end += token.size() + 1;
        out += '/';
        out += places.matches(pointer.substr(0, end)) ? escapePointerToken(name)
                                                      : std::string(token);
    }
    return out;
}

std::string renamedReference(std::string_view piece, std::string_view renamed)
{
    const auto hash = piece.find('#');
    if (hash == std::string_view::npos)
        return std::string(piece);
    const auto written = piece.substr(hash + 1, piece.size() - hash - 2);
    const auto oldTokens = tokensOf(written, true);
    const auto newTokens = tokensOf(renamed, false);
    const auto pieces = piecesOf(piece);
    const auto decoded = tokensOf(pieces.front().pointer, false);
    std::string out(piece.substr(0, hash + 1));
    for (std::size_t i = 0; i < newTokens.size(); ++i) {
        const bool isSame = i < decoded.size() && oldTokens.size() == decoded.size()
            && decoded[i] == newTokens[i];
        out += '/';
        out += isSame ? std::string(oldTokens[i]) : encodedPointer(newTokens[i]);
    }
    return out + '}';
}

void addReferenceSteps(const BulkSubject &subject, const BulkOperation &operation,
    const Glob &places, std::vector<BulkStep> &steps, std::vector<BulkHit> &hits)
{
    const Tree &tree = *subject.document.tree;
    const LineIndex lines(subject.document.text);
    std::set<std::size_t> seen;
    for (std::uint32_t index = 0; index < tree.nodeCount(); ++index) {
        const Node &node = tree.node(index);
        // What an alias repeats is written once.
        if (node.type != NodeType::String || !hasReference(tree.text(node))
            || !seen.insert(node.begin).second)
            continue;
        const auto text = tree.text(node);
        const auto pieces = piecesOf(text);
        std::vector<std::string> renamed(pieces.size());
        BulkStep step{index, {}, {}, {}};
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const auto &piece = pieces[i];
            const auto &path = piece.path.empty() ? subject.path : piece.path;
            if (piece.kind != ReferencePiece::Kind::Reference)
                continue;
            const auto pointer
                = renamedAim(operation, places, {path, subject.environment}, piece.pointer);
            if (pointer == piece.pointer || hits.size() >= BulkPlanner::mostHits)
                continue;
            renamed[i]
                = renamedReference(text.substr(piece.begin, piece.end - piece.begin), pointer);
            step.hits.push_back(hits.size());
            const auto end = std::max<std::size_t>(node.begin, contentEnd(tree.source(), node));
            hits.push_back({{node.begin, end}, lines.position(node.begin), pointerOf(tree, index),
                {}, {}, true, std::nullopt});
        }
        if (step.hits.empty())
            continue;
        auto made = renamedString(text, pieces, renamed);
        step.patch
            = [index, made](const Tree &present) { return patchString(present, index, made); };
        step.attempt = [index, made](const Tree &present, StaysBehind &) {
            return attemptAtString(present, index, made);
        };
        steps.push_back(std::move(step));
    }
}

} // namespace chancery::core
