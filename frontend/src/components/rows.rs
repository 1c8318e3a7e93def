//! A value with rows, as a table.

use super::part::keyed;
use super::paste::Paste;
use super::row::TableRow;
use crate::edit;
use crate::field;
use crate::state::Action;
use bitsmith_core::catalog::{Held, SettingId};
use bitsmith_core::diagnostic::{At, Diagnostic};
use bitsmith_core::value::{Entries, Entry};
use yew::prelude::*;

/// What the table is told.
#[derive(Debug, Clone, Copy)]
pub struct Table<'t> {
    /// The setting.
    pub id: SettingId,
    /// What was typed into it.
    pub entries: Option<&'t Entries>,
    /// What is wrong with it.
    pub problems: &'t [Diagnostic],
    /// What is pointed at, where it is in this table.
    pub lit: Option<At>,
}

/// The table.
pub fn rows_table(props: &Table<'_>, send: &Callback<Action>) -> Html {
    let id = props.id;
    let spec = id.spec();
    let count = props.entries.map_or(0, Entries::rows);
    let mut by_row: Vec<Vec<Diagnostic>> = vec![Vec::new(); count];
    for problem in props.problems {
        if let At::Setting { row: Some(row), .. } = problem.place.at
            && let Some(slot) = by_row.get_mut(row)
        {
            slot.push(problem.clone());
        }
    }
    let lit_row = match props.lit {
        Some(At::Setting { row, .. }) => row,
        _ => None,
    };
    let noun = field::noun(id);
    let many = spec.held == Held::Files && edit::columns(spec.parts).is_some();
    html! {
        <div class="rows">
            if count > 0 {
                <table class={classes!(format!("columns-{}", spec.parts.len()))}>
                    <caption class="visually-hidden">{ spec.label }</caption>
                    <thead>
                        <tr>
                            <th scope="col"><span class="visually-hidden">{ "Number" }</span></th>
                            { for spec.parts.iter().map(|part| html! { <th scope="col">{ part.label }</th> }) }
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>
                        { for by_row.into_iter().enumerate().map(|(row, problems)| {
                            let cells: Vec<Entry> = props.entries.map_or(Vec::new(), |entries| {
                                (0..spec.parts.len())
                                    .map(|part| entries.part(part).get(row).cloned().unwrap_or_else(|| "".into()))
                                    .collect()
                            });
                            keyed(send, row, TableRow {
                                id,
                                row,
                                has_next: row + 1 < count,
                                cells,
                                problems,
                                lit: lit_row == Some(row),
                            })
                        }) }
                    </tbody>
                </table>
            } else if many {
                <p class="empty">{ "No files yet. Add one, or paste a list of addresses." }</p>
            }
            <div class="rows-tools">
                <button
                    type="button"
                    id={field::add_id(id)}
                    onclick={send.reform(move |_: MouseEvent| Action::AddRow(id))}
                >{ format!("Add {}", noun.to_ascii_lowercase()) }</button>
                if many {
                    <Paste send={send.clone()} {id} row={count} />
                }
            </div>
        </div>
    }
}
