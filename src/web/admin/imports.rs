//! `/quan-tri/nhap-so`: a past ledger in, seen before it is taken, followed while it runs, undone as a whole.

use std::time::{Duration, Instant};

use askama::Template;
use axum::body::Bytes;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use tokio::sync::oneshot;

use crate::app::error::AppError;
use crate::app::import;
use crate::domain::id::BatchId;
use crate::domain::ledger::{Column, SheetReading, SheetResult};
use crate::domain::permission::{Actor, Right};
use crate::label;
use crate::store::import::{Batch, BatchState};
use crate::web::error::{PageError, PageResult};
use crate::web::extract::{NumberPath, SignedIn};
use crate::web::form::blocking;
use crate::web::page::{Frame, Place, html};
use crate::web::{Shared, filters};
use crate::workbook::Pace;

/// Longest time that reading a ledger may take.
const READ_LIMIT: Duration = Duration::from_secs(90);

#[derive(Template)]
#[template(path = "admin/imports.html", config = "assets/askama.toml")]
struct ImportsPage {
    frame: Frame,
    batches: Vec<BatchLine>,
    error: String,
    rehearsal: Option<Rehearsal>,
}

#[derive(Template)]
#[template(path = "admin/import.html", config = "assets/askama.toml")]
struct ImportPage {
    frame: Frame,
    batch: BatchLine,
    rows: String,
}

struct BatchLine {
    id: BatchId,
    file: String,
    started: String,
    state: &'static str,
    is_running: bool,
    may_undo: bool,
    rows: u64,
    imported: u64,
    held: u64,
    already: u64,
}

/// What taking a ledger in would do.
struct Rehearsal {
    file: String,
    rows: u64,
    imported: u64,
    held: u64,
    already: u64,
    units_added: Vec<String>,
    sheets: Vec<(String, String)>,
}

pub(in crate::web) async fn show(State(app): State<Shared>, signed_in: SignedIn) -> PageResult {
    let actor = signed_in.with(Right::ImportLedger)?;
    page(&app, actor, String::new(), None).await
}

/// The uploaded form.
#[derive(Default)]
struct Upload {
    file: String,
    bytes: Bytes,
    is_rehearsal: bool,
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    signed_in: SignedIn,
    form: Multipart,
) -> PageResult {
    let actor = signed_in.with(Right::ImportLedger)?;
    let Ok(upload) = read_upload(form).await else {
        let error = "Tệp không tải lên được hoặc lớn hơn 64 MB. Chưa có gì được ghi.";
        return refused(&app, actor, error.to_owned()).await;
    };
    let begun = Instant::now();
    let (file, bytes) = (upload.file, upload.bytes);
    let read = blocking(&app, move |app| {
        let pace = || if begun.elapsed() > READ_LIMIT { Pace::OutOfTime } else { Pace::GoOn };
        Ok(import::read(app, &file, &bytes, &pace))
    });
    let ledger = match read.await? {
        Ok(ledger) => ledger,
        Err(error) => {
            return refused(&app, actor, capital(&label::unreadable_ledger(&error))).await;
        }
    };
    if upload.is_rehearsal {
        let rehearsal = blocking(&app, move |app| {
            let report = import::rehearse(app, &ledger)?;
            Ok(Rehearsal {
                rows: report.tally.rows,
                imported: report.tally.imported,
                held: report.tally.held,
                already: report.tally.already,
                units_added: report.units_added,
                sheets: ledger.book.sheets.iter().map(sheet_line).collect(),
                file: ledger.file,
            })
        })
        .await?;
        return page(&app, actor, String::new(), Some(rehearsal)).await;
    }
    let batch = start(&app, actor, ledger).await?;
    Ok(Redirect::to(&format!("/quan-tri/nhap-so/{batch}")).into_response())
}

