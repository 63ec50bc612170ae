// SPDX-License-Identifier: Apache-2.0
#include "diffcontent.h"

namespace chancery::editors {

namespace {

DiffText textOf(std::string text, core::Format format, const SchemaAdvisor *advisor)
{
    DiffText result;
    result.text = std::make_shared<const std::string>(std::move(text));
    result.lines = core::splitLines(*result.text);
    result.analysis = analyse(result.text, format).analysis;
    if (result.analysis)
        result.sensitive = sensitiveSpans(result.analysis->tree, advisor);
    return result;
}

} // namespace

const SideRow &DiffContent::side(DiffColumn column, const DiffRow &row) const
{
    const bool isLeft = column == DiffColumn::Left
        || (column == DiffColumn::Inline && row.kind == RowKind::Removed);
    return isLeft ? row.left : row.right;
}

const DiffText *DiffContent::source(DiffColumn column, const DiffRow &row) const
{
    const SideRow &shown = side(column, row);
    if (shown.isFiller())
        return nullptr;
    return &shown == &row.left ? &left : &right;
}

std::string DiffContent::display(DiffColumn column) const
{
    std::string text;
    text.reserve(std::max(left.text->size(), right.text->size()) + rows(column).rows.size());
    bool isFirst = true;
    for (const DiffRow &row : rows(column).rows) {
        if (!isFirst)
            text += '\n';
        isFirst = false;
        if (const DiffText *from = source(column, row))
            text += from->lines[side(column, row).line];
    }
    return text;
}

std::shared_ptr<const DiffContent> compare(std::string left, std::string right, core::Format format,
    const SchemaAdvisor *advisor, const core::CancelToken &token)
{
    auto content = std::make_shared<DiffContent>();
    content->format = format;
    content->left = textOf(std::move(left), format, advisor);
    content->right = textOf(std::move(right), format, advisor);
    content->sideBySide = sideBySideRows(content->left.lines, content->right.lines, &token);
    content->inlined = inlineRows(content->sideBySide);
    return content;
}

} // namespace chancery::editors
