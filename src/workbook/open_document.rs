//! `.ods`: read here, because a repeated row or cell is one element that says "a million times".
//!
//! Repeated blanks cost nothing; repeated contents are laid out and count against the limits.

use std::io::Cursor;

use chrono::NaiveDate;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::container::part;
use super::{Tally, WorkbookError};
use crate::domain::ledger::{Cell, Sheet};

/// Reads the sheets of a container that is within its limits.
pub(super) fn read(bytes: &[u8], tally: &mut Tally<'_>) -> Result<Vec<Sheet>, WorkbookError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let content = String::from_utf8(part(&mut archive, "content.xml")?).map_err(damaged)?;
    let mut reader = Reader::from_str(&content);
    let mut walk = Walk::default();
    loop {
        match reader.read_event().map_err(damaged)? {
            Event::Start(tag) => walk.open(&tag)?,
            Event::Empty(tag) => {
                walk.open(&tag)?;
                walk.shut(tag.local_name().as_ref(), tally)?;
            }
            Event::End(tag) => walk.shut(tag.local_name().as_ref(), tally)?,
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let named = name.xml10_content();
                let letter = match name.resolve_char_ref().map_err(damaged)? {
                    Some(letter) => letter.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&named)
                        .ok_or(WorkbookError::ForbiddenXml)?
                        .to_owned(),
                };
                walk.text(&letter);
            }
            Event::Eof => break,
            Event::DocType(_) => return Err(WorkbookError::ForbiddenXml),
            Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    Ok(std::mem::take(&mut tally.sheets))
}

/// Where in the document the reader stands.
#[derive(Default)]
struct Walk {
    sheet: String,
    /// Rows before the open one.
    row: u32,
    row_repeat: u32,
    /// Filled cells of the open row.
    cells: Vec<(u32, Cell)>,
    column: u32,
    cell: Option<OpenCell>,
    /// Inside a remark pinned to a cell, which is not part of it.
    in_annotation: bool,
    paragraphs: u32,
}

struct OpenCell {
    repeat: u32,
    text: String,
    day: Option<NaiveDate>,
    number: Option<String>,
}

impl Walk {
    fn open(&mut self, tag: &BytesStart<'_>) -> Result<(), WorkbookError> {
        match tag.local_name().as_ref() {
            "table" => {
                self.sheet = attribute(tag, "table:name")?.unwrap_or_default();
                self.row = 0;
            }
            "table-row" => {
                self.row_repeat = repeat(tag, "table:number-rows-repeated")?;
                self.column = 0;
                self.cells.clear();
            }
            "table-cell" | "covered-table-cell" => {
                let day = attribute(tag, "office:date-value")?;
                let number = attribute(tag, "office:value")?;
                self.paragraphs = 0;
                self.cell = Some(OpenCell {
                    repeat: repeat(tag, "table:number-columns-repeated")?,
                    text: String::new(),
                    day: day.and_then(|day| day.get(..10)?.parse().ok()),
                    number,
                });
            }
            "annotation" => self.in_annotation = true,
            "p" if !self.in_annotation => {
                self.paragraphs += 1;
                if self.paragraphs > 1 {
                    self.text("\n");
                }
            }
            "s" => {
                let blanks =
                    attribute(tag, "text:c")?.and_then(|count| count.parse().ok()).unwrap_or(1);
                self.text(&" ".repeat(usize::min(blanks, 1_000)));
            }
            "tab" => self.text("\t"),
            "line-break" => self.text("\n"),
            _ => {}
        }
        Ok(())
    }

    fn shut(&mut self, name: &str, tally: &mut Tally<'_>) -> Result<(), WorkbookError> {
        match name {
            "annotation" => self.in_annotation = false,
            "table-cell" | "covered-table-cell" => self.shut_cell(tally)?,
            "table-row" => {
                if !self.cells.is_empty() {
                    for copy in 0..self.row_repeat {
                        for (column, cell) in &self.cells {
                            tally.put(self.row.saturating_add(copy + 1), *column, cell.clone())?;
                        }
                    }
                }
                self.row = self.row.saturating_add(self.row_repeat);
            }
            "table" => tally.close(std::mem::take(&mut self.sheet))?,
            _ => {}
        }
        Ok(())
    }

    fn shut_cell(&mut self, tally: &Tally<'_>) -> Result<(), WorkbookError> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        let value = match (cell.day, cell.number) {
            (Some(day), _) => Some(Cell::Date(day)),
            (None, Some(number)) => Some(Cell::Number(number)),
            (None, None) => (!cell.text.trim().is_empty()).then_some(Cell::Text(cell.text)),
        };
        if let Some(value) = value {
            let room = tally.limits.cells.saturating_sub(self.cells.len());
            if cell.repeat as usize > room {
                return Err(super::too_large(super::Measure::Cells, tally.limits.cells));
            }
            self.cells.extend((0..cell.repeat).map(|copy| (self.column + copy, value.clone())));
        }
        self.column = self.column.saturating_add(cell.repeat);
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.in_annotation || self.paragraphs == 0 {
            return;
        }
        if let Some(cell) = &mut self.cell {
            cell.text.push_str(text);
        }
    }
}

fn repeat(tag: &BytesStart<'_>, name: &str) -> Result<u32, WorkbookError> {
    Ok(attribute(tag, name)?.and_then(|count| count.parse().ok()).unwrap_or(1).max(1))
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, WorkbookError> {
    let found = tag.try_get_attribute(name).map_err(damaged)?;
    found
        .map(|found| {
            found
                .normalized_value(XmlVersion::Implicit1_0)
                .map(std::borrow::Cow::into_owned)
                .map_err(damaged)
        })
        .transpose()
}

fn damaged(error: impl std::fmt::Display) -> WorkbookError {
    WorkbookError::Unreadable(error.to_string())
}
