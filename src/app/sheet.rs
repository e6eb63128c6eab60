//! A view of the list as an Excel file: all its rows, in its order.
//!
//! Text that a spreadsheet could take for a formula is written as text. The file goes out while its rows are read, so
//! that neither memory nor waiting grows with their number, and whoever goes away ends it.

mod xlsx;

use std::io::{self, Write};

use super::error::AppError;
use super::settings::OfficeOn;
use super::{App, browse, journal};
use crate::domain::id::PetitionId;
use crate::domain::journal::{Act, Export};
use crate::domain::listing::{Filter, Sort};
use crate::domain::permission::Actor;
use crate::label;
use crate::store::petition::ListRow;
use xlsx::{Cell, Xlsx};

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

/// The petitions of a view, for [`write()`]; the journal is told how many they are and at what address.
///
/// Apart from the writing, because what is refused must be said before the first byte is sent.
///
/// # Errors
/// A full disk, among others: what can't be told is not handed out.
pub fn view(
    app: &App,
    actor: &Actor,
    (filter, sort): (&Filter, Sort),
    address: String,
) -> Result<Vec<PetitionId>, AppError> {
    let ids = browse::all(app, actor, filter, sort)?;
    let act = Act::Export(Export::List { rows: ids.len() as u64, address });
    journal::tell(app, Some(actor), act)?;
    Ok(ids)
}

/// Writes the file of these petitions. An error of `out` ends it: nobody is there to read any more.
pub fn write(app: &App, ids: &[PetitionId], out: impl Write) -> Result<(), AppError> {
    let (office, today) = (app.office(), app.clock.today());
    let snapshot = app.store.read()?;
    let unsent = |error: io::Error| AppError::Internal(format!("not sent: {error}"));
    let mut file = Xlsx::begin(out, "Đơn", &SHEET_COLUMNS, ids.len()).map_err(unsent)?;
    for chunk in ids.chunks(SHEET_CHUNK) {
        let rows = snapshot.list_rows(chunk)?;
        let present: Vec<PetitionId> = rows.iter().map(|row| row.id).collect();
        for (row, content) in rows.iter().zip(snapshot.contents(&present)?) {
            let height = height(&content);
            let office = office.of_row(row, today);
            file.row(height, &cells(row, content, office)).map_err(unsent)?;
        }
    }
    file.finish().map_err(unsent)
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

fn cells(row: &ListRow, content: String, office: OfficeOn<'_>) -> [Cell; SHEET_COLUMNS.len()] {
    let unit = row.assignment.as_ref().map_or("", |a| office.full_name(a.unit));
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    [
        Cell::Text(row.id.to_string()),
        Cell::Date(row.received_on),
        Cell::Text(label::sender(row)),
        Cell::Number(row.group_size),
        text(row.ward.as_deref().unwrap_or_default()),
        Cell::Text(content),
        text(label::kind(row.kind)),
        text(row.field.map_or("", label::field)),
        text(label::stage(row.stage)),
        text(unit),
        row.due_on.map_or(Cell::Empty, Cell::Date),
        text(&row.outcome.as_ref().map(label::outcome).unwrap_or_default()),
    ]
}
