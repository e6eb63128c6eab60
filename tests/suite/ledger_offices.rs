//! Small books as many offices write them, each with what a careful clerk reads out of it.
//!
//! A book is a few lines: `|` parts cells, `#42738` is a number, `@2018-03-05` a day that the spreadsheet keeps.
//! What is expected is one line a petition: `row: field=value; …`, or `row: held Fault`. Fields that a line doesn't
//! name must be absent, but for `text`, `at`, `mode`, `bi`, `note` and the marks, which are only compared where named.

mod layouts;
mod more;
mod oddities;
mod wording;

use chrono::NaiveDate;
use donthu::domain::ledger::{Cell, LedgerEntry, Row, Sheet, interpret, read_book};

/// An office's book and its petitions.
struct Office {
    name: &'static str,
    sheets: &'static [(&'static str, &'static [&'static str])],
    right: &'static [&'static str],
}

fn cell(text: &str) -> Cell {
    if let Some(number) = text.strip_prefix('#') {
        Cell::Number(number.to_owned())
    } else if let Some(day) = text.strip_prefix('@') {
        Cell::Date(day.parse().unwrap())
    } else {
        Cell::Text(text.to_owned())
    }
}

fn sheet(name: &str, lines: &[&str]) -> Sheet {
    let cells = |line: &str| -> Vec<(u32, Cell)> {
        let filled = (0..).zip(line.split('|')).filter(|(_, text)| !text.trim().is_empty());
        filled.map(|(place, text)| (place, cell(text))).collect()
    };
    let rows = (1..).zip(lines).map(|(number, line)| Row { number, cells: cells(line) });
    Sheet { name: name.into(), rows: rows.filter(|row| !row.cells.is_empty()).collect() }
}

fn written(day: Option<NaiveDate>) -> String {
    day.map(|day| day.format("%d/%m/%Y").to_string()).unwrap_or_default()
}

/// The entry's fields by their short names.
fn fields(entry: &LedgerEntry) -> Vec<(&'static str, String)> {
    let sender = entry.sender.as_ref();
    let source = entry.source.as_ref().map(|source| match &source.from_body {
        Some(body) => format!("{}:{body}", source.channel.code()),
        None => source.channel.code().to_owned(),
    });
    let paper = |document: &donthu::domain::petition::DocumentMention| {
        format!("{},{}", document.number, written(document.dated))
    };
    let end = entry
        .outcome
        .as_ref()
        .map(|outcome| format!("{}:{}", outcome.kind.code(), paper(&outcome.document)));
    vec![
        ("kind", entry.kind.code().to_owned()),
        ("day", written(Some(entry.received_on))),
        ("who", sender.map(|sender| sender.name.clone()).unwrap_or_default()),
        ("at", sender.and_then(|sender| sender.address.clone()).unwrap_or_default()),
        ("ward", sender.and_then(|sender| sender.ward.clone()).unwrap_or_default()),
        ("group", if entry.group_size == 1 { String::new() } else { entry.group_size.to_string() }),
        ("from", source.unwrap_or_default()),
        ("unit", entry.unit_name.clone().unwrap_or_default()),
        ("mode", entry.mode.map(|mode| mode.code().to_owned()).unwrap_or_default()),
        ("doc", entry.assigning_document.as_ref().map(paper).unwrap_or_default()),
        ("due", written(entry.due_on)),
        ("end", end.unwrap_or_default()),
        ("text", entry.content.clone()),
        ("bi", entry.respondent.clone().unwrap_or_default()),
        ("note", entry.note.clone().unwrap_or_default()),
        ("filed", entry.filed_away.to_string()),
        ("again", entry.is_duplicate_mark.to_string()),
        ("wrote", written(entry.written_on)),
    ]
}

const ONLY_WHERE_NAMED: [&str; 9] =
    ["text", "at", "ward", "mode", "bi", "note", "filed", "again", "wrote"];

fn differences(expected: &str, got: &LedgerEntry) -> Vec<String> {
    let named: Vec<(&str, &str)> =
        expected.split("; ").map(|pair| pair.trim().split_once('=').expect(expected)).collect();
    let fields = fields(got);
    for (name, _) in &named {
        assert!(fields.iter().any(|(field, _)| field == name), "no field {name}");
    }
    fields
        .iter()
        .filter_map(|(name, value)| {
            let right = named.iter().find(|(field, _)| field == name).map(|(_, right)| *right);
            let right = match right {
                None if ONLY_WHERE_NAMED.contains(name) => return None,
                None => "",
                Some(right) => right,
            };
            (right != value).then(|| format!("{name}={value:?}, not {right:?}"))
        })
        .collect()
}

/// Everything in which the office's book is read otherwise than a clerk reads it.
fn check(office: &Office) -> Vec<String> {
    let sheets: Vec<Sheet> = office.sheets.iter().map(|(name, lines)| sheet(name, lines)).collect();
    let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    let book = match read_book(&sheets, today, &|_| true) {
        Ok(book) => book,
        Err(error) => return vec![format!("{}: {error:?}", office.name)],
    };
    let mut wrong = Vec::new();
    if book.rows.len() != office.right.len() {
        let rows: Vec<u32> = book.rows.iter().map(|(row, _)| row.row).collect();
        wrong.push(format!("{}: {} rows: {rows:?}", office.name, book.rows.len()));
    }
    for right in office.right {
        let (number, expected) = right.split_once(": ").unwrap();
        let (sheet, number) = number.split_once('!').unwrap_or(("", number));
        let number: u32 = number.parse().unwrap();
        let found = book
            .rows
            .iter()
            .find(|(row, _)| row.row == number && (sheet.is_empty() || row.sheet == sheet));
        let Some((row, context)) = found else {
            wrong.push(format!("{} row {number}: passed over", office.name));
            continue;
        };
        match (interpret(row, context), expected.strip_prefix("held ")) {
            (Ok(entry), None) => {
                let all = differences(expected, &entry);
                wrong.extend(all.iter().map(|d| format!("{} row {number}: {d}", office.name)));
            }
            (Ok(_), Some(_)) => wrong.push(format!("{} row {number}: admitted", office.name)),
            (Err(faults), None) => {
                wrong.push(format!("{} row {number}: held {faults:?}", office.name));
            }
            (Err(faults), Some(why)) => {
                let names: Vec<String> = faults.iter().map(|fault| format!("{fault:?}")).collect();
                if names.len() != 1 || !names[0].starts_with(why) {
                    wrong.push(format!("{} row {number}: held {names:?}, not {why}", office.name));
                }
            }
        }
    }
    if !wrong.is_empty() {
        wrong.push(format!("    {:?}", book.sheets));
    }
    wrong
}

fn check_all(offices: &[Office]) {
    let wrong: Vec<String> = offices.iter().flat_map(check).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