/// Starts the import on a thread of its own and gives its number as soon as it has one.
async fn start(
    app: &Shared,
    actor: Actor,
    ledger: import::ReadLedger,
) -> Result<BatchId, PageError> {
    let (begun, started) = oneshot::channel();
    let app = Shared::clone(app);
    let running = tokio::task::spawn_blocking(move || {
        let mut begun = Some(begun);
        let outcome = import::import(&app, Some(&actor), &ledger, &mut |batch, _| {
            if let Some(begun) = begun.take() {
                let _ = begun.send(batch);
            }
            true
        });
        if let Err(error) = &outcome {
            tracing::error!(error = %error, "import stopped");
        }
        outcome
    });
    if let Ok(batch) = started.await {
        return Ok(batch);
    }
    // It ended before its first chunk: with a failure, or with an empty book.
    let outcome = running.await.map_err(|error| AppError::Internal(error.to_string()))?;
    let batch = outcome?.batch;
    batch.ok_or_else(|| AppError::Internal("an import without a number".into()).into())
}

async fn read_upload(
    mut form: Multipart,
) -> Result<Upload, axum::extract::multipart::MultipartError> {
    let mut upload = Upload::default();
    while let Some(field) = form.next_field().await? {
        match field.name() {
            Some("tep") => {
                upload.file = field.file_name().unwrap_or_default().to_owned();
                upload.bytes = field.bytes().await?;
            }
            Some("viec") => upload.is_rehearsal = field.text().await? == "xem-truoc",
            _ => {}
        }
    }
    Ok(upload)
}

async fn refused(app: &Shared, actor: Actor, error: String) -> PageResult {
    let page = page(app, actor, error, None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

async fn page(
    app: &Shared,
    actor: Actor,
    error: String,
    rehearsal: Option<Rehearsal>,
) -> PageResult {
    let page = blocking(app, move |app| {
        let batches = import::batches(app, Some(&actor))?;
        Ok(ImportsPage {
            frame: Frame::new(app, &actor, Place::Imports)?,
            batches: batches.into_iter().map(line).collect(),
            error,
            rehearsal,
        })
    })
    .await?;
    html(&page)
}

/// One import: how far it is, and what can be done with it. Reloads itself while it runs.
pub(in crate::web) async fn show_one(
    State(app): State<Shared>,
    signed_in: SignedIn,
    NumberPath(id): NumberPath<BatchId>,
) -> PageResult {
    let actor = signed_in.with(Right::ImportLedger)?;
    let page = blocking(&app, move |app| {
        let batches = import::batches(app, Some(&actor))?;
        let batch =
            batches.into_iter().find(|(batch, _)| batch.id == id).ok_or(AppError::NotFound)?;
        Ok(ImportPage {
            frame: Frame::new(app, &actor, Place::Imports)?,
            batch: line(batch),
            rows: "/quan-tri/dong-cho-sua".into(),
        })
    })
    .await?;
    html(&page)
}

pub(in crate::web) async fn undo(
    State(app): State<Shared>,
    signed_in: SignedIn,
    NumberPath(id): NumberPath<BatchId>,
) -> PageResult {
    let actor = signed_in.with(Right::ImportLedger)?;
    blocking(&app, move |app| import::undo(app, Some(&actor), id)).await?;
    Ok(Redirect::to("/quan-tri/nhap-so").into_response())
}

pub(in crate::web) async fn stop(
    State(app): State<Shared>,
    signed_in: SignedIn,
    NumberPath(id): NumberPath<BatchId>,
) -> PageResult {
    let actor = signed_in.with(Right::ImportLedger)?;
    blocking(&app, move |app| import::stop(app, &actor, id)).await?;
    Ok(Redirect::to(&format!("/quan-tri/nhap-so/{id}")).into_response())
}

fn line((batch, is_running): (Batch, bool)) -> BatchLine {
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
        imported: batch.tally.imported,
        held: batch.tally.held,
        already: batch.tally.already,
        file: batch.file,
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

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
