import { useEffect, useRef, useState } from 'preact/hooks';
import { baseKeymap, setBlockType, toggleMark } from 'prosemirror-commands';
import { history, redo, undo } from 'prosemirror-history';
import { inputRules, wrappingInputRule } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import type { MarkType, Node } from 'prosemirror-model';
import { liftListItem, splitListItem, wrapInList } from 'prosemirror-schema-list';
import { type Command, EditorState, Selection, TextSelection } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import type { Block } from '../../src/capabilities/reports/text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextInput } from '../ui/inputs.tsx';
import { type Labels, schema, toBlocks, toDocument, withoutStyles } from './schema.ts';

const { nodes, marks } = schema;

/** What the page may ask of the open editor. */
export interface EditorHandle {
  insertFigure(code: string, say: string): void;
  insertTable(name: string): void;
  /** Puts another text in the place of the present one, as when two people's work was brought together. */
  replace(blocks: readonly Block[]): void;
}

function cellAt(state: EditorState): { at: number; node: Node } | null {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--)
    if ($from.node(depth).type === nodes.cell) return { at: $from.before(depth), node: $from.node(depth) };
  return null;
}

/** Tab within a table: the next cell, and behind the last one a new row. */
const toCell =
  (step: 1 | -1): Command =>
  (state, dispatch) => {
    const here = cellAt(state);
    if (here === null) return false;
    const cells: number[] = [];
    state.doc.descendants((node, at) => {
      if (node.type === nodes.cell) cells.push(at);
      return node.type !== nodes.cell;
    });
    const next = cells[cells.indexOf(here.at) + step];
    if (dispatch === undefined) return true;
    if (next !== undefined)
      dispatch(state.tr.setSelection(TextSelection.create(state.doc, next + 1)).scrollIntoView());
    else if (step === 1) return addRow(state, dispatch);
    return true;
  };

/** A row behind the one where the cursor is. */
const addRow: Command = (state, dispatch) => {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const row = $from.node(depth);
    if (row.type !== nodes.row) continue;
    const at = $from.after(depth);
    const cells = Array.from({ length: row.childCount }, () => nodes.cell.create());
    const tr = state.tr.insert(at, nodes.row.create(null, cells));
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, at + 2)).scrollIntoView());
    return true;
  }
  return false;
};

const newGrid: Command = (state, dispatch) => {
  const row = () =>
    nodes.row.create(
      null,
      [0, 1, 2].map(() => nodes.cell.create()),
    );
  dispatch?.(state.tr.replaceSelectionWith(nodes.grid.create(null, [row(), row()])).scrollIntoView());
  return true;
};

/**
 * The editor of one section. Whoever types is never interrupted: the page hears of every change and saves; what comes
 * back is put in only when it differs.
 */
