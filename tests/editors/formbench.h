// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "editors/codeview.h"
#include "editors/configeditor.h"
#include "editors/form/formmodel.h"
#include "editors/form/treeeditor.h"
#include "editors/text/analysis.h"
#include "tests/editors/desk.h"

#include <QAbstractItemModelTester>
#include <QtTest/QtTest>

namespace chancery::tests {

// In the form of a sealed value.
inline constexpr auto sealedJson
    = R"({"$sealed":{"v":1,"alg":"A256GCM","kid":"dek-7","n":"AAECAwQFBgcICQoL",)"
      R"("ct":"ZXHleLfWtjmDUs1tr80BUJPUNYZxNOkh"}})";

// A form over a text editor, as the console puts them together.
class FormBench {
public:
    FormBench(const QByteArray &text, core::Format format, const char *schema = nullptr)
        : editor(desk.executor())
        , treeEditor(editor, desk.executor())
        , model(treeEditor, desk.executor())
    {
        // It looks at every row after every change, which is no use where there are many.
        if (text.size() < 10'000) {
            tester = std::make_unique<QAbstractItemModelTester>(
                &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
            tester->setUseFetchMore(false); // a view opens what somebody opens
        }
        QObject::connect(&editor, &editors::ConfigEditor::analysed, &model,
            [this] { model.setDocument(editor.analysis(), editor.advisor()); });
        QObject::connect(&editor, &editors::ConfigEditor::problemsChanged, &model, [this] {
            model.setDocument(editor.analysis(), editor.advisor());
            model.setProblems(editor.problems());
        });
        if (schema)
            editor.setAdvisor(advisorFor(schema));
        editor.setSource(text.toStdString(), format);
        rest();
    }

    bool rest()
    {
        return QTest::qWaitFor([this] {
            return !editor.isBusy() && !treeEditor.isBusy() && editor.isAnalysed() && isKnown();
        });
    }
    // As a view does that shows the first rows.
    bool isKnown()
    {
        for (int row = 0; row < std::min(50, model.rowCount()); ++row)
            model.index(row, editors::FormModel::ValueColumn).data();
        return !model.isBusy();
    }
    QModelIndex cell(const char *pointer, int column = editors::FormModel::ValueColumn)
    {
        return model.find(pointer).siblingAtColumn(column);
    }
    bool type(
        const char *pointer, const QString &text, int column = editors::FormModel::ValueColumn)
    {
        const QModelIndex index = cell(pointer, column);
        index.data(); // it is on screen
        return rest() && model.setData(cell(pointer, column), text, Qt::EditRole) && rest();
    }
    QByteArray text() const { return QByteArray::fromStdString(editor.source()); }
    QString keys(const QModelIndex &parent = {})
    {
        QStringList all;
        for (int row = 0; row < model.rowCount(parent); ++row)
            all << model.index(row, 0, parent).data().toString();
        return all.join(u' ');
    }

    Desk desk;
    editors::ConfigEditor editor;
    editors::TreeEditor treeEditor;
    editors::FormModel model;
    std::unique_ptr<QAbstractItemModelTester> tester;
};

} // namespace chancery::tests
