//! Everything out, readable: JSON lines of the whole store, and Excel of a view.
//!
//! The identity of a denouncer is in neither. Text that a spreadsheet could take for a formula is written as text.

use std::io::Write;

use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use serde::Serialize;

use super::App;
use super::browse;
use super::error::AppError;
use super::settings::Office;
use crate::domain::event::Happening;
use crate::domain::id::PetitionId;
use crate::domain::ledger::Column;
use crate::domain::listing::{Filter, Sort};
use crate::domain::permission::Actor;
use crate::domain::petition::{
    Assignment, AssignmentMode, DocumentMention, Field, Outcome, Petition,
};
use crate::label;
use crate::store::Snapshot;
use crate::store::error::StoreError;
use crate::store::import::HeldState;
use crate::store::petition::ListRow;

/// A petition as one line of JSON. Dates are `yyyy-mm-dd`; codes are those of addresses.
#[derive(Serialize)]
struct PetitionLine {
    r#type: &'static str,
    number: String,
    kind: &'static str,
    status: &'static str,
    received: String,
    written: Option<String>,
    /// Name, or how a protected sender is spoken of; null is anonymous.
    sender: Option<String>,
    is_sealed: bool,
    group_size: u32,
    address: Option<String>,
    ward: Option<String>,
    identity_number: Option<String>,
    phone: Option<String>,
    source: Option<String>,
    field: Option<&'static str>,
    content: String,
    respondent: Option<String>,
    enclosures: Option<String>,
    has_originals: bool,
    note: Option<String>,
    assignment: Option<AssignmentLine>,
    outcome: Option<OutcomeLine>,
    origin: Option<OriginLine>,
    history: Vec<EventLine>,
}

#[derive(Serialize)]
struct AssignmentLine {
    unit: String,
    mode: Option<&'static str>,
    document: Option<DocumentLine>,
    due: Option<String>,
}

#[derive(Serialize)]
struct OutcomeLine {
    kind: &'static str,
    document: DocumentLine,
}

#[derive(Serialize)]
struct DocumentLine {
    number: String,
    dated: Option<String>,
}

#[derive(Serialize)]
struct OriginLine {
    batch: u32,
    file: String,
    sheet: String,
    row: u32,
}