export function SectionEditor({
  blocks,
  labels,
  label,
  onChange,
  onDone,
  handle,
}: {
  blocks: readonly Block[];
  labels: Labels;
  label: string;
  onChange: (blocks: Block[]) => void;
  onDone: () => void;
  handle: { current: EditorHandle | null };
}) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const told = useRef({ onChange, onDone, labels });
  told.current = { onChange, onDone, labels };
  const [noting, setNoting] = useState<string | null>(null);
  const [, redraw] = useState(0);

  useEffect(() => {
    if (place.current === null) return;
    const stateOf = (content: readonly Block[]) =>
      EditorState.create({
        doc: toDocument(content, told.current.labels),
        plugins: [
          history(),
          inputRules({
            rules: [
              wrappingInputRule(/^\s*[-•]\s$/, nodes.bullets),
              wrappingInputRule(/^\s*1[.)]\s$/, nodes.numbers),
            ],
          }),
          keymap({
            'Mod-z': undo,
            'Mod-y': redo,
            'Mod-Shift-z': redo,
            'Mod-b': toggleMark(marks.bold),
            'Mod-i': toggleMark(marks.italic),
            'Mod-Enter': () => {
              told.current.onDone();
              return true;
            },
            Escape: () => {
              told.current.onDone();
              return true;
            },
            Enter: splitListItem(nodes.item),
            Tab: toCell(1),
            'Shift-Tab': toCell(-1),
          }),
          keymap(baseKeymap),
        ],
      });
    const editor = new EditorView(place.current, {
      state: stateOf(blocks),
      attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-label': label, class: 'report-text' },
      transformPastedHTML: withoutStyles,
      dispatchTransaction(tr) {
        editor.updateState(editor.state.apply(tr));
        redraw((n) => n + 1);
        if (tr.docChanged) told.current.onChange(toBlocks(editor.state.doc));
      },
    });
    view.current = editor;
    handle.current = {
      insertFigure(code, say) {
        const node = nodes.figure.create({ ...told.current.labels.figure(code, say), figure: code, say });
        editor.dispatch(editor.state.tr.replaceSelectionWith(node, false).scrollIntoView());
        editor.focus();
      },
      insertTable(name) {
        const node = nodes.table.create({ name, title: told.current.labels.table(name) });
        editor.dispatch(editor.state.tr.replaceSelectionWith(node).scrollIntoView());
        editor.focus();
      },
      replace(content) {
        const doc = toDocument(content, told.current.labels);
        if (doc.eq(editor.state.doc)) return;
        const at = Math.min(editor.state.selection.from, doc.content.size);
        const tr = editor.state.tr.replaceWith(0, editor.state.doc.content.size, doc.content);
        editor.updateState(
          editor.state.apply(
            tr.setSelection(TextSelection.near(tr.doc.resolve(Math.min(at, tr.doc.content.size)))),
          ),
        );
      },
    };
    // Whoever opens a section usually goes on writing it.
    editor.dispatch(editor.state.tr.setSelection(Selection.atEnd(editor.state.doc)).scrollIntoView());
    editor.focus();
    return () => {
      handle.current = null;
      view.current = null;
      editor.destroy();
    };
  }, []);

  const run = (command: Command) => () => {
    const editor = view.current;
    if (editor === null) return;
    command(editor.state, editor.dispatch, editor);
    editor.focus();
  };
  const state = view.current?.state;
  const inGrid = state !== undefined && cellAt(state) !== null;
  const has = (mark: MarkType) => {
    if (state === undefined) return false;
    const { from, to, empty, $from } = state.selection;
    return empty
      ? mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined
      : state.doc.rangeHasMark(from, to, mark);
  };
  const inList = state !== undefined && wrapInList(nodes.bullets)(state) === false;
  return (
    <div class="report-editor">
      <div class="report-tools" role="toolbar" aria-label="Định dạng">
        <Button small rank="quiet" pressed={has(marks.bold)} onPress={run(toggleMark(marks.bold))}>
          <strong>Đậm</strong>
        </Button>
        <Button small rank="quiet" pressed={has(marks.italic)} onPress={run(toggleMark(marks.italic))}>
          <em>Nghiêng</em>
        </Button>
        <Button
          small
          rank="quiet"
          onPress={run((now, dispatch) =>
            now.selection.$from.parent.type === nodes.heading
              ? setBlockType(nodes.paragraph)(now, dispatch)
              : setBlockType(nodes.heading)(now, dispatch),
          )}
        >
          Đề mục
        </Button>
        {inList ? (
          <Button small rank="quiet" onPress={run(liftListItem(nodes.item))}>
            Bỏ danh sách
          </Button>
        ) : (
          <>
            <Button small rank="quiet" onPress={run(wrapInList(nodes.bullets))}>
              Gạch đầu dòng
            </Button>
            <Button small rank="quiet" onPress={run(wrapInList(nodes.numbers))}>
              Đánh số
            </Button>
          </>
        )}
        <Button small rank="quiet" onPress={run(inGrid ? addRow : newGrid)}>
          {inGrid ? 'Thêm dòng' : 'Kẻ bảng'}
        </Button>
        <Button small rank="quiet" onPress={() => setNoting('')}>
          Chú thích
        </Button>
        <Button small rank="quiet" onPress={run(undo)}>
          Hoàn tác
        </Button>
      </div>
      <div ref={place} />
      <Dialog open={noting !== null} title="Chú thích cuối trang" onClose={() => setNoting(null)}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const note = (noting ?? '').trim();
            setNoting(null);
            if (note !== '')
              run((now, dispatch) => {
                dispatch?.(now.tr.replaceSelectionWith(nodes.note.create({ note }), false));
                return true;
              })();
          }}
        >
          <TextInput
            label="Nội dung"
            hint="Ví dụ: Kế hoạch số 12/KH-UBND ngày 05/01/2026."
            lines={3}
            value={noting ?? ''}
            onInput={setNoting}
          />
          <p class="row">
            <Button rank="primary" type="submit">
              Chèn chú thích
            </Button>
          </p>
        </form>
      </Dialog>
    </div>
  );
}
