//! From sheets to ledger rows: the header, the rows under it, and what surrounds each.
//!
//! A row tells of a petition if at least two of its telling cells are filled; totals, signatures, headings and the
//! row of column numbers don't. Rows that can't be right are returned like the others: `interpret` says why.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use super::date;
use super::entry::received_on;
use super::header::{Header, Meaning, TextRow};
use super::terms::{begins_with, has_any, is_ditto};
use super::{
    Above, Book, Cell, Column, Context, LedgerRow, NoLedger, Row, Sheet, SheetReading, SheetResult,
};
use crate::domain::legacy_encoding::{Encoding, Evidence, to_unicode};
use crate::domain::text;

/// A sheet in Unicode with its place in the book.
struct SheetText {
    rows: Vec<TextRow>,
    first_header: Option<usize>,
    years: Option<(i32, i32)>,
}

/// Reads every sheet that holds a ledger. `today` is the day of the import.
///
/// # Errors
/// When no sheet has the header of a ledger.
pub fn read_book(sheets: &[Sheet], today: NaiveDate) -> Result<Book, NoLedger> {
    let texts: Vec<SheetText> = sheets.iter().map(|sheet| SheetText::of(sheet, today)).collect();
    let all_years = texts.iter().filter_map(|text| text.years);
    let of_book =
        all_years.reduce(|(a, b), (c, d)| (a.min(c), b.max(d))).unwrap_or((1990, today.year()));
    let mut book = Book { rows: Vec::new(), sheets: Vec::new() };
    for (sheet, text) in sheets.iter().zip(&texts) {
        let years = text.years.unwrap_or(of_book);
        let context = Context { years, today, above: Above::Nothing };
        let result = match text.first_header {
            Some(start) => {
                Reader::new(&sheet.name, context).read(&text.rows, start, &mut book.rows)
            }
            None if text.rows.is_empty() => SheetResult::Empty,
            None => SheetResult::NoHeader,
        };
        book.sheets.push(SheetReading { name: sheet.name.clone(), result });
    }
    let has_ledger =
        book.sheets.iter().any(|sheet| matches!(sheet.result, SheetResult::Read { .. }));
    if has_ledger { Ok(book) } else { Err(NoLedger { sheets: book.sheets }) }
}

/// The first header stands within this many filled rows.
const HEADER_WITHIN: usize = 200;
/// Filled rows by which the encoding of a sheet is judged.
const JUDGED_BY: usize = 500;

impl SheetText {
    fn of(sheet: &Sheet, today: NaiveDate) -> Self {
        let mut evidence = Evidence::default();
        for (_, cell) in sheet.rows.iter().take(JUDGED_BY).flat_map(|row| &row.cells) {
            if let Cell::Text(raw) = cell {
                evidence.add(Evidence::of(raw));
            }
        }
        let around = evidence.reading(Encoding::Unicode);
        let rows: Vec<TextRow> = sheet
            .rows
            .iter()
            .map(|row| in_unicode(row, around))
            .filter(|row| !row.cells.is_empty())
            .collect();
        let first_header =
            (0..rows.len().min(HEADER_WITHIN)).find(|at| Header::at(&rows[*at..]).is_some());
        let years = first_header.and_then(|start| years_of(&sheet.name, &rows, start, today));
        Self { rows, first_header, years }
    }
}

fn in_unicode(row: &Row, around: Encoding) -> TextRow {
    let words = |cell: &Cell| {
        let raw = match cell {
            Cell::Text(raw) => to_unicode(raw, around),
            Cell::Date(day) => date::written(*day),
            Cell::Number(number) => number.clone(),
        };
        text::block(&raw, usize::MAX).ok()
    };
    let cells = row.cells.iter().filter_map(|(place, cell)| Some((*place, words(cell)?))).collect();
    let has_values = row.cells.iter().any(|(_, cell)| !matches!(cell, Cell::Text(_)));
    TextRow { number: row.number, cells, has_values }
}