#[derive(Serialize)]
struct EventLine {
    event: &'static str,
    on: String,
    entered_at: String,
    by: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assignment: Option<AssignmentLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<OutcomeLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// Anything beside petitions, as one line of JSON.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum OtherLine {
    Office {
        name: String,
    },
    Unit {
        id: u16,
        name: String,
        short_name: String,
        kind: &'static str,
    },
    Account {
        id: u32,
        user_name: String,
        full_name: String,
        roles: Vec<&'static str>,
        is_active: bool,
    },
    HeldRow {
        id: u64,
        batch: u32,
        sheet: String,
        row: u32,
        cells: Vec<(&'static str, String)>,
        /// The sender is left out: it may be a denunciation.
        is_sealed: bool,
        state: String,
    },
    Unreadable {
        number: String,
        detail: String,
    },
}

/// Writes everything as JSON lines; a record that can't be read is a line that says so, and the rest goes on.
///
/// Gives the number of petitions written and of records that could not be read.
pub fn json_lines(app: &App, out: &mut dyn Write) -> Result<(u64, u64), AppError> {
    let snapshot = app.store.read()?;
    let office = app.office();
    write_line(out, &OtherLine::Office { name: office.name.clone() })?;
    for unit in &office.units {
        let line = OtherLine::Unit {
            id: unit.id.0,
            name: unit.name.clone(),
            short_name: unit.short_name.clone(),
            kind: unit.kind.code(),
        };
        write_line(out, &line)?;
    }
    for account in snapshot.accounts()? {
        let line = OtherLine::Account {
            id: account.id.0,
            user_name: account.user_name,
            full_name: account.full_name,
            roles: account.posts.iter().map(|post| post.role.code()).collect(),
            is_active: account.is_active,
        };
        write_line(out, &line)?;
    }
    let (mut written, mut unreadable) = (0, 0);
    for id in snapshot.petition_ids()? {
        match petition_line(&snapshot, &office, id) {
            Ok(Some(line)) => {
                write_line(out, &line)?;
                written += 1;
            }
            Ok(None) => {}
            Err(error) => {
                unreadable += 1;
                let line =
                    OtherLine::Unreadable { number: id.to_string(), detail: error.to_string() };
                write_line(out, &line)?;
            }
        }
    }
    for held in snapshot.held_rows()? {
        let is_sealed = held.row.may_be_denunciation();
        let cells = held.row.cells.iter().filter(|cell| !is_sealed || !cell.0.is_of_sender());
        let line = OtherLine::HeldRow {
            id: held.id.0,
            batch: held.batch.0,
            sheet: held.row.sheet.clone(),
            row: held.row.row,
            cells: cells
                .map(|(column, text): (&Column, _)| (column.code(), text.clone()))
                .collect(),
            is_sealed,
            state: match held.state {
                HeldState::Waiting => "waiting".into(),
                HeldState::Admitted(year, serial) => PetitionId { year, serial }.to_string(),
                HeldState::Dropped(reason) => format!("dropped: {reason}"),
            },
        };
        write_line(out, &line)?;
    }
    Ok((written, unreadable))
}

fn write_line(out: &mut dyn Write, line: &impl Serialize) -> Result<(), AppError> {
    let text =
        serde_json::to_string(line).map_err(|error| AppError::Internal(error.to_string()))?;
    writeln!(out, "{text}").map_err(|error| StoreError::from(error).into())
}

fn petition_line(
    snapshot: &Snapshot,
    office: &Office,
    id: PetitionId,
) -> Result<Option<PetitionLine>, StoreError> {
    let Some(petition) = snapshot.petition(id)? else { return Ok(None) };
    let history = snapshot.history(id)?.into_iter().map(|event| {
        let mut line = EventLine {
            event: "",
            on: event.on.to_string(),
            entered_at: event.entered_at.to_rfc3339(),
            by: event.by.map(|account| account.0),
            assignment: None,
            outcome: None,
            reason: None,
        };
        line.event = match event.happening {
            Happening::Received => "received",
            Happening::Assigned(assignment) => {
                line.assignment = Some(assignment_line(office, &assignment));
                "assigned"
            }
            Happening::Resolved(outcome) => {
                line.outcome = Some(outcome_line(&outcome));
                "resolved"
            }
            Happening::FiledAway => "filed_away",
            Happening::IdentityOpened { reason } => {
                line.reason = Some(reason);
                "identity_opened"
            }
        };
        line
    });
    let history = history.collect();
    Ok(Some(line_of(petition, office, history)))
}

fn line_of(petition: Petition, office: &Office, history: Vec<EventLine>) -> PetitionLine {
    let facts = petition.facts;
    let is_sealed = petition.seal.is_some();
    let person = facts.petitioner;
    let sender = match petition.seal {
        Some(number) => Some(label::sealed(petition.id.year, number)),
        None => person.as_ref().map(|person| person.name.clone()),
    };
    PetitionLine {
        r#type: "petition",
        number: petition.id.to_string(),
        kind: facts.kind.code(),
        status: petition.status.code(),
        received: facts.received_on.to_string(),
        written: facts.written_on.map(|day| day.to_string()),
        sender,
        is_sealed,
        group_size: facts.group_size,
        address: person.as_ref().and_then(|p| p.address.clone()),
        ward: person.as_ref().and_then(|p| p.ward.clone()),
        identity_number: person
            .as_ref()
            .and_then(|p| Some(p.identity_number.as_ref()?.as_str().to_owned())),
        phone: person.as_ref().and_then(|p| Some(p.phone.as_ref()?.as_str().to_owned())),
        source: facts.source.as_ref().map(label::source),
        field: facts.field.map(Field::code),
        content: facts.content,
        respondent: facts.respondent,
        enclosures: facts.enclosures,
        has_originals: facts.has_originals,
        note: facts.note,
        assignment: petition.assignment.as_ref().map(|a| assignment_line(office, a)),
        outcome: petition.outcome.as_ref().map(outcome_line),
        origin: petition.origin.map(|origin| OriginLine {
            batch: origin.batch.0,
            file: origin.file,
            sheet: origin.sheet,
            row: origin.row,
        }),
        history,
    }
}

fn assignment_line(office: &Office, assignment: &Assignment) -> AssignmentLine {
    AssignmentLine {
        unit: office.full_name(assignment.unit).to_owned(),
        mode: assignment.mode.map(AssignmentMode::code),
        document: assignment.document.as_ref().map(document_line),
        due: assignment.due_on.map(|day| day.to_string()),
    }
}

fn outcome_line(outcome: &Outcome) -> OutcomeLine {
    OutcomeLine { kind: outcome.kind.code(), document: document_line(&outcome.document) }
}

fn document_line(document: &DocumentMention) -> DocumentLine {
    DocumentLine {
        number: document.number.clone(),
        dated: document.dated.map(|day| day.to_string()),
    }
}

/// Rows are read and written by this many at a time.
const SHEET_CHUNK: usize = 2000;
/// Columns of the sheet: heading and width in characters.
const SHEET_COLUMNS: [(&str, f64); 12] = [
    ("Số đơn", 11.0),
    ("Ngày nhận", 11.0),
    ("Người gửi", 26.0),
    ("Số người", 9.0),
    ("Phường, xã", 20.0),
    ("Nội dung", 70.0),
    ("Loại", 18.0),
    ("Lĩnh vực", 22.0),
    ("Trạng thái", 15.0),
    ("Đang ở", 34.0),
    ("Hạn", 11.0),
    ("Kết quả", 34.0),
];

/// The view as an Excel file: all its rows, in its order.
pub fn sheet(app: &App, actor: &Actor, filter: &Filter, sort: Sort) -> Result<Vec<u8>, AppError> {
    let ids = browse::all(app, actor, filter, sort)?;
    let office = app.office();
    let snapshot = app.store.read()?;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(unwritten)?;
    write_heading(sheet).map_err(unwritten)?;
    let formats = Formats::new();
    let mut at = 1;
    for chunk in ids.chunks(SHEET_CHUNK) {
        for row in snapshot.list_rows(chunk)? {
            let content = snapshot.content(row.id)?.unwrap_or_default();
            write_row(sheet, at, &row, (&content, &office), &formats).map_err(unwritten)?;
            at += 1;
        }
    }
    workbook.save_to_buffer().map_err(unwritten)
}

#[expect(clippy::needless_pass_by_value, reason = "the shape that map_err takes")]
fn unwritten(error: XlsxError) -> AppError {
    AppError::Internal(error.to_string())
}

struct Formats {
    date: Format,
    wrapped: Format,
}

impl Formats {
    fn new() -> Self {
        Self {
            date: Format::new().set_num_format("dd/mm/yyyy").set_align(FormatAlign::Top),
            wrapped: Format::new().set_text_wrap().set_align(FormatAlign::Top),
        }
    }
}

fn write_heading(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let bold = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_border_bottom(FormatBorder::Thin)
        .set_align(FormatAlign::Center);
    sheet.set_name("Đơn")?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    for (column, (heading, width)) in (0..).zip(SHEET_COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    Ok(())
}

/// Points of one line of text, and characters of content that stand in one.
const LINE_POINTS: f64 = 15.0;
const LINE_CHARS: usize = 68;
/// A row is no higher than this many lines.
const LINES_MAX: usize = 12;

/// The height that shows the whole content: spreadsheet programs do not fit rows by themselves on opening.
fn height(content: &str) -> f64 {
    let lines = content.chars().count().div_ceil(LINE_CHARS).clamp(1, LINES_MAX);
    LINE_POINTS * f64::from(u8::try_from(lines).unwrap_or(u8::MAX))
}

/// Texts are written as strings whatever they begin with: none can become a formula.
fn write_row(
    sheet: &mut Worksheet,
    at: u32,
    row: &ListRow,
    (content, office): (&str, &Office),
    formats: &Formats,
) -> Result<(), XlsxError> {
    let date = |day: chrono::NaiveDate| ExcelDateTime::parse_from_str(&day.to_string());
    let unit = row.assignment.as_ref().map_or("", |a| office.full_name(a.unit));
    let texts = [
        (0, row.id.to_string()),
        (2, label::sender(row.id.year, &row.sender)),
        (4, row.ward.clone().unwrap_or_default()),
        (5, content.chars().take(32_000).collect()),
        (6, label::kind(row.kind).to_owned()),
        (7, row.field.map_or("", label::field).to_owned()),
        (8, label::status(row.status).to_owned()),
        (9, unit.to_owned()),
        (11, row.outcome.as_ref().map(label::outcome).unwrap_or_default()),
    ];
    sheet.set_row_height(at, height(content))?;
    sheet.write_datetime_with_format(at, 1, date(row.received_on)?, &formats.date)?;
    sheet.write_number_with_format(at, 3, f64::from(row.group_size), &formats.wrapped)?;
    if let Some(due_on) = row.assignment.as_ref().and_then(|a| a.due_on) {
        sheet.write_datetime_with_format(at, 10, date(due_on)?, &formats.date)?;
    }
    for (column, text) in texts {
        sheet.write_string_with_format(at, column, text, &formats.wrapped)?;
    }
    Ok(())
}
