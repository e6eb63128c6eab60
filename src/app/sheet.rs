//! A view of the list as an Excel file: all its rows, in its order.
//!
//! Text that a spreadsheet could take for a formula is written as text. Rows are written as they are read, so that
//! memory does not grow with their number.

use rust_xlsxwriter::{
    ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::App;
use super::browse;
use super::error::AppError;
use super::settings::Office;
use crate::domain::id::PetitionId;
use crate::domain::listing::{Filter, Sort};
use crate::domain::permission::Actor;
use crate::label;
use crate::store::petition::ListRow;

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

/// The bytes of the file.
pub fn write(app: &App, actor: &Actor, filter: &Filter, sort: Sort) -> Result<Vec<u8>, AppError> {
    let ids = browse::all(app, actor, filter, sort)?;
    let office = app.office();
    let snapshot = app.store.read()?;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(unwritten)?;
    write_heading(sheet).map_err(unwritten)?;
    let formats = Formats::new();
    let mut at = 1;
    for chunk in ids.chunks(SHEET_CHUNK) {
        let rows = snapshot.list_rows(chunk)?;
        let present: Vec<PetitionId> = rows.iter().map(|row| row.id).collect();
        for (row, content) in rows.into_iter().zip(snapshot.contents(&present)?) {
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
        (8, label::stage(row.stage).to_owned()),
        (9, unit.to_owned()),
        (11, row.outcome.as_ref().map(label::outcome).unwrap_or_default()),
    ];
    sheet.set_row_height(at, height(content))?;
    sheet.write_datetime_with_format(at, 1, date(row.received_on)?, &formats.date)?;
    sheet.write_number_with_format(at, 3, f64::from(row.group_size), &formats.wrapped)?;
    if let Some(due_on) = row.due_on {
        sheet.write_datetime_with_format(at, 10, date(due_on)?, &formats.date)?;
    }
    for (column, text) in texts {
        sheet.write_string_with_format(at, column, text, &formats.wrapped)?;
    }
    Ok(())
}
