//! One row of a value with rows: its cells, what moves it, what takes it out.

use super::control::{ControlProps, part_control};
use super::icon::{Drawing, icon};
use super::messages::messages;
use super::part::View;
use crate::edit::Direction;
use crate::field;
use crate::state::Action;
use bitsmith_core::catalog::{CATALOG, Held, SettingId};
use bitsmith_core::diagnostic::{At, Diagnostic, Severity};
use bitsmith_core::value::{Control, Entry};
use yew::prelude::*;

/// What a row is told.
#[derive(PartialEq)]
pub struct TableRow {
    /// The setting.
    pub id: SettingId,
    /// Which row.
    pub row: usize,
    /// Whether a row comes after it.
    pub has_next: bool,
    /// What stands in its cells.
    pub cells: Vec<Entry>,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
    /// Whether it is pointed at.
    pub lit: bool,
}

/// What holds where a cell is empty, in the width of its column.
fn short(id: SettingId, part: usize) -> &'static str {
    match id.spec().parts.get(part).map(|part| part.control) {
        Some(Control::Ranges) => "Whole",
        _ => "",
    }
}

/// What holds where a cell is empty: for what stands with each file its own setting says so.
fn placeholder(id: SettingId, part: usize) -> &'static str {
    let spec = id.spec();
    let control = spec.parts.get(part).map(|part| part.control);
    if spec.held != Held::Files {
        return "";
    }
    CATALOG
        .iter()
        .find(|inner| {
            inner.held == Held::FileEntry && inner.parts.first().map(|part| part.control) == control
        })
        .map_or("", |inner| inner.default.words)
}

impl View for TableRow {
    fn draw(&self, send: &Callback<Action>) -> Html {
        row(self, send)
    }
}

fn row(props: &TableRow, send: &Callback<Action>) -> Html {
    let (id, row) = (props.id, props.row);
    let spec = id.spec();
    let name = format!("{} {}", field::noun(id), row + 1);
    let messages_id = format!("{}-messages", field::control_id(id, 0, Some(row)));
    let at = At::Setting {
        id,
        part: None,
        row: Some(row),
    };
    let moves = |direction: Direction, word: &str, drawing: Drawing, is_off: bool| {
        html! {
            <button
                type="button"
                class="quiet"
                id={field::move_id(id, row, direction)}
                aria-label={format!("Move {} {word}", name.to_ascii_lowercase())}
                aria-disabled={is_off.then_some("true")}
                onclick={send.reform(move |_: MouseEvent| Action::MoveRow(id, row, direction))}
            >{ icon(drawing) }</button>
        }
    };
    html! {
        <>
            <tr class={classes!(props.lit.then_some("lit"))} data-at={field::mark(at)}>
                <th scope="row"><span class="visually-hidden">{ field::noun(id) }{ " " }</span>{ row + 1 }</th>
                { for spec.parts.iter().enumerate().map(|(number, part)| {
                    let about = |problem: &&Diagnostic| matches!(
                        field::settle(problem.place.at),
                        At::Setting { part: at, .. } if at.unwrap_or(0) == number
                    );
                    let mut mine = props.problems.iter().filter(about).peekable();
                    let described = mine.peek().is_some();
                    let error = mine.any(|problem| problem.severity == Severity::Error);
                    html! {
                        <td data-label={part.label} title={placeholder(id, number)}>
                            { part_control(&ControlProps {
                                id,
                                part: number,
                                row: Some(row),
                                entries: props.cells.get(number).cloned().into_iter().collect(),
                                label: format!("{name}, {}", part.label.to_ascii_lowercase()).into(),
                                labelled_by: None,
                                placeholder: short(id, number).into(),
                                error,
                                described_by: described.then(|| AttrValue::from(messages_id.clone())),
                                bits: None,
                            }, send) }
                        </td>
                    }
                }) }
                <td class="row-tools">
                    { moves(Direction::Up, "up", Drawing::Up, row == 0) }
                    { moves(Direction::Down, "down", Drawing::Down, !props.has_next) }
                    <button
                        type="button"
                        class="quiet"
                        aria-label={format!("Remove {}", name.to_ascii_lowercase())}
                        onclick={send.reform(move |_: MouseEvent| Action::RemoveRow(id, row))}
                    >{ icon(Drawing::Cross) }</button>
                </td>
            </tr>
            if !props.problems.is_empty() {
                <tr class="row-messages">
                    <td colspan={(spec.parts.len() + 2).to_string()}>
                        { messages(&messages_id, &props.problems, send) }
                    </td>
                </tr>
            }
        </>
    }
}