/// The years that a sheet is about: those of its title and those in which a fair share of its days lie.
fn years_of(name: &str, rows: &[TextRow], header: usize, today: NaiveDate) -> Option<(i32, i32)> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    let columns = Header::at(&rows[header..])?.columns;
    let place = columns
        .iter()
        .find(|(_, (_, meaning))| *meaning == Meaning::Value(Column::ReceivedOn))
        .map(|(place, _)| *place);
    let written =
        place.map(|place| rows[header..].iter().filter_map(move |row| row.cells.get(&place)));
    for day in written.into_iter().flatten().filter_map(|written| date::parse(written, None).ok()) {
        if day <= today && day.year() >= 1990 {
            *counts.entry(day.year()).or_default() += 1;
        }
    }
    let total: usize = counts.values().sum();
    let fair = |count: usize| count * 10 >= total && (count >= 3 || count * 2 > total);
    let mut years: Vec<i32> =
        counts.iter().filter(|(_, count)| fair(**count)).map(|(year, _)| *year).collect();
    let titles =
        rows[..header].iter().flat_map(|row| row.cells.values()).map(String::as_str).chain([name]);
    let named = titles.filter(|title| !cites_law(title)).flat_map(date::years_in);
    let near = |year: i32, years: &[i32]| {
        years.is_empty() || years.iter().any(|known| known.abs_diff(year) <= 1)
    };
    let from_days = years.clone();
    years.extend(named.filter(|year| near(*year, &from_days)));
    Some((*years.iter().min()?, *years.iter().max()?))
}

/// A form's legal basis names years that are not the book's.
fn cites_law(title: &str) -> bool {
    has_any(&text::folded_words(title), "thong tu|nghi dinh|quyet dinh|ban hanh|mau so|luat")
}

/// Reads the rows of one sheet from its first header on.
struct Reader<'a> {
    sheet: &'a str,
    context: Context,
    /// The petition above, for signs of repetition.
    last: BTreeMap<Column, String>,
    /// After a total or a signature only numbered or dated rows are petitions.
    in_footer: bool,
}

impl<'a> Reader<'a> {
    fn new(sheet: &'a str, context: Context) -> Self {
        Self { sheet, context, last: BTreeMap::new(), in_footer: false }
    }

    fn read(
        mut self,
        rows: &[TextRow],
        start: usize,
        into: &mut Vec<(LedgerRow, Context)>,
    ) -> SheetResult {
        let before = into.len();
        let mut at = start;
        let mut header: Option<Header> = None;
        let mut columns = Vec::new();
        while let Some(row) = rows.get(at) {
            if let Some(found) = Header::at(&rows[at..]) {
                at += found.depth;
                if header.is_none() {
                    columns = found.recognised();
                }
                header = Some(found);
                self.in_footer = false;
                continue;
            }
            at += 1;
            if let Some(header) = &header
                && let Some(ledger_row) = self.petition(row, header)
            {
                self.in_footer = false;
                into.push((ledger_row.clone(), self.context));
                self.remember(ledger_row);
            }
        }
        let header_row = rows.get(start).map_or(0, |row| row.number);
        SheetResult::Read { header_row, columns, petitions: into.len() - before }
    }

    /// The row as one of the ledger, if it tells of a petition.
    fn petition(&mut self, row: &TextRow, header: &Header) -> Option<LedgerRow> {
        if is_column_numbers(row) {
            return None;
        }
        if is_footer(row) {
            self.in_footer = true;
            return None;
        }
        let mut ledger_row = LedgerRow {
            sheet: self.sheet.to_owned(),
            row: row.number,
            cells: BTreeMap::new(),
            others: Vec::new(),
        };
        for (place, words) in &row.cells {
            match header.columns.get(place) {
                Some((_, Meaning::Value(column))) => {
                    ledger_row.cells.insert(*column, self.value(*column, words, row.has_values));
                }
                Some((_, Meaning::KindMark(kind))) if is_cross(words) => {
                    let kinds = ledger_row.cells.entry(Column::Kind).or_default();
                    kinds.push_str(if kinds.is_empty() { "" } else { ", " });
                    kinds.push_str(kind);
                }
                Some((named, Meaning::KindMark(_) | Meaning::Other)) => {
                    ledger_row.others.push((named.clone(), words.clone()));
                }
                None => ledger_row.others.push((String::new(), words.clone())),
            }
        }
        self.tells(&ledger_row).then_some(ledger_row)
    }

    /// What a cell says: a sign of repetition as the words above, a day kept as a bare number as a day.
    fn value(&self, column: Column, words: &str, has_values: bool) -> String {
        let is_day = matches!(
            column,
            Column::ReceivedOn
                | Column::WrittenOn
                | Column::DueOn
                | Column::AssigningDate
                | Column::ResultDate
        );
        if column != Column::ReceivedOn && is_ditto(words) {
            return self.last.get(&column).cloned().unwrap_or_else(|| words.to_owned());
        }
        let is_serial = has_values && words.len() == 5 && words.bytes().all(|b| b.is_ascii_digit());
        let serial = || date::parse(words, None).ok().map(date::written);
        if is_day && is_serial {
            serial().unwrap_or_else(|| words.to_owned())
        } else {
            words.to_owned()
        }
    }

