//! `/quan-tri/nhap-so`: the imports of past ledgers, each followed while it runs, stopped, undone as a whole.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};

use crate::app::error::AppError;
use crate::app::import::{self, Followed, Progress, Rehearsal};
use crate::domain::id::BatchId;
use crate::domain::ledger::{Column, SheetReading, SheetResult};
use crate::domain::permission::Actor;
use crate::label;
use crate::store::import::BatchState;
use crate::web::error::PageResult;
use crate::web::extract::{NumberPath, SignedIn};
use crate::web::form::blocking;
use crate::web::page::{Frame, Place, html};
use crate::web::{Shared, filters};

#[derive(Template)]
#[template(path = "admin/imports.html", config = "assets/askama.toml")]
struct ImportsPage {
    frame: Frame,
    batches: Vec<BatchLine>,
    error: String,
    uploads: Vec<UploadLine>,
    rehearsal: Option<RehearsalLines>,
}

#[derive(Template)]
#[template(path = "admin/import.html", config = "assets/askama.toml")]
struct ImportPage {
    frame: Frame,
    batch: BatchLine,
}

struct BatchLine {
    id: BatchId,
    file: String,
    started: String,
    state: &'static str,
    is_running: bool,
    may_undo: bool,
    rows: u64,
    total: u64,
    imported: u64,
    held: u64,
    /// Of the held ones those that still wait, and where they are.
    waiting: u64,
    waiting_address: String,
    already: u64,
}

/// A file that is being read.
struct UploadLine {
    id: u32,
    file: String,
    progress: Progress,
}

/// What taking a ledger in would do.
struct RehearsalLines {
    file: String,
    rows: u64,
    imported: u64,
    held: u64,
    already: u64,
    units_added: Vec<String>,
    sheets: Vec<(String, String)>,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
) -> PageResult {
    page(&app, actor, String::new(), None).await
}

/// The imports, and above them what taking this file in would do.
pub(super) async fn rehearsed(app: &Shared, actor: Actor, rehearsal: Arc<Rehearsal>) -> PageResult {
    page(app, actor, String::new(), Some(rehearsal)).await
}

pub(super) async fn refused(app: &Shared, actor: Actor, error: String) -> PageResult {
    let page = page(app, actor, error, None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(
    app: &Shared,
    actor: Actor,
    error: String,
    rehearsal: Option<Arc<Rehearsal>>,
) -> PageResult {
    let page = blocking(app, move |app| {
        let batches = import::batches(app, Some(&actor))?;
        let uploads = app.uploads.reading(&actor)?.into_iter().map(|upload| UploadLine {
            id: upload.id,
            file: upload.file.clone(),
            progress: upload.reading.progress(),
        });
        Ok(ImportsPage {
            frame: Frame::new(app, &actor, Place::Imports)?,
            batches: batches.into_iter().map(line).collect(),
            error,
            uploads: uploads.collect(),
            rehearsal: rehearsal.map(|rehearsal| lines(&rehearsal)),
        })
    })
    .await?;
    html(&page)
}

/// One import: how far it is, and what can be done with it. Reloads itself while it runs.
pub(in crate::web) async fn show_one(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<BatchId>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let batches = import::batches(app, Some(&actor))?;
        let batch = batches.into_iter().find(|followed| followed.batch.id == id);
        Ok(ImportPage {
            frame: Frame::new(app, &actor, Place::Imports)?,
            batch: line(batch.ok_or(AppError::NotFound)?),
        })
    })
    .await?;
    html(&page)
}

pub(in crate::web) async fn undo(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<BatchId>,
) -> PageResult {
    blocking(&app, move |app| import::undo(app, Some(&actor), id)).await?;
    Ok(Redirect::to("/quan-tri/nhap-so").into_response())
}

pub(in crate::web) async fn stop(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    NumberPath(id): NumberPath<BatchId>,
) -> PageResult {
    blocking(&app, move |app| import::stop(app, &actor, id)).await?;
    Ok(Redirect::to(&format!("/quan-tri/nhap-so/{id}")).into_response())
}

fn line(followed: Followed) -> BatchLine {
    let Followed { batch, is_running, waiting } = followed;
    let state = match batch.state {
        BatchState::Running if is_running => "Đang nhập",
        BatchState::Running => {
            "Dở dang (bị ngắt giữa chừng: máy chủ dừng, đĩa đầy hoặc lỗi; nhập lại cùng tệp để làm tiếp)"
        }
        BatchState::Done => "Xong",
        BatchState::Cancelled => "Đã dừng",
        BatchState::Undone => "Đã hoàn tác",
    };
    BatchLine {
        id: batch.id,
        started: label::moment(batch.started_at),
        state,
        is_running,
        may_undo: !is_running && batch.state != BatchState::Undone,
        rows: batch.tally.rows,
        total: batch.total,
        imported: batch.tally.imported,
        held: batch.tally.held,
        waiting,
        waiting_address: format!("/quan-tri/dong-cho-sua?lan={}", batch.id),
        already: batch.tally.already,
        file: batch.file,
    }
}

fn lines(rehearsal: &Rehearsal) -> RehearsalLines {
    let tally = rehearsal.report.tally;
    RehearsalLines {
        file: rehearsal.file.clone(),
        rows: tally.rows,
        imported: tally.imported,
        held: tally.held,
        already: tally.already,
        units_added: rehearsal.report.units_added.clone(),
        sheets: rehearsal.sheets.iter().map(sheet_line).collect(),
    }
}

fn sheet_line(sheet: &SheetReading) -> (String, String) {
    let words = match &sheet.result {
        SheetResult::Read { header_row, columns, petitions } => {
            let names =
                columns.iter().map(|(column, _): &(Column, String)| label::ledger_column(*column));
            format!(
                "{petitions} đơn; tiêu đề ở dòng {header_row}; các cột: {}",
                names.collect::<Vec<_>>().join(", ")
            )
        }
        SheetResult::Empty => "trang trống".into(),
        SheetResult::NoHeader => "không có dòng tiêu đề của sổ, không đọc".into(),
    };
    (sheet.name.clone(), words)
}
