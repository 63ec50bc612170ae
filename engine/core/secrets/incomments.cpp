// SPDX-License-Identifier: Apache-2.0
#include "incomments.h"

namespace chancery::core {

namespace {

constexpr auto npos = std::string_view::npos;

bool isRightBelow(std::string_view source, const Comment &above, const Comment &below)
{
    const auto between = source.substr(above.end, below.begin - above.end);
    const auto end = between.find('\n');
    return end != npos && between.find_first_not_of(" \t\r\n") == npos
        && between.find('\n', end + 1) == npos;
}

} // namespace

std::vector<CommentSecret> commentSecrets(const Tree &tree, const SecretScanner &scanner)
{
    const std::string_view source = tree.source();
    const auto comments = commentsOf(tree);
    std::vector<CommentSecret> secrets;
    for (std::size_t i = 0; i < comments.size(); ++i) {
        const Comment first = comments[i];
        const auto text = source.substr(first.begin, first.end - first.begin);
        const auto part = scanner.partOf(text);
        if (!part)
            continue;
        auto end = first.begin + part->begin + part->size;
        auto last = first.end;
        if (part->kind == "private-key" && text.find("-----BEGIN ") != npos) {
            const auto isEnd = [&](const Comment &comment) {
                return source.substr(comment.begin, comment.end - comment.begin).find("-----END ")
                    != npos;
            };
            while (!isEnd(comments[i]) && i + 1 < comments.size()
                && isRightBelow(source, comments[i], comments[i + 1]))
                last = comments[++i].end;
            end = last;
        }
        secrets.push_back({first.begin + part->begin, end, part->kind, {first.begin, last}});
    }
    return secrets;
}

} // namespace chancery::core
