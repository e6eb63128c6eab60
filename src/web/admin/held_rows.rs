//! `/quan-tri/dong-cho-sua`: ledger rows that can't be right as they stand, corrected here and then admitted.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use crate::app::import::{self, Waiting};
use crate::domain::id::{BatchId, HeldRowId};
use crate::domain::ledger::{Column, Fault};
use crate::domain::permission::Actor;
use crate::label;
use crate::web::error::PageResult;
use crate::web::extract::{Form, NumberPath, Query, SignedIn};
use crate::web::form::blocking;
use crate::web::page::{Frame, Place, html};
use crate::web::{Shared, filters};

#[derive(Template)]
#[template(path = "admin/held_rows.html", config = "assets/askama.toml")]
struct HeldRowsPage {
    frame: Frame,
    /// How many wait, of the import that was asked for or of all.
    count: u64,
    batch: Option<BatchId>,
    rows: Vec<HeldLine>,
    /// Where the rows after these are.
    next: Option<String>,
}

struct HeldLine {
    id: HeldRowId,
    place: String,
    sender: String,
    content: String,
    faults: String,
}

#[derive(Template)]
#[template(path = "admin/held_row.html", config = "assets/askama.toml")]
struct HeldRowPage {
    frame: Frame,
    id: HeldRowId,
    place: String,
    faults: Vec<String>,
    cells: Vec<CellField>,
    /// Something is not shown.
    is_protected: bool,
}

/// A cell to be corrected.
struct CellField {
    code: &'static str,
    label: &'static str,
    text: String,
    is_long: bool,
    is_wrong: bool,
}

/// Rows of one page.
const PAGE_ROWS: usize = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct Asked {
    /// Only the rows of this import.
    lan: String,
    /// Only those after this row.
    sau: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct DropForm {
    ly_do: String,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Query(asked): Query<Asked>,
) -> PageResult {
    let batch = asked.lan.parse().ok();
    let after = asked.sau.parse().unwrap_or(HeldRowId(0));
    let page = blocking(&app, move |app| {
        let mut rows = import::waiting(app, &actor, (batch, after), PAGE_ROWS + 1)?;
        let has_more = rows.len() > PAGE_ROWS;
        rows.truncate(PAGE_ROWS);
        let last = rows.last().filter(|_| has_more);
        let next = last.map(|last| match batch {
            Some(batch) => format!("/quan-tri/dong-cho-sua?lan={batch}&sau={}", last.held.id),
            None => format!("/quan-tri/dong-cho-sua?sau={}", last.held.id),
        });
        Ok(HeldRowsPage {
            frame: Frame::new(app, &actor, Place::HeldRows)?,
            count: import::waiting_count(app, &actor, batch)?,
            batch,
            rows: rows.iter().map(line).collect(),
            next,
        })
    })
    .await?;
    html(&page)
}

pub(in crate::web) async fn show_one(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<HeldRowId>,
) -> PageResult {
    page(&app, actor, id).await
}

/// Takes the corrected cells; the row is admitted, or shown again with what is still wrong.
pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<HeldRowId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> PageResult {
    let cells: Vec<(Column, String)> = fields
        .into_iter()
        .filter_map(|(code, text)| Some((Column::from_code(&code)?, text)))
        .collect();
    let by = actor.clone();
    let outcome = blocking(&app, move |app| import::correct(app, &by, id, &cells)).await?;
    if let Ok(petition) = outcome {
        return Ok(Redirect::to(&format!("/don/{petition}")).into_response());
    }
    let page = page(&app, actor, id).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

pub(in crate::web) async fn drop_row(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<HeldRowId>,
    Form(form): Form<DropForm>,
) -> PageResult {
    blocking(&app, move |app| import::drop_row(app, &actor, id, &form.ly_do)).await?;
    Ok(Redirect::to("/quan-tri/dong-cho-sua").into_response())
}

async fn page(app: &Shared, actor: Actor, id: HeldRowId) -> PageResult {
    let page = blocking(app, move |app| {
        let row = import::waiting_one(app, &actor, id)?;
        Ok(HeldRowPage {
            frame: Frame::new(app, &actor, Place::HeldRows)?,
            id,
            place: place(&row),
            faults: row.faults.iter().map(label::fault).collect(),
            cells: cells(&row),
            is_protected: Column::ALL.iter().any(|column| !row.is_shown(*column)),
        })
    })
    .await?;
    html(&page)
}

fn line(row: &Waiting) -> HeldLine {
    let cell = |column| row.held.row.cells.get(&column).cloned().unwrap_or_default();
    HeldLine {
        id: row.held.id,
        place: place(row),
        sender: if row.held.row.may_be_denunciation() {
            "(giữ bí mật)".to_owned()
        } else {
            cell(Column::Sender)
        },
        content: cell(Column::Content),
        faults: match &row.held.locked {
            Some(fault) => label::seal_fault(fault),
            None => row.faults.iter().map(label::fault).collect::<Vec<_>>().join(" "),
        },
    }
}

fn place(row: &Waiting) -> String {
    format!("{}, trang “{}”, dòng {}", row.file, row.held.row.sheet, row.held.row.row)
}

/// The cells that a row of this ledger has, and those that it must have.
fn cells(row: &Waiting) -> Vec<CellField> {
    const NEEDED: [Column; 4] = [Column::ReceivedOn, Column::Sender, Column::Kind, Column::Content];
    Column::ALL
        .iter()
        .filter(|column| NEEDED.contains(column) || row.held.row.cells.contains_key(column))
        .filter(|column| row.is_shown(**column))
        .map(|column| {
            let text = row.held.row.cells.get(column).cloned().unwrap_or_default();
            CellField {
                code: column.code(),
                label: label::ledger_column(*column),
                // A field of one line would give its lines back run together.
                is_long: *column == Column::Content || text.contains('\n'),
                is_wrong: row.faults.iter().any(|fault| concerns(fault) == *column),
                text,
            }
        })
        .collect()
}

/// The cell in which a fault is mended.
fn concerns(fault: &Fault) -> Column {
    match fault {
        Fault::NoKind | Fault::UnknownKind(_) => Column::Kind,
        Fault::NoContent => Column::Content,
        Fault::NoDate | Fault::DateAboveUnknown { .. } => Column::ReceivedOn,
        Fault::NoSuchDate { column, .. }
        | Fault::ImplausibleYear { column, .. }
        | Fault::UnreadableDate { column, .. }
        | Fault::TooLong { column, .. } => *column,
        Fault::UnreadableGroupSize(_) => Column::GroupSize,
    }
}