    fn tells(&self, row: &LedgerRow) -> bool {
        let has = |column: Column| row.cells.contains_key(&column);
        let has_digit = |column: Column| {
            row.cells.get(&column).is_some_and(|words| words.chars().any(|c| c.is_ascii_digit()))
        };
        if self.in_footer && !has_digit(Column::Ordinal) && !has_digit(Column::ReceivedOn) {
            return false;
        }
        let words = [
            Column::Sender,
            Column::SenderAndAddress,
            Column::Address,
            Column::Kind,
            Column::Content,
            Column::Unit,
            Column::Source,
            Column::AssigningDocument,
            Column::Result,
        ];
        let filled = words.iter().filter(|column| has(**column)).count();
        let dated =
            usize::from(has_digit(Column::ReceivedOn)) + usize::from(has_digit(Column::DueOn));
        let says_alone =
            has(Column::Content) && (has_digit(Column::Ordinal) || row.cells.len() == 1);
        filled + dated >= 2 || says_alone
    }

    fn remember(&mut self, row: LedgerRow) {
        self.context.above = match received_on(&row, &self.context) {
            Ok(day) => Above::Day(day),
            Err(_) => match self.context.above {
                // A blank under an unknown day: the row to correct is still the one further up.
                Above::Unknown(above) if is_blank(&row) => Above::Unknown(above),
                Above::Unknown(_) | Above::Nothing | Above::Day(_) => Above::Unknown(row.row),
            },
        };
        self.last = row.cells;
    }
}

fn is_blank(row: &LedgerRow) -> bool {
    row.cells.get(&Column::ReceivedOn).is_none_or(|words| is_ditto(words))
}

/// "1, 2, 3, …" or "(1), (2), …" under a header.
fn is_column_numbers(row: &TextRow) -> bool {
    let numbers: Vec<u32> = row
        .cells
        .values()
        .filter_map(|words| words.trim_matches(['(', ')', '[', ']', ' ']).parse().ok())
        .collect();
    let letters = row.cells.values().filter(|words| words.chars().count() == 1).count();
    numbers.len() >= 3
        && numbers.len().max(letters) * 5 >= row.cells.len() * 4
        && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
}

/// A total or a signature fills at most this many cells.
const FOOTER_CELLS: usize = 6;

/// Totals, and the lines of those who sign.
fn is_footer(row: &TextRow) -> bool {
    if row.cells.len() > FOOTER_CELLS {
        return false;
    }
    let folded: Vec<Vec<String>> =
        row.cells.values().map(|words| text::folded_words(words)).collect();
    let few = folded.len() <= 3;
    let first = folded.iter().find(|words| !words.is_empty());
    let total = first.is_some_and(|words| is_total(words));
    let signed = |words: &Vec<String>| {
        let signed_on =
            begins_with(words, "ngay") && has_any(words, "thang") && has_any(words, "nam");
        signed_on
            || words.len() <= 8 && SIGNATURES.split('|').any(|phrase| begins_with(words, phrase))
    };
    total || few && folded.iter().any(signed)
}

/// How the lines begin under which people sign.
const SIGNATURES: &str = "nguoi lap|nguoi ghi|truong ban|pho truong ban|thu truong|noi nhan|ky ten|xac nhan cua|\
    tm uy ban|tm ubnd|kt chu tich|kt truong|chanh van phong|can bo lap|nguoi tong hop|chu tich|pho chu tich";

/// "Tổng cộng: 189 đơn", "Cộng", "Cộng tháng 1"; not "Cộng đồng dân cư".
fn is_total(words: &[String]) -> bool {
    let counts = |word: &String| word.chars().all(|c| c.is_ascii_digit());
    let opens = [
        "tong cong",
        "tong so",
        "cong thang",
        "cong trang",
        "cong quy",
        "cong nam",
        "cong don",
        "luy ke",
    ];
    match words {
        [word] => matches!(word.as_str(), "cong" | "tong"),
        [word, next, ..] if matches!(word.as_str(), "cong" | "tong") && counts(next) => true,
        _ => words.len() <= 12 && opens.iter().any(|phrase| begins_with(words, phrase)),
    }
}

fn is_cross(words: &str) -> bool {
    matches!(words.trim(), "x" | "X" | "v" | "V" | "✓" | "✔" | "+" | "*" | "1" | "01" | "√")
}
