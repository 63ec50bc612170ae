// SPDX-License-Identifier: Apache-2.0
#include "editortheme.h"

#include <QFontDatabase>
#include <QGuiApplication>

#include <array>

namespace chancery::editors {

namespace {

QColor rgb(unsigned value)
{
    return QColor::fromRgb(value);
}

} // namespace

EditorTheme EditorTheme::light()
{
    EditorTheme theme;
    theme.background = rgb(0xffffff);
    theme.text = rgb(0x1f2328);
    theme.currentLine = rgb(0xf3f6fb);
    theme.selection = rgb(0xc9dffc);
    theme.caret = rgb(0x0b57d0);
    theme.margin = rgb(0xf8f9fb);
    theme.marginText = rgb(0x6b7480);
    theme.border = rgb(0xd5dae1);
    theme.mutedText = rgb(0x59636e);
    theme.foldMark = rgb(0x7d8794);
    theme.braceMatch = rgb(0xd3e6d8);

    theme.key = rgb(0x0550ae);
    theme.string = rgb(0x116329);
    theme.number = rgb(0x953800);
    theme.literal = rgb(0x8250df);
    theme.punctuation = rgb(0x57606a);
    theme.comment = rgb(0x6a737d);
    theme.tag = rgb(0x9a3d7c);
    theme.invalid = rgb(0xb3261e);

    theme.error = rgb(0xd1242f);
    theme.warning = rgb(0xb06a00);
    theme.information = rgb(0x0969da);

    theme.added = rgb(0xe3f5e7);
    theme.addedStrong = rgb(0xaadfb6);
    theme.removed = rgb(0xfde9e8);
    theme.removedStrong = rgb(0xf7bdb9);
    theme.changed = rgb(0xfff6dc);
    theme.changedStrong = rgb(0xf6dc92);
    theme.filler = rgb(0xf1f3f6);
    theme.font = monospacedFont();
    return theme;
}

EditorTheme EditorTheme::dark()
{
    EditorTheme theme;
    theme.background = rgb(0x1b1f24);
    theme.text = rgb(0xdfe4ea);
    theme.currentLine = rgb(0x232930);
    theme.selection = rgb(0x2f4a6d);
    theme.caret = rgb(0x8ab4f8);
    theme.margin = rgb(0x1f242a);
    theme.marginText = rgb(0x8b95a1);
    theme.border = rgb(0x39414b);
    theme.mutedText = rgb(0x9aa5b1);
    theme.foldMark = rgb(0x7f8a97);
    theme.braceMatch = rgb(0x2f4f3d);

    theme.key = rgb(0x8cc2ff);
    theme.string = rgb(0x9ad6a0);
    theme.number = rgb(0xf2b179);
    theme.literal = rgb(0xcdb0ff);
    theme.punctuation = rgb(0xa3adb8);
    theme.comment = rgb(0x8d97a2);
    theme.tag = rgb(0xf09fcb);
    theme.invalid = rgb(0xff8f88);

    theme.error = rgb(0xff6b64);
    theme.warning = rgb(0xe3a53d);
    theme.information = rgb(0x6cb0ff);

    theme.added = rgb(0x1d3527);
    theme.addedStrong = rgb(0x2f6440);
    theme.removed = rgb(0x3e2325);
    theme.removedStrong = rgb(0x783538);
    theme.changed = rgb(0x393118);
    theme.changedStrong = rgb(0x6d5a1f);
    theme.filler = rgb(0x22272d);
    theme.font = monospacedFont();
    return theme;
}

QFont EditorTheme::monospacedFont()
{
    // Families whose zero is dotted or slashed and whose 1, l and I differ; the system's choice is
    // taken when it is one of them, and is the last resort.
    static constexpr std::array clearFamilies{"JetBrains Mono", "Cascadia Mono", "Fira Mono",
        "Hack", "IBM Plex Mono", "Source Code Pro", "DejaVu Sans Mono", "Noto Sans Mono"};
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const auto families = QFontDatabase::families();
    for (const char *family : clearFamilies) {
        const auto name = QString::fromLatin1(family);
        if (families.contains(name)) {
            font.setFamily(name);
            break;
        }
    }
    font.setStyleHint(QFont::Monospace, QFont::PreferAntialias);
    font.setFixedPitch(true);
    font.setPointSize(std::max(10, QGuiApplication::font().pointSize()));
    return font;
}

} // namespace chancery::editors
